/*
 * Scalars of a policy. Which key takes what is decided elsewhere.
 */
#include "policy/value_read.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/timestamp.h"
#include "base/visible.h"

enum {
	WHOLE_DIGITS_MAX = 6,
	ADVICE_SIZE = 80,
	DATE_SIZE = 48
};

#define DIGITS "0123456789"

bool
node_is_nothing(const struct node *node)
{
	return node->kind == NODE_TEXT && !node->quoted &&
	    node->text[0] == '\0';
}

const char *
node_name(const struct node *node)
{
	switch (node->kind) {
	case NODE_TEXT:
		if (!node->quoted && node->text[0] == '-' &&
		    node->text[1] != '\0' &&
		    strchr(DIGITS ".", node->text[1]) == NULL)
			return "a text, for want of a blank behind the \"-\"";
		return node_is_nothing(node) ? "nothing" : "a text";
	case NODE_LIST:
		return node->count == 0 ? "an empty list" : "a list";
	case NODE_MAP:
		return node->count == 0 ? "an empty map" : "a map";
	case NODE_BAD:
		break;
	}
	return "a mistake";
}

size_t
value_place(const struct node *key)
{
	return node_is_nothing(key->value) ? key->at : key->value->at;
}

static bool
is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcasecmp(text, *words) == 0)
			return true;
	return false;
}

static const char *const words_of_truth[] = {"true", "yes", "on", NULL};
static const char *const words_of_falsehood[] = {"false", "no", "off", NULL};
static const char *const words_of_nothing[] = {"~", "null", NULL};
static const char *const words_of_numbers[] = {".inf", ".nan", NULL};

/* Digits, of which some may stand behind one dot, with an exponent or in
 * groups (1_000, 1:30): what YAML 1.1 or 1.2 takes for a number. */
static bool
looks_like_number(const char *text)
{
	size_t len;

	text += *text == '+' || *text == '-';
	if (is_one_of(text, words_of_numbers))
		return true;
	if (text[0] == '0' && text[1] != '\0' && strchr("xob", text[1]) != NULL)
		return text[2] != '\0' &&
		    text[2 + strspn(text + 2, DIGITS "abcdefABCDEF_")] == '\0';
	len = strspn(text, DIGITS "_:");
	if (strpbrk(text, DIGITS) == NULL)
		return false;
	text += len;
	if (*text == '.')
		text += 1 + strspn(text + 1, DIGITS "_");
	else if (len == 0)
		return false;
	if (*text == 'e' || *text == 'E') {
		text++;
		text += *text == '+' || *text == '-';
		if (*text == '\0')
			return false;
		text += strspn(text, DIGITS);
	}
	return *text == '\0';
}

/* What a text without quotes is to YAML besides a text, or NULL. */
static const char *
other_meaning(const char *text)
{
	if (is_one_of(text, words_of_truth) ||
	    is_one_of(text, words_of_falsehood))
		return "true or false";
	if (is_one_of(text, words_of_nothing))
		return "nothing";
	return looks_like_number(text) ? "a number" : NULL;
}

static bool
check_characters(struct complaints *complaints, const char *text, size_t at,
    const char *what, const char *besides)
{
	struct text left = text_of(text);

	while (left.len > 0) {
		size_t used;
		int32_t code = utf8_next(left, &used);

		if (!visible_is_plain(code) &&
		    (code > 0x7f || strchr(besides, (char)code) == NULL)) {
			if (code == '\n')
				complain(complaints, at,
				    "\"%s\" takes one line; this text has "
				    "several",
				    what);
			else
				complain(complaints, at,
				    "\"%s\" may not contain the character "
				    "U+%04X",
				    what, (unsigned)code);
			return false;
		}
		left.ptr += used;
		left.len -= used;
	}
	return true;
}

/* {user} without quotes is a map of one key. */
static bool
is_placeholder(const struct node *node)
{
	return node->kind == NODE_MAP && node->count == 1 &&
	    node->first->value != NULL && node_is_nothing(node->first->value);
}

static const char *
read_text(struct complaints *complaints, const struct node *node, size_t at,
    const char *what, const char *besides)
{
	const char *meaning;

	if (node->kind == NODE_BAD)
		return NULL;
	if (is_placeholder(node)) {
		complain(complaints, at,
		    "a text that begins with { needs quotes: write \"{%s}\"",
		    node->first->text);
		return NULL;
	}
	if (node->kind != NODE_TEXT || node_is_nothing(node)) {
		complain(complaints, at, "\"%s\" takes a text; this is %s",
		    what, node_name(node));
		return NULL;
	}
	meaning = node->quoted ? NULL : other_meaning(node->text);
	if (meaning != NULL) {
		complain(complaints, at,
		    "\"%s\" takes a text; without quotes this is %s: write "
		    "\"%s\"",
		    what, meaning, node->text);
		return NULL;
	}
	return check_characters(complaints, node->text, at, what, besides)
	    ? node->text
	    : NULL;
}

const char *
read_line(struct complaints *complaints, struct node *node, size_t at,
    const char *what)
{
	if (node->kind == NODE_TEXT) {
		size_t len = strlen(node->text);

		if (len > 0 && node->text[len - 1] == '\n')
			node->text[len - 1] = '\0';
	}
	return read_one_line(complaints, node, at, what);
}

const char *
read_one_line(struct complaints *complaints, const struct node *node, size_t at,
    const char *what)
{
	return read_text(complaints, node, at, what, "");
}

const char *
read_lines(struct complaints *complaints, struct node *node, size_t at,
    const char *what)
{
	return read_text(complaints, node, at, what, "\n");
}

int
read_truth(struct complaints *complaints, const struct node *node, size_t at,
    const char *what, bool *truth)
{
	bool is_true = is_one_of(node->text, words_of_truth);

	*truth = is_true;
	if (!node->quoted &&
	    (strcmp(node->text, "true") == 0 ||
		strcmp(node->text, "false") == 0))
		return 0;
	if (is_true || is_one_of(node->text, words_of_falsehood))
		complain(complaints, at,
		    "\"%s\" takes true or false: write %s, in small letters "
		    "and without quotes",
		    what, is_true ? "true" : "false");
	else
		complain(complaints, at,
		    "\"%s\" takes true or false; \"%s\" is neither", what,
		    node->text);
	return -1;
}

/* 1 to WHOLE_DIGITS_MAX digits without a leading zero, or -1. */
static int64_t
parse_digits(const char *digits, size_t len)
{
	int64_t number = 0;

	if (len == 0 || len > WHOLE_DIGITS_MAX || (len > 1 && digits[0] == '0'))
		return -1;
	for (size_t i = 0; i < len; i++)
		number = number * 10 + (digits[i] - '0');
	return number;
}

int
read_whole(struct complaints *complaints, const struct node *node, size_t at,
    const char *what, int64_t *number)
{
	size_t len = strspn(node->text, DIGITS);

	*number = parse_digits(node->text, len);
	if (!node->quoted && node->text[len] == '\0' && *number >= 0)
		return 0;
	*number = 0;
	complain(complaints, at,
	    "\"%s\" takes a number of 1 to %d digits such as 2; this "
	    "is \"%s\"",
	    what, WHOLE_DIGITS_MAX, node->text);
	return -1;
}

/* The seconds of a unit, or 0. */
static int64_t
unit_seconds(char unit)
{
	switch (unit) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return DAY_SECS;
	case 'w':
		return 7 * DAY_SECS;
	case 'y':
		return (int64_t)365 * DAY_SECS;
	default:
		return 0;
	}
}

int
read_span(struct complaints *complaints, const struct node *node, size_t at,
    const char *what, int64_t *seconds)
{
	const char *text = node->text;
	size_t len = strspn(text, DIGITS);
	int64_t number = parse_digits(text, len);
	int64_t unit = unit_seconds(text[len]);

	*seconds = number * unit;
	if (number > 0 && unit > 0 && text[len + 1] == '\0')
		return 0;
	*seconds = 0;
	if (number > 0 && text[len] == '\0')
		complain(complaints, at,
		    "\"%s\" takes a span of time; \"%s\" lacks a unit: write "
		    "%sd for days (s, m, h, d, w or y)",
		    what, text, text);
	else if (number == 0 &&
	    (text[len] == '\0' || (unit > 0 && text[len + 1] == '\0')))
		complain(complaints, at,
		    "\"%s\" takes a span of time that is not zero: write 1s "
		    "or more",
		    what);
	else
		complain(complaints, at,
		    "\"%s\" takes a span of time such as 90d, 1 to %d digits "
		    "without a leading zero and s, m (minutes), h, d, w or y "
		    "(365 days); this is \"%s\"",
		    what, WHOLE_DIGITS_MAX, text);
	return -1;
}

/* One to four digits and what stands behind them, or -1. */
static int
take_number(const char **text, char *separator)
{
	size_t len = strspn(*text, DIGITS);
	int number = 0;

	if (len == 0 || len > 4)
		return -1;
	for (size_t i = 0; i < len; i++)
		number = number * 10 + ((*text)[i] - '0');
	*separator = (*text)[len];
	*text += len + (*separator != '\0');
	return number;
}

/* Year, month and day of what is nearly a date: 2026-7-1, 30.06.2026. */
static bool
split_date(const char *text, int part[3])
{
	char between[3];

	for (size_t i = 0; i < 3; i++) {
		part[i] = take_number(&text, &between[i]);
		if (part[i] < 0)
			return false;
	}
	if (between[0] != between[1] || strchr("-./", between[0]) == NULL)
		return false;
	if (part[2] > 31 && between[0] == '.') {
		int day = part[0];

		part[0] = part[2];
		part[2] = day;
	}
	return part[0] >= 1000 && between[2] == '\0';
}

static bool
is_date(char date[DATE_SIZE], int year, int month, int day)
{
	int64_t instant;

	snprintf(date, DATE_SIZE, "%04d-%02d-%02d", year, month, day);
	return timestamp_parse_date(text_of(date), &instant) == 0;
}

/* What is wrong with what is nearly a date: a day that its month does not
 * have, or a spelling of plain meaning. Empty where it is none. */
static void
explain_date(const char *text, char *advice, size_t size)
{
	static const char *const months[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	char date[DATE_SIZE];
	int part[3], last = 31;

	advice[0] = '\0';
	if (!split_date(text, part))
		return;
	if (is_date(date, part[0], part[1], part[2])) {
		snprintf(advice, size, ": write %s", date);
		return;
	}
	if (part[1] < 1 || part[1] > 12) {
		snprintf(advice, size, ": a month is 01 to 12");
		return;
	}
	while (last > 0 && !is_date(date, part[0], part[1], last))
		last--;
	if (last > 0)
		snprintf(advice, size, ": %s %d has %d days",
		    months[part[1] - 1], part[0], last);
}

int
read_day(struct complaints *complaints, const struct node *node, size_t at,
    const char *what, const char *besides, int64_t *last)
{
	char advice[ADVICE_SIZE];

	if (node->kind != NODE_TEXT || node_is_nothing(node)) {
		if (node->kind != NODE_BAD)
			complain(complaints, at,
			    "\"%s\" takes a day such as 2026-07-01%s; this "
			    "is %s",
			    what, besides, node_name(node));
		return -1;
	}
	if (timestamp_parse_date(text_of(node->text), last) == 0)
		return 0;
	explain_date(node->text, advice, sizeof(advice));
	complain(complaints, at,
	    "\"%s\" takes a day, YYYY-MM-DD (2026-07-01)%s; this is "
	    "\"%s\"%s",
	    what, besides, node->text, advice);
	return -1;
}

/* It would be the first of the next day, and whoever writes it is surprised. */
static bool
is_leap_second(const char *text)
{
	enum {
		SECOND_AT = 17
	};

	return strncmp(text + SECOND_AT, "60", 2) == 0;
}

int
read_instant(struct complaints *complaints, const struct node *node, size_t at,
    const char *what, int64_t *instant)
{
	struct text text = text_of(node->text);
	char advice[ADVICE_SIZE];

	*instant = TIME_NOW;
	if (text_equals(text, "now") ||
	    timestamp_parse_date(text, instant) == 0)
		return 0;
	if (timestamp_parse(text, instant) == 0) {
		if (!is_leap_second(node->text))
			return 0;
		snprintf(advice, sizeof(advice),
		    ": a policy knows no second 60, write 59");
	} else {
		explain_date(node->text, advice, sizeof(advice));
	}
	complain(complaints, at,
	    "\"%s\" takes a date (2026-09-11), a time (2026-09-11T13:15:19Z) "
	    "or now; this is \"%s\"%s",
	    what, node->text, advice);
	return -1;
}

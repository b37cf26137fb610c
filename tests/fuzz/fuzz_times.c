/*
 * Times and spans: against a calendar that counts days one month after
 * another, and a reading by patterns. What was read is read from its own
 * text again. FUZZ_LONGEST 64
 *
 * Three quarters of the inputs are made from a pattern, of which the bytes
 * choose the digits.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "fuzz/fuzz.h"
#include "policy/value_read.h"

enum {
	TEXT_LEN = 64
};

/* True where the text has the pattern's form: 9 is any digit. */
static bool
has_form(const char *text, size_t len, const char *pattern)
{
	if (strlen(pattern) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (pattern[i] == '9' ? text[i] < '0' || text[i] > '9'
				      : text[i] != pattern[i])
			return false;
	return true;
}

static int
two(const char *text)
{
	return (text[0] - '0') * 10 + text[1] - '0';
}

static int
days_of(int year, int month)
{
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (month == 2)
		return leap ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Days from 0001-01-01 on, of which 1970-01-01 is number 719162. */
static int64_t
count_days(int year, int month, int day)
{
	static int64_t begins[10001];
	int64_t days;

	if (begins[2] == 0)
		for (int y = 2; y <= 10000; y++) {
			begins[y] = begins[y - 1];
			for (int m = 1; m <= 12; m++)
				begins[y] += days_of(y - 1, m);
		}
	days = begins[year];
	for (int m = 1; m < month; m++)
		days += days_of(year, m);
	return days + day - 1 - 719162;
}

/* The last second of a day. */
static bool
date_of(const char *text, size_t len, int64_t *at)
{
	int year, month, day;

	if (!has_form(text, len, "9999-99-99"))
		return false;
	year = two(text) * 100 + two(text + 2);
	month = two(text + 5);
	day = two(text + 8);
	if (year == 0 || month < 1 || month > 12 || day < 1 ||
	    day > days_of(year, month))
		return false;
	*at = count_days(year, month, day) * DAY_SECS + DAY_SECS - 1;
	return true;
}

/* Seconds east; a number that no minute is for another text. */
static int
zone_of(const char *text, size_t len)
{
	if (len == 1 && text[0] == 'Z')
		return 0;
	if ((!has_form(text, len, "+99:99") &&
		!has_form(text, len, "-99:99")) ||
	    two(text + 1) > 23 || two(text + 4) > 59)
		return 1;
	return (text[0] == '-' ? -60 : 60) *
	    (two(text + 1) * 60 + two(text + 4));
}

static bool
time_of(const char *text, size_t len, int64_t *at)
{
	size_t end = 19;
	int hour, minute, second, zone;

	if (len < 20 || !date_of(text, 10, at) ||
	    !has_form(text + 10, 9, "T99:99:99"))
		return false;
	hour = two(text + 11);
	minute = two(text + 14);
	second = two(text + 17);
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	if (text[end] == '.') {
		do {
			end++;
		} while (end < len && text[end] >= '0' && text[end] <= '9');
		if (end < 21 || end > 29)
			return false;
	}
	zone = zone_of(text + end, len - end);
	if (zone % 60 != 0)
		return false;
	*at += 1 - DAY_SECS + hour * 3600 + minute * 60 + second - zone;
	/* A leap second ends a day of UTC; years have four digits there. */
	return (second < 60 || *at % DAY_SECS == 0) &&
	    *at >= count_days(1, 1, 1) * DAY_SECS &&
	    *at < count_days(9999, 12, 31) * DAY_SECS + DAY_SECS;
}

static void
check_time(const char *bytes, size_t len)
{
	struct text text = {bytes, len};
	int64_t wanted, got, again;
	char shown[TIMESTAMP_SIZE];
	bool good = date_of(bytes, len, &wanted);

	fuzz_hold(good == (timestamp_parse_date(text, &got) == 0) &&
		(!good || got == wanted),
	    "the date \"%.*s\"", (int)len, bytes);
	good = time_of(bytes, len, &wanted);
	fuzz_hold(good == (timestamp_parse(text, &got) == 0),
	    "the time \"%.*s\" is%s one", (int)len, bytes, good ? "" : " not");
	if (!good)
		return;
	fuzz_hold(got == wanted, "\"%.*s\" is %" PRId64 ", not %" PRId64,
	    (int)len, bytes, wanted, got);
	timestamp_format(shown, got);
	fuzz_hold(has_form(shown, strlen(shown), "9999-99-99T99:99:99Z") &&
		timestamp_parse(text_of(shown), &again) == 0 && again == got,
	    "\"%.*s\" is shown as %s", (int)len, bytes, shown);
}

/* A stamp in a name is what some part of the name alone means. */
static void
check_name(const char *name)
{
	char shown[TIMESTAMP_SIZE], again[TEXT_LEN];
	int64_t at, same;

	if (timestamp_from_name(name, &at) < 0)
		return;
	timestamp_format(shown, at);
	fuzz_hold(has_form(shown, strlen(shown), "9999-99-99T99:99:99Z"),
	    "the name \"%s\" has the time %s", name, shown);
	snprintf(again, sizeof(again), "r_%s.csv", shown);
	fuzz_hold(timestamp_from_name(again, &same) == 0 && same == at,
	    "the name \"%s\" has the time %s", name, shown);
}

static void
check_span(char *bytes, size_t len)
{
	static const char units[] = "smhdwy";
	static const int64_t seconds[] = {1, 60, 3600, 86400, 604800, 31536000};
	struct node node = {.kind = NODE_TEXT, .text = bytes, .end = len};
	struct complaints complaints;
	int64_t wanted = 0, got;
	bool good = len >= 2 && len <= 7 && bytes[0] != '0';
	const char *unit = len > 0 ? strchr(units, bytes[len - 1]) : NULL;

	for (size_t i = 0; good && i < len - 1; i++) {
		good = bytes[i] >= '0' && bytes[i] <= '9';
		wanted = wanted * 10 + bytes[i] - '0';
	}
	good = good && unit != NULL && *unit != '\0';
	complaints_init(&complaints, "f", (struct text){bytes, len});
	fuzz_hold(
	    good == (read_span(&complaints, &node, 0, "over", &got) == 0) &&
		complaints.count == !good,
	    "the span \"%s\"", bytes);
	fuzz_hold(!good || got == wanted * seconds[unit - units],
	    "\"%s\" is %" PRId64 " s", bytes, got);
	complaints_release(&complaints);
}

/* Digits and signs of a pattern, each with a chance to be another byte. */
static size_t
make(struct choices *choices, char text[TEXT_LEN])
{
	static const char *const patterns[] = {"2999-19-39T29:59:69Z",
	    "2020-02-29T23:59:60Z", "9999-12-31T23:59:59.999999999-23:59",
	    "0001-01-01T00:00:00+23:59", "2999-19-39T29:59:69+29:59",
	    "9999-19-39", "999d", "99999y", "2024-06-30T23-59-59+00-00",
	    "20240630T120000Z", "2999-02-39T29:59:59.999Z", "1y"};
	static const char others[] = "0123456789-:.TZ+dwys/_ ";
	const char *pattern = patterns[choose(choices, 12)];
	size_t len = strlen(pattern);

	for (size_t i = 0; i < len; i++) {
		text[i] = pattern[i];
		if (chance(choices, 12))
			text[i] = others[choose(choices, sizeof(others) - 1)];
		else if (text[i] > '0' && text[i] <= '9' && choices->left > 0 &&
		    !chance(choices, 100))
			text[i] =
			    (char)('0' + choose(choices, 1u + text[i] - '0'));
	}
	if (chance(choices, 12))
		len--;
	return len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static struct fuzz_share times = {.name = "times"};
	struct choices choices = {bytes, len};
	char text[TEXT_LEN];
	int64_t at;

	if (choose(&choices, 4) != 0) {
		len = make(&choices, text);
	} else {
		len = choices.left < TEXT_LEN ? choices.left : TEXT_LEN - 1;
		memcpy(text, choices.at, len);
	}
	text[len] = '\0';
	fuzz_share_count(&times, time_of(text, len, &at));
	check_time(text, len);
	if (strlen(text) == len) {
		check_name(text);
		check_span(text, len);
	}
	return 0;
}

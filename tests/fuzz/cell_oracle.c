/*
 * What may stand in the cells of a report (report_oracle.h).
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "fuzz/report_oracle.h"

#define KEY(n)                                                            \
	{"access_key_" n "_active", ORACLE_BOOL, ""},                     \
	    {"access_key_" n "_last_rotated", ORACLE_DATE, "n/a"},        \
	    {"access_key_" n "_last_used_date", ORACLE_DATE, "n/a"},      \
	    {"access_key_" n "_last_used_region", ORACLE_TOKEN, "n/a"},   \
	{                                                                 \
		"access_key_" n "_last_used_service", ORACLE_TOKEN, "n/a" \
	}

/* words: what may stand there besides, between blanks. */
static const struct {
	const char *name;
	enum oracle_kind kind;
	const char *words;
} columns[ORACLE_COLUMNS] = {
    {"user", ORACLE_USER, ""},
    {"arn", ORACLE_ARN, ""},
    {"user_creation_time", ORACLE_DATE, ""},
    {"password_enabled", ORACLE_BOOL, ""},
    {"password_last_used", ORACLE_DATE, "n/a no_information"},
    {"password_last_changed", ORACLE_DATE, "n/a not_supported"},
    {"password_next_rotation", ORACLE_DATE, "n/a not_supported"},
    {"mfa_active", ORACLE_BOOL, ""},
    KEY("1"),
    KEY("2"),
    {"cert_1_active", ORACLE_BOOL, ""},
    {"cert_1_last_rotated", ORACLE_DATE, "n/a"},
    {"cert_2_active", ORACLE_BOOL, ""},
    {"cert_2_last_rotated", ORACLE_DATE, "n/a"},
    {"additional_credentials_info", ORACLE_FREE, "n/a"},
};

const char *
oracle_name(unsigned column)
{
	return columns[column].name;
}

enum oracle_kind
oracle_kind(unsigned column)
{
	return columns[column].kind;
}

static bool
has_only(const char *text, const char *set)
{
	return text[strspn(text, set)] == '\0';
}

static bool
is_digits(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!isdigit((unsigned char)text[i]))
			return false;
	return true;
}

static int
number(const char *text, size_t count)
{
	int value = 0;

	while (count-- > 0)
		value = value * 10 + *text++ - '0';
	return value;
}

static bool
is_day(int year, int month, int day)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return year >= 1 && month >= 1 && month <= 12 && day >= 1 &&
	    day <= days[month - 1] + (leap && month == 2);
}

/* YYYY-MM-DDTHH:MM:SS[.digits](Z|+HH:MM|-HH:MM) */
static bool
is_time(const char *text)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	size_t digits;

	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)text[i])
				   : text[i] != form[i])
			return false;
	if (!is_day(
		number(text, 4), number(text + 5, 2), number(text + 8, 2)) ||
	    number(text + 11, 2) > 23 || number(text + 14, 2) > 59 ||
	    number(text + 17, 2) > 59)
		return false;
	text += strlen(form);
	if (*text == '.') {
		digits = strspn(text + 1, "0123456789");
		if (digits < 1 || digits > 9)
			return false;
		text += 1 + digits;
	}
	if (strcmp(text, "Z") == 0)
		return true;
	return strlen(text) == 6 && strchr("+-", text[0]) != NULL &&
	    is_digits(text + 1, 2) && text[3] == ':' &&
	    is_digits(text + 4, 2) && number(text + 1, 2) <= 23 &&
	    number(text + 4, 2) <= 59;
}

static bool
is_word(const char *words, const char *text)
{
	size_t len = strlen(text);

	for (const char *at = words; len > 0 && *at != '\0';) {
		size_t word = strcspn(at, " ");

		if (word == len && strncasecmp(at, text, len) == 0)
			return true;
		at += word + (at[word] == ' ');
	}
	return false;
}

bool
oracle_is_readable(unsigned column, const char *text, bool is_root)
{
	if (is_word(columns[column].words, text))
		return true;
	switch (columns[column].kind) {
	case ORACLE_BOOL:
		return strcasecmp(text, "true") == 0 ||
		    strcasecmp(text, "false") == 0 ||
		    (column == 3 && is_root &&
			strcasecmp(text, "not_supported") == 0);
	case ORACLE_DATE:
		return is_time(text);
	case ORACLE_TOKEN:
		return *text != '\0' && strlen(text) <= 128 &&
		    has_only(text,
			"abcdefghijklmnopqrstuvwxyz"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-");
	default:
		return true;
	}
}

bool
oracle_is_name(const char *text)
{
	return *text != '\0' && strlen(text) <= 64 &&
	    has_only(text,
		"abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-");
}

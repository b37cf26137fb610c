/*
 * Instants from text and back. The only calendar of the program: proleptic
 * Gregorian, by arithmetic, so that no zone file or locale is asked.
 */
#include "base/timestamp.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct civil {
	int year, month, day, hour, minute, second;
};

/* len digits at text[at], or -1. */
static int
digits(struct text text, size_t at, size_t len)
{
	int value = 0;

	if (at + len > text.len)
		return -1;
	for (size_t i = at; i < at + len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return -1;
		value = value * 10 + (text.ptr[i] - '0');
	}
	return value;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool
is_real_date(const struct civil *c)
{
	return c->year >= 1 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
	    c->day <= days_in_month(c->year, c->month);
}

/*
 * Days since 1970-01-01. Years are taken to begin in March, so that the
 * leap day is a year's last (H. Hinnant, "chrono-compatible low-level date
 * algorithms").
 */
static int64_t
days_from_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year - 719468;
}

static int64_t
instant_of(const struct civil *c)
{
	return days_from_civil(c->year, c->month, c->day) * DAY_SECS +
	    c->hour * 3600 + c->minute * 60 + c->second;
}

/* Z, +HH:MM or -HH:MM at the text's end. */
static int
parse_offset(struct text text, size_t at, int *secs)
{
	int hours, minutes;

	if (at + 1 == text.len && (text.ptr[at] == 'Z')) {
		*secs = 0;
		return 0;
	}
	if (at + 6 != text.len || text.ptr[at + 3] != ':' ||
	    (text.ptr[at] != '+' && text.ptr[at] != '-'))
		return -1;
	hours = digits(text, at + 1, 2);
	minutes = digits(text, at + 4, 2);
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return -1;
	*secs = (hours * 60 + minutes) * 60;
	if (text.ptr[at] == '-')
		*secs = -*secs;
	return 0;
}

static size_t
skip_fraction(struct text text, size_t at)
{
	size_t end = at;

	if (at >= text.len || text.ptr[at] != '.')
		return at;
	do {
		end++;
	} while (end < text.len && end - at <= 10 && digits(text, end, 1) >= 0);
	/* "." alone and more than nine digits fail as a bad offset. */
	return end - at >= 2 && end - at <= 10 ? end : at;
}

static int
parse_date_part(struct text text, struct civil *c)
{
	if (text.len < 10 || text.ptr[4] != '-' || text.ptr[7] != '-')
		return -1;
	c->year = digits(text, 0, 4);
	c->month = digits(text, 5, 2);
	c->day = digits(text, 8, 2);
	return is_real_date(c) ? 0 : -1;
}

static bool
is_real_time(const struct civil *c)
{
	return c->hour >= 0 && c->hour <= 23 && c->minute >= 0 &&
	    c->minute <= 59 && c->second >= 0 && c->second <= 60;
}

/* Leap seconds are inserted at the end of a UTC day only. An offset may lead
 * out of the years that have a text. */
static int
finish_instant(const struct civil *c, int offset_secs, int64_t *instant)
{
	int64_t at = instant_of(c) - offset_secs;

	if (at < days_from_civil(1, 1, 1) * DAY_SECS ||
	    at >= days_from_civil(10000, 1, 1) * DAY_SECS)
		return -1;
	if (c->second == 60 && ((at % DAY_SECS) + DAY_SECS) % DAY_SECS != 0)
		return -1;
	*instant = at;
	return 0;
}

/* YYYY-MM-DD, T or what may stand for it, HH:MM:SS. */
static int
parse_clock(struct text text, char between, struct civil *c)
{
	if (text.len < 19 || parse_date_part(text, c) < 0 ||
	    (text.ptr[10] != 'T' && text.ptr[10] != between) ||
	    text.ptr[13] != ':' || text.ptr[16] != ':')
		return -1;
	c->hour = digits(text, 11, 2);
	c->minute = digits(text, 14, 2);
	c->second = digits(text, 17, 2);
	return is_real_time(c) ? 0 : -1;
}

int
timestamp_parse(struct text text, int64_t *instant)
{
	struct civil c;
	int offset_secs;

	if (text.len < 20 || parse_clock(text, 'T', &c) < 0 ||
	    parse_offset(text, skip_fraction(text, 19), &offset_secs) < 0)
		return -1;
	return finish_instant(&c, offset_secs, instant);
}

/* The offset as PostgreSQL shortens it: nothing, +HH or +HHMM. */
static int
parse_short_offset(struct text text, size_t at, int *secs)
{
	char full[] = "+00:00";

	*secs = 0;
	if (at == text.len)
		return 0;
	if (text.len != at + 3 && text.len != at + 5)
		return -1;
	memcpy(full, text.ptr + at, 3);
	if (text.len == at + 5)
		memcpy(full + 4, text.ptr + at + 3, 2);
	return parse_offset(text_of(full), 0, secs);
}

int
timestamp_parse_sql(struct text text, int64_t *instant)
{
	struct civil c;
	int offset_secs;
	size_t at;

	if (parse_clock(text, ' ', &c) < 0)
		return -1;
	at = skip_fraction(text, 19);
	if (at < text.len && parse_offset(text, at, &offset_secs) == 0)
		return finish_instant(&c, offset_secs, instant);
	if (parse_short_offset(text, at, &offset_secs) < 0)
		return -1;
	return finish_instant(&c, offset_secs, instant);
}

int
timestamp_parse_date(struct text text, int64_t *instant)
{
	struct civil c = {.hour = 23, .minute = 59, .second = 59};

	if (text.len != 10 || parse_date_part(text, &c) < 0)
		return -1;
	*instant = instant_of(&c);
	return 0;
}

/*
 * The time behind a date in a file name: T, then HH, MM and SS parted by
 * '-', ':' or nothing, then Z, +HH-MM, +HH:MM, +HHMM or nothing. Returns
 * the bytes that it takes, 0 where there is no time.
 */
static size_t
name_clock(struct text text, struct civil *c)
{
	bool parted =
	    text.len > 3 && (text.ptr[3] == '-' || text.ptr[3] == ':');
	size_t step = parted ? 3 : 2;
	size_t end = 1 + 2 * step + 2;
	struct civil time = *c;

	if (text.len < end || text.ptr[0] != 'T' ||
	    (parted && text.ptr[6] != text.ptr[3]))
		return 0;
	time.hour = digits(text, 1, 2);
	time.minute = digits(text, 1 + step, 2);
	time.second = digits(text, 1 + 2 * step, 2);
	if (!is_real_time(&time) || time.second == 60)
		return 0;
	*c = time;
	return end;
}

static size_t
name_offset(struct text text, int *secs)
{
	int hours, minutes;
	size_t gap;

	*secs = 0;
	if (text.len > 0 && text.ptr[0] == 'Z')
		return 1;
	if (text.len < 5 || (text.ptr[0] != '+' && text.ptr[0] != '-'))
		return 0;
	gap = text.ptr[3] == '-' || text.ptr[3] == ':' ? 1 : 0;
	hours = digits(text, 1, 2);
	minutes = digits(text, 3 + gap, 2);
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return 0;
	*secs = (hours * 60 + minutes) * (text.ptr[0] == '-' ? -60 : 60);
	return 5 + gap;
}

static bool
is_digit_at(struct text text, size_t at)
{
	return digits(text, at, 1) >= 0;
}

static struct text
rest_of(struct text text, size_t at)
{
	return (struct text){text.ptr + at, text.len - at};
}

/* YYYY-MM-DD or YYYYMMDD: the bytes that it takes, or 0. */
static size_t
name_date(struct text text, struct civil *c)
{
	if (parse_date_part(text, c) == 0)
		return 10;
	c->year = digits(text, 0, 4);
	c->month = digits(text, 4, 2);
	c->day = digits(text, 6, 2);
	return is_real_date(c) ? 8 : 0;
}

/* A stamp that begins at text[0], or -1. */
static int
name_stamp(struct text text, int64_t *instant)
{
	struct civil c = {.hour = 23, .minute = 59, .second = 59};
	size_t end = name_date(text, &c);
	int offset_secs = 0;
	size_t clock;

	if (end == 0)
		return -1;
	clock = name_clock(rest_of(text, end), &c);
	if (clock > 0) {
		end += clock;
		end += name_offset(rest_of(text, end), &offset_secs);
	}
	if (is_digit_at(text, end))
		return -1;
	return finish_instant(&c, offset_secs, instant);
}

int
timestamp_from_name(const char *name, int64_t *instant)
{
	const char *slash = strrchr(name, '/');
	struct text base = text_of(slash != NULL ? slash + 1 : name);

	for (size_t at = base.len; at-- > 0;) {
		if (!is_digit_at(base, at) ||
		    (at > 0 && is_digit_at(base, at - 1)))
			continue;
		if (name_stamp(rest_of(base, at), instant) == 0)
			return 0;
	}
	return -1;
}

/* The inverse of days_from_civil(). */
static void
civil_from_days(int64_t days, struct civil *c)
{
	int64_t shifted = days + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 +
				  day_of_era / 36524 - day_of_era / 146096) /
	    365;
	int64_t day_of_year = day_of_era -
	    (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;

	c->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	c->month = (int)(month < 10 ? month + 3 : month - 9);
	c->year = (int)(year_of_era + era * 400 + (c->month <= 2));
}

char *
timestamp_format(char out[TIMESTAMP_SIZE], int64_t instant)
{
	int64_t days = instant / DAY_SECS;
	int64_t secs = instant % DAY_SECS;
	struct civil c;

	if (secs < 0) {
		secs += DAY_SECS;
		days--;
	}
	civil_from_days(days, &c);
	snprintf(out, TIMESTAMP_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year,
	    c.month, c.day, (int)(secs / 3600), (int)(secs / 60 % 60),
	    (int)(secs % 60));
	return out;
}

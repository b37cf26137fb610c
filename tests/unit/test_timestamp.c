/*
 * Instants: what is a time, which second it is, and back again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/timestamp.h"

static void
good_times(void **state)
{
	static const struct {
		const char *text;
		int64_t at;
	} cases[] = {
	    {"1970-01-01T00:00:00Z", 0},
	    {"1969-12-31T23:59:59Z", -1},
	    {"2026-09-11T13:15:19Z", 1789132519},
	    {"2026-09-11T13:15:19+00:00", 1789132519},
	    {"2026-09-11T13:15:19.123Z", 1789132519},
	    {"2026-09-11T13:15:19.123456789+00:00", 1789132519},
	    {"2026-09-11T19:00:19+05:45", 1789132519},
	    {"2026-09-11T03:15:19-10:00", 1789132519},
	    {"2024-02-29T00:00:00Z", 1709164800},
	    {"2000-02-29T12:00:00Z", 951825600},
	    {"2016-12-31T23:59:60Z", 1483228800},
	    {"2017-01-01T05:44:60+05:45", 1483228800},
	    {"2038-01-19T03:14:08Z", INT64_C(2147483648)},
	    {"2106-02-07T06:28:16Z", INT64_C(4294967296)},
	    {"0001-01-01T00:00:00Z", INT64_C(-62135596800)},
	    {"9999-12-31T23:59:59Z", INT64_C(253402300799)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t at = 0;

		if (timestamp_parse(text_of(cases[i].text), &at) != 0 ||
		    at != cases[i].at)
			fail_msg("%s gave %lld", cases[i].text, (long long)at);
	}
}

static void
bad_times(void **state)
{
	static const char *const cases[] = {
	    "",
	    "N/A",
	    "2026-02-30T00:00:00Z",
	    "2023-02-29T00:00:00Z",
	    "1900-02-29T00:00:00Z",
	    "2026-13-01T00:00:00Z",
	    "2026-00-01T00:00:00Z",
	    "2026-01-00T00:00:00Z",
	    "2026-01-01T24:00:00Z",
	    "2026-01-01T00:60:00Z",
	    "2026-01-01T00:00:61Z",
	    "2026-01-01T12:00:60Z",
	    "2026-01-01T00:00:00",
	    "2026-01-01 00:00:00Z",
	    "2026-01-01T00:00:00+25:00",
	    "2026-01-01T00:00:00+0000",
	    "2026-01-01T00:00:00+00:60",
	    "2026-01-01T00:00:00.Z",
	    "2026-01-01T00:00:00.1234567890Z",
	    "2026-01-01",
	    "1789132519",
	    "46276.5",
	    "10000-01-01T00:00:00Z",
	    "0000-01-01T00:00:00Z",
	    "0001-01-01T00:00:00+00:01",
	    "9999-12-31T23:59:59-00:01",
	    "9999-12-31T23:59:60Z",
	    "2026-1-01T00:00:00Z",
	    "2026-01-01T00:00:00ZZ",
	    " 2026-01-01T00:00:00Z",
	    "2026-01-01T00:00:00z",
	    "-026-01-01T00:00:00Z",
	    "2026-01-01T00:00:00-",
	    "2026-01-01T00:00:0Z",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t at;

		if (timestamp_parse(text_of(cases[i]), &at) == 0)
			fail_msg("\"%s\" was taken for a time", cases[i]);
	}
}

static void
dates_end_their_day(void **state)
{
	int64_t at;

	(void)state;
	assert_int_equal(timestamp_parse_date(text_of("1970-01-01"), &at), 0);
	assert_int_equal(at, DAY_SECS - 1);
	assert_int_equal(timestamp_parse_date(text_of("2026-02-29"), &at), -1);
	assert_int_equal(timestamp_parse_date(text_of("2026-02-2"), &at), -1);
}

static void
round_trip(void **state)
{
	char text[TIMESTAMP_SIZE];
	int64_t back;

	(void)state;
	for (int64_t at = -INT64_C(62135596800); at < INT64_C(253402300800);
	     at += INT64_C(40000007)) {
		timestamp_format(text, at);
		assert_int_equal(timestamp_parse(text_of(text), &back), 0);
		assert_int_equal(back, at);
	}
}

static void
names_of_files(void **state)
{
	static const struct {
		const char *name;
		const char *time; /* NULL: none */
	} cases[] = {
	    {"status_reports_2018-03-27T03-01-45+00-00.csv",
		"2018-03-27T03:01:45Z"},
	    {"2024-06-30", "2024-06-30T23:59:59Z"},
	    {"a/20240630T120000Z.csv.gz", "2024-06-30T12:00:00Z"},
	    {"r-2024-06-30T12:00:00+02:00.csv", "2024-06-30T10:00:00Z"},
	    {"2020-01-01/x-20240630.csv", "2024-06-30T23:59:59Z"},
	    {"2024-01-01-copy-2024-06-30 (1).csv", "2024-06-30T23:59:59Z"},
	    {"2024-06-30T25-00-00.csv", "2024-06-30T23:59:59Z"},
	    {"2024-06-30-2024-13-30.csv", "2024-06-30T23:59:59Z"},
	    {"2024-06-30/report.csv", NULL},
	    {"111122223333.csv", NULL},
	    {"120240630.csv", NULL},
	    {"202406301.csv", NULL},
	    {"report.csv", NULL},
	    {"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t at = 0, wanted = 0;
		int found = timestamp_from_name(cases[i].name, &at);

		if (cases[i].time != NULL)
			timestamp_parse(text_of(cases[i].time), &wanted);
		if ((found == 0) != (cases[i].time != NULL) || at != wanted)
			fail_msg("%s gave %lld", cases[i].name, (long long)at);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_times),
	    cmocka_unit_test(bad_times),
	    cmocka_unit_test(dates_end_their_day),
	    cmocka_unit_test(round_trip),
	    cmocka_unit_test(names_of_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

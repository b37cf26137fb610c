/*
 * Rows that are nearly regular: whatever the templates of a lane take, the
 * plain grammar takes, as the same user; and what is regular they do take.
 * 200,000 rows for each lane, or ROWS.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "memory_stream.h"
#include "model/reader.h"

enum {
	ROWS_DEFAULT = 200000,
	LINE_SIZE = 4096
};

static uint64_t
draw(uint64_t below)
{
	static uint64_t state = 1;
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

#define PICK(list) (list)[draw(sizeof(list) / sizeof(*(list)))]

/* What may stand in a cell, regular or not. */
static const char *const values[] = {"true", "false", "N/A", "no_information",
    "not_supported", "True", "FALSE", "n/a", "", "tru", "falsely", "true ",
    "2020-01-02T03:04:05Z", "2020-12-31T23:59:59+00:00", "us-east-1",
    "2019-02-29T00:00:00Z", "2020-02-29T00:00:00Z", "2021-02-28T00:00:00Z",
    "2020-04-31T00:00:00Z", "2020-00-10T00:00:00Z", "2020-13-10T00:00:00Z",
    "2020-19-10T00:00:00Z", "2020-10-00T00:00:00Z", "2020-01-32T00:00:00Z",
    "2020-10-39T00:00:00Z", "2020-10-10T24:00:00Z", "2020-10-10T29:00:00Z",
    "2020-10-10T23:60:00Z", "2020-10-10T23:59:60Z", "0000-10-10T23:59:00Z",
    "0999-10-10T23:59:00Z", "2020-01-02T03:04:05+01:00",
    "2020-01-02T03:04:05-00:00", "2020-01-02T03:04:05.5Z",
    "2020-01-02 03:04:05+00:00", "s3", "a_b", "<root_account>",
    "arn:aws:iam::123456789012:root", "alice",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

static const char *const names[] = {"alice", "b", "first.last@example.com",
    "a+b=c_d-e", "x1234567890123456789012345678901",
    "x12345678901234567890123456789012",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

static const char *const heads[] = {"arn:aws:iam::123456789012:user/",
    "arn:aws:iam::123456789012:user/", "arn:aws:iam::123456789012:user/",
    "arn:aws-us-gov:iam::210987654321:user/",
    "arn:aws-abcdefghijklmnopqrstuvwxyzabc:iam::210987654321:user/"};

#define PATH_62 "0123456789012345678901234567890123456789012345678901234567890/"
#define PATH_496 PATH_62 PATH_62 PATH_62 PATH_62 PATH_62 PATH_62 PATH_62 PATH_62

static const char *const paths[] = {"", "", "a/", "division/b:c<d>/", "//",
    PATH_496 "01234567890123/", PATH_496 "012345678901234/"};

/* The cells of a column that every lane has to take. */
static const char *
regular_value(enum column column)
{
	static const char *const truths[] = {"true", "false"};
	static const char *const tokens[] = {
	    "us-east-1", "N/A", "s3", "ec2.amazonaws.com:x"};
	static const char *const dates[] = {"2020-01-31T23:59:59Z",
	    "2012-12-01T00:00:00+00:00", "1999-02-28T19:09:59Z", "N/A",
	    "no_information", "not_supported"};
	const char *date;

	if (column_is_truth(column))
		return PICK(truths);
	if (column_is_token(column))
		return PICK(tokens);
	do
		date = PICK(dates);
	while (column_check(column, text_of(date)) == CELL_BAD);
	return date;
}

/* A line of the report; *regular is set false where a cell was exchanged. */
static size_t
make_line(char line[LINE_SIZE], bool quoted, bool *regular)
{
	const char *name = PICK(names), *quote = quoted ? "\"" : "";
	enum column odd = draw(2) == 0 ? draw(COLUMN_COUNT) : COLUMN_NONE;
	size_t len = 0;

	for (enum column column = 0;
	     column < COLUMN_ADDITIONAL_CREDENTIALS_INFO; column++) {
		char arn[LINE_SIZE / 4];
		const char *value = name;

		if (column == COLUMN_ARN) {
			snprintf(arn, sizeof(arn), "%s%s%s", PICK(heads),
			    PICK(paths), name);
			value = arn;
		} else if (column > COLUMN_ARN) {
			value = regular_value(column);
		}
		if (column == odd) {
			value = PICK(values);
			*regular = false;
		}
		len += (size_t)snprintf(line + len, LINE_SIZE - len, "%s%s%s%s",
		    column > 0 ? "," : "", quote, value, quote);
	}
	return len;
}

/* Changes a few bytes of it. */
static size_t
mutate(char line[LINE_SIZE], size_t len)
{
	static const char bytes[] =
	    "aZ09-+:./,_=@T\" \t;<\x7f\x80\xff\xc3\xa9rue|}~!#*";
	size_t at;

	for (uint64_t times = 1 + draw(3); times > 0 && len > 1; times--) {
		at = draw(len);
		switch (draw(4)) {
		case 0:
			line[at] = bytes[draw(sizeof(bytes))];
			break;
		case 1:
			memmove(line + at, line + at + 1, --len - at);
			break;
		case 2:
			memcpy(line + len, ",N/A", 4);
			len += 4;
			break;
		default:
			memmove(line + at + 1, line + at, len++ - at);
			line[at] = bytes[draw(sizeof(bytes))];
		}
	}
	return len;
}

static bool
is_same_text(struct text a, struct text b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* The user that a lane took against that of the plain grammar. */
static void
compare(struct reader *plain, const struct row *row, const struct user *user)
{
	struct user *other = &plain->user;
	struct error err;

	assert_int_equal(report_row(&plain->report, row, other, &err), 0);
	assert_false(user_has_bad_cell(other));
	assert_memory_equal(user->cell, other->cell, sizeof(user->cell));
	assert_memory_equal(user->helper, other->helper, sizeof(user->helper));
	assert_ptr_equal(user->row, other->row);
	assert_ptr_equal(user->report, other->report);
	assert_int_equal(user->is_root, other->is_root);
	assert_true(is_same_text(user->name, other->name));
	assert_true(is_same_text(user->arn, other->arn));
	assert_true(is_same_text(user->account, other->account));
	assert_true(is_same_text(user->partition, other->partition));
	assert_true(is_same_text(user->path, other->path));
}

static void
keep(void *layer)
{
	(void)layer;
}

static struct memory memory;

/* The header is read; rows follow one by one. */
static void
begin(struct reader *reader, struct rows *rows)
{
	static char header[LINE_SIZE];
	struct error err;
	size_t len = 0;

	for (enum column column = 0;
	     column < COLUMN_ADDITIONAL_CREDENTIALS_INFO; column++)
		len += (size_t)snprintf(header + len, LINE_SIZE - len, "%s%s",
		    column > 0 ? "," : "", column_name(column));
	memory = (struct memory){header, len, LINE_SIZE};
	reader_init(reader, rows);
	assert_int_equal(reader_next(reader, &err), READER_REPORT);
	assert_int_equal(rows_next(rows, &reader->row, &err), 0);
}

/* One row by the lane, and by the plain grammar what it takes. */
static void
try_row(struct reader *reader, bool regular)
{
	struct row *row = &reader->row;
	struct user *user = &reader->user;
	static struct user taken;
	struct error err;
	bool known = reader->regular.prefix_len > 0;

	if (rows_next(reader->rows, row, &err) <= 0)
		return;
	if (reader->is_regular(&reader->regular, row, user)) {
		taken = *user;
		compare(reader, row, &taken);
	} else if (report_row(&reader->report, row, user, &err) == 0 &&
	    !user_has_bad_cell(user)) {
		/* An ARN that begins otherwise than the last one is read. */
		if (regular && known &&
		    memcmp(user->arn.ptr, reader->regular.prefix,
			reader->regular.prefix_len) == 0)
			fail_msg("line %s is not taken", row->raw);
		regular_learn(&reader->regular, user);
	}
	while (rows_next(reader->rows, row, &err) > 0)
		;
}

static void
nearly_regular_rows(void **state)
{
	static const struct stream_ops ops = {memory_read, keep};
	static char line[LINE_SIZE];
	const enum lane lane = *(enum lane *)*state;
	const char *wish = getenv("ROWS");
	size_t count =
	    wish != NULL ? strtoul(wish, NULL, 10) : (size_t)ROWS_DEFAULT;
	struct stream *stream = stream_new(&ops, &memory);
	struct rows *rows = rows_new(stream, 1, 0);
	struct reader reader;

	rows_set_lane(rows, lane);
	begin(&reader, rows);
	for (size_t i = 0; i < count; i++) {
		bool regular = true;
		size_t len = make_line(line, draw(4) == 0, &regular);

		if (draw(4) == 0) {
			len = mutate(line, len);
			regular = false;
		}
		stream_restart(stream);
		memory = (struct memory){line, len, LINE_SIZE};
		try_row(&reader, regular);
	}
	print_message(
	    "# %s: %zu rows, 0 differences\n", lane_name(lane), count);
	reader_release(&reader);
	rows_free(rows);
	stream_close(stream);
}

int
main(void)
{
	static enum lane lanes[LANE_COUNT];
	struct CMUnitTest tests[LANE_COUNT];
	size_t count = 0;

	for (enum lane lane = LANE_PORTABLE; lane < LANE_COUNT; lane++) {
		lanes[lane] = lane;
		if (lane_works(lane))
			tests[count++] =
			    (struct CMUnitTest)cmocka_unit_test_prestate(
				nearly_regular_rows, &lanes[lane]);
	}
	return _cmocka_run_group_tests("regular", tests, count, NULL, NULL);
}

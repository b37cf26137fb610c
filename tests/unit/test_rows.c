/*
 * Lines to rows: fields, reasons to reject, places, at every read size.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "csv/rows.h"
#include "memory_stream.h"

/* "2:a|b;3:!reason;" for every row of the text. */
static void
describe(const char *bytes, size_t len, size_t step, char separator, char *out,
    size_t size)
{
	struct stream *stream = memory_stream(bytes, len, step);
	struct rows *rows = rows_new(stream, 1, 0);
	struct error err;
	struct row row;
	size_t at = 0;

	out[0] = '\0';
	rows_set_separator(rows, separator);
	while (rows_next(rows, &row, &err) > 0) {
		at +=
		    (size_t)snprintf(out + at, size - at, "%d:", (int)row.line);
		if (row.reject != NULL)
			at += (size_t)snprintf(out + at, size - at, "!");
		for (uint32_t i = 0; row.reject == NULL && i < row.count; i++)
			at += (size_t)snprintf(out + at, size - at, "%s%.*s",
			    i > 0 ? "|" : "", (int)row_field(&row, i).len,
			    row_field(&row, i).ptr);
		at += (size_t)snprintf(out + at, size - at, ";");
	}
	rows_free(rows);
	stream_close(stream);
}

static void
expect_rows(const char *bytes, size_t len, char separator, const char *wanted)
{
	static const size_t steps[] = {1, 2, 3, 7, 4096};
	char got[512];

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		describe(bytes, len, steps[i], separator, got, sizeof(got));
		if (strcmp(got, wanted) != 0)
			fail_msg("\"%s\" in reads of %zu gave %s, not %s",
			    bytes, steps[i], got, wanted);
	}
}

#define EXPECT(text, separator, wanted) \
	expect_rows(text, sizeof(text) - 1, separator, wanted)

static void
line_ends(void **state)
{
	(void)state;
	EXPECT("a,b\nc,d\n", ',', "1:a|b;2:c|d;");
	EXPECT("a,b\r\nc,d", ',', "1:a|b;2:c|d;");
	EXPECT("a\rb\r\r\nc", ',', "1:a;2:b;4:c;");
	EXPECT("\n\n a \n\t\n", ',', "3:a;");
	EXPECT("", ',', "");
	EXPECT("\r", ',', "");
}

static void
cells(void **state)
{
	(void)state;
	EXPECT("a;b,c;\n", ';', "1:a|b,c|;");
	EXPECT("a\tb\t\n\t\n", '\t', "1:a|b|;2:|;");
	EXPECT("\"a,\"\"b\",\" c \", d \n", ',', "1:a,\"b|c|d;");
	EXPECT(",\n\"\"\n", ',', "1:|;2:;");
	EXPECT("\xef\xbb\xbf"
	       "a\n\xef\xbb\xbf\"b\"\n",
	    ',', "1:a;2:b;");
}

static void
malformed_lines_end_at_the_line(void **state)
{
	(void)state;
	EXPECT("a,\"b\nc,d\n", ',', "1:!;2:c|d;");
	EXPECT("a,\"b", ',', "1:!;");
	EXPECT("a,b\"c\nd\n", ',', "1:!;2:d;");
	EXPECT("\"a\"b,c\nd\n", ',', "1:!;2:d;");
	EXPECT("a\0b\nc\n", ',', "1:!;2:c;");
	EXPECT("a\x1b[1m\nb\x7f\nc\n", ',', "1:!;2:!;3:c;");
	EXPECT("\"a\tb\"\nc\n", ',', "1:!;2:c;");
	EXPECT("\xc3\n\xc0\xaf\n\xed\xa0\x80\nc\xc3\xa9\n", ',',
	    "1:!;2:!;3:!;4:c\xc3\xa9;");
}

static void
long_lines(void **state)
{
	size_t len = 3 * LIMIT_LINE;
	char *text = malloc(len + 3);
	char got[64];

	(void)state;
	memset(text, 'x', len);
	memcpy(text + len, "\ny\n", 3);
	describe(text, len + 3, 4096, ',', got, sizeof(got));
	assert_string_equal(got, "1:!;2:y;");
	/* One that the file's end ends, as long as can be and longer. */
	describe(text, len, 4096, ',', got, sizeof(got));
	assert_string_equal(got, "1:!;");
	describe(text, LIMIT_LINE + 1, 4096, ',', got, sizeof(got));
	assert_string_equal(got, "1:!;");
	memset(text, ',', LIMIT_CELLS);
	memcpy(text + LIMIT_CELLS, "\ny\n", 3);
	describe(text, LIMIT_CELLS + 3, 4096, ',', got, sizeof(got));
	assert_string_equal(got, "1:!;2:y;");
	free(text);
}

static void
places(void **state)
{
	static const char line[] = "\xc3\xa9t\xc3\xa9, b ,\"c,\"\"d\",e";
	static const uint32_t wanted[][2] = {
	    {1, 4}, {6, 7}, {10, 15}, {17, 18}};
	struct stream *stream = memory_stream(line, sizeof(line) - 1, 5);
	struct rows *rows = rows_new(stream, 1, 0);
	struct error err;
	struct row row;
	uint32_t from, to;

	(void)state;
	assert_int_equal(rows_next(rows, &row, &err), 1);
	assert_int_equal(row.count, 4);
	for (uint32_t i = 0; i < row.count; i++) {
		row_locate(&row, i, &from, &to);
		assert_int_equal(from, wanted[i][0]);
		assert_int_equal(to, wanted[i][1]);
	}
	rows_free(rows);
	stream_close(stream);
}

static void
byte_order_marks(void **state)
{
	static const char text[] = "a\n\xef\xbb\xbf\n\xef\xbb\xbf"
				   "b\n";
	struct stream *stream = memory_stream(text, sizeof(text) - 1, 3);
	struct rows *rows = rows_new(stream, 1, 0);
	struct error err;
	struct row row;

	(void)state;
	assert_int_equal(rows_next(rows, &row, &err), 1);
	assert_int_equal(row.byte, 0);
	assert_int_equal(rows_next(rows, &row, &err), 1);
	assert_true(text_equals(row_field(&row, 0), "b"));
	assert_int_equal(row.raw_len, 1);
	assert_int_equal(row.line, 3);
	assert_int_equal(row.byte, 9);
	assert_int_equal(rows_next(rows, &row, &err), 0);
	rows_free(rows);
	stream_close(stream);
}

static ssize_t
failing_read(void *layer, uint8_t *dst, size_t cap, struct error *err)
{
	size_t *left = layer;

	if (*left == 0)
		return error_set(err, ERROR_INPUT, "damaged");
	if (cap > *left)
		cap = *left;
	memset(dst, 'x', cap);
	*left -= cap;
	return (ssize_t)cap;
}

static void
ignore(void *layer)
{
	(void)layer;
}

/* A stream that fails in a line, and in one that is too long. */
static void
failures_are_no_ends(void **state)
{
	static const struct stream_ops ops = {failing_read, ignore};
	static const size_t lens[] = {0, 10, 2 * LIMIT_LINE};

	(void)state;
	for (size_t i = 0; i < sizeof(lens) / sizeof(*lens); i++) {
		size_t left = lens[i];
		struct stream *stream = stream_new(&ops, &left);
		struct rows *rows = rows_new(stream, 1, 0);
		struct error err;
		struct row row;
		int more;

		while ((more = rows_next(rows, &row, &err)) > 0)
			assert_int_equal(row.line, 1);
		assert_int_equal(more, -1);
		assert_string_equal(err.text, "damaged");
		rows_free(rows);
		stream_close(stream);
	}
}

/* Joins the first row's cells; its fields as "a|b", or "" where it must not
 * be done. */
static void
join(const char *text, uint32_t first, uint32_t second, const char *wanted)
{
	struct stream *stream = memory_stream(text, strlen(text), 4096);
	struct rows *rows = rows_new(stream, 1, 0);
	struct error err;
	struct row row;
	char got[128] = "";
	size_t at = 0;
	uint32_t from, to;

	assert_int_equal(rows_next(rows, &row, &err), 1);
	if (rows_join(rows, &row, first, second))
		for (uint32_t i = 0; i < row.count; i++) {
			row_locate(&row, i, &from, &to);
			at += (size_t)snprintf(got + at, sizeof(got) - at,
			    "%s%.*s@%u-%u", i > 0 ? "|" : "",
			    (int)row_field(&row, i).len, row_field(&row, i).ptr,
			    from, to);
		}
	assert_string_equal(got, wanted);
	rows_free(rows);
	stream_close(stream);
}

static void
cells_are_joined(void **state)
{
	(void)state;
	join("a,b,c,d,e", 1, 1, "a@1-2|b@3-4|c@5-6|d@7-8|e@9-10");
	join("a,b,c,d,e", 2, 1, "a,b@1-4|c@5-6|d@7-8|e@9-10");
	join("a,b,c,d,e", 1, 2, "a@1-2|b,c@3-6|d@7-8|e@9-10");
	join("a,b,c,d,e", 2, 3, "a,b@1-4|c,d,e@5-10");
	join(",b,,d,\"e\"", 3, 1, ",b,@1-4|d@5-6|e@8-9");
	/* A blank or a quote between them. */
	join("a, b,c,d", 2, 1, "");
	join("a,\"b\",c,d", 2, 1, "");
	join("a,b,c,\"d\"", 1, 3, "");
	join("a,b ,c", 1, 2, "");
	/* Around them they are no part of a cell. */
	join(" a,b ,c", 2, 1, "a,b@2-5|c@7-8");
}

static void
places_of_empty_cells(void **state)
{
	static const uint32_t wanted[][2] = {{1, 1}, {2, 3}, {4, 4}};
	struct stream *stream = memory_stream(",b,", 3, 1);
	struct rows *rows = rows_new(stream, 1, 0);
	struct error err;
	struct row row;
	uint32_t from, to;

	(void)state;
	assert_int_equal(rows_next(rows, &row, &err), 1);
	for (uint32_t i = 0; i < 3; i++) {
		row_locate(&row, i, &from, &to);
		assert_int_equal(from, wanted[i][0]);
		assert_int_equal(to, wanted[i][1]);
	}
	rows_free(rows);
	stream_close(stream);
}

static void
a_cut_row_gives_two(void **state)
{
	static const char text[] = "a,bc,d\ne\n";
	struct stream *stream = memory_stream(text, sizeof(text) - 1, 2);
	struct rows *rows = rows_new(stream, 5, 100);
	struct error err;
	struct row row;

	(void)state;
	assert_int_equal(rows_next(rows, &row, &err), 1);
	rows_cut(rows, &row, 3);
	assert_int_equal(row.count, 2);
	assert_true(text_equals(row_field(&row, 1), "b"));
	assert_int_equal(rows_next(rows, &row, &err), 1);
	assert_true(text_equals(row_field(&row, 0), "c"));
	assert_int_equal(row.line, 5);
	assert_int_equal(row.byte, 103);
	assert_int_equal(rows_next(rows, &row, &err), 1);
	assert_true(text_equals(row_field(&row, 0), "e"));
	assert_int_equal(row.line, 6);
	assert_int_equal(row.byte, 107);
	assert_int_equal(rows_next(rows, &row, &err), 0);
	rows_free(rows);
	stream_close(stream);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(line_ends),
	    cmocka_unit_test(cells),
	    cmocka_unit_test(malformed_lines_end_at_the_line),
	    cmocka_unit_test(long_lines),
	    cmocka_unit_test(places),
	    cmocka_unit_test(a_cut_row_gives_two),
	    cmocka_unit_test(byte_order_marks),
	    cmocka_unit_test(failures_are_no_ends),
	    cmocka_unit_test(cells_are_joined),
	    cmocka_unit_test(places_of_empty_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

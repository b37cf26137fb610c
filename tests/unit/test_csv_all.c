/*
 * Every short text of the bytes that matter in CSV, read as rows on every
 * lane, against an independent reading of the same rules (fuzz/line_model.h):
 * whole and split in two, at the begin of a line and across the 64th byte of
 * one, which is where a scanner begins anew. All of length 0 to 5, or to
 * CSV_LENGTH; those of up to 3 bytes also across the end of a full buffer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../fuzz/line_model.h"
#include "csv/rows.h"
#include "memory_stream.h"

enum {
	LENGTH_MAX = 9,
	LENGTH_DEFAULT = 5,
	LENGTH_BLOCK = 3,
	BEFORE = 61, /* bytes of a line before the text */
	TEXT_MAX = BEFORE + LENGTH_MAX
};

static const char alphabet[] = {'a', ' ', '\t', ',', '"', '\r', '\n', '\0'};

/* Texts one after another; what is read of each, as text. */
struct text_case {
	char bytes[TEXT_MAX];
	size_t before; /* bytes that are the same in each text */
	size_t len;
	char separator;
};

/* What stands before the text: nothing, a cell that goes on, or a quoted one
 * with a separator behind it. */
enum before {
	BEFORE_NOTHING,
	BEFORE_BARE,
	BEFORE_QUOTED,
	BEFORE_COUNT
};

static void
set_before(struct text_case *text, enum before before, char separator)
{
	text->before = before == BEFORE_NOTHING ? 0 : BEFORE;
	text->separator = separator;
	memset(text->bytes, 'a', text->before);
	if (before != BEFORE_QUOTED)
		return;
	text->bytes[0] = text->bytes[BEFORE - 2] = '"';
	text->bytes[BEFORE - 1] = separator;
}

/* A stream that gives a text in two parts, again and again. */
struct halves {
	const struct text_case *of;
	size_t at, cut;
};

static ssize_t
halves_read(void *layer, uint8_t *dst, size_t cap, struct error *err)
{
	struct halves *halves = layer;
	size_t to = halves->at < halves->cut ? halves->cut : halves->of->len;
	size_t len = to - halves->at;

	(void)err;
	assert_true(len <= cap);
	memcpy(dst, halves->of->bytes + halves->at, len);
	halves->at = to;
	return (ssize_t)len;
}

static void
keep(void *layer)
{
	(void)layer;
}

static const struct stream_ops halves_ops = {halves_read, keep};

/* "|cell|cell;" of a row, "!;" of a rejected one. */
static size_t
describe_row(const struct row *row, char *out)
{
	size_t len = 0;

	if (row->reject != NULL)
		out[len++] = '!';
	for (uint32_t i = 0; row->reject == NULL && i < row->count; i++) {
		struct text cell = row_field(row, i);

		out[len++] = '|';
		memcpy(out + len, cell.ptr, cell.len);
		len += cell.len;
	}
	out[len++] = ';';
	return len;
}

/* Where its cells are found to stand is where libcsv's are. */
static void
compare_places(struct rows *rows, const struct row *row)
{
	struct row same = *row;
	uint32_t from, to, same_from, same_to;

	rows_resplit(rows, &same, row->separator);
	for (uint32_t i = 0; i < row->count; i++) {
		row_locate(row, i, &from, &to);
		row_locate(&same, i, &same_from, &same_to);
		assert_int_equal(from, same_from);
		assert_int_equal(to, same_to);
	}
}

static size_t
describe(struct rows *rows, char *out)
{
	size_t len = 0;
	struct error err;
	struct row row;

	while (rows_next(rows, &row, &err) > 0) {
		len += describe_row(&row, out + len);
		if (row.scanned)
			compare_places(rows, &row);
	}
	return len;
}

/* The same by the model. Of control characters only TAB is in a cell that
 * is not rejected: where it is a blank that was dropped. */
static size_t
describe_line(const char *line, size_t line_len, char separator, char *out)
{
	char bytes[TEXT_MAX];
	struct line_model model;
	size_t len = 0;
	bool bad;

	model.bytes = bytes;
	line_model_read(&model, line, line_len, separator);
	bad = model.bad;
	for (size_t i = 0; i < model.count; i++)
		for (size_t k = model.begin[i]; k < model.end[i]; k++)
			bad = bad || (unsigned char)bytes[k] < 0x20;
	if (!bad && model.count == 0)
		return 0;
	if (bad)
		out[len++] = '!';
	for (size_t i = 0; !bad && i < model.count; i++) {
		size_t cell = model.end[i] - model.begin[i];

		out[len++] = '|';
		memcpy(out + len, bytes + model.begin[i], cell);
		len += cell;
	}
	out[len++] = ';';
	return len;
}

static size_t
expected(const struct text_case *text, char *out)
{
	size_t len = 0, begin = 0;

	for (size_t i = 0; i <= text->len; i++) {
		if (i < text->len && text->bytes[i] != '\n' &&
		    text->bytes[i] != '\r')
			continue;
		/* CR LF gives an empty line more, which is blank. */
		len += describe_line(
		    text->bytes + begin, i - begin, text->separator, out + len);
		begin = i + 1;
	}
	return len;
}

/* LF, CR LF and CR end a line; the last need not be ended. */
static uint64_t
count_lines(const struct text_case *text)
{
	uint64_t lines = 0;
	char last = '\n';

	for (size_t i = 0; i < text->len; i++) {
		char c = text->bytes[i];

		if (c == '\r' || (c == '\n' && last != '\r'))
			lines++;
		last = c;
	}
	return lines + (last != '\n' && last != '\r');
}

static uint64_t
compare(struct rows *rows, struct stream *stream, struct halves *halves,
    const struct text_case *text)
{
	char wanted[2 * TEXT_MAX], got[2 * TEXT_MAX];
	size_t wanted_len = expected(text, wanted), len;
	uint64_t lines = count_lines(text), count = 0;

	rows_set_separator(rows, text->separator);
	for (size_t cut = text->before; cut == text->before || cut < text->len;
	     cut++) {
		uint64_t line = rows_line(rows), byte = rows_byte(rows);

		*halves = (struct halves){text, 0, cut};
		len = describe(rows, got);
		stream_restart(stream);
		count++;
		assert_int_equal(rows_line(rows) - line, lines);
		assert_int_equal(rows_byte(rows) - byte, text->len);
		if (len == wanted_len && memcmp(got, wanted, len) == 0)
			continue;
		for (size_t i = 0; i < text->len; i++)
			print_error("%02x ", (unsigned char)text->bytes[i]);
		fail_msg("%s, cut at %zu: \"%.*s\", not \"%.*s\"",
		    lane_name(rows_lane(rows)), cut, (int)len, got,
		    (int)wanted_len, wanted);
	}
	return count;
}

static void
spell(struct text_case *text, uint64_t number)
{
	for (size_t i = text->before; i < text->len;
	     i++, number /= sizeof(alphabet))
		text->bytes[i] = alphabet[number % sizeof(alphabet)];
}

static size_t
longest_text(void)
{
	const char *wish = getenv("CSV_LENGTH");
	size_t longest = wish != NULL ? strtoul(wish, NULL, 10) : 0;

	return longest == 0 || longest > LENGTH_MAX ? LENGTH_DEFAULT : longest;
}

/* Of one length, separator and begin. */
static uint64_t
compare_texts(struct rows *rows, struct stream *stream, struct halves *halves,
    struct text_case *text, size_t len)
{
	uint64_t texts = 1, count = 0;

	text->len = text->before + len;
	while (len-- > 0)
		texts *= sizeof(alphabet);
	for (uint64_t i = 0; i < texts; i++) {
		spell(text, i);
		count += compare(rows, stream, halves, text);
	}
	return count;
}

static void
every_text(void **state)
{
	const enum lane lane = *(enum lane *)*state;
	struct text_case text = {.separator = ','};
	struct halves halves = {&text, 0, 0};
	struct stream *stream = stream_new(&halves_ops, &halves);
	struct rows *rows = rows_new(stream, 1, 0);
	size_t longest = longest_text();
	uint64_t count = 0;

	rows_set_lane(rows, lane);
	for (size_t len = 0; len <= longest; len++)
		for (enum before before = 0; before < BEFORE_COUNT; before++) {
			set_before(&text, before, ',');
			count +=
			    compare_texts(rows, stream, &halves, &text, len);
			set_before(&text, before, '\t');
			count +=
			    compare_texts(rows, stream, &halves, &text, len);
		}
	print_message("# %s: %llu texts of up to %zu bytes, 0 differences\n",
	    lane_name(lane), (unsigned long long)count, longest);
	rows_free(rows);
	stream_close(stream);
}

/* Regular lines up to the last bytes of a full buffer, then the text. */
static void
compare_at_block(enum lane lane, const struct text_case *text, size_t first)
{
	static char bytes[LIMIT_READ + LENGTH_MAX];
	char wanted[4 * LENGTH_MAX], got[4 * LENGTH_MAX];
	size_t at = LIMIT_READ - first, len;
	struct stream *stream;
	struct rows *rows;
	struct error err;
	struct row row;

	memset(bytes, 'a', at);
	for (size_t i = 1; i < at; i += 1000)
		bytes[i] = '\n';
	bytes[at - 1] = '\n';
	memcpy(bytes + at, text->bytes, text->len);
	stream = memory_stream(bytes, at + text->len, sizeof(bytes));
	rows = rows_new(stream, 1, 0);
	rows_set_lane(rows, lane);
	rows_set_separator(rows, text->separator);
	do
		assert_int_equal(rows_next(rows, &row, &err), 1);
	while (rows_byte(rows) < at);
	len = describe(rows, got);
	assert_int_equal(len, expected(text, wanted));
	assert_memory_equal(got, wanted, len);
	rows_free(rows);
	stream_close(stream);
}

static void
across_a_block(void **state)
{
	const enum lane lane = *(enum lane *)*state;
	struct text_case text = {.separator = ','};
	uint64_t texts = 1;

	for (; text.len <= LENGTH_BLOCK; text.len++, texts *= sizeof(alphabet))
		for (uint64_t i = 0; i < texts; i++) {
			spell(&text, i);
			for (size_t first = 0; first <= text.len; first++)
				compare_at_block(lane, &text, first);
		}
}

int
main(void)
{
	static enum lane lanes[LANE_COUNT];
	struct CMUnitTest tests[2 * LANE_COUNT];
	size_t count = 0;

	for (enum lane lane = 0; lane < LANE_COUNT; lane++) {
		lanes[lane] = lane;
		if (!lane_works(lane))
			continue;
		tests[count++] = (struct CMUnitTest)cmocka_unit_test_prestate(
		    every_text, &lanes[lane]);
		tests[count++] = (struct CMUnitTest)cmocka_unit_test_prestate(
		    across_a_block, &lanes[lane]);
	}
	return _cmocka_run_group_tests("csv", tests, count, NULL, NULL);
}

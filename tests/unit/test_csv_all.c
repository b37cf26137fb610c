/*
 * Every short text of the bytes that matter in CSV, read as rows, against an
 * independent reading of the same rules (fuzz/line_model.h). All of length 0
 * to 6, or to CSV_LENGTH.
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

enum {
	LENGTH_MAX = 9,
	LENGTH_DEFAULT = 6
};

static const char alphabet[] = {'a', ' ', '\t', ',', '"', '\r', '\n', '\0'};

/* Texts one after another; what is read of each, as text. */
struct text_case {
	char bytes[LENGTH_MAX];
	size_t len;
	char separator;
};

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

static size_t
describe(struct rows *rows, char *out)
{
	size_t len = 0;
	struct error err;
	struct row row;

	while (rows_next(rows, &row, &err) > 0)
		len += describe_row(&row, out + len);
	return len;
}

/* The same by the model. Of control characters only TAB is in a cell that
 * is not rejected: where it is a blank that was dropped. */
static size_t
describe_line(const char *line, size_t line_len, char separator, char *out)
{
	char bytes[LENGTH_MAX];
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

static uint64_t
compare(struct rows *rows, struct stream *stream, struct halves *halves,
    const struct text_case *text)
{
	char wanted[4 * LENGTH_MAX], got[4 * LENGTH_MAX];
	size_t wanted_len = expected(text, wanted), len;
	uint64_t count = 0;

	rows_set_separator(rows, text->separator);
	for (size_t cut = 0; cut < (text->len > 0 ? text->len : 1); cut++) {
		*halves = (struct halves){text, 0, cut};
		len = describe(rows, got);
		stream_restart(stream);
		count++;
		if (len == wanted_len && memcmp(got, wanted, len) == 0)
			continue;
		for (size_t i = 0; i < text->len; i++)
			print_error("%02x ", (unsigned char)text->bytes[i]);
		fail_msg("cut at %zu: \"%.*s\", not \"%.*s\"", cut, (int)len,
		    got, (int)wanted_len, wanted);
	}
	return count;
}

static void
spell(struct text_case *text, uint64_t number)
{
	for (size_t i = 0; i < text->len; i++, number /= sizeof(alphabet))
		text->bytes[i] = alphabet[number % sizeof(alphabet)];
}

static void
every_text(void **state)
{
	const char *wish = getenv("CSV_LENGTH");
	size_t longest = wish != NULL ? strtoul(wish, NULL, 10) : 0;
	uint64_t texts = 1, count = 0;
	struct text_case text = {.separator = ','};
	struct halves halves = {&text, 0, 0};
	struct stream *stream = stream_new(&halves_ops, &halves);
	struct rows *rows = rows_new(stream, 1, 0);

	(void)state;
	if (longest == 0 || longest > LENGTH_MAX)
		longest = LENGTH_DEFAULT;
	for (; text.len <= longest; text.len++, texts *= sizeof(alphabet))
		for (uint64_t i = 0; i < texts; i++) {
			spell(&text, i);
			text.separator = ',';
			count += compare(rows, stream, &halves, &text);
			text.separator = '\t';
			count += compare(rows, stream, &halves, &text);
		}
	print_message("# %llu texts of up to %zu bytes, 0 differences\n",
	    (unsigned long long)count, longest);
	rows_free(rows);
	stream_close(stream);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

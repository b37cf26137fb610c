/*
 * Lines of a stream, each handed to the splitter. It counts lines and
 * bytes; it knows nothing of columns.
 */
#include "csv/rows.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/visible.h"
#include "csv/scan.h"
#include "csv/split.h"

/* Of a line over the limit this much is kept, to be shown. */
enum {
	EXCERPT = 256
};

struct rows {
	struct stream *stream;
	struct splitter *splitter;
	enum lane lane;
	scan_function *scan; /* NULL: libcsv reads every line */
	char separator;
	uint64_t line;        /* of the row that was given last */
	uint64_t first_byte;  /* the stream's begin, in the input */
	const uint8_t *block; /* what was peeked last */
	size_t block_len;
	size_t held;      /* bytes of it to consume: those of
			   * the rows that were given */
	const char *rest; /* of a line that was cut in two */
	size_t rest_len;
	uint64_t rest_byte;
	char excerpt[EXCERPT];
	struct scan_line scanned;
};

struct rows *
rows_new(struct stream *stream, uint64_t first_line, uint64_t first_byte)
{
	struct rows *rows = xcalloc(1, sizeof(*rows));

	rows->stream = stream;
	rows->splitter = splitter_new();
	rows->separator = ',';
	rows->line = first_line - 1;
	rows->first_byte = first_byte - stream_offset(stream);
	rows_set_lane(rows, lane_best());
	return rows;
}

void
rows_set_lane(struct rows *rows, enum lane lane)
{
	rows->lane = lane;
	rows->scan = scan_of(lane);
}

enum lane
rows_lane(const struct rows *rows)
{
	return rows->lane;
}

void
rows_free(struct rows *rows)
{
	if (rows == NULL)
		return;
	splitter_free(rows->splitter);
	free(rows);
}

void
rows_set_separator(struct rows *rows, char separator)
{
	rows->separator = separator;
}

uint64_t
rows_line(const struct rows *rows)
{
	return rows->line;
}

uint64_t
rows_byte(const struct rows *rows)
{
	return rows->first_byte + stream_offset(rows->stream) + rows->held;
}

/* The offset of the first line end, or len. */
static size_t
find_line_end(const uint8_t *bytes, size_t len)
{
	const uint8_t *lf = memchr(bytes, '\n', len);
	size_t to = lf != NULL ? (size_t)(lf - bytes) : len;
	const uint8_t *cr = memchr(bytes, '\r', to);

	return cr != NULL ? (size_t)(cr - bytes) : to;
}

/*
 * Peeks until a line's end or more than LIMIT_LINE bytes are there. Returns
 * the bytes that are, 0 at the end, -1; *len gets the line's length.
 */
static ssize_t
peek_line(
    struct rows *rows, const uint8_t **bytes, size_t *len, struct error *err)
{
	size_t want = 1;
	ssize_t n;

	for (;;) {
		n = stream_peek(rows->stream, want, bytes, err);
		if (n <= 0)
			return n;
		*len = find_line_end(*bytes, (size_t)n);
		/* A CR at the very end may be half of a CR LF. */
		if ((size_t)n < want || *len > LIMIT_LINE ||
		    *len + 1 < (size_t)n ||
		    (*len < (size_t)n && (*bytes)[*len] == '\n'))
			return n;
		want = (size_t)n + 1;
	}
}

/* How many bytes the line end at bytes[at] has. */
static size_t
line_end_len(const uint8_t *bytes, size_t at, size_t len)
{
	if (at >= len)
		return 0;
	return bytes[at] == '\r' && at + 1 < len && bytes[at + 1] == '\n' ? 2
									  : 1;
}

/* Drops the rest of a line that is too long to be held. */
static int
skip_line(struct rows *rows, const uint8_t *bytes, size_t n, struct row *row,
    struct error *err)
{
	size_t at = LIMIT_LINE;
	ssize_t more = (ssize_t)n;

	memcpy(rows->excerpt, bytes, EXCERPT);
	row->raw = rows->excerpt;
	row->raw_len = EXCERPT;
	static_assert(LIMIT_LINE == (size_t)64 << 10, "the sentence says it");
	row->reject = "the line is longer than 64 KiB";
	row->count = 0;
	row->scanned = false;
	row->partial = true;
	do {
		stream_consume(rows->stream, at);
		more = stream_peek(rows->stream, 2, &bytes, err);
		if (more < 0)
			return -1;
		at = find_line_end(bytes, (size_t)more);
	} while (more > 0 && at == (size_t)more);
	rows->held = at + line_end_len(bytes, at, (size_t)more);
	return 1;
}

static void
check_encoding(struct row *row)
{
	size_t bad;

	if (row->reject == NULL &&
	    !utf8_valid((struct text){row->raw, row->raw_len}, &bad))
		row->reject = "it holds bytes that are no UTF-8";
}

static void
split(struct rows *rows, struct row *row)
{
	splitter_split(rows->splitter, row);
	check_encoding(row);
}

/* Files are concatenated with their byte order marks. */
static void
drop_bom(struct row *row)
{
	if (row->raw_len >= 3 && memcmp(row->raw, "\xef\xbb\xbf", 3) == 0) {
		row->raw += 3;
		row->raw_len -= 3;
		row->byte += 3;
	}
}

/* A regular line is split where it stands. */
static void
take_scanned(struct rows *rows, struct row *row)
{
	const struct scan_line *line = &rows->scanned;

	row->raw = row->base = (const char *)rows->block + rows->held;
	row->raw_len = line->len;
	row->byte = rows_byte(rows);
	row->line = ++rows->line;
	row->end = line->end + 1;
	row->start = line->quoted ? 1 : 0;
	row->gap = line->quoted ? 3 : 1;
	row->scanned = true;
	row->count = line->count;
	row->joined[0] = row->joined[1] = 0;
	row->reject = NULL;
	rows->held += line->len + line->end_len;
}

/* Lets go of the rows that were given, and peeks at want bytes. */
static ssize_t
next_block(struct rows *rows, size_t want, struct error *err)
{
	ssize_t n;

	stream_consume(rows->stream, rows->held);
	rows->held = 0;
	rows->block_len = 0;
	n = stream_peek(rows->stream, want, &rows->block, err);
	if (n > 0)
		rows->block_len = (size_t)n;
	return n;
}

/* 1 and the next row where its line is regular, else 0; -1. */
static int
next_regular(struct rows *rows, struct row *row, struct error *err)
{
	size_t left =
	    rows->block_len > rows->held ? rows->block_len - rows->held : 0;
	enum scan_result result = SCAN_MORE;

	if (left > 0)
		result = rows->scan(rows->block + rows->held, left,
		    rows->separator, false, &rows->scanned);
	while (result == SCAN_MORE) {
		size_t want = left + 1;
		ssize_t n = next_block(rows, want, err);

		if (n <= 0)
			return (int)n;
		left = rows->block_len;
		result = rows->scan(rows->block, left, rows->separator,
		    left < want, &rows->scanned);
	}
	if (result == SCAN_IRREGULAR)
		return 0;
	take_scanned(rows, row);
	return 1;
}

static int
next_line(struct rows *rows, struct row *row, struct error *err)
{
	const uint8_t *bytes;
	size_t len;
	ssize_t n;

	stream_consume(rows->stream, rows->held);
	rows->held = rows->block_len = 0;
	row->byte = rows_byte(rows);
	n = peek_line(rows, &bytes, &len, err);
	if (n <= 0)
		return (int)n;
	row->line = ++rows->line;
	if (len > LIMIT_LINE)
		return skip_line(rows, bytes, (size_t)n, row, err);
	rows->held = len + line_end_len(bytes, len, (size_t)n);
	row->raw = (const char *)bytes;
	row->raw_len = (uint32_t)len;
	drop_bom(row);
	split(rows, row);
	return 1;
}

static int
next_rest(struct rows *rows, struct row *row)
{
	row->raw = rows->rest;
	row->raw_len = (uint32_t)rows->rest_len;
	row->byte = rows->rest_byte;
	row->line = rows->line;
	rows->rest_len = 0;
	drop_bom(row);
	split(rows, row);
	return 1;
}

int
rows_next(struct rows *rows, struct row *row, struct error *err)
{
	int more;

	row->separator = rows->separator;
	row->partial = false;
	if (rows->scan != NULL && rows->rest_len == 0) {
		more = next_regular(rows, row, err);
		if (more != 0)
			return more;
	}
	do {
		row->separator = rows->separator;
		row->partial = false;
		more = rows->rest_len > 0 ? next_rest(rows, row)
					  : next_line(rows, row, err);
	} while (more > 0 && row->count == 0 && row->reject == NULL);
	return more;
}

void
rows_resplit(struct rows *rows, struct row *row, char separator)
{
	row->separator = separator;
	split(rows, row);
}

void
rows_cut(struct rows *rows, struct row *row, size_t at)
{
	assert(at > 0 && at < row->raw_len);
	rows->rest = row->raw + at;
	rows->rest_len = row->raw_len - at;
	rows->rest_byte = row->byte + at;
	row->raw_len = (uint32_t)at;
	split(rows, row);
}

struct text
row_field(const struct row *row, uint32_t i)
{
	uint32_t from = i > 0 ? row->end[i - 1] + row->gap : row->start;

	assert(i < row->count);
	return (struct text){row->base + from, row->end[i] - from};
}

/* The end of the cell that begins at raw[at]: its separator or the line's
 * end. A doubled quote inside a quoted cell toggles twice. */
static size_t
cell_end(const struct row *row, size_t at)
{
	bool quoted = false;

	for (; at < row->raw_len; at++) {
		if (row->raw[at] == '"')
			quoted = !quoted;
		else if (row->raw[at] == row->separator && !quoted)
			break;
	}
	return at;
}

/* Field i as it stands in the line, without blanks around it. */
static struct text
raw_field(const struct row *row, uint32_t i)
{
	size_t at = 0, end = cell_end(row, 0);

	for (uint32_t field = 0;; field++) {
		uint32_t joined = field < 2 ? row->joined[field] : 0;

		while (joined-- > 0)
			end = cell_end(row, end + 1);
		if (field == i)
			break;
		at = end + 1;
		end = cell_end(row, at);
	}
	return text_trim((struct text){row->raw + at, end - at});
}

/* Whether the field is what the line has there: nothing was taken off. */
static bool
stands_so(const struct row *row, uint32_t i)
{
	struct text raw = raw_field(row, i), field = row_field(row, i);

	if (raw.len != field.len)
		return false;
	for (size_t at = 0; at < raw.len; at++)
		if (raw.ptr[at] != field.ptr[at] &&
		    (raw.ptr[at] != row->separator || field.ptr[at] != '\n'))
			return false;
	return true;
}

bool
rows_join(struct rows *rows, struct row *row, uint32_t first, uint32_t second)
{
	struct row joined;
	uint32_t end[2];

	split(rows, row);
	end[0] = row->end[first - 1];
	end[1] = row->end[first + second - 1];
	joined = *row;

	joined.end = end;
	joined.count = 2;
	joined.joined[0] = first - 1;
	joined.joined[1] = second - 1;
	if (!stands_so(&joined, 0) || !stands_so(&joined, 1))
		return false;
	splitter_join(rows->splitter, row, first, second);
	return true;
}

void
row_locate(
    const struct row *row, uint32_t i, uint32_t *column, uint32_t *end_column)
{
	struct text cell, before;

	if (row->scanned) {
		cell = row_field(row, i);
		*column = (uint32_t)(cell.ptr - row->raw) + 1;
		*end_column = *column + (uint32_t)cell.len;
		return;
	}
	cell = raw_field(row, i);
	if (cell.len >= 2 && cell.ptr[0] == '"') {
		cell.ptr++;
		cell.len -= 2;
		cell = text_trim(cell);
	}
	before = (struct text){row->raw, (size_t)(cell.ptr - row->raw)};
	*column = (uint32_t)utf8_count(before) + 1;
	*end_column = *column + (uint32_t)utf8_count(cell);
}

/*
 * Finding the reports in a run of rows. What is slow here (trying other
 * separators, looking for a glued header) is done only for rows that are
 * irregular anyway.
 */
#include "model/reader.h"

#include <string.h>

#include "base/limits.h"
#include "base/visible.h"
#include "model/surplus.h"

static const char separators[] = {',', ';', '\t'};

/* Places of one line that are tried as the begin of a glued header: a line
 * made of names of columns must not cost more than its length. */
enum {
	GLUE_TRIES = 8
};

void
reader_init(struct reader *reader, struct rows *rows)
{
	*reader = (struct reader){.rows = rows};
	buffer_init(&reader->header, LIMIT_LINE);
	reader->is_regular = regular_of(rows_lane(rows));
	regular_init(&reader->regular);
}

void
reader_release(struct reader *reader)
{
	buffer_release(&reader->header);
}

/* Splits the row as a header where it is one at any separator; else as it
 * was. */
static bool
find_header(struct reader *reader)
{
	char usual = reader->row.separator;

	if (report_is_header(&reader->row))
		return true;
	if (reader->row.partial)
		return false;
	for (size_t i = 0; i < sizeof(separators); i++) {
		if (separators[i] == usual)
			continue;
		rows_resplit(reader->rows, &reader->row, separators[i]);
		if (report_is_header(&reader->row))
			return true;
	}
	rows_resplit(reader->rows, &reader->row, usual);
	return false;
}

static bool
is_separator(char c)
{
	return memchr(separators, c, sizeof(separators)) != NULL;
}

/* The bytes of a heading, quoted or not, at the begin of the text, or 0. */
static size_t
match_name(struct text text)
{
	size_t quote = text.len > 0 && text.ptr[0] == '"' ? 1 : 0;
	size_t len;

	for (size_t i = 0; i < heading_count; i++) {
		len = strlen(headings[i].name);
		if (quote + len + quote > text.len)
			continue;
		if (!text_equals_nocase(
			(struct text){text.ptr + quote, len}, headings[i].name))
			continue;
		if (quote + len == text.len ||
		    is_separator(text.ptr[quote + len]) ||
		    text.ptr[quote + len] == '"')
			return quote + len + quote;
	}
	return 0;
}

/* The row's raw text from there on, past a byte order mark. */
static struct text
rest_of(const struct row *row, size_t at)
{
	struct text rest = {row->raw + at, row->raw_len - at};

	if (rest.len >= 3 && memcmp(rest.ptr, "\xef\xbb\xbf", 3) == 0) {
		rest.ptr += 3;
		rest.len -= 3;
	}
	return rest;
}

/* Two names of columns with a separator between them stand there. */
static bool
may_begin_header(struct text rest)
{
	size_t first = match_name(rest);

	if (first == 0 || first >= rest.len || !is_separator(rest.ptr[first]))
		return false;
	rest.ptr += first + 1;
	rest.len -= first + 1;
	return match_name(rest) > 0;
}

/* The rest of the raw line is a header, whatever separates it. */
static bool
is_header_from(struct reader *reader, size_t at)
{
	struct text rest = rest_of(&reader->row, at);
	struct row tail = reader->row;

	tail.raw = rest.ptr;
	tail.raw_len = (uint32_t)rest.len;
	for (size_t i = 0; i < sizeof(separators); i++) {
		rows_resplit(reader->rows, &tail, separators[i]);
		if (report_is_header(&tail))
			return true;
	}
	return false;
}

/* In the middle of a cell: behind neither a separator of the header that is
 * looked at nor an opening quote, and not the end of a longer name. Before
 * the first report other tools' names are likelier than a row's end. */
static bool
is_fused(const struct reader *reader, size_t at)
{
	const struct row *row = &reader->row;
	char before = row->raw[at - 1];

	if (before == '"' && at > 1)
		return row->raw[at - 2] != row->separator;
	if (!reader->has_report && memchr(" .-:/", before, 5) != NULL)
		return false;
	return before != row->separator && before != '_' && before != '"';
}

/* The header of the report that is open stands at the line's end again,
 * perhaps behind a byte order mark, which is no part of the cell before. */
static size_t
find_same_header(const struct reader *reader)
{
	const struct buffer *header = &reader->header;
	const char *raw = reader->row.raw;
	size_t at = reader->row.raw_len;

	if (header->len == 0 || at <= header->len ||
	    memcmp(raw + at - header->len, header->data, header->len) != 0)
		return 0;
	at -= header->len;
	if (at > 3 && memcmp(raw + at - 3, "\xef\xbb\xbf", 3) == 0)
		at -= 3;
	return at;
}

/*
 * AWS ends a report without a newline, so `cat a.csv b.csv` puts b's header
 * on a's last line. Where in the raw line such a header begins, or 0. Of a
 * line that is a header itself only what is fused to a cell is another one.
 */
static size_t
find_glued(struct reader *reader, bool is_header)
{
	const struct row *row = &reader->row;
	size_t found = find_same_header(reader);
	unsigned tries = 0;

	for (size_t at = 1;
	     found == 0 && at < row->raw_len && tries < GLUE_TRIES; at++) {
		if ((is_header && !is_fused(reader, at)) ||
		    row->raw[at - 1] == '_' ||
		    !may_begin_header(rest_of(row, at)))
			continue;
		tries++;
		if (is_header_from(reader, at))
			found = at;
	}
	return found;
}

/* A column that is named twice, or one that no report has: the row before
 * may be what stands in its cell. */
static bool
is_doubtful(const struct row *row)
{
	bool seen[COLUMN_COUNT] = {false};

	for (uint32_t i = 0; i < row->count; i++) {
		const struct heading *heading = heading_find(row_field(row, i));

		if (heading == NULL)
			return true;
		if (heading->column == COLUMN_NONE)
			continue;
		if (seen[heading->column])
			return true;
		seen[heading->column] = true;
	}
	return false;
}

static enum reader_item
begin_report(struct reader *reader)
{
	report_begin(&reader->report, &reader->row);
	regular_begin(&reader->regular, &reader->report);
	reader->has_report = true;
	rows_set_separator(reader->rows, reader->report.separator);
	buffer_reset(&reader->header);
	buffer_append(&reader->header, reader->row.raw, reader->row.raw_len);
	return READER_REPORT;
}

/* Tells whether the row is a header, after cutting off what is glued to it;
 * the rest comes as the next row. */
static bool
settle_header(struct reader *reader)
{
	struct row *row = &reader->row;
	char usual = row->separator;
	bool is_header = find_header(reader);
	size_t glued;

	if (row->partial || (is_header && !is_doubtful(row)))
		return is_header;
	glued = find_glued(reader, is_header);
	if (glued > 0)
		rows_cut(reader->rows, row, glued);
	else
		rows_resplit(reader->rows, row, row->separator);
	/* What is left of a line that was cut need not be one any more: then
	 * it is a row of the report before. */
	if (is_header && report_is_header(row))
		return true;
	if (is_header)
		rows_resplit(reader->rows, row, usual);
	return false;
}

static void
note_stray(struct reader *reader)
{
	struct row *row = &reader->row;
	struct text raw = {row->raw, row->raw_len};

	if (reader->stray_count++ == 0) {
		reader->stray_line = row->line;
		visible_copy(
		    reader->stray_text, sizeof(reader->stray_text), raw);
		visible_copy(reader->stray_reason, sizeof(reader->stray_reason),
		    text_of(row->reject != NULL ? row->reject : ""));
	}
}

/* A row that is irregular: a header, one with a header glued to it, or
 * really a bad row. */
static enum reader_item
inspect(struct reader *reader, struct error *err)
{
	if (settle_header(reader))
		return begin_report(reader);
	/* Trying other separators split the row anew. */
	if (report_row(&reader->report, &reader->row, &reader->user, err) < 0 &&
	    surplus_join(reader->rows, &reader->report, &reader->row,
		&reader->user, err) < 0)
		return READER_REJECTED;
	return READER_USER;
}

static bool
is_regular(struct reader *reader)
{
	return reader->is_regular != NULL &&
	    reader->is_regular(&reader->regular, &reader->row, &reader->user);
}

static enum reader_item
read_user(struct reader *reader, struct error *err)
{
	if (report_row(&reader->report, &reader->row, &reader->user, err) < 0 ||
	    user_has_bad_cell(&reader->user))
		return inspect(reader, err);
	regular_learn(&reader->regular, &reader->user);
	return READER_USER;
}

enum reader_item
reader_next(struct reader *reader, struct error *err)
{
	int more;

	while ((more = rows_next(reader->rows, &reader->row, err)) > 0) {
		if (reader->has_report)
			return is_regular(reader) ? READER_USER
						  : read_user(reader, err);
		if (settle_header(reader))
			return begin_report(reader);
		note_stray(reader);
	}
	return more < 0 ? READER_FAILED : READER_END;
}

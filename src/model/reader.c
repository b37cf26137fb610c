/*
 * Finding the reports in a run of rows. What is slow here (trying other
 * separators, looking for a glued header) is done only for rows that are
 * irregular anyway.
 */
#include "model/reader.h"

#include <string.h>

#include "base/visible.h"

static const char separators[] = {',', ';', '\t'};

void
reader_init(struct reader *reader, struct rows *rows)
{
	*reader = (struct reader){.rows = rows};
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

/* The bytes of a column's name, quoted or not, at the begin of the text,
 * or 0. */
static size_t
match_name(struct text text)
{
	size_t quote = text.len > 0 && text.ptr[0] == '"' ? 1 : 0;
	size_t len;

	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		len = strlen(column_name(column));
		if (quote + len + quote > text.len)
			continue;
		if (!text_equals_nocase((struct text){text.ptr + quote, len},
			column_name(column)))
			continue;
		if (quote + len == text.len ||
		    is_separator(text.ptr[quote + len]) ||
		    text.ptr[quote + len] == '"')
			return quote + len + quote;
	}
	return 0;
}

/* Two names of columns with a separator between them begin the text. */
static bool
begins_header(struct text text)
{
	size_t bom =
	    text.len >= 3 && memcmp(text.ptr, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct text rest = {text.ptr + bom, text.len - bom};
	size_t first = match_name(rest);

	if (first == 0 || first >= rest.len || !is_separator(rest.ptr[first]))
		return false;
	rest.ptr += first + 1;
	rest.len -= first + 1;
	return match_name(rest) > 0;
}

/* A name is no glued one at the begin of a cell, where it is part of the
 * header itself, nor as the end of a longer name. */
static bool
may_be_glued(const struct row *row, size_t at)
{
	char before = row->raw[at - 1];

	if (before == '"' && at > 1)
		return !is_separator(row->raw[at - 2]);
	return !is_separator(before) && before != '_' && before != '"';
}

/*
 * AWS ends a report without a newline, so `cat a.csv b.csv` puts b's header
 * on a's last line. Where in the raw line such a header begins, or 0.
 */
static size_t
find_glued(const struct row *row)
{
	if (row->partial)
		return 0;
	for (size_t at = 1; at < row->raw_len; at++)
		if (may_be_glued(row, at) &&
		    begins_header(
			(struct text){row->raw + at, row->raw_len - at}))
			return at;
	return 0;
}

static enum reader_item
begin_report(struct reader *reader)
{
	report_begin(&reader->report, &reader->row);
	reader->has_report = true;
	rows_set_separator(reader->rows, reader->report.separator);
	return READER_REPORT;
}

/* Cuts off a header that is glued to the row, then tells whether what is
 * left is a header itself. */
static bool
settle_header(struct reader *reader)
{
	size_t glued = find_glued(&reader->row);

	if (glued > 0)
		rows_cut(reader->rows, &reader->row, glued);
	return find_header(reader);
}

static bool
has_bad_cell(const struct user *user)
{
	return memchr(user->cell, CELL_BAD, sizeof(user->cell)) != NULL;
}

static void
note_stray(struct reader *reader)
{
	static const char iam[] = ":iam::";
	struct row *row = &reader->row;
	struct text raw = {row->raw, row->raw_len};

	if (reader->stray_count++ == 0) {
		reader->stray_line = row->line;
		visible_copy(
		    reader->stray_text, sizeof(reader->stray_text), raw);
	}
	if (memmem(raw.ptr, raw.len, "arn:", 4) != NULL &&
	    memmem(raw.ptr, raw.len, iam, strlen(iam)) != NULL)
		reader->stray_arn = true;
}

/* A row that is irregular: a header, one with a header glued to it, or
 * really a bad row. */
static enum reader_item
inspect(struct reader *reader, struct error *err)
{
	if (settle_header(reader))
		return begin_report(reader);
	/* Trying other separators split the row anew. */
	if (report_row(&reader->report, &reader->row, &reader->user, err) < 0)
		return READER_REJECTED;
	return READER_USER;
}

enum reader_item
reader_next(struct reader *reader, struct error *err)
{
	int more;

	while ((more = rows_next(reader->rows, &reader->row, err)) > 0) {
		if (reader->has_report) {
			if (report_row(&reader->report, &reader->row,
				&reader->user, err) == 0 &&
			    !has_bad_cell(&reader->user))
				return READER_USER;
			return inspect(reader, err);
		}
		if (settle_header(reader))
			return begin_report(reader);
		note_stray(reader);
	}
	return more < 0 ? READER_FAILED : READER_END;
}

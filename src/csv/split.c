/*
 * libcsv, the truth about what a line means; the only file that knows it.
 *
 * It is fed one line at a time and a line's end is given by csv_fini(), so
 * an open quote never swallows the next line. After an error the parser is
 * made anew: csv_fini() would deliver the broken row as a good one.
 */
#include "csv/split.h"

#include <assert.h>
#include <csv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

/* libcsv grows its buffer by this much; its own 128 bytes are many calls. */
enum {
	GROWTH = 4096
};

#define TEXT(number) #number
#define TEXT_OF(macro) TEXT(macro) /* of its value */

struct splitter {
	struct csv_parser parser;
	/* Every byte of a line and one separator a field fit. */
	char fields[LIMIT_LINE + LIMIT_CELLS + STREAM_PADDING];
	uint32_t end[LIMIT_CELLS];
	uint32_t count;
	uint32_t len; /* of fields */
	bool too_many;
	char reason[128];
};

static void
start_parser(struct splitter *splitter)
{
	/* csv_init() fails only for a NULL parser. */
	csv_init(&splitter->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_blk_size(&splitter->parser, GROWTH);
}

struct splitter *
splitter_new(void)
{
	struct splitter *splitter = xcalloc(1, sizeof(*splitter));

	start_parser(splitter);
	return splitter;
}

void
splitter_free(struct splitter *splitter)
{
	if (splitter == NULL)
		return;
	csv_free(&splitter->parser);
	free(splitter);
}

static void
take_field(void *bytes, size_t len, void *arg)
{
	struct splitter *splitter = arg;
	struct text field = text_trim((struct text){bytes, len});

	if (splitter->count == LIMIT_CELLS) {
		splitter->too_many = true;
		return;
	}
	if (splitter->count > 0)
		splitter->fields[splitter->len++] = '\n';
	if (field.len > 0)
		memcpy(splitter->fields + splitter->len, field.ptr, field.len);
	splitter->len += (uint32_t)field.len;
	splitter->end[splitter->count++] = splitter->len;
}

static const char *
quote_reason(struct splitter *splitter, size_t at)
{
	snprintf(splitter->reason, sizeof(splitter->reason),
	    "a double quote "
	    "at byte %zu of the line is neither at a cell's edge nor doubled",
	    at + 1);
	return splitter->reason;
}

/* Control characters occur in no genuine report. */
static const char *
control_reason(struct splitter *splitter)
{
	uint32_t cell = 0;

	for (uint32_t i = 0; i < splitter->len; i++) {
		unsigned char c = (unsigned char)splitter->fields[i];

		while (cell < splitter->count && splitter->end[cell] < i)
			cell++;
		if ((c >= 0x20 && c != 0x7f) || i == splitter->end[cell])
			continue;
		snprintf(splitter->reason, sizeof(splitter->reason),
		    "cell %u holds the control character 0x%02x", cell + 1, c);
		return splitter->reason;
	}
	return NULL;
}

static const char *
parse_line(struct splitter *splitter, const struct row *row)
{
	struct csv_parser *parser = &splitter->parser;
	size_t taken;

	csv_set_delim(parser, (unsigned char)row->separator);
	taken = csv_parse(
	    parser, row->raw, row->raw_len, take_field, NULL, splitter);
	if (taken == row->raw_len &&
	    csv_fini(parser, take_field, NULL, splitter) == 0)
		return NULL;
	if (csv_error(parser) == CSV_ENOMEM)
		alloc_failed();
	csv_free(parser);
	start_parser(splitter);
	if (taken < row->raw_len)
		return quote_reason(splitter, taken);
	return "a double quote is still open at the end of the line";
}

void
splitter_split(struct splitter *splitter, struct row *row)
{
	splitter->count = 0;
	splitter->len = 0;
	splitter->too_many = false;
	row->reject = parse_line(splitter, row);
	if (row->reject == NULL && splitter->too_many)
		row->reject = "it has more than " TEXT_OF(LIMIT_CELLS) " cells";
	if (row->reject == NULL && splitter->count > 0)
		row->reject = control_reason(splitter);
	row->base = splitter->fields;
	row->end = splitter->end;
	row->start = 0;
	row->gap = 1;
	row->scanned = false;
	row->count = splitter->count;
	row->joined[0] = row->joined[1] = 0;
}

void
splitter_join(
    struct splitter *splitter, struct row *row, uint32_t first, uint32_t second)
{
	uint32_t *end = splitter->end;
	uint32_t head = first + second;

	assert(first > 0 && second > 0 && head <= splitter->count);
	for (uint32_t i = 0; i + 1 < head; i++)
		if (i + 1 != first)
			splitter->fields[end[i]] = row->separator;
	end[0] = end[first - 1];
	end[1] = end[head - 1];
	memmove(end + 2, end + head, (splitter->count - head) * sizeof(*end));
	splitter->count -= head - 2;
	row->count = splitter->count;
	row->joined[0] = first - 1;
	row->joined[1] = second - 1;
}

const char *
splitter_library(void)
{
	return "libcsv " TEXT_OF(CSV_MAJOR) "." TEXT_OF(CSV_MINOR) "." TEXT_OF(
	    CSV_RELEASE);
}

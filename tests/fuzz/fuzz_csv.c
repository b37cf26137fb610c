/*
 * Rows: what libcsv makes of each line is what an independent reading of
 * the same rules makes of it (line_model.h), lines, blank lines and byte
 * order marks counted, whatever the reads and on each lane. What a lane takes
 * without libcsv stands where libcsv's cells do. FUZZ_LONGEST 2000
 *
 * The first bytes choose the separator, the size of reads and the lane.
 */
#include <inttypes.h>
#include <string.h>

#include "base/visible.h"
#include "csv/rows.h"
#include "fuzz/fuzz.h"
#include "fuzz/line_model.h"
#include "unit/memory_stream.h"

enum {
	LINE_MAX_LEN = 64 << 10
};

/* What is left of the text, and where that is. */
struct lines {
	const char *at, *end;
	const char *line;
	size_t len;
	uint64_t number;
};

/* LF, CR LF and CR end a line; a byte order mark that begins one is none of
 * its text. */
static bool
next_line(struct lines *lines)
{
	const char *at = lines->at;

	if (at == lines->end)
		return false;
	while (at < lines->end && *at != '\n' && *at != '\r')
		at++;
	lines->line = lines->at;
	lines->len = (size_t)(at - lines->at);
	lines->number++;
	if (at < lines->end)
		at +=
		    *at == '\r' && at + 1 < lines->end && at[1] == '\n' ? 2 : 1;
	lines->at = at;
	if (lines->len >= 3 && memcmp(lines->line, "\xef\xbb\xbf", 3) == 0) {
		lines->line += 3;
		lines->len -= 3;
	}
	return true;
}

static bool
has_control(const struct line_model *model)
{
	for (size_t i = 0; i < model->count; i++)
		for (size_t k = model->begin[i]; k < model->end[i]; k++) {
			unsigned char c = (unsigned char)model->bytes[k];

			if (c < 0x20 || c == 0x7f)
				return true;
		}
	return false;
}

static void
check_cells(const struct row *row, const struct line_model *model)
{
	fuzz_hold(row->count == model->count,
	    "line %" PRIu64 " has %u cells; %zu are right", row->line,
	    row->count, model->count);
	for (uint32_t i = 0; i < row->count; i++) {
		struct text cell = row_field(row, i);
		uint32_t from, to;

		fuzz_hold(cell.len == model->end[i] - model->begin[i] &&
			memcmp(cell.ptr, model->bytes + model->begin[i],
			    cell.len) == 0,
		    "line %" PRIu64 ", cell %u is \"%.*s\"; \"%.*s\" is right",
		    row->line, i + 1, (int)cell.len, cell.ptr,
		    (int)(model->end[i] - model->begin[i]),
		    model->bytes + model->begin[i]);
		row_locate(row, i, &from, &to);
		fuzz_hold(from >= 1 && to >= from &&
			to <=
			    utf8_count((struct text){row->raw, row->raw_len}) +
				1,
		    "cell %u is in columns %u to %u", i + 1, from, to);
	}
}

/* Of a row that was split without libcsv. */
static void
check_places(struct rows *rows, const struct row *row)
{
	struct row same = *row;
	uint32_t from, to, same_from, same_to;

	rows_resplit(rows, &same, row->separator);
	fuzz_hold(same.reject == NULL && same.count == row->count,
	    "libcsv takes line %" PRIu64 " otherwise", row->line);
	for (uint32_t i = 0; i < row->count; i++) {
		row_locate(row, i, &from, &to);
		row_locate(&same, i, &same_from, &same_to);
		fuzz_hold(from == same_from && to == same_to,
		    "cell %u is in columns %u to %u, not %u to %u", i + 1,
		    same_from, same_to, from, to);
	}
}

/* The row that the line should be, or none where it is blank. */
static void
check_line(struct rows *rows, const struct lines *lines, char separator)
{
	static char bytes[LINE_MAX_LEN];
	struct line_model model = {.bytes = bytes};
	struct error err;
	struct row row;
	bool reject;
	size_t bad;

	line_model_read(&model, lines->line, lines->len, separator);
	reject = model.bad || model.too_many || has_control(&model) ||
	    !utf8_valid((struct text){lines->line, lines->len}, &bad);
	if (!reject && model.count == 0)
		return;
	fuzz_hold(rows_next(rows, &row, &err) == 1,
	    "line %" PRIu64 " is missing", lines->number);
	fuzz_hold(row.line == lines->number && row.raw_len == lines->len &&
		memcmp(row.raw, lines->line, lines->len) == 0,
	    "line %" PRIu64 " is told as %" PRIu64, lines->number, row.line);
	fuzz_hold(reject == (row.reject != NULL),
	    "line %" PRIu64 " is%s rejected: %s", row.line,
	    reject ? " not" : "", row.reject != NULL ? row.reject : "");
	if (!reject)
		check_cells(&row, &model);
	if (row.scanned)
		check_places(rows, &row);
}

static void
keep(void *layer)
{
	(void)layer;
}

/* One stream and its rows for all inputs: to allocate their buffers anew
 * takes ten times as long as to read a small input. */
static struct memory memory;

static struct rows *
restart(struct stream **stream)
{
	static const struct stream_ops ops = {memory_read, keep};
	static struct stream *only;
	static struct rows *rows;

	if (only == NULL) {
		only = stream_new(&ops, &memory);
		rows = rows_new(only, 1, 0);
	} else {
		stream_restart(only);
	}
	*stream = only;
	return rows;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char separators[] = ",;\t";
	static const size_t steps[] = {1, 2, 7, 4096};
	struct choices choices = {bytes, len};
	char separator = separators[choose(&choices, 3)];
	size_t step = steps[choose(&choices, 4)];
	enum lane lane = choose(&choices, LANE_COUNT);
	const char *text = (const char *)choices.at;
	struct lines lines = {.at = text, .end = text + choices.left};
	struct stream *stream;
	struct rows *rows = restart(&stream);
	uint64_t first = rows_byte(rows);
	struct error err;
	struct row row;

	memory = (struct memory){text, choices.left, step};
	lines.number = rows_line(rows);
	rows_set_separator(rows, separator);
	rows_set_lane(rows, lane_works(lane) ? lane : lane_best());
	while (next_line(&lines))
		check_line(rows, &lines, separator);
	fuzz_hold(rows_next(rows, &row, &err) == 0, "there is a row too many");
	fuzz_hold(rows_byte(rows) - first == choices.left &&
		rows_line(rows) == lines.number,
	    "%" PRIu64 " bytes of %zu", rows_byte(rows) - first, choices.left);
	return 0;
}

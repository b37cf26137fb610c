/*
 * Quoting for CSV, the escapes that keep a record on its line, and the
 * apostrophe that keeps a spreadsheet from running a cell: IAM user names may
 * begin with = + - @. Rows are the caller's.
 */
#include "output/csv_write.h"

#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"
#include "base/visible.h"

/* True where nothing of the text needs an escape: nearly always. */
static bool
is_plain(struct text text)
{
	size_t used;

	while (text.len > 0) {
		used = 1;
		if ((text.ptr[0] < 0x20 || text.ptr[0] >= 0x7f) &&
		    !visible_is_plain(utf8_next(text, &used)))
			return false;
		text.ptr += used;
		text.len -= used;
	}
	return true;
}

static bool
is_formula(struct text text)
{
	return text.len > 0 && memchr("=+-@", text.ptr[0], 4) != NULL;
}

static bool
needs_quotes(struct text text)
{
	return text.len > 0 &&
	    (memchr(text.ptr, ',', text.len) != NULL ||
		memchr(text.ptr, '"', text.len) != NULL);
}

static void
write_cell(
    struct output *output, struct text text, const struct csv_shape *shape)
{
	const char *mark = !shape->raw && is_formula(text) ? "'" : "";

	if (!needs_quotes(text)) {
		output_text(output, mark);
		output_slice(output, text);
		return;
	}
	output_write(output, "\"", 1);
	output_text(output, mark);
	while (text.len > 0) {
		const char *quote = memchr(text.ptr, '"', text.len);
		size_t run =
		    quote == NULL ? text.len : (size_t)(quote - text.ptr) + 1;

		output_write(output, text.ptr, run);
		if (quote != NULL)
			output_write(output, "\"", 1);
		text.ptr += run;
		text.len -= run;
	}
	output_write(output, "\"", 1);
}

void
csv_begin(struct output *output, const struct csv_shape *shape)
{
	if (shape->bom)
		output_text(output, "\xef\xbb\xbf");
}

void
csv_cell(struct output *output, struct text text, const struct csv_shape *shape)
{
	struct buffer visible;

	if (is_plain(text)) {
		write_cell(output, text, shape);
		return;
	}
	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text);
	write_cell(output, (struct text){visible.data, visible.len}, shape);
	buffer_release(&visible);
}

/*
 * Quoting for CSV, and the apostrophe that keeps a spreadsheet from running
 * a cell: IAM user names may begin with = + - @. Rows are the caller's.
 */
#include "output/csv_write.h"

#include <stdbool.h>
#include <string.h>

static bool
is_formula(struct text text)
{
	return text.len > 0 && memchr("=+-@\t\r", text.ptr[0], 6) != NULL;
}

static bool
needs_quotes(struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (memchr(",\"\r\n", text.ptr[i], 4) != NULL)
			return true;
	}
	return false;
}

void
csv_cell(struct output *output, struct text text)
{
	const char *mark = is_formula(text) ? "'" : "";

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

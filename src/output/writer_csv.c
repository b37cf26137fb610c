/*
 * The csv format: a header line and one record a line, results and defects
 * alike (record.h). Counts and reports have no place in it.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "output/csv_write.h"
#include "output/record.h"
#include "output/writer.h"

struct writer {
	struct output *output;
};

static struct writer *
csv_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xmalloc(sizeof(*writer));

	(void)spool;
	(void)look;
	writer->output = output;
	for (int i = 0; i < RECORD_FIELDS; i++)
		output_printf(
		    output, "%s%s", i == 0 ? "" : ",", record_fields[i].name);
	output_text(output, "\n");
	return writer;
}

static void
csv_take(struct writer *writer, const struct event *event)
{
	struct result result;

	if (event->kind == EVENT_INPUT_END)
		output_flush(writer->output);
	if (!record_of(event, &result))
		return;
	for (int i = 0; i < RECORD_FIELDS; i++) {
		char scratch[RECORD_SCRATCH];
		const char *value = record_fields[i].get(&result, scratch);

		if (i > 0)
			output_write(writer->output, ",", 1);
		if (value != NULL)
			csv_cell(writer->output, text_of(value));
	}
	output_write(writer->output, "\n", 1);
}

static void
csv_free(struct writer *writer)
{
	free(writer);
}

const struct format format_csv = {
    .name = "csv",
    .ending = ".csv",
    .help = "one record a line, for spreadsheets",
    .new = csv_new,
    .take = csv_take,
    .free = csv_free,
};

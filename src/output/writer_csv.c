/*
 * The csv format: a header line and one record a line, results and defects
 * alike (record.h). Where --min-severity hid results the last record says
 * how many: outcome "hidden", a message, nothing else. Other counts and the
 * reports have no place in it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "output/csv_write.h"
#include "output/record.h"
#include "output/writer.h"

struct writer {
	struct output *output;
	struct csv_shape shape;
	enum severity min_severity;
};

static struct writer *
csv_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xmalloc(sizeof(*writer));

	(void)spool;
	*writer = (struct writer){output, look->csv, SEVERITY_NONE};
	csv_begin(output, &look->csv);
	if (look->csv.no_header)
		return writer;
	for (int i = 0; i < RECORD_FIELDS; i++)
		output_printf(
		    output, "%s%s", i == 0 ? "" : ",", record_fields[i].name);
	output_text(output, "\n");
	return writer;
}

static void
write_record(const struct writer *writer, const struct result *result)
{
	struct output *output = writer->output;

	for (int i = 0; i < RECORD_FIELDS; i++) {
		char scratch[RECORD_SCRATCH];
		const char *value = record_fields[i].get(result, scratch);

		if (i > 0)
			output_write(output, ",", 1);
		if (value != NULL)
			csv_cell(output, text_of(value), &writer->shape);
	}
	output_write(output, "\n", 1);
}

static void
write_hidden(const struct writer *writer, uint64_t count)
{
	struct output *output = writer->output;
	struct buffer text;

	buffer_init(&text, RECORD_HIDDEN);
	record_hidden(&text, writer->min_severity, count);
	for (int i = 0; i < RECORD_FIELDS; i++) {
		if (i > 0)
			output_write(output, ",", 1);
		if (strcmp(record_fields[i].name, "outcome") == 0)
			output_text(output, "hidden");
		else if (strcmp(record_fields[i].name, "message") == 0)
			output_text(output, buffer_text(&text));
	}
	output_write(output, "\n", 1);
	buffer_release(&text);
}

static void
csv_take(struct writer *writer, const struct event *event)
{
	struct result result;

	if (event->kind == EVENT_RUN)
		writer->min_severity = event->u.run->min_severity;
	else if (event->kind == EVENT_SUMMARY && event->u.summary->hidden > 0)
		write_hidden(writer, event->u.summary->hidden);
	else if (record_of(event, &result))
		write_record(writer, &result);
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

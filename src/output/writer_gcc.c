/*
 * The gcc format: FILE:LINE:COLUMN: error: TEXT [RULE], as compilers print,
 * which editors and problem matchers read. Records about a file as a whole
 * stand at its first character, for those readers want a place. Line and
 * column are those of the decoded report. Such lines end up in the logs of
 * build services (base/log_text.h).
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/log_text.h"
#include "base/visible.h"
#include "output/record.h"
#include "output/writer.h"

struct writer {
	struct output *output;
	struct record_gaps gaps;
};

static const char *const degrees[DEGREE_COUNT] = {
    [DEGREE_ERROR] = "error",
    [DEGREE_WARNING] = "warning",
    [DEGREE_NOTE] = "note",
};

static struct writer *
gcc_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));

	(void)spool;
	(void)look;
	writer->output = output;
	return writer;
}

/* The visible form, nothing of it a command. */
static void
put_text(struct output *output, const char *text)
{
	struct buffer visible, safe;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	buffer_init(&safe, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(text));
	log_text_append(&safe, text_of(buffer_text(&visible)));
	output_text(output, buffer_text(&safe));
	buffer_release(&safe);
	buffer_release(&visible);
}

static void
put_source(struct output *output, const char *source)
{
	struct buffer visible;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(source));
	/* A file of such a name has another. */
	if (log_text_is_command(text_of(buffer_text(&visible))))
		output_text(output, "./");
	put_text(output, source);
	buffer_release(&visible);
}

static void
put_sentence(struct output *output, const struct result *result)
{
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_named_sentence(&text, result);
	if (result->rule != NULL)
		buffer_appendf(&text, " [%s]", result->rule->id);
	put_text(output, buffer_text(&text));
	buffer_release(&text);
}

static void
write_record(struct output *output, const struct event *event,
    const struct result *result)
{
	struct record_place place = record_place(event, result);

	put_source(output, place.source);
	output_printf(output, ":%" PRIu64 ":%" PRIu32 ": %s: ", place.line,
	    place.span.start, degrees[record_degree(result)]);
	put_sentence(output, result);
	output_text(output, "\n");
}

static void
write_gaps(const struct writer *writer, uint64_t hidden)
{
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_gaps_append(&text, &writer->gaps, hidden);
	if (text.len > 0) {
		output_printf(
		    writer->output, "%s:1:1: note: ", RECORD_NO_SOURCE);
		put_text(writer->output, buffer_text(&text));
		output_text(writer->output, "\n");
	}
	buffer_release(&text);
}

static void
gcc_take(struct writer *writer, const struct event *event)
{
	struct result result;

	if (event->kind == EVENT_RUN)
		record_gaps_note(&writer->gaps, event->u.run);
	else if (event->kind == EVENT_SUMMARY)
		write_gaps(writer, event->u.summary->hidden);
	else if (record_of(event, &result))
		write_record(writer->output, event, &result);
}

static void
gcc_free(struct writer *writer)
{
	record_gaps_release(&writer->gaps);
	free(writer);
}

const struct format format_gcc = {
    .name = "gcc",
    .help = "FILE:LINE:COLUMN: error: ..., for editors",
    .new = gcc_new,
    .take = gcc_take,
    .free = gcc_free,
};

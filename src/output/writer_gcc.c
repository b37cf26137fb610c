/*
 * The gcc format: FILE:LINE:COLUMN: error: TEXT [RULE], as compilers print,
 * which editors and problem matchers read. Records about a file as a whole
 * stand at its first character, for those readers want a place. Line and
 * column are those of the decoded report. Such lines end up in the logs of
 * build services, which take some of what begins with "::" or holds "##" for
 * commands.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "output/record.h"
#include "output/writer.h"

struct writer {
	struct output *output;
	enum severity min_severity;
};

static const char *const degrees[DEGREE_COUNT] = {
    [DEGREE_ERROR] = "error",
    [DEGREE_WARNING] = "warning",
    [DEGREE_NOTE] = "note",
};

static struct writer *
gcc_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xmalloc(sizeof(*writer));

	(void)spool;
	(void)look;
	*writer = (struct writer){output, SEVERITY_NONE};
	return writer;
}

/* Visible, the second of two "#" as \x23: "##[error]" and "##vso[...]" are
 * commands wherever they stand in a line. */
static void
put_text(struct output *output, const char *text)
{
	struct buffer visible;
	const char *at, *hashes;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(text));
	at = buffer_text(&visible);
	while ((hashes = strstr(at, "##")) != NULL) {
		output_write(output, at, (size_t)(hashes - at) + 1);
		output_text(output, "\\x23");
		at = hashes + 2;
	}
	output_text(output, at);
	buffer_release(&visible);
}

/* A line that begins with "::", blanks aside, is a command: a file of such a
 * name has another. */
static void
put_source(struct output *output, const char *source)
{
	if (source[strspn(source, " ")] == ':')
		output_text(output, "./");
	put_text(output, source);
}

static void
write_record(struct output *output, const struct event *event,
    const struct result *result)
{
	struct record_place place = record_place(event, result);
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_named_sentence(&text, result);
	if (result->rule != NULL)
		buffer_appendf(&text, " [%s]", result->rule->id);
	put_source(output, place.source);
	output_printf(output, ":%" PRIu64 ":%" PRIu32 ": %s: ", place.line,
	    place.span.start, degrees[record_degree(result)]);
	put_text(output, buffer_text(&text));
	output_text(output, "\n");
	buffer_release(&text);
}

static void
write_hidden(const struct writer *writer, uint64_t count)
{
	struct buffer text;

	buffer_init(&text, RECORD_HIDDEN);
	record_hidden(&text, writer->min_severity, count);
	output_printf(writer->output, "%s:1:1: note: %s\n", RECORD_NO_SOURCE,
	    buffer_text(&text));
	buffer_release(&text);
}

static void
gcc_take(struct writer *writer, const struct event *event)
{
	struct result result;

	if (event->kind == EVENT_RUN)
		writer->min_severity = event->u.run->min_severity;
	else if (event->kind == EVENT_SUMMARY && event->u.summary->hidden > 0)
		write_hidden(writer, event->u.summary->hidden);
	else if (record_of(event, &result))
		write_record(writer->output, event, &result);
}

static void
gcc_free(struct writer *writer)
{
	free(writer);
}

const struct format format_gcc = {
    .name = "gcc",
    .help = "FILE:LINE:COLUMN: error: ..., for editors",
    .new = gcc_new,
    .take = gcc_take,
    .free = gcc_free,
};

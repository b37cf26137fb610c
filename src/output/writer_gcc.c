/*
 * The gcc format: FILE:LINE:COLUMN: error: TEXT [RULE], as compilers print,
 * which editors and problem matchers read. Records about a file as a whole
 * stand at its first character, for those readers want a place. Line and
 * column are those of the decoded report. Such lines end up in the logs of
 * build services, which take some of what begins with "::" or holds "##" for
 * commands.
 */
#include <inttypes.h>
#include <stdbool.h>
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

/* True where the ASCII character before is "#": GitHub's runner compares as
 * people read, and overlooks characters that show as nothing. */
static bool
follows_hash(const char *text, const char *at)
{
	while (at > text && (unsigned char)at[-1] >= 0x80)
		at--;
	return at > text && at[-1] == '#';
}

/* A line that begins with "::" is a command, blanks of any script and what
 * shows as nothing aside. */
static bool
is_command(const char *text)
{
	while (*text == ' ' || (unsigned char)*text >= 0x80)
		text++;
	return *text == ':';
}

/* The second of two "#" as \x23: "##[error]" and "##vso[...]" are commands
 * wherever they stand in a line. */
static void
put_text(struct output *output, const char *text)
{
	const char *from = text;
	const char *hash = strchr(text, '#');

	for (; hash != NULL; hash = strchr(hash + 1, '#')) {
		if (!follows_hash(text, hash))
			continue;
		output_write(output, from, (size_t)(hash - from));
		output_text(output, "\\x23");
		from = hash + 1;
	}
	output_text(output, from);
}

/* A file of such a name has another. */
static void
put_source(struct output *output, const char *source)
{
	struct buffer visible;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(source));
	if (is_command(buffer_text(&visible)))
		output_text(output, "./");
	put_text(output, buffer_text(&visible));
	buffer_release(&visible);
}

static void
put_sentence(struct output *output, const struct result *result)
{
	struct buffer text, visible;

	buffer_init(&text, OUTPUT_UNCAPPED);
	buffer_init(&visible, OUTPUT_UNCAPPED);
	record_named_sentence(&text, result);
	if (result->rule != NULL)
		buffer_appendf(&text, " [%s]", result->rule->id);
	visible_append(&visible, text_of(buffer_text(&text)));
	put_text(output, buffer_text(&visible));
	buffer_release(&visible);
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

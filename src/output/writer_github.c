/*
 * The github format: workflow commands of GitHub Actions, which annotate a
 * run. GitHub shows the first ten annotations of a kind for each step; so
 * nine are written, then one that says how many more there are. What passed
 * or does not apply, which --all asks for, is a notice too.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "output/record.h"
#include "output/writer.h"

enum {
	SHOWN = 9,       /* the tenth is the count of the rest */
	TITLE_SIZE = 256 /* GitHub's API refuses longer ones */
};

struct writer {
	struct output *output;
	struct record_gaps gaps;
	uint64_t count[DEGREE_COUNT];
};

static const char *const commands[DEGREE_COUNT] = {
    [DEGREE_ERROR] = "error",
    [DEGREE_WARNING] = "warning",
    [DEGREE_NOTE] = "notice",
};

static const char *const nouns[DEGREE_COUNT] = {
    [DEGREE_ERROR] = "finding or defect",
    [DEGREE_WARNING] = "result that could not be judged",
    [DEGREE_NOTE] = "other result",
};

static const char *const plurals[DEGREE_COUNT] = {
    [DEGREE_ERROR] = "findings and defects",
    [DEGREE_WARNING] = "results that could not be judged",
    [DEGREE_NOTE] = "other results",
};

static struct writer *
github_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));

	(void)spool;
	(void)look;
	writer->output = output;
	return writer;
}

/* The runner undoes %25, and in properties %3A and %2C; line ends are
 * visible escapes before. */
static void
put_escaped(struct output *output, const char *text, const char *special)
{
	struct buffer visible;
	const char *at;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(text));
	at = buffer_text(&visible);
	while (*at != '\0') {
		size_t run = strcspn(at, special);

		output_write(output, at, run);
		at += run;
		if (*at != '\0')
			output_printf(output, "%%%02X", (unsigned char)*at++);
	}
	buffer_release(&visible);
}

static void
put_property(struct output *output, const char *text)
{
	put_escaped(output, text, "%:,");
}

static void
put_message(struct output *output, const char *text)
{
	put_escaped(output, text, "%");
}

static void
put_place(struct output *output, const struct record_place *place)
{
	output_text(output, "file=");
	put_property(output, place->source);
	output_printf(output, ",line=%" PRIu64 ",col=%" PRIu32, place->line,
	    place->span.start);
	if (place->span.end > place->span.start)
		output_printf(output, ",endColumn=%" PRIu32, place->span.end);
	output_text(output, ",");
}

static void
write_record(struct output *output, const struct event *event,
    const struct result *result)
{
	struct record_place place = record_place(event, result);
	char title[TITLE_SIZE];
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_named_sentence(&text, result);
	output_printf(output, "::%s ", commands[record_degree(result)]);
	if (result->source[0] != '\0')
		put_place(output, &place);
	output_text(output, "title=");
	put_property(output,
	    visible_copy(title, sizeof(title),
		text_of(result->rule == NULL ? "the answer is incomplete"
					     : result->rule->title)));
	output_text(output, "::");
	put_message(output, buffer_text(&text));
	output_text(output, "\n");
	buffer_release(&text);
}

/* That results may lack is a notice, too, and has to be among the ten. */
static uint64_t
shown(const struct writer *writer, enum record_degree degree)
{
	return degree == DEGREE_NOTE && record_gaps_exist(&writer->gaps)
	    ? SHOWN - 1
	    : SHOWN;
}

static void
take_record(struct writer *writer, const struct event *event,
    const struct result *result)
{
	enum record_degree degree = record_degree(result);

	if (writer->count[degree]++ < shown(writer, degree))
		write_record(writer->output, event, result);
}

/* The defect that makes an answer incomplete may be among the rest. */
static void
write_rest(const struct writer *writer, enum record_degree degree, int status)
{
	uint64_t rest;

	if (writer->count[degree] <= shown(writer, degree))
		return;
	rest = writer->count[degree] - shown(writer, degree);
	output_printf(writer->output,
	    "::%s title=mfa-check::%s%" PRIu64 " more %s not shown here; "
	    "another output, as -o findings.sarif, has all of them\n",
	    commands[degree],
	    status == 3 && degree == DEGREE_ERROR ? "the answer is incomplete; "
						  : "",
	    rest, rest == 1 ? nouns[degree] : plurals[degree]);
}

static void
write_gaps(const struct writer *writer, uint64_t hidden)
{
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_gaps_append(&text, &writer->gaps, hidden);
	if (text.len > 0) {
		output_text(writer->output, "::notice title=mfa-check::");
		put_message(writer->output, buffer_text(&text));
		output_text(writer->output, "\n");
	}
	buffer_release(&text);
}

static void
github_take(struct writer *writer, const struct event *event)
{
	struct result result;

	if (event->kind == EVENT_RUN)
		record_gaps_note(&writer->gaps, event->u.run);
	else if (event->kind == EVENT_SUMMARY) {
		for (int i = 0; i < DEGREE_COUNT; i++)
			write_rest(writer, (enum record_degree)i,
			    event->u.summary->status);
		write_gaps(writer, event->u.summary->hidden);
	} else if (record_of(event, &result))
		take_record(writer, event, &result);
}

static void
github_free(struct writer *writer)
{
	record_gaps_release(&writer->gaps);
	free(writer);
}

const struct format format_github = {
    .name = "github",
    .help = "annotations of a GitHub Actions run",
    .new = github_new,
    .take = github_take,
    .free = github_free,
};

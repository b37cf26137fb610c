/*
 * The markdown format: tables in GitHub's dialect for a comment on a pull
 * request or a step's summary, at most 60 KB, for such a place has a limit.
 * The most severe rows are kept, and the number of those left out is said.
 * Rows wait in memory, a bounded part for each table and severity.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "output/record.h"
#include "output/writer.h"

enum {
	TOTAL_MAX = 60000,
	/* What stands around the rows: head, totals, headings. */
	FRAME_MAX = 4000,
	RULES_MAX = 10000,
	ROWS_MAX = TOTAL_MAX - FRAME_MAX,
	CHOICE_MAX = 128 /* before references, which are up to 18 times as
			  * long */
};

/* Rows of one kind, in the order in which they are kept. */
enum part_kind {
	PART_DEFECT,
	PART_UNKNOWN,
	PART_FAIL,
	PART_OTHER = PART_FAIL + SEVERITY_COUNT,
	PART_COUNT
};

struct part {
	struct buffer text;
	uint64_t rows; /* with those that were not kept */
	bool full;     /* a row found no room: nor do later ones */
};

struct writer {
	struct output *output;
	struct part parts[PART_COUNT];
	struct part rules;
	size_t left; /* bytes for rows, less those of the rules */
	enum severity min_severity;
	char *choice; /* options that chose rules, or "" */
};

static struct writer *
markdown_new(
    struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));

	(void)spool;
	(void)look;
	writer->output = output;
	writer->min_severity = SEVERITY_NONE;
	writer->choice = xstrdup("");
	for (int i = 0; i < PART_COUNT; i++)
		buffer_init(&writer->parts[i].text, ROWS_MAX);
	buffer_init(&writer->rules.text, RULES_MAX);
	return writer;
}

/* What GitHub makes a mention (@octocat), an issue (#1, GH-1) or a picture
 * (:skull:) of, after markup was read: in <code> it leaves it alone. before
 * are the two characters before. */
static bool
is_reference(const char before[2], const char *at)
{
	switch (*at) {
	case '@':
	case '#':
		return true;
	case ':':
		return at[1] != '\0' && at[1] != ' ';
	case '-':
		return (before[0] | 0x20) == 'g' && (before[1] | 0x20) == 'h';
	default:
		return false;
	}
}

/* Punctuation as references to characters, so that it is never markup; the
 * dot of "www." because it makes a link. */
static void
put_character(struct buffer *to, const char before[2], const char *at)
{
	if (is_reference(before, at))
		buffer_appendf(to, "<code>&#%d;</code>", *at);
	else if (strchr("\\`*_{}[]()+!|<>&~:'\"$^=", *at) != NULL ||
	    (*at == '.' && (before[1] | 0x20) == 'w'))
		buffer_appendf(to, "&#%d;", *at);
	else
		buffer_append(to, at, 1);
}

static void
put_text(struct buffer *to, const char *text)
{
	struct buffer visible;
	char before[2] = "";

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(text));
	for (const char *at = buffer_text(&visible); *at != '\0'; at++) {
		put_character(to, before, at);
		before[0] = before[1];
		before[1] = *at;
	}
	buffer_release(&visible);
}

static void
put_cell(struct buffer *row, const char *text)
{
	buffer_append_text(row, " ");
	put_text(row, text);
	buffer_append_text(row, " |");
}

static void
put_place(struct buffer *row, const struct result *result)
{
	buffer_append_text(row, " ");
	put_text(
	    row, result->source[0] != '\0' ? result->source : RECORD_NO_SOURCE);
	if (result->line > 0)
		buffer_appendf(row, "&#58;%" PRIu64, result->line);
	buffer_append_text(row, " |\n");
}

static enum part_kind
part_of(const struct result *result)
{
	if (result->rule == NULL)
		return PART_DEFECT;
	if (result->outcome == OUTCOME_UNKNOWN)
		return PART_UNKNOWN;
	if (result->outcome == OUTCOME_FAIL)
		return PART_FAIL + (int)result->rule->severity;
	return PART_OTHER;
}

static void
put_row(struct buffer *row, const struct result *result)
{
	struct buffer sentence;

	buffer_append_text(row, "|");
	put_cell(row,
	    result->rule == NULL ? "" : severity_name(result->rule->severity));
	put_cell(row, result->rule == NULL ? "" : result->rule->id);
	put_cell(row, result->account);
	put_cell(row, result->user);
	buffer_init(&sentence, OUTPUT_UNCAPPED);
	record_sentence(&sentence, result);
	put_cell(row, buffer_text(&sentence));
	buffer_release(&sentence);
	put_place(row, result);
}

/* A row is kept whole or not at all. */
static void
keep_row(struct part *part, const struct buffer *row)
{
	if (!part->full)
		part->full =
		    buffer_append(&part->text, row->data, row->len) < 0;
}

static void
take_record(struct writer *writer, const struct result *result)
{
	struct part *part = &writer->parts[part_of(result)];
	struct buffer row;

	part->rows++;
	if (part->full)
		return;
	buffer_init(&row, OUTPUT_UNCAPPED);
	put_row(&row, result);
	keep_row(part, &row);
	buffer_release(&row);
}

static void
take_tally(struct writer *writer, const struct tally *tally)
{
	struct buffer row;

	writer->rules.rows++;
	buffer_init(&row, OUTPUT_UNCAPPED);
	buffer_append_text(&row, "|");
	put_cell(&row, tally->rule->id);
	put_cell(&row, severity_name(tally->rule->severity));
	put_cell(&row, tally->rule->title);
	for (int i = 0; i < OUTCOME_COUNT; i++)
		buffer_appendf(&row, " %" PRIu64 " |", tally->count[i]);
	buffer_append_text(&row, "\n");
	keep_row(&writer->rules, &row);
	buffer_release(&row);
}

/* As many whole rows as *room has bytes for; returns how many were left
 * out. */
static uint64_t
write_rows(struct writer *writer, struct part *part, size_t *room)
{
	struct text rest = {part->text.data, part->text.len};
	uint64_t written = 0;
	const char *end;

	while (
	    rest.len > 0 && (end = memchr(rest.ptr, '\n', rest.len)) != NULL) {
		size_t len = (size_t)(end - rest.ptr) + 1;

		if (len > *room)
			break;
		output_write(writer->output, rest.ptr, len);
		*room -= len;
		rest.ptr += len;
		rest.len -= len;
		written++;
	}
	return part->rows - written;
}

static uint64_t
rows_of(const struct writer *writer, int from, int until)
{
	uint64_t rows = 0;

	for (int i = from; i < until; i++)
		rows += writer->parts[i].rows;
	return rows;
}

static void
write_left_out(struct output *output, uint64_t count)
{
	if (count > 0)
		output_printf(output,
		    "\n%" PRIu64 " more %s left out here; another output, "
		    "as `-o findings.csv`, has all of them.\n",
		    count, count == 1 ? "is" : "are");
}

/* A table of the parts from one to before another. */
static void
write_table(struct writer *writer, const char *title, int from, int until)
{
	uint64_t left_out = 0;

	if (rows_of(writer, from, until) == 0)
		return;
	output_printf(writer->output,
	    "\n#### %s\n\n"
	    "| Severity | Rule | Account | User | What | Where |\n"
	    "|---|---|---|---|---|---|\n",
	    title);
	for (int i = from; i < until; i++)
		left_out +=
		    write_rows(writer, &writer->parts[i], &writer->left);
	write_left_out(writer->output, left_out);
}

/* The verdict in one sentence. */
static void
write_verdict(struct output *output, const struct summary *summary)
{
	uint64_t fail = summary->count[OUTCOME_FAIL];
	const char *before = " (";

	output_text(output, "### mfa-check: ");
	if (fail == 0)
		output_text(output, "no findings");
	else
		output_printf(output, "%" PRIu64 " finding%s", fail,
		    fail == 1 ? "" : "s");
	for (int i = 0; i < SEVERITY_COUNT; i++)
		if (summary->severity[i] > 0) {
			output_printf(output, "%s%" PRIu64 " %s", before,
			    summary->severity[i],
			    severity_name((enum severity)i));
			before = ", ";
		}
	output_printf(output, "%s%s\n\n", fail > 0 ? ")" : "",
	    summary->status == 3 ? ", and the answer is incomplete" : "");
	output_printf(output,
	    "%" PRIu64 " row%s of %" PRIu64 " report%s judged, %" PRIu64
	    " rejected; %" PRIu64 " not judged by a rule, %" PRIu64
	    " to check by hand, %" PRIu64 " excepted.\n",
	    summary->judged, summary->judged == 1 ? "" : "s", summary->reports,
	    summary->reports == 1 ? "" : "s", summary->rejected,
	    summary->count[OUTCOME_UNKNOWN], summary->count[OUTCOME_MANUAL],
	    summary->count[OUTCOME_SUPPRESSED]);
}

/* A run of some rules must not pass for one of all. */
static void
write_choice(const struct writer *writer)
{
	char shown[CHOICE_MAX];
	struct buffer text;

	if (writer->choice[0] == '\0')
		return;
	buffer_init(&text, OUTPUT_UNCAPPED);
	put_text(
	    &text, visible_copy(shown, sizeof(shown), text_of(writer->choice)));
	output_printf(writer->output,
	    "\nOnly the rules chosen by %s were applied.\n",
	    buffer_text(&text));
	buffer_release(&text);
}

static void
write_hidden(const struct writer *writer, uint64_t count)
{
	struct buffer text;

	if (count == 0)
		return;
	buffer_init(&text, RECORD_HIDDEN);
	record_hidden(&text, writer->min_severity, count);
	output_printf(writer->output, "\n%s.\n", buffer_text(&text));
	buffer_release(&text);
}

static void
write_rules(struct writer *writer)
{
	size_t room = RULES_MAX;

	output_text(writer->output,
	    "\n#### Rules\n\n"
	    "| Rule | Severity | Title |");
	for (int i = 0; i < OUTCOME_COUNT; i++)
		output_printf(
		    writer->output, " %s |", outcome_name((enum outcome)i));
	output_text(
	    writer->output, "\n|---|---|---|--:|--:|--:|--:|--:|--:|\n");
	write_left_out(
	    writer->output, write_rows(writer, &writer->rules, &room));
}

static void
take_summary(struct writer *writer, const struct summary *summary)
{
	writer->left = ROWS_MAX - writer->rules.text.len;
	write_verdict(writer->output, summary);
	write_choice(writer);
	write_hidden(writer, summary->hidden);
	write_table(writer, "Could not be judged", PART_DEFECT, PART_FAIL);
	write_table(writer, "Findings", PART_FAIL, PART_OTHER);
	write_rules(writer);
	write_table(writer, "Other results", PART_OTHER, PART_COUNT);
}

static void
take_run(struct writer *writer, const struct run_info *run)
{
	writer->min_severity = run->min_severity;
	free(writer->choice);
	writer->choice = record_choice(run);
}

static void
markdown_take(struct writer *writer, const struct event *event)
{
	struct result result;

	if (event->kind == EVENT_RUN)
		take_run(writer, event->u.run);
	else if (event->kind == EVENT_TALLY)
		take_tally(writer, event->u.tally);
	else if (event->kind == EVENT_SUMMARY)
		take_summary(writer, event->u.summary);
	else if (record_of(event, &result))
		take_record(writer, &result);
}

static void
markdown_free(struct writer *writer)
{
	for (int i = 0; i < PART_COUNT; i++)
		buffer_release(&writer->parts[i].text);
	buffer_release(&writer->rules.text);
	free(writer->choice);
	free(writer);
}

const struct format format_markdown = {
    .name = "markdown",
    .ending = ".md",
    .help = "tables for a comment or a wiki, at most 60 KB",
    .new = markdown_new,
    .take = markdown_take,
    .free = markdown_free,
};

/*
 * How the run was asked for and what it read: rows that are known before the
 * page can be written, so they wait in strands.
 */
#include <inttypes.h>

#include "base/timestamp.h"
#include "output/html.h"
#include "output/record.h"
#include "output/xml_write.h"

/* Each option that narrows or changes the answer is a term with what it was
 * given. */
static void
ask(struct html *html, const char *name, const char *value)
{
	struct buffer *row = strand_begin(&html->asked);

	buffer_appendf(row, "<dt>%s</dt><dd>", name);
	xml_append(row, value);
	buffer_append_text(row, "</dd>\n");
	strand_end(&html->asked, html->spool);
}

static void
ask_each(struct html *html, const char *name, const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		ask(html, name, list->item[i]);
}

static void
ask_file(struct html *html, const char *name, const struct file_info *file)
{
	struct buffer value;

	buffer_init(&value, OUTPUT_UNCAPPED);
	buffer_appendf(&value, "%s, SHA-256 %s", file->name, file->sha256);
	ask(html, name, buffer_text(&value));
	buffer_release(&value);
}

static void
ask_note(struct html *html, const struct note *note)
{
	struct buffer value;

	buffer_init(&value, OUTPUT_UNCAPPED);
	buffer_appendf(&value, "%s=%s", note->name, note->value);
	ask(html, "--note", buffer_text(&value));
	buffer_release(&value);
}

static void
ask_size(struct html *html, const char *name, uint64_t size)
{
	struct buffer value;

	buffer_init(&value, OUTPUT_UNCAPPED);
	buffer_appendf(&value, "%" PRIu64 " bytes", size);
	ask(html, name, buffer_text(&value));
	buffer_release(&value);
}

void
html_asked(struct html *html, const struct run_info *run)
{
	char time[TIMESTAMP_SIZE];

	ask(html, "Program", html->tool);
	ask(html, "Policy", html->policy);
	ask(html, "SHA-256 of the policy in effect", run->policy_sha256);
	for (size_t i = 0; i < run->exception_count; i++)
		ask_file(html, "--exceptions", &run->exceptions[i]);
	ask_each(html, "--set", &run->set);
	ask_each(html, "--rule", &run->rule);
	ask_each(html, "--skip-rule", &run->skip_rule);
	ask_each(html, "--tag", &run->tag);
	if (run->min_severity != SEVERITY_NONE)
		ask(html, "--min-severity", severity_name(run->min_severity));
	if (run->fail_never)
		ask(html, "--fail-on", "none");
	else if (run->fail_on != SEVERITY_NONE)
		ask(html, "--fail-on", severity_name(run->fail_on));
	if (run->as_of != TIMESTAMP_NONE)
		ask(html, "--as-of", timestamp_format(time, run->as_of));
	if (run->require_time)
		ask(html, "--require-time", "given");
	if (run->all)
		ask(html, "--all", "given");
	if (run->sha256sums.name != NULL)
		ask_file(html, "--sha256sums", &run->sha256sums);
	if (run->sandbox_required)
		ask(html, "--sandbox", "required, and in force");
	ask_size(html, "--max-decoded", run->max_decoded);
	for (size_t i = 0; i < run->note_count; i++)
		ask_note(html, &run->notes[i]);
}

static void
put_cell(struct buffer *row, const char *text)
{
	buffer_append_text(row, "<td>");
	xml_append(row, text);
	buffer_append_text(row, "</td>");
}

static void
put_number(struct buffer *row, uint64_t number)
{
	buffer_appendf(row, "<td class=\"n\">%" PRIu64 "</td>", number);
}

static struct buffer *
begin_row(struct strand *strand, enum html_kind kind, const char *heading)
{
	struct buffer *row = html_row_begin(strand, kind);

	buffer_append_text(row, "<th scope=\"row\">");
	xml_append(row, heading);
	buffer_append_text(row, "</th>");
	return row;
}

/* end is NULL where the input came to none. */
void
html_file_row(struct html *html, const struct input_end_info *end)
{
	struct buffer *row = begin_row(&html->files, HTML_FILES, html->input);
	bool hashed = end != NULL && end->sha256[0] != '\0';

	put_cell(row, html->layers[0] != '\0' ? html->layers : "none");
	if (hashed) {
		put_number(row, end->size);
		buffer_appendf(row, "<td><code>%s</code></td>", end->sha256);
	} else {
		buffer_append_text(
		    row, "<td class=\"n\">not known</td><td>not known</td>");
	}
	buffer_append_text(row,
	    end != NULL && end->complete
		? "<td>completely</td>"
		: "<td class=\"bad\">not completely</td>");
	html_row_end(html, &html->files);
}

static const char *
told_by(enum time_from from)
{
	static const char *const words[] = {
	    [TIME_NONE] = "",
	    [TIME_OPTION] = "given by --as-of",
	    [TIME_ENVELOPE] = "as the report says",
	    [TIME_NAME] = "from the file's name",
	    [TIME_MTIME] = "a guess, from the file's modification time",
	    [TIME_CLOCK] = "a guess, from the machine's clock",
	};

	return words[from];
}

static void
put_time(struct buffer *row, const struct report_info *report)
{
	char time[TIMESTAMP_SIZE];

	if (report->report_time == TIMESTAMP_NONE) {
		buffer_append_text(row, "<td>not known, and not needed</td>");
		return;
	}
	buffer_appendf(row, "<td>%s (%s)</td>",
	    timestamp_format(time, report->report_time),
	    told_by(report->report_time_from));
}

/* The 23rd column is in few reports and missed in none. */
static void
put_missing(struct buffer *row, const struct report_info *report)
{
	const char *before = "";

	buffer_append_text(row, "<td>");
	for (size_t i = 0; i < report->missing_count; i++) {
		if (report->missing[i] == COLUMN_ADDITIONAL_CREDENTIALS_INFO)
			continue;
		buffer_appendf(row, "%s<code>%s</code>", before,
		    column_name(report->missing[i]));
		before = " ";
	}
	buffer_append_text(row, before[0] == '\0' ? "none</td>" : "</td>");
}

void
html_report_row(struct html *html, const struct report_info *report)
{
	struct buffer *row =
	    begin_row(&html->reports, HTML_REPORTS, report->source);

	put_cell(
	    row, report->account[0] != '\0' ? report->account : "not named");
	put_time(row, report);
	put_number(row, report->rows);
	put_number(row, report->judged);
	put_number(row, report->rejected);
	put_missing(row, report);
	html_row_end(html, &html->reports);
}

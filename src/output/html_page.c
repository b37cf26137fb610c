/*
 * The page: head, verdict, contents, and its sections in order. Whatever
 * could make somebody take the answer for more than it is stands at the top.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"
#include "output/html.h"
#include "output/record.h"
#include "output/xml_write.h"

static const char *const style[] = {
#define STYLE(text) text "\n",
#include "output/html_style.def"
#undef STYLE
};

/* What no rule of any policy can find out. */
static const char *const limits[] = {
#define LIMIT(text) text,
#include "output/html_limits.def"
#undef LIMIT
};

void
html_count(struct buffer *to, uint64_t count, const char *one, const char *more)
{
	buffer_appendf(to, "%" PRIu64 " %s", count, count == 1 ? one : more);
}

static void
append_severities(struct buffer *to, const struct summary *summary)
{
	const char *before = " (";

	for (int i = 0; i < SEVERITY_COUNT; i++) {
		if (summary->severity[i] == 0)
			continue;
		buffer_appendf(to, "%s%" PRIu64 " %s", before,
		    summary->severity[i], severity_name((enum severity)i));
		before = ", ";
	}
	buffer_append_text(to, before[0] == ',' ? ")" : "");
}

/* "2 defects in what was read and 3 verdicts not known" */
static void
append_gaps(
    struct buffer *to, const struct html *html, const struct summary *summary)
{
	uint64_t unknown = html->total[OUTCOME_UNKNOWN];

	if (summary->problems > 0)
		html_count(to, summary->problems, "defect in what was read",
		    "defects in what was read");
	if (summary->problems > 0 && unknown > 0)
		buffer_append_text(to, " and ");
	if (unknown > 0)
		html_count(
		    to, unknown, "verdict not known", "verdicts not known");
}

/* "12 findings (1 critical, 11 high)...": for the title and the top. */
static void
append_verdict(
    struct buffer *to, const struct html *html, const struct summary *summary)
{
	uint64_t found = summary->count[OUTCOME_FAIL];

	if (summary->status == 3)
		buffer_append_text(to, "Incomplete: ");
	if (found == 0)
		buffer_append_text(
		    to, summary->status == 3 ? "no findings" : "No findings");
	else
		html_count(to, found, "finding", "findings");
	append_severities(to, summary);
	if (summary->status != 3) {
		buffer_append_text(to, ", and everything was read and judged");
		return;
	}
	buffer_append_text(to, " in what could be judged, with ");
	append_gaps(to, html, summary);
}

static void
put_verdict(struct html *html, const struct summary *summary)
{
	const char *class = summary->status == 3 ? "incomplete"
	    : summary->count[OUTCOME_FAIL] > 0   ? "found"
						 : "clean";
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	append_verdict(&text, html, summary);
	output_printf(html->output, "<p class=\"verdict %s\">%s.</p>\n", class,
	    buffer_text(&text));
	buffer_release(&text);
}

/* Short, for tabs and lists of files. */
static void
put_title(struct output *output, const struct summary *summary)
{
	struct buffer title;

	buffer_init(&title, OUTPUT_UNCAPPED);
	html_count(&title, summary->count[OUTCOME_FAIL], "finding", "findings");
	output_printf(output, "<title>Credential reports: %s%s</title>\n",
	    buffer_text(&title), summary->status == 3 ? ", incomplete" : "");
	buffer_release(&title);
}

static void
put_head(struct output *output, const struct summary *summary)
{
	output_text(output,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; style-src 'unsafe-inline'; "
	    "base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n");
	put_title(output, summary);
	output_text(output, "<style>\n");
	for (size_t i = 0; i < sizeof(style) / sizeof(style[0]); i++)
		output_text(output, style[i]);
	html_table_style(output);
	output_text(output, "</style>\n</head>\n");
}

static bool
is_unsure(const struct html *html)
{
	return html->defects.rows > 0 || html->unknown.rows > 0;
}

/* The sections that are there, in their order. */
static void
put_contents(struct html *html)
{
	const struct {
		bool there;
		const char *id, *text;
	} sections[] = {
	    {true, "summary", "Summary"},
	    {is_unsure(html), "not-judged", "Not read or not judged"},
	    {true, "rules", "Results by rule"},
	    {html->manual.rows > 0, "manual", "To check by hand"},
	    {html->excepted.rows > 0, "exceptions", "Exceptions"},
	    {true, "inputs", "What was read"},
	    {true, "asked", "How the run was asked for"},
	    {true, "limits", "What a report cannot show"},
	};
	const struct html_rule **sorted = html_sorted_rules(html);
	struct output *output = html->output;

	output_text(output, "<nav aria-label=\"Contents\">\n<ul>\n");
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		if (!sections[i].there)
			continue;
		output_printf(output, "<li><a href=\"#%s\">%s</a>",
		    sections[i].id, sections[i].text);
		if (strcmp(sections[i].id, "rules") == 0) {
			output_text(output, "\n<ul>\n");
			for (size_t r = 0; r < html->rule_count; r++) {
				output_text(output, "<li>");
				html_rule_link(output, sorted[r]);
				output_printf(output,
				    " <span>%" PRIu64 "</span></li>\n",
				    sorted[r]->count[OUTCOME_FAIL]);
			}
			output_text(output, "</ul>\n");
		}
		output_text(output, "</li>\n");
	}
	output_text(output, "</ul>\n</nav>\n");
	free(sorted);
}

static void
put_summary(struct html *html, const struct summary *summary)
{
	output_text(
	    html->output, "<section id=\"summary\">\n<h2>Summary</h2>\n");
	html_charts(html, summary);
	html_overview(html);
	output_text(html->output, "</section>\n");
}

static void
put_unsure(struct html *html)
{
	if (!is_unsure(html))
		return;
	output_text(html->output,
	    "<section id=\"not-judged\">\n<h2>Not read or not judged</h2>\n"
	    "<p>What stands here was neither found to be in order nor found "
	    "to be at fault. Mend it or fetch it again, then judge it "
	    "again.</p>\n");
	if (html->unknown.rows < html->total[OUTCOME_UNKNOWN])
		output_printf(html->output,
		    "<p>The %" PRIu64
		    " verdicts that are not known are %" PRIu64
		    " lines below: what a missing column or row makes unknown "
		    "is said once for a report and a rule.</p>\n",
		    html->total[OUTCOME_UNKNOWN], html->unknown.rows);
	html_strand_table(
	    html, &html->defects, HTML_DEFECTS, "What could not be read");
	html_strand_table(
	    html, &html->unknown, HTML_UNKNOWN, "What could not be judged");
	output_text(html->output, "</section>\n");
}

static void
put_strand_section(struct html *html, const struct strand *strand,
    enum html_kind kind, const char *id, const char *title,
    const char *explanation)
{
	if (strand->rows == 0)
		return;
	output_printf(html->output,
	    "<section id=\"%s\">\n<h2>%s</h2>\n<p>%s</p>\n", id, title,
	    explanation);
	html_strand_table(html, strand, kind, title);
	output_text(html->output, "</section>\n");
}

static void
put_inputs(struct html *html)
{
	output_text(
	    html->output, "<section id=\"inputs\">\n<h2>What was read</h2>\n");
	html_strand_table(html, &html->files, HTML_FILES,
	    "Files, with the digests of their bytes as they were given");
	html_strand_table(html, &html->reports, HTML_REPORTS,
	    "Reports in them, with the time for which each was judged");
	if (html->warnings.rows > 0)
		output_text(
		    html->output, "<h3 id=\"warnings\">Warnings</h3>\n");
	html_strand_table(
	    html, &html->warnings, HTML_WARNINGS, "What to know of the inputs");
	output_text(html->output, "</section>\n");
}

static void
put_asked(struct html *html, const struct summary *summary)
{
	static const char *const meanings[] = {
	    "complete, nothing to report at or over --fail-on",
	    "complete, with findings at or over --fail-on",
	    "it could not run",
	    "incomplete",
	};

	output_text(html->output,
	    "<section id=\"asked\">\n<h2>How the run was asked for</h2>\n"
	    "<p>These are all options that narrow or change the answer; what "
	    "is not named here was not given.</p>\n<dl class=\"asked\">\n");
	strand_copy(&html->asked, html->output, html->spool);
	output_printf(html->output,
	    "<dt>Results hidden by --min-severity</dt><dd>%" PRIu64
	    "</dd>\n<dt>Exit status</dt><dd>%d: %s</dd>\n</dl>\n</section>\n",
	    summary->hidden, summary->status, meanings[summary->status & 3]);
}

static void
put_limits(struct output *output)
{
	output_text(output,
	    "<section id=\"limits\">\n<h2>What a report cannot show</h2>\n"
	    "<p>No rule can find out what is not in a credential report. "
	    "Each rule above names its own limits, too.</p>\n<ul>\n");
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		output_printf(output, "<li>%s</li>\n", limits[i]);
	output_text(output, "</ul>\n</section>\n");
}

void
html_page(struct html *html, const struct summary *summary)
{
	struct output *output = html->output;

	put_head(output, summary);
	output_text(output,
	    "<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
	    "results</a>\n<header>\n<h1>Audit of IAM credential "
	    "reports</h1>\n");
	put_verdict(html, summary);
	html_notices(html, summary);
	html_facts(html, summary);
	output_text(output, "</header>\n");
	put_contents(html);
	output_text(output, "<main id=\"main\">\n");
	put_summary(html, summary);
	put_unsure(html);
	html_rules(html);
	put_strand_section(html, &html->manual, HTML_MANUAL, "manual",
	    "To check by hand",
	    "A report cannot decide these; somebody has to look.");
	put_strand_section(html, &html->excepted, HTML_EXCEPTED, "exceptions",
	    "Exceptions",
	    "Findings that somebody answers for, each until its end.");
	put_inputs(html);
	put_asked(html, summary);
	put_limits(output);
	output_text(output, "</main>\n<footer>\n<p>Made offline by ");
	xml_text(output, html->tool);
	output_text(output,
	    " from saved reports. This page is complete in itself: it asks "
	    "nothing of any network and runs no script.</p>\n</footer>\n"
	    "</body>\n</html>\n");
}

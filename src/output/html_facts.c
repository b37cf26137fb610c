/*
 * The top of the page: what keeps the answer from being whole, and what it
 * rests on.
 */
#include <inttypes.h>

#include "base/timestamp.h"
#include "output/html.h"
#include "output/record.h"
#include "output/xml_write.h"

static void
put_note(struct html *html, const char *class, const char *text)
{
	output_printf(html->output, "<p class=\"note %s\">", class);
	xml_text(html->output, text);
	output_text(html->output, "</p>\n");
}

static void
note_incomplete(struct html *html, const struct summary *summary)
{
	if (summary->status == 3)
		output_text(html->output,
		    "<p class=\"note bad\"><strong>This must not be taken as "
		    "clean.</strong> What was not read or not judged is "
		    "listed under <a href=\"#not-judged\">Not read or not "
		    "judged</a>.</p>\n");
}

static void
note_choice(struct html *html)
{
	struct buffer text;

	if (html->choice[0] == '\0')
		return;
	buffer_init(&text, OUTPUT_UNCAPPED);
	buffer_appendf(&text,
	    "Only the rules chosen by %s were applied; of the others this "
	    "page says nothing.",
	    html->choice);
	put_note(html, "", buffer_text(&text));
	buffer_release(&text);
}

static void
note_hidden(struct html *html, const struct summary *summary)
{
	struct buffer text;

	if (summary->hidden == 0)
		return;
	buffer_init(&text, OUTPUT_UNCAPPED);
	record_hidden(&text, html->min_severity, summary->hidden);
	buffer_append_text(&text, "; the counts on this page include them.");
	put_note(html, "", buffer_text(&text));
	buffer_release(&text);
}

static void
note_guesses(struct html *html)
{
	struct buffer text;

	if (html->guessed == 0)
		return;
	buffer_init(&text, OUTPUT_UNCAPPED);
	buffer_append_text(&text, "The time of ");
	html_count(&text, html->guessed, "report", "reports");
	buffer_appendf(
	    &text, " is a guess, and ages rest on it; --as-of would give it.");
	put_note(html, "", buffer_text(&text));
	buffer_release(&text);
}

static void
note_rest(struct html *html)
{
	struct buffer text;
	uint64_t manual = html->total[OUTCOME_MANUAL];
	uint64_t excepted = html->total[OUTCOME_SUPPRESSED];

	if (manual + excepted == 0)
		return;
	buffer_init(&text, OUTPUT_UNCAPPED);
	if (manual > 0)
		html_count(&text, manual, "result has to be checked by hand",
		    "results have to be checked by hand");
	buffer_append_text(&text, manual > 0 && excepted > 0 ? "; " : "");
	if (excepted > 0)
		html_count(&text, excepted, "more finding is excepted",
		    "more findings are excepted");
	buffer_append_text(&text, ".");
	put_note(html, "quiet", buffer_text(&text));
	buffer_release(&text);
}

static void
note_warnings(struct html *html)
{
	struct buffer text;

	if (html->warnings.rows == 0)
		return;
	buffer_init(&text, OUTPUT_UNCAPPED);
	html_count(&text, html->warnings.rows, "warning", "warnings");
	output_printf(html->output,
	    "<p class=\"note quiet\">There %s <a href=\"#warnings\">%s</a> "
	    "about what was read.</p>\n",
	    html->warnings.rows == 1 ? "is" : "are", buffer_text(&text));
	buffer_release(&text);
}

void
html_notices(struct html *html, const struct summary *summary)
{
	note_incomplete(html, summary);
	note_choice(html);
	note_hidden(html, summary);
	note_guesses(html);
	note_rest(html);
	note_warnings(html);
}

static void
begin_fact(struct output *output, const char *name)
{
	output_printf(output, "<div><dt>%s</dt><dd>", name);
}

static void
end_fact(struct output *output)
{
	output_text(output, "</dd></div>\n");
}

/* A number that should be 0 and stands out where it is not. */
static void
put_bad(struct output *output, uint64_t number, const char *what)
{
	output_printf(output,
	    number > 0 ? "<strong>%" PRIu64 " %s</strong>" : "%" PRIu64 " %s",
	    number, what);
}

static void
put_times(struct html *html)
{
	char first[TIMESTAMP_SIZE], last[TIMESTAMP_SIZE];

	if (html->first_time == TIMESTAMP_NONE)
		return;
	timestamp_format(first, html->first_time);
	timestamp_format(last, html->last_time);
	begin_fact(html->output, "As of");
	output_text(html->output, first);
	if (html->first_time != html->last_time)
		output_printf(html->output, " to %s", last);
	end_fact(html->output);
}

/* Reports without ARNs name no account. */
static void
put_accounts(struct html *html)
{
	struct output *output = html->output;
	const char *name = "";
	size_t named = 0;

	for (size_t i = 0; i < html->account_count; i++) {
		if (html->accounts[i]->name[0] == '\0')
			continue;
		name = html->accounts[i]->name;
		named++;
	}
	if (html->account_count == 0)
		return;
	begin_fact(output, named == 1 ? "Account" : "Accounts");
	if (named == 1)
		xml_text(output, name);
	else if (named > 1)
		output_printf(
		    output, "%s%zu", html->capped ? "more than " : "", named);
	if (named < html->account_count)
		output_text(output,
		    named == 0 ? "not named" : "; some reports name none");
	end_fact(output);
}

static void
put_policy(struct html *html)
{
	begin_fact(html->output, "Policy");
	xml_text(html->output, html->policy);
	output_printf(html->output, ", %zu rule%s", html->rule_count,
	    html->rule_count == 1 ? "" : "s");
	end_fact(html->output);
}

static void
put_files(struct output *output, const struct summary *summary)
{
	begin_fact(output, "Files");
	output_printf(output, "%" PRIu64 " read, ", summary->inputs);
	put_bad(output, summary->incomplete, "incomplete");
	output_printf(output, ", %" PRIu64 " skipped", summary->skipped);
	if (summary->duplicates > 0)
		output_printf(output,
		    "; %" PRIu64 " of the bytes of an earlier one",
		    summary->duplicates);
	end_fact(output);
}

static void
put_rows(struct output *output, const struct summary *summary)
{
	begin_fact(output, "Rows");
	output_printf(output, "%" PRIu64 " read = %" PRIu64 " judged + ",
	    summary->rows, summary->judged);
	put_bad(output, summary->rejected, "rejected");
	output_printf(output, ", in %" PRIu64 " report%s", summary->reports,
	    summary->reports == 1 ? "" : "s");
	end_fact(output);
}

static void
put_gaps(struct html *html, const struct summary *summary)
{
	struct output *output = html->output;
	uint64_t unknown = html->total[OUTCOME_UNKNOWN];

	begin_fact(output, "Gaps");
	put_bad(output, summary->problems,
	    summary->problems == 1 ? "defect" : "defects");
	output_text(output, ", ");
	put_bad(output, unknown,
	    unknown == 1 ? "verdict not known" : "verdicts not known");
	end_fact(output);
}

void
html_facts(struct html *html, const struct summary *summary)
{
	struct output *output = html->output;

	output_text(output, "<dl class=\"facts\">\n");
	put_accounts(html);
	put_times(html);
	put_policy(html);
	put_files(output, summary);
	put_rows(output, summary);
	put_gaps(html, summary);
	output_text(output, "</dl>\n");
}

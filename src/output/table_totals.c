/*
 * The end of the table, and its first lines: which reports were read, how
 * much was judged, how sure that is, and what to run next. Results are
 * table_lines.c.
 */
#include <inttypes.h>
#include <string.h>

#include "base/timestamp.h"
#include "output/table.h"

enum {
	HANG = 8
};

static const char *const time_words[] = {
    [TIME_NONE] = "",
    [TIME_OPTION] = "given by --as-of",
    [TIME_ENVELOPE] = "as the report says",
    [TIME_NAME] = "from the file's name",
    [TIME_MTIME] = "a guess, from the file's modification time",
    [TIME_CLOCK] = "a guess, from this machine's clock",
};

static void
put_time(struct page *page, int64_t time)
{
	char text[TIMESTAMP_SIZE];

	page_flow(page, STYLE_PLAIN, timestamp_format(text, time));
}

static void
put_report_time(struct page *page, const struct table_report *report)
{
	bool guess = report->from == TIME_MTIME || report->from == TIME_CLOCK;

	if (report->time == TIMESTAMP_NONE) {
		page_flow(page, STYLE_PLAIN, ", the report's time not known");
		return;
	}
	page_flow(page, STYLE_PLAIN, ", as of ");
	put_time(page, report->time);
	page_flowf(page, guess ? STYLE_YELLOW : STYLE_PLAIN, " (%s)",
	    time_words[report->from]);
}

static void
put_report(struct page *page, const struct table_report *report)
{
	page->hang = HANG;
	page_flow(page, STYLE_BOLD, "Report");
	page_column(page, HANG);
	page_flowf(page, STYLE_PLAIN, "%s: ", report->source);
	if (report->account[0] == '\0')
		page_flow(page, STYLE_PLAIN, "account not named");
	else
		page_flowf(page, STYLE_PLAIN, "account %s", report->account);
	put_report_time(page, report);
	if (report->layers[0] != '\0')
		page_flowf(page, STYLE_PLAIN, ", %s", report->layers);
	page_flow(page, STYLE_PLAIN, ", ");
	page_count(page, STYLE_PLAIN, report->judged, "user", "s");
	if (report->missing[0] != '\0')
		page_flowf(page, STYLE_PLAIN, ", %s", report->missing);
	if (!report->complete)
		page_flow(page, STYLE_BOLD_RED, ", INCOMPLETE");
	page_end_line(page);
}

void
table_reports(struct table *table)
{
	struct page *page = &table->page;

	if (table->report_count == 0)
		return;
	if (table->report_count <= TABLE_REPORTS) {
		for (size_t i = 0; i < table->report_count; i++)
			put_report(page, &table->reports[i]);
		page_end_line(page);
		return;
	}
	page->hang = HANG;
	page_flow(page, STYLE_BOLD, "Reports");
	page_column(page, HANG);
	page_flowf(page, STYLE_PLAIN, "%" PRIu64, table->report_count);
	if (table->first_time != TIMESTAMP_NONE) {
		page_flow(page, STYLE_PLAIN, ", as of ");
		put_time(page, table->first_time);
		page_flow(page, STYLE_PLAIN, " to ");
		put_time(page, table->last_time);
	}
	page_end_line(page);
	page_end_line(page);
}

/* Columns of the counts by rule, in this order. */
static const struct {
	enum outcome outcome;
	const char *label;
	bool always; /* shown although all its counts are 0 */
} columns[] = {
    {OUTCOME_FAIL, "fail", true},
    {OUTCOME_UNKNOWN, "unknown", true},
    {OUTCOME_MANUAL, "by hand", false},
    {OUTCOME_SUPPRESSED, "excepted", false},
    {OUTCOME_PASS, "pass", true},
    {OUTCOME_NOT_APPLICABLE, "n/a", true},
};

enum {
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
	COLUMN_LEAST = 8,
	COLUMN_GAP = 2,
	NAME_LEAST = 24, /* columns worth to begin a rule's name in */
	INDENT = 4
};

static int
column_width(const struct table *table, size_t column)
{
	uint64_t most = 0;
	int width = 1;

	for (size_t i = 0; i < table->rule_count; i++) {
		uint64_t count = table->rules[i].count[columns[column].outcome];

		if (count > most)
			most = count;
	}
	if (most == 0 && !columns[column].always)
		return 0;
	for (; most >= 10; most /= 10)
		width++;
	return width < COLUMN_LEAST ? COLUMN_LEAST : width;
}

static void
put_rule_name(struct page *page, const struct table_rule *rule)
{
	page->hang = page->column + 2;
	page_flowf(page, STYLE_PLAIN, "%s (%s)", rule->id,
	    severity_name(rule->severity));
	page_end_line(page);
}

/* One line a rule, its name at the end, where it may be as long as it is. */
static void
put_wide_tallies(
    const struct table *table, struct page *page, const int width[COLUMNS])
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (width[i] > 0)
			page_flowf(page, STYLE_DIM, "%*s  ", width[i],
			    columns[i].label);
	}
	page_flow(page, STYLE_DIM, "rule");
	page_end_line(page);
	for (size_t r = 0; r < table->rule_count; r++) {
		for (size_t i = 0; i < COLUMNS; i++) {
			if (width[i] > 0)
				page_flowf(page, STYLE_PLAIN, "%*" PRIu64 "  ",
				    width[i],
				    table->rules[r].count[columns[i].outcome]);
		}
		put_rule_name(page, &table->rules[r]);
	}
}

/* The name has a line of its own and the counts flow below. */
static void
put_narrow_tallies(
    const struct table *table, struct page *page, const int width[COLUMNS])
{
	for (size_t r = 0; r < table->rule_count; r++) {
		const char *before = "";

		put_rule_name(page, &table->rules[r]);
		page_column(page, INDENT);
		page->hang = INDENT;
		for (size_t i = 0; i < COLUMNS; i++) {
			if (width[i] == 0)
				continue;
			page_flow(page, STYLE_PLAIN, before);
			page_count(page, STYLE_PLAIN,
			    table->rules[r].count[columns[i].outcome],
			    columns[i].label, "");
			before = ", ";
		}
		page_end_line(page);
	}
}

/* How often each rule gave which verdict: the denominators. */
static void
put_tallies(struct table *table)
{
	struct page *page = &table->page;
	size_t taken = 0;
	int width[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++) {
		width[i] = column_width(table, i);
		if (width[i] > 0)
			taken += (size_t)width[i] + COLUMN_GAP;
	}
	page->hang = 0;
	if (taken + NAME_LEAST <= page->width)
		put_wide_tallies(table, page, width);
	else
		put_narrow_tallies(table, page, width);
	page_end_line(page);
}

/* " (1 critical, 2 high)" */
static void
put_severities(struct page *page, const struct summary *summary)
{
	const char *before = " (";

	for (int i = 0; i < SEVERITY_COUNT; i++) {
		if (summary->severity[i] == 0)
			continue;
		page_flowf(page, STYLE_BOLD, "%s%" PRIu64 " %s", before,
		    summary->severity[i], severity_name((enum severity)i));
		before = ", ";
	}
	if (before[0] == ',')
		page_flow(page, STYLE_BOLD, ")");
}

static void
put_users(struct page *page, const struct summary *summary)
{
	page_count(page, STYLE_PLAIN, summary->judged, "user", "s");
	page_flow(page, STYLE_PLAIN, " of ");
	page_count(page, STYLE_PLAIN, summary->reports, "report", "s");
}

static bool
nothing_found(const struct summary *summary)
{
	return summary->count[OUTCOME_FAIL] == 0;
}

/* ", 3 unknown" */
static void
put_part(struct page *page, uint64_t count, const char *what)
{
	page_flow(page, STYLE_PLAIN, ", ");
	page_count(page, STYLE_PLAIN, count, what, "");
}

static void
put_sums(struct page *page, const struct summary *summary)
{
	page->hang = 0;
	page_count(
	    page, STYLE_BOLD, summary->count[OUTCOME_FAIL], "finding", "s");
	put_severities(page, summary);
	put_part(page, summary->count[OUTCOME_UNKNOWN], "unknown");
	if (summary->count[OUTCOME_MANUAL] > 0)
		put_part(
		    page, summary->count[OUTCOME_MANUAL], "to check by hand");
	if (summary->count[OUTCOME_SUPPRESSED] > 0)
		put_part(page, summary->count[OUTCOME_SUPPRESSED], "excepted");
	if (!nothing_found(summary)) {
		page_flow(page, STYLE_PLAIN, ", in ");
		put_users(page, summary);
	}
	page_flow(page, STYLE_PLAIN, "; ");
	page_count(page, STYLE_PLAIN, summary->rows, "row", "s");
	page_flowf(page, STYLE_PLAIN,
	    " read, %" PRIu64 " judged, %" PRIu64 " rejected.", summary->judged,
	    summary->rejected);
	page_end_line(page);
}

/* Nothing found is worth what was judged, for whom and as of when. */
static void
put_nothing(struct table *table, const struct summary *summary)
{
	const struct table_report *report = &table->reports[0];
	struct page *page = &table->page;

	page->hang = 0;
	page_flow(page, STYLE_BOLD,
	    summary->status == 3 ? "No findings in what could be judged: "
				 : "Nothing found: ");
	page_count(page, STYLE_PLAIN, table->rule_count, "rule", "s");
	page_flowf(
	    page, STYLE_PLAIN, " of policy %s, applied to ", table->policy);
	put_users(page, summary);
	if (summary->reports == 1 && table->report_count == 1 &&
	    report->account[0] != '\0')
		page_flowf(page, STYLE_PLAIN, ", account %s", report->account);
	if (summary->reports == 1 && table->report_count == 1 &&
	    report->time != TIMESTAMP_NONE) {
		page_flow(page, STYLE_PLAIN, ", as of ");
		put_time(page, report->time);
	}
	page_flow(page, STYLE_PLAIN, ".");
	page_end_line(page);
}

/* A run that applied only some rules says nothing about the others. */
static void
put_choice(struct table *table)
{
	struct page *page = &table->page;

	if (table->choice[0] == '\0')
		return;
	page->hang = 0;
	page_flowf(page, STYLE_YELLOW,
	    "Only the rules chosen by %s were applied.", table->choice);
	page_end_line(page);
}

static void
put_hidden(struct table *table, const struct summary *summary)
{
	struct page *page = &table->page;

	page->hang = 0;
	if (summary->skipped > 0) {
		page_count(page, STYLE_PLAIN, summary->skipped, "file", "s");
		page_flow(page, STYLE_PLAIN,
		    " skipped: no report, nor anything that may hold one.");
		page_end_line(page);
	}
	if (summary->hidden == 0)
		return;
	page_count(page, STYLE_YELLOW, summary->hidden, "result", "s");
	page_flowf(page, STYLE_YELLOW,
	    " hidden: less severe than --min-severity=%s, but counted here.",
	    severity_name(table->min_severity));
	page_end_line(page);
}

static void
put_left_out(struct table *table)
{
	if (!table->summary)
		return;
	table->page.hang = 0;
	page_flow(&table->page, STYLE_YELLOW,
	    "Single results are left out, by --summary.");
	page_end_line(&table->page);
}

static void
put_unknown(struct page *page, uint64_t count)
{
	page_count(page, STYLE_PLAIN, count, "verdict", "s");
	page_flow(page, STYLE_PLAIN, " unknown");
}

static void
put_incomplete(struct table *table, const struct summary *summary)
{
	struct page *page = &table->page;

	if (summary->status != 3)
		return;
	page->hang = 0;
	page_flow(page, STYLE_BOLD_RED, "INCOMPLETE: ");
	if (summary->problems > 0) {
		page_count(
		    page, STYLE_PLAIN, summary->problems, "problem", "s");
		page_flow(page, STYLE_PLAIN, " in reading");
	}
	if (summary->problems > 0 && summary->count[OUTCOME_UNKNOWN] > 0)
		page_flow(page, STYLE_PLAIN, ", ");
	if (summary->count[OUTCOME_UNKNOWN] > 0)
		put_unknown(page, summary->count[OUTCOME_UNKNOWN]);
	page_flow(page, STYLE_PLAIN, "; this must not be taken as clean.");
	page_end_line(page);
}

static void
put_next(struct table *table, const struct summary *summary)
{
	struct page *page = &table->page;

	page->hang = 6;
	if (table->worst_rule != TABLE_NO_RULE) {
		page_flow(page, STYLE_DIM, "Next: ");
		page_flowf(page, STYLE_PLAIN, "mfa-check rules show %s",
		    table->rules[table->worst_rule].id);
	} else if (summary->status == 3) {
		page_flow(page, STYLE_DIM, "Next: ");
		page_flow(page, STYLE_PLAIN,
		    "mend or fetch again what is named above, then judge it");
	} else if (table->rule_count > 0) {
		page_flow(page, STYLE_DIM, "Next: ");
		page_flowf(page, STYLE_PLAIN,
		    "mfa-check rules show %s, for what the report cannot show",
		    table->rules[0].id);
	} else {
		return;
	}
	page_end_line(page);
}

void
table_totals(struct table *table, const struct summary *summary)
{
	if (table->streaming || table->summary || nothing_found(summary) ||
	    table->report_count > TABLE_REPORTS)
		put_tallies(table);
	if (nothing_found(summary))
		put_nothing(table, summary);
	put_sums(&table->page, summary);
	put_choice(table);
	put_left_out(table);
	put_hidden(table, summary);
	put_incomplete(table, summary);
	put_next(table, summary);
}

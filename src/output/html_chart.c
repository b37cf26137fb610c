/*
 * Charts of the html format: bars, each an SVG of its own beside the number
 * that it shows, so that it grows with the page and the number is its text.
 * Everything that is drawn was counted from events.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "output/html.h"
#include "output/xml_write.h"

enum {
	WHOLE = 1000,
	ACCOUNTS_SHOWN = 20
};

/* Of WHOLE; no overflow for counts below 2^54. */
static uint64_t
share(uint64_t value, uint64_t most)
{
	return most == 0 ? 0 : value * WHOLE / most;
}

void
html_bar(
    struct output *output, const char *class, uint64_t value, uint64_t most)
{
	uint64_t width = share(value, most);

	/* What is there can be seen. */
	if (value > 0 && width < 4)
		width = 4;
	output_printf(output,
	    "<svg class=\"bar\" viewBox=\"0 0 %d 10\" "
	    "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	    "<rect class=\"%s\" width=\"%" PRIu64 "\" height=\"10\"/></svg>",
	    WHOLE, class, width);
}

static void
put_bar_row(struct output *output, const char *label, const char *class,
    uint64_t value, uint64_t most)
{
	output_text(output, "<tr><th scope=\"row\">");
	xml_text(output, label);
	output_printf(
	    output, "</th><td class=\"n\">%" PRIu64 "</td><td>", value);
	html_bar(output, class, value, most);
	output_text(output, "</td></tr>\n");
}

static uint64_t
most_of(const uint64_t *values, size_t count)
{
	uint64_t most = 0;

	for (size_t i = 0; i < count; i++)
		if (values[i] > most)
			most = values[i];
	return most;
}

static void
put_severities(struct output *output, const struct summary *summary)
{
	uint64_t most = most_of(summary->severity, SEVERITY_COUNT);

	html_table_begin(output, HTML_BARS, "Findings by severity");
	for (int i = 0; i < SEVERITY_COUNT; i++) {
		char class[] = {'s', (char)('0' + i), '\0'};

		put_bar_row(output, severity_name((enum severity)i), class,
		    summary->severity[i], most);
	}
	html_table_end(output);
}

static void
put_outcomes(struct html *html)
{
	static const struct {
		enum outcome outcome;
		const char *label, *class;
	} rows[] = {
	    {OUTCOME_FAIL, "findings", "s1"},
	    {OUTCOME_UNKNOWN, "not judged", "unsure"},
	    {OUTCOME_MANUAL, "to check by hand", "s3"},
	    {OUTCOME_SUPPRESSED, "excepted", "s4"},
	    {OUTCOME_PASS, "passed", "good"},
	    {OUTCOME_NOT_APPLICABLE, "does not apply", "s4"},
	};
	struct output *output = html->output;
	uint64_t most = most_of(html->total, OUTCOME_COUNT);

	html_table_begin(output, HTML_BARS, "Verdicts by outcome");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		put_bar_row(output, rows[i].label, rows[i].class,
		    html->total[rows[i].outcome], most);
	html_table_end(output);
}

/* The parts of the whole in one bar; what is said below is its text. */
struct part {
	const char *label, *class;
	uint64_t count;
};

static void
put_parts(struct output *output, const struct part *parts, size_t count,
    uint64_t whole)
{
	uint64_t done = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t from = share(done, whole);

		done += parts[i].count;
		output_printf(output,
		    "<rect class=\"%s\" x=\"%" PRIu64 "\" width=\"%" PRIu64
		    "\" height=\"10\"/>",
		    parts[i].class, from, share(done, whole) - from);
	}
}

static void
put_coverage_text(struct output *output, const struct part *parts, size_t count)
{
	const char *before = "";

	for (size_t i = 0; i < count; i++) {
		if (parts[i].count == 0)
			continue;
		output_printf(output, "%s%" PRIu64 " %s", before,
		    parts[i].count, parts[i].label);
		before = ", ";
	}
}

static const struct html_rule *
rule_named(const struct html *html, const char *id)
{
	for (size_t i = 0; i < html->rule_count; i++)
		if (strcmp(html->rules[i].info.id, id) == 0)
			return &html->rules[i];
	return NULL;
}

/* How many have MFA of those who need it, as console-mfa counted them. */
static void
put_coverage(struct html *html)
{
	const struct html_rule *rule = rule_named(html, "console-mfa");
	struct output *output = html->output;
	uint64_t whole, tenths;

	if (rule == NULL)
		return;
	const struct part parts[] = {
	    {"with MFA", "good", rule->count[OUTCOME_PASS]},
	    {"without MFA", "s1", rule->count[OUTCOME_FAIL]},
	    {"without MFA but excepted", "s4", rule->count[OUTCOME_SUPPRESSED]},
	    {"not judged", "unsure", rule->count[OUTCOME_UNKNOWN]},
	};
	const size_t count = sizeof(parts) / sizeof(parts[0]);

	whole =
	    parts[0].count + parts[1].count + parts[2].count + parts[3].count;
	if (whole == 0)
		return;
	tenths = share(parts[0].count, whole);
	output_printf(output,
	    "<figure>\n<figcaption>MFA where there is a console password, by "
	    "<a href=\"#rule-console-mfa\">console-mfa</a></figcaption>\n"
	    "<p class=\"big\">%" PRIu64 ".%" PRIu64 "&nbsp;%%</p>\n"
	    "<svg class=\"bar\" viewBox=\"0 0 %d 10\" "
	    "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Of %" PRIu64
	    ": ",
	    tenths / 10, tenths % 10, WHOLE, whole);
	put_coverage_text(output, parts, count);
	output_text(output, "\">");
	put_parts(output, parts, count, whole);
	output_printf(output, "</svg>\n<p>Of %" PRIu64 ": ", whole);
	put_coverage_text(output, parts, count);
	output_text(output, ".</p>\n</figure>\n");
}

static int
compare_accounts(const void *a, const void *b)
{
	const struct html_account *one = *(const struct html_account *const *)a;
	const struct html_account *other =
	    *(const struct html_account *const *)b;

	if (one->findings != other->findings)
		return one->findings > other->findings ? -1 : 1;
	return strcmp(one->name, other->name);
}

/* Findings of the accounts that have no bar of their own. */
static uint64_t
findings_beyond(const struct html *html, size_t shown)
{
	uint64_t findings = html->rest.findings;

	for (size_t i = shown; i < html->account_count; i++)
		findings += html->accounts[i]->findings;
	return findings;
}

static void
put_other_accounts(
    struct html *html, size_t shown, uint64_t findings, uint64_t most)
{
	char *label;

	if (shown == html->account_count && !html->capped)
		return;
	label = xasprintf("%zu%s other accounts", html->account_count - shown,
	    html->capped ? " and more" : "");
	put_bar_row(html->output, label, "s4", findings, most);
	free(label);
}

static void
put_accounts(struct html *html)
{
	size_t shown = html->account_count;
	uint64_t most, beyond;

	if (shown < 2)
		return;
	qsort(html->accounts, shown, sizeof(struct html_account *),
	    compare_accounts);
	if (shown > ACCOUNTS_SHOWN)
		shown = ACCOUNTS_SHOWN;
	beyond = findings_beyond(html, shown);
	most = html->accounts[0]->findings;
	if (beyond > most)
		most = beyond;
	html_table_begin(html->output, HTML_BARS, "Findings by account");
	for (size_t i = 0; i < shown; i++) {
		const struct html_account *account = html->accounts[i];

		put_bar_row(html->output,
		    account->name[0] != '\0' ? account->name
					     : "account not named",
		    "s1", account->findings, most);
	}
	put_other_accounts(html, shown, beyond, most);
	html_table_end(html->output);
}

static void
put_ages(struct html *html)
{
	static const char *const labels[HTML_AGES] = {
	    "under 6 months",
	    "6 to 12 months",
	    "1 to 2 years",
	    "2 to 3 years",
	    "over 3 years",
	};
	uint64_t most = most_of(html->ages, HTML_AGES);

	if (most == 0)
		return;
	html_table_begin(html->output, HTML_BARS,
	    "Age of the active keys that access-key-age finds too old");
	for (size_t i = 0; i < HTML_AGES; i++)
		put_bar_row(html->output, labels[i], "s2", html->ages[i], most);
	html_table_end(html->output);
}

void
html_charts(struct html *html, const struct summary *summary)
{
	output_text(html->output, "<div class=\"charts\">\n");
	put_severities(html->output, summary);
	put_outcomes(html);
	put_coverage(html);
	put_accounts(html);
	put_ages(html);
	output_text(html->output, "</div>\n");
}

static void
put_number(struct output *output, uint64_t number)
{
	output_printf(output, "<td class=\"n\">%" PRIu64 "</td>", number);
}

void
html_overview(struct html *html)
{
	static const enum outcome outcomes[] = {
	    OUTCOME_UNKNOWN,
	    OUTCOME_MANUAL,
	    OUTCOME_SUPPRESSED,
	    OUTCOME_PASS,
	    OUTCOME_NOT_APPLICABLE,
	};
	const struct html_rule **sorted = html_sorted_rules(html);
	struct output *output = html->output;
	uint64_t most = 0;

	for (size_t i = 0; i < html->rule_count; i++)
		if (sorted[i]->count[OUTCOME_FAIL] > most)
			most = sorted[i]->count[OUTCOME_FAIL];
	html_table_begin(output, HTML_RULES,
	    "Findings by rule, and how often each gave which verdict");
	for (size_t i = 0; i < html->rule_count; i++) {
		const struct html_rule *rule = sorted[i];
		int severity = (int)rule->info.severity;
		char class[] = {'s', (char)('0' + severity), '\0'};

		output_text(output, "<tr><th scope=\"row\">");
		html_rule_link(output, rule);
		output_printf(output,
		    "</th><td><span class=\"sev %s\">%s</span></td>", class,
		    severity_name(rule->info.severity));
		put_number(output, rule->count[OUTCOME_FAIL]);
		output_text(output, "<td>");
		html_bar(output, class, rule->count[OUTCOME_FAIL], most);
		output_text(output, "</td>");
		for (size_t o = 0; o < sizeof(outcomes) / sizeof(outcomes[0]);
		     o++)
			put_number(output, rule->count[outcomes[o]]);
		output_text(output, "</tr>\n");
	}
	html_table_end(output);
	free(sorted);
}

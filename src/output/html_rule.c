/*
 * A section for each rule: why it matters, what it found, what to do, and
 * how much it judged. Results that are no findings have sections of their
 * own (html_page.c).
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "output/html.h"
#include "output/xml_write.h"

void
html_rule_link(struct output *output, const struct html_rule *rule)
{
	output_text(output, "<a href=\"#rule-");
	xml_text(output, rule->info.id);
	output_text(output, "\">");
	xml_text(output, rule->info.id);
	output_text(output, "</a>");
}

/* Rules with findings first, the most severe before all; else as in the
 * policy. */
static int
compare_rules(const void *a, const void *b)
{
	const struct html_rule *one = *(const struct html_rule *const *)a;
	const struct html_rule *other = *(const struct html_rule *const *)b;
	bool found = one->count[OUTCOME_FAIL] > 0;

	if (found != (other->count[OUTCOME_FAIL] > 0))
		return found ? -1 : 1;
	if (one->info.severity != other->info.severity)
		return one->info.severity < other->info.severity ? -1 : 1;
	return one < other ? -1 : one > other;
}

const struct html_rule **
html_sorted_rules(const struct html *html)
{
	const struct html_rule **sorted =
	    xcalloc(html->rule_count + 1, sizeof(*sorted));

	for (size_t i = 0; i < html->rule_count; i++)
		sorted[i] = &html->rules[i];
	qsort(sorted, html->rule_count, sizeof(struct html_rule *),
	    compare_rules);
	return sorted;
}

static uint64_t
judged_by(const struct html_rule *rule)
{
	uint64_t sum = 0;

	for (int i = 0; i < OUTCOME_COUNT; i++)
		sum += i == OUTCOME_NOT_APPLICABLE ? 0 : rule->count[i];
	return sum;
}

/* "4 findings among 22 to which it applies: 18 passed." */
static void
put_denominators(struct html *html, const struct html_rule *rule)
{
	static const struct {
		enum outcome outcome;
		const char *words, *link;
	} parts[] = {
	    {OUTCOME_PASS, "passed", NULL},
	    {OUTCOME_SUPPRESSED, "excepted", "exceptions"},
	    {OUTCOME_MANUAL, "to check by hand", "manual"},
	    {OUTCOME_UNKNOWN, "not judged", "not-judged"},
	};
	struct output *output = html->output;
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	html_count(&text, rule->count[OUTCOME_FAIL], "finding", "findings");
	output_printf(output,
	    "<p class=\"of\"><strong>%s</strong> among %" PRIu64
	    " to which it applies",
	    buffer_text(&text), judged_by(rule));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		uint64_t count = rule->count[parts[i].outcome];

		if (count == 0)
			continue;
		output_printf(output, ", %" PRIu64 " ", count);
		if (parts[i].link != NULL)
			output_printf(output, "<a href=\"#%s\">%s</a>",
			    parts[i].link, parts[i].words);
		else
			output_text(output, parts[i].words);
	}
	output_printf(output, "; it does not apply to %" PRIu64 " more.</p>\n",
	    rule->count[OUTCOME_NOT_APPLICABLE]);
	buffer_release(&text);
}

static void
put_help(struct output *output, const struct rule_info *rule,
    enum help_section section)
{
	if (rule->help[section] == NULL)
		return;
	output_printf(output, "<h4>%s</h4>\n", help_heading(section));
	html_help(output, rule->help[section]);
}

/* What takes pages: there for who wants it, and not printed. */
static void
put_instructions(struct output *output, const struct rule_info *rule)
{
	static const enum help_section sections[] = {
	    HELP_CHECKS,
	    HELP_AUDIT_CONSOLE,
	    HELP_AUDIT_COMMAND,
	    HELP_REMEDY_CONSOLE,
	    HELP_REMEDY_COMMAND,
	    HELP_AT_SCALE,
	    HELP_NUMBERS,
	};
	const size_t count = sizeof(sections) / sizeof(sections[0]);
	size_t first = 0;

	while (first < count && rule->help[sections[first]] == NULL)
		first++;
	if (first == count)
		return;
	output_text(output,
	    "<details>\n<summary>What it checks, how to check and mend it "
	    "by hand</summary>\n");
	for (size_t i = first; i < count; i++)
		put_help(output, rule, sections[i]);
	output_text(output, "</details>\n");
}

static void
put_remedy(struct output *output, const struct rule_info *rule)
{
	if (rule->fix[0] == '\0')
		return;
	output_text(output, "<h4>What to do</h4>\n<p>");
	xml_text(output, rule->fix);
	output_text(output, "</p>\n");
}

static void
put_references(struct output *output, const struct rule_info *rule)
{
	if (rule->ref_count == 0)
		return;
	output_text(output, "<h4>References</h4>\n<ul class=\"refs\">\n");
	for (size_t i = 0; i < rule->ref_count; i++) {
		output_text(output, "<li><b>");
		xml_text(output, rule->refs[i].framework);
		output_text(output, "</b> ");
		xml_text(output, rule->refs[i].control);
		output_text(output, "</li>\n");
	}
	output_text(output, "</ul>\n");
}

/* Rows that only --all asks for. */
static void
put_others(struct html *html, const struct html_rule *rule,
    const struct strand *strand, const char *what)
{
	char *caption;

	if (strand->rows == 0)
		return;
	caption = xasprintf("%s: %s", rule->info.id, what);
	output_printf(html->output,
	    "<details class=\"rows\">\n<summary>%" PRIu64 " %s</summary>\n",
	    strand->rows, what);
	html_strand_table(html, strand, HTML_OTHER, caption);
	output_text(html->output, "</details>\n");
	free(caption);
}

static void
put_rows(struct html *html, const struct html_rule *rule)
{
	char *caption = xasprintf("%s: findings", rule->info.id);

	html_strand_table(html, &rule->found, HTML_FOUND, caption);
	if (rule->count[OUTCOME_FAIL] > 0 && rule->found.rows == 0)
		output_text(html->output,
		    "<p class=\"note\">Its findings are hidden by "
		    "--min-severity.</p>\n");
	put_others(html, rule, &rule->passed, "passed");
	put_others(
	    html, rule, &rule->not_applicable, "to which it does not apply");
	free(caption);
}

static void
put_rule(struct html *html, const struct html_rule *rule)
{
	const struct rule_info *info = &rule->info;
	struct output *output = html->output;

	output_printf(output, "<section class=\"rule%s\" id=\"rule-",
	    rule->has_credentials ? "" : " plain");
	xml_text(output, info->id);
	output_text(output, "\">\n<div class=\"head\">\n<h3>");
	xml_text(output, info->title);
	output_printf(output,
	    "</h3>\n<p><span class=\"sev s%d\">%s</span> <code>",
	    (int)info->severity, severity_name(info->severity));
	xml_text(output, info->id);
	output_text(output, "</code></p>\n");
	put_denominators(html, rule);
	put_help(output, info, HELP_WHY);
	output_text(output, "</div>\n");
	put_rows(html, rule);
	put_remedy(output, info);
	put_instructions(output, info);
	put_help(output, info, HELP_LIMITS);
	put_references(output, info);
	output_text(output, "</section>\n");
}

void
html_rules(struct html *html)
{
	const struct html_rule **sorted = html_sorted_rules(html);

	output_text(
	    html->output, "<section id=\"rules\">\n<h2>Results by rule</h2>\n");
	for (size_t i = 0; i < html->rule_count; i++)
		put_rule(html, sorted[i]);
	output_text(html->output, "</section>\n");
	free(sorted);
}

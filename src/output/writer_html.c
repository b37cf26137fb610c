/*
 * The html format: one file for people that needs nothing else. Verdict and
 * totals stand before results and are known after them, so rows wait in
 * strands; memory follows rules and, up to a cap, accounts, not results. What
 * the page looks like is html_page.c and its neighbours.
 */
#include <assert.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "output/html.h"
#include "output/record.h"
#include "output/writer.h"

struct writer {
	struct html html;
};

static struct writer *
html_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));
	struct html *html = &writer->html;

	(void)look;
	html->output = output;
	html->spool = spool;
	html->first_time = html->last_time = TIMESTAMP_NONE;
	html->min_severity = SEVERITY_NONE;
	return writer;
}

static char *
join(const char *const *item, size_t count, const char *between)
{
	struct buffer text;
	char *joined;

	buffer_init(&text, OUTPUT_UNCAPPED);
	for (size_t i = 0; i < count; i++)
		buffer_appendf(&text, "%s%s", i > 0 ? between : "", item[i]);
	joined = xstrdup(buffer_text(&text));
	buffer_release(&text);
	return joined;
}

static void
take_run(struct html *html, const struct event *event)
{
	const struct run_info *run = event->u.run;

	html->tool = xasprintf("%s %s", run->tool, run->version);
	html->policy = join(run->policy.item, run->policy.count, " + ");
	html->choice = record_choice(run);
	html->min_severity = run->min_severity;
	html_asked(html, run);
}

static void
copy_refs(struct rule_info *to, const struct rule_info *from)
{
	to->refs = xcalloc(from->ref_count + 1, sizeof(*to->refs));
	to->ref_count = from->ref_count;
	for (size_t i = 0; i < from->ref_count; i++)
		to->refs[i] = (struct reference){
		    .framework = xstrdup(from->refs[i].framework),
		    .control = xstrdup(from->refs[i].control),
		};
}

static void
take_rule(struct html *html, const struct event *event)
{
	const struct rule_info *from = event->u.rule;
	struct html_rule *rule;

	html->rules = xgrow(html->rules, html->rule_count, &html->rule_size,
	    sizeof(*html->rules));
	rule = &html->rules[html->rule_count++];
	*rule = (struct html_rule){.info = {
				       .id = xstrdup(from->id),
				       .title = xstrdup(from->title),
				       .fix = xstrdup(from->fix),
				       .severity = from->severity,
				   }};
	copy_refs(&rule->info, from);
	for (int i = 0; i < HELP_COUNT; i++)
		if (from->help[i] != NULL)
			rule->info.help[i] = xstrdup(from->help[i]);
}

/* Results come in policy order, so the next one's rule is near. */
static struct html_rule *
find_rule(struct html *html, const struct rule_info *info)
{
	size_t at = html->last_rule;

	while (strcmp(html->rules[at].info.id, info->id) != 0) {
		at = (at + 1) % html->rule_count;
		assert(at != html->last_rule);
	}
	html->last_rule = at;
	return &html->rules[at];
}

static int
compare_names(const void *a, const void *b)
{
	const struct html_account *one = a, *other = b;

	return strcmp(one->name, other->name);
}

/* The account of that name; of those beyond the cap there is only one. */
static struct html_account *
get_account(struct html *html, const char *name)
{
	struct html_account wanted = {.name = (char *)(uintptr_t)name};
	struct html_account **found =
	    tfind(&wanted, &html->by_name, compare_names);
	struct html_account *account;

	if (found != NULL)
		return *found;
	if (html->account_count == LIMIT_ACCOUNTS) {
		html->capped = true;
		return &html->rest;
	}
	account = xcalloc(1, sizeof(*account));
	account->name = xstrdup(name);
	html->accounts = xgrow(html->accounts, html->account_count,
	    &html->account_size, sizeof(struct html_account *));
	html->accounts[html->account_count++] = account;
	if (tsearch(account, &html->by_name, compare_names) == NULL)
		alloc_failed();
	return account;
}

/* The date of the key that the result is about, or TIMESTAMP_NONE. */
static int64_t
rotated(const struct result *result)
{
	int64_t time;

	for (size_t i = 0; i < result->evidence_count; i++) {
		const struct evidence *cell = &result->evidence[i];

		if (strstr(cell->name, "_last_rotated") != NULL &&
		    timestamp_parse_sql(text_of(cell->value), &time) == 0)
			return time;
	}
	return TIMESTAMP_NONE;
}

static void
count_age(struct html *html, const struct result *result)
{
	static const int64_t until[HTML_AGES - 1] = {183, 365, 730, 1095};
	int64_t from = rotated(result);
	size_t i = 0;

	if (strcmp(result->rule->id, "access-key-age") != 0 ||
	    from == TIMESTAMP_NONE || result->report_time == TIMESTAMP_NONE)
		return;
	while (i < HTML_AGES - 1 &&
	    (result->report_time - from) / DAY_SECS >= until[i])
		i++;
	html->ages[i]++;
}

static void
take_found(
    struct html *html, struct html_rule *rule, const struct result *result)
{
	html_result_row(html, &rule->found, HTML_FOUND, result);
	get_account(html, result->account)->findings++;
	count_age(html, result);
}

static void
take_result(struct html *html, const struct event *event)
{
	const struct result *result = event->u.result;
	struct html_rule *rule = find_rule(html, result->rule);

	if (result->credential[0] != '\0')
		rule->has_credentials = true;
	switch (result->outcome) {
	case OUTCOME_FAIL:
		take_found(html, rule, result);
		return;
	case OUTCOME_PASS:
		html_result_row(html, &rule->passed, HTML_OTHER, result);
		return;
	case OUTCOME_NOT_APPLICABLE:
		html_result_row(
		    html, &rule->not_applicable, HTML_OTHER, result);
		return;
	case OUTCOME_UNKNOWN:
		html_result_row(html, &html->unknown, HTML_UNKNOWN, result);
		return;
	case OUTCOME_MANUAL:
		html_result_row(html, &html->manual, HTML_MANUAL, result);
		return;
	case OUTCOME_SUPPRESSED:
		html_result_row(html, &html->excepted, HTML_EXCEPTED, result);
		return;
	case OUTCOME_COUNT:
		return;
	}
}

/* As a record without a rule, whose only cell is where it stands. */
static void
take_problem(struct html *html, const struct event *event)
{
	const struct problem_info *info = event->u.problem;
	const struct problem *problem = info->problem;
	bool defect = problem->level == LEVEL_ERROR;
	const struct evidence cell = {
	    .name = "",
	    .value = "",
	    .column = problem->column,
	    .end_column = problem->column,
	};
	const struct result result = {
	    .outcome = OUTCOME_UNKNOWN,
	    .message = problem->text,
	    .source = info->source,
	    .line = problem->line,
	    .evidence = &cell,
	    .evidence_count = 1,
	};

	html_result_row(html, defect ? &html->defects : &html->warnings,
	    defect ? HTML_DEFECTS : HTML_WARNINGS, &result);
}

static void
forget_input(struct html *html)
{
	free(html->input);
	free(html->layers);
	html->input = html->layers = NULL;
}

static void
end_input(struct html *html, const struct input_end_info *end)
{
	if (html->input == NULL)
		return;
	html_file_row(html, end);
	forget_input(html);
}

static void
take_input(struct html *html, const struct event *event)
{
	const struct input_info *input = event->u.input;

	end_input(html, NULL);
	html->input = xstrdup(input->source);
	/* From the outside in. */
	html->layers = join(input->layers, input->layer_count, " > ");
}

static void
take_input_end(struct html *html, const struct event *event)
{
	end_input(html, event->u.input_end);
}

static void
take_report(struct html *html, const struct event *event)
{
	const struct report_info *report = event->u.report;
	int64_t time = report->report_time;

	(void)get_account(html, report->account);
	if (report->report_time_from == TIME_MTIME ||
	    report->report_time_from == TIME_CLOCK)
		html->guessed++;
	html_report_row(html, report);
	if (time == TIMESTAMP_NONE)
		return;
	if (html->first_time == TIMESTAMP_NONE || time < html->first_time)
		html->first_time = time;
	if (time > html->last_time)
		html->last_time = time;
}

static void
take_tally(struct html *html, const struct event *event)
{
	const struct tally *tally = event->u.tally;

	memcpy(find_rule(html, tally->rule)->count, tally->count,
	    sizeof(tally->count));
	for (int i = 0; i < OUTCOME_COUNT; i++)
		html->total[i] += tally->count[i];
}

static void
take_summary(struct html *html, const struct event *event)
{
	end_input(html, NULL);
	html_page(html, event->u.summary);
}

static void
html_take(struct writer *writer, const struct event *event)
{
	static void (*const takers[])(struct html *, const struct event *) = {
	    [EVENT_RUN] = take_run,
	    [EVENT_RULE] = take_rule,
	    [EVENT_INPUT] = take_input,
	    [EVENT_RESULT] = take_result,
	    [EVENT_PROBLEM] = take_problem,
	    [EVENT_REPORT] = take_report,
	    [EVENT_INPUT_END] = take_input_end,
	    [EVENT_TALLY] = take_tally,
	    [EVENT_SUMMARY] = take_summary,
	};

	takers[event->kind](&writer->html, event);
}

static void
release_rule(struct html_rule *rule)
{
	struct rule_info *info = &rule->info;

	strand_release(&rule->found);
	strand_release(&rule->passed);
	strand_release(&rule->not_applicable);
	for (size_t i = 0; i < info->ref_count; i++) {
		free(info->refs[i].framework);
		free(info->refs[i].control);
	}
	free(info->refs);
	for (int i = 0; i < HELP_COUNT; i++)
		free(info->help[i]);
	free(info->id);
	free(info->title);
	free(info->fix);
}

static void
release_accounts(struct html *html)
{
	for (size_t i = 0; i < html->account_count; i++) {
		tdelete(html->accounts[i], &html->by_name, compare_names);
		free(html->accounts[i]->name);
		free(html->accounts[i]);
	}
	free(html->accounts);
}

static void
html_free(struct writer *writer)
{
	struct html *html = &writer->html;
	struct strand *const strands[] = {&html->defects, &html->unknown,
	    &html->manual, &html->excepted, &html->warnings, &html->asked,
	    &html->files, &html->reports};

	for (size_t i = 0; i < sizeof(strands) / sizeof(strands[0]); i++)
		strand_release(strands[i]);
	for (size_t i = 0; i < html->rule_count; i++)
		release_rule(&html->rules[i]);
	free(html->rules);
	release_accounts(html);
	forget_input(html);
	free(html->tool);
	free(html->policy);
	free(html->choice);
	free(writer);
}

const struct format format_html = {
    .name = "html",
    .ending = ".html",
    .help = "one self-contained page, for the evidence binder",
    .needs = NEEDS_SPOOL | NEEDS_DIGEST,
    .new = html_new,
    .take = html_take,
    .free = html_free,
};

/*
 * The prom format: gauges in Prometheus' text format, for node_exporter's
 * textfile collector. By account and rule, never by user: a time series for
 * each user would be a flood. Counters are all that is kept.
 */
#include <assert.h>
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "output/record.h"
#include "output/writer.h"

/* The account that stands for all beyond the limit. */
#define OTHERS "others"

struct account {
	char *name;
	int64_t report_time; /* of the newest report, or TIMESTAMP_NONE */
	uint64_t (*count)[OUTCOME_COUNT]; /* of each rule */
};

struct rule {
	char *id;
	size_t index;
	enum severity severity;
	uint64_t judged[OUTCOME_COUNT]; /* its tally */
};

struct writer {
	struct output *output;
	struct rule **rules; /* in policy order */
	size_t rule_count, rule_size;
	struct account **accounts; /* as they came */
	size_t account_count, account_size;
	void *rules_by_id, *accounts_by_name; /* tsearch(3): the same ones */
	char *policy, *policy_sha256;
	enum severity min_severity;
	char *choice; /* options that chose rules, or "" */
	bool has_others;
};

static struct writer *
prom_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));

	(void)spool;
	(void)look;
	writer->output = output;
	writer->min_severity = SEVERITY_NONE;
	writer->choice = xstrdup("");
	return writer;
}

static void
take_run(struct writer *writer, const struct run_info *run)
{
	struct buffer names;

	buffer_init(&names, OUTPUT_UNCAPPED);
	for (size_t i = 0; i < run->policy.count; i++)
		buffer_appendf(
		    &names, "%s%s", i > 0 ? "," : "", run->policy.item[i]);
	writer->policy = xstrdup(buffer_text(&names));
	writer->policy_sha256 = xstrdup(run->policy_sha256);
	writer->min_severity = run->min_severity;
	free(writer->choice);
	writer->choice = record_choice(run);
	buffer_release(&names);
}

static int
compare_rules(const void *a, const void *b)
{
	const struct rule *one = a, *other = b;

	return strcmp(one->id, other->id);
}

static void
take_rule(struct writer *writer, const struct rule_info *info)
{
	struct rule *rule = xcalloc(1, sizeof(*rule));

	*rule = (struct rule){
	    .id = xstrdup(info->id),
	    .index = writer->rule_count,
	    .severity = info->severity,
	};
	writer->rules = xgrow(writer->rules, writer->rule_count,
	    &writer->rule_size, sizeof(struct rule *));
	writer->rules[writer->rule_count++] = rule;
	if (tsearch(rule, &writer->rules_by_id, compare_rules) == NULL)
		alloc_failed();
}

/* Every rule was announced before it gave a result. */
static struct rule *
get_rule(const struct writer *writer, const char *id)
{
	const struct rule wanted = {.id = (char *)(uintptr_t)id};
	struct rule **found =
	    tfind(&wanted, &writer->rules_by_id, compare_rules);

	assert(found != NULL);
	return *found;
}

static int
compare_accounts(const void *a, const void *b)
{
	const struct account *one = a, *other = b;

	return strcmp(one->name, other->name);
}

static struct account *
add_account(struct writer *writer, const char *name)
{
	struct account *account = xcalloc(1, sizeof(*account));

	account->name = xstrdup(name);
	account->report_time = TIMESTAMP_NONE;
	account->count = xcalloc(writer->rule_count, sizeof(*account->count));
	writer->accounts = xgrow(writer->accounts, writer->account_count,
	    &writer->account_size, sizeof(struct account *));
	writer->accounts[writer->account_count++] = account;
	if (tsearch(account, &writer->accounts_by_name, compare_accounts) ==
	    NULL)
		alloc_failed();
	return account;
}

static struct account *
get_account(struct writer *writer, const char *name)
{
	const struct account wanted = {.name = (char *)(uintptr_t)name};
	struct account **found =
	    tfind(&wanted, &writer->accounts_by_name, compare_accounts);

	if (found != NULL)
		return *found;
	if ((writer->account_count + 1) * writer->rule_count <=
		LIMIT_PROM_COUNTERS ||
	    strcmp(name, OTHERS) == 0)
		return add_account(writer, name);
	writer->has_others = true;
	return get_account(writer, OTHERS);
}

static void
take_result(struct writer *writer, const struct result *result)
{
	struct account *account = get_account(writer, result->account);
	const struct rule *rule = get_rule(writer, result->rule->id);

	account->count[rule->index][result->outcome]++;
}

static void
take_report(struct writer *writer, const struct report_info *report)
{
	struct account *account = get_account(writer, report->account);

	if (report->report_time != TIMESTAMP_NONE &&
	    (account->report_time == TIMESTAMP_NONE ||
		account->report_time < report->report_time))
		account->report_time = report->report_time;
}

static void
take_tally(struct writer *writer, const struct tally *tally)
{
	memcpy(get_rule(writer, tally->rule->id)->judged, tally->count,
	    sizeof(tally->count));
}

static void
begin(struct output *output, const char *name, const char *help)
{
	output_printf(output,
	    "# HELP mfa_check_%s %s\n# TYPE mfa_check_%s gauge\n", name, help,
	    name);
}

/* A label's value: visible, with the escapes of the text format. */
static void
put_label(struct output *output, const char *name, const char *value)
{
	struct buffer visible;
	const char *at;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(value));
	output_printf(output, "%s=\"", name);
	at = buffer_text(&visible);
	while (*at != '\0') {
		size_t run = strcspn(at, "\\\"");

		output_write(output, at, run);
		at += run;
		if (*at != '\0')
			output_printf(output, "\\%c", *at++);
	}
	output_text(output, "\"");
	buffer_release(&visible);
}

static void
put_result(struct output *output, const struct account *account,
    const struct rule *rule, enum outcome outcome, uint64_t count)
{
	output_text(output, "mfa_check_results{");
	put_label(output, "account", account->name);
	put_label(output, ",rule", rule->id);
	put_label(output, ",severity", severity_name(rule->severity));
	put_label(output, ",outcome", outcome_name(outcome));
	output_printf(output, "} %" PRIu64 "\n", count);
}

/* Zero is a value too, so that an alert can tell "none" from "not asked";
 * where findings are hidden nobody can say that there are none. */
static bool
is_said(const struct writer *writer, const struct rule *rule,
    enum outcome outcome, uint64_t count)
{
	if (count > 0 || outcome == OUTCOME_UNKNOWN)
		return true;
	return outcome == OUTCOME_FAIL &&
	    (writer->min_severity == SEVERITY_NONE ||
		rule->severity <= writer->min_severity);
}

static void
write_results(const struct writer *writer)
{
	begin(
	    writer->output, "results", "Results by account, rule and outcome.");
	for (size_t a = 0; a < writer->account_count; a++)
		for (size_t r = 0; r < writer->rule_count; r++)
			for (int o = 0; o < OUTCOME_COUNT; o++) {
				const struct account *account =
				    writer->accounts[a];
				uint64_t count = account->count[r][o];

				if (is_said(writer, writer->rules[r],
					(enum outcome)o, count))
					put_result(writer->output, account,
					    writer->rules[r], (enum outcome)o,
					    count);
			}
}

static void
write_verdicts(const struct writer *writer)
{
	begin(writer->output, "verdicts",
	    "Verdicts by rule and outcome over all accounts, those included "
	    "that are no results.");
	for (size_t r = 0; r < writer->rule_count; r++)
		for (int o = 0; o < OUTCOME_COUNT; o++) {
			output_text(writer->output, "mfa_check_verdicts{");
			put_label(writer->output, "rule", writer->rules[r]->id);
			put_label(writer->output, ",outcome",
			    outcome_name((enum outcome)o));
			output_printf(writer->output, "} %" PRIu64 "\n",
			    writer->rules[r]->judged[o]);
		}
}

static void
write_times(const struct writer *writer)
{
	begin(writer->output, "report_time_seconds",
	    "When the account's newest report was made.");
	for (size_t i = 0; i < writer->account_count; i++) {
		const struct account *account = writer->accounts[i];

		if (account->report_time == TIMESTAMP_NONE)
			continue;
		output_text(writer->output, "mfa_check_report_time_seconds{");
		put_label(writer->output, "account", account->name);
		output_printf(
		    writer->output, "} %" PRId64 "\n", account->report_time);
	}
}

static void
write_policy(const struct writer *writer)
{
	begin(writer->output, "policy_info", "The policy that was applied.");
	output_text(writer->output, "mfa_check_policy_info{");
	put_label(writer->output, "policy", writer->policy);
	put_label(writer->output, ",sha256", writer->policy_sha256);
	output_text(writer->output, "} 1\n");
}

static void
write_number(
    struct output *output, const char *name, const char *help, uint64_t value)
{
	begin(output, name, help);
	output_printf(output, "mfa_check_%s %" PRIu64 "\n", name, value);
}

static void
write_summary(const struct writer *writer, const struct summary *summary)
{
	struct output *output = writer->output;

	write_number(output, "complete",
	    "1 where everything was read and judged, else 0.",
	    summary->status < 3);
	write_number(
	    output, "status", "The exit status.", (uint64_t)summary->status);
	write_number(output, "inputs", "Inputs read.", summary->inputs);
	write_number(output, "inputs_incomplete",
	    "Inputs that could not be read to their end.", summary->incomplete);
	write_number(output, "inputs_skipped",
	    "Files of folders that are no reports.", summary->skipped);
	write_number(output, "reports", "Reports read.", summary->reports);
	write_number(output, "rows", "Rows read.", summary->rows);
	write_number(output, "rows_judged", "Rows judged.", summary->judged);
	write_number(output, "rows_rejected", "Rows that could not be judged.",
	    summary->rejected);
	write_number(output, "defects",
	    "Defects that make the answer incomplete.", summary->problems);
	write_number(output, "results_hidden",
	    "Results that --min-severity hid.", summary->hidden);
	write_number(output, "rules_chosen",
	    "1 where options chose some of the policy's rules, else 0.",
	    writer->choice[0] != '\0');
	write_number(output, "accounts_joined",
	    "1 where accounts beyond the limit stand together as others, "
	    "else 0.",
	    writer->has_others);
}

static void
take_summary(struct writer *writer, const struct summary *summary)
{
	write_results(writer);
	write_verdicts(writer);
	write_times(writer);
	write_policy(writer);
	write_summary(writer, summary);
}

static void
prom_take(struct writer *writer, const struct event *event)
{
	switch (event->kind) {
	case EVENT_RUN:
		take_run(writer, event->u.run);
		break;
	case EVENT_RULE:
		take_rule(writer, event->u.rule);
		break;
	case EVENT_RESULT:
		take_result(writer, event->u.result);
		break;
	case EVENT_REPORT:
		take_report(writer, event->u.report);
		break;
	case EVENT_TALLY:
		take_tally(writer, event->u.tally);
		break;
	case EVENT_SUMMARY:
		take_summary(writer, event->u.summary);
		break;
	default:
		break;
	}
}

static void
prom_free(struct writer *writer)
{
	for (size_t i = 0; i < writer->account_count; i++) {
		struct account *account = writer->accounts[i];

		tdelete(account, &writer->accounts_by_name, compare_accounts);
		free(account->name);
		free(account->count);
		free(account);
	}
	for (size_t i = 0; i < writer->rule_count; i++) {
		tdelete(writer->rules[i], &writer->rules_by_id, compare_rules);
		free(writer->rules[i]->id);
		free(writer->rules[i]);
	}
	free(writer->accounts);
	free(writer->rules);
	free(writer->choice);
	free(writer->policy);
	free(writer->policy_sha256);
	free(writer);
}

const struct format format_prom = {
    .name = "prom",
    .ending = ".prom",
    .help = "gauges for Prometheus' node_exporter",
    .new = prom_new,
    .take = prom_take,
    .free = prom_free,
};

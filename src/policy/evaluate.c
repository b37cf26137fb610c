/*
 * Rules applied to rows. Conditions are condition.c's, records compose.c's;
 * here verdicts are decided, counted, and what is unknown for lack of a
 * column or a root row is gathered until the report ends.
 */
#include "policy/evaluate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "policy/accounts.h"
#include "policy/compose.h"
#include "policy/condition.h"
#include "policy/reason.h"

enum {
	REASON_CAP = 8192
};

/* Verdicts of one rule in one account that only a missing column makes
 * unknown. */
struct gathered {
	uint64_t count;
	column_set columns;
};

struct rule_plan {
	const struct rule *rule;
	struct wording wording;
	column_set when_columns, columns;
	struct gathered *gathered; /* by account number */
	size_t gathered_count;
	struct gathered beyond; /* of accounts that are not kept */
};

struct plan {
	const struct report *report;
	struct plan_options options;
	struct tally *tallies;
	struct rule_plan *rules;
	size_t rule_count;
	column_set present; /* columns that can be used */
	struct accounts *accounts;
	struct composer *composer;
	struct buffer reason;
};

struct plan *
plan_new(const struct policy *policy, const struct report *report,
    const struct plan_options *options, struct tally *tallies)
{
	struct plan *plan = xcalloc(1, sizeof(*plan));

	plan->report = report;
	plan->options = *options;
	plan->tallies = tallies;
	plan->rule_count = policy->rule_count;
	plan->rules = xcalloc(policy->rule_count, sizeof(*plan->rules));
	for (size_t i = 0; i < policy->rule_count; i++) {
		struct rule_plan *rule = &plan->rules[i];

		rule->rule = &policy->rules[i];
		wording_init(&rule->wording, rule->rule);
		rule->when_columns = condition_columns(&rule->rule->when);
		rule->columns =
		    rule->when_columns | condition_columns(&rule->rule->fail);
	}
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		if (report->place[column] >= 0)
			plan->present |= (column_set)1 << column;
	plan->accounts = accounts_new();
	plan->composer = composer_new(options->source, options->report_time);
	buffer_init(&plan->reason, REASON_CAP);
	return plan;
}

void
plan_free(struct plan *plan)
{
	if (plan == NULL)
		return;
	for (size_t i = 0; i < plan->rule_count; i++) {
		wording_release(&plan->rules[i].wording);
		free(plan->rules[i].gathered);
	}
	free(plan->rules);
	accounts_free(plan->accounts);
	composer_free(plan->composer);
	buffer_release(&plan->reason);
	free(plan);
}

static bool
is_in_scope(enum scope scope, const struct user *user)
{
	return scope == SCOPE_ALL || (scope == SCOPE_ROOT) == user->is_root;
}

static enum outcome
decide(const struct rule *rule, const struct user *user)
{
	enum truth when = condition_holds(&rule->when, user), fail;

	if (when == TRUTH_FALSE)
		return OUTCOME_NOT_APPLICABLE;
	fail = condition_holds(&rule->fail, user);
	if (fail == TRUTH_FALSE)
		return OUTCOME_PASS;
	return when == TRUTH_TRUE && fail == TRUTH_TRUE ? OUTCOME_FAIL
							: OUTCOME_UNKNOWN;
}

/*
 * True where the row says that it does not list every key and certificate
 * and the verdict rests on those: one that is not listed could make it a
 * failure.
 */
static bool
rests_on_unlisted(
    const struct rule_plan *plan, const struct user *user, enum outcome outcome)
{
	column_set columns = outcome == OUTCOME_NOT_APPLICABLE
	    ? plan->when_columns
	    : plan->columns;

	return user->cell[COLUMN_ADDITIONAL_CREDENTIALS_INFO] == CELL_TEXT &&
	    outcome != OUTCOME_FAIL && (columns & COLUMNS_OF_SLOTS) != 0;
}

static void
gather(struct rule_plan *rule, size_t account, column_set columns)
{
	struct gathered *gathered = &rule->beyond;

	if (account != ACCOUNT_BEYOND && account >= rule->gathered_count) {
		size_t count = (account + 1) * 2;

		rule->gathered = xreallocarray(
		    rule->gathered, count, sizeof(*rule->gathered));
		memset(rule->gathered + rule->gathered_count, 0,
		    (count - rule->gathered_count) * sizeof(*rule->gathered));
		rule->gathered_count = count;
	}
	if (account != ACCOUNT_BEYOND)
		gathered = &rule->gathered[account];
	gathered->count++;
	gathered->columns |= columns;
}

/* Gathers an unknown verdict, or gives its record where a cell of the row
 * is the reason. */
static void
take_unknown(struct plan *plan, struct rule_plan *rule, const struct user *user,
    size_t account, struct sink *sink)
{
	column_set doubts = condition_doubts(&rule->rule->when, user) |
	    condition_doubts(&rule->rule->fail, user);
	column_set evidence = rule->columns;

	if (doubts != 0 && (doubts & plan->present) == 0) {
		gather(rule, account, doubts);
		return;
	}
	buffer_reset(&plan->reason);
	if (doubts != 0) {
		reason_append_cells(&plan->reason, user, doubts);
	} else {
		reason_append_unlisted(&plan->reason, user);
		evidence |= (column_set)1 << COLUMN_ADDITIONAL_CREDENTIALS_INFO;
	}
	compose_row(plan->composer, &rule->wording, user, OUTCOME_UNKNOWN,
	    evidence, buffer_text(&plan->reason), sink);
}

void
plan_row(struct plan *plan, const struct user *user, struct sink *sink)
{
	size_t account =
	    accounts_note(plan->accounts, user->account, user->is_root);

	for (size_t i = 0; i < plan->rule_count; i++) {
		struct rule_plan *rule = &plan->rules[i];
		enum outcome outcome;

		if (!is_in_scope(rule->rule->scope, user))
			continue;
		outcome = decide(rule->rule, user);
		if (rests_on_unlisted(rule, user, outcome))
			outcome = OUTCOME_UNKNOWN;
		plan->tallies[i].count[outcome]++;
		if (outcome == OUTCOME_UNKNOWN)
			take_unknown(plan, rule, user, account, sink);
		else if (outcome == OUTCOME_FAIL || plan->options.all)
			compose_row(plan->composer, &rule->wording, user,
			    outcome, rule->columns, "", sink);
	}
}

static void
give_gathered(struct plan *plan, const struct rule_plan *rule,
    const struct gathered *gathered, const char *account, struct sink *sink)
{
	buffer_reset(&plan->reason);
	reason_append_columns(&plan->reason, plan->report, gathered->columns);
	buffer_appendf(&plan->reason, "; %" PRIu64 " %s", gathered->count,
	    gathered->count == 1 ? "user cannot be judged"
				 : "users cannot be judged");
	compose_report(plan->composer, &rule->wording, account,
	    buffer_text(&plan->reason), sink);
}

static void
give_no_root(
    struct plan *plan, size_t number, const char *account, struct sink *sink)
{
	plan->tallies[number].count[OUTCOME_UNKNOWN]++;
	buffer_reset(&plan->reason);
	buffer_append_text(
	    &plan->reason, "the report has no row of the root user");
	if (account[0] != '\0')
		buffer_appendf(&plan->reason, " of account %s", account);
	compose_report(plan->composer, &plan->rules[number].wording, account,
	    buffer_text(&plan->reason), sink);
}

/* Accounts beyond the cap are not told apart. */
static void
give_beyond(struct plan *plan, size_t number, struct sink *sink)
{
	struct rule_plan *rule = &plan->rules[number];

	if (rule->beyond.count > 0)
		give_gathered(plan, rule, &rule->beyond, "", sink);
	if (rule->rule->scope != SCOPE_ROOT ||
	    !accounts_went_beyond(plan->accounts))
		return;
	plan->tallies[number].count[OUTCOME_UNKNOWN]++;
	buffer_reset(&plan->reason);
	buffer_appendf(&plan->reason,
	    "the report has more than %d accounts; whether the others have a "
	    "row of their root user was not checked",
	    LIMIT_ACCOUNTS);
	compose_report(plan->composer, &rule->wording, "",
	    buffer_text(&plan->reason), sink);
}

void
plan_end(struct plan *plan, struct sink *sink)
{
	size_t accounts = accounts_count(plan->accounts);

	for (size_t i = 0; i < plan->rule_count; i++) {
		const struct rule_plan *rule = &plan->rules[i];

		for (size_t a = 0; a < accounts; a++) {
			const char *name = accounts_name(plan->accounts, a);

			if (rule->rule->scope == SCOPE_ROOT &&
			    !accounts_has_root(plan->accounts, a))
				give_no_root(plan, i, name, sink);
			else if (a < rule->gathered_count &&
			    rule->gathered[a].count > 0)
				give_gathered(
				    plan, rule, &rule->gathered[a], name, sink);
		}
		give_beyond(plan, i, sink);
	}
}

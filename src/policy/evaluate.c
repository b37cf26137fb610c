/*
 * Rules applied to rows. Conditions are condition.c's, records compose.c's;
 * here verdicts are decided, counted, and what is unknown for lack of a
 * column, a root row or a time is gathered until the report ends.
 */
#include "policy/evaluate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "policy/accounts.h"
#include "policy/compose.h"
#include "policy/condition.h"
#include "policy/exception.h"
#include "policy/override.h"
#include "policy/reason.h"
#include "policy/settle.h"

enum {
	REASON_CAP = 8192
};

/* Verdicts of one rule in one account that are unknown for a reason that is
 * the same for every row. */
struct gathered {
	uint64_t count;
	struct doubts doubts;
};

/* What a rule reads of a row, or of one slot. */
struct reads {
	column_set when, all;
};

struct rule_plan {
	const struct rule *rule;
	struct wording wording;
	const struct credential *slots; /* NULL: one verdict a row */
	size_t count;                   /* of verdicts on a row */
	struct reads reads[SLOTS];
	bool excused;              /* a failure was suppressed */
	struct gathered *gathered; /* by account number */
	size_t gathered_count;
	struct gathered beyond; /* of accounts that are not kept */
};

struct plan {
	const struct policy *policy;
	const struct report *report;
	struct plan_options options;
	struct tally *tallies;
	struct rule_plan *rules;
	size_t rule_count;
	int64_t time;          /* T of the rows to come */
	column_set present;    /* columns that can be used */
	struct settle *settle; /* NULL where what passes is asked for, too */
	struct accounts *accounts;
	struct composer *composer;
	struct buffer reason;
};

static bool
conditions_need_time(const struct conditions *conditions)
{
	return condition_needs_time(conditions->when) ||
	    condition_needs_time(conditions->fail);
}

/* Of a rule, an override's conditions included. */
static bool
rule_needs_time(const struct rule *rule)
{
	struct conditions conditions;

	for (size_t i = 0; rule_variant(rule, i, &conditions); i++)
		if (conditions_need_time(&conditions))
			return true;
	return false;
}

/* True where a T that is wrong in that direction could turn a failure of the
 * rule clean. */
static bool
can_look_clean(const struct rule *rule, enum time_doubt doubt)
{
	struct conditions conditions;

	for (size_t i = 0; rule_variant(rule, i, &conditions); i++)
		if (condition_can_turn(conditions.when, doubt) ||
		    condition_can_turn(conditions.fail, doubt))
			return true;
	return false;
}

bool
policy_needs_time(const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (rule_needs_time(&policy->rules[i]))
			return true;
	for (size_t i = 0; i < policy->exception_count; i++)
		if (exception_has_rule(&policy->exceptions[i], policy))
			return true;
	return false;
}

static void
plan_rule(struct rule_plan *plan, const struct rule *rule)
{
	plan->rule = rule;
	wording_init(&plan->wording, rule);
	plan->slots = each_slots(rule->each);
	plan->count = plan->slots != NULL ? SLOTS : 1;
	for (size_t i = 0; i < plan->count; i++) {
		const struct credential *slot =
		    plan->slots != NULL ? &plan->slots[i] : NULL;
		struct reads *reads = &plan->reads[i];

		reads->when = condition_columns(&rule->when, slot);
		reads->all = reads->when | condition_columns(&rule->fail, slot);
	}
}

struct plan *
plan_new(const struct policy *policy, const struct report *report,
    const struct plan_options *options, struct tally *tallies)
{
	struct plan *plan = xcalloc(1, sizeof(*plan));

	plan->policy = policy;
	plan->report = report;
	plan->options = *options;
	plan->time = options->instant.time;
	plan->tallies = tallies;
	plan->rule_count = policy->rule_count;
	plan->rules = xcalloc(policy->rule_count, sizeof(*plan->rules));
	for (size_t i = 0; i < policy->rule_count; i++)
		plan_rule(&plan->rules[i], &policy->rules[i]);
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		if (report->place[column] >= 0)
			plan->present |= (column_set)1 << column;
	if (!options->all)
		plan->settle = settle_new(policy, tallies);
	plan->accounts = accounts_new();
	plan->composer = composer_new(options->source, options->instant.time);
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
	settle_free(plan->settle);
	accounts_free(plan->accounts);
	composer_free(plan->composer);
	buffer_release(&plan->reason);
	free(plan);
}

void
plan_set_time(struct plan *plan, int64_t time)
{
	plan->time = time;
	composer_set_time(plan->composer, time);
}

static enum outcome
decide(const struct rule *rule, const struct conditions *conditions,
    const struct subject *subject)
{
	enum truth when = condition_holds(conditions->when, subject), fail;

	if (when == TRUTH_FALSE)
		return OUTCOME_NOT_APPLICABLE;
	fail = condition_holds(conditions->fail, subject);
	if (fail == TRUTH_FALSE)
		return rule->else_manual ? OUTCOME_MANUAL : OUTCOME_PASS;
	return when == TRUTH_TRUE && fail == TRUTH_TRUE ? OUTCOME_FAIL
							: OUTCOME_UNKNOWN;
}

/*
 * True where the row says that it does not list every key and certificate
 * and the verdict rests on those: one that is not listed could make it a
 * failure.
 */
static bool
rests_on_unlisted(const struct rule_plan *plan, const struct reads *reads,
    const struct user *user, enum outcome outcome)
{
	column_set columns =
	    outcome == OUTCOME_NOT_APPLICABLE ? reads->when : reads->all;

	return user->cell[COLUMN_ADDITIONAL_CREDENTIALS_INFO] == CELL_TEXT &&
	    (plan->slots != NULL || (columns & COLUMNS_OF_SLOTS) != 0);
}

/* True where every reason is one of the whole report. */
static bool
is_of_report(const struct plan *plan, const struct doubts *doubts)
{
	return doubts_exist(doubts) && (doubts->cells & plan->present) == 0 &&
	    (doubts->lacking | doubts->later) == 0;
}

static void
gather(struct rule_plan *rule, size_t account, const struct doubts *doubts)
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
	doubts_join(&gathered->doubts, doubts);
}

/* One verdict on its way from a rule to the sink. */
struct judged {
	struct rule_plan *rule;
	const struct reads *reads;
	struct subject subject;
	enum outcome outcome;
};

/* Gathers an unknown verdict, or gives its record where the row is the
 * reason. */
static void
take_unknown(struct plan *plan, const struct judged *judged, size_t account,
    struct sink *sink)
{
	const struct subject *subject = &judged->subject;
	struct conditions conditions =
	    rule_conditions(judged->rule->rule, subject->user);
	struct verdict verdict = {
	    .outcome = OUTCOME_UNKNOWN, .evidence = judged->reads->all};
	struct doubts doubts = {.cells = 0};

	/* Where it does not apply, only what is not listed is in doubt. */
	if (condition_holds(conditions.when, subject) != TRUTH_FALSE) {
		condition_doubts(conditions.when, subject, &doubts);
		condition_doubts(conditions.fail, subject, &doubts);
	}
	if (is_of_report(plan, &doubts)) {
		gather(judged->rule, account, &doubts);
		return;
	}
	buffer_reset(&plan->reason);
	if (doubts_exist(&doubts)) {
		reason_append_doubts(&plan->reason, subject, &doubts);
	} else {
		reason_append_unlisted(&plan->reason, subject->user);
		verdict.evidence |= (column_set)1
		    << COLUMN_ADDITIONAL_CREDENTIALS_INFO;
	}
	verdict.reason = buffer_text(&plan->reason);
	compose_row(
	    plan->composer, &judged->rule->wording, subject, &verdict, sink);
}

/* What excuses a failure, or NULL. None does where T is not known. */
static const struct suppression *
find_suppression(const struct plan *plan, const struct judged *judged)
{
	const struct exception *exception =
	    exception_find(plan->policy, judged->rule->rule,
		judged->subject.user, plan->time, plan->options.exception_uses);

	return exception != NULL ? &exception->given : NULL;
}

static void
take_verdict(
    struct plan *plan, struct judged *judged, size_t account, struct sink *sink)
{
	struct verdict verdict = {.evidence = judged->reads->all, .reason = ""};
	size_t number = (size_t)(judged->rule - plan->rules);

	if (judged->outcome == OUTCOME_FAIL) {
		verdict.suppression = find_suppression(plan, judged);
		if (verdict.suppression != NULL) {
			judged->outcome = OUTCOME_SUPPRESSED;
			judged->rule->excused = true;
		}
	}
	verdict.outcome = judged->outcome;
	plan->tallies[number].count[judged->outcome]++;
	if (judged->outcome == OUTCOME_UNKNOWN)
		take_unknown(plan, judged, account, sink);
	else if (plan->options.all ||
	    (judged->outcome != OUTCOME_PASS &&
		judged->outcome != OUTCOME_NOT_APPLICABLE))
		compose_row(plan->composer, &judged->rule->wording,
		    &judged->subject, &verdict, sink);
}

static void
judge(struct plan *plan, struct rule_plan *rule, const struct user *user,
    size_t account, struct sink *sink)
{
	struct conditions conditions = rule_conditions(rule->rule, user);
	struct judged judged[SLOTS];
	bool fails = false;

	for (size_t i = 0; i < rule->count; i++) {
		judged[i].rule = rule;
		judged[i].reads = &rule->reads[i];
		judged[i].subject = (struct subject){
		    .user = user,
		    .slot = rule->slots != NULL ? &rule->slots[i] : NULL,
		    .time = plan->time,
		};
		judged[i].outcome =
		    decide(rule->rule, &conditions, &judged[i].subject);
		fails |= judged[i].outcome == OUTCOME_FAIL;
	}
	for (size_t i = 0; i < rule->count; i++) {
		if (!fails &&
		    rests_on_unlisted(
			rule, &rule->reads[i], user, judged[i].outcome))
			judged[i].outcome = OUTCOME_UNKNOWN;
		take_verdict(plan, &judged[i], account, sink);
	}
}

void
plan_row(struct plan *plan, const struct user *user, struct sink *sink)
{
	size_t account =
	    accounts_note(plan->accounts, user->account, user->is_root);

	size_t count = plan->rule_count;
	const uint16_t *open = NULL;

	if (plan->settle != NULL)
		open = settle_row(plan->settle, user, &count);
	for (size_t i = 0; i < count; i++) {
		struct rule_plan *rule =
		    &plan->rules[open != NULL ? open[i] : i];

		if (rule_is_for(rule->rule, user))
			judge(plan, rule, user, account, sink);
	}
}

static void
append_no_root(struct plan *plan, size_t number, const char *account)
{
	plan->tallies[number].count[OUTCOME_UNKNOWN]++;
	buffer_append_text(
	    &plan->reason, "the report has no row of the root user");
	if (account[0] != '\0')
		buffer_appendf(&plan->reason, " of account %s", account);
}

/* One record for an account, which may lack its root row besides. */
static void
give_gathered(struct plan *plan, size_t number, const struct gathered *gathered,
    const char *account, bool has_root, struct sink *sink)
{
	const struct rule_plan *rule = &plan->rules[number];
	static const char *const nouns[EACH_COUNT] = {
	    [EACH_NONE] = "user",
	    [EACH_ACCESS_KEY] = "slot of access keys",
	    [EACH_CERT] = "slot of certificates",
	};
	static const char *const many[EACH_COUNT] = {
	    [EACH_NONE] = "users",
	    [EACH_ACCESS_KEY] = "slots of access keys",
	    [EACH_CERT] = "slots of certificates",
	};
	enum each each = rule->rule->each;

	buffer_reset(&plan->reason);
	reason_append_columns(
	    &plan->reason, plan->report, gathered->doubts.cells);
	if (gathered->doubts.no_time)
		reason_append_no_time(&plan->reason);
	buffer_appendf(&plan->reason, "; %" PRIu64 " %s cannot be judged",
	    gathered->count, gathered->count == 1 ? nouns[each] : many[each]);
	if (!has_root) {
		buffer_append_text(&plan->reason, "; ");
		append_no_root(plan, number, account);
	}
	compose_report(plan->composer, &rule->wording, account,
	    buffer_text(&plan->reason), sink);
}

static void
give_no_root(
    struct plan *plan, size_t number, const char *account, struct sink *sink)
{
	buffer_reset(&plan->reason);
	append_no_root(plan, number, account);
	compose_report(plan->composer, &plan->rules[number].wording, account,
	    buffer_text(&plan->reason), sink);
}

/* Accounts beyond the cap are not told apart. */
static void
give_beyond(struct plan *plan, size_t number, struct sink *sink)
{
	struct rule_plan *rule = &plan->rules[number];

	if (rule->beyond.count > 0)
		give_gathered(plan, number, &rule->beyond, "", true, sink);
	if (rule->rule->scope == SCOPE_USER ||
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

/* T was guessed, and at the true one what is clean might fail. */
static void
give_doubt(
    struct plan *plan, size_t number, enum time_doubt doubt, struct sink *sink)
{
	static const struct {
		const char *guess, *truth;
	} said[] = {
	    [TIME_MAY_BE_EARLY] = {"early", "a later"},
	    [TIME_MAY_BE_LATE] = {"late", "an earlier"},
	};
	const struct instant *instant = &plan->options.instant;
	const struct rule_plan *rule = &plan->rules[number];
	const char *account = accounts_count(plan->accounts) == 1
	    ? accounts_name(plan->accounts, 0)
	    : "";
	char time[TIMESTAMP_SIZE];

	plan->tallies[number].count[OUTCOME_UNKNOWN]++;
	buffer_reset(&plan->reason);
	buffer_appendf(&plan->reason,
	    "the report's time %s (from the %s) may be too %s, and ",
	    timestamp_format(time, instant->time),
	    time_from_name(instant->from), said[doubt].guess);
	if (rule->excused)
		buffer_append_text(&plan->reason,
		    "an exception was applied that may not have been in force");
	else
		buffer_appendf(&plan->reason, "at %s one more could fail",
		    said[doubt].truth);
	compose_report(plan->composer, &rule->wording, account,
	    buffer_text(&plan->reason), sink);
}

static void
end_rule(struct plan *plan, size_t number, struct sink *sink)
{
	const struct rule_plan *rule = &plan->rules[number];
	size_t accounts = accounts_count(plan->accounts);

	for (size_t a = 0; a < accounts; a++) {
		const char *name = accounts_name(plan->accounts, a);
		bool has_root = rule->rule->scope == SCOPE_USER ||
		    accounts_has_root(plan->accounts, a);

		if (a < rule->gathered_count && rule->gathered[a].count > 0)
			give_gathered(plan, number, &rule->gathered[a], name,
			    has_root, sink);
		else if (!has_root)
			give_no_root(plan, number, name, sink);
	}
	give_beyond(plan, number, sink);
}

void
plan_end(struct plan *plan, enum time_doubt doubt, struct sink *sink)
{
	/* What is said of the report bears its time, not the last row's. */
	plan_set_time(plan, plan->options.instant.time);
	if (plan->settle != NULL)
		settle_tally(plan->settle);
	for (size_t i = 0; i < plan->rule_count; i++) {
		const struct rule_plan *rule = &plan->rules[i];

		end_rule(plan, i, sink);
		if (doubt != TIME_UNDOUBTED &&
		    (rule->excused || can_look_clean(rule->rule, doubt)))
			give_doubt(plan, i, doubt, sink);
	}
}

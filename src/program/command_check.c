/*
 * `mfa-check check`: policy and inputs together, verdicts to the outputs.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "policy/evaluate.h"
#include "program/commands.h"
#include "program/gate.h"
#include "program/load_policy.h"
#include "program/reading.h"

struct check {
	struct consumer consumer;
	const struct options *options;
	struct gate gate;
	struct policy policy;
	struct plan *plan;     /* of the report being read */
	struct tally *tallies; /* one a rule */
};

static struct check *
of_consumer(struct consumer *consumer)
{
	return (struct check *)((char *)consumer -
	    offsetof(struct check, consumer));
}

static void
begin(struct consumer *consumer, const struct report *report,
    const char *source, const struct instant *instant)
{
	struct check *check = of_consumer(consumer);
	const struct plan_options options = {
	    .source = source,
	    .report_time = instant->time,
	    .all = check->options->all,
	};

	check->plan =
	    plan_new(&check->policy, report, &options, check->tallies);
}

static void
user(struct consumer *consumer, const struct user *who)
{
	struct check *check = of_consumer(consumer);

	plan_row(check->plan, who, &check->gate.sink);
}

static void
end(struct consumer *consumer)
{
	struct check *check = of_consumer(consumer);

	plan_end(check->plan, &check->gate.sink);
	plan_free(check->plan);
	check->plan = NULL;
}

static bool
wants_more(struct consumer *consumer)
{
	return gate_works(&of_consumer(consumer)->gate);
}

static bool
writes_to(struct consumer *consumer, dev_t dev, ino_t ino)
{
	return gate_writes_to(&of_consumer(consumer)->gate, dev, ino);
}

static void
send(struct check *check, struct event event)
{
	check->gate.sink.take(&check->gate.sink, &event);
}

static struct string_list
list_of(const struct strings *strings)
{
	return (struct string_list){strings->item, strings->count};
}

static void
send_run(struct check *check)
{
	const struct options *options = check->options;
	char sha256[DIGEST_HEX_SIZE];
	const struct run_info run = {
	    .tool = "mfa-check",
	    .version = PACKAGE_VERSION,
	    .policy = {(const char *const *)check->policy.names,
		check->policy.name_count},
	    .policy_sha256 = sha256,
	    .rule_count = check->policy.rule_count,
	    .rule = list_of(&options->rule),
	    .skip_rule = list_of(&options->skip_rule),
	    .tag = list_of(&options->tag),
	    .min_severity = options->min_severity,
	    .fail_on = options->fail_on,
	    .fail_never = options->fail_never,
	    .all = options->all,
	    .require_time = options->require_time,
	    .as_of = options->as_of,
	    .max_decoded = options->max_decoded,
	};

	policy_digest(&check->policy, sha256);
	send(check, (struct event){.kind = EVENT_RUN, .u.run = &run});
}

static int
judge(struct check *check, struct error *err)
{
	const struct reading_options reading = {
	    .options = check->options,
	    .want_digest = gate_needs_digest(&check->gate),
	    /* No rule measures an age yet, so no verdict rests on T. */
	    .needs_time = false,
	};

	send_run(check);
	for (size_t i = 0; i < check->policy.rule_count; i++) {
		check->tallies[i].rule = &check->policy.rules[i].info;
		send(check,
		    (struct event){.kind = EVENT_RULE,
			.u.rule = &check->policy.rules[i].info});
	}
	if (reading_run(&reading, &check->consumer, &check->gate.sink,
		&check->gate.summary.skipped, err) < 0)
		return -1;
	for (size_t i = 0; i < check->policy.rule_count; i++)
		send(check,
		    (struct event){
			.kind = EVENT_TALLY, .u.tally = &check->tallies[i]});
	return 0;
}

/* An output must not replace a policy. */
static int
check_policies(const struct check *check, struct error *err)
{
	const struct strings *policies = &check->options->policies;
	struct stat st;

	for (size_t i = 0; i < policies->count; i++)
		if (stat(policies->item[i], &st) == 0 &&
		    gate_writes_to(&check->gate, st.st_dev, st.st_ino))
			return error_set(err, ERROR_USAGE,
			    "%s is read as a policy and written in one run; "
			    "give the output another name",
			    policies->item[i]);
	return 0;
}

static int
run(struct check *check, const struct messages *messages)
{
	struct error err;
	int status = -1;

	if (load_policy(check->options, messages, &check->policy) < 0)
		return STATUS_CANNOT_RUN;
	check->tallies =
	    xcalloc(check->policy.rule_count, sizeof(*check->tallies));
	if (gate_init(&check->gate, check->options, messages, &err) == 0 &&
	    check_policies(check, &err) == 0 && judge(check, &err) == 0)
		status = gate_finish(&check->gate, &err);
	if (status < 0) {
		message_error(messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	}
	gate_release(&check->gate);
	free(check->tallies);
	return status;
}

int
command_check(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	struct check check = {
	    .consumer = {begin, user, end, wants_more, writes_to},
	    .options = options,
	};
	int status = run(&check, &messages);

	policy_release(&check.policy);
	return status;
}

/*
 * `mfa-check check`: policy and inputs together, verdicts to the outputs.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "policy/evaluate.h"
#include "policy/exception.h"
#include "program/commands.h"
#include "program/excused.h"
#include "program/gate.h"
#include "program/load_policy.h"
#include "program/reading.h"
#include "program/suggest.h"
#include "program/sums.h"

struct check {
	struct consumer consumer;
	const struct options *options;
	struct gate gate;
	struct policy policy;
	struct plan *plan;               /* of the report being read */
	struct tally *tallies;           /* one a rule */
	struct exception_use *uses;      /* one an exception */
	struct suggestions *suggestions; /* NULL: not asked for */
	struct sink sink;                /* what verdicts go to */
};

static struct check *
of_sink(struct sink *sink)
{
	return (struct check *)((char *)sink - offsetof(struct check, sink));
}

/* A finding on its way to the writers. */
static void
take(struct sink *sink, const struct event *event)
{
	struct check *check = of_sink(sink);

	if (check->suggestions != NULL && event->kind == EVENT_RESULT &&
	    event->u.result->outcome == OUTCOME_FAIL)
		suggestions_add(check->suggestions, event->u.result);
	check->gate.sink.take(&check->gate.sink, event);
}

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
	    .instant = *instant,
	    .all = check->options->all,
	    .exception_uses = check->uses,
	};

	check->plan =
	    plan_new(&check->policy, report, &options, check->tallies);
}

static void
set_instant(struct consumer *consumer, const struct instant *instant)
{
	plan_set_time(of_consumer(consumer)->plan, instant->time);
}

static void
user(struct consumer *consumer, const struct user *who)
{
	struct check *check = of_consumer(consumer);

	plan_row(check->plan, who, &check->sink);
}

static void
end(struct consumer *consumer, enum time_doubt doubt)
{
	struct check *check = of_consumer(consumer);

	plan_end(check->plan, doubt, &check->gate.sink);
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

/* The files of --exceptions, to be freed. */
static struct file_info *
exception_files(const struct policy *policy, size_t *count)
{
	struct file_info *files =
	    xcalloc(policy->input_count + 1, sizeof(*files));

	*count = 0;
	for (size_t i = 0; i < policy->input_count; i++)
		if (policy->inputs[i].is_exceptions)
			files[(*count)++] = (struct file_info){
			    policy->inputs[i].name, policy->inputs[i].sha256};
	return files;
}

static void
send_run(struct check *check)
{
	const struct options *options = check->options;
	char sha256[DIGEST_HEX_SIZE];
	size_t file_count;
	struct file_info *files = exception_files(&check->policy, &file_count);
	const struct run_info run = {
	    .tool = "mfa-check",
	    .version = PACKAGE_VERSION,
	    .policy = {(const char *const *)check->policy.names,
		check->policy.name_count},
	    .policy_sha256 = sha256,
	    .rule_count = check->policy.rule_count,
	    .exceptions = files,
	    .exception_count = file_count,
	    .set = list_of(&options->set),
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
	    .sandbox_required = options->sandbox == SANDBOX_REQUIRE,
	    .sha256sums = {options->sha256sums,
		options->sums != NULL ? options->sums->sha256 : NULL},
	    .notes = options->notes,
	    .note_count = options->note_count,
	};

	policy_digest(&check->policy, sha256);
	send(check, (struct event){.kind = EVENT_RUN, .u.run = &run});
	free(files);
}

static int
confine(const struct check *check, struct error *err)
{
	int folders[LIMIT_OUTPUTS];

	return sandbox_start(check->options, folders,
	    gate_folders(&check->gate, folders), check->gate.messages, err);
}

static int
judge(struct check *check, struct error *err)
{
	const struct reading_options reading = {
	    .options = check->options,
	    .want_digest = gate_needs_digest(&check->gate),
	    .needs_time =
		check->suggestions != NULL || policy_needs_time(&check->policy),
	};

	if (confine(check, err) < 0)
		return -1;
	send_run(check);
	for (size_t i = 0; i < check->policy.rule_count; i++) {
		check->tallies[i].rule = &check->policy.rules[i].info;
		send(check,
		    (struct event){.kind = EVENT_RULE,
			.u.rule = &check->policy.rules[i].info});
	}
	if (reading_run(&reading, &check->consumer, &check->gate.sink,
		&check->gate.summary, err) < 0)
		return -1;
	excused_report(&check->policy, check->uses, check->options->verbose,
	    &check->gate.sink);
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
	const struct policy *policy = &check->policy;
	struct stat st;

	for (size_t i = 0; i < policy->input_count; i++)
		if (!policy->inputs[i].is_pack &&
		    stat(policy->inputs[i].name, &st) == 0 &&
		    gate_writes_to(&check->gate, st.st_dev, st.st_ino))
			return error_set(err, ERROR_USAGE,
			    "%s is read as a policy and written in one run; "
			    "give the output another name",
			    policy->inputs[i].name);
	return 0;
}

/* The outputs are complete; the suggestions go to standard output. */
static int
suggest(const struct check *check, struct error *err)
{
	struct output *out;
	int result = -1;

	if (check->suggestions == NULL)
		return 0;
	out = output_open(NULL, err);
	if (out != NULL) {
		suggestions_write(check->suggestions, out);
		result = output_finish(out, err);
	}
	output_free(out);
	return result;
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
	check->uses =
	    xcalloc(check->policy.exception_count + 1, sizeof(*check->uses));
	if (check->options->suggest_exceptions)
		check->suggestions = suggestions_new();
	if (gate_init(&check->gate, check->options, messages, &err) == 0 &&
	    check_policies(check, &err) == 0 && judge(check, &err) == 0)
		status = gate_finish(&check->gate, &err);
	if (status >= 0 && suggest(check, &err) < 0)
		status = -1;
	if (status < 0) {
		message_error(messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	}
	gate_release(&check->gate);
	suggestions_free(check->suggestions);
	free(check->uses);
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
	    .consumer = {begin, set_instant, user, end, wants_more, writes_to},
	    .options = options,
	    .sink = {take},
	};
	int status = run(&check, &messages);

	policy_release(&check.policy);
	return status;
}

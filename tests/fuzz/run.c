/*
 * A whole run over bytes in memory (run.h).
 */
#include "fuzz/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hash_set.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "fuzz/fuzz.h"
#include "policy/evaluate.h"
#include "program/reading.h"

enum {
	TEXT_MAX = 64 << 20,
	INFLATED_MAX = 4 << 20
};

/* The two megabytes of this set, new for each run, take half of the time. */
struct hash_set *__wrap_hash_set_new(size_t max);
void __wrap_hash_set_free(struct hash_set *);

struct hash_set *__real_hash_set_new(size_t max);

struct hash_set *
__wrap_hash_set_new(size_t max)
{
	static struct hash_set *only;

	if (only == NULL)
		only = __real_hash_set_new(max);
	hash_set_clear(only);
	return only;
}

void
__wrap_hash_set_free(struct hash_set *set)
{
	(void)set;
}

struct running {
	struct consumer consumer;
	struct sink sink;
	struct run *run;
	const struct policy *policy;
	struct plan *plan;
	struct tally *tallies;
	uint64_t users;
	bool ended;
};

static struct running *
of_consumer(struct consumer *consumer)
{
	return (struct running *)consumer;
}

static void
begin(struct consumer *consumer, const struct report *report,
    const char *source, const struct instant *instant)
{
	struct running *running = of_consumer(consumer);
	const struct plan_options options = {
	    .source = source, .instant = *instant};

	if (running->policy != NULL)
		running->plan = plan_new(
		    running->policy, report, &options, running->tallies);
}

static void
set_instant(struct consumer *consumer, const struct instant *instant)
{
	(void)consumer;
	(void)instant;
}

static void
user(struct consumer *consumer, const struct user *who)
{
	struct running *running = of_consumer(consumer);

	buffer_append(&running->run->rows, who->row->raw, who->row->raw_len);
	buffer_append_text(&running->run->rows, "\n");
	running->users++;
	if (running->plan != NULL)
		plan_row(running->plan, who, &running->sink);
}

static void
end(struct consumer *consumer, enum time_doubt doubt)
{
	struct running *running = of_consumer(consumer);

	if (running->plan == NULL)
		return;
	plan_end(running->plan, doubt, &running->sink);
	plan_free(running->plan);
	running->plan = NULL;
}

static bool
wants_more(struct consumer *consumer)
{
	(void)consumer;
	return true;
}

static bool
writes_to(struct consumer *consumer, dev_t dev, ino_t ino)
{
	(void)consumer;
	(void)dev;
	(void)ino;
	return false;
}

static void
take_problem(struct run *run, const struct problem *problem)
{
	struct text text = text_of(problem->text);
	size_t used;

	fuzz_hold(text.len > 0, "a problem without a sentence");
	for (; text.len > 0; text.ptr += used, text.len -= used)
		fuzz_hold(visible_is_plain(utf8_next(text, &used)),
		    "a problem shows what is not safe: %s", problem->text);
	if (problem->level != LEVEL_ERROR)
		return;
	run->errors++;
	buffer_appendf(
	    &run->problems, "%" PRIu64 ": %s\n", problem->line, problem->text);
}

static void
take_report(struct run *run, const struct report_info *report)
{
	fuzz_hold(report->rows == report->judged + report->rejected,
	    "of %" PRIu64 " rows %" PRIu64 " were judged and %" PRIu64
	    " rejected",
	    report->rows, report->judged, report->rejected);
	fuzz_hold(!report->complete || report->rejected == 0,
	    "a report with a rejected row is complete");
	run->reports++;
	run->rejected += report->rejected;
	run->judged += report->judged;
}

static void
take_result(struct run *run, const struct result *result)
{
	buffer_appendf(&run->verdicts, "%s %s %" PRIu64 " %s %s\n",
	    result->rule->id, outcome_name(result->outcome), result->line,
	    result->account, result->user);
}

static void
take(struct sink *sink, const struct event *event)
{
	struct running *running =
	    (struct running *)((char *)sink - offsetof(struct running, sink));
	struct run *run = running->run;

	switch (event->kind) {
	case EVENT_INPUT:
		run->layer_count = event->u.input->layer_count;
		for (size_t i = 0; i < run->layer_count; i++)
			run->layers[i] = event->u.input->layers[i];
		break;
	case EVENT_RESULT:
		take_result(run, event->u.result);
		break;
	case EVENT_PROBLEM:
		take_problem(run, event->u.problem->problem);
		break;
	case EVENT_REPORT:
		take_report(run, event->u.report);
		break;
	case EVENT_INPUT_END:
		running->ended = true;
		run->complete = event->u.input_end->complete;
		break;
	default:
		break;
	}
}

/* Standard input becomes a file in memory with these bytes. */
static void
set_stdin(const char *bytes, size_t len)
{
	static bool is_set;

	if (!is_set) {
		int fd = memfd_create("fuzz", 0);

		fuzz_hold(fd > 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO,
		    "no file in memory");
		is_set = true;
	}
	fuzz_hold(ftruncate(STDIN_FILENO, 0) == 0 &&
		pwrite(STDIN_FILENO, bytes, len, 0) == (ssize_t)len &&
		lseek(STDIN_FILENO, 0, SEEK_SET) == 0,
	    "the file in memory cannot be written");
}

void
run_read(struct run *run, const void *bytes, size_t len, size_t step,
    const struct policy *policy)
{
	const struct options options = {
	    .now = 1800000000,
	    .as_of = TIMESTAMP_NONE,
	    .max_decoded = INFLATED_MAX,
	    .read_size = step,
	};
	const struct reading_options asked = {
	    .options = &options,
	    .needs_time = policy != NULL && policy_needs_time(policy),
	};
	struct running running = {
	    .consumer = {begin, set_instant, user, end, wants_more, writes_to},
	    .sink = {take},
	    .run = run,
	    .policy = policy,
	};
	struct summary counts = {0};
	struct error err;

	*run = (struct run){.complete = false};
	buffer_init(&run->rows, TEXT_MAX);
	buffer_init(&run->verdicts, TEXT_MAX);
	buffer_init(&run->problems, TEXT_MAX);
	if (policy != NULL)
		running.tallies =
		    xcalloc(policy->rule_count, sizeof(*running.tallies));
	set_stdin(bytes, len);
	fuzz_hold(reading_run(&asked, &running.consumer, &running.sink, &counts,
		      &err) == 0,
	    "the run was refused");
	free(running.tallies);
	fuzz_hold(running.ended, "the input did not end");
	fuzz_hold(running.users == run->judged,
	    "users and rows that are said to be judged differ");
	fuzz_hold(run->complete == (run->errors == 0),
	    "the input is%s complete, and these are its errors:\n%s",
	    run->complete ? "" : " not", buffer_text(&run->problems));
	fuzz_hold(!run->complete || (run->judged > 0 && run->rejected == 0),
	    "a complete input has no row, or a rejected one");
}

void
run_release(struct run *run)
{
	buffer_release(&run->rows);
	buffer_release(&run->verdicts);
	buffer_release(&run->problems);
}

void
run_hold_same(struct run *a, struct run *b)
{
	fuzz_hold_same("problems", &a->problems, &b->problems);
	fuzz_hold_same("rows", &a->rows, &b->rows);
	fuzz_hold_same("verdicts", &a->verdicts, &b->verdicts);
	fuzz_hold(a->reports == b->reports && a->rejected == b->rejected,
	    "numbers of reports or rejected rows differ");
}

/*
 * Counting, the exit status, and the fan-out to the writers.
 */
#include "program/gate.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	STATUS_CLEAN = 0,
	STATUS_FOUND = 1,
	STATUS_INCOMPLETE = 3
};

static struct gate *
of_sink(struct sink *sink)
{
	return (struct gate *)((char *)sink - offsetof(struct gate, sink));
}

static void
forward(struct gate *gate, const struct event *event)
{
	for (size_t i = 0; i < gate->output_count; i++)
		gate->outputs[i].format->take(gate->outputs[i].writer, event);
}

/* "file.csv:12:34: text", with what of the place is known. */
static void
say_problem(const struct gate *gate, const struct problem_info *info)
{
	const struct problem *problem = info->problem;
	char place[64] = "";

	if (problem->line > 0 && problem->column > 0)
		snprintf(place, sizeof(place), "%" PRIu64 ":%u:", problem->line,
		    problem->column);
	else if (problem->line > 0)
		snprintf(place, sizeof(place), "%" PRIu64 ":", problem->line);
	if (problem->level == LEVEL_ERROR)
		message_error(gate->messages, "%s:%s %s", info->source, place,
		    problem->text);
	else
		message_warning(gate->messages, "%s:%s %s", info->source, place,
		    problem->text);
}

static void
count_result(struct gate *gate, const struct result *result)
{
	const struct options *options = gate->options;
	enum severity severity = result->rule->severity;

	gate->summary.count[result->outcome]++;
	if (result->outcome != OUTCOME_FAIL)
		return;
	gate->summary.severity[severity]++;
	if (!options->fail_never &&
	    (options->fail_on == SEVERITY_NONE || severity <= options->fail_on))
		gate->found = true;
}

/* An unknown result is never hidden: it may be of any severity. */
static bool
is_hidden(const struct gate *gate, const struct result *result)
{
	return gate->options->min_severity != SEVERITY_NONE &&
	    result->outcome != OUTCOME_UNKNOWN &&
	    result->rule->severity > gate->options->min_severity;
}

/* What passed or does not apply is counted in the tallies, for it is built
 * as a record only where --all asks for it. */
static bool
is_quiet_outcome(enum outcome outcome)
{
	return outcome == OUTCOME_PASS || outcome == OUTCOME_NOT_APPLICABLE;
}

/* What makes a single row unknown was said as a problem of that row. */
static void
say_unknown(const struct gate *gate, const struct result *result)
{
	if (result->outcome == OUTCOME_UNKNOWN && result->line == 0)
		message_error(gate->messages, "%s: %s %s", result->source,
		    result->rule->id, result->message);
}

static void
take_result(struct gate *gate, const struct event *event)
{
	const struct result *result = event->u.result;

	say_unknown(gate, result);
	if (!is_quiet_outcome(result->outcome))
		count_result(gate, result);
	if (is_hidden(gate, result))
		gate->summary.hidden++;
	else
		forward(gate, event);
}

static void
count_report(struct summary *summary, const struct report_info *report)
{
	summary->reports++;
	summary->rows += report->rows;
	summary->judged += report->judged;
	summary->rejected += report->rejected;
}

static void
take(struct sink *sink, const struct event *event)
{
	struct gate *gate = of_sink(sink);
	struct summary *summary = &gate->summary;

	switch (event->kind) {
	case EVENT_RESULT:
		take_result(gate, event);
		return;
	case EVENT_INPUT:
		summary->inputs++;
		break;
	case EVENT_PROBLEM:
		say_problem(gate, event->u.problem);
		if (event->u.problem->problem->level == LEVEL_ERROR)
			summary->problems++;
		break;
	case EVENT_REPORT:
		count_report(summary, event->u.report);
		break;
	case EVENT_INPUT_END:
		if (!event->u.input_end->complete)
			summary->incomplete++;
		break;
	case EVENT_TALLY:
		for (enum outcome o = 0; o < OUTCOME_COUNT; o++)
			if (is_quiet_outcome(o))
				summary->count[o] += event->u.tally->count[o];
		break;
	case EVENT_RUN:
	case EVENT_RULE:
	case EVENT_SUMMARY:
		break;
	}
	forward(gate, event);
	if (event->kind == EVENT_INPUT_END)
		for (size_t i = 0; i < gate->output_count; i++)
			output_flush(gate->outputs[i].output);
}

static int
open_output(
    struct gate *gate, const struct output_request *request, struct error *err)
{
	struct gate_output *out = &gate->outputs[gate->output_count];
	int fd = request->path == NULL ? STDOUT_FILENO : -1;
	struct look look = {
	    .width = options_width(fd),
	    .color = gate->options->color == WHEN_ALWAYS ||
		(fd >= 0 && options_color(gate->options, fd)),
	    .summary = gate->options->summary,
	    .csv = gate->options->csv,
	};

	out->format = request->format;
	out->spool = NULL;
	out->writer = NULL;
	out->output = output_open(request->path, err);
	if (out->output == NULL)
		return -1;
	gate->output_count++;
	for (size_t i = 0; i + 1 < gate->output_count; i++)
		if (output_same_place(gate->outputs[i].output, out->output))
			return error_set(err, ERROR_USAGE,
			    "two outputs go to one place (%s, %s); give each "
			    "its own, as in -f sarif:FILE",
			    output_name(gate->outputs[i].output),
			    output_name(out->output));
	if (request->format->needs & NEEDS_SPOOL) {
		out->spool = output_spool(err);
		if (out->spool == NULL)
			return -1;
	}
	out->writer = request->format->new (out->output, out->spool, &look);
	return 0;
}

void
gate_init_without_outputs(struct gate *gate, const struct options *options,
    const struct messages *messages)
{
	*gate = (struct gate){
	    .sink = {take},
	    .options = options,
	    .messages = messages,
	};
}

int
gate_init(struct gate *gate, const struct options *options,
    const struct messages *messages, struct error *err)
{
	gate_init_without_outputs(gate, options, messages);
	for (size_t i = 0; i < options->output_count; i++)
		if (open_output(gate, &options->outputs[i], err) < 0) {
			gate_release(gate);
			return -1;
		}
	return 0;
}

void
gate_release(struct gate *gate)
{
	for (size_t i = 0; i < gate->output_count; i++) {
		struct gate_output *out = &gate->outputs[i];

		if (out->writer != NULL)
			out->format->free(out->writer);
		if (out->spool != NULL)
			output_free(out->spool);
		output_free(out->output);
	}
	gate->output_count = 0;
}

size_t
gate_folders(const struct gate *gate, int folders[LIMIT_OUTPUTS])
{
	size_t count = 0;

	for (size_t i = 0; i < gate->output_count; i++) {
		int folder = output_folder(gate->outputs[i].output);

		if (folder >= 0)
			folders[count++] = folder;
	}
	return count;
}

bool
gate_needs_digest(const struct gate *gate)
{
	for (size_t i = 0; i < gate->output_count; i++)
		if (gate->outputs[i].format->needs & NEEDS_DIGEST)
			return true;
	return false;
}

bool
gate_writes_to(const struct gate *gate, dev_t dev, ino_t ino)
{
	for (size_t i = 0; i < gate->output_count; i++)
		if (output_is_inode(gate->outputs[i].output, dev, ino))
			return true;
	return false;
}

bool
gate_works(const struct gate *gate)
{
	for (size_t i = 0; i < gate->output_count; i++)
		if (output_failed(gate->outputs[i].output) ||
		    (gate->outputs[i].spool != NULL &&
			output_failed(gate->outputs[i].spool)))
			return false;
	return true;
}

static int
status_of(const struct gate *gate)
{
	if (gate->summary.problems > 0 ||
	    gate->summary.count[OUTCOME_UNKNOWN] > 0)
		return STATUS_INCOMPLETE;
	return gate->found ? STATUS_FOUND : STATUS_CLEAN;
}

static void
say_summary(const struct gate *gate)
{
	const struct summary *s = &gate->summary;
	char line[512];

	snprintf(line, sizeof(line),
	    "inputs=%" PRIu64 " skipped=%" PRIu64 " duplicates=%" PRIu64
	    " reports=%" PRIu64 " incomplete=%" PRIu64 " rows=%" PRIu64
	    " judged=%" PRIu64 " rejected=%" PRIu64 " fail=%" PRIu64
	    " pass=%" PRIu64 " not_applicable=%" PRIu64 " unknown=%" PRIu64
	    " manual=%" PRIu64 " suppressed=%" PRIu64 " hidden=%" PRIu64
	    " status=%d\n",
	    s->inputs, s->skipped, s->duplicates, s->reports, s->incomplete,
	    s->rows, s->judged, s->rejected, s->count[OUTCOME_FAIL],
	    s->count[OUTCOME_PASS], s->count[OUTCOME_NOT_APPLICABLE],
	    s->count[OUTCOME_UNKNOWN], s->count[OUTCOME_MANUAL],
	    s->count[OUTCOME_SUPPRESSED], s->hidden, s->status);
	message_plain(line);
}

int
gate_finish(struct gate *gate, struct error *err)
{
	struct event event = {
	    .kind = EVENT_SUMMARY,
	    .u.summary = &gate->summary,
	};

	gate->summary.status = status_of(gate);
	forward(gate, &event);
	for (size_t i = 0; i < gate->output_count; i++)
		if (output_finish(gate->outputs[i].output, err) < 0)
			return -1;
	for (size_t i = 0; i < gate->output_count; i++)
		if (output_publish(gate->outputs[i].output, err) < 0)
			return -1;
	if (gate->options->verbose)
		say_summary(gate);
	return gate->summary.status;
}

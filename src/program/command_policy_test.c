/*
 * `mfa-check policy test`: a policy tried on cases. Each case is a report of
 * one row that goes the way of every report.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "input/stream.h"
#include "model/reader.h"
#include "policy/cases.h"
#include "policy/evaluate.h"
#include "program/commands.h"
#include "program/load_policy.h"

enum {
	STATUS_DIFFERS = 1,
	ERRORS_MAX = 256 << 10
};

/* A verdict that was given. */
struct verdict {
	const char *rule; /* of the policy */
	char *credential, *message;
	enum outcome outcome;
	bool is_of_report;
};

struct trial {
	struct sink sink;
	const struct messages *messages;
	struct output *out;
	const struct policy *policy;
	struct tally *tallies;
	struct verdict *verdicts;
	size_t count, size;
	size_t differing; /* cases */
};

static void
take(struct sink *sink, const struct event *event)
{
	struct trial *trial = (struct trial *)sink;
	const struct result *result = event->u.result;

	if (event->kind != EVENT_RESULT)
		return;
	trial->verdicts = xgrow(trial->verdicts, trial->count, &trial->size,
	    sizeof(*trial->verdicts));
	trial->verdicts[trial->count++] = (struct verdict){
	    .rule = result->rule->id,
	    .credential = xstrdup(result->credential),
	    .message = xstrdup(result->message),
	    .outcome = result->outcome,
	    .is_of_report = result->line == 0,
	};
}

static void
forget(struct trial *trial)
{
	for (size_t i = 0; i < trial->count; i++) {
		free(trial->verdicts[i].credential);
		free(trial->verdicts[i].message);
	}
	trial->count = 0;
}

/* The verdict on the row, or the one that the report has instead. A rule
 * that names the password as its credential is asked for without it. */
static const struct verdict *
find_verdict(const struct trial *trial, const struct expectation *expect)
{
	const struct verdict *found = NULL;

	for (size_t i = 0; i < trial->count; i++) {
		const struct verdict *it = &trial->verdicts[i];

		if (strcmp(it->rule, expect->rule) != 0)
			continue;
		if (it->is_of_report)
			found = it;
		else if (expect->credential[0] == '\0' ||
		    strcmp(it->credential, expect->credential) == 0)
			return it;
	}
	return found;
}

struct memory {
	const char *text;
	size_t len;
};

static ssize_t
memory_read(void *layer, uint8_t *dst, size_t cap, struct error *err)
{
	struct memory *memory = layer;
	size_t len = memory->len < cap ? memory->len : cap;

	(void)err;
	memcpy(dst, memory->text, len);
	memory->text += len;
	memory->len -= len;
	return (ssize_t)len;
}

static void
memory_free(void *layer)
{
	(void)layer;
}

/* Header and row as CSV, every cell in quotes. */
static void
append_report(struct buffer *out, const struct expected_case *one)
{
	for (size_t i = 0; i < one->cell_count; i++)
		buffer_appendf(out, "%s%s", i > 0 ? "," : "",
		    column_name(one->cells[i].column));
	buffer_append_text(out, "\n");
	for (size_t i = 0; i < one->cell_count; i++) {
		buffer_append_text(out, i > 0 ? ",\"" : "\"");
		for (const char *p = one->cells[i].text; *p != '\0'; p++)
			buffer_append(
			    out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
		buffer_append_text(out, "\"");
	}
	buffer_append_text(out, "\n");
}

/* 0, or -1 with the reason: the row is none. */
static int
judge(
    struct trial *trial, struct reader *reader, int64_t time, struct error *err)
{
	const struct plan_options options = {
	    .source = "case", .instant = {time, TIME_OPTION}, .all = true};
	enum reader_item item = reader_next(reader, err);
	struct plan *plan;

	if (item != READER_REPORT)
		return error_set(err, ERROR_INPUT,
		    "the row makes no report: it needs user or arn, and a "
		    "column such as mfa_active");
	plan =
	    plan_new(trial->policy, &reader->report, &options, trial->tallies);
	item = reader_next(reader, err);
	if (item == READER_USER) {
		plan_row(plan, &reader->user, &trial->sink);
		plan_end(plan, TIME_UNDOUBTED, &trial->sink);
	}
	plan_free(plan);
	return item == READER_USER ? 0 : -1;
}

static int
run_case(
    struct trial *trial, const struct expected_case *one, struct error *err)
{
	static const struct stream_ops ops = {memory_read, memory_free};
	struct buffer text;
	struct memory memory;
	struct stream *stream;
	struct reader reader;
	struct rows *rows;
	int result;

	buffer_init(&text, LIMIT_POLICY * 4);
	append_report(&text, one);
	memory = (struct memory){buffer_text(&text), text.len};
	stream = stream_new(&ops, &memory);
	rows = rows_new(stream, 1, 0);
	reader_init(&reader, rows);
	result = judge(trial, &reader, one->time, err);
	reader_release(&reader);
	rows_free(rows);
	stream_close(stream);
	buffer_release(&text);
	return result;
}

static void
say_case(struct trial *trial, const struct case_file *file,
    const struct expected_case *one)
{
	struct buffer line;

	buffer_init(&line, (size_t)LIMIT_POLICY_SCALAR * 16);
	visible_append(&line, text_of(file->reader.complaints.file));
	buffer_appendf(&line, ":%" PRIu64 ": ", one->line);
	visible_append(&line, text_of(one->name));
	output_printf(trial->out, "%s\n", buffer_text(&line));
	buffer_release(&line);
}

static void
say_difference(struct trial *trial, const struct expectation *expect,
    const struct verdict *verdict)
{
	struct buffer line;

	buffer_init(&line, LIMIT_LINE * 16);
	buffer_appendf(&line, "    %s%s%s: expected %s, got %s", expect->rule,
	    expect->credential[0] != '\0' ? " " : "", expect->credential,
	    expected_name(expect->outcome),
	    expected_name(verdict != NULL ? verdict->outcome : OUTCOME_COUNT));
	if (verdict != NULL) {
		buffer_append_text(&line, ": ");
		visible_append(&line, text_of(verdict->message));
	}
	output_printf(trial->out, "%s\n", buffer_text(&line));
	buffer_release(&line);
}

static bool
differs(const struct expectation *expect, const struct verdict *got)
{
	return (got != NULL ? got->outcome : OUTCOME_COUNT) != expect->outcome;
}

static void
try_case(struct trial *trial, const struct case_file *file,
    const struct expected_case *one)
{
	struct error err;
	bool is_rejected = run_case(trial, one, &err) < 0, is_said = false;

	if (is_rejected) {
		say_case(trial, file, one);
		output_printf(
		    trial->out, "    the row is rejected: %s\n", err.text);
	}
	for (size_t i = 0; i < one->expect_count && !is_rejected; i++) {
		const struct verdict *got =
		    find_verdict(trial, &one->expect[i]);

		if (!differs(&one->expect[i], got))
			continue;
		if (!is_said)
			say_case(trial, file, one);
		is_said = true;
		say_difference(trial, &one->expect[i], got);
	}
	trial->differing += is_rejected || is_said;
	forget(trial);
}

static void
try_all(struct trial *trial, const struct case_file *file,
    const struct policy *policy)
{
	size_t before = trial->differing, differing;

	trial->policy = policy;
	trial->tallies =
	    xcalloc(policy->rule_count + 1, sizeof(*trial->tallies));
	for (size_t i = 0; i < file->count; i++)
		try_case(trial, file, &file->cases[i]);
	differing = trial->differing - before;
	output_printf(trial->out, "%s: %zu %s, %zu %s\n",
	    file->reader.complaints.file, file->count,
	    file->count == 1 ? "case" : "cases", differing,
	    differing == 1 ? "differs" : "differ");
	free(trial->tallies);
	free(trial->verdicts);
	trial->verdicts = NULL;
	trial->size = 0;
}

/* What is wrong with the file was said: -1. */
static int
refuse(const struct case_file *file)
{
	struct buffer errors;

	if (file->reader.complaints.count == 0)
		return 0;
	buffer_init(&errors, ERRORS_MAX);
	complaints_show(&file->reader.complaints, &errors);
	message_plain(buffer_text(&errors));
	buffer_release(&errors);
	return -1;
}

/* The policy that the file names: a pack, or a file beside it. */
static int
load_named(const struct trial *trial, const struct options *options,
    const struct case_file *file, struct policy *policy)
{
	const char *path = file->reader.complaints.file;
	const char *slash = strrchr(path, '/');
	bool is_beside = !load_policy_is_pack(file->policy) &&
	    file->policy[0] != '/' && slash != NULL;
	char *name = is_beside
	    ? xasprintf("%.*s%s", (int)(slash + 1 - path), path, file->policy)
	    : xstrdup(file->policy);
	int result =
	    load_one_policy(options, trial->messages, name, NULL, policy);

	free(name);
	return result;
}

static int
try_file(struct trial *trial, const struct options *options, const char *name)
{
	struct case_file file;
	struct policy policy;
	struct error err;
	size_t len;
	char *text = load_policy_text(name, &len, &err);
	int result = -1;

	if (text == NULL) {
		message_error(trial->messages, "%s", err.text);
		return -1;
	}
	policy_init(&policy);
	case_file_read(&file, name, text, len);
	if (refuse(&file) == 0 &&
	    load_named(trial, options, &file, &policy) == 0) {
		case_file_check(&file, &policy);
		result = refuse(&file);
	}
	if (result == 0)
		try_all(trial, &file, &policy);
	policy_release(&policy);
	case_file_release(&file);
	free(text);
	return result;
}

static int
run(struct trial *trial, const struct options *options)
{
	int status = STATUS_OK;

	for (size_t i = 0; i < options->operands.count; i++)
		if (try_file(trial, options, options->operands.item[i]) < 0)
			status = STATUS_CANNOT_RUN;
	return status == STATUS_OK && trial->differing > 0 ? STATUS_DIFFERS
							   : status;
}

int
command_policy_test(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	struct trial trial = {.sink = {take}, .messages = &messages};
	struct error err;
	int status = STATUS_CANNOT_RUN;

	trial.out = output_open(NULL, &err);
	if (options->operands.count == 0)
		error_set(&err, ERROR_USAGE,
		    "`mfa-check policy test` needs a file of cases");
	else if (trial.out != NULL) {
		status = run(&trial, options);
		if (output_finish(trial.out, &err) == 0)
			err.kind = ERROR_NONE;
	}
	if (err.kind != ERROR_NONE) {
		message_error(&messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	}
	output_free(trial.out);
	return status;
}

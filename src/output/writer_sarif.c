/*
 * The sarif format (SARIF 2.1.0): results as they come; artifacts,
 * notifications and the options of the run wait in the spool, each as a
 * line with a tag, since a JSON object's members have no order. So memory
 * follows neither results nor problems nor inputs. It writes no clock, host
 * or absolute path of its own.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "output/json_parts.h"
#include "output/sarif.h"
#include "output/writer.h"

/* What a line of the spool holds. */
enum {
	TAG_RUN = 'R',
	TAG_ARTIFACT = 'A',
	TAG_NOTIFICATION = 'N',
};

enum stage {
	STAGE_EMPTY,
	STAGE_RULES,
	STAGE_RESULTS
};

/* The input whose results are coming. */
struct current {
	bool open;
	char *source; /* its path as given */
	char *layers[LIMIT_LAYERS];
	size_t layer_count;
	size_t index; /* of the file's artifact */
	uint64_t reports, rows, judged, rejected;
};

struct writer {
	struct output *output, *spool;
	struct json json, spooled;
	enum stage stage;
	char **rules; /* their ids, in order */
	size_t rule_count, rule_size;
	size_t last_rule;
	struct current current;
	size_t artifact_count;
	uint64_t report_count;
	char *account; /* of the first report */
	int64_t report_time;
	bool has_errors;
	bool sandboxed;
};

static struct writer *
sarif_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));

	(void)look;
	assert(spool != NULL);
	writer->output = output;
	writer->spool = spool;
	writer->json = (struct json){.output = output, .first = true};
	writer->spooled = (struct json){.output = spool, .first = true};
	return writer;
}

static struct json *
begin_spooled(struct writer *writer, char tag)
{
	output_write(writer->spool, &tag, 1);
	writer->spooled.first = true;
	return &writer->spooled;
}

static void
end_spooled(struct writer *writer)
{
	output_write(writer->spool, "\n", 1);
}

/* One element of a list a line, so that logs can be compared. */
static void
end_line(struct writer *writer)
{
	output_write(writer->output, "\n", 1);
}

static void
take_run(struct writer *writer, const struct event *event)
{
	const struct run_info *run = event->u.run;
	struct json *json = &writer->json;

	json_put_open(json, NULL, '{');
	json_put_text(
	    json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_put_text(json, "version", "2.1.0");
	json_put_open(json, "runs", '[');
	json_put_open(json, NULL, '{');
	json_put_open(json, "tool", '{');
	json_put_open(json, "driver", '{');
	json_put_text(json, "name", run->tool);
	json_put_text(json, "version", run->version);
	json_put_text(json, "semanticVersion", run->version);
	json_put_open(json, "rules", '[');
	end_line(writer);
	writer->stage = STAGE_RULES;
	writer->sandboxed = run->sandbox_required;

	json = begin_spooled(writer, TAG_RUN);
	json_put_list(json, "policy", run->policy.item, run->policy.count);
	json_put_text(json, "policy_sha256", run->policy_sha256);
	json_put_number(json, "rules", run->rule_count);
	json_put_options(json, run);
	end_spooled(writer);
}

static void
take_rule(struct writer *writer, const struct event *event)
{
	assert(writer->stage == STAGE_RULES);
	sarif_rule(&writer->json, event->u.rule);
	end_line(writer);
	writer->rules = xgrow(writer->rules, writer->rule_count,
	    &writer->rule_size, sizeof(*writer->rules));
	writer->rules[writer->rule_count++] = xstrdup(event->u.rule->id);
}

/* Rules come before all else; what follows belongs beside them. */
static void
end_rules(struct writer *writer)
{
	struct json *json = &writer->json;

	if (writer->stage != STAGE_RULES)
		return;
	json_put_close(json, ']');
	json_put_close(json, '}');
	json_put_close(json, '}');
	json_put_text(json, "columnKind", "unicodeCodePoints");
	json_put_open(json, "results", '[');
	end_line(writer);
	writer->stage = STAGE_RESULTS;
}

/* Results come in policy order, so the next one's rule is near. */
static size_t
find_rule(struct writer *writer, const struct rule_info *rule)
{
	if (rule == NULL)
		return SARIF_NOWHERE;
	for (size_t i = 0; i < writer->rule_count; i++) {
		size_t at = (writer->last_rule + i) % writer->rule_count;

		if (strcmp(writer->rules[at], rule->id) == 0) {
			writer->last_rule = at;
			return at;
		}
	}
	return SARIF_NOWHERE;
}

static void
reset_current(struct current *current)
{
	free(current->source);
	for (size_t i = 0; i < current->layer_count; i++)
		free(current->layers[i]);
	*current = (struct current){.open = false};
}

/* Where in the log a source stands: with a line, the report inside of the
 * file; without, the file. */
static struct sarif_place
find_place(const struct current *current, const char *source, uint64_t line)
{
	struct sarif_place place = {.source = source, .index = SARIF_NOWHERE};

	if (!current->open || strcmp(current->source, source) != 0)
		return place;
	place.inner = current->layer_count > 0 && line > 0;
	place.index = current->index + (place.inner ? 1 : 0);
	return place;
}

static void
take_result(struct writer *writer, const struct event *event)
{
	const struct result *result = event->u.result;
	size_t rule = find_rule(writer, result->rule);
	struct sarif_place place =
	    find_place(&writer->current, result->source, result->line);

	sarif_result(&writer->json, result, &place, rule);
	end_line(writer);
	if (result->outcome != OUTCOME_UNKNOWN)
		return;
	writer->has_errors = true;
	sarif_not_judged(
	    begin_spooled(writer, TAG_NOTIFICATION), result, &place, rule);
	end_spooled(writer);
}

static void
take_problem(struct writer *writer, const struct event *event)
{
	const struct problem_info *info = event->u.problem;
	struct sarif_place place =
	    find_place(&writer->current, info->source, info->problem->line);

	if (info->problem->level == LEVEL_ERROR)
		writer->has_errors = true;
	sarif_notification(
	    begin_spooled(writer, TAG_NOTIFICATION), info->problem, &place);
	end_spooled(writer);
}

static void
take_report(struct writer *writer, const struct event *event)
{
	const struct report_info *report = event->u.report;
	struct current *current = &writer->current;

	if (writer->report_count++ == 0) {
		writer->account = xstrdup(report->account);
		writer->report_time = report->report_time;
	}
	current->reports++;
	current->rows += report->rows;
	current->judged += report->judged;
	current->rejected += report->rejected;
}

static const char *
mime_type(const struct current *current)
{
	static const char *const types[][2] = {
	    {"gzip", "application/gzip"},
	    {"json", "application/json"},
	    {"yaml", "application/yaml"},
	};

	if (current->layer_count == 0)
		return "text/csv";
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(current->layers[0], types[i][0]) == 0)
			return types[i][1];
	}
	return "text/plain";
}

/* The file itself, or the report inside of it. */
static void
write_location(struct json *json, const struct current *current, bool inner)
{
	struct sarif_place place = {.source = current->source, .inner = inner};

	json_put_open(json, "location", '{');
	sarif_uri(json, &place);
	json_put_close(json, '}');
}

static void
write_roles(struct json *json)
{
	static const char *const roles[] = {"analysisTarget"};

	json_put_list(json, "roles", roles, 1);
}

static void
write_inner(struct writer *writer)
{
	struct json *json = begin_spooled(writer, TAG_ARTIFACT);

	json_put_open(json, NULL, '{');
	write_location(json, &writer->current, true);
	json_put_number(json, "parentIndex", writer->current.index);
	json_put_text(json, "mimeType", "text/csv");
	write_roles(json);
	json_put_close(json, '}');
	end_spooled(writer);
}

/* end is NULL where the input came to none. */
static void
write_artifact(struct writer *writer, const struct input_end_info *end)
{
	struct current *current = &writer->current;
	struct json *json = begin_spooled(writer, TAG_ARTIFACT);

	json_put_open(json, NULL, '{');
	write_location(json, current, false);
	json_put_text(json, "mimeType", mime_type(current));
	write_roles(json);
	if (end != NULL && end->sha256[0] != '\0') {
		json_put_number(json, "length", end->size);
		json_put_open(json, "hashes", '{');
		json_put_text(json, "sha-256", end->sha256);
		json_put_close(json, '}');
	}
	json_put_open(json, "properties", '{');
	json_put_list(json, "layers", (const char *const *)current->layers,
	    current->layer_count);
	json_put_bool(json, "complete", end != NULL && end->complete);
	json_put_number(json, "reports", current->reports);
	json_put_number(json, "rows", current->rows);
	json_put_number(json, "judged", current->judged);
	json_put_number(json, "rejected", current->rejected);
	json_put_close(json, '}');
	json_put_close(json, '}');
	end_spooled(writer);
	if (current->layer_count > 0)
		write_inner(writer);
	reset_current(current);
}

static void
take_input(struct writer *writer, const struct event *event)
{
	const struct input_info *input = event->u.input;
	struct current *current = &writer->current;

	/* Results point at artifacts by number: none may be left out. */
	if (current->open)
		write_artifact(writer, NULL);
	current->open = true;
	current->source = xstrdup(input->source);
	assert(input->layer_count <= LIMIT_LAYERS);
	for (size_t i = 0; i < input->layer_count; i++)
		current->layers[i] = xstrdup(input->layers[i]);
	current->layer_count = input->layer_count;
	current->index = writer->artifact_count;
	writer->artifact_count += current->layer_count > 0 ? 2 : 1;
}

static void
take_input_end(struct writer *writer, const struct event *event)
{
	if (writer->current.open)
		write_artifact(writer, event->u.input_end);
}

/* A list's elements among the lines of the spool. */
struct tagged {
	struct output *output;
	char tag;
	bool any; /* one was written */
};

static void
take_line(void *arg, struct text line)
{
	struct tagged *tagged = arg;

	if (line.len == 0 || line.ptr[0] != tagged->tag)
		return;
	if (tagged->any)
		output_text(tagged->output, ",\n");
	tagged->any = true;
	output_slice(tagged->output, (struct text){line.ptr + 1, line.len - 1});
}

static void
write_tagged(struct writer *writer, char tag)
{
	struct tagged tagged = {.output = writer->output, .tag = tag};

	output_each_line(writer->output, writer->spool, take_line, &tagged);
}

static void
write_spooled(struct writer *writer, const char *name, char tag)
{
	json_put_open(&writer->json, name, '[');
	end_line(writer);
	write_tagged(writer, tag);
	end_line(writer);
	json_put_close(&writer->json, ']');
}

static void
write_invocation(struct writer *writer, const struct summary *summary)
{
	static const char *const meanings[] = {
	    "everything was read and judged; nothing to report",
	    "everything was read and judged; there are findings",
	    "it could not run",
	    "incomplete: not everything could be read or judged",
	};
	struct json *json = &writer->json;

	json_put_open(json, "invocations", '[');
	json_put_open(json, NULL, '{');
	json_put_bool(json, "executionSuccessful",
	    summary->status < 2 && !writer->has_errors);
	json_put_number(json, "exitCode", (uint64_t)summary->status);
	if (summary->status >= 0 && summary->status <= 3)
		json_put_text(
		    json, "exitCodeDescription", meanings[summary->status]);
	write_spooled(writer, "toolExecutionNotifications", TAG_NOTIFICATION);
	/* What a kernel happens to have would make logs differ. */
	if (writer->sandboxed) {
		json_put_open(json, "properties", '{');
		json_put_text(json, "sandbox", "require");
		json_put_close(json, '}');
	}
	json_put_close(json, '}');
	json_put_close(json, ']');
}

/* GitHub takes what stands before the last slash for a category: one for
 * each account, or a second account's upload replaces the first's. */
static void
write_automation(struct writer *writer)
{
	struct json *json = &writer->json;
	char time[TIMESTAMP_SIZE] = "";

	if (writer->report_count != 1)
		return;
	if (writer->report_time != TIMESTAMP_NONE)
		timestamp_format(time, writer->report_time);
	json_put_open(json, "automationDetails", '{');
	json_put_begin(json, "id");
	json_put_part(json, "mfa-check/");
	if (writer->account[0] != '\0') {
		json_put_part(json, writer->account);
		json_put_part(json, "/");
	}
	json_put_slice_part(json, (struct text){time, strcspn(time, "T")});
	json_put_end(json);
	json_put_close(json, '}');
}

static void
take_summary(struct writer *writer, const struct event *event)
{
	struct json *json = &writer->json;

	if (writer->current.open)
		write_artifact(writer, NULL);
	json_put_close(json, ']');
	write_spooled(writer, "artifacts", TAG_ARTIFACT);
	write_invocation(writer, event->u.summary);
	write_automation(writer);
	json_put_open(json, "properties", '{');
	json_put_open(json, "run", '{');
	write_tagged(writer, TAG_RUN);
	json_put_close(json, '}');
	json_put_open(json, "summary", '{');
	json_put_summary(json, event->u.summary);
	json_put_close(json, '}');
	json_put_close(json, '}');
	json_put_close(json, '}');
	json_put_close(json, ']');
	json_put_close(json, '}');
	end_line(writer);
}

static void
sarif_take(struct writer *writer, const struct event *event)
{
	static void (*const takers[])(struct writer *, const struct event *) = {
	    [EVENT_RUN] = take_run,
	    [EVENT_RULE] = take_rule,
	    [EVENT_INPUT] = take_input,
	    [EVENT_RESULT] = take_result,
	    [EVENT_PROBLEM] = take_problem,
	    [EVENT_REPORT] = take_report,
	    [EVENT_INPUT_END] = take_input_end,
	    [EVENT_TALLY] = NULL,
	    [EVENT_SUMMARY] = take_summary,
	};

	if (takers[event->kind] == NULL)
		return;
	if (event->kind != EVENT_RUN && event->kind != EVENT_RULE)
		end_rules(writer);
	takers[event->kind](writer, event);
}

static void
sarif_free(struct writer *writer)
{
	reset_current(&writer->current);
	for (size_t i = 0; i < writer->rule_count; i++)
		free(writer->rules[i]);
	free(writer->rules);
	free(writer->account);
	free(writer);
}

const struct format format_sarif = {
    .name = "sarif",
    .ending = ".sarif",
    .also = ".sarif.json",
    .help = "SARIF 2.1.0, for code scanning and viewers",
    .needs = NEEDS_SPOOL | NEEDS_DIGEST,
    .new = sarif_new,
    .take = sarif_take,
    .free = sarif_free,
};

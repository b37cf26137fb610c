/*
 * Events as JSON objects. Left out is what follows from other objects
 * (findings by severity, the number of defects) and what only people look at
 * (a defect's column).
 */
#include "output/json_event.h"

#include "output/json_parts.h"
#include "output/record.h"

static void
write_run(struct json *json, const struct event *event)
{
	const struct run_info *run = event->u.run;

	json_put_number(json, "format", 1);
	json_put_text(json, "tool", run->tool);
	json_put_text(json, "version", run->version);
	json_put_list(json, "policy", run->policy.item, run->policy.count);
	json_put_text(json, "policy_sha256", run->policy_sha256);
	json_put_number(json, "rules", run->rule_count);
	json_put_options(json, run);
}

static void
write_rule(struct json *json, const struct event *event)
{
	const struct rule_info *rule = event->u.rule;

	json_put_text(json, "rule", rule->id);
	json_put_text(json, "title", rule->title);
	json_put_text(json, "severity", severity_name(rule->severity));
	json_put_refs(json, rule);
	json_put_text(json, "fix", rule->fix);
}

static void
write_input(struct json *json, const struct event *event)
{
	const struct input_info *input = event->u.input;

	json_put_text(json, "source", input->source);
	json_put_list(json, "layers", input->layers, input->layer_count);
}

static void
write_suppression(struct json *json, const struct suppression *suppression)
{
	json_put_open(json, "suppression", '{');
	json_put_text(json, "reason", suppression->reason);
	json_put_text(json, "owner", suppression->owner);
	json_put_text(json, "expires", suppression->expires);
	json_put_close(json, '}');
}

static void
write_result(struct json *json, const struct event *event)
{
	const struct result *result = event->u.result;

	for (int i = 0; i < RECORD_FIELDS; i++) {
		const struct record_field *field = &record_fields[i];
		char scratch[RECORD_SCRATCH];
		const char *value = field->get(result, scratch);

		if (field->is_number)
			json_put_digits(json, field->name, value);
		else if (value == NULL)
			json_put_null(json, field->name);
		else
			json_put_text(json, field->name, value);
	}
	if (result->rule != NULL)
		json_put_refs(json, result->rule);
	json_put_evidence(json, result);
	if (result->suppression != NULL)
		write_suppression(json, result->suppression);
	if (result->outcome == OUTCOME_UNKNOWN)
		json_put_text(json, "reason", result->reason);
}

static void
write_problem(struct json *json, const struct event *event)
{
	const struct problem *problem = event->u.problem->problem;

	json_put_text(json, "level", level_name(problem->level));
	json_put_text(json, "source", event->u.problem->source);
	json_put_number(json, "line", problem->line);
	json_put_number(json, "byte", problem->byte);
	json_put_text(json, "message", problem->text);
}

static void
write_report(struct json *json, const struct event *event)
{
	const struct report_info *report = event->u.report;

	json_put_text(json, "source", report->source);
	json_put_text(json, "account", report->account);
	json_put_time(json, "report_time", report->report_time);
	if (report->report_time_from == TIME_NONE)
		json_put_null(json, "report_time_from");
	else
		json_put_text(json, "report_time_from",
		    time_from_name(report->report_time_from));
	json_put_number(json, "rows", report->rows);
	json_put_number(json, "judged", report->judged);
	json_put_number(json, "rejected", report->rejected);
	json_put_open(json, "missing_columns", '[');
	for (size_t i = 0; i < report->missing_count; i++)
		json_put_text(json, NULL, column_name(report->missing[i]));
	json_put_close(json, ']');
	json_put_bool(json, "complete", report->complete);
}

static void
write_input_end(struct json *json, const struct event *event)
{
	const struct input_end_info *end = event->u.input_end;

	json_put_text(json, "source", end->source);
	/* Neither is known of what could not be read to its end. */
	if (end->sha256[0] == '\0') {
		json_put_null(json, "sha256");
		json_put_null(json, "size");
	} else {
		json_put_text(json, "sha256", end->sha256);
		json_put_number(json, "size", end->size);
	}
	json_put_bool(json, "complete", end->complete);
}

static void
write_tally(struct json *json, const struct event *event)
{
	json_put_text(json, "rule", event->u.tally->rule->id);
	json_put_counts(json, event->u.tally->count);
}

static void
write_summary(struct json *json, const struct event *event)
{
	json_put_summary(json, event->u.summary);
}

/* By event kind. */
static const struct {
	const char *type;
	void (*write)(struct json *, const struct event *);
} lines[] = {
    [EVENT_RUN] = {"run", write_run},
    [EVENT_RULE] = {"rule", write_rule},
    [EVENT_INPUT] = {"input", write_input},
    [EVENT_RESULT] = {"result", write_result},
    [EVENT_PROBLEM] = {"problem", write_problem},
    [EVENT_REPORT] = {"report", write_report},
    [EVENT_INPUT_END] = {"input_end", write_input_end},
    [EVENT_TALLY] = {"tally", write_tally},
    [EVENT_SUMMARY] = {"summary", write_summary},
};

void
json_put_event(struct json *json, const struct event *event)
{
	json_put_open(json, NULL, '{');
	json_put_text(json, "type", lines[event->kind].type);
	lines[event->kind].write(json, event);
	json_put_close(json, '}');
}

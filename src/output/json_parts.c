/*
 * Members that several JSON formats share: the same names in the same order
 * wherever they stand. What surrounds them is the formats' business.
 */
#include "output/json_parts.h"

#include <string.h>

#include "base/timestamp.h"

/* All of a framework's controls in one string: JSON has no two members of
 * one name. */
static void
write_controls(struct json *json, const struct rule_info *rule, size_t from)
{
	const char *framework = rule->refs[from].framework;

	json_put_begin(json, framework);
	for (size_t i = from; i < rule->ref_count; i++) {
		if (strcmp(rule->refs[i].framework, framework) != 0)
			continue;
		if (i > from)
			json_put_part(json, ", ");
		json_put_part(json, rule->refs[i].control);
	}
	json_put_end(json);
}

bool
json_is_first_ref(const struct rule_info *rule, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (strcmp(rule->refs[i].framework,
			rule->refs[index].framework) == 0)
			return false;
	}
	return true;
}

void
json_put_refs(struct json *json, const struct rule_info *rule)
{
	json_put_open(json, "refs", '{');
	for (size_t i = 0; i < rule->ref_count; i++) {
		if (json_is_first_ref(rule, i))
			write_controls(json, rule, i);
	}
	json_put_close(json, '}');
}

void
json_put_evidence(struct json *json, const struct result *result)
{
	json_put_open(json, "evidence", '[');
	for (size_t i = 0; i < result->evidence_count; i++) {
		const struct evidence *evidence = &result->evidence[i];

		json_put_open(json, NULL, '{');
		json_put_text(json, "name", evidence->name);
		json_put_text(json, "value", evidence->value);
		json_put_number(json, "column", evidence->column);
		json_put_number(json, "end_column", evidence->end_column);
		json_put_close(json, '}');
	}
	json_put_close(json, ']');
}

void
json_put_time(struct json *json, const char *name, int64_t time)
{
	char text[TIMESTAMP_SIZE];

	if (time == TIMESTAMP_NONE)
		json_put_null(json, name);
	else
		json_put_text(json, name, timestamp_format(text, time));
}

void
json_put_list(
    struct json *json, const char *name, const char *const *item, size_t count)
{
	json_put_open(json, name, '[');
	for (size_t i = 0; i < count; i++)
		json_put_text(json, NULL, item[i]);
	json_put_close(json, ']');
}

void
json_put_counts(struct json *json, const uint64_t count[OUTCOME_COUNT])
{
	for (int i = 0; i < OUTCOME_COUNT; i++)
		json_put_number(json, outcome_name((enum outcome)i), count[i]);
}

static void
write_strings(
    struct json *json, const char *name, const struct string_list *list)
{
	json_put_list(json, name, list->item, list->count);
}

static void
write_severity(struct json *json, const char *name, enum severity severity)
{
	if (severity == SEVERITY_NONE)
		json_put_null(json, name);
	else
		json_put_text(json, name, severity_name(severity));
}

static void
write_file(struct json *json, const char *name, const struct file_info *file)
{
	json_put_open(json, name, '{');
	json_put_text(json, "name", file->name);
	json_put_text(json, "sha256", file->sha256);
	json_put_close(json, '}');
}

static void
write_files(struct json *json, const char *name, const struct file_info *files,
    size_t count)
{
	json_put_open(json, name, '[');
	for (size_t i = 0; i < count; i++)
		write_file(json, NULL, &files[i]);
	json_put_close(json, ']');
}

static void
write_notes(struct json *json, const struct run_info *run)
{
	json_put_open(json, "notes", '{');
	for (size_t i = 0; i < run->note_count; i++)
		json_put_text(json, run->notes[i].name, run->notes[i].value);
	json_put_close(json, '}');
}

void
json_put_options(struct json *json, const struct run_info *run)
{
	write_files(json, "exceptions", run->exceptions, run->exception_count);
	write_strings(json, "set", &run->set);
	json_put_time(json, "as_of", run->as_of);
	write_strings(json, "rule", &run->rule);
	write_strings(json, "skip_rule", &run->skip_rule);
	write_strings(json, "tag", &run->tag);
	write_severity(json, "min_severity", run->min_severity);
	if (run->fail_never)
		json_put_text(json, "fail_on", "none");
	else
		write_severity(json, "fail_on", run->fail_on);
	json_put_bool(json, "all", run->all);
	json_put_bool(json, "require_time", run->require_time);
	json_put_number(json, "max_decoded", run->max_decoded);
	if (run->sha256sums.name == NULL)
		json_put_null(json, "sha256sums");
	else
		write_file(json, "sha256sums", &run->sha256sums);
	write_notes(json, run);
}

void
json_put_summary(struct json *json, const struct summary *summary)
{
	json_put_number(json, "inputs", summary->inputs);
	json_put_number(json, "skipped", summary->skipped);
	json_put_number(json, "duplicates", summary->duplicates);
	json_put_number(json, "reports", summary->reports);
	json_put_number(json, "incomplete", summary->incomplete);
	json_put_number(json, "rows", summary->rows);
	json_put_number(json, "judged", summary->judged);
	json_put_number(json, "rejected", summary->rejected);
	json_put_counts(json, summary->count);
	json_put_number(json, "hidden", summary->hidden);
	json_put_number(json, "status", (uint64_t)summary->status);
}

/*
 * A result and a notification as SARIF has them: where it stands, to the
 * cell, and what makes it the same result tomorrow. Rules are sarif_rule.c,
 * the log around them writer_sarif.c.
 */
#include <string.h>

#include "base/text.h"
#include "base/visible.h"
#include "output/json_parts.h"
#include "output/record.h"
#include "output/sarif.h"

static const char *const kinds[OUTCOME_COUNT] = {
    [OUTCOME_FAIL] = "fail",
    [OUTCOME_PASS] = "pass",
    [OUTCOME_NOT_APPLICABLE] = "notApplicable",
    [OUTCOME_UNKNOWN] = "open",
    [OUTCOME_MANUAL] = "review",
    [OUTCOME_SUPPRESSED] = "fail",
};

/* The text between two columns. */
static struct text
cut_columns(struct text line, struct record_span span)
{
	struct text part = {line.ptr, 0};
	uint32_t column = 1;
	size_t used;

	for (; line.len > 0 && column < span.end; column++) {
		(void)utf8_next(line, &used);
		if (column == span.start)
			part = (struct text){line.ptr, 0};
		if (column >= span.start)
			part.len += used;
		line.ptr += used;
		line.len -= used;
	}
	return part;
}

static void
write_snippet(struct json *json, struct text text)
{
	json_put_open(json, "snippet", '{');
	json_put_slice(json, "text", text);
	json_put_close(json, '}');
}

static void
write_regions(struct json *json, const struct result *result)
{
	struct text raw = text_of(result->raw);
	struct record_span span = record_span(result);
	struct text part = raw;

	json_put_open(json, "region", '{');
	json_put_number(json, "startLine", result->line);
	if (span.start != 0) {
		part = cut_columns(raw, span);
		json_put_number(json, "startColumn", span.start);
		json_put_number(json, "endLine", result->line);
		json_put_number(json, "endColumn", span.end);
	}
	if (raw.len > 0)
		write_snippet(json, part);
	json_put_close(json, '}');
	/* It has to hold more than the region (3.29.5). */
	if (part.len >= raw.len)
		return;
	json_put_open(json, "contextRegion", '{');
	json_put_number(json, "startLine", result->line);
	json_put_number(json, "endLine", result->line);
	write_snippet(json, raw);
	json_put_close(json, '}');
}

static void
write_who(struct json *json, const struct result *result)
{
	bool has_arn = result->arn[0] != '\0';

	if (!has_arn && result->user[0] == '\0')
		return;
	json_put_open(json, "logicalLocations", '[');
	json_put_open(json, NULL, '{');
	if (result->user[0] != '\0')
		json_put_text(json, "name", result->user);
	json_put_text(
	    json, "fullyQualifiedName", has_arn ? result->arn : result->user);
	json_put_text(json, "kind", "resource");
	json_put_close(json, '}');
	json_put_close(json, ']');
}

static void
write_location(struct json *json, const struct result *result,
    const struct sarif_place *place)
{
	json_put_open(json, "locations", '[');
	json_put_open(json, NULL, '{');
	json_put_open(json, "physicalLocation", '{');
	sarif_artifact_location(json, place);
	if (result->line > 0)
		write_regions(json, result);
	json_put_close(json, '}');
	write_who(json, result);
	json_put_close(json, '}');
	json_put_close(json, ']');
}

static void
write_fingerprints(struct json *json, const struct result *result)
{
	if (result->fingerprint[0] == '\0')
		return;
	json_put_open(json, "fingerprints", '{');
	json_put_text(json, "mfaCheck/v1", result->fingerprint);
	json_put_close(json, '}');
	/* GitHub knows no other; left to itself it hashes the line, which
	 * changes with every use of a key. */
	json_put_open(json, "partialFingerprints", '{');
	json_put_begin(json, "primaryLocationLineHash");
	json_put_part(json, result->fingerprint);
	json_put_part(json, ":1");
	json_put_end(json);
	json_put_close(json, '}');
}

static void
write_suppressions(struct json *json, const struct suppression *suppression)
{
	json_put_open(json, "suppressions", '[');
	json_put_open(json, NULL, '{');
	json_put_text(json, "kind", "external");
	json_put_text(json, "status", "accepted");
	json_put_begin(json, "justification");
	json_put_part(json, suppression->reason);
	json_put_part(json, " (expires: ");
	json_put_part(json, suppression->expires);
	if (suppression->owner[0] != '\0') {
		json_put_part(json, ", owner: ");
		json_put_part(json, suppression->owner);
	}
	json_put_part(json, ")");
	json_put_end(json);
	json_put_close(json, '}');
	json_put_close(json, ']');
}

static void
write_properties(struct json *json, const struct result *result,
    const struct sarif_place *place)
{
	json_put_open(json, "properties", '{');
	json_put_text(json, "outcome", outcome_name(result->outcome));
	if (result->rule != NULL)
		json_put_text(
		    json, "severity", severity_name(result->rule->severity));
	json_put_text(json, "account", result->account);
	json_put_text(json, "user", result->user);
	json_put_text(json, "credential", result->credential);
	json_put_time(json, "report_time", result->report_time);
	json_put_evidence(json, result);
	if (result->outcome == OUTCOME_UNKNOWN)
		json_put_text(json, "reason", result->reason);
	if (place->inner)
		json_put_text(json, "container", place->source);
	json_put_close(json, '}');
}

void
sarif_result(struct json *json, const struct result *result,
    const struct sarif_place *place, size_t rule_index)
{
	const char *kind = kinds[result->outcome];
	const char *level = "none";

	/* Only a failure may have another level (3.27.10). */
	if (strcmp(kind, "fail") == 0 && result->rule != NULL)
		level = sarif_level(result->rule->severity);
	json_put_open(json, NULL, '{');
	if (result->rule != NULL)
		json_put_text(json, "ruleId", result->rule->id);
	if (rule_index != SARIF_NOWHERE)
		json_put_number(json, "ruleIndex", rule_index);
	json_put_text(json, "kind", kind);
	json_put_text(json, "level", level);
	if (result->outcome == OUTCOME_UNKNOWN && result->reason[0] != '\0')
		sarif_message(json, "Not judged: ", result->reason);
	else
		sarif_message(json, "", record_message(result));
	write_location(json, result, place);
	write_fingerprints(json, result);
	if (result->suppression != NULL)
		write_suppressions(json, result->suppression);
	write_properties(json, result, place);
	json_put_close(json, '}');
}

static void
write_region(struct json *json, const struct problem *problem)
{
	json_put_open(json, "region", '{');
	json_put_number(json, "startLine", problem->line);
	if (problem->column > 0)
		json_put_number(json, "startColumn", problem->column);
	json_put_close(json, '}');
}

void
sarif_notification(struct json *json, const struct problem *problem,
    const struct sarif_place *place)
{
	json_put_open(json, NULL, '{');
	json_put_text(json, "level", level_name(problem->level));
	sarif_message(json, "", problem->text);
	if (place->source[0] != '\0') {
		json_put_open(json, "locations", '[');
		json_put_open(json, NULL, '{');
		json_put_open(json, "physicalLocation", '{');
		sarif_artifact_location(json, place);
		if (problem->line > 0)
			write_region(json, problem);
		json_put_close(json, '}');
		json_put_close(json, '}');
		json_put_close(json, ']');
	}
	json_put_close(json, '}');
}

void
sarif_not_judged(struct json *json, const struct result *result,
    const struct sarif_place *place, size_t rule_index)
{
	json_put_open(json, NULL, '{');
	json_put_text(json, "level", level_name(LEVEL_ERROR));
	sarif_message(json, "",
	    result->reason[0] != '\0' ? result->reason
				      : record_message(result));
	write_location(json, result, place);
	if (result->rule != NULL) {
		json_put_open(json, "associatedRule", '{');
		json_put_text(json, "id", result->rule->id);
		if (rule_index != SARIF_NOWHERE)
			json_put_number(json, "index", rule_index);
		json_put_close(json, '}');
	}
	json_put_close(json, '}');
}

/*
 * A result and a notification as SARIF has them: where it stands, to the
 * cell, and what makes it the same result tomorrow. Rules are sarif_rule.c,
 * the log around them writer_sarif.c.
 */
#include <string.h>

#include "base/text.h"
#include "base/visible.h"
#include "output/json_parts.h"
#include "output/sarif.h"

enum {
	MESSAGE_MAX = 16 << 20
};

static const char *const kinds[OUTCOME_COUNT] = {
    [OUTCOME_FAIL] = "fail",
    [OUTCOME_PASS] = "pass",
    [OUTCOME_NOT_APPLICABLE] = "notApplicable",
    [OUTCOME_UNKNOWN] = "open",
    [OUTCOME_MANUAL] = "review",
    [OUTCOME_SUPPRESSED] = "fail",
};

/* Columns of the line, in code points; start 0: the line as a whole. */
struct span {
	uint32_t start, end;
};

void
sarif_uri(struct buffer *uri, const char *path)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/+,=@";

	if (path[0] == '/')
		buffer_append_text(uri, "file://");
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	for (; *path != '\0'; path++) {
		unsigned char byte = (unsigned char)*path;
		char escape[3] = {'%', hex[byte >> 4], hex[byte & 15]};

		if (strchr(plain, byte) != NULL)
			buffer_append(uri, path, 1);
		else
			buffer_append(uri, escape, sizeof(escape));
	}
}

void
sarif_message(struct json *json, const char *name, const char *text)
{
	struct buffer message;

	buffer_init(&message, MESSAGE_MAX);
	/* "[text](target)" is a link in every message string of SARIF (3.11.6),
	 * and the text may come from a report. */
	if (strstr(text, "](") == NULL)
		buffer_append_text(&message, text);
	else
		for (; *text != '\0'; text++) {
			if (strchr("[]\\", *text) != NULL)
				buffer_append_text(&message, "\\");
			buffer_append(&message, text, 1);
		}
	json_put_open(json, name, '{');
	json_put_text(json, "text", buffer_text(&message));
	json_put_close(json, '}');
	buffer_release(&message);
}

void
sarif_artifact_location(struct json *json, const struct sarif_place *place)
{
	json_put_open(json, "artifactLocation", '{');
	json_put_text(json, "uri", place->uri);
	if (place->index != SARIF_NOWHERE)
		json_put_number(json, "index", place->index);
	json_put_close(json, '}');
}

/* From the first to the last cell that the verdict rests on. */
static struct span
evidence_span(const struct result *result)
{
	struct span span = {0, 0};

	for (size_t i = 0; i < result->evidence_count; i++) {
		const struct evidence *cell = &result->evidence[i];

		if (cell->column == 0 || cell->end_column < cell->column)
			continue;
		if (span.start == 0 || cell->column < span.start)
			span.start = cell->column;
		if (cell->end_column > span.end)
			span.end = cell->end_column;
	}
	return span;
}

/* The text between two columns. */
static struct text
cut_columns(struct text line, struct span span)
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
	struct span span = evidence_span(result);
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
	struct buffer hash;

	if (result->fingerprint[0] == '\0')
		return;
	json_put_open(json, "fingerprints", '{');
	json_put_text(json, "mfaCheck/v1", result->fingerprint);
	json_put_close(json, '}');
	/* GitHub knows no other; left to itself it hashes the line, which
	 * changes with every use of a key. */
	buffer_init(&hash, MESSAGE_MAX);
	buffer_appendf(&hash, "%s:1", result->fingerprint);
	json_put_open(json, "partialFingerprints", '{');
	json_put_text(json, "primaryLocationLineHash", buffer_text(&hash));
	json_put_close(json, '}');
	buffer_release(&hash);
}

static void
write_suppressions(struct json *json, const struct suppression *suppression)
{
	struct buffer why;

	buffer_init(&why, MESSAGE_MAX);
	buffer_appendf(
	    &why, "%s (expires: %s", suppression->reason, suppression->expires);
	if (suppression->owner[0] != '\0')
		buffer_appendf(&why, ", owner: %s", suppression->owner);
	buffer_append_text(&why, ")");
	json_put_open(json, "suppressions", '[');
	json_put_open(json, NULL, '{');
	json_put_text(json, "kind", "external");
	json_put_text(json, "status", "accepted");
	json_put_text(json, "justification", buffer_text(&why));
	json_put_close(json, '}');
	json_put_close(json, ']');
	buffer_release(&why);
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
	if (place->container != NULL)
		json_put_text(json, "container", place->container);
	json_put_close(json, '}');
}

static void
write_text(struct json *json, const struct result *result)
{
	struct buffer message;

	if (result->outcome != OUTCOME_UNKNOWN || result->reason[0] == '\0') {
		sarif_message(json, "message", result->message);
		return;
	}
	buffer_init(&message, MESSAGE_MAX);
	buffer_appendf(&message, "Not judged: %s", result->reason);
	sarif_message(json, "message", buffer_text(&message));
	buffer_release(&message);
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
	write_text(json, result);
	write_location(json, result, place);
	write_fingerprints(json, result);
	if (result->suppression != NULL)
		write_suppressions(json, result->suppression);
	write_properties(json, result, place);
	json_put_close(json, '}');
}

void
sarif_notification(struct json *json, const struct problem *problem,
    const struct sarif_place *place)
{
	json_put_open(json, NULL, '{');
	json_put_text(
	    json, "level", problem->level == LEVEL_ERROR ? "error" : "warning");
	sarif_message(json, "message", problem->text);
	if (place->uri[0] != '\0') {
		json_put_open(json, "locations", '[');
		json_put_open(json, NULL, '{');
		json_put_open(json, "physicalLocation", '{');
		sarif_artifact_location(json, place);
		if (problem->line > 0) {
			json_put_open(json, "region", '{');
			json_put_number(json, "startLine", problem->line);
			if (problem->column > 0)
				json_put_number(
				    json, "startColumn", problem->column);
			json_put_close(json, '}');
		}
		json_put_close(json, '}');
		json_put_close(json, '}');
		json_put_close(json, ']');
	}
	json_put_close(json, '}');
}

/*
 * The ocsf format: each record is one OCSF 1.8.0 event of class 2003,
 * Compliance Finding, on a line of its own (schema.ocsf.io). OCSF's own
 * members hold what it has a place for; the rest of the record stands in
 * `unmapped`. Nothing is kept but the product's version.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/timestamp.h"
#include "output/json_parts.h"
#include "output/record.h"
#include "output/writer.h"

/* What a number of an enumeration is called; OCSF wants both. */
struct label {
	uint64_t id;
	const char *caption;
};

struct writer {
	struct json json;
	struct digest *digest;
	char *version;
	struct record_gaps gaps;
};

static const struct label severities[] = {
    [SEVERITY_CRITICAL] = {5, "Critical"},
    [SEVERITY_HIGH] = {4, "High"},
    [SEVERITY_MEDIUM] = {3, "Medium"},
    [SEVERITY_LOW] = {2, "Low"},
    [SEVERITY_INFO] = {1, "Informational"},
    [SEVERITY_NONE] = {0, "Unknown"},
};

/* Of the finding's life: 99 where there is no finding. */
static const struct label states[] = {
    [OUTCOME_FAIL] = {1, "New"},
    [OUTCOME_PASS] = {99, "pass"},
    [OUTCOME_NOT_APPLICABLE] = {99, "not_applicable"},
    [OUTCOME_UNKNOWN] = {1, "New"},
    [OUTCOME_MANUAL] = {1, "New"},
    [OUTCOME_SUPPRESSED] = {3, "Suppressed"},
};

/* Of the check: an exception does not make it pass. */
static const struct label verdicts[] = {
    [OUTCOME_FAIL] = {3, "Fail"},
    [OUTCOME_PASS] = {1, "Pass"},
    [OUTCOME_NOT_APPLICABLE] = {99, "not_applicable"},
    [OUTCOME_UNKNOWN] = {2, "Warning"},
    [OUTCOME_MANUAL] = {2, "Warning"},
    [OUTCOME_SUPPRESSED] = {3, "Fail"},
};

static struct writer *
ocsf_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));

	(void)spool;
	(void)look;
	writer->json = (struct json){.output = output, .first = true};
	writer->digest = digest_new();
	writer->version = xstrdup("");
	return writer;
}

static void
put_label(struct json *json, const char *id_name, const char *name,
    const struct label *label)
{
	json_put_number(json, id_name, label->id);
	json_put_text(json, name, label->caption);
}

/* Milliseconds since 1970. An event must have a time: 0 is "not known". */
static void
put_time(struct json *json, const char *name, int64_t time)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRId64,
	    time == TIMESTAMP_NONE ? 0 : time * 1000);
	json_put_digits(json, name, digits);
}

static void
put_metadata(struct json *json, const char *version)
{
	json_put_open(json, "metadata", '{');
	json_put_text(json, "version", "1.8.0");
	json_put_open(json, "product", '{');
	json_put_text(json, "name", "mfa-check");
	json_put_text(json, "vendor_name", "mfa-check");
	json_put_text(json, "version", version);
	json_put_close(json, '}');
	json_put_open(json, "profiles", '[');
	json_put_text(json, NULL, "cloud");
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void
put_head(struct writer *writer, const struct result *result, const char *text)
{
	struct json *json = &writer->json;
	enum severity severity =
	    result->rule == NULL ? SEVERITY_NONE : result->rule->severity;

	json_put_number(json, "class_uid", 2003);
	json_put_text(json, "class_name", "Compliance Finding");
	json_put_number(json, "category_uid", 2);
	json_put_text(json, "category_name", "Findings");
	json_put_number(json, "activity_id", 1);
	json_put_text(json, "activity_name", "Create");
	json_put_number(json, "type_uid", 200301);
	put_time(json, "time", result->report_time);
	put_label(json, "severity_id", "severity", &severities[severity]);
	put_label(json, "status_id", "status", &states[result->outcome]);
	json_put_text(json, "message", text);
	put_metadata(json, writer->version);
}

static void
add_line(struct digest *digest, const char *label, const char *value)
{
	digest_update(digest, label, strlen(label));
	digest_update(digest, value, strlen(value));
	digest_update(digest, "\n", 1);
}

/* A defect has no fingerprint, but OCSF wants one: of where it stands and
 * what it says. */
static void
defect_uid(struct digest *digest, const struct result *result, char *hex)
{
	char line[24];

	snprintf(line, sizeof(line), "%" PRIu64, result->line);
	add_line(digest, "mfa-check defect ", "1");
	add_line(digest, "source=", result->source);
	add_line(digest, "line=", line);
	add_line(digest, "message=", result->message);
	digest_hex(digest, hex);
}

static void
put_finding(struct writer *writer, const struct result *result)
{
	struct json *json = &writer->json;
	char uid[DIGEST_HEX_SIZE];

	json_put_open(json, "finding_info", '{');
	if (result->rule == NULL) {
		defect_uid(writer->digest, result, uid);
		json_put_text(json, "uid", uid);
		json_put_text(json, "title", "The answer is incomplete");
	} else {
		json_put_text(json, "uid", result->fingerprint);
		json_put_text(json, "title", result->rule->title);
		json_put_open(json, "analytic", '{');
		json_put_text(json, "uid", result->rule->id);
		json_put_text(json, "name", result->rule->title);
		json_put_number(json, "type_id", 1);
		json_put_text(json, "type", "Rule");
		json_put_close(json, '}');
	}
	json_put_text(json, "desc", record_message(result));
	if (result->report_time != TIMESTAMP_NONE)
		put_time(json, "last_seen_time", result->report_time);
	json_put_close(json, '}');
}

static void
put_standards(struct json *json, const struct rule_info *rule)
{
	if (rule->ref_count == 0)
		return;
	json_put_open(json, "standards", '[');
	for (size_t i = 0; i < rule->ref_count; i++)
		if (json_is_first_ref(rule, i))
			json_put_text(json, NULL, rule->refs[i].framework);
	json_put_close(json, ']');
	json_put_open(json, "requirements", '[');
	for (size_t i = 0; i < rule->ref_count; i++) {
		json_put_begin(json, NULL);
		json_put_part(json, rule->refs[i].framework);
		json_put_part(json, " ");
		json_put_part(json, rule->refs[i].control);
		json_put_end(json);
	}
	json_put_close(json, ']');
}

/* Why it is not judged, or excepted. */
static void
put_details(struct json *json, const struct result *result)
{
	const struct suppression *suppression = result->suppression;

	json_put_open(json, "status_details", '[');
	json_put_text(json, NULL, outcome_name(result->outcome));
	if (result->reason[0] != '\0')
		json_put_text(json, NULL, result->reason);
	if (suppression != NULL) {
		json_put_text(json, NULL, suppression->reason);
		json_put_begin(json, NULL);
		json_put_part(json, "owner ");
		json_put_part(json, suppression->owner);
		json_put_part(json, ", expires ");
		json_put_part(json, suppression->expires);
		json_put_end(json);
	}
	json_put_close(json, ']');
}

static void
put_compliance(struct json *json, const struct result *result)
{
	json_put_open(json, "compliance", '{');
	json_put_text(json, "control",
	    result->rule == NULL ? RECORD_NO_SOURCE : result->rule->id);
	if (result->rule != NULL)
		put_standards(json, result->rule);
	put_label(json, "status_id", "status", &verdicts[result->outcome]);
	put_details(json, result);
	json_put_close(json, '}');
}

/* The partition stands between the first two colons. */
static void
put_partition(struct json *json, const char *arn)
{
	const char *from = strchr(arn, ':');
	const char *to = from == NULL ? NULL : strchr(from + 1, ':');

	if (to != NULL)
		json_put_slice(json, "cloud_partition",
		    (struct text){from + 1, (size_t)(to - from) - 1});
}

/* The user, or for what concerns the report as a whole the account. */
static void
put_resource(struct json *json, const struct result *result)
{
	if (result->user[0] == '\0' && result->account[0] == '\0')
		return;
	json_put_open(json, "resources", '[');
	json_put_open(json, NULL, '{');
	if (result->user[0] == '\0') {
		json_put_text(json, "uid", result->account);
		json_put_text(json, "type", "AwsAccount");
	} else {
		json_put_text(json, "uid",
		    result->arn[0] != '\0' ? result->arn : result->user);
		json_put_text(json, "name", result->user);
		json_put_text(json, "type", "AwsIamUser");
		put_partition(json, result->arn);
	}
	json_put_close(json, '}');
	json_put_close(json, ']');
}

static void
put_cloud(struct json *json, const struct result *result)
{
	json_put_open(json, "cloud", '{');
	json_put_text(json, "provider", "AWS");
	if (result->account[0] != '\0') {
		json_put_open(json, "account", '{');
		json_put_text(json, "uid", result->account);
		json_put_number(json, "type_id", 10);
		json_put_text(json, "type", "AWS Account");
		json_put_close(json, '}');
	}
	json_put_close(json, '}');
}

static void
put_rest(struct json *json, const struct result *result, const char *outcome)
{
	if (result->rule != NULL && result->rule->fix[0] != '\0') {
		json_put_open(json, "remediation", '{');
		json_put_text(json, "desc", result->rule->fix);
		json_put_close(json, '}');
	}
	json_put_open(json, "unmapped", '{');
	json_put_text(json, "outcome", outcome);
	json_put_text(json, "credential", result->credential);
	json_put_text(json, "source", result->source);
	json_put_number(json, "line", result->line);
	json_put_evidence(json, result);
	json_put_close(json, '}');
}

static void
write_event(struct writer *writer, const struct result *result,
    const char *outcome, const char *text)
{
	struct json *json = &writer->json;

	json->first = true;
	json_put_open(json, NULL, '{');
	put_head(writer, result, text);
	put_finding(writer, result);
	put_compliance(json, result);
	put_resource(json, result);
	put_cloud(json, result);
	put_rest(json, result, outcome);
	json_put_close(json, '}');
	output_write(json->output, "\n", 1);
}

static void
write_record(struct writer *writer, const struct result *result)
{
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_named_sentence(&text, result);
	write_event(
	    writer, result, outcome_name(result->outcome), buffer_text(&text));
	buffer_release(&text);
}

/* No defect, so that whoever counts these does not count it. */
static void
write_gaps(struct writer *writer, uint64_t hidden)
{
	struct result result = {
	    .outcome = OUTCOME_NOT_APPLICABLE,
	    .account = "",
	    .user = "",
	    .arn = "",
	    .credential = "",
	    .source = "",
	    .reason = "",
	    .report_time = TIMESTAMP_NONE,
	    .raw = "",
	};
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_gaps_append(&text, &writer->gaps, hidden);
	result.message = buffer_text(&text);
	if (text.len > 0)
		write_event(writer, &result, "hidden", result.message);
	buffer_release(&text);
}

static void
ocsf_take(struct writer *writer, const struct event *event)
{
	struct result result;

	if (event->kind == EVENT_RUN) {
		free(writer->version);
		writer->version = xstrdup(event->u.run->version);
		record_gaps_note(&writer->gaps, event->u.run);
	} else if (event->kind == EVENT_SUMMARY)
		write_gaps(writer, event->u.summary->hidden);
	else if (record_of(event, &result))
		write_record(writer, &result);
}

static void
ocsf_free(struct writer *writer)
{
	digest_free(writer->digest);
	record_gaps_release(&writer->gaps);
	free(writer->version);
	free(writer);
}

const struct format format_ocsf = {
    .name = "ocsf",
    .ending = ".ocsf",
    .also = ".ocsf.json",
    .help = "OCSF Compliance Findings, one a line, for a SIEM",
    .new = ocsf_new,
    .take = ocsf_take,
    .free = ocsf_free,
};

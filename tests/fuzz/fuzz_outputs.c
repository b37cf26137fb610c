/*
 * Outputs: hostile text in every field, through every format, is read back
 * as what the manual promises (shown.h): CSV by a plain reader, JSON and
 * SARIF by jansson, the table without its blanks and line ends. No output has
 * a raw control, a record more than there are facts, or bytes that are no
 * UTF-8. FUZZ_LONGEST 600
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"
#include "base/visible.h"
#include "fuzz/fuzz.h"
#include "fuzz/shown.h"
#include "output/record.h"
#include "output/writer.h"

enum {
	TEXT_MAX = 4 << 20,
	TEXTS = 96,
	RULES = 2,
	RECORDS = 6
};

/* A record is a result or a problem. */
struct facts {
	char texts[TEXTS][64];
	size_t text_count;
	struct rule_info rules[RULES];
	struct result results[RECORDS];
	struct problem problems[RECORDS];
	bool is_result[RECORDS];
	struct evidence evidence[RECORDS];
	struct suppression suppressions[RECORDS];
	size_t count;
	const char *policy, *source;
	struct run_info run;
	struct report_info report;
	struct look look;
};

static char *
hostile(struct facts *facts, struct choices *choices)
{
	static const char *const parts[] = {"\"", ",", "\n", "\r", "\t", "'",
	    "=", "+", "@", "-", "](", "[", "\\", "|", "%", " ", "  ", "a",
	    "Zz9", "\x1b[31m", "\x7f", "\x01", "\xe2\x80\xae", "\xc2\x85",
	    "\xe2\x80\xa8", "\xff", "\xc3", "\xed\xa0\x80", "\xf0\x9f\x98\x80",
	    "\xf3\xa0\x81\x81", "\xc3\xa9", "\xe4\xb8\x80", "e\xcc\x81", "<b>",
	    "&", "./", "/", ".gz", ":", ")", ".", "\xef\xbb\xbf", "{}",
	    "\\u0041", "longer-word-than-any-column", "::"};
	unsigned count = choose(choices, 8);
	char *text = facts->texts[facts->text_count++];

	fuzz_hold(facts->text_count <= TEXTS, "too many texts");
	text[0] = '\0';
	while (count-- > 0) {
		const char *part =
		    parts[choose(choices, sizeof(parts) / sizeof(*parts))];

		if (strlen(text) + strlen(part) < sizeof(facts->texts[0]) - 1)
			strcat(text, part);
	}
	return text;
}

/* A problem always has a sentence. */
static char *
hostile_sentence(struct facts *facts, struct choices *choices)
{
	char *text = hostile(facts, choices);

	return strcat(text, "p");
}

static void
choose_result(struct facts *facts, size_t i, struct choices *choices)
{
	struct result *result = &facts->results[i];

	facts->evidence[i] = (struct evidence){
	    hostile(facts, choices), hostile(facts, choices), 1, 3};
	facts->suppressions[i] = (struct suppression){hostile(facts, choices),
	    hostile(facts, choices), hostile(facts, choices)};
	*result = (struct result){
	    .outcome = choose(choices, OUTCOME_COUNT),
	    .rule = &facts->rules[choose(choices, RULES)],
	    .account = hostile(facts, choices),
	    .user = hostile(facts, choices),
	    .arn = hostile(facts, choices),
	    .credential = choose(choices, 2) == 0 ? "" : "access_key_1",
	    .message = hostile(facts, choices),
	    .source = facts->source,
	    .reason = "",
	    .line = choose(choices, 3),
	    .report_time = TIMESTAMP_NONE,
	    .fingerprint = "0123",
	    .evidence = &facts->evidence[i],
	    .evidence_count = choose(choices, 2),
	    .raw = hostile(facts, choices),
	};
	if (result->outcome == OUTCOME_UNKNOWN)
		result->reason = hostile(facts, choices);
	if (result->outcome == OUTCOME_SUPPRESSED)
		result->suppression = &facts->suppressions[i];
}

static void
choose_facts(struct facts *facts, struct choices *choices)
{
	static const unsigned widths[] = {80, 40, 0, 200};

	memset(facts, 0, sizeof(*facts));
	facts->look.width = widths[choose(choices, 4)];
	facts->source = hostile(facts, choices);
	facts->policy = hostile(facts, choices);
	for (size_t i = 0; i < RULES; i++)
		facts->rules[i] = (struct rule_info){
		    .id = i == 0 ? "console-mfa" : "root-mfa",
		    .title = hostile(facts, choices),
		    .fix = hostile(facts, choices),
		    .severity = choose(choices, SEVERITY_COUNT),
		};
	facts->count = choose(choices, RECORDS + 1);
	for (size_t i = 0; i < facts->count; i++) {
		facts->is_result[i] = choose(choices, 4) != 1;
		if (facts->is_result[i])
			choose_result(facts, i, choices);
		else
			facts->problems[i] = (struct problem){
			    .level = choose(choices, 2),
			    .line = choose(choices, 3),
			    .text = hostile_sentence(facts, choices),
			};
	}
	facts->run = (struct run_info){
	    .tool = "mfa-check",
	    .version = "1",
	    .policy = {&facts->policy, 1},
	    .policy_sha256 = "",
	    .set = {&facts->policy, 1},
	    .min_severity = SEVERITY_NONE,
	    .fail_on = SEVERITY_NONE,
	    .as_of = TIMESTAMP_NONE,
	};
	facts->report = (struct report_info){
	    .source = facts->source,
	    .account = hostile(facts, choices),
	    .report_time = TIMESTAMP_NONE,
	};
}

struct feed {
	const struct format *format;
	struct writer *writer;
};

static void
give(struct feed *feed, struct event event)
{
	feed->format->take(feed->writer, &event);
}

static void
give_record(struct feed *feed, const struct facts *facts, size_t i)
{
	struct problem_info info = {facts->source, &facts->problems[i]};

	if (facts->is_result[i])
		give(feed,
		    (struct event){
			EVENT_RESULT, .u.result = &facts->results[i]});
	else
		give(feed, (struct event){EVENT_PROBLEM, .u.problem = &info});
}

static void
give_all(struct feed *feed, const struct facts *facts)
{
	static const char *const layers[] = {"gzip"};
	const struct input_info input = {facts->source, layers, 0};
	const struct input_end_info end = {facts->source, "", 0, false};
	const struct summary summary = {.status = 3};

	give(feed, (struct event){EVENT_RUN, .u.run = &facts->run});
	for (size_t i = 0; i < RULES; i++)
		give(feed,
		    (struct event){EVENT_RULE, .u.rule = &facts->rules[i]});
	give(feed, (struct event){EVENT_INPUT, .u.input = &input});
	for (size_t i = 0; i < facts->count; i++)
		give_record(feed, facts, i);
	give(feed, (struct event){EVENT_REPORT, .u.report = &facts->report});
	give(feed, (struct event){EVENT_INPUT_END, .u.input_end = &end});
	give(feed, (struct event){EVENT_SUMMARY, .u.summary = &summary});
}

static void
take_line(void *arg, struct text line)
{
	buffer_append(arg, line.ptr, line.len);
	buffer_append_text(arg, "\n");
}

/* All that the format writes; a spool is an output that can be read. */
static void
write_all(
    const struct format *format, const struct facts *facts, struct buffer *out)
{
	static const char mark[] = "#end\n";
	struct error err;
	struct output *output = output_spool(&err), *other = output_spool(&err);
	struct output *spool =
	    format->needs & NEEDS_SPOOL ? output_spool(&err) : NULL;
	struct feed feed = {format, format->new (output, spool, &facts->look)};

	give_all(&feed, facts);
	format->free(feed.writer);
	output_text(output, mark);
	output_each_line(other, output, take_line, out);
	fuzz_hold(out->len > 5 &&
		memcmp(out->data + out->len - 6, "\n#end\n", 6) == 0,
	    "%s does not end its last line", format->name);
	out->len -= strlen(mark);
	output_free(output);
	output_free(other);
	output_free(spool);
	shown_check(format->name, out->data, out->len);
}

/* Holds that a text of an output is the form that a fact has to have. */
static void
hold_form(const char *what, struct buffer *got, const char *fact,
    void (*form)(struct buffer *, const char *))
{
	struct buffer wanted;

	buffer_init(&wanted, TEXT_MAX);
	form(&wanted, fact);
	fuzz_hold_same(what, &wanted, got);
	buffer_release(&wanted);
}

/* The next cell of CSV (RFC 4180) and what ends it: ',' or '\n'. */
static char
read_cell(const char **at, const char *end, struct buffer *cell)
{
	bool quoted = *at < end && **at == '"';

	buffer_reset(cell);
	*at += quoted;
	for (; *at < end; (*at)++) {
		if (quoted && **at == '"' && (*at)[1] != '"') {
			(*at)++;
			break;
		}
		if (!quoted && (**at == ',' || **at == '\n'))
			break;
		fuzz_hold(quoted || **at != '"', "a quote in a bare cell");
		*at += **at == '"';
		buffer_append(cell, *at, 1);
	}
	fuzz_hold(*at < end && (**at == ',' || **at == '\n'),
	    "text behind a quoted cell, or no end");
	return *(*at)++;
}

static void
check_csv(struct facts *facts, struct buffer *out)
{
	const char *at = out->data, *end = at + out->len;
	struct buffer cell;

	buffer_init(&cell, TEXT_MAX);
	for (int i = 0; i < RECORD_FIELDS; i++)
		read_cell(&at, end, &cell);
	for (size_t r = 0; r < facts->count; r++) {
		struct problem_info info = {facts->source, &facts->problems[r]};
		struct event event = {EVENT_PROBLEM, .u.problem = &info};
		struct result result;

		if (facts->is_result[r])
			event = (struct event){
			    EVENT_RESULT, .u.result = &facts->results[r]};
		if (!record_of(&event, &result))
			continue;
		for (int i = 0; i < RECORD_FIELDS; i++) {
			char scratch[RECORD_SCRATCH];
			const char *fact =
			    record_fields[i].get(&result, scratch);
			char close = read_cell(&at, end, &cell);

			fuzz_hold(
			    close == (i == RECORD_FIELDS - 1 ? '\n' : ','),
			    "record %zu has other cells", r);
			hold_form(record_fields[i].name, &cell,
			    fact != NULL ? fact : "", shown_csv);
		}
	}
	fuzz_hold(at == end, "more records than facts: %s", at);
	buffer_release(&cell);
}

static json_t *
parse(const char *text, size_t len)
{
	json_error_t error;
	json_t *json = json_loadb(
	    text, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

	fuzz_hold(
	    json != NULL, "no JSON: %s in %.*s", error.text, (int)len, text);
	return json;
}

/* Holds that the text at a path "a.0.b" is the fact. */
static void
hold_at(const json_t *json, const char *path, const char *fact,
    void (*form)(struct buffer *, const char *))
{
	const char *at = path;
	struct buffer got;

	while (json != NULL && *at != '\0') {
		char key[40];
		size_t len = strcspn(at, ".");

		snprintf(key, sizeof(key), "%.*s", (int)len, at);
		json = json_is_array(json)
		    ? json_array_get(json, strtoul(key, NULL, 10))
		    : json_object_get(json, key);
		at += len + (at[len] == '.');
	}
	fuzz_hold(json_is_string(json), "no text at %s", path);
	buffer_init(&got, TEXT_MAX);
	buffer_append(&got, json_string_value(json), json_string_length(json));
	hold_form(path, &got, fact, form);
	buffer_release(&got);
}

static void
check_record(const json_t *json, const struct facts *facts, size_t r)
{
	const struct result *result = &facts->results[r];

	if (!facts->is_result[r]) {
		hold_at(json, "message", facts->problems[r].text, shown_json);
		hold_at(json, "source", facts->source, shown_json);
		return;
	}
	hold_at(json, "account", result->account, shown_json);
	hold_at(json, "user", result->user, shown_json);
	hold_at(json, "arn", result->arn, shown_json);
	hold_at(json, "message", record_message(result), shown_json);
	hold_at(json, "source", result->source, shown_json);
	if (result->evidence_count > 0) {
		hold_at(json, "evidence.0.name", result->evidence->name,
		    shown_json);
		hold_at(json, "evidence.0.value", result->evidence->value,
		    shown_json);
	}
	if (result->outcome == OUTCOME_UNKNOWN)
		hold_at(json, "reason", result->reason, shown_json);
	if (result->suppression != NULL) {
		hold_at(json, "suppression.reason", result->suppression->reason,
		    shown_json);
		hold_at(json, "suppression.owner", result->suppression->owner,
		    shown_json);
		hold_at(json, "suppression.expires",
		    result->suppression->expires, shown_json);
	}
}

static void
check_ndjson(struct facts *facts, struct buffer *out)
{
	const char *at = out->data, *end = at + out->len;
	size_t lines = 0, first = 1 + RULES + 1;

	for (; at < end; lines++) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		json_t *json = parse(at, (size_t)(line_end - at));

		if (lines == 0) {
			hold_at(json, "policy.0", facts->policy, shown_json);
			hold_at(json, "set.0", facts->policy, shown_json);
		} else if (lines <= RULES) {
			hold_at(json, "title", facts->rules[lines - 1].title,
			    shown_json);
			hold_at(json, "fix", facts->rules[lines - 1].fix,
			    shown_json);
		} else if (lines >= first && lines < first + facts->count)
			check_record(json, facts, lines - first);
		else if (lines == first + facts->count)
			hold_at(
			    json, "account", facts->report.account, shown_json);
		json_decref(json);
		at = line_end + 1;
	}
	fuzz_hold(lines == first + facts->count + 3, "%zu lines for %zu facts",
	    lines, first + facts->count + 3);
}

static void
check_sarif_result(const json_t *json, const struct result *result)
{
	static const char place[] =
	    "locations.0.physicalLocation.artifactLocation.uri";
	bool gives_reason =
	    result->outcome == OUTCOME_UNKNOWN && result->reason[0] != '\0';
	struct buffer text;

	buffer_init(&text, TEXT_MAX);
	buffer_appendf(&text, "%s%s", gives_reason ? "Not judged: " : "",
	    gives_reason ? result->reason : record_message(result));
	hold_at(json, "message.text", buffer_text(&text), shown_message);
	hold_at(json, place, result->source, shown_uri);
	hold_at(json, "properties.user", result->user, shown_json);
	hold_at(json, "properties.account", result->account, shown_json);
	if (result->user[0] != '\0')
		hold_at(json, "locations.0.logicalLocations.0.name",
		    result->user, shown_json);
	if (result->line > 0 && result->raw[0] != '\0' &&
	    result->evidence_count == 0)
		hold_at(json,
		    "locations.0.physicalLocation.region.snippet.text",
		    result->raw, shown_json);
	buffer_reset(&text);
	if (result->suppression != NULL) {
		const struct suppression *by = result->suppression;

		buffer_appendf(&text, "%s (expires: %s%s%s)", by->reason,
		    by->expires, by->owner[0] != '\0' ? ", owner: " : "",
		    by->owner);
		hold_at(json, "suppressions.0.justification",
		    buffer_text(&text), shown_json);
	}
	buffer_release(&text);
}

/* A sentence, which has a full stop. */
static void
shown_sentence(struct buffer *out, const char *text)
{
	size_t len = strlen(text);

	while (len > 0 && text[len - 1] == '\n')
		len--;
	shown_json(out, text);
	out->len -= strlen(text) - len;
	if (len == 0 || strchr(".!?", text[len - 1]) == NULL)
		buffer_append_text(out, ".");
}

static void
check_sarif(struct facts *facts, struct buffer *out)
{
	json_t *log = parse(out->data, out->len);
	json_t *run = json_array_get(json_object_get(log, "runs"), 0);
	json_t *results = json_object_get(run, "results");
	json_t *notes = json_object_get(
	    json_array_get(json_object_get(run, "invocations"), 0),
	    "toolExecutionNotifications");
	size_t result = 0, note = 0;

	hold_at(run, "tool.driver.rules.0.shortDescription.text",
	    facts->rules[0].title, shown_sentence);
	hold_at(run, "artifacts.0.location.uri", facts->source, shown_uri);
	hold_at(run, "properties.run.policy.0", facts->policy, shown_json);
	for (size_t i = 0; i < facts->count; i++) {
		const struct result *one = &facts->results[i];

		if (!facts->is_result[i]) {
			hold_at(json_array_get(notes, note++), "message.text",
			    facts->problems[i].text, shown_message);
			continue;
		}
		check_sarif_result(json_array_get(results, result++), one);
		if (one->outcome == OUTCOME_UNKNOWN)
			hold_at(json_array_get(notes, note++), "message.text",
			    one->reason[0] != '\0' ? one->reason
						   : record_message(one),
			    shown_message);
	}
	fuzz_hold(json_array_size(results) == result &&
		json_array_size(notes) == note,
	    "more results or notifications than facts");
	json_decref(log);
}

/* Without blanks and line ends, which a page puts where it will. */
static void
squeeze(struct buffer *text)
{
	size_t len = 0;

	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] != ' ' && text->data[i] != '\n')
			text->data[len++] = text->data[i];
	text->len = len;
}

static void
hold_in(const struct buffer *page, const char *what, const char *fact)
{
	struct buffer wanted;

	buffer_init(&wanted, TEXT_MAX);
	shown_visible(&wanted, fact);
	squeeze(&wanted);
	fuzz_hold(wanted.len == 0 ||
		memmem(page->data, page->len, wanted.data, wanted.len) != NULL,
	    "the table lacks the %s %s:\n%.*s", what, buffer_text(&wanted),
	    (int)page->len, page->data);
	buffer_release(&wanted);
}

static void
check_width(const struct facts *facts, const struct buffer *page)
{
	size_t width = facts->look.width == 0 ? 80 : facts->look.width;
	const char *at = page->data, *end = at + page->len;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		struct text line = {at, (size_t)(line_end - at)};

		fuzz_hold(visible_width(line) <= width,
		    "a line has %zu columns of %zu: %.*s", visible_width(line),
		    width, (int)line.len, line.ptr);
		at = line_end + 1;
	}
}

static void
check_table(struct facts *facts, struct buffer *out)
{
	check_width(facts, out);
	squeeze(out);
	hold_in(out, "source", facts->source);
	hold_in(out, "account", facts->report.account);
	for (size_t i = 0; i < facts->count; i++) {
		const struct result *one = &facts->results[i];

		if (!facts->is_result[i]) {
			if (facts->problems[i].level == LEVEL_ERROR)
				hold_in(
				    out, "problem", facts->problems[i].text);
			continue;
		}
		hold_in(out, "user", one->user);
		hold_in(out, "title", one->rule->title);
		if (one->outcome == OUTCOME_FAIL ||
		    one->outcome == OUTCOME_SUPPRESSED ||
		    one->outcome == OUTCOME_MANUAL)
			hold_in(out, "message", record_message(one));
		if (one->outcome == OUTCOME_FAIL)
			hold_in(out, "fix", one->rule->fix);
		hold_in(out, "reason", one->reason);
		if (one->suppression != NULL)
			hold_in(out, "reason", one->suppression->reason);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	/* A format that is added has no reader here yet, which fails. */
	static const struct {
		const char *name;
		void (*check)(struct facts *, struct buffer *);
	} readers[] = {{"table", check_table}, {"csv", check_csv},
	    {"ndjson", check_ndjson}, {"sarif", check_sarif}};
	struct choices choices = {bytes, len};
	static struct facts facts;
	struct buffer out;

	choose_facts(&facts, &choices);
	for (size_t i = 0; i < format_count; i++) {
		size_t k = 0;

		while (strcmp(readers[k].name, formats[i]->name) != 0)
			fuzz_hold(++k < sizeof(readers) / sizeof(*readers),
			    "nobody reads the format %s", formats[i]->name);
		buffer_init(&out, TEXT_MAX);
		write_all(formats[i], &facts, &out);
		if (getenv("FUZZ_SHOW") != NULL)
			fprintf(stderr, "%s----\n", buffer_text(&out));
		readers[k].check(&facts, &out);
		buffer_release(&out);
	}
	return 0;
}

/*
 * The twelve fields of the result record, once for all formats, and how a
 * defect becomes such a record. It writes nothing: quoting and escaping
 * differ by format.
 */
#include "output/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "output/output.h"

static const char *
get_outcome(const struct result *result, char *scratch)
{
	(void)scratch;
	return outcome_name(result->outcome);
}

static const char *
get_severity(const struct result *result, char *scratch)
{
	(void)scratch;
	return severity_name(
	    result->rule == NULL ? SEVERITY_NONE : result->rule->severity);
}

static const char *
get_rule(const struct result *result, char *scratch)
{
	(void)scratch;
	return result->rule == NULL ? "" : result->rule->id;
}

#define GETTER(field)                                   \
	static const char *get_##field(                 \
	    const struct result *result, char *scratch) \
	{                                               \
		(void)scratch;                          \
		return result->field;                   \
	}

GETTER(account)
GETTER(user)
GETTER(arn)
GETTER(credential)
GETTER(source)
GETTER(fingerprint)

const char *
record_message(const struct result *result)
{
	const char *message = result->message;

	if (message[strspn(message, " \t\r\n")] != '\0')
		return message;
	return result->rule != NULL ? result->rule->title : "no text";
}

static const char *
get_message(const struct result *result, char *scratch)
{
	(void)scratch;
	return record_message(result);
}

static const char *
get_line(const struct result *result, char *scratch)
{
	snprintf(scratch, RECORD_SCRATCH, "%" PRIu64, result->line);
	return scratch;
}

static const char *
get_report_time(const struct result *result, char *scratch)
{
	_Static_assert((int)RECORD_SCRATCH >= TIMESTAMP_SIZE, "time fits");
	if (result->report_time == TIMESTAMP_NONE)
		return NULL;
	return timestamp_format(scratch, result->report_time);
}

const struct record_field record_fields[RECORD_FIELDS] = {
    {"outcome", false, get_outcome},
    {"severity", false, get_severity},
    {"rule", false, get_rule},
    {"account", false, get_account},
    {"user", false, get_user},
    {"arn", false, get_arn},
    {"credential", false, get_credential},
    {"message", false, get_message},
    {"source", false, get_source},
    {"line", true, get_line},
    {"report_time", false, get_report_time},
    {"fingerprint", false, get_fingerprint},
};

enum record_degree
record_degree(const struct result *result)
{
	if (result->outcome == OUTCOME_FAIL || result->rule == NULL)
		return DEGREE_ERROR;
	return result->outcome == OUTCOME_UNKNOWN ? DEGREE_WARNING
						  : DEGREE_NOTE;
}

struct record_span
record_span(const struct result *result)
{
	struct record_span span = {0, 0};

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

struct record_place
record_place(const struct event *event, const struct result *result)
{
	struct record_place place = {
	    .source =
		result->source[0] != '\0' ? result->source : RECORD_NO_SOURCE,
	    .line = result->line > 0 ? result->line : 1,
	    .span = record_span(result),
	};

	if (event->kind == EVENT_PROBLEM)
		place.span.start = place.span.end =
		    event->u.problem->problem->column;
	if (place.span.start == 0)
		place.span = (struct record_span){1, 1};
	return place;
}

static void
append_suppression(struct buffer *to, const struct suppression *suppression)
{
	bool owned = suppression->owner[0] != '\0';

	buffer_appendf(to, "excepted until %s: %s%s%s%s; ",
	    suppression->expires, suppression->reason, owned ? " (" : "",
	    suppression->owner, owned ? ")" : "");
}

void
record_sentence(struct buffer *to, const struct result *result)
{
	const char *message = record_message(result);

	switch (result->rule == NULL ? OUTCOME_FAIL : result->outcome) {
	case OUTCOME_UNKNOWN:
		buffer_appendf(to, "not judged: %s",
		    result->reason[0] == '\0' ? message : result->reason);
		break;
	case OUTCOME_MANUAL:
		buffer_appendf(to, "check by hand: %s", message);
		break;
	case OUTCOME_SUPPRESSED:
		if (result->suppression != NULL)
			append_suppression(to, result->suppression);
		buffer_append_text(to, message);
		break;
	case OUTCOME_PASS:
		buffer_append_text(to, "passed");
		break;
	case OUTCOME_NOT_APPLICABLE:
		buffer_append_text(to, "does not apply");
		break;
	default:
		buffer_append_text(to, message);
	}
}

void
record_named_sentence(struct buffer *to, const struct result *result)
{
	if (result->outcome == OUTCOME_PASS ||
	    result->outcome == OUTCOME_NOT_APPLICABLE)
		buffer_appendf(to, "%s: ", result->user);
	record_sentence(to, result);
}

static void
append_choice(
    struct buffer *text, const char *option, const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		buffer_appendf(text, "%s%s=%s", text->len > 0 ? " " : "",
		    option, list->item[i]);
}

char *
record_choice(const struct run_info *run)
{
	struct buffer text;
	char *choice;

	buffer_init(&text, OUTPUT_UNCAPPED);
	append_choice(&text, "--rule", &run->rule);
	append_choice(&text, "--skip-rule", &run->skip_rule);
	append_choice(&text, "--tag", &run->tag);
	choice = xstrdup(buffer_text(&text));
	buffer_release(&text);
	return choice;
}

void
record_hidden(struct buffer *to, enum severity min, uint64_t count)
{
	buffer_appendf(to,
	    "%" PRIu64 " result%s less severe than %s %s hidden by "
	    "--min-severity",
	    count, count == 1 ? "" : "s", severity_name(min),
	    count == 1 ? "is" : "are");
}

void
record_gaps_note(struct record_gaps *gaps, const struct run_info *run)
{
	record_gaps_release(gaps);
	gaps->may_hide = run->min_severity != SEVERITY_NONE;
	gaps->min_severity = run->min_severity;
	gaps->choice = record_choice(run);
}

void
record_gaps_release(struct record_gaps *gaps)
{
	free(gaps->choice);
	gaps->choice = NULL;
}

static bool
is_chosen(const struct record_gaps *gaps)
{
	return gaps->choice != NULL && gaps->choice[0] != '\0';
}

bool
record_gaps_exist(const struct record_gaps *gaps)
{
	return gaps->may_hide || is_chosen(gaps);
}

void
record_gaps_append(
    struct buffer *to, const struct record_gaps *gaps, uint64_t hidden)
{
	if (is_chosen(gaps))
		buffer_appendf(to, "only the rules chosen by %s were applied%s",
		    gaps->choice, hidden > 0 ? "; " : "");
	if (hidden > 0)
		record_hidden(to, gaps->min_severity, hidden);
}

const char *
level_name(enum level level)
{
	return level == LEVEL_ERROR ? "error" : "warning";
}

bool
record_of(const struct event *event, struct result *result)
{
	const struct problem_info *info;

	if (event->kind == EVENT_RESULT) {
		*result = *event->u.result;
		return true;
	}
	if (event->kind != EVENT_PROBLEM ||
	    event->u.problem->problem->level != LEVEL_ERROR)
		return false;
	info = event->u.problem;
	*result = (struct result){
	    .outcome = OUTCOME_UNKNOWN,
	    .account = "",
	    .user = "",
	    .arn = "",
	    .credential = "",
	    .message = info->problem->text,
	    .source = info->source,
	    .reason = "",
	    .line = info->problem->line,
	    .report_time = TIMESTAMP_NONE,
	    .raw = "",
	};
	return true;
}

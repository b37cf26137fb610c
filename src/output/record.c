/*
 * The twelve fields of the result record, once for all formats, and how a
 * defect becomes such a record. It writes nothing: quoting and escaping
 * differ by format.
 */
#include "output/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"

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

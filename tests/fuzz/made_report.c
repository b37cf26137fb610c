/*
 * A policy's verdicts on a small report (made_report.h).
 */
#include "fuzz/made_report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "fuzz/fuzz.h"
#include "model/reader.h"
#include "policy/evaluate.h"
#include "unit/memory_stream.h"

#define ARN "arn:aws:iam::123456789012:"
#define NONE "N/A,N/A,N/A,N/A"

/* Users with and without credentials, unreadable and contradictory cells,
 * dates at and after T, an account without a root row. */
static const char report_text[] =
    "user,arn,user_creation_time,password_enabled,password_last_used,"
    "password_last_changed,password_next_rotation,mfa_active,"
    "access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,"
    "access_key_1_last_used_service,access_key_2_active,"
    "access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,"
    "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,"
    "additional_credentials_info\n"
    "<root_account>," ARN "root,2020-01-01T00:00:00Z,not_supported,"
    "2026-07-31T00:00:00Z,not_supported,not_supported,false,"
    "false," NONE ",false," NONE ",false,N/A,false,N/A,\n"
    "alice," ARN "user/a/b/alice,2026-05-03T00:00:00Z,true,no_information,"
    "2026-05-03T00:00:01Z,2026-09-01T00:00:00Z,true,"
    "true,2026-05-03T00:00:00Z,2026-06-17T00:00:00Z,us-east-1,s3,"
    "true,2026-05-02T23:59:59Z,"
    "N/A,N/A,N/A,"
    "true,2026-08-01T00:00:00Z,false,2025-08-01T00:00:00Z,2 keys\n"
    "svc-b," ARN "user/svc-b,2026-09-01T00:00:00Z,false,N/A,N/A,N/A,false,"
    "true,2026-09-01T00:00:00Z,N/A,N/A,N/A,"
    "false,N/A,2026-01-01T00:00:00Z,eu-west-3,sts,"
    "false,N/A,false,N/A,N/A\n"
    "\"c,d\"," ARN "user/\"c,d\",2026-01-01T00:00:00Z\n"
    "bob," ARN "user/bob,never,yes,soon,no_information,N/A,TRUE,"
    "maybe,2026-05-03T00:00:00Z,x,us-east-1,s3,"
    "true,N/A,N/A,N/A,N/A,true,N/A,TRUE,bad,\n"
    "ci-e-1,arn:aws-us-gov:iam::222222222222:user/ci-e-1,"
    "2026-08-01T00:00:00+00:00,true,2026-07-31T23:59:59Z,"
    "2026-04-01T00:00:00Z,2026-07-01T00:00:00Z,false,"
    "false," NONE ",true,2026-08-01T00:00:00Z,2026-08-01T00:00:00Z,a,b,"
    "false,N/A,false,N/A,\n";

struct taker {
	struct sink sink;
	struct buffer *out;
};

static void
take(struct sink *sink, const struct event *event)
{
	struct buffer *out = ((struct taker *)sink)->out;
	const struct result *result = event->u.result;

	if (event->kind != EVENT_RESULT)
		return;
	buffer_appendf(out, "%s %s %" PRIu64 " %s %s %s: %s (%s) %s",
	    result->rule->id, outcome_name(result->outcome), result->line,
	    result->account, result->user, result->credential, result->message,
	    result->reason, result->fingerprint);
	for (size_t i = 0; i < result->evidence_count; i++)
		buffer_appendf(out, " %s=%s", result->evidence[i].name,
		    result->evidence[i].value);
	if (result->suppression != NULL)
		buffer_appendf(out, " %s/%s/%s", result->suppression->reason,
		    result->suppression->owner, result->suppression->expires);
	buffer_append_text(out, "\n");
}

enum {
	POLICIES_MAX = 2
};

struct judge {
	struct taker taker;
	const struct policy *policy;
	struct plan *plan;
	struct tally *tallies;
};

/* How many rows each scope has. */
struct rows_seen {
	uint64_t root, all;
};

static void
begin(struct judge *judge, const struct policy *policy, struct buffer *out,
    const struct report *report)
{
	struct plan_options options = {
	    .source = "made", .instant = {0, TIME_OPTION}, .all = true};

	timestamp_parse(text_of("2026-08-01T00:00:00Z"), &options.instant.time);
	judge->taker = (struct taker){{take}, out};
	judge->policy = policy;
	judge->tallies = xcalloc(policy->rule_count, sizeof(*judge->tallies));
	judge->plan = plan_new(policy, report, &options, judge->tallies);
}

/* An account without a root row counts in rules of scope root, too. */
static void
check_tally(const struct rule *rule, const struct tally *tally,
    const struct rows_seen *seen)
{
	uint64_t slots = rule->each == EACH_NONE ? 1 : SLOTS;
	uint64_t sum = 0, least, most;

	for (enum outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++)
		sum += tally->count[outcome];
	least = rule->scope == SCOPE_ROOT ? seen->root
	    : rule->scope == SCOPE_USER   ? seen->all - seen->root
					  : seen->all;
	most = least + (rule->scope == SCOPE_USER ? 0 : 1);
	fuzz_hold(sum >= least * slots && sum <= most * slots,
	    "rule %s has %" PRIu64 " verdicts on %" PRIu64 " rows of %" PRIu64
	    " slots",
	    rule->info.id, sum, least, slots);
}

static void
end(struct judge *judge, const struct rows_seen *seen)
{
	plan_end(judge->plan, false, &judge->taker.sink);
	plan_free(judge->plan);
	for (size_t i = 0; i < judge->policy->rule_count; i++) {
		check_tally(&judge->policy->rules[i], &judge->tallies[i], seen);
		for (int k = 0; k < OUTCOME_COUNT; k++)
			buffer_appendf(judge->taker.out, " %" PRIu64,
			    judge->tallies[i].count[k]);
		buffer_append_text(judge->taker.out, "\n");
	}
	free(judge->tallies);
}

static void
judge_rows(struct reader *reader, const struct policy *const *policies,
    size_t count, struct buffer *out)
{
	struct rows_seen seen = {0, 0};
	struct judge judges[POLICIES_MAX];
	enum reader_item item;
	struct error err;

	item = reader_next(reader, &err);
	fuzz_hold(item == READER_REPORT && count <= POLICIES_MAX,
	    "the report has no header");
	for (size_t i = 0; i < count; i++)
		begin(&judges[i], policies[i], &out[i], &reader->report);
	while ((item = reader_next(reader, &err)) > READER_END) {
		if (item != READER_USER)
			continue;
		for (size_t i = 0; i < count; i++)
			plan_row(judges[i].plan, &reader->user,
			    &judges[i].taker.sink);
		seen.all++;
		seen.root += reader->user.is_root;
	}
	fuzz_hold(item == READER_END, "the report is unread");
	for (size_t i = 0; i < count; i++)
		end(&judges[i], &seen);
}

void
made_report_judge(
    const struct policy *const *policies, size_t count, struct buffer *out)
{
	struct stream *stream =
	    memory_stream(report_text, strlen(report_text), SIZE_MAX);
	struct rows *rows = rows_new(stream, 1, 0);
	struct reader reader;

	reader_init(&reader, rows);
	judge_rows(&reader, policies, count, out);
	reader_release(&reader);
	rows_free(rows);
	stream_close(stream);
}

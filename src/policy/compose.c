/*
 * Building records. All strings of a record lie one after another in one
 * buffer; since that may move as it grows, they are kept as offsets until
 * the record is whole.
 */
#include "policy/compose.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "model/fingerprint.h"

/* A row twice (raw and as values), and a message of LIMIT_POLICY_SCALAR
 * bytes made of placeholders that each show about 1,024 bytes. */
#define CAP (LIMIT_LINE * 2 + (size_t)LIMIT_POLICY_SCALAR * 512)

struct composer {
	const char *source;
	int64_t report_time;
	struct buffer text;
	struct digest *digest;
	struct evidence evidence[COLUMN_COUNT];
	size_t value_at[COLUMN_COUNT];
};

/* Offsets of a record's strings. */
struct strings {
	size_t account, user, arn, message, reason, raw;
};

struct composer *
composer_new(const char *source, int64_t report_time)
{
	struct composer *composer = xcalloc(1, sizeof(*composer));

	composer->source = source;
	composer->report_time = report_time;
	composer->digest = digest_new();
	buffer_init(&composer->text, CAP);
	return composer;
}

void
composer_set_time(struct composer *composer, int64_t report_time)
{
	composer->report_time = report_time;
}

void
composer_free(struct composer *composer)
{
	if (composer == NULL)
		return;
	buffer_release(&composer->text);
	digest_free(composer->digest);
	free(composer);
}

void
wording_init(struct wording *wording, const struct rule *rule)
{
	const char *message = rule->message;
	size_t count = 0, size = 0;

	*wording = (struct wording){.rule = rule};
	do {
		wording->message = xgrow(
		    wording->message, count, &size, sizeof(*wording->message));
		wording->message[count] = placeholder_next(&message);
	} while (wording->message[count++].kind != PIECE_END);
}

void
wording_release(struct wording *wording)
{
	free(wording->message);
	wording->message = NULL;
}

/* Ends the string that began there; returns its offset. */
static size_t
end_string(struct composer *composer, size_t begin)
{
	buffer_append(&composer->text, "", 1);
	return begin;
}

static size_t
put(struct composer *composer, struct text text)
{
	size_t begin = composer->text.len;

	buffer_append(&composer->text, text.ptr, text.len);
	return end_string(composer, begin);
}

static size_t
put_message(struct composer *composer, const struct wording *wording,
    const struct subject *subject)
{
	size_t begin = composer->text.len;

	for (const struct piece *piece = wording->message;
	     piece->kind != PIECE_END; piece++) {
		if (piece->kind == PIECE_FIELD)
			field_append(piece->field, piece->days, subject,
			    &composer->text);
		else
			buffer_append(
			    &composer->text, piece->text.ptr, piece->text.len);
	}
	return end_string(composer, begin);
}

/* The rule's own message says that it fails; another outcome must not. */
static size_t
put_other_message(struct composer *composer, const struct wording *wording,
    enum outcome outcome, const char *reason)
{
	size_t begin = composer->text.len;

	if (outcome == OUTCOME_UNKNOWN) {
		buffer_append_text(&composer->text, "cannot be judged: ");
		buffer_append_text(&composer->text, reason);
	} else {
		buffer_append_text(&composer->text, wording->rule->info.title);
	}
	return end_string(composer, begin);
}

static size_t
put_evidence(
    struct composer *composer, column_set columns, const struct user *user)
{
	size_t count = 0;

	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		struct evidence *evidence = &composer->evidence[count];
		int16_t place = user->report->place[column];

		if ((columns >> column & 1) == 0 || place < 0)
			continue;
		evidence->name = column_name(column);
		row_locate(user->row, (uint32_t)place, &evidence->column,
		    &evidence->end_column);
		composer->value_at[count++] =
		    put(composer, user_text(user, column));
	}
	return count;
}

static void
give(struct composer *composer, struct result *result, const struct strings *at,
    struct sink *sink)
{
	const struct event event = {.kind = EVENT_RESULT, .u.result = result};
	const char *base = buffer_text(&composer->text);

	for (size_t i = 0; i < result->evidence_count; i++)
		composer->evidence[i].value = base + composer->value_at[i];
	result->evidence = composer->evidence;
	result->account = base + at->account;
	result->user = base + at->user;
	result->arn = base + at->arn;
	result->message = base + at->message;
	result->reason = base + at->reason;
	result->raw = base + at->raw;
	result->source = composer->source;
	result->report_time = composer->report_time;
	sink->take(sink, &event);
}

static int64_t
time_of(const struct user *user, enum column column)
{
	return user->cell[column] == CELL_DATE ? user_time(user, column)
					       : TIMESTAMP_NONE;
}

static void
identify_slot(const struct subject *subject, struct fingerprint *fingerprint)
{
	const struct credential *slot = subject->slot;
	const struct credential *other = slot->slot == 1 ? slot + 1 : slot - 1;

	fingerprint->of_slot = true;
	fingerprint->slot = slot->slot;
	fingerprint->rotated = time_of(subject->user, slot->rotated);
	fingerprint->same_rotated =
	    fingerprint->rotated == time_of(subject->user, other->rotated);
}

static void
identify(struct composer *composer, const struct rule *rule,
    const struct subject *subject, struct result *result)
{
	const struct user *user = subject->user;
	struct fingerprint fingerprint = {
	    .rule = rule->info.id,
	    .account = user->account,
	    .of_row = true,
	    .arn = user->arn,
	    .user = user->name,
	    .created = time_of(user, COLUMN_USER_CREATION_TIME),
	};

	result->credential = rule->of_password ? "password" : "";
	if (subject->slot != NULL) {
		result->credential = subject->slot->name;
		identify_slot(subject, &fingerprint);
	}
	fingerprint_make(&fingerprint, composer->digest, result->fingerprint);
}

void
compose_row(struct composer *composer, const struct wording *wording,
    const struct subject *subject, const struct verdict *verdict,
    struct sink *sink)
{
	const struct user *user = subject->user;
	enum outcome outcome = verdict->outcome;
	struct result result = {.outcome = outcome,
	    .rule = &wording->rule->info,
	    .line = user->row->line,
	    .suppression = verdict->suppression};
	struct strings at;

	buffer_reset(&composer->text);
	at.account = put(composer, user->account);
	at.user = put(composer, user->name);
	at.arn = put(composer, user->arn);
	at.message = outcome == OUTCOME_FAIL || outcome == OUTCOME_SUPPRESSED
	    ? put_message(composer, wording, subject)
	    : put_other_message(composer, wording, outcome, verdict->reason);
	at.reason = put(composer, text_of(verdict->reason));
	at.raw =
	    put(composer, (struct text){user->row->raw, user->row->raw_len});
	result.evidence_count = put_evidence(composer, verdict->evidence, user);
	identify(composer, wording->rule, subject, &result);
	give(composer, &result, &at, sink);
}

void
compose_report(struct composer *composer, const struct wording *wording,
    const char *account, const char *reason, struct sink *sink)
{
	const struct fingerprint fingerprint = {
	    .rule = wording->rule->info.id,
	    .account = text_of(account),
	};
	struct result result = {.outcome = OUTCOME_UNKNOWN,
	    .rule = &wording->rule->info,
	    .credential = ""};
	struct strings at;

	buffer_reset(&composer->text);
	at.account = put(composer, text_of(account));
	at.user = at.arn = at.raw = put(composer, text_of(""));
	at.message =
	    put_other_message(composer, wording, OUTCOME_UNKNOWN, reason);
	at.reason = put(composer, text_of(reason));
	fingerprint_make(&fingerprint, composer->digest, result.fingerprint);
	give(composer, &result, &at, sink);
}

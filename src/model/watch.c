/*
 * Warnings about a report's rows; see watch.h.
 */
#include "model/watch.h"

#include <string.h>

#include "base/limits.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "model/identity.h"

enum {
	SHOWN = 160,
	LATE_DAYS = 7
};

void
watch_init(struct watch *watch)
{
	*watch = (struct watch){
	    .users = hash_set_new(LIMIT_WATCHED_USERS),
	};
}

void
watch_release(struct watch *watch)
{
	hash_set_free(watch->users);
	watch->users = NULL;
}

/* The newest date is asked for only where T is a guess. */
static void
set_known(struct watch *watch)
{
	int64_t known = watch->told_future ? INT64_MAX : watch->instant.time;

	if (instant_is_guess(&watch->instant) && watch->newest < known)
		known = watch->newest;
	watch->known[0] = '\0';
	if (known != TIMESTAMP_NONE && known != INT64_MAX)
		timestamp_format(watch->known, known);
}

void
watch_begin(struct watch *watch, struct instant instant)
{
	hash_set_clear(watch->users);
	watch->instant = instant;
	watch->told_future = false;
	watch->newest = TIMESTAMP_NONE;
	set_known(watch);
}

void
watch_instant(struct watch *watch, struct instant instant)
{
	watch->instant = instant;
	set_known(watch);
}

static void
warn(struct problems *problems, const struct user *user, const char *what)
{
	char shown[SHOWN];

	problem_report(problems, LEVEL_WARNING, user->row->line, 0,
	    user->row->byte, "user \"%s\" %s",
	    visible_copy(shown, sizeof(shown), user->name), what);
}

/* HTML pages drop the brackets of <root_account>. */
static bool
name_fits_arn(const struct user *user)
{
	struct text arn = user->arn, name = user->name;
	struct identity identity;

	/* A name has no slash, so this is all of the ARN's. */
	if (!user->is_root && arn.len > name.len &&
	    arn.ptr[arn.len - name.len - 1] == '/' &&
	    memcmp(arn.ptr + arn.len - name.len, name.ptr, name.len) == 0)
		return true;
	if (arn.len == 0 || !identity_parse(arn, &identity))
		return true;
	if (identity.is_root)
		return text_equals(user->name, ROOT_NAME) ||
		    text_equals(user->name, "root_account") ||
		    text_equals(user->name, "root");
	return user->name.len == identity.name.len &&
	    memcmp(user->name.ptr, identity.name.ptr, user->name.len) == 0;
}

/* The ARN decides; where account_id says otherwise a join went wrong. */
static bool
account_fits_arn(const struct user *user)
{
	struct text id = user_helper_text(user, HELPER_ACCOUNT_ID);

	return id.len == 0 || user->arn.len == 0 ||
	    (id.len == user->account.len &&
		memcmp(id.ptr, user->account.ptr, id.len) == 0);
}

static void
tell_future(struct watch *watch, const struct user *user, enum column column,
    struct problems *problems)
{
	char at[TIMESTAMP_SIZE];

	watch->told_future = true;
	problem_report(problems, LEVEL_WARNING, user->row->line, 0,
	    user->row->byte,
	    "%s lies after the report's time %s (from the %s): that time is "
	    "too early, or the date is wrong",
	    column_name(column), timestamp_format(at, watch->instant.time),
	    time_from_name(watch->instant.from));
}

/* Times that are written as AWS does are ordered like their texts. */
static bool
is_known(const struct watch *watch, struct text date)
{
	bool is_utc = (date.len == 20 && date.ptr[19] == 'Z') ||
	    (date.len == 25 && memcmp(date.ptr + 19, "+00:00", 6) == 0);

	return is_utc && date.ptr[10] == 'T' &&
	    memcmp(date.ptr, watch->known, 19) <= 0;
}

/* An expiry lies in the future by its nature. */
static void
watch_dates(
    struct watch *watch, const struct user *user, struct problems *problems)
{
	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		int64_t time;

		if (user->cell[column] != CELL_DATE ||
		    column == COLUMN_PASSWORD_NEXT_ROTATION ||
		    is_known(watch, user_text(user, column)))
			continue;
		time = user_time(user, column);
		if (time > watch->newest)
			watch->newest = time;
		if (time > watch->instant.time && !watch->told_future)
			tell_future(watch, user, column, problems);
		set_known(watch);
	}
}

/* Dates are of interest until one after T was found, and to the end where T
 * is a guess. */
static bool
wants_dates(const struct watch *watch)
{
	return watch->instant.time != TIMESTAMP_NONE &&
	    (!watch->told_future || instant_is_guess(&watch->instant));
}

void
watch_user(
    struct watch *watch, const struct user *user, struct problems *problems)
{
	uint64_t hash = hash_text_nocase(HASH_SEED, user->account);

	if (hash_set_add(watch->users, hash_text_nocase(hash, user->name)))
		warn(problems, user,
		    "stands in this report more than once "
		    "(letter case ignored); each row is judged");
	if (!name_fits_arn(user))
		warn(problems, user, "is not the name at the end of its ARN");
	if (!account_fits_arn(user))
		warn(problems, user,
		    "has an account_id that is not the account of its ARN; "
		    "that of the ARN counts");
	if (wants_dates(watch))
		watch_dates(watch, user, problems);
}

enum time_doubt
watch_end(struct watch *watch, uint64_t header_line, struct problems *problems)
{
	const struct instant *instant = &watch->instant;
	char at[TIMESTAMP_SIZE], newest[TIMESTAMP_SIZE];

	if (watch->told_future && !instant_is_stated(instant))
		return TIME_MAY_BE_EARLY;
	if (!instant_is_guess(instant))
		return TIME_UNDOUBTED;
	if (watch->newest == TIMESTAMP_NONE)
		problem_report(problems, LEVEL_WARNING, header_line, 0, 0,
		    "the report has no date that would confirm its time %s "
		    "(from the %s): that time may be too late; give --as-of",
		    timestamp_format(at, instant->time),
		    time_from_name(instant->from));
	else if (instant->time - watch->newest > LATE_DAYS * DAY_SECS)
		problem_report(problems, LEVEL_WARNING, header_line, 0, 0,
		    "the report's newest date is %s, over %d days before its "
		    "time %s (from the %s): that time may be too late; give "
		    "--as-of",
		    timestamp_format(newest, watch->newest), LATE_DAYS,
		    timestamp_format(at, instant->time),
		    time_from_name(instant->from));
	else
		return TIME_UNDOUBTED;
	return TIME_MAY_BE_LATE;
}

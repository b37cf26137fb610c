/*
 * Nulls, helpers and times of re-exports; see reexport.h. It restores
 * classes of cells and never their text: evidence is what was read.
 */
#include "model/reexport.h"

#include "model/identity.h"

static bool
is_null(struct text text)
{
	/* Old versions of Steampipe print it as a word. */
	return text.len == 0 || text_equals(text, "<null>");
}

static bool
is_time(struct text text)
{
	int64_t ignored;

	return timestamp_parse(text, &ignored) == 0 ||
	    timestamp_parse_sql(text, &ignored) == 0;
}

struct text
reexport_account(const struct user *user)
{
	struct text id = user_helper_text(user, HELPER_ACCOUNT_ID);

	return identity_is_account(id) ? id : text_of("");
}

/* The class of password_last_used whose text is null or a time. Where
 * password_status and the cell contradict each other neither is believed. */
static enum cell
check_last_used(const struct user *user, bool null)
{
	struct text status = user_helper_text(user, HELPER_PASSWORD_STATUS);

	if (user->report->helper[HELPER_PASSWORD_STATUS] == PLACE_MISSING) {
		if (!null)
			return CELL_DATE;
		return user->cell[COLUMN_PASSWORD_ENABLED] == CELL_TRUE
		    ? CELL_NO_INFORMATION
		    : CELL_NOT_APPLICABLE;
	}
	if (text_equals(status, "used"))
		return null ? CELL_BAD : CELL_DATE;
	if (!null)
		return CELL_BAD;
	if (text_equals(status, "never_used"))
		return CELL_NO_INFORMATION;
	return text_equals(status, "not_set") ? CELL_NOT_APPLICABLE : CELL_BAD;
}

/* The word for which a null stands in that column. A root user with a
 * password of which no change is told is that of a report from before 2024;
 * root's password never expires. */
static enum cell
check_null(const struct user *user, enum column column)
{
	bool is_root = user->is_root;

	if (column == COLUMN_PASSWORD_LAST_CHANGED && is_root &&
	    user->cell[COLUMN_PASSWORD_ENABLED] == CELL_TRUE)
		return CELL_NOT_SUPPORTED;
	if (column == COLUMN_PASSWORD_NEXT_ROTATION && is_root)
		return CELL_NOT_SUPPORTED;
	return column_check(column, text_of("N/A"));
}

static void
check_cell(struct user *user, enum column column)
{
	struct text text = user_text(user, column);
	bool null = is_null(text);
	enum cell cell = user->cell[column];

	if (cell == CELL_BAD && column_is_date(column) && is_time(text))
		cell = CELL_DATE;
	if (column == COLUMN_PASSWORD_LAST_USED && (null || cell == CELL_DATE))
		cell = check_last_used(user, null);
	else if (null)
		cell = check_null(user, column);
	user->cell[column] = (uint8_t)cell;
}

static enum cell
check_status(struct text status)
{
	return text_equals(status, "used") ||
		text_equals(status, "never_used") ||
		text_equals(status, "not_set")
	    ? CELL_TEXT
	    : CELL_BAD;
}

/* With an ARN nobody needs account_id, without a null password_last_used
 * nobody password_status. */
static enum cell
check_helper(const struct user *user, enum helper helper)
{
	const struct report *report = user->report;
	struct text text = user_helper_text(user, helper);

	if (report->helper[helper] < 0)
		return CELL_ABSENT;
	if (helper == HELPER_GENERATED_TIME)
		return is_time(text) ? CELL_DATE : CELL_BAD;
	if (helper == HELPER_PASSWORD_STATUS)
		return report->has_nulls ? check_status(text) : CELL_TEXT;
	return report->place[COLUMN_ARN] >= 0 || identity_is_account(text)
	    ? CELL_TEXT
	    : CELL_BAD;
}

void
reexport_row(struct user *user)
{
	const struct report *report = user->report;

	for (enum helper helper = 0; helper < HELPER_COUNT; helper++)
		user->helper[helper] = report->has_helpers
		    ? (uint8_t)check_helper(user, helper)
		    : CELL_ABSENT;
	if (!report->has_nulls)
		return;
	for (enum column column = COLUMN_USER_CREATION_TIME;
	     column < COLUMN_COUNT; column++)
		if (report->place[column] >= 0)
			check_cell(user, column);
}

int64_t
user_generated(const struct user *user)
{
	struct text text = user_helper_text(user, HELPER_GENERATED_TIME);
	int64_t time = TIMESTAMP_NONE;

	if (text.len > 0 && timestamp_parse(text, &time) < 0)
		timestamp_parse_sql(text, &time);
	return time;
}

struct text
user_text_of_aws(
    const struct user *user, enum column column, char scratch[TIMESTAMP_SIZE])
{
	struct text text = user_text(user, column);
	const char *word = column_word(user->cell[column]);
	int64_t ignored;

	if (!user->report->has_nulls)
		return text;
	if (word != NULL)
		return text_of(word);
	if (user->cell[column] != CELL_DATE ||
	    timestamp_parse(text, &ignored) == 0)
		return text;
	return text_of(timestamp_format(scratch, user_time(user, column)));
}

const char *
user_expects(const struct user *user, enum column column)
{
	struct text text = user_text(user, column);

	if (column != COLUMN_PASSWORD_LAST_USED || !user->report->has_nulls ||
	    (!is_null(text) && !is_time(text)))
		return column_expects(column);
	return is_null(text) ? "a time, as password_status is neither "
			       "never_used nor not_set"
			     : "no time, as password_status is not used";
}

const char *
reexport_expects(enum helper helper)
{
	switch (helper) {
	case HELPER_GENERATED_TIME:
		return "a time such as 2026-09-11T13:15:19Z";
	case HELPER_PASSWORD_STATUS:
		return "used, never_used or not_set";
	case HELPER_ACCOUNT_ID:
	case HELPER_COUNT:
		break;
	}
	return "an account of 12 digits";
}

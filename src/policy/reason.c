/*
 * Reasons of unknown verdicts. That a verdict is unknown is decided by
 * evaluate.c.
 */
#include "policy/reason.h"

#include <inttypes.h>

#include "base/timestamp.h"
#include "base/visible.h"

enum {
	SHOWN = 80
};

static void
append_places(struct buffer *out, const struct report *report,
    column_set columns, enum place place, const char *before,
    const char *behind)
{
	size_t count = 0;

	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		if ((columns >> column & 1) == 0 ||
		    report->place[column] != (int)place)
			continue;
		if (count == 0 && out->len > 0)
			buffer_append_text(out, "; ");
		buffer_append_text(out, count == 0 ? before : ", ");
		buffer_append_text(out, column_name(column));
		count++;
	}
	if (count > 0)
		buffer_append_text(out, behind);
}

void
reason_append_columns(
    struct buffer *out, const struct report *report, column_set columns)
{
	append_places(out, report, columns, PLACE_MISSING,
	    "the report has no column ", "");
	append_places(out, report, columns, PLACE_TWICE, "the header names ",
	    " more than once");
}

void
reason_append_no_time(struct buffer *out)
{
	buffer_append_text(out, out->len > 0 ? "; " : "");
	buffer_append_text(out,
	    "the report's time is not known and may not be guessed "
	    "(--require-time)");
}

/* "mfa_active in line 7 is "x"" and what is wrong with that. */
static void
append_cell(struct buffer *out, const struct user *user, enum column column,
    const char *why, const char *more)
{
	char shown[SHOWN];

	visible_copy(shown, sizeof(shown), user_text(user, column));
	buffer_append_text(out, out->len > 0 ? "; " : "");
	buffer_appendf(out, "%s in line %" PRIu64 " is \"%s\", %s%s",
	    column_name(column), user->row->line, shown, why, more);
}

void
reason_append_doubts(struct buffer *out, const struct subject *subject,
    const struct doubts *doubts)
{
	const struct user *user = subject->user;
	char time[TIMESTAMP_SIZE];

	reason_append_columns(out, user->report, doubts->cells);
	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		column_set bit = (column_set)1 << column;

		if (user->report->place[column] < 0)
			continue;
		if ((doubts->cells & bit) != 0)
			append_cell(out, user, column, "expected ",
			    column_expects(column));
		if ((doubts->lacking & bit) != 0)
			append_cell(out, user, column,
			    "but what it dates is active: there must be a ",
			    "date");
		if ((doubts->later & bit) != 0)
			append_cell(out, user, column,
			    "which is after the report's time ",
			    timestamp_format(time, subject->time));
	}
	if (doubts->no_time)
		reason_append_no_time(out);
}

void
reason_append_unlisted(struct buffer *out, const struct user *user)
{
	char shown[SHOWN];

	visible_copy(shown, sizeof(shown),
	    user_text(user, COLUMN_ADDITIONAL_CREDENTIALS_INFO));
	buffer_appendf(out,
	    "%s in line %" PRIu64 " is \"%s\": the report does not list every "
	    "key and certificate of this row",
	    column_name(COLUMN_ADDITIONAL_CREDENTIALS_INFO), user->row->line,
	    shown);
}

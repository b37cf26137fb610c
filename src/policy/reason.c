/*
 * Reasons of unknown verdicts. That a verdict is unknown is decided by
 * evaluate.c.
 */
#include "policy/reason.h"

#include <inttypes.h>

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
reason_append_cells(
    struct buffer *out, const struct user *user, column_set columns)
{
	reason_append_columns(out, user->report, columns);
	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		char shown[SHOWN];

		if ((columns >> column & 1) == 0 ||
		    user->report->place[column] < 0)
			continue;
		visible_copy(shown, sizeof(shown), user_text(user, column));
		if (out->len > 0)
			buffer_append_text(out, "; ");
		buffer_appendf(out,
		    "%s in line %" PRIu64 " is \"%s\", expected %s",
		    column_name(column), user->row->line, shown,
		    column_expects(column));
	}
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

/*
 * Joining surplus cells; see surplus.h.
 *
 * There is never more than one way: the cells behind the ARN have no commas,
 * so they are counted from the end; and an ARN begins with "arn:" while a
 * user name has no colon, so the first cell with a colon begins the ARN.
 */
#include "model/surplus.h"

#include <string.h>

#include "base/visible.h"
#include "model/identity.h"

enum {
	SHOWN = 80
};

/* The first of so many cells that has a colon, or their number. */
static uint32_t
find_arn(const struct row *row, uint32_t count)
{
	uint32_t i = 0;

	while (i < count) {
		struct text cell = row_field(row, i);

		if (memchr(cell.ptr, ':', cell.len) != NULL)
			break;
		i++;
	}
	return i;
}

static bool
ends_in_user(const struct user *user)
{
	struct identity identity;

	return identity_parse(user->arn, &identity) &&
	    identity.name.len == user->name.len &&
	    memcmp(identity.name.ptr, user->name.ptr, user->name.len) == 0;
}

/* A path may hold any character, but one that holds an ARN is likelier two
 * rows of one line. */
static bool
holds_two_arns(struct text arn)
{
	static const char mark[] = ":iam::";
	size_t len = strlen(mark);
	const char *first = memmem(arn.ptr, arn.len, mark, len);
	const char *behind = first == NULL ? NULL : first + len;

	return behind != NULL &&
	    memmem(behind, arn.len - (size_t)(behind - arn.ptr), mark, len) !=
	    NULL;
}

/* Why the joined row is no user, or 0. */
static int
check(const struct report *report, const struct row *row, struct user *user,
    struct error *err)
{
	char shown[SHOWN];

	if (report_row(report, row, user, err) < 0)
		return -1;
	if (holds_two_arns(user->arn))
		return error_set(err, ERROR_INPUT,
		    "a second ARN follows, so two rows may stand in one line");
	if (!ends_in_user(user))
		return error_set(err, ERROR_INPUT,
		    "the ARN does not end in the user \"%s\"",
		    visible_copy(shown, sizeof(shown), user->name));
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		if (user->cell[column] == CELL_BAD)
			return error_set(err, ERROR_INPUT,
			    "%s would be \"%s\"; expected %s",
			    column_name(column),
			    visible_copy(
				shown, sizeof(shown), user_text(user, column)),
			    column_expects(column));
	return 0;
}

static int
join(struct rows *rows, const struct report *report, struct row *row,
    struct user *user, struct error *err)
{
	uint32_t head = row->count - (report->field_count - 2);
	uint32_t first = find_arn(row, head);

	if (first == 0 || first == head)
		return error_set(
		    err, ERROR_INPUT, "no cell behind the user begins an ARN");
	if (!rows_join(rows, row, first, head - first))
		return error_set(err, ERROR_INPUT,
		    "blanks or quotes stand between the cells");
	return check(report, row, user, err);
}

int
surplus_join(struct rows *rows, const struct report *report, struct row *row,
    struct user *user, struct error *err)
{
	struct error before = *err;
	int joined;

	if (!report->is_of_aws || row->reject != NULL ||
	    row->count <= report->field_count)
		return -1;
	joined = join(rows, report, row, user, err);
	if (joined < 0) {
		struct error why = *err;

		error_set(err, ERROR_INPUT,
		    "%s; nor is that an unquoted comma in a user name or "
		    "path: %s",
		    before.text, why.text);
	}
	return joined;
}

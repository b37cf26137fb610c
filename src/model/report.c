/*
 * The header map and the check of a row. It reads no stream (reader.c does)
 * and judges nobody.
 */
#include "model/report.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/timestamp.h"
#include "base/visible.h"
#include "model/identity.h"
#include "model/reexport.h"

#define KEY(n)                                                       \
	{                                                            \
		"access_key_" #n, n, COLUMN_ACCESS_KEY_##n##_ACTIVE, \
		    COLUMN_ACCESS_KEY_##n##_LAST_ROTATED,            \
		    COLUMN_ACCESS_KEY_##n##_LAST_USED_DATE,          \
		    COLUMN_ACCESS_KEY_##n##_LAST_USED_REGION,        \
		    COLUMN_ACCESS_KEY_##n##_LAST_USED_SERVICE        \
	}
#define CERT(n)                                                               \
	{                                                                     \
		"cert_" #n, n, COLUMN_CERT_##n##_ACTIVE,                      \
		    COLUMN_CERT_##n##_LAST_ROTATED, COLUMN_NONE, COLUMN_NONE, \
		    COLUMN_NONE                                               \
	}

const struct credential credential_keys[2] = {KEY(1), KEY(2)};
const struct credential credential_certs[2] = {CERT(1), CERT(2)};

enum {
	SHOWN = 80
};

/*
 * Whoever may create a user chooses what stands in a row. A row that holds
 * a value as well as names of columns is a bad row, never a header: it must
 * not be able to make itself, and the rows behind it, vanish.
 */
static bool
is_value(struct text cell)
{
	static const char *const values[] = {"true", "false", "N/A",
	    "no_information", "not_supported", ROOT_NAME};
	int64_t ignored;

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (text_equals_nocase(cell, values[i]))
			return true;
	return timestamp_parse(cell, &ignored) == 0 ||
	    (cell.len >= 4 && memcmp(cell.ptr, "arn:", 4) == 0);
}

bool
report_is_header(const struct row *row)
{
	bool names_user = false, names_data = false;

	if (row->reject != NULL)
		return false;
	for (uint32_t i = 0; i < row->count; i++) {
		struct text cell = row_field(row, i);
		const struct heading *heading = heading_find(cell);
		enum column column;

		if (is_value(cell))
			return false;
		if (heading == NULL || heading->column == COLUMN_NONE)
			continue;
		column = heading->column;
		if (column == COLUMN_USER || column == COLUMN_ARN)
			names_user = true;
		else if (column >= COLUMN_PASSWORD_ENABLED &&
		    column <= COLUMN_CERT_2_LAST_ROTATED)
			names_data = true;
	}
	return names_user && names_data;
}

/* The 23rd column is documented, but nobody has seen it. */
static bool
is_of_aws(const struct report *report)
{
	enum column column = 0;

	if (report->has_nulls ||
	    (report->field_count != COLUMN_COUNT &&
		report->field_count != COLUMN_COUNT - 1))
		return false;
	while (column < report->field_count &&
	    report->place[column] == (int16_t)column)
		column++;
	return column == report->field_count;
}

static void
set_place(int16_t *place, uint32_t i)
{
	*place = *place == PLACE_MISSING ? (int16_t)i : PLACE_TWICE;
}

void
report_begin(struct report *report, const struct row *row)
{
	bool renamed = false, own = false;

	assert(report_is_header(row));
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		report->place[column] = PLACE_MISSING;
	for (enum helper helper = 0; helper < HELPER_COUNT; helper++)
		report->helper[helper] = PLACE_MISSING;
	report->has_helpers = false;
	for (uint32_t i = 0; i < row->count; i++) {
		const struct heading *heading = heading_find(row_field(row, i));

		if (heading == NULL)
			continue;
		if (heading->column == COLUMN_NONE) {
			set_place(&report->helper[heading->helper], i);
			report->has_helpers = true;
			continue;
		}
		set_place(&report->place[heading->column], i);
		renamed |= heading->is_renamed;
		own |= !heading->is_renamed &&
		    (heading->column == COLUMN_USER ||
			heading->column == COLUMN_ARN);
	}
	/* Two of them are no defect where the ARN tells the account. */
	if (report->place[COLUMN_ARN] >= 0 &&
	    report->helper[HELPER_ACCOUNT_ID] == PLACE_TWICE)
		report->helper[HELPER_ACCOUNT_ID] = PLACE_MISSING;
	/* A mixture is nobody's format: what is empty in it is unreadable. */
	report->has_nulls = renamed && !own;
	report->field_count = row->count;
	report->is_of_aws = is_of_aws(report);
	report->separator = row->separator;
	report->line = row->line;
}

struct text
user_text(const struct user *user, enum column column)
{
	int16_t place = user->report->place[column];

	if (place < 0)
		return (struct text){"", 0};
	return row_field(user->row, (uint32_t)place);
}

struct text
user_helper_text(const struct user *user, enum helper helper)
{
	int16_t place = user->report->helper[helper];

	if (place < 0)
		return (struct text){"", 0};
	return row_field(user->row, (uint32_t)place);
}

int64_t
user_time(const struct user *user, enum column column)
{
	int64_t time = TIMESTAMP_NONE;
	int parsed;

	assert(user->cell[column] == CELL_DATE);
	parsed = timestamp_parse(user_text(user, column), &time);
	if (parsed < 0)
		parsed = timestamp_parse_sql(user_text(user, column), &time);
	assert(parsed == 0);
	(void)parsed;
	return time;
}

bool
user_has_bad_cell(const struct user *user)
{
	return memchr(user->cell, CELL_BAD, sizeof(user->cell)) != NULL ||
	    memchr(user->helper, CELL_BAD, sizeof(user->helper)) != NULL;
}

static int
reject(struct error *err, const struct user *user, enum column column)
{
	char shown[SHOWN];

	visible_copy(shown, sizeof(shown), user_text(user, column));
	return error_set(err, ERROR_INPUT, "%s is \"%s\"; expected %s",
	    column_name(column), shown, column_expects(column));
}

/* Who the row is about; the ARN decides where there is one. */
static int
identify(struct user *user, struct error *err)
{
	bool has_name = user->report->place[COLUMN_USER] >= 0;
	struct identity identity = {
	    .account = reexport_account(user),
	    .partition = text_of("aws"),
	    .path = text_of(""),
	    .name = user_text(user, COLUMN_USER),
	    .is_root = text_equals(user_text(user, COLUMN_USER), ROOT_NAME),
	};

	user->arn = user_text(user, COLUMN_ARN);
	if (user->report->place[COLUMN_ARN] >= 0 &&
	    !identity_parse(user->arn, &identity))
		return reject(err, user, COLUMN_ARN);
	if (!has_name && user->arn.len == 0)
		return error_set(err, ERROR_INPUT,
		    "the header names the "
		    "column user more than once, so it cannot be told who "
		    "this is");
	user->name = has_name ? user_text(user, COLUMN_USER) : identity.name;
	if (!identity_is_user_name(user->name) ||
	    (text_equals(user->name, ROOT_NAME) && !identity.is_root))
		return reject(err, user, COLUMN_USER);
	user->account = identity.account;
	user->partition = identity.partition;
	user->path = identity.path;
	user->is_root = identity.is_root;
	return 0;
}

int
report_row(const struct report *report, const struct row *row,
    struct user *user, struct error *err)
{
	user->report = report;
	user->row = row;
	if (row->reject != NULL)
		return error_set(err, ERROR_INPUT, "%s", row->reject);
	if (row->count != report->field_count)
		return error_set(err, ERROR_INPUT,
		    "it has %u cell%s; the header in line %" PRIu64
		    " names %u columns",
		    row->count, row->count == 1 ? "" : "s", report->line,
		    report->field_count);
	if (identify(user, err) < 0)
		return -1;
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		user->cell[column] = report->place[column] < 0
		    ? CELL_ABSENT
		    : (uint8_t)column_check(column, user_text(user, column));
	reexport_row(user);
	/* Only reports made before about 2024 have it, in the root row. */
	if (user->cell[COLUMN_PASSWORD_ENABLED] == CELL_NOT_SUPPORTED &&
	    !user->is_root)
		user->cell[COLUMN_PASSWORD_ENABLED] = CELL_BAD;
	return 0;
}

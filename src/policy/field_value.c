/*
 * Values of fields. What stands in no column, or cannot be read, is no value
 * but a doubt that names the column; so is a date that is not there though it
 * must be, and one after T where an age is counted from it.
 */
#include "policy/field_value.h"

#include <assert.h>

#include "base/timestamp.h"

#define BIT(id) ((column_set)1 << COLUMN_##id)

static column_set
bit(enum column column)
{
	return (column_set)1 << column;
}

/* The class of a cell; of a column that the header names twice it cannot be
 * told which one is meant. */
static enum cell
take_cell(
    const struct subject *subject, enum column column, struct doubts *doubts)
{
	const struct user *user = subject->user;
	enum cell cell = user->report->place[column] == PLACE_TWICE
	    ? CELL_BAD
	    : (enum cell)user->cell[column];

	if (cell == CELL_ABSENT || cell == CELL_BAD)
		doubts->cells |= bit(column);
	return cell;
}

static void
take_column(
    const struct subject *subject, enum column column, struct value *value)
{
	value->cell = take_cell(subject, column, &value->doubts);
	if (value->cell == CELL_TEXT)
		value->text = user_text(subject->user, column);
}

/* Which column says that there must be a date in this one. */
static enum column
required_by(enum column column)
{
	switch (column) {
	case COLUMN_PASSWORD_LAST_CHANGED:
		return COLUMN_PASSWORD_ENABLED;
	case COLUMN_ACCESS_KEY_1_LAST_ROTATED:
		return COLUMN_ACCESS_KEY_1_ACTIVE;
	case COLUMN_ACCESS_KEY_2_LAST_ROTATED:
		return COLUMN_ACCESS_KEY_2_ACTIVE;
	case COLUMN_CERT_1_LAST_ROTATED:
		return COLUMN_CERT_1_ACTIVE;
	case COLUMN_CERT_2_LAST_ROTATED:
		return COLUMN_CERT_2_ACTIVE;
	default:
		return COLUMN_NONE;
	}
}

/* There is no date in the column: is there nothing to measure, or should
 * there be one? The legacy root row's not_supported stands for a password
 * that is there. */
static void
take_lack(
    const struct subject *subject, enum column column, struct doubts *doubts)
{
	enum column owner = required_by(column);
	enum cell cell;

	if (owner == COLUMN_NONE)
		return;
	cell = take_cell(subject, owner, doubts);
	if (cell == CELL_TRUE || cell == CELL_NOT_SUPPORTED)
		doubts->lacking |= bit(column);
}

static void
take_date(
    const struct subject *subject, enum column column, struct value *value)
{
	take_column(subject, column, value);
	if (value->cell == CELL_DATE) {
		value->low = value->high = user_time(subject->user, column);
		value->from = column;
	} else if (value->cell != CELL_ABSENT && value->cell != CELL_BAD) {
		take_lack(subject, column, &value->doubts);
	}
}

static void
set_unsure(struct value *value)
{
	value->low = INT64_MIN;
	value->high = INT64_MAX;
}

static int64_t
time_before(int64_t later, int64_t earlier)
{
	if (earlier == INT64_MAX)
		return INT64_MIN;
	return earlier == INT64_MIN ? INT64_MAX : later - earlier;
}

/* An expiry lies in the future by its nature. */
void
value_to_age(const struct subject *subject, struct value *value)
{
	int64_t low = value->low, high = value->high;

	if (low == INT64_MIN && high == INT64_MAX)
		return;
	if (subject->time == TIMESTAMP_NONE) {
		value->doubts.no_time = true;
		set_unsure(value);
	} else if (value->from != COLUMN_NONE && low > subject->time &&
	    value->from != COLUMN_PASSWORD_NEXT_ROTATION) {
		value->doubts.later |= bit(value->from);
		set_unsure(value);
		if (value->has_floor)
			value->high = subject->time - value->floor;
	} else {
		value->low = time_before(subject->time, high);
		value->high = time_before(subject->time, low);
	}
}

void
read_column(const struct subject *subject, const struct field *field,
    struct value *value)
{
	take_column(subject, field->column, value);
}

/* The ARN ends in the name, so it is known without a column of names. */
void
read_column_user(const struct subject *subject, const struct field *field,
    struct value *value)
{
	struct doubts doubts = {.cells = 0};

	value->cell = take_cell(subject, field->column, &doubts);
	value->text = subject->user->name;
	if (value->cell == CELL_BAD)
		value->doubts = doubts;
}

void
read_date(const struct subject *subject, const struct field *field,
    struct value *value)
{
	take_date(subject, field->column, value);
}

/* A part of the ARN; what it is where there is none, report.h says. */
static void
set_part(const struct subject *subject, struct text part, struct value *value)
{
	value->text = part;
	value->cell = part.len > 0 ? CELL_TEXT : CELL_EMPTY;
	if (subject->user->report->place[COLUMN_ARN] == PLACE_TWICE) {
		value->cell = CELL_BAD;
		value->doubts.cells = BIT(ARN);
	}
}

void
read_account(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	set_part(subject, subject->user->account, value);
}

void
read_partition(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	set_part(subject, subject->user->partition, value);
}

void
read_path(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	set_part(subject, subject->user->path, value);
	/* Account and partition have a meaning without an ARN, a path has
	 * none. */
	if (subject->user->report->place[COLUMN_ARN] == PLACE_MISSING) {
		value->cell = CELL_BAD;
		value->doubts.cells = BIT(ARN);
	}
}

static void
set_truth(bool truth, struct value *value)
{
	value->cell = truth ? CELL_TRUE : CELL_FALSE;
	value->doubts = (struct doubts){.cells = 0};
}

void
read_is_root(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	set_truth(subject->user->is_root, value);
}

/* A row that says so has more keys or certificates than its columns. */
static bool
may_have_more(const struct user *user, column_set columns)
{
	return user->cell[COLUMN_ADDITIONAL_CREDENTIALS_INFO] == CELL_TEXT &&
	    (columns & COLUMNS_OF_SLOTS) != 0;
}

/* Counts the true ones of some columns: low surely are, high may be. The
 * legacy root row's not_supported stands for a password that is there. */
static void
count_true(
    const struct subject *subject, column_set columns, struct value *value)
{
	value->low = value->high = 0;
	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		enum cell cell;

		if ((columns & bit(column)) == 0)
			continue;
		cell = take_cell(subject, column, &value->doubts);
		if (cell == CELL_TRUE || cell == CELL_NOT_SUPPORTED)
			value->low++;
		if (cell != CELL_FALSE)
			value->high++;
	}
	if (may_have_more(subject->user, columns))
		value->high++;
}

/* Whether any of the field's columns is true. */
void
read_any_true(const struct subject *subject, const struct field *field,
    struct value *value)
{
	count_true(subject, field->columns, value);
	if (value->low > 0 || value->high == 0)
		set_truth(value->low > 0, value);
}

void
read_count(const struct subject *subject, const struct field *field,
    struct value *value)
{
	count_true(subject, field->columns, value);
	if (value->low == value->high)
		value->cell = CELL_TEXT;
}

/* The age of a field made from one column. */
void
read_age_of(const struct subject *subject, const struct field *field,
    struct value *value)
{
	enum column column = 0;

	while ((field->columns & bit(column)) == 0)
		column++;
	take_date(subject, column, value);
	value_to_age(subject, value);
}

/* Since the last use or, where none is on record, since the creation. */
static void
take_idle(const struct subject *subject, enum column used, enum column created,
    struct value *value)
{
	take_date(subject, used, value);
	if (value->cell != CELL_DATE && value->cell != CELL_ABSENT &&
	    value->cell != CELL_BAD)
		take_date(subject, created, value);
	value_to_age(subject, value);
}

void
read_password_idle(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	take_idle(subject, COLUMN_PASSWORD_LAST_USED,
	    COLUMN_PASSWORD_LAST_CHANGED, value);
}

/* The latest of the field's columns. One that cannot be read may be later
 * than the others; what lies after T bounds no age, but what lies before it
 * does. */
void
read_last_activity(const struct subject *subject, const struct field *field,
    struct value *value)
{
	value->cell = CELL_NO_INFORMATION;
	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		struct value one = {.cell = CELL_BAD};

		if ((field->columns & bit(column)) == 0)
			continue;
		set_unsure(&one);
		take_date(subject, column, &one);
		doubts_join(&value->doubts, &one.doubts);
		if (one.cell != CELL_DATE)
			continue;
		if (one.low > value->low) {
			value->low = one.low;
			value->from = column;
		}
		if (one.low <= subject->time &&
		    (!value->has_floor || one.low > value->floor)) {
			value->has_floor = true;
			value->floor = one.low;
		}
	}
	if (doubts_exist(&value->doubts)) {
		value->cell = CELL_BAD;
	} else if (value->low != INT64_MIN) {
		value->cell = CELL_DATE;
		value->high = value->low;
	}
}

static enum column
part_column(const struct credential *slot, enum part part)
{
	switch (part) {
	case PART_ACTIVE:
		return slot->active;
	case PART_ROTATED:
		return slot->rotated;
	case PART_USED:
		return slot->used;
	case PART_REGION:
		return slot->region;
	case PART_SERVICE:
		return slot->service;
	}
	return COLUMN_NONE;
}

bool
field_is_column(const struct field *field)
{
	return field->column != COLUMN_NONE || field->read == read_slot_column;
}

enum column
field_column(const struct field *field, const struct credential *slot)
{
	return field->column != COLUMN_NONE
	    ? field->column
	    : part_column(slot, (enum part)field->parts);
}

column_set
field_columns(const struct field *field, const struct credential *slot)
{
	column_set columns = field->columns;

	for (unsigned part = 1; part <= field->parts; part <<= 1)
		if ((field->parts & part) != 0 && slot != NULL)
			columns |= bit(part_column(slot, (enum part)part));
	return columns;
}

void
read_slot(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	value->cell = CELL_TEXT;
	value->low = value->high = subject->slot->slot;
}

void
read_present(const struct subject *subject, const struct field *field,
    struct value *value)
{
	enum cell active, rotated;

	(void)field;
	active = take_cell(subject, subject->slot->active, &value->doubts);
	rotated = take_cell(subject, subject->slot->rotated, &value->doubts);
	if (active == CELL_TRUE || rotated == CELL_DATE)
		set_truth(true, value);
	else if (!doubts_exist(&value->doubts))
		set_truth(false, value);
}

void
read_slot_column(const struct subject *subject, const struct field *field,
    struct value *value)
{
	enum column column = field_column(field, subject->slot);

	if (field->type == TYPE_TIME)
		take_date(subject, column, value);
	else
		take_column(subject, column, value);
}

void
read_slot_age(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	take_date(subject, subject->slot->rotated, value);
	value_to_age(subject, value);
}

void
read_slot_idle(const struct subject *subject, const struct field *field,
    struct value *value)
{
	(void)field;
	take_idle(subject, subject->slot->used, subject->slot->rotated, value);
}

/* A key that is not there was not used either, but is none to find. */
void
read_never_used(const struct subject *subject, const struct field *field,
    struct value *value)
{
	struct value present = {.cell = CELL_BAD};
	enum cell used;

	read_present(subject, field, &present);
	used = take_cell(subject, subject->slot->used, &value->doubts);
	if (used == CELL_DATE || present.cell == CELL_FALSE)
		set_truth(false, value);
	else if (used == CELL_NOT_APPLICABLE && present.cell == CELL_TRUE)
		set_truth(true, value);
	else
		doubts_join(&value->doubts, &present.doubts);
}

void
read_created_after_user(const struct subject *subject,
    const struct field *field, struct value *value)
{
	struct value user = {.cell = CELL_BAD};

	(void)field;
	take_date(subject, subject->slot->rotated, value);
	if (value_is_nothing(value))
		return;
	take_date(subject, COLUMN_USER_CREATION_TIME, &user);
	doubts_join(&value->doubts, &user.doubts);
	if (doubts_exist(&value->doubts))
		set_unsure(value);
	else
		value->low = value->high = value->low - user.low;
}

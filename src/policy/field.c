/*
 * Values of fields. What stands in no column, or cannot be read, is no value
 * but a doubt that names the column.
 */
#include "policy/field.h"

#include <assert.h>
#include <inttypes.h>

#include "base/visible.h"

#define BIT(id) ((column_set)1 << COLUMN_##id)
#define KEYS (BIT(ACCESS_KEY_1_ACTIVE) | BIT(ACCESS_KEY_2_ACTIVE))
#define CERTS (BIT(CERT_1_ACTIVE) | BIT(CERT_2_ACTIVE))

/* A message shows this many bytes of one value; names and ARNs are below
 * 1,024, only free text can be longer. */
enum {
	SHOWN_MAX = 1024
};

static_assert(COLUMN_COUNT <= 32, "a column_set has 32 bits");

static column_set
bit(enum column column)
{
	return (column_set)1 << column;
}

/* The class of a cell; of a column that the header names twice it cannot be
 * told which one is meant. */
static enum cell
cell_of(const struct user *user, enum column column)
{
	return user->report->place[column] == PLACE_TWICE
	    ? CELL_BAD
	    : (enum cell)user->cell[column];
}

static void
read_column(
    const struct user *user, const struct field *field, struct value *value)
{
	value->cell = cell_of(user, field->column);
	if (value->cell == CELL_ABSENT || value->cell == CELL_BAD)
		value->doubt = field->columns;
}

static void
read_column_text(
    const struct user *user, const struct field *field, struct value *value)
{
	read_column(user, field, value);
	value->text = user_text(user, field->column);
}

/* The ARN ends in the name, so it is known without a column of names. */
static void
read_column_user(
    const struct user *user, const struct field *field, struct value *value)
{
	value->cell = cell_of(user, field->column);
	value->text = user->name;
	if (value->cell == CELL_BAD)
		value->doubt = field->columns;
}

/* A part of the ARN; what it is where there is none, report.h says. */
static void
set_part(const struct user *user, struct text part, struct value *value)
{
	value->text = part;
	value->cell = part.len > 0 ? CELL_TEXT : CELL_EMPTY;
	if (user->report->place[COLUMN_ARN] == PLACE_TWICE) {
		value->cell = CELL_BAD;
		value->doubt = BIT(ARN);
	}
}

static void
read_account(
    const struct user *user, const struct field *field, struct value *value)
{
	(void)field;
	set_part(user, user->account, value);
}

static void
read_partition(
    const struct user *user, const struct field *field, struct value *value)
{
	(void)field;
	set_part(user, user->partition, value);
}

static void
read_path(
    const struct user *user, const struct field *field, struct value *value)
{
	(void)field;
	set_part(user, user->path, value);
}

static enum cell
truth_cell(bool truth)
{
	return truth ? CELL_TRUE : CELL_FALSE;
}

static void
read_is_root(
    const struct user *user, const struct field *field, struct value *value)
{
	(void)field;
	value->cell = truth_cell(user->is_root);
}

/* Counts the true ones of some columns: low surely are, high may be. The
 * legacy root row's not_supported stands for a password that is there. */
static void
count_true(const struct user *user, column_set columns, struct value *value)
{
	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		enum cell cell;

		if ((columns & bit(column)) == 0)
			continue;
		cell = cell_of(user, column);
		if (cell == CELL_TRUE || cell == CELL_NOT_SUPPORTED) {
			value->low++;
			value->high++;
		} else if (cell == CELL_ABSENT || cell == CELL_BAD) {
			value->high++;
			value->doubt |= bit(column);
		}
	}
}

/* Whether any of the field's columns is true. */
static void
read_any_true(
    const struct user *user, const struct field *field, struct value *value)
{
	count_true(user, field->columns, value);
	if (value->low > 0)
		value->doubt = 0;
	value->cell = value->doubt != 0 ? CELL_BAD : truth_cell(value->low > 0);
}

static void
read_count(
    const struct user *user, const struct field *field, struct value *value)
{
	count_true(user, field->columns, value);
	value->cell = value->doubt != 0 ? CELL_BAD : CELL_TEXT;
}

/* Kinds of columns.def as types and functions. */
#define TYPE_OF_USER TYPE_TEXT
#define TYPE_OF_ARN TYPE_TEXT
#define TYPE_OF_DATE TYPE_TIME
#define TYPE_OF_BOOL TYPE_TRUTH
#define TYPE_OF_TOKEN TYPE_TEXT
#define TYPE_OF_FREE TYPE_TEXT
#define READ_OF_USER read_column_user
#define READ_OF_ARN read_column_text
#define READ_OF_DATE read_column
#define READ_OF_BOOL read_column
#define READ_OF_TOKEN read_column_text
#define READ_OF_FREE read_column_text

const struct field fields[FIELD_COUNT] = {
#define COLUMN_FIELD(id, name, kind)                                 \
	{name, TYPE_OF_##kind, COLUMN_##id, BIT(id), READ_OF_##kind, \
	    "the report's column"},
#define DERIVED_FIELD(id, name, type, function, columns, help) \
	{name, TYPE_##type, COLUMN_NONE, columns, read_##function, help},
#include "policy/fields.def"
#undef COLUMN_FIELD
#undef DERIVED_FIELD
};

enum field_id
field_find(struct text name)
{
	enum field_id id = 0;

	while (id < FIELD_COUNT && !text_equals(name, fields[id].name))
		id++;
	return id;
}

const char *
field_type_name(enum field_type type)
{
	switch (type) {
	case TYPE_TRUTH:
		return "true or false";
	case TYPE_TEXT:
		return "a text";
	case TYPE_TIME:
		return "a time";
	case TYPE_NUMBER:
		return "a number";
	case TYPE_ANY:
		break;
	}
	return "any";
}

static void
append_text(struct buffer *buffer, struct text text)
{
	size_t len = 0;

	if (text.len <= SHOWN_MAX) {
		buffer_append(buffer, text.ptr, text.len);
		return;
	}
	while (len < SHOWN_MAX) {
		size_t used;

		utf8_next((struct text){text.ptr + len, text.len - len}, &used);
		len += used;
	}
	buffer_append(buffer, text.ptr, len);
	buffer_append_text(buffer, "...");
}

void
field_append(enum field_id id, const struct user *user, struct buffer *buffer)
{
	const struct field *field = &fields[id];
	struct value value = {.cell = CELL_BAD};

	field->read(user, field, &value);
	if (field->column != COLUMN_NONE && field->column != COLUMN_USER)
		append_text(buffer, user_text(user, field->column));
	else if (field->type == TYPE_TEXT)
		append_text(buffer, value.text);
	else if (value.doubt != 0)
		buffer_append_text(buffer, "unknown");
	else if (field->type == TYPE_TRUTH)
		buffer_append_text(
		    buffer, value.cell == CELL_TRUE ? "true" : "false");
	else
		buffer_appendf(buffer, "%" PRId64, value.low);
}

/*
 * The table of fields, and fields as messages show them. Where their values
 * come from is field_value.c's.
 */
#include "policy/field.h"

#include <assert.h>
#include <inttypes.h>

#include "base/timestamp.h"
#include "base/visible.h"
#include "policy/field_value.h"

#define BIT(id) ((column_set)1 << COLUMN_##id)
#define KEYS (BIT(ACCESS_KEY_1_ACTIVE) | BIT(ACCESS_KEY_2_ACTIVE))
#define CERTS (BIT(CERT_1_ACTIVE) | BIT(CERT_2_ACTIVE))
#define USES                                                          \
	(BIT(PASSWORD_LAST_USED) | BIT(ACCESS_KEY_1_LAST_USED_DATE) | \
	    BIT(ACCESS_KEY_2_LAST_USED_DATE))
#define OF_KEYS (1U << EACH_ACCESS_KEY)
#define OF_BOTH (1U << EACH_ACCESS_KEY | 1U << EACH_CERT)

/* A message shows this many bytes of one value; names and ARNs are below
 * 1,024, only free text can be longer. */
enum {
	SHOWN_MAX = 1024
};

static_assert(COLUMN_COUNT <= 32, "a column_set has 32 bits");

/* Kinds of columns.def as types and functions. */
#define TYPE_OF_USER TYPE_TEXT
#define TYPE_OF_ARN TYPE_TEXT
#define TYPE_OF_DATE TYPE_TIME
#define TYPE_OF_BOOL TYPE_TRUTH
#define TYPE_OF_TOKEN TYPE_TEXT
#define TYPE_OF_FREE TYPE_TEXT
#define READ_OF_USER read_column_user
#define READ_OF_ARN read_column
#define READ_OF_DATE read_date
#define READ_OF_BOOL read_column
#define READ_OF_TOKEN read_column
#define READ_OF_FREE read_column

const struct field fields[FIELD_COUNT] = {
#define COLUMN_FIELD(id, name, kind)                                       \
	{name, TYPE_OF_##kind, COLUMN_##id, 0, BIT(id), 0, READ_OF_##kind, \
	    "the report's column"},
#define DERIVED_FIELD(id, name, type, function, columns, help) \
	{name, TYPE_##type, COLUMN_NONE, 0, columns, 0, read_##function, help},
#define SLOT_FIELD(id, name, type, function, parts, columns, kinds, help) \
	{name, TYPE_##type, COLUMN_NONE, parts, columns, kinds,           \
	    read_##function, help},
#include "policy/fields.def"
#undef COLUMN_FIELD
#undef DERIVED_FIELD
#undef SLOT_FIELD
};

bool
doubts_exist(const struct doubts *doubts)
{
	return (doubts->cells | doubts->lacking | doubts->later) != 0 ||
	    doubts->no_time;
}

void
doubts_join(struct doubts *into, const struct doubts *from)
{
	into->cells |= from->cells;
	into->lacking |= from->lacking;
	into->later |= from->later;
	into->no_time |= from->no_time;
}

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
	case TYPE_AGE:
		return "an age";
	case TYPE_SPAN:
		return "a span of time";
	}
	return "a value";
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
field_read(enum field_id id, const struct subject *subject, struct value *value)
{
	*value = (struct value){
	    .cell = CELL_BAD,
	    .text = {"", 0},
	    .low = INT64_MIN,
	    .high = INT64_MAX,
	    .from = COLUMN_NONE,
	};
	fields[id].read(subject, &fields[id], value);
}

bool
value_is_nothing(const struct value *value)
{
	return (value->cell == CELL_NOT_APPLICABLE ||
		   value->cell == CELL_NO_INFORMATION ||
		   value->cell == CELL_NOT_SUPPORTED ||
		   value->cell == CELL_EMPTY) &&
	    !doubts_exist(&value->doubts);
}

/* Whole units, rounded down. */
static int64_t
units(int64_t seconds, int64_t unit)
{
	return seconds / unit - (seconds % unit < 0);
}

static void
append_span(struct buffer *buffer, bool days, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} known[] = {{DAY_SECS, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}};
	size_t i = 0;

	while (!days && i < 3 && known[i].seconds > seconds &&
	    known[i].seconds > -seconds)
		i++;
	buffer_appendf(buffer, "%" PRId64 "%s",
	    units(seconds, known[i].seconds), days ? "" : known[i].name);
}

/* What is no column, or is to be shown as days. */
static void
append_value(struct buffer *buffer, const struct field *field, bool days,
    const struct value *value)
{
	char time[TIMESTAMP_SIZE];

	if (field->type == TYPE_TEXT)
		append_text(buffer, value->text);
	else if (value_is_nothing(value))
		buffer_append_text(buffer, "N/A");
	else if (doubts_exist(&value->doubts))
		buffer_append_text(buffer, "unknown");
	else if (field->type == TYPE_TRUTH)
		buffer_append_text(
		    buffer, value->cell == CELL_TRUE ? "true" : "false");
	else if (field->type == TYPE_NUMBER)
		buffer_appendf(buffer, "%" PRId64, value->low);
	else if (field->type == TYPE_TIME && !days)
		buffer_append_text(buffer, timestamp_format(time, value->low));
	else
		append_span(buffer, days, value->low);
}

void
field_append(enum field_id id, bool days, const struct subject *subject,
    struct buffer *buffer)
{
	const struct field *field = &fields[id];
	struct value value;

	field_read(id, subject, &value);
	if (days && field->type == TYPE_TIME)
		value_to_age(subject, &value);
	if (days || !field_is_column(field) || id == FIELD_USER)
		append_value(buffer, field, days, &value);
	else
		append_text(buffer,
		    user_text(
			subject->user, field_column(field, subject->slot)));
}

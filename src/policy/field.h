/*
 * The table of fields (fields.def) and their values for one user and slot.
 * It tests nothing; operator.h does.
 */
#ifndef MFA_POLICY_FIELD_H
#define MFA_POLICY_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/report.h"
#include "policy/each.h"

/* As bits: an operator takes a set of them. */
enum field_type {
	TYPE_TRUTH	= 1 << 0,
	TYPE_TEXT	= 1 << 1,
	TYPE_TIME	= 1 << 2,
	TYPE_NUMBER	= 1 << 3,
	TYPE_AGE	= 1 << 4,	/* a span that ends at T */
	TYPE_SPAN	= 1 << 5,	/* one between two dates */
};

/* A column's field has the column's number. */
enum field_id {
#define COLUMN_FIELD(id, name, kind) FIELD_##id,
#define DERIVED_FIELD(id, name, type, function, columns, help) FIELD_##id,
#define SLOT_FIELD(id, name, type, function, parts, columns, kinds, help) \
	FIELD_##id,
#include "policy/fields.def"
#undef COLUMN_FIELD
#undef DERIVED_FIELD
#undef SLOT_FIELD
	FIELD_COUNT,
	FIELD_NONE = FIELD_COUNT
};

/* A set of columns, as bits 1 << enum column. */
typedef uint32_t column_set;

/* The columns that speak of access keys and certificates. */
#define COLUMNS_OF_SLOTS						\
	((((column_set)1 << (COLUMN_CERT_2_LAST_ROTATED + 1)) - 1) &	\
	    ~(((column_set)1 << COLUMN_ACCESS_KEY_1_ACTIVE) - 1))

/* The columns of a slot, as bits. */
enum part {
	PART_ACTIVE	= 1 << 0,
	PART_ROTATED	= 1 << 1,
	PART_USED	= 1 << 2,
	PART_REGION	= 1 << 3,
	PART_SERVICE	= 1 << 4,
};

/* What a condition is applied to. */
struct subject {
	const struct user	*user;
	const struct credential	*slot;	/* NULL: the row as a whole */
	int64_t			 time;	/* T, or TIMESTAMP_NONE */
};

/* Why something is not known for sure. */
struct doubts {
	column_set	 cells;		/* missing or unreadable */
	column_set	 lacking;	/* no date where one must be */
	column_set	 later;		/* a date after T */
	bool		 no_time;	/* T is not known */
};

bool	doubts_exist(const struct doubts *);
void	doubts_join(struct doubts *, const struct doubts *);

/*
 * A time is in seconds since 1970, a span in seconds, a number as it is:
 * something from low to high, INT64_MIN and INT64_MAX where that end is not
 * known. cell is BAD where it cannot be told what it is.
 */
struct value {
	enum cell	 cell;
	struct text	 text;		/* of a text */
	int64_t		 low, high;
	enum column	 from;		/* the one that a time stands in */
	struct doubts	 doubts;
	/* Of the latest of several dates: one of them is this, not after T. */
	int64_t		 floor;
	bool		 has_floor;
};

struct field {
	const char	*name;
	enum field_type	 type;
	enum column	 column;	/* COLUMN_NONE: a derived one */
	unsigned	 parts;		/* what of the slot it is made from */
	column_set	 columns;	/* what of the row it is made from */
	unsigned	 kinds;		/* 1 << enum each; 0: of the row */
	void		(*read)(const struct subject *, const struct field *,
			    struct value *);
	const char	*help;
};

extern const struct field fields[FIELD_COUNT];

enum field_id field_find(struct text name);

/* "true or false", "a text" ... */
const char *field_type_name(enum field_type);

/* True where it is a column, of the row or of the slot. */
bool	field_is_column(const struct field *);
enum column field_column(const struct field *, const struct credential *slot);

/* The columns that it is made from; slot NULL: those of the row only. */
column_set field_columns(const struct field *, const struct credential *slot);

void	field_read(enum field_id, const struct subject *, struct value *);

/* True where there is, for sure, nothing: never used, no such key. */
bool	value_is_nothing(const struct value *);

/* Turns a time into its age at T. */
void	value_to_age(const struct subject *, struct value *);

/* Appends a field as a message shows it: a column as read, a span as 90d,
 * or, for days, the whole days of it or of a time's age. A very long value
 * is cut and ends in "...". */
void	field_append(enum field_id, bool days, const struct subject *,
	    struct buffer *);

#endif

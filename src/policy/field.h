/*
 * The table of fields (fields.def) and their values for one user. It tests
 * nothing; operator.h does.
 */
#ifndef MFA_POLICY_FIELD_H
#define MFA_POLICY_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/report.h"

/* As bits: an operator takes a set of them. */
enum field_type {
	TYPE_TRUTH	= 1 << 0,
	TYPE_TEXT	= 1 << 1,
	TYPE_TIME	= 1 << 2,
	TYPE_NUMBER	= 1 << 3,
	TYPE_ANY	= TYPE_TRUTH | TYPE_TEXT | TYPE_TIME | TYPE_NUMBER,
};

/* A column's field has the column's number. */
enum field_id {
#define COLUMN_FIELD(id, name, kind) FIELD_##id,
#define DERIVED_FIELD(id, name, type, function, columns, help) FIELD_##id,
#include "policy/fields.def"
#undef COLUMN_FIELD
#undef DERIVED_FIELD
	FIELD_COUNT,
	FIELD_NONE = FIELD_COUNT
};

/* A set of columns, as bits 1 << enum column. */
typedef uint32_t column_set;

/* The columns that speak of access keys and certificates. */
#define COLUMNS_OF_SLOTS						\
	((((column_set)1 << (COLUMN_CERT_2_LAST_ROTATED + 1)) - 1) &	\
	    ~(((column_set)1 << COLUMN_ACCESS_KEY_1_ACTIVE) - 1))

struct value {
	enum cell	 cell;		/* what it is; BAD: cannot be told */
	struct text	 text;		/* of a text */
	int64_t		 low, high;	/* a number is one from low to high */
	column_set	 doubt;		/* why it is not known for sure */
};

struct field {
	const char	*name;
	enum field_type	 type;
	enum column	 column;	/* COLUMN_NONE: a derived one */
	column_set	 columns;	/* what it is made from */
	void		(*read)(const struct user *, const struct field *,
			    struct value *);
	const char	*help;
};

extern const struct field fields[FIELD_COUNT];

enum field_id field_find(struct text name);

/* "true or false", "a text" ... */
const char *field_type_name(enum field_type);

/* Appends a field as a message shows it: a column as read. A very long
 * value is cut and ends in "...". */
void	field_append(enum field_id, const struct user *, struct buffer *);

#endif

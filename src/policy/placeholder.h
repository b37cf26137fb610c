/*
 * Messages with {placeholders}: one piece after another. A placeholder is
 * the name of a field or, for the whole days of an age, a span, or the age
 * of a time, {name.days}.
 */
#ifndef MFA_POLICY_PLACEHOLDER_H
#define MFA_POLICY_PLACEHOLDER_H

#include "base/text.h"
#include "policy/field.h"

enum piece_kind {
	PIECE_END,
	PIECE_TEXT,
	PIECE_FIELD,
	PIECE_UNKNOWN,	/* a name in braces that is no field's */
	PIECE_NO_DAYS,	/* {name.days} of what has none */
	PIECE_OPEN,	/* a brace that is not closed */
};

struct piece {
	enum piece_kind	 kind;
	struct text	 text;		/* of a placeholder: with its braces */
	enum field_id	 field;
	bool		 days;		/* {name.days} */
};

/* Takes the next piece off the message. */
struct piece placeholder_next(const char **message);

#endif

/*
 * The tables of operators (operators.def) and of the words of "is"
 * (words.def), and one test of one value.
 */
#ifndef MFA_POLICY_OPERATOR_H
#define MFA_POLICY_OPERATOR_H

#include <stddef.h>
#include <stdint.h>

#include "policy/field.h"
#include "policy/policy.h"

enum truth {
	TRUTH_FALSE,
	TRUTH_TRUE,
	TRUTH_UNKNOWN,
};

enum op {
#define GROUP(id, key, help) OP_##id,
#define OPERATOR(id, key, types, operand, function, help) OP_##id,
#include "policy/operators.def"
#undef GROUP
#undef OPERATOR
	OP_COUNT,
	OP_FIRST_LEAF = OP_NOT + 1
};

enum operand {
	OPERAND_NONE,		/* of a group: its members */
	OPERAND_TRUTH,		/* true or false */
	OPERAND_TEXT,
	OPERAND_WHOLE,		/* a number without fraction */
	OPERAND_LIMIT,		/* of a number: one; else a span such as 90d */
	OPERAND_INSTANT,	/* a date, a time, or now */
	OPERAND_GLOBS,		/* a list; becomes one test for each */
	OPERAND_WORDS,		/* words.def: one, or a list */
	OPERAND_COUNT
};

struct operator {
	const char	*key;
	unsigned	 types;		/* enum field_type */
	enum operand	 operand;
	/* May turn a time into its age, and add doubts. */
	enum truth	(*apply)(const struct test *, const struct subject *,
			    struct value *);
	const char	*help;
};

extern const struct operator operators[OP_COUNT];

struct word {
	const char	*name;
	int64_t		 cells;		/* bits 1 << enum cell */
	const char	*help;
};

extern const struct word words[];
extern const size_t word_count;

#endif

/*
 * The operands of conditions: what stands behind a field or an operator, as
 * tests. Fields, operators and groups are condition_read.c's.
 */
#ifndef MFA_POLICY_CONDITION_OPERAND_H
#define MFA_POLICY_CONDITION_OPERAND_H

#include "policy/condition.h"
#include "policy/operator.h"
#include "policy/param.h"

/* A condition that is being read. */
struct builder {
	struct complaints *complaints;
	const struct environment *environment;
	enum each	 each;		/* of the rule */
	struct condition *into;
	size_t		 size;		/* tests there is room for */
};

/* A leaf whose operand is being read. */
struct leaf {
	enum op		 op;		/* OP_COUNT: none, a literal */
	enum field_id	 field;
	const struct node *value;
	size_t		 at;		/* where to point */
	const char	*what;		/* what to call it */
};

/* Adds a test, and ends the group that was added there; ALL or ANY of one is
 * that one. */
size_t	builder_push(struct builder *, enum op, enum field_id,
	    int64_t number, const char *text);
void	builder_close(struct builder *, size_t group);

/* A field of that type as the operand of an operator: "a span such as 90d". */
const char *operand_expects(enum op, enum field_type);
bool	operand_fits(enum op, const struct node *);
void	operand_read(struct builder *, const struct leaf *);

/* True after a complaint: what looks like a parameter, or like the lack of a
 * value, is written as a text. */
bool	operand_refuse_look(struct builder *, const struct leaf *);
/* Says what no literal of the field can be. */
void	operand_complain(struct builder *, const struct leaf *);
/* "mfa_active is true or false and takes true or false"; what is the end of
 * the sentence. */
void	operand_complain_takes(struct builder *, enum field_id, size_t at,
	    const char *what);

#endif

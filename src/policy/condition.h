/*
 * Conditions in three-valued logic: false AND unknown is false, true OR
 * unknown is true.
 */
#ifndef MFA_POLICY_CONDITION_H
#define MFA_POLICY_CONDITION_H

#include "model/instant.h"
#include "model/report.h"
#include "policy/operator.h"
#include "policy/policy.h"

void	condition_release(struct condition *);

/* A condition without tests is true. */
enum truth condition_holds(const struct condition *, const struct subject *);

/*
 * True where the classes of the cells decide what the condition is, whatever
 * times and texts stand in them: that is *truth, for every row of the same
 * classes and every T.
 */
bool	condition_settled(const struct condition *, const struct subject *,
	    enum truth *);

/* Adds why an unknown condition is unknown: only the doubts of tests that
 * decide it. None where it is not unknown. */
void	condition_doubts(const struct condition *, const struct subject *,
	    struct doubts *);

/* Every column that it reads of the row and of that slot. */
column_set condition_columns(const struct condition *,
	    const struct credential *slot);

/* True where a test in it needs T. */
bool	condition_needs_time(const struct condition *);

/* True where a T that is wrong in that way could turn it from true to
 * false. */
bool	condition_can_turn(const struct condition *, enum time_doubt);

/* True where the rule is for such users at all. */
bool	rule_is_for(const struct rule *, const struct user *);

/* What a rule asks: of everybody, or of those whom overrides reach. */
struct conditions {
	const struct condition	*when, *fail;
};

/* Variant i of a rule; 0 is the rule's own. False where there is none. */
bool	rule_variant(const struct rule *, size_t i, struct conditions *);

/* The one that counts for a user. */
struct conditions rule_conditions(const struct rule *, const struct user *);

#endif

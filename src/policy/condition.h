/*
 * Conditions in three-valued logic: false AND unknown is false, true OR
 * unknown is true.
 */
#ifndef MFA_POLICY_CONDITION_H
#define MFA_POLICY_CONDITION_H

#include "model/report.h"
#include "policy/operator.h"
#include "policy/policy.h"

void	condition_release(struct condition *);

/* A condition without tests is true. */
enum truth condition_holds(const struct condition *, const struct subject *);

/* Adds why an unknown condition is unknown: only the doubts of tests that
 * decide it. None where it is not unknown. */
void	condition_doubts(const struct condition *, const struct subject *,
	    struct doubts *);

/* Every column that it reads of the row and of that slot. */
column_set condition_columns(const struct condition *,
	    const struct credential *slot);

/* True where a test in it needs T. */
bool	condition_needs_time(const struct condition *);

/* True where a later T could turn it from true to false. */
bool	condition_fades(const struct condition *);

/* The conditions of a rule that count for a user. */
struct conditions {
	const struct condition	*when, *fail;
};

struct conditions rule_conditions(const struct rule *, const struct user *);

#endif

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
enum truth condition_holds(const struct condition *, const struct user *);

/* The columns that make an unknown condition unknown: only those of tests
 * that decide it. None where it is not unknown. */
column_set condition_doubts(const struct condition *, const struct user *);

/* Every column that it reads. */
column_set condition_columns(const struct condition *);

#endif

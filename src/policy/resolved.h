/*
 * A resolved policy as YAML: the policy in effect, with the place that each
 * value is from. It extends nothing and means the same. Lists are written
 * out where they are used.
 */
#ifndef MFA_POLICY_RESOLVED_H
#define MFA_POLICY_RESOLVED_H

#include "policy/resolve.h"

/* Appends all but the exceptions; --set has no say in a file, so what it
 * sets is written as parameters that no override changes. */
void	resolved_append(struct buffer *, const struct resolution *);
void	resolved_append_exceptions(struct buffer *, const struct policy *);

#endif

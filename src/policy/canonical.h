/*
 * Conditions as bytes that are the same for the same meaning, however the
 * YAML is laid out: what the policy's digest and the test for alike rules
 * (policy.h) rest on. The members of all and any are sorted.
 */
#ifndef MFA_POLICY_CANONICAL_H
#define MFA_POLICY_CANONICAL_H

#include "base/buffer.h"
#include "policy/policy.h"

/*
 * Appends "(OPERATOR HASH...)" with the sorted SHA-256 of a group's members,
 * or "(OPERATOR FIELD NUMBER LENGTH:TEXT)"; nothing for an absent condition.
 * The names of parameters are no part of it.
 */
void	canonical_condition(struct buffer *, const struct condition *);

#endif

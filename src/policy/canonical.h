/*
 * A rule as bytes that are the same for the same meaning, however the YAML
 * is laid out: what the policy's digest and the test for alike rules rest
 * on. The members of all and any, and references, are sorted.
 */
#ifndef MFA_POLICY_CANONICAL_H
#define MFA_POLICY_CANONICAL_H

#include "base/buffer.h"
#include "policy/policy.h"

/*
 * Appends lines "label LENGTH:VALUE\n": id, severity, scope, each,
 * credential, otherwise, when, fail, message; then what overrides make of it.
 */
void	canonical_rule(struct buffer *, const struct rule *);

/*
 * Appends "(OPERATOR HASH...)" with the sorted SHA-256 of a group's members,
 * or "(OPERATOR FIELD NUMBER LENGTH:TEXT)"; nothing for an absent condition.
 * The names of parameters are no part of it.
 */
void	canonical_condition(struct buffer *, const struct condition *);

/* Appends "ref LENGTH:FRAMEWORK LENGTH:CONTROL\n" for each reference. */
void	canonical_references(struct buffer *, const struct rule_info *);

#endif

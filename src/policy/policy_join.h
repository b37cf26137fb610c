/*
 * Two policies made one.
 */
#ifndef MFA_POLICY_POLICY_JOIN_H
#define MFA_POLICY_POLICY_JOIN_H

#include "policy/complaint.h"
#include "policy/policy.h"

/* Moves the names, rules and exceptions of one policy behind those of
 * another; a rule that both define alike becomes one with the references of
 * both. Complains about one that they define differently, and goes on, so
 * that all such are told; about too many rules, and then moves nothing. */
void	policy_join(struct policy *into, struct policy *from,
	    struct complaints *);

/* Moves exceptions; one that is there already is dropped. */
void	policy_join_exceptions(struct policy *into, struct policy *from);

void	rule_join_references(struct rule_info *into, const struct rule_info *);

#endif

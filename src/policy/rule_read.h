/*
 * One rule of a policy.
 */
#ifndef MFA_POLICY_RULE_READ_H
#define MFA_POLICY_RULE_READ_H

#include "policy/key_read.h"

/* Adds the rule that the node describes to what was read; one with
 * complaints too, so that its id is known to the rules that follow. */
void	rule_read(struct policy_reader *, const struct node *);

#endif

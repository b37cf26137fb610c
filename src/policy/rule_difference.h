/*
 * In what two rules of one id differ, for messages.
 */
#ifndef MFA_POLICY_RULE_DIFFERENCE_H
#define MFA_POLICY_RULE_DIFFERENCE_H

#include "base/buffer.h"
#include "policy/policy.h"

/* Appends `"severity" is low here and high there; "fix" differs too` for
 * rules that are not alike: the first key that differs with both values,
 * shortened, and the other keys. of_a and of_b are "here" and "there". */
void	rule_append_difference(struct buffer *, const struct rule *a,
	    const char *of_a, const struct rule *b, const char *of_b);

#endif

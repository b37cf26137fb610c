/*
 * Conditions from YAML, by the tables of fields and operators.
 */
#ifndef MFA_POLICY_CONDITION_READ_H
#define MFA_POLICY_CONDITION_READ_H

#include "policy/policy.h"
#include "policy/yaml_tree.h"

/* The value of a key as a condition. What is wrong in it is complained
 * about; the condition is then of no use but can be released. */
void	condition_read(struct complaints *, const struct node *key,
	    struct condition *);

#endif

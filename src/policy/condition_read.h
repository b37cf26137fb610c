/*
 * Conditions from YAML, by the tables of fields and operators.
 */
#ifndef MFA_POLICY_CONDITION_READ_H
#define MFA_POLICY_CONDITION_READ_H

#include "policy/param.h"
#include "policy/policy.h"
#include "policy/yaml_tree.h"

/* The value of a key as a condition of a rule of that kind, with the values
 * that names have in the environment. What is wrong in it is complained
 * about, of the kind as each_complain() does; the condition is then of no
 * use but can be released. It keeps nothing of the nodes and changes none. */
void	condition_read(struct complaints *, const struct environment *,
	    enum each *, const struct node *key, struct condition *);

#endif

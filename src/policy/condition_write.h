/*
 * Conditions as YAML again, for messages: with the values that parameters
 * and lists stood for.
 */
#ifndef MFA_POLICY_CONDITION_WRITE_H
#define MFA_POLICY_CONDITION_WRITE_H

#include "base/buffer.h"
#include "policy/policy.h"

/* Nothing for a condition without tests. */
void	condition_write(struct buffer *, const struct condition *);

#endif

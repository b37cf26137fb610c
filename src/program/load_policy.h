/*
 * The policies that the options name, joined and narrowed to the rules that
 * are wanted.
 */
#ifndef MFA_PROGRAM_LOAD_POLICY_H
#define MFA_PROGRAM_LOAD_POLICY_H

#include "base/message.h"
#include "policy/policy_load.h"
#include "program/options.h"

/* 0; or -1, everything that is wrong having been said. The policy must be
 * released either way. */
int	load_policy(const struct options *, const struct messages *,
	    struct policy *);

/* One policy, a pack's name or a file; resolved takes it as YAML, with the
 * warnings of a check, or is NULL. */
int	load_one_policy(const struct options *, const struct messages *,
	    const char *name, struct buffer *resolved, struct policy *);

/* The same as a check of the files themselves, with warnings that depend on
 * the clock; it may be a file of exceptions. */
int	load_and_check(const struct options *, const struct messages *,
	    const char *name);

/* True for NAME and builtin:NAME of a built-in pack. */
bool	load_policy_is_pack(const char *name);

/* The text of a built-in pack or of a file (NULL where it cannot be read or
 * is too large); *len bytes, to be freed. */
char	*load_policy_text(const char *name, size_t *len, struct error *);

#endif

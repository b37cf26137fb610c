/*
 * The built-in packs: policies/NAME.yaml, compiled in as text and read like
 * any policy.
 */
#ifndef MFA_POLICY_PACK_H
#define MFA_POLICY_PACK_H

#include <stddef.h>

#include "base/buffer.h"

struct pack {
	const char	*name;
	const char	*text;
	size_t		 len;
};

/* In byte order of the names. */
extern const struct pack packs[];
extern const size_t pack_count;

/* Appends "a, b, c". */
void	pack_append_names(struct buffer *);

/* NULL where there is none of that name. */
const struct pack *pack_find(const char *name);

#endif

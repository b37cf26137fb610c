/*
 * The known word that a mistyped one was meant to be: offer every known
 * word, then ask.
 */
#ifndef MFA_POLICY_NEAREST_H
#define MFA_POLICY_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct nearest {
	const char	*word;
	const char	*best;		/* NULL: none is near */
	size_t		 distance;
	struct buffer	 all;		/* what was offered, as a list */
	bool		 is_cut;	/* it ends in "..." */
};

void	nearest_init(struct nearest *, const char *word);
void	nearest_release(struct nearest *);
void	nearest_offer(struct nearest *, const char *known);

/* "did you mean "severity"?" or "allowed: a, b, c", which ends in ", ..."
 * where there are too many; borrowed. */
const char *nearest_advice(struct nearest *);

#endif

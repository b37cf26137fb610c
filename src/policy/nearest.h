/*
 * The known word that a mistyped one was meant to be: offer every known
 * word, then ask.
 */
#ifndef MFA_POLICY_NEAREST_H
#define MFA_POLICY_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

enum {
	NEAREST_SHOWN = 8	/* of more than a line of candidates */
};

struct nearest {
	const char	*word;
	const char	*best;		/* NULL: none is near */
	/* 0: the very word; 1: it, but for letter case or - for _; else
	 * one more than the letters that differ. */
	size_t		 distance;
	struct buffer	 all;		/* what was offered, as a list */
	size_t		 count;
	const char	*page;		/* manual page with all, or NULL */
	/* Some of it, those that share a part with the word first. */
	const char	*shown[NEAREST_SHOWN];
	size_t		 akin, shown_count;
};

void	nearest_init(struct nearest *, const char *word);
void	nearest_release(struct nearest *);
/* A known word, borrowed. */
void	nearest_offer(struct nearest *, const char *known);

/* "did you mean "severity"?" or "allowed: a, b, c", which ends in ", ..."
 * where there are too many; borrowed. */
const char *nearest_advice(struct nearest *);

#endif

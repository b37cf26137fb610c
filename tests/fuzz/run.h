/*
 * A whole run over bytes in memory, by the program's own loop: from standard
 * input through layers and rows to events, as text that can be compared.
 */
#ifndef MFA_TESTS_FUZZ_RUN_H
#define MFA_TESTS_FUZZ_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "policy/policy.h"

struct run {
	struct buffer	 rows;		/* each judged row as read, a line */
	struct buffer	 verdicts;	/* "RULE OUTCOME LINE ACCOUNT USER" */
	struct buffer	 problems;	/* the errors, a line each */
	uint64_t	 reports, judged, rejected, errors;
	bool		 complete;
	const char	*layers[LIMIT_LAYERS];	/* of the first document */
	size_t		 layer_count;
};

/* Reads the bytes, at most so many at a time. Without a policy there are no
 * verdicts. Holds what is true of every run: each row is judged or rejected,
 * and what is not complete is named in a sentence that is safe to show. */
void	run_read(struct run *, const void *bytes, size_t len, size_t step,
	    const struct policy *);
void	run_release(struct run *);

/* Holds that both say the same of the same bytes. */
void	run_hold_same(struct run *, struct run *);

#endif

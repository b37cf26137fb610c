/*
 * What of a benchmark's section on identity a credential report decides: the
 * controls of coverage.def. It says nothing of any report; rules judge those.
 */
#ifndef MFA_POLICY_COVERAGE_H
#define MFA_POLICY_COVERAGE_H

#include <stddef.h>

struct buffer;

enum coverage_verdict {
	COVERAGE_DECIDED,
	COVERAGE_MANUAL,
	COVERAGE_NOT_IN_REPORT,
};

struct coverage {
	const char	*pack;		/* "cis-aws-6.0" */
	const char	*control;	/* "2.9" */
	const char	*title;
	enum coverage_verdict verdict;
	const char	*why;		/* by which rule, or why not */
};

/* "decided", "manual", "not in the report". */
const char *coverage_verdict_name(enum coverage_verdict);

/* The controls of a pack's benchmark, in its order; NULL where there is no
 * table of it: not every pack is a benchmark's, nor every version told. */
const struct coverage *coverage_of(const char *pack, size_t *count);

/* Appends the names of the packs that have a table, ", " between two. */
void	coverage_append_packs(struct buffer *);

#endif

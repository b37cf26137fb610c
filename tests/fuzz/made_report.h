/*
 * A small report with what policies tell apart, and a policy's verdicts on
 * it as text.
 */
#ifndef MFA_TESTS_FUZZ_MADE_REPORT_H
#define MFA_TESTS_FUZZ_MADE_REPORT_H

#include "base/buffer.h"
#include "policy/policy.h"

/* For each of some policies: appends a line for every verdict, then the
 * tallies. Holds that each rule judges every row or slot once. */
void	made_report_judge(const struct policy *const *, size_t count,
	    struct buffer *);

#endif

/*
 * A policy compiled for one report's header, applied to its rows. Verdicts
 * go to a sink as results; all are counted in the tallies.
 *
 * Three-valued (mfa-check(1)): what a missing column or a missing
 * root row makes unknown is said once per report, rule and account by
 * plan_end(), not once per row; the tallies count every verdict that such a
 * result stands for.
 *
 * A rule's own message says that it fails, so only fail and suppressed have
 * it: that of unknown is "cannot be judged: REASON", that of any other the
 * rule's title.
 */
#ifndef MFA_POLICY_EVALUATE_H
#define MFA_POLICY_EVALUATE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/event.h"
#include "model/instant.h"
#include "model/report.h"
#include "policy/policy.h"

struct plan;
struct exception_use;

struct plan_options {
	const char	*source;	/* borrowed for the plan's life */
	struct instant	 instant;	/* T; without one no age is known */
	bool		 all;		/* also build pass and not_applicable */
	/* One for each exception of the policy, counted up; or NULL. */
	struct exception_use *exception_uses;
};

/* tallies: one for each rule of the policy, counted up. All arguments are
 * borrowed for the plan's life. */
struct plan *plan_new(const struct policy *, const struct report *,
	    const struct plan_options *, struct tally *);
void	plan_free(struct plan *);

/* T of the users to come, where it is not that of the report. */
void	plan_set_time(struct plan *, int64_t);

/* Judges one user; results go to the sink in policy order. */
void	plan_row(struct plan *, const struct user *, struct sink *);

/* What is said once per report, in policy order; with a T in doubt also each
 * rule of which another T could make a finding of what is clean. */
void	plan_end(struct plan *, enum time_doubt, struct sink *);

/* True where a verdict of the policy can rest on T. */
bool	policy_needs_time(const struct policy *);

#endif

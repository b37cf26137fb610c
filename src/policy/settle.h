/*
 * Rows of which the classes of their cells say that no rule can fail. Most
 * rows of a report are alike in that, so what the rules say of a pattern of
 * classes is found out once, and then such a row costs one look-up. Rules that
 * ask for a time, a text or a user are left to be judged row by row, unless
 * the classes decide.
 */
#ifndef MFA_POLICY_SETTLE_H
#define MFA_POLICY_SETTLE_H

#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "model/report.h"
#include "policy/policy.h"

struct settle;

/* Both are borrowed; tallies: one for each rule, counted up by
 * settle_tally(). */
struct settle *settle_new(const struct policy *, struct tally *);
void	settle_free(struct settle *);

/*
 * The numbers of the rules that have to be judged on the row, in order; what
 * the others say of it, that they pass or do not apply, is counted. They are
 * valid until the next call.
 */
const uint16_t *settle_row(struct settle *, const struct user *,
	    size_t *count);

/* Adds what was counted to the tallies, and counts anew. */
void	settle_tally(struct settle *);

#endif

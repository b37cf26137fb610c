/*
 * Results from verdicts: the strings, evidence and fingerprint of one
 * record. One composer serves a whole report and reuses its memory; a
 * result lives until the sink's take() returns.
 */
#ifndef MFA_POLICY_COMPOSE_H
#define MFA_POLICY_COMPOSE_H

#include "model/event.h"
#include "policy/field.h"
#include "policy/placeholder.h"
#include "policy/policy.h"

struct composer;

/* report_time: T as it is recorded, or TIMESTAMP_NONE. */
struct composer *composer_new(const char *source, int64_t report_time);

/* The same for the records to come. */
void	composer_set_time(struct composer *, int64_t report_time);
void	composer_free(struct composer *);

/* A rule's part of its results. */
struct wording {
	const struct rule *rule;
	struct piece	*message;	/* up to PIECE_END */
};

void	wording_init(struct wording *, const struct rule *);
void	wording_release(struct wording *);

struct verdict {
	enum outcome	 outcome;
	column_set	 evidence;
	const char	*reason;	/* "" but for unknown */
	const struct suppression *suppression;	/* NULL but for suppressed */
};

/* A result about a row, or a slot of it. */
void	compose_row(struct composer *, const struct wording *,
	    const struct subject *, const struct verdict *, struct sink *);

/* An unknown result about the report as a whole. */
void	compose_report(struct composer *, const struct wording *,
	    const char *account, const char *reason, struct sink *);

#endif

/*
 * Members that several JSON formats share.
 */
#ifndef MFA_OUTPUT_JSON_PARTS_H
#define MFA_OUTPUT_JSON_PARTS_H

#include "model/event.h"
#include "output/json_write.h"

/* "refs": {"cis-aws-6.0": "2.9"}, as in a policy. */
void	json_put_refs(struct json *, const struct rule_info *);

/* False where an earlier reference has the same framework. */
bool	json_is_first_ref(const struct rule_info *, size_t index);

/* "evidence": [{name, value, column, end_column}]. */
void	json_put_evidence(struct json *, const struct result *);

/* An RFC 3339 time, null for TIMESTAMP_NONE. */
void	json_put_time(struct json *, const char *name, int64_t);

void	json_put_list(struct json *, const char *name, const char *const *item,
	    size_t count);

/* A member for each outcome, with its count. */
void	json_put_counts(struct json *, const uint64_t count[OUTCOME_COUNT]);

/* The members of a run that tell how it was asked for, and its notes. */
void	json_put_options(struct json *, const struct run_info *);

/* The members of the summary. */
void	json_put_summary(struct json *, const struct summary *);

#endif

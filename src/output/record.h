/*
 * The result record: the twelve fields that CSV, JSON and NDJSON share, in
 * their order (product.md section 5), as one table.
 */
#ifndef MFA_OUTPUT_RECORD_H
#define MFA_OUTPUT_RECORD_H

#include <stdbool.h>

#include "model/event.h"

enum { RECORD_FIELDS = 12, RECORD_SCRATCH = 32 };

struct record_field {
	const char	*name;
	bool		 is_number;
	/* The field's text; scratch holds RECORD_SCRATCH bytes for what has
	 * to be made. NULL: no value (null in JSON, empty in CSV). */
	const char	*(*get)(const struct result *, char *scratch);
};

extern const struct record_field record_fields[RECORD_FIELDS];

/* A message can be all placeholders that stand for nothing: then the rule's
 * title says what there is to say, for consumers refuse a result without a
 * text. */
const char *record_message(const struct result *);

/* "error", "warning" */
const char *level_name(enum level);

/* A defect that makes status 3, as a record: outcome unknown, no severity,
 * rule or fingerprint; so that no format can look clean when the run was
 * not. False where the event is neither a result nor such a problem. The
 * result points into the event. */
bool	record_of(const struct event *, struct result *);

#endif

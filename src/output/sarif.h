/*
 * The parts of a SARIF 2.1.0 log that writer_sarif.c puts together. Each
 * writes one JSON value and keeps nothing.
 */
#ifndef MFA_OUTPUT_SARIF_H
#define MFA_OUTPUT_SARIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "output/json_write.h"

/* Where a result or a notification stands. */
struct sarif_place {
	const char	*source;	/* as given; "" for no place */
	bool		 inner;		/* the report inside of that file */
	size_t		 index;		/* in the artifacts, or SARIF_NOWHERE */
};

#define SARIF_NOWHERE	SIZE_MAX

/* "uri": the file's path or the name of the report inside of it as a URI
 * reference: absolute ones as file:///, other bytes than letters, digits and
 * - . _ ~ / + , = @ percent-encoded. */
void	sarif_uri(struct json *, const struct sarif_place *);

/* "artifactLocation": {"uri": ..., "index": ...} */
void	sarif_artifact_location(struct json *, const struct sarif_place *);

/* A message: what a viewer would take for a link is escaped. before is a
 * text of our own. */
void	sarif_message(struct json *, const char *before, const char *text);

/* A reportingDescriptor. */
void	sarif_rule(struct json *, const struct rule_info *);
const char *sarif_level(enum severity);

/* A result; rule_index is SARIF_NOWHERE where the rule is not listed. */
void	sarif_result(struct json *, const struct result *,
	    const struct sarif_place *, size_t rule_index);

/* A notification: of a problem, or of level error that a result is unknown,
 * for consumers that look at failures only. */
void	sarif_notification(struct json *, const struct problem *,
	    const struct sarif_place *);
void	sarif_not_judged(struct json *, const struct result *,
	    const struct sarif_place *, size_t rule_index);

#endif

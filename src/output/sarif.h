/*
 * The parts of a SARIF 2.1.0 log that writer_sarif.c puts together. Each
 * writes one JSON value and keeps nothing.
 */
#ifndef MFA_OUTPUT_SARIF_H
#define MFA_OUTPUT_SARIF_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/event.h"
#include "output/json_write.h"

#define SARIF_URI_MAX	((size_t)1 << 20)

/* Where a result or a notification stands. */
struct sarif_place {
	const char	*uri;
	const char	*container;	/* the file on disk, where uri is the
					 * report inside of it; else NULL */
	size_t		 index;		/* in the artifacts, or SARIF_NOWHERE */
};

#define SARIF_NOWHERE	SIZE_MAX

/* A path as a URI reference: absolute ones as file:///, other bytes than
 * letters, digits and - . _ ~ / percent-encoded. */
void	sarif_uri(struct buffer *, const char *path);

/* Text for a message: what a viewer would take for a link is escaped. */
void	sarif_message(struct json *, const char *name, const char *text);

/* {"uri": ..., "index": ...} */
void	sarif_artifact_location(struct json *, const struct sarif_place *);

/* A reportingDescriptor. */
void	sarif_rule(struct json *, const struct rule_info *);
const char *sarif_level(enum severity);

/* A result; rule_index is SARIF_NOWHERE where the rule is not listed. */
void	sarif_result(struct json *, const struct result *,
	    const struct sarif_place *, size_t rule_index);

/* A notification. */
void	sarif_notification(struct json *, const struct problem *,
	    const struct sarif_place *);

#endif

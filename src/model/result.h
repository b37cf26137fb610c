/*
 * A verdict on one user or credential: the record that every output
 * carries, in the terms of mfa-check(1).
 */
#ifndef MFA_MODEL_RESULT_H
#define MFA_MODEL_RESULT_H

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

enum outcome {
	OUTCOME_FAIL,
	OUTCOME_PASS,
	OUTCOME_NOT_APPLICABLE,
	OUTCOME_UNKNOWN,
	OUTCOME_MANUAL,
	OUTCOME_SUPPRESSED,
	OUTCOME_COUNT
};

/* From worst to least: a smaller number is more severe. */
enum severity {
	SEVERITY_CRITICAL,
	SEVERITY_HIGH,
	SEVERITY_MEDIUM,
	SEVERITY_LOW,
	SEVERITY_INFO,
	SEVERITY_COUNT,
	SEVERITY_NONE = SEVERITY_COUNT	/* a defect's record has none */
};

const char *outcome_name(enum outcome);
const char *severity_name(enum severity);	/* "" for SEVERITY_NONE */
/* SEVERITY_NONE where there is none of that name. */
enum severity severity_find(const char *name);

/* "cis-aws-6.0" and "2.9". */
struct reference {
	char	*framework;
	char	*control;
};

/* A section of a rule's long help; keys and headings: help_sections.def. */
enum help_section {
#define HELP_SECTION(id, key, heading) HELP_##id,
#include "model/help_sections.def"
#undef HELP_SECTION
	HELP_COUNT
};

const char *help_key(enum help_section);
const char *help_heading(enum help_section);

/* What outputs say of a rule; strings are never NULL but in help. */
struct rule_info {
	char		*id, *title, *fix;
	enum severity	 severity;
	struct reference *refs;
	size_t		 ref_count;
	char		*help[HELP_COUNT];	/* or NULL */
};

/* A cell that the verdict rests on, as read. */
struct evidence {
	const char	*name;		/* the column's */
	const char	*value;
	uint32_t	 column, end_column;	/* see row_locate() */
};

struct suppression {
	const char	*reason, *owner, *expires;
};

/* Everything is borrowed until take() returns; strings are never NULL. */
struct result {
	enum outcome	 outcome;
	const struct rule_info *rule;	/* NULL in a defect's record */
	const char	*account, *user, *arn, *credential, *message, *source;
	const char	*reason;	/* of unknown; else "" */
	uint64_t	 line;		/* 0: about the report as a whole */
	int64_t		 report_time;	/* or TIMESTAMP_NONE */
	char		 fingerprint[DIGEST_HEX_SIZE];
	const struct evidence *evidence;
	size_t		 evidence_count;
	const struct suppression *suppression;	/* or NULL */
	const char	*raw;		/* the row as read ("" for line 0) */
};

#endif

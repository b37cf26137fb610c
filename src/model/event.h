/*
 * The waist of the program: one typed stream of events, the lines of the
 * NDJSON output (mfa-check-output(5)). Evaluation pushes them, every
 * writer takes them. Everything in an event is borrowed until take()
 * returns.
 */
#ifndef MFA_MODEL_EVENT_H
#define MFA_MODEL_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "model/column.h"
#include "model/result.h"

enum event_kind {
	EVENT_RUN,
	EVENT_RULE,
	EVENT_INPUT,
	EVENT_RESULT,
	EVENT_PROBLEM,
	EVENT_REPORT,
	EVENT_INPUT_END,
	EVENT_TALLY,
	EVENT_SUMMARY,
};

struct string_list {
	const char	*const *item;
	size_t		 count;
};

/* A file that changes the answer. */
struct file_info {
	const char	*name, *sha256;
};

/* What the user wrote down about the run; names differ. */
struct note {
	const char	*name, *value;
};

/* How the run was asked for: what narrows or changes the answer. */
struct run_info {
	const char	*tool, *version;
	struct string_list policy;		/* names */
	const char	*policy_sha256;
	size_t		 rule_count;
	const struct file_info *exceptions;	/* of --exceptions */
	size_t		 exception_count;
	struct string_list set;			/* "name=value" */
	struct string_list rule, skip_rule, tag;
	enum severity	 min_severity;		/* or SEVERITY_NONE */
	enum severity	 fail_on;
	bool		 fail_never;		/* --fail-on=none */
	bool		 all, require_time;
	int64_t		 as_of;			/* or TIMESTAMP_NONE */
	uint64_t	 max_decoded;
	bool		 sandbox_required;	/* and so in force */
	struct file_info sha256sums;		/* name NULL: none */
	const struct note *notes;		/* change nothing */
	size_t		 note_count;
};

struct input_info {
	const char	*source;
	const char	*const *layers;
	size_t		 layer_count;
};

struct problem_info {
	const char	*source;	/* "" where no input is meant */
	const struct problem *problem;
};

enum time_from {
	TIME_NONE,
	TIME_OPTION,
	TIME_ENVELOPE,
	TIME_NAME,
	TIME_MTIME,
	TIME_CLOCK,
};

const char *time_from_name(enum time_from);	/* "" for TIME_NONE */

struct report_info {
	const char	*source;
	const char	*account;	/* of the first row; "" if none */
	int64_t		 report_time;	/* or TIMESTAMP_NONE */
	enum time_from	 report_time_from;
	uint64_t	 rows, judged, rejected;
	enum column	 missing[COLUMN_COUNT];
	size_t		 missing_count;
	bool		 complete;
};

struct input_end_info {
	const char	*source;
	const char	*sha256;	/* "" where not all was read */
	uint64_t	 size;		/* not known either then */
	bool		 complete;
};

struct tally {
	const struct rule_info *rule;
	uint64_t	 count[OUTCOME_COUNT];
};

struct summary {
	uint64_t	 inputs, skipped, reports, incomplete;
	uint64_t	 duplicates;	/* inputs of an earlier one's bytes */
	uint64_t	 rows, judged, rejected;
	uint64_t	 count[OUTCOME_COUNT];
	uint64_t	 severity[SEVERITY_COUNT];	/* of fail */
	uint64_t	 hidden;	/* by --min-severity */
	uint64_t	 problems;	/* of level error */
	int		 status;	/* of reading and judging */
};

struct event {
	enum event_kind	 kind;
	union {
		const struct run_info		*run;
		const struct rule_info		*rule;
		const struct input_info		*input;
		const struct result		*result;
		const struct problem_info	*problem;
		const struct report_info	*report;
		const struct input_end_info	*input_end;
		const struct tally		*tally;
		const struct summary		*summary;
	} u;
};

struct sink {
	void	(*take)(struct sink *, const struct event *);
};

#endif

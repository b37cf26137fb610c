/*
 * The result record: the twelve fields that CSV, JSON and NDJSON share, in
 * their order (product.md section 5), as one table.
 */
#ifndef MFA_OUTPUT_RECORD_H
#define MFA_OUTPUT_RECORD_H

#include <stdbool.h>

#include "base/buffer.h"
#include "model/event.h"

enum { RECORD_FIELDS = 12, RECORD_SCRATCH = 32, RECORD_HIDDEN = 256 };

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

/* How loud a record is where a format knows three degrees: a finding and a
 * defect that makes the answer incomplete are errors, a verdict that could
 * not be told is a warning, the rest are notes. */
enum record_degree {
	DEGREE_ERROR,
	DEGREE_WARNING,
	DEGREE_NOTE,
	DEGREE_COUNT
};

enum record_degree record_degree(const struct result *);

/* Where what is said of the run as a whole stands. */
#define RECORD_NO_SOURCE "mfa-check"

/* Columns of the line, 1-based, in code points; the end is behind the last.
 * start 0: the line as a whole. */
struct record_span {
	uint32_t	 start, end;
};

/* From the first to the last cell that the verdict rests on. */
struct record_span record_span(const struct result *);

/* Where a record stands for readers that know nothing but files: a record
 * without a line stands on line 1, one without a source in "mfa-check". The
 * span is 1 to 1 where it is not known. */
struct record_place {
	const char	*source;
	uint64_t	 line;
	struct record_span span;
};

struct record_place record_place(const struct event *, const struct result *);

/* What is said of a result to a person, by its outcome: "check by hand: ",
 * "excepted until 2026-12-31: REASON (OWNER); " and so on before the
 * message. Not visible yet. */
void	record_sentence(struct buffer *, const struct result *);
/* The same with the user, whom "passed" and "does not apply" do not name. */
void	record_named_sentence(struct buffer *, const struct result *);

/* The options that chose rules, "--rule=root-* --tag=cis-aws-6.0", or "":
 * what they left out is not known to be clean. The caller frees it; it is
 * not visible yet. */
char	*record_choice(const struct run_info *);

/* "3 results less severe than high are hidden by --min-severity": a file in
 * which results are missing must not pass for one without. */
void	record_hidden(struct buffer *, enum severity min, uint64_t count);

/* Why an output may lack results: all zero, none may. */
struct record_gaps {
	bool		 may_hide;	/* --min-severity was given: */
	enum severity	 min_severity;
	char		*choice;	/* as record_choice(), or NULL */
};

void	record_gaps_note(struct record_gaps *, const struct run_info *);
void	record_gaps_release(struct record_gaps *);
bool	record_gaps_exist(const struct record_gaps *);

/* Both reasons in a sentence without an end; hidden: how many results are.
 * Nothing where there is no reason. Not visible yet. */
void	record_gaps_append(struct buffer *, const struct record_gaps *,
	    uint64_t hidden);

/* "error", "warning" */
const char *level_name(enum level);

/* A defect that makes status 3, as a record: outcome unknown, no severity,
 * rule or fingerprint; so that no format can look clean when the run was
 * not. False where the event is neither a result nor such a problem. The
 * result points into the event. */
bool	record_of(const struct event *, struct result *);

#endif

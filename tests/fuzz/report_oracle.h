/*
 * What a report in CSV means under a small policy, written a second time and
 * slowly: lines, cells, who a row is about, three values, and what is said
 * once for a report. It shares nothing with the program but limits.h.
 */
#ifndef MFA_TESTS_FUZZ_REPORT_ORACLE_H
#define MFA_TESTS_FUZZ_REPORT_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "fuzz/fuzz.h"

enum {
	ORACLE_COLUMNS = 23,
	/* What a test may be of besides a column. */
	ORACLE_HAS_CREDENTIALS = 30,
	ORACLE_IS_GOVCLOUD,
	ORACLE_TESTS = 3,
	ORACLE_RULES = 2
};

enum oracle_kind {
	ORACLE_USER,
	ORACLE_ARN,
	ORACLE_DATE,
	ORACLE_BOOL,
	ORACLE_TOKEN,
	ORACLE_FREE
};

const char *oracle_name(unsigned column);
enum oracle_kind oracle_kind(unsigned column);

/* cell_oracle.c: whether the text may stand in a column but the first two;
 * whether a user may be called so. */
bool	oracle_is_readable(unsigned column, const char *, bool is_root);
bool	oracle_is_name(const char *);

struct oracle_test {
	unsigned	 field;		/* a column, or one of the above */
	bool		 wanted;
};

struct oracle_condition {
	enum { ORACLE_ALL, ORACLE_ANY, ORACLE_NOT_ALL } group;
	struct oracle_test test[ORACLE_TESTS];
	size_t		 count;		/* 0: true, in ORACLE_ALL */
};

struct oracle_rule {
	const char	*id;
	enum { ORACLE_OF_USER, ORACLE_OF_ROOT, ORACLE_OF_BOTH } scope;
	struct oracle_condition when, fail;
};

struct oracle_policy {
	struct oracle_rule rule[ORACLE_RULES];
	size_t		 count;
};

/* The pack mfa. */
extern const struct oracle_policy oracle_mfa;

/* Makes a small policy, and its YAML. */
void	oracle_choose(struct oracle_policy *, struct choices *, struct buffer *);

struct oracle {
	uint64_t	 judged, rejected;
	uint64_t	 bad_cells;	/* of rows that were judged */
	uint64_t	 doubled;	/* columns that are named twice */
	bool		 is_empty;	/* no row at all */
};

/* Judges one report of which the first line is the header. Appends what
 * fails and what is unknown as run.h has its verdicts. */
void	oracle_judge(struct oracle *, const char *, size_t len,
	    const struct oracle_policy *, struct buffer *);

#endif

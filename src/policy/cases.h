/*
 * Files of cases: rows with the verdicts that a policy must give on them.
 *
 *	policy: NAME or a file relative to this one
 *	cases:
 *	  - name: what is special
 *	    at: 2026-09-11T13:15:19Z
 *	    row: {user: alice, mfa_active: "false"}
 *	    expect: {console-mfa: fail, access-key-age access_key_1: pass}
 *
 * A report has the columns that the row names and no others.
 */
#ifndef MFA_POLICY_CASES_H
#define MFA_POLICY_CASES_H

#include "model/column.h"
#include "policy/key_read.h"

struct expectation {
	char		*rule;
	char		*credential;	/* "", or a slot's name */
	enum outcome	 outcome;	/* OUTCOME_COUNT: no verdict at all */
	size_t		 at;
};

struct expected_cell {
	enum column	 column;
	const char	*text;
};

struct expected_case {
	const char	*name;
	uint64_t	 line;
	size_t		 at;
	int64_t		 time;
	struct expected_cell *cells;
	size_t		 cell_count;
	struct expectation *expect;
	size_t		 expect_count;
};

struct case_file {
	struct policy_reader reader;
	struct node	*root;
	const char	*policy;	/* NULL until it was read */
	struct expected_case *cases;
	size_t		 count;
};

/* Name and text are borrowed. What is wrong is complained about. */
void	case_file_read(struct case_file *, const char *name, const char *text,
	    size_t len);
/* Complains about rules and slots that the policy does not have. */
void	case_file_check(struct case_file *, const struct policy *);
void	case_file_release(struct case_file *);

/* The word for an outcome in a file of cases: "none" for OUTCOME_COUNT. */
const char *expected_name(size_t outcome);

#endif

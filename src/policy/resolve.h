/*
 * A loaded file with what it extends, resolved: which rules there are, with
 * which values, and what a rule of the file replaced. Everything borrows
 * from the loader.
 */
#ifndef MFA_POLICY_RESOLVE_H
#define MFA_POLICY_RESOLVE_H

#include "policy/exception.h"
#include "policy/override.h"
#include "policy/policy_file.h"

/* A rule in the making. */
struct draft {
	struct policy_file *file;	/* that defines it */
	const struct node *node;
	const struct environment *environment;
	struct override	**overrides;	/* that name it, in order */
	size_t		 override_count;
	struct rule	 rule;		/* without an id: it has errors */
	char		*replaced;	/* "FILE:LINE" of what it replaced */
};

struct resolution {
	struct policy_file *file;
	struct environment environment;
	struct resolution **parts;	/* of what it extends */
	size_t		 part_count;
	struct draft	*drafts;
	size_t		 draft_count, draft_size;
	struct override	**overrides;	/* of the file itself */
	size_t		 override_count;
	struct exception *exceptions;	/* those of the parts first */
	size_t		 exception_count;
};

/* outer beats the file's names; settings beat everything. */
struct resolution *resolve(struct policy_file *,
	    const struct environment *outer,
	    const struct definitions *settings);
void	resolution_free(struct resolution *);

/* Moves names, rules and exceptions to a policy. */
void	resolution_give(struct resolution *, struct policy *);

/* The rules as a policy that borrows them: only its rules may be looked at,
 * and only its array is to be freed. */
struct policy resolution_rules(const struct resolution *);

#endif

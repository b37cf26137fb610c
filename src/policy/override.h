/*
 * Overrides: other values of parameters for some users and accounts. What a
 * rule makes of them are its variants: its conditions once for each set of
 * values that a user can get. Where several overrides cover a user, each
 * parameter has the value that the last of them gives it.
 */
#ifndef MFA_POLICY_OVERRIDE_H
#define MFA_POLICY_OVERRIDE_H

#include "policy/condition.h"
#include "policy/param.h"
#include "policy/reach.h"

/* As it is read; lives while policies are loaded. */
struct override {
	struct reach	*reach;	/* shared with variants */
	struct definition *set;
	size_t		 set_count;
	struct policy_file *file;
	const struct node *node;
};

/* Reads one; what is wrong is complained about, also a parameter that the
 * reader's environment does not have. */
struct override *override_read(struct policy_reader *, const struct node *);
void	override_free(struct override *);
struct definition *override_sets(const struct override *, const char *name);

struct variant_conditions {
	struct condition when, fail;
};

/* One parameter of a rule that overrides set. */
struct variant_param {
	char		*name;
	bool		*sets;		/* for each reach: sets it */
	size_t		 choices;	/* 1 + how many reaches set it */
};

struct variants {
	struct reach	**reaches;	/* of the overrides, in order */
	size_t		 reach_count;
	struct variant_param *params;
	size_t		 param_count;
	/* By the parameters' choices (0: none of the overrides, 1: the first
	 * that sets it, ...), the last parameter's counting on fastest; the
	 * first entry is empty, since the rule has it. */
	struct variant_conditions *conditions;
	size_t		 count;
};

/* The variants that a rule gets, with room for their conditions; NULL for
 * none. Overrides that set only what settings set anyhow are left out. Too
 * many are complained about. */
struct variants *variants_new(struct override *const *, size_t count,
	    const struct node *rule, const struct definitions *settings);
void	variants_free(struct variants *);

/* The definitions that make variant i, later ones of overrides first. */
void	variants_definitions(const struct variants *, size_t i,
	    struct override *const *, struct definitions *);

/* Which counts for the user; 0: the rule's own conditions. */
size_t	variants_choose(const struct variants *, const struct user *);

#endif

/*
 * Whom an override or an exception is for: rules, users and accounts, each
 * by globs.
 */
#ifndef MFA_POLICY_TARGET_H
#define MFA_POLICY_TARGET_H

#include <stdbool.h>

#include "model/report.h"
#include "policy/key_read.h"

struct glob {
	char		*text;
	size_t		 at;		/* where it is used in the file */
};

/* In byte order, so that the same set is the same list. */
struct globs {
	struct glob	*item;
	size_t		 count, size;
};

/* Users and accounts without a glob are all. */
struct target {
	struct globs	 rules, users, accounts;
};

void	target_release(struct target *);
void	target_copy(struct target *, const struct target *);

/* Reads the key's globs; the reader's environment has the lists. */
void	globs_read(struct policy_reader *, const struct node *key,
	    struct globs *);
bool	globs_match(const struct globs *, struct text);

/* Which rule is not looked at. Globs over accounts never match the empty
 * account of a report without the column. */
bool	target_covers(const struct target *, const struct user *);
bool	target_names(const struct target *, const char *rule_id);

/* Complains about each glob over rules that matches none of them. */
void	target_check_rules(const struct target *, const struct policy *,
	    struct complaints *);

/* Appends users and accounts, for a digest. */
void	target_append(struct buffer *, const struct target *);

#endif

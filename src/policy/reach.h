/*
 * Whom an override or an exception is for: rules, users and accounts, each
 * by globs.
 */
#ifndef MFA_POLICY_REACH_H
#define MFA_POLICY_REACH_H

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
struct reach {
	struct globs	 rules, users, accounts;
	size_t		 owners;	/* of one that is shared */
};

/* What is in one that is part of something else. */
void	reach_release(struct reach *);

/* One that is shared: each owner frees it. */
struct reach *reach_new(void);
struct reach *reach_share(struct reach *);
void	reach_free(struct reach *);

/* Reads the key's globs; the reader's environment has the lists. */
void	globs_read(struct policy_reader *, const struct node *key,
	    struct globs *);

/* Which rule is not looked at. Globs over accounts never match the empty
 * account of a report without the column. */
bool	reach_covers(const struct reach *, const struct user *);
bool	reach_names(const struct reach *, const char *rule_id);

/* Counts up what it takes to match so many rules; false after a complaint
 * where that is more than LIMIT_POLICY_MATCHED. */
bool	reach_may_match(const struct reach *, size_t rule_count,
	    size_t *matched, struct complaints *);

/* Complains about each glob over rules that matches none of them. */
void	reach_check_rules(const struct reach *, const struct policy *,
	    struct complaints *);

/* Appends users and accounts, for a digest. */
void	reach_append(struct buffer *, const struct reach *);

#endif

/*
 * What stands for an operand: parameters ($name) and lists ("@name"). An
 * environment says which value each name has where a rule is compiled; a
 * rule may be compiled several times from the same nodes, in different ones.
 *
 * A value is from another place than its use, often another file: complain
 * at the place of the use. What does not fit is then said by itself where the
 * value stands, with a word about its use; a mistake in the use itself is
 * said behind param_blame_use().
 */
#ifndef MFA_POLICY_PARAM_H
#define MFA_POLICY_PARAM_H

#include <stdbool.h>

#include "policy/yaml_tree.h"

struct globs;

/* A name that a file (or --set) gives a value. */
struct definition {
	const char	*name;
	const struct node *value;	/* a text; a list of texts of a list;
					 * NULL: it was refused */
	const char	*file;		/* where, for messages */
	uint64_t	 line;		/* 0: on the command line */
	size_t		 at;		/* its key's place in the file */
	struct complaints *complaints;	/* of the file, or of settings */
	size_t		 value_at;	/* where its value stands in that */
	bool		 used;
};

/* Definitions, of which the first of a name counts. Borrowed. */
struct definitions {
	struct definition **item;
	size_t		 count, size;
};

struct environment {
	struct definitions set;		/* beats params: --set, overrides */
	struct definitions params, lists;
	size_t		*expanded;	/* bytes that lists stood for so far,
					 * not NULL where there are lists */
};

void	definitions_add(struct definitions *, struct definition *);
void	definitions_add_all(struct definitions *, const struct definitions *);
struct definition *definitions_find(const struct definitions *, const char *);
void	environment_release(struct environment *);

/* 1 to 64 of a-z, 0-9, _ and -, the first a letter. */
bool	param_is_name(const char *);

/* True where a key's value can be a parameter's: one text, no parameter
 * itself; false after a complaint. */
bool	param_check_value(struct complaints *, const struct node *key);

/* The name in a plain `$name`, or NULL. */
const char *param_named(const struct node *);

/* Gives the name in each `$name` that is an operand in a rule's conditions,
 * which is where it stands for something. */
void	param_each_use(const struct node *rule,
	    void (*take)(void *arg, const char *name), void *arg);
bool	param_is_used(const struct node *rule, const char *name);

/* The value of an operand: for a plain `$name` the parameter's (always a
 * NODE_TEXT), for any other node the node itself. NULL after a complaint.
 * An environment of NULL has no names. */
const struct node *param_value(const struct environment *,
	    struct complaints *, const struct node *);

/* What is said from now on of the operand is a mistake where it is used. */
void	param_blame_use(struct complaints *);

/* True for a text "@name" in quotes: a list's name where globs can stand. */
bool	list_is_named(const struct node *);

/* Warns of a glob over users or accounts that can match none: it is written
 * in another language of patterns, or is no account. */
void	glob_check(struct complaints *, size_t at, const char *glob,
	    bool of_account);

void	globs_check(struct complaints *, const struct globs *,
	    bool of_accounts);

/* One glob of a list, or NULL after a complaint. A parameter is none: as a
 * text it would match nothing, and the rule would never apply. */
const char *read_glob(struct complaints *, struct node *, size_t at,
	    const char *what);

/* Gives each glob of a list of texts, in which "@name" stands for that
 * list's, or of "@name" alone; at is the place of the use. What is wrong is
 * complained about; what names the operand in that. */
void	list_each_glob(const struct environment *, struct complaints *,
	    const struct node *, size_t at, const char *what,
	    void (*take)(void *arg, const char *glob, size_t at), void *arg);

#endif

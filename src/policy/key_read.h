/*
 * Reading the maps of a policy by tables of their keys.
 */
#ifndef MFA_POLICY_KEY_READ_H
#define MFA_POLICY_KEY_READ_H

#include <stdbool.h>

#include "policy/policy.h"
#include "policy/yaml_tree.h"

struct environment;
struct key;
struct policy_file;

/* One policy file that is being read. */
struct policy_reader {
	struct complaints complaints;
	struct policy	 read;		/* what the file has so far */
	size_t		 size;		/* rules there is room for in it */
	struct rule	*rule;		/* that is being read */
	enum each	 each;		/* whose fields it may use */
	/* What $name and "@name" stand for where the rule is compiled. */
	const struct environment *environment;
	struct policy_file *file;	/* that it belongs to (policy_file.h) */
	void		*into;		/* what a map of keys is read into */
	const struct key *key;		/* of its table, that is being read */
};

struct key {
	const char	*name;
	bool		 required;
	void		(*read)(struct policy_reader *, const struct node *key);
	const char	*help;		/* what to write there */
};

/* True after a complaint: a key without value, but a colon in it, or a member
 * of a list; a blank is missing there. */
bool	key_complain_blank(struct complaints *, const struct node *key);

/* Gives each key of the map to its row of the table; complains about those
 * that are in none, and about required ones that are missing. what names
 * the map: "a rule". */
void	key_read_map(struct policy_reader *, const struct node *map,
	    const struct key *, size_t count, const char *what);

/* The key's value as a text that is not blank, of one line or of several,
 * borrowed; NULL after a complaint. */
const char *key_line(struct policy_reader *, const struct node *key);
const char *key_lines(struct policy_reader *, const struct node *key);

/* A copy of that in *into; where there is a complaint it stays as it is. */
void	key_set_line(struct policy_reader *, const struct node *key,
	    char **into);

/* True for a list or map that is not empty; false after a complaint that
 * shows an example, and for what was complained about before. */
bool	key_is_kind(struct policy_reader *, const struct node *key,
	    enum node_kind, const char *example);

/* The number of the word among count names; count after a complaint. */
size_t	key_word(struct policy_reader *, const struct node *key,
	    const char *(*name)(size_t), size_t count);

#endif

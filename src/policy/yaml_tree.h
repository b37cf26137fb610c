/*
 * YAML text to a tree of nodes that know their place in it. Of YAML it
 * takes what a policy needs, one document of maps, lists and texts; anchors,
 * aliases, tags, merge keys and duplicate keys are errors, since each can
 * hide that a rule is not applied.
 */
#ifndef MFA_POLICY_YAML_TREE_H
#define MFA_POLICY_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "policy/complaint.h"

enum node_kind {
	NODE_TEXT,
	NODE_LIST,
	NODE_MAP,
	NODE_BAD,	/* complained about already: to be skipped */
};

struct node {
	enum node_kind	 kind;
	bool		 quoted;	/* a text in quotes or a block */
	bool		 repeated;	/* a key that its map has already */
	size_t		 at, end;	/* byte offsets in the source */
	uint64_t	 line;		/* that of at, 1-based */
	char		*text;		/* of a text: UTF-8 without NUL; else
					 * empty */
	size_t		 count;		/* members of a list or map */
	struct node	*first;		/* the first member; a map's are keys */
	struct node	*next;		/* the next member */
	struct node	*value;		/* of a key */
};

/* The tree of the complaints' source, or NULL where it cannot be read at
 * all; either way there may be complaints. */
struct node *yaml_tree_read(struct complaints *);
void	yaml_tree_free(struct node *);

#endif

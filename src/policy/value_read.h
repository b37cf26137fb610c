/*
 * Values of a policy's keys as the types that they must have, or a
 * complaint that says what to write. A text that YAML 1.1 takes for
 * something else (yes, 1.10, ~) needs quotes.
 */
#ifndef MFA_POLICY_VALUE_READ_H
#define MFA_POLICY_VALUE_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "policy/yaml_tree.h"

#define TIME_NOW	INT64_MAX	/* the report's time, whatever it is */

/* True for a value that is not there: no text and no quotes. */
bool	node_is_nothing(const struct node *);

/* What a node is, for messages: "a list", "an empty map", "nothing". */
const char *node_name(const struct node *);

/* Where to point for a key's value: at the key where there is none. */
size_t	value_place(const struct node *key);

/* A node that must be a text of one line, as NUL-terminated bytes borrowed
 * from it; NULL after a complaint at that place. A line break at its end
 * (from a block) is dropped. */
const char *read_line(struct complaints *, struct node *, size_t at,
	    const char *what);
/* The same of a node that stays as it is: no line break is dropped. */
const char *read_one_line(struct complaints *, const struct node *, size_t at,
	    const char *what);
/* Several lines. */
const char *read_lines(struct complaints *, struct node *, size_t at,
	    const char *what);

/* true or false; 0, or -1 after a complaint. */
int	read_truth(struct complaints *, const struct node *, size_t at,
	    const char *what, bool *);
/* 1 to 6 digits; 0 or -1. */
int	read_whole(struct complaints *, const struct node *, size_t at,
	    const char *what, int64_t *);
/* A span such as 90d: 1 to 6 digits, not 0, and s, m, h, d (86,400 s), w or
 * y (365 d), in seconds; 0 or -1. */
int	read_span(struct complaints *, const struct node *, size_t at,
	    const char *what, int64_t *);
/* A day; its last second, UTC; besides is what else is taken: " or never".
 * 0 or -1. */
int	read_day(struct complaints *, const struct node *, size_t at,
	    const char *what, const char *besides, int64_t *);
/* A date (its last second, UTC), an RFC 3339 time, or now: TIME_NOW; 0 or
 * -1. */
int	read_instant(struct complaints *, const struct node *, size_t at,
	    const char *what, int64_t *);

#endif

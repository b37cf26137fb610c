/*
 * Values of a policy's keys as the types that they must have, or a
 * complaint that says what to write. A text that YAML 1.1 takes for
 * something else (yes, 1.10, ~) needs quotes. A node is a text already
 * where it is not said to be of any kind.
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

/* A node of any kind that must be a text of one line, as NUL-terminated bytes
 * borrowed from it; NULL after a complaint at that place. A line break at
 * its end (from a block) is dropped. */
const char *read_line(struct complaints *, struct node *, size_t at,
	    const char *what);
/* The same of a node that is not changed: no line break is dropped. */
const char *read_one_line(struct complaints *, const struct node *, size_t at,
	    const char *what);
/* The same of several lines. */
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
/* A day, of a node of any kind; its last second, UTC; besides is what the
 * caller takes as well: " or never". 0 or -1. */
int	read_day(struct complaints *, const struct node *, size_t at,
	    const char *what, const char *besides, int64_t *);
/* A date (its last second, UTC), an RFC 3339 time without a leap second, or
 * now: TIME_NOW; 0 or -1. */
int	read_instant(struct complaints *, const struct node *, size_t at,
	    const char *what, int64_t *);

/*
 * The same as patterns for the JSON Schema, to be put between ^ and $. Only a
 * time that its offset takes out of the years 1 to 9999 is in the pattern
 * and not in the language.
 */
#define SPAN_PATTERN	"[1-9][0-9]{0,5}[smhdwy]"
#define DAY_PATTERN							    \
	"((?!0000)[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"	    \
	"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"	    \
	"|(?!0000)([0-9]{2}(0[48]|[2468][048]|[13579][26])"		    \
	"|([02468][048]|[13579][26])00)-02-29)"
#define CLOCK_PATTERN "([01][0-9]|2[0-3]):[0-5][0-9]"
#define INSTANT_PATTERN							    \
	"(now|" DAY_PATTERN "(T" CLOCK_PATTERN ":[0-5][0-9](\\.[0-9]{1,9})?" \
	"(Z|[+-]" CLOCK_PATTERN "))?)"

#endif

/*
 * Every cap of the program, with its reason. A cap is checked before memory
 * is asked for; what runs into one is named in a message, never cut in
 * silence.
 */
#ifndef MFA_BASE_LIMITS_H
#define MFA_BASE_LIMITS_H

/* Layers of encoding: deeper nesting occurs in attacks only. */
#define LIMIT_LAYERS		8

/* First bytes shown to the decoders' bids; a report's header has 457. */
#define LIMIT_PREFIX		4096

/* An envelope's time follows its content, so it is held whole. 5,000 users
 * (AWS's quota) are 7 MB of base64; 64 MiB leaves room for aggregates. */
#define LIMIT_ENVELOPE		((size_t)64 << 20)

/* A row as a JSON object: that of the longest line, each byte of which may be
 * written as an escape of six, and names of columns. */
#define LIMIT_JSON_ROW		((size_t)512 << 10)

/* Bytes that one compressed input may inflate to by default. */
#define LIMIT_DECODED		((uint64_t)8 << 30)

/* Deflate cannot expand by more than about 1032:1, so a layer's read buffer
 * of this size bounds the work for one read. Larger blocks are read no faster
 * (doc/performance.md). */
#define LIMIT_READ		((size_t)64 << 10)

/* The longest legal row is 1,040 bytes; re-exports add some columns. A name
 * of 64 commas, which the ARN repeats, and a path of 510, none of them quoted,
 * are 660 cells. */
#define LIMIT_LINE		((size_t)64 << 10)
#define LIMIT_CELLS		672

/* Accounts of one report, and of a run on the page of HTML; rows watched for
 * duplicate users. */
#define LIMIT_ACCOUNTS		65536
#define LIMIT_WATCHED_USERS	65536

/* Accounts times rules that the prom format counts, 48 bytes each: 12 MiB.
 * Prometheus itself is not made for a million series of one program. */
#define LIMIT_PROM_COUNTERS	((size_t)1 << 18)

/* Policy files: product of hand-writing; libyaml is quadratic on depth. */
#define LIMIT_POLICY		((size_t)1 << 20)
#define LIMIT_POLICY_DEPTH	32
#define LIMIT_POLICY_SCALAR	4096
/* An id, or a parameter's, list's or framework's name: a column shows it. */
#define LIMIT_POLICY_NAME	64
/* Words, lists and maps of a file: 4,096 exceptions have some 80,000. */
#define LIMIT_POLICY_NODES	100000
#define LIMIT_POLICY_RULES	4096
#define LIMIT_POLICY_ERRORS	50

/* What multiplies in a policy: files that extend each other, names, and
 * overrides, which make a variant of a rule for each set of values. Nodes
 * are counted each time they are compiled (a pack has about 1,000 to 2,000),
 * the bytes of globs each time their list is used, over all files: neither
 * can become a bomb. */
#define LIMIT_POLICY_FILES	64
#define LIMIT_POLICY_NAMES	1024	/* of a file */
#define LIMIT_POLICY_ALL_NAMES	2048	/* of all files: each looks them up */
#define LIMIT_POLICY_OVERRIDES	256
#define LIMIT_POLICY_EXCEPTIONS	4096
#define LIMIT_POLICY_VARIANTS	256
#define LIMIT_POLICY_COMPILED	((size_t)1 << 19)
#define LIMIT_POLICY_EXPANDED	((size_t)16 << 20)
/* Globs over rules of overrides and exceptions, times the rules: 4,096 that
 * name one rule of 4,096 are half of it; one with * counts by its length. */
#define LIMIT_POLICY_MATCHED	((size_t)1 << 25)

/* Findings that --suggest-exceptions holds: more is no list of exceptions. */
#define LIMIT_SUGGESTIONS	65536

/* Folders in folders: more is a loop that links hide, or an attack. */
#define LIMIT_FOLDER_DEPTH	64

/* A list of operands or digests: half a million files. */
#define LIMIT_LIST		((size_t)64 << 20)

/* Inputs that are remembered to tell which have the same bytes, and the
 * bytes of their names. */
#define LIMIT_TWINS		65536
#define LIMIT_TWIN_NAMES	((size_t)8 << 20)

/* Outputs of one run, each a file descriptor of its own. */
#define LIMIT_OUTPUTS		16

#endif

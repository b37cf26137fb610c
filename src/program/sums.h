/*
 * A list of digests as sha256sum(1) prints it: a line for each file, plain
 * or --tag, names with a newline or a backslash escaped.
 */
#ifndef MFA_PROGRAM_SUMS_H
#define MFA_PROGRAM_SUMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"
#include "base/error.h"

struct sum {
	const char	*name;		/* without a leading "./" */
	const char	*sha256;	/* 64 lower-case digits */
	size_t		 line;
	bool		 given;		/* was among the inputs */
};

struct sums {
	const char	*path;		/* borrowed: the list */
	char		 sha256[DIGEST_HEX_SIZE];	/* of the list */
	struct sum	*item;		/* in the order of the list */
	size_t		 count, size;
	struct sum	**by_name;	/* each name once */
	size_t		 name_count;
	char		*text;		/* what the names point into */
};

/* NULL where the list cannot be read, is malformed or empty, or has two
 * digests for a name. */
struct sums *sums_read(const char *path, struct error *);
void	sums_free(struct sums *);

/* A name is compared as it was written, less a leading "./". */
struct sum *sums_find(struct sums *, const char *name);

#endif

/*
 * One input: a file or standard input, opened, its layers told from the
 * bytes, its documents handed out one after another. It does not know what
 * a credential report is.
 */
#ifndef MFA_INPUT_SOURCE_H
#define MFA_INPUT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/problem.h"
#include "input/stream.h"

struct source;

struct source_options {
	uint64_t	 max_decoded;
	size_t		 read_size;	/* most bytes of one read(2) */
	bool		 want_digest;	/* SHA-256 of the bytes on disk */
};

/* Which file it is; dev and ino count for regular files. */
struct source_identity {
	bool		 is_regular;
	dev_t		 dev;
	ino_t		 ino;
};

/* What is known of the document that is being read. */
struct origin {
	const char	*layers[LIMIT_LAYERS];	/* outermost first */
	size_t		 layer_count;
	bool		 is_encoded;	/* some layer is not just text */
	/* Each may be TIMESTAMP_NONE. */
	int64_t		 generated;	/* an envelope's time */
	int64_t		 mtime;		/* of a regular file */
};

/* The bytes as they lay on disk, once all of them were read. */
struct source_end {
	char		 sha256[DIGEST_HEX_SIZE];	/* "": not wanted */
	uint64_t	 size;
};

/* path NULL: standard input. A directory is an error here (folder.h).
 * problems is borrowed for the source's life. */
struct source *source_open(const char *path, const struct source_options *,
	    struct problems *, struct error *);

const struct source_identity *source_identity(const struct source *);

/* Goes to the first or next document: 1, 0 where there is none, -1. */
int	source_next(struct source *, struct error *);

/* The decoded bytes of the current document; belongs to the source. */
struct stream *source_stream(struct source *);
const struct origin *source_origin(const struct source *);

/* Reads what is left of the file, so that digest and size speak of all of
 * it, and checks that it did not change meanwhile. 0 or -1. */
int	source_finish(struct source *, struct source_end *, struct error *);
void	source_close(struct source *);

#endif

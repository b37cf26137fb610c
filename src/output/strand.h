/*
 * Strands over one spool: texts that arrive mixed and are written one after
 * another. Each is a run of rows of which a little waits in memory and the
 * rest in the spool, so that all of them are read back in one pass however
 * many there are.
 */
#ifndef MFA_OUTPUT_STRAND_H
#define MFA_OUTPUT_STRAND_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "output/output.h"

struct extent {
	uint64_t	 offset, len;
};

/* All zero: an empty strand. */
struct strand {
	struct buffer	 text;		/* its end, not in the spool yet */
	struct extent	*extents;	/* what is there, in order */
	size_t		 extent_count, extent_size;
	uint64_t	 rows;
};

void	strand_release(struct strand *);

/* Where to append one row, until strand_end(). */
struct buffer *strand_begin(struct strand *);
void	strand_end(struct strand *, struct output *spool);

void	strand_copy(const struct strand *, struct output *,
	    struct output *spool);

#endif

/*
 * Lanes over one spool: texts that arrive mixed and are written one after
 * another. Each is a run of rows of which a little waits in memory and the
 * rest in the spool, so that all of them are read back in one pass however
 * many there are.
 */
#ifndef MFA_OUTPUT_LANE_H
#define MFA_OUTPUT_LANE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "output/output.h"

struct extent {
	uint64_t	 offset, len;
};

/* All zero: an empty lane. */
struct lane {
	struct buffer	 text;		/* its end, not in the spool yet */
	struct extent	*extents;	/* what is there, in order */
	size_t		 extent_count, extent_size;
	uint64_t	 rows;
};

void	lane_release(struct lane *);

/* Where to append one row, until lane_end(). */
struct buffer *lane_begin(struct lane *);
void	lane_end(struct lane *, struct output *spool);

void	lane_copy(const struct lane *, struct output *, struct output *spool);

#endif

/*
 * Collecting the rows of each lane into pieces that are worth a read of
 * their own. What a row is the writers know.
 */
#include "output/lane.h"

#include <stdlib.h>

#include "base/alloc.h"

enum {
	/* A piece: its place is 16 bytes, a five-hundredth of it. */
	LANE_PIECE = 8192
};

void
lane_release(struct lane *lane)
{
	buffer_release(&lane->text);
	free(lane->extents);
}

struct buffer *
lane_begin(struct lane *lane)
{
	if (lane->text.cap == 0)
		buffer_init(&lane->text, OUTPUT_UNCAPPED);
	return &lane->text;
}

void
lane_end(struct lane *lane, struct output *spool)
{
	lane->rows++;
	if (lane->text.len < LANE_PIECE)
		return;
	lane->extents = xgrow(lane->extents, lane->extent_count,
	    &lane->extent_size, sizeof(*lane->extents));
	lane->extents[lane->extent_count++] = (struct extent){
	    .offset = output_size(spool),
	    .len = lane->text.len,
	};
	output_write(spool, lane->text.data, lane->text.len);
	buffer_reset(&lane->text);
}

void
lane_copy(const struct lane *lane, struct output *output, struct output *spool)
{
	for (size_t i = 0; i < lane->extent_count; i++)
		output_copy(output, spool, lane->extents[i].offset,
		    lane->extents[i].len);
	output_slice(output, (struct text){lane->text.data, lane->text.len});
}

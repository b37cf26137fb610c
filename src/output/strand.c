/*
 * Collecting the rows of each strand into pieces that are worth a read of
 * their own. What a row is the writers know.
 */
#include "output/strand.h"

#include <stdlib.h>

#include "base/alloc.h"

enum {
	/* A piece: its place is 16 bytes, a five-hundredth of it. */
	STRAND_PIECE = 8192
};

void
strand_release(struct strand *strand)
{
	buffer_release(&strand->text);
	free(strand->extents);
}

struct buffer *
strand_begin(struct strand *strand)
{
	if (strand->text.cap == 0)
		buffer_init(&strand->text, OUTPUT_UNCAPPED);
	return &strand->text;
}

void
strand_end(struct strand *strand, struct output *spool)
{
	strand->rows++;
	if (strand->text.len < STRAND_PIECE)
		return;
	strand->extents = xgrow(strand->extents, strand->extent_count,
	    &strand->extent_size, sizeof(*strand->extents));
	strand->extents[strand->extent_count++] = (struct extent){
	    .offset = output_size(spool),
	    .len = strand->text.len,
	};
	output_write(spool, strand->text.data, strand->text.len);
	buffer_reset(&strand->text);
}

void
strand_copy(
    const struct strand *strand, struct output *output, struct output *spool)
{
	for (size_t i = 0; i < strand->extent_count; i++)
		output_copy(output, spool, strand->extents[i].offset,
		    strand->extents[i].len);
	output_slice(
	    output, (struct text){strand->text.data, strand->text.len});
}

/*
 * A chain of layers that is pulled from: buffering, padding, peek and
 * consume exist here once; a layer is one read function.
 *
 * A layer borrows the stream below it; the source that stacked them closes
 * them from the top down. A peek's pointer is valid until the next call on
 * the same stream.
 */
#ifndef MFA_INPUT_STREAM_H
#define MFA_INPUT_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"

/* Bytes behind a peek that may be read (not used), for wide loads. */
#define STREAM_PADDING	64

/* The least room that a layer's read is given: a decoder can always put a
 * whole character or group of bytes. */
#define STREAM_ROOM	8

struct stream;

struct stream_ops {
	/* Up to cap bytes (at least STREAM_ROOM) into dst: their number, 0
	 * at the end, -1 failed.
	 * It is not called again after it returned 0 (but see
	 * stream_restart()) or -1. */
	ssize_t	(*read)(void *layer, uint8_t *dst, size_t cap, struct error *);
	void	(*free)(void *layer);
};

/* The layer is the stream's from now on; ops are borrowed. */
struct stream *stream_new(const struct stream_ops *, void *layer);
void	stream_close(struct stream *);

/*
 * At least min bytes (min >= 1) from the current place, more where there
 * are. Fewer than min only at the end. Returns how many, 0 at the end, or
 * -1: a failure is given after the last good byte was consumed, and again
 * at every later call.
 */
ssize_t	stream_peek(struct stream *, size_t min, const uint8_t **,
	    struct error *);

/* Moves on by at most what the last peek returned. */
void	stream_consume(struct stream *, size_t len);

/* After the end: the layer has another document to read. */
void	stream_restart(struct stream *);

/* Bytes consumed so far. */
uint64_t stream_offset(const struct stream *);

#endif

/*
 * JSON that is longer than may be held: one value of a stream after
 * another.
 */
#ifndef MFA_INPUT_JSON_STREAM_H
#define MFA_INPUT_JSON_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/json_read.h"
#include "input/stream.h"

/* The next byte that is no blank, which is not consumed: 1, 0 at the end,
 * -1. */
int	json_stream_peek(struct stream *, uint8_t *, struct error *);

/* Reads and consumes the value that begins there. NULL where it cannot be
 * read; too_long is the reason where it has more than cap bytes. */
struct json_value *json_stream_read(struct stream *, size_t cap,
	    const char *too_long, struct error *);

#endif

/*
 * One decoder over bytes in memory.
 */
#ifndef MFA_TESTS_FUZZ_LAYER_H
#define MFA_TESTS_FUZZ_LAYER_H

#include "base/buffer.h"
#include "input/decode.h"

/* Appends what the decoder makes of the bytes, its documents one after
 * another, read in steps from below. True where it came to a proper end. */
bool	layer_decode(const struct decoder *, const uint8_t *, size_t len,
	    size_t step, struct buffer *);

#endif

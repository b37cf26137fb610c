/*
 * A stream over bytes in memory that gives a few at a time; for tests.
 */
#ifndef MFA_TESTS_MEMORY_STREAM_H
#define MFA_TESTS_MEMORY_STREAM_H

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "input/stream.h"

struct memory {
	const char *bytes;
	size_t len, step;
};

static ssize_t
memory_read(void *layer, uint8_t *dst, size_t cap, struct error *err)
{
	struct memory *memory = layer;
	size_t n = memory->len < memory->step ? memory->len : memory->step;

	(void)err;
	if (n > cap)
		n = cap;
	memcpy(dst, memory->bytes, n);
	memory->bytes += n;
	memory->len -= n;
	return (ssize_t)n;
}

static const struct stream_ops memory_ops = {memory_read, free};

static inline struct stream *
memory_stream(const char *bytes, size_t len, size_t step)
{
	struct memory *memory = xmalloc(sizeof(*memory));

	*memory = (struct memory){bytes, len, step};
	return stream_new(&memory_ops, memory);
}

#endif

/*
 * The buffer of every layer. It knows nothing of what the bytes mean.
 */
#include "input/stream.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

struct stream {
	const struct stream_ops *ops;
	void *layer;
	uint8_t *data;
	size_t begin, end; /* the bytes that were not consumed */
	size_t size;       /* without the padding */
	uint64_t offset;
	bool at_end, failed;
	struct error failure;
};

struct stream *
stream_new(const struct stream_ops *ops, void *layer)
{
	struct stream *stream = xcalloc(1, sizeof(*stream));

	stream->ops = ops;
	stream->layer = layer;
	stream->size = LIMIT_READ;
	stream->data = xcalloc(1, stream->size + STREAM_PADDING);
	return stream;
}

void
stream_close(struct stream *stream)
{
	if (stream == NULL)
		return;
	stream->ops->free(stream->layer);
	free(stream->data);
	free(stream);
}

/* Moves what is left to the front; makes room for a layer's least read. It
 * grows with what is there: of the min bytes that are wanted few may come. */
static void
make_room(struct stream *stream, size_t min)
{
	size_t have = stream->end - stream->begin;
	size_t wanted = min + STREAM_ROOM;

	if (stream->begin > 0 && have > 0)
		memmove(stream->data, stream->data + stream->begin, have);
	stream->begin = 0;
	stream->end = have;
	if (have + STREAM_ROOM <= stream->size)
		return;
	stream->size = wanted > stream->size * 2 ? stream->size * 2 : wanted;
	stream->data =
	    xreallocarray(stream->data, stream->size + STREAM_PADDING, 1);
}

static void
fill(struct stream *stream)
{
	ssize_t n = stream->ops->read(stream->layer, stream->data + stream->end,
	    stream->size - stream->end, &stream->failure);

	if (n > 0)
		stream->end += (size_t)n;
	else if (n == 0)
		stream->at_end = true;
	else
		stream->failed = true;
}

ssize_t
stream_peek(
    struct stream *stream, size_t min, const uint8_t **bytes, struct error *err)
{
	assert(min > 0);
	while (stream->end - stream->begin < min && !stream->at_end &&
	    !stream->failed) {
		make_room(stream, min);
		fill(stream);
		memset(stream->data + stream->end, 0, STREAM_PADDING);
	}
	*bytes = stream->data + stream->begin;
	if (stream->end == stream->begin && stream->failed) {
		*err = stream->failure;
		return -1;
	}
	return (ssize_t)(stream->end - stream->begin);
}

void
stream_consume(struct stream *stream, size_t len)
{
	assert(len <= stream->end - stream->begin);
	stream->begin += len;
	stream->offset += len;
}

void
stream_restart(struct stream *stream)
{
	assert(stream->at_end && stream->begin == stream->end);
	stream->at_end = false;
}

uint64_t
stream_offset(const struct stream *stream)
{
	return stream->offset;
}

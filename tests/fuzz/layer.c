/*
 * One decoder over bytes in memory (layer.h).
 */
#include "fuzz/layer.h"

#include "base/timestamp.h"
#include "unit/memory_stream.h"

static void
ignore(struct problems *problems, const struct problem *problem)
{
	(void)problems;
	(void)problem;
}

/* -1 where it failed. */
static int
read_all(struct stream *stream, struct buffer *out)
{
	const uint8_t *bytes;
	struct error err;
	ssize_t n;

	while ((n = stream_peek(stream, 1, &bytes, &err)) > 0) {
		buffer_append(out, bytes, (size_t)n);
		stream_consume(stream, (size_t)n);
	}
	return (int)n;
}

bool
layer_decode(const struct decoder *decoder, const uint8_t *bytes, size_t len,
    size_t step, struct buffer *out)
{
	struct problems problems = {ignore};
	uint64_t inflated = 0;
	int64_t generated = TIMESTAMP_NONE;
	struct stream *below = memory_stream((const char *)bytes, len, step);
	const struct decode_env env = {
	    below, &problems, 1 << 22, &inflated, &generated};
	void *layer = decoder->new (&env);
	struct stream *stream = stream_new(&decoder->ops, layer);
	struct error err;
	int more;

	do {
		more = read_all(stream, out);
		if (more == 0 && decoder->next != NULL)
			more = decoder->next(layer, &err);
		if (more > 0)
			stream_restart(stream);
	} while (more > 0);
	stream_close(stream);
	stream_close(below);
	return more == 0;
}

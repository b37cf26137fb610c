/*
 * Holding as much of a stream as its next JSON value has; see
 * json_stream.h.
 */
#include "input/json_stream.h"

#include "base/json_span.h"
#include "base/limits.h"

int
json_stream_peek(struct stream *stream, uint8_t *byte, struct error *err)
{
	const uint8_t *bytes;
	ssize_t n;

	while ((n = stream_peek(stream, 1, &bytes, err)) > 0) {
		*byte = bytes[0];
		if (*byte != ' ' && *byte != '\t' && *byte != '\r' &&
		    *byte != '\n')
			return 1;
		stream_consume(stream, 1);
	}
	return (int)n;
}

/*
 * The bytes of the value, or what there is of it. It is asked for in few
 * steps, since a buffer that has to grow becomes twice as large.
 */
static ssize_t
hold(
    struct stream *stream, size_t cap, const uint8_t **bytes, struct error *err)
{
	struct json_span span = {0};
	size_t want = 1;
	ssize_t n;

	for (;;) {
		n = stream_peek(stream, want, bytes, err);
		if (n <= 0)
			return n;
		if (json_span_find(&span, *bytes, (size_t)n))
			return (ssize_t)span.at;
		if ((size_t)n < want || (size_t)n > cap)
			return n;
		want = want < LIMIT_READ ? LIMIT_READ : want * 16;
		if (want > cap)
			want = cap + 1;
	}
}

/* Where the layer below failed, that is the reason: the text was cut. */
static void
explain(struct stream *stream, size_t len, struct error *err)
{
	const uint8_t *bytes;
	struct error deeper;

	err->byte += stream_offset(stream);
	stream_consume(stream, len);
	if (stream_peek(stream, 1, &bytes, &deeper) < 0)
		*err = deeper;
}

struct json_value *
json_stream_read(
    struct stream *stream, size_t cap, const char *too_long, struct error *err)
{
	struct json_value *value;
	const uint8_t *bytes;
	size_t used;
	ssize_t n = hold(stream, cap, &bytes, err);

	if (n < 0)
		return NULL;
	if ((size_t)n > cap) {
		error_at(err, stream_offset(stream), "%s", too_long);
		return NULL;
	}
	value = json_read(
	    (struct text){(const char *)bytes, (size_t)n}, &used, err);
	if (value == NULL)
		explain(stream, (size_t)n, err);
	else
		stream_consume(stream, used);
	return value;
}

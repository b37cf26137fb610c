/*
 * gzip (RFC 1952) by zlib: members one after another, each with its header
 * CRC, data CRC and length checked by inflate. gzread() is not used: it
 * passes other data through and ends in silence at trailing garbage or in a
 * truncated member.
 *
 * Data is handed on before its CRC is known: the verdict of the check
 * belongs to the input, not to the row.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/alloc.h"
#include "input/decode.h"
#include "input/deflate.h"

enum {
	WINDOW_BITS = 15, /* negative: without any header */
	WINDOW_BITS_GZIP = WINDOW_BITS + 16
};

struct gzip {
	const struct decode_env *env;
	z_stream z;
	bool in_member;
	int failure; /* zlib's code, to be told when all was given */
};

static int
gzip_bid(const uint8_t *bytes, size_t len)
{
	return len >= 1 && bytes[0] == 0x1f && (len == 1 || bytes[1] == 0x8b)
	    ? 100
	    : 0;
}

/* Lack of memory ends the run: it is no defect of the input. */
static voidpf
take_memory(voidpf arg, uInt count, uInt size)
{
	(void)arg;
	return xcalloc(count, size);
}

static void
give_memory(voidpf arg, voidpf memory)
{
	(void)arg;
	free(memory);
}

size_t
deflate_look(
    const uint8_t *bytes, size_t len, bool has_header, uint8_t *dst, size_t cap)
{
	z_stream z = {.zalloc = take_memory, .zfree = give_memory};
	int code;

	/* zlib's type is not const, but it only reads. */
	z.next_in = (Bytef *)(uintptr_t)bytes;
	z.avail_in = (uInt)len;
	z.next_out = dst;
	z.avail_out = (uInt)cap;
	if (inflateInit2(&z, has_header ? WINDOW_BITS : -WINDOW_BITS) != Z_OK)
		abort();
	code = inflate(&z, Z_NO_FLUSH);
	inflateEnd(&z);
	if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
		return 0;
	return cap - z.avail_out;
}

static void *
gzip_new(const struct decode_env *env)
{
	struct gzip *gzip = xcalloc(1, sizeof(*gzip));

	gzip->env = env;
	gzip->z.zalloc = take_memory;
	gzip->z.zfree = give_memory;
	/* Memory never fails here; what is left is a broken build. */
	if (inflateInit2(&gzip->z, WINDOW_BITS_GZIP) != Z_OK)
		abort();
	gzip->in_member = true;
	return gzip;
}

static void
gzip_free(void *layer)
{
	struct gzip *gzip = layer;

	inflateEnd(&gzip->z);
	free(gzip);
}

/* Zeros to the end of the file: tapes and block devices pad so. */
static int
skip_padding(struct gzip *gzip, struct error *err)
{
	uint64_t begin = stream_offset(gzip->env->below);
	const uint8_t *bytes;
	ssize_t n;

	while ((n = stream_peek(gzip->env->below, 1, &bytes, err)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			if (bytes[i] != 0)
				return error_at(err, begin,
				    "the gzip data is "
				    "followed by other data at byte %" PRIu64
				    ", which was not read; expected the end "
				    "or another gzip member",
				    begin);
		stream_consume(gzip->env->below, (size_t)n);
	}
	if (n < 0)
		return -1;
	problem_report(gzip->env->problems, LEVEL_WARNING, 0, 0, begin,
	    "the gzip data is followed by %" PRIu64 " zero bytes",
	    stream_offset(gzip->env->below) - begin);
	return 0;
}

/* 1 where another member begins, 0 at the end, -1. */
static int
begin_member(struct gzip *gzip, struct error *err)
{
	const uint8_t *bytes;
	ssize_t n = stream_peek(gzip->env->below, 2, &bytes, err);

	if (n <= 0)
		return (int)n;
	if (n < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b)
		return skip_padding(gzip, err);
	inflateReset(&gzip->z);
	gzip->in_member = true;
	return 1;
}

static int
inflate_failed(const struct gzip *gzip, struct error *err)
{
	uint64_t at = stream_offset(gzip->env->below);

	return error_at(err, at,
	    "the gzip data is damaged near byte %" PRIu64
	    " (%s); what came before it was read",
	    at, gzip->z.msg != NULL ? gzip->z.msg : "no reason given");
}

/* Inflates once. Bytes produced (0 is possible) or -1. What came out before
 * a failure is handed on; the failure is told by the next call. */
static ssize_t
inflate_some(struct gzip *gzip, uint8_t *dst, size_t cap, struct error *err)
{
	const uint8_t *bytes;
	ssize_t n = stream_peek(gzip->env->below, 1, &bytes, err);
	uint64_t at;
	int code;

	if (n < 0)
		return -1;
	if (n == 0) {
		at = stream_offset(gzip->env->below);
		return error_at(err, at,
		    "the gzip data is truncated: the file "
		    "ends at byte %" PRIu64 " inside a member",
		    at);
	}
	gzip->z.next_in = (Bytef *)(uintptr_t)bytes;
	gzip->z.avail_in = (uInt)n;
	gzip->z.next_out = dst;
	gzip->z.avail_out = (uInt)cap;
	code = inflate(&gzip->z, Z_NO_FLUSH);
	stream_consume(gzip->env->below, (size_t)n - gzip->z.avail_in);
	if (code == Z_STREAM_END)
		gzip->in_member = false;
	else if (code != Z_OK && code != Z_BUF_ERROR)
		gzip->failure = code;
	if (gzip->failure != Z_OK && gzip->z.avail_out == cap)
		return inflate_failed(gzip, err);
	return (ssize_t)(cap - gzip->z.avail_out);
}

/* Bytes of the next piece that is not empty, 0 at the end, -1. */
static ssize_t
inflate_next(struct gzip *gzip, uint8_t *dst, size_t cap, struct error *err)
{
	ssize_t n = 0;
	int more;

	if (gzip->failure != Z_OK)
		return inflate_failed(gzip, err);
	while (n == 0) {
		if (!gzip->in_member) {
			more = begin_member(gzip, err);
			if (more <= 0)
				return more;
		}
		n = inflate_some(gzip, dst, cap, err);
	}
	return n;
}

/* Everything up to the limit is handed on; one byte more is too many. */
static ssize_t
gzip_read(void *layer, uint8_t *dst, size_t cap, struct error *err)
{
	struct gzip *gzip = layer;
	uint64_t left = gzip->env->max_decoded - *gzip->env->inflated;
	uint8_t beyond;
	ssize_t n;

	if (cap > left)
		cap = (size_t)left;
	if (cap > UINT32_MAX)
		cap = UINT32_MAX;
	n = inflate_next(gzip, cap > 0 ? dst : &beyond, cap > 0 ? cap : 1, err);
	if (n > 0 && cap == 0)
		return error_at(err, stream_offset(gzip->env->below),
		    "the gzip data inflates to more than %" PRIu64
		    " bytes, the limit that --max-decoded sets; the rest was "
		    "not read",
		    gzip->env->max_decoded);
	if (n > 0)
		*gzip->env->inflated += (uint64_t)n;
	return n;
}

static const char *
gzip_library(void)
{
	return "zlib " ZLIB_VERSION;
}

const struct decoder decoder_gzip = {
    .name = "gzip",
    .bid = gzip_bid,
    .new = gzip_new,
    .ops = {gzip_read, gzip_free},
    .library = gzip_library,
};

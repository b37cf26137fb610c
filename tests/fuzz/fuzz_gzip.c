/*
 * gzip: the layer against zlib's inflate() in one call for each member.
 * What is damaged never comes to a proper end; the size of reads changes
 * nothing. FUZZ_LONGEST 2000
 *
 * The first byte 0 takes the rest as it is; else the rest is packed here,
 * in members, and one byte of it is changed or it is cut.
 */
#include <string.h>
#include <zlib.h>

#include "fuzz/fuzz.h"
#include "fuzz/layer.h"
#include "fuzz/plain_decode.h"

enum {
	PACKED_MAX = 16 << 10,
	PLAIN_MAX = 1 << 22
};

/* One member behind what was packed so far. */
static size_t
pack(const uint8_t *bytes, size_t len, uint8_t *dst, size_t room)
{
	z_stream z = {.next_in = (uint8_t *)(uintptr_t)bytes,
	    .avail_in = (uInt)len,
	    .next_out = dst,
	    .avail_out = (uInt)room};

	fuzz_hold(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 1,
		      Z_DEFAULT_STRATEGY) == Z_OK &&
		deflate(&z, Z_FINISH) == Z_STREAM_END,
	    "deflate() failed");
	deflateEnd(&z);
	return room - z.avail_out;
}

static void
check(const uint8_t *bytes, size_t len)
{
	static const size_t steps[] = {1, 7, 4096};
	struct buffer plain, got;
	bool whole;

	buffer_init(&plain, 2 * PLAIN_MAX);
	whole = plain_gunzip(bytes, len, &plain);
	for (int i = 0; i < 3 && plain.len <= PLAIN_MAX; i++) {
		buffer_init(&got, 2 * PLAIN_MAX);
		fuzz_hold(whole ==
			layer_decode(&decoder_gzip, bytes, len, steps[i], &got),
		    "it is%s whole", whole ? "" : " not");
		if (whole)
			fuzz_hold_same("decoded bytes", &plain, &got);
		else
			fuzz_hold(got.len <= plain.len &&
				(got.len == 0 ||
				    memcmp(got.data, plain.data, got.len) == 0),
			    "bytes before the damage differ");
		buffer_release(&got);
	}
	buffer_release(&plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static uint8_t packed[PACKED_MAX];
	struct choices choices = {bytes, len};
	unsigned mode = choose(&choices, 4), damage = choose(&choices, 4);
	unsigned at = choose(&choices, 256), half;
	size_t packed_len;

	if (mode == 0) {
		check(choices.at, choices.left);
		return 0;
	}
	half = mode == 1 ? 0 : choose(&choices, 256);
	if (half > choices.left)
		half = (unsigned)choices.left;
	packed_len = pack(choices.at, half, packed, PACKED_MAX);
	packed_len += pack(choices.at + half, choices.left - half,
	    packed + packed_len, PACKED_MAX - packed_len);
	check(packed, packed_len);
	if (damage == 1)
		packed_len -= 1 + at % packed_len;
	else if (damage == 2)
		packed[(at * 7) % packed_len] ^= (uint8_t)(1 + at % 255);
	else if (damage == 3)
		packed[packed_len++] = (uint8_t)at;
	check(packed, packed_len);
	return 0;
}

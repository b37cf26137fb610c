/*
 * UTF-16 with a byte order mark, as `>` of Windows PowerShell 5 writes it,
 * to UTF-8. What is no UTF-16 ends the layer with its place: a character
 * put in its stead would change a name.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "input/decode.h"

struct utf16 {
	const struct decode_env *env;
	bool begun;
	bool big_endian;
};

/* FF FE 00 00 begins UTF-32. */
static int
utf16_bid(const uint8_t *bytes, size_t len)
{
	if (len < 2)
		return 0;
	if (bytes[0] == 0xfe && bytes[1] == 0xff)
		return 95;
	if (bytes[0] != 0xff || bytes[1] != 0xfe)
		return 0;
	return len >= 4 && bytes[2] == 0 && bytes[3] == 0 ? 0 : 95;
}

static void *
utf16_new(const struct decode_env *env)
{
	struct utf16 *utf16 = xcalloc(1, sizeof(*utf16));

	utf16->env = env;
	return utf16;
}

static void
utf16_free(void *arg)
{
	free(arg);
}

static uint32_t
unit_at(const struct utf16 *utf16, const uint8_t *bytes)
{
	return utf16->big_endian ? (uint32_t)bytes[0] << 8 | bytes[1]
				 : (uint32_t)bytes[1] << 8 | bytes[0];
}

static bool
is_high(uint32_t unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_low(uint32_t unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/*
 * The character at bytes, of which there are len. Returns the bytes that it
 * takes, 2 or 4, or 0 where there is none: half a unit, or half of a pair.
 */
static size_t
next_character(
    const struct utf16 *utf16, const uint8_t *bytes, size_t len, uint32_t *code)
{
	uint32_t low;

	if (len < 2)
		return 0;
	*code = unit_at(utf16, bytes);
	if (is_low(*code))
		return 0;
	if (!is_high(*code))
		return 2;
	if (len < 4)
		return 0;
	low = unit_at(utf16, bytes + 2);
	if (!is_low(low))
		return 0;
	*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
	return 4;
}

static size_t
put_utf8(uint8_t *dst, uint32_t code)
{
	size_t len = code < 0x80 ? 1
	    : code < 0x800       ? 2
	    : code < 0x10000     ? 3
				 : 4;
	static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = len; i-- > 1; code >>= 6)
		dst[i] = (uint8_t)(0x80 | (code & 0x3f));
	dst[0] = (uint8_t)(lead[len] | code);
	return len;
}

/* Why there is no character at the current place. */
static int
no_character(const struct utf16 *utf16, const uint8_t *bytes, size_t len,
    struct error *err)
{
	uint64_t at = stream_offset(utf16->env->below);

	if (len < 2)
		return error_at(err, at,
		    "the UTF-16 text ends inside a character, at byte %" PRIu64
		    ": it was cut; what came before it was read",
		    at);
	return error_at(err, at,
	    "the UTF-16 text is damaged at byte %" PRIu64 ": 0x%04" PRIx32
	    " is half of a surrogate pair; what came before it was read",
	    at, unit_at(utf16, bytes));
}

static ssize_t
utf16_read(void *arg, uint8_t *dst, size_t cap, struct error *err)
{
	struct utf16 *utf16 = arg;
	struct stream *below = utf16->env->below;
	size_t out = 0, at = 0, used;
	const uint8_t *bytes;
	uint32_t code;
	ssize_t n;

	if (!utf16->begun) {
		if (stream_peek(below, 2, &bytes, err) < 2)
			return -1;
		utf16->big_endian = bytes[0] == 0xfe;
		utf16->begun = true;
		stream_consume(below, 2);
	}
	n = stream_peek(below, 4, &bytes, err);
	if (n <= 0)
		return n;
	while (out + 4 <= cap &&
	    (used = next_character(utf16, bytes + at, (size_t)n - at, &code)) >
		0) {
		out += put_utf8(dst + out, code);
		at += used;
	}
	stream_consume(below, at);
	if (out > 0)
		return (ssize_t)out;
	return no_character(utf16, bytes, (size_t)n, err);
}

const struct decoder decoder_utf16 = {
    .name = "utf-16",
    .is_text = true,
    .bid = utf16_bid,
    .new = utf16_new,
    .ops = {utf16_read, utf16_free},
};

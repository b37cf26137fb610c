/*
 * Layers read at once from memory (plain_decode.h).
 */
#include "fuzz/plain_decode.h"

#include <string.h>
#include <zlib.h>

enum {
	PLAIN_MAX = 1 << 22
};

static bool
is_zero(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

bool
plain_gunzip(const uint8_t *bytes, size_t len, struct buffer *out)
{
	static uint8_t plain[PLAIN_MAX];
	size_t used = 0, room;
	int result;

	do {
		z_stream z = {.next_in = (uint8_t *)(uintptr_t)bytes + used,
		    .avail_in = (uInt)(len - used),
		    .next_out = plain,
		    .avail_out = PLAIN_MAX};

		if (inflateInit2(&z, 15 + 16) != Z_OK)
			return false;
		result = inflate(&z, Z_FINISH);
		room = z.avail_out;
		used = len - z.avail_in;
		inflateEnd(&z);
		buffer_append(out, plain, PLAIN_MAX - room);
	} while (result == Z_STREAM_END && !is_zero(bytes + used, len - used));
	return result == Z_STREAM_END;
}

static const char symbols[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The bytes of one group of four, 0 where it is none. */
static size_t
read_group(const uint8_t *group, uint8_t bytes[3])
{
	unsigned long bits = 0;
	size_t len = group[3] != '=' ? 3 : group[2] != '=' ? 2 : 1;

	for (size_t i = 0; i < 4; i++) {
		const char *symbol = strchr(symbols, group[i]);

		if ((symbol == NULL || *symbol == '\0') &&
		    (group[i] != '=' || i <= len))
			return 0;
		bits = bits << 6 |
		    (group[i] != '=' ? (unsigned long)(symbol - symbols) : 0);
	}
	if ((len < 3 && (bits & 0xff) != 0) || (len < 2 && (bits & 0xff00)))
		return 0;
	for (size_t i = 0; i < 3; i++)
		bytes[i] = (uint8_t)(bits >> (16 - 8 * i));
	return len;
}

bool
plain_base64(const uint8_t *text, size_t len, struct buffer *out)
{
	uint8_t group[4], bytes[3];
	size_t have = 0, n;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n' || text[i] == '\r')
			continue;
		group[have++] = text[i];
		if (have < 4)
			continue;
		n = read_group(group, bytes);
		if (n == 0)
			return false;
		buffer_append(out, bytes, n);
		have = 0;
	}
	return have == 0;
}

bool
plain_base64_is(const uint8_t *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\0' ||
		    (strchr(symbols, text[i]) == NULL &&
			strchr("=\r\n", text[i]) == NULL))
			return false;
	return true;
}

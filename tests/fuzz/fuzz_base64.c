/*
 * base64: the layer against a plain reading of whole groups, wherever there
 * is nothing but symbols, '=' and line ends; for all else the size of reads
 * changes nothing. FUZZ_LONGEST 600
 *
 * An odd first byte makes symbols of the bytes.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "fuzz/layer.h"

enum {
	LONGEST = 1200
};

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

static bool
read_plain(const uint8_t *text, size_t len, struct buffer *out)
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

static bool
is_plain(const uint8_t *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\0' ||
		    (strchr(symbols, text[i]) == NULL &&
			strchr("=\r\n", text[i]) == NULL))
			return false;
	return true;
}

static void
check(const uint8_t *text, size_t len)
{
	static const size_t steps[] = {1, 2, 7, 4096};
	struct buffer wanted, got;
	bool plain = is_plain(text, len), good;

	buffer_init(&wanted, LONGEST);
	good = plain ? read_plain(text, len, &wanted)
		     : layer_decode(&decoder_base64, text, len, 3, &wanted);
	for (int i = 0; i < 4; i++) {
		buffer_init(&got, LONGEST);
		fuzz_hold(good ==
			layer_decode(
			    &decoder_base64, text, len, steps[i], &got),
		    "it is%s base64 in reads of %zu", good ? "" : " not",
		    steps[i]);
		if (good || !plain)
			fuzz_hold_same("decoded bytes", &wanted, &got);
		buffer_release(&got);
	}
	buffer_release(&wanted);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	uint8_t text[LONGEST];
	struct choices choices = {bytes, len};
	unsigned mode = choose(&choices, 2);
	size_t n = 0;

	if (mode == 0) {
		check(choices.at, choices.left < LONGEST ? choices.left : 600);
		return 0;
	}
	while (choices.left > 0 && n < 600) {
		unsigned c = choose(&choices, 70);

		text[n++] = c < 64 ? (uint8_t)symbols[c] : c < 68 ? '=' : '\n';
		if (c >= 64 && n < 590 && c < 68)
			while (n % 4 != 0)
				text[n++] = c == 67 ? 'A' : '=';
	}
	check(text, n);
	return 0;
}

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
#include "fuzz/plain_decode.h"

enum {
	LONGEST = 1200
};

static const char symbols[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
check(const uint8_t *text, size_t len)
{
	static const size_t steps[] = {1, 2, 7, 4096};
	struct buffer wanted, got;
	bool plain = plain_base64_is(text, len), good;

	buffer_init(&wanted, LONGEST);
	good = plain ? plain_base64(text, len, &wanted)
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

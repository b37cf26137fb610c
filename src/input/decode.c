/*
 * Asking every decoder of the table which one takes the bytes.
 */
#include "input/decode.h"

const struct decoder *const decoders[] = {
#define DECODER(name) &decoder_##name,
#include "input/decoders.def"
#undef DECODER
};

const size_t decoder_count = sizeof(decoders) / sizeof(*decoders);

const struct decoder *
decode_find(const uint8_t *prefix, size_t len)
{
	const struct decoder *found = NULL;
	int highest = 0;

	for (size_t i = 0; i < decoder_count; i++) {
		int bid = decoders[i]->bid(prefix, len);

		if (bid > highest) {
			highest = bid;
			found = decoders[i];
		}
	}
	return found;
}

/*
 * What the express lane needs of an instruction set, without one: eight bytes
 * at a time in ordinary registers. simd_avx2.h and simd_avx512.h have the same
 * functions; whoever includes one of the three is compiled for it.
 *
 * A mask has bit i for byte i of 64; all of them may be read.
 */
#ifndef MFA_BASE_SIMD_PORTABLE_H
#define MFA_BASE_SIMD_PORTABLE_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/simd_types.h"

#define SIMD_TARGET
#define SIMD static inline
#define SIMD_NAME(name) name##_portable

#define SIMD_ONES UINT64_C(0x0101010101010101)
#define SIMD_HIGH UINT64_C(0x8080808080808080)

/* Byte 0 in the lowest bits. */
SIMD uint64_t
simd_word(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return le64toh(word);
}

/* The high bits of eight bytes as the lowest eight bits. */
SIMD uint64_t
simd_gather(uint64_t word)
{
	return ((word & SIMD_HIGH) >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* The bytes that are equal to one. */
SIMD uint64_t
simd_equal(const uint8_t *bytes, uint8_t byte)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < 64; i += 8) {
		uint64_t word = simd_word(bytes + i) ^ SIMD_ONES * byte;
		uint64_t zero = ~(((word & ~SIMD_HIGH) + ~SIMD_HIGH) | word);

		mask |= simd_gather(zero) << i;
	}
	return mask;
}

/* The bytes that are not printable ASCII, the blank included: outside of 0x21
 * to 0x7e. */
SIMD uint64_t
simd_odd(const uint8_t *bytes)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < 64; i += 8) {
		uint64_t word = simd_word(bytes + i), low = word & ~SIMD_HIGH;
		uint64_t enough = low + SIMD_ONES * (0x80 - 0x21);
		uint64_t many = low + SIMD_ONES * (0x80 - 0x7f);

		mask |= simd_gather(~enough | many | word) << i;
	}
	return mask;
}

/* Writes base + i for each bit i; room for 64 numbers, whatever their count,
 * which it returns. */
SIMD uint32_t
simd_spread(uint64_t mask, uint32_t base, uint32_t *numbers)
{
	uint32_t count = 0;

	for (; mask != 0; mask &= mask - 1)
		numbers[count++] = base + (uint32_t)__builtin_ctzll(mask);
	return count;
}

/* True where the first len (at most 64) bytes are the same. */
SIMD bool
simd_same(const uint8_t *a, const uint8_t *b, uint32_t len)
{
	return memcmp(a, b, len) == 0;
}

/* True where the first len (at most 64) bytes are in the set. */
SIMD bool
simd_all_in(const uint8_t *bytes, uint32_t len, const struct simd_set *set)
{
	for (uint32_t i = 0; i < len; i++)
		if ((set->low[bytes[i] & 15] & set->high[bytes[i] >> 4]) == 0)
			return false;
	return true;
}

/* What did not fit so far; nothing at first. */
struct simd_misfit {
	uint64_t bytes;
	int dates;
};

/* The calendar. */
SIMD void
simd_fit_date(struct simd_misfit *misfit, const uint8_t *cell,
    const struct simd_template *template)
{
	static const uint8_t days[32] = {
	    0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int value[3];

	for (unsigned i = 0; i < 3; i++)
		value[i] = (cell[5 + 3 * i] & 15) * template->weights[2 * i] +
		    (cell[6 + 3 * i] & 15) * template->weights[2 * i + 1];
	misfit->dates |= (value[1] < template->least[2]) |
	    (value[1] > days[value[0] & 31]) | (value[2] > 23);
}

/* Compares a cell of at most SIMD_CELL bytes. */
SIMD void
simd_fit(struct simd_misfit *misfit, const uint8_t *cell,
    const struct simd_template *template)
{
	for (unsigned i = 0; i < SIMD_CELL; i += 8) {
		uint64_t word = simd_word(cell + i);
		uint64_t low = simd_word(template->low + i) & ~SIMD_HIGH;
		uint64_t high = simd_word(template->high + i) | SIMD_HIGH;
		uint64_t below = (word | SIMD_HIGH) - low;
		uint64_t above = high - (word & ~SIMD_HIGH);

		misfit->bytes |= ~(below & above) & SIMD_HIGH;
	}
}

SIMD bool
simd_fits(const struct simd_misfit *misfit)
{
	return misfit->bytes == 0 && misfit->dates == 0;
}

#endif

/*
 * simd_portable.h by AVX2.
 */
#ifndef MFA_BASE_SIMD_AVX2_H
#define MFA_BASE_SIMD_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#define SIMD_NAME(name) name##_avx2

#include "base/simd_x86.h"

SIMD uint64_t
simd_mask(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

SIMD uint64_t
simd_equal(const uint8_t *bytes, uint8_t byte)
{
	__m256i wanted = _mm256_set1_epi8((char)byte);

	return simd_mask(_mm256_cmpeq_epi8(simd_load(bytes), wanted),
	    _mm256_cmpeq_epi8(simd_load(bytes + 32), wanted));
}

/* 0x80 and above are negative. */
SIMD __m256i
simd_odd32(__m256i bytes)
{
	return _mm256_or_si256(
	    _mm256_cmpgt_epi8(_mm256_set1_epi8(0x21), bytes),
	    _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7f)));
}

SIMD uint64_t
simd_odd(const uint8_t *bytes)
{
	return simd_mask(
	    simd_odd32(simd_load(bytes)), simd_odd32(simd_load(bytes + 32)));
}

/* Eight at a time without asking whether there are so many. */
SIMD uint32_t
simd_spread(uint64_t mask, uint32_t base, uint32_t *numbers)
{
	uint32_t count = (uint32_t)__builtin_popcountll(mask);

	for (uint32_t i = 0; i < count; i += 8)
		for (uint32_t k = i; k < i + 8; k++) {
			numbers[k] = base + (uint32_t)_tzcnt_u64(mask);
			mask = _blsr_u64(mask);
		}
	return count;
}

/* The bytes up to the 64th that count. */
SIMD uint64_t
simd_first(uint32_t len)
{
	return _bzhi_u64(~UINT64_C(0), len);
}

SIMD bool
simd_same(const uint8_t *a, const uint8_t *b, uint32_t len)
{
	uint64_t same =
	    simd_mask(_mm256_cmpeq_epi8(simd_load(a), simd_load(b)),
		_mm256_cmpeq_epi8(simd_load(a + 32), simd_load(b + 32)));

	return (~same & simd_first(len)) == 0;
}

/* 0 for each byte that is in the set; those above 0x7f are in none. */
SIMD __m256i
simd_outside(__m256i bytes, const struct simd_set *set)
{
	__m256i low = _mm256_broadcastsi128_si256(simd_load16(set->low));
	__m256i high = _mm256_broadcastsi128_si256(simd_load16(set->high));
	__m256i upper = _mm256_and_si256(
	    _mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
	__m256i common = _mm256_and_si256(_mm256_shuffle_epi8(low, bytes),
	    _mm256_shuffle_epi8(high, upper));

	return _mm256_cmpeq_epi8(common, _mm256_setzero_si256());
}

SIMD bool
simd_all_in(const uint8_t *bytes, uint32_t len, const struct simd_set *set)
{
	uint64_t outside = (uint32_t)_mm256_movemask_epi8(
	    simd_outside(simd_load(bytes), set));

	if (len > 32)
		outside |= (uint64_t)(uint32_t)_mm256_movemask_epi8(
			       simd_outside(simd_load(bytes + 32), set))
		    << 32;
	return (outside & simd_first(len)) == 0;
}

#endif

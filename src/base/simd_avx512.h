/*
 * simd_portable.h by AVX-512 (BW, VL, VBMI2).
 */
#ifndef MFA_BASE_SIMD_AVX512_H
#define MFA_BASE_SIMD_AVX512_H

#include <immintrin.h>
#include <stdint.h>

#define SIMD_TARGET                                                   \
	__attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw," \
			      "avx512vl,avx512vbmi2")))
#define SIMD SIMD_TARGET static inline
#define SIMD_NAME(name) name##_avx512

#include "base/simd_x86.h"

SIMD uint64_t
simd_equal(const uint8_t *bytes, uint8_t byte)
{
	return _mm512_cmpeq_epi8_mask(
	    _mm512_loadu_si512(bytes), _mm512_set1_epi8((char)byte));
}

SIMD uint64_t
simd_odd(const uint8_t *bytes)
{
	__m512i above = _mm512_sub_epi8(
	    _mm512_loadu_si512(bytes), _mm512_set1_epi8(0x21));

	return _mm512_cmpgt_epu8_mask(above, _mm512_set1_epi8(0x7e - 0x21));
}

SIMD void
simd_store16(__m128i bytes, uint32_t base, uint32_t *numbers)
{
	_mm512_storeu_si512(numbers,
	    _mm512_add_epi32(_mm512_set1_epi32((int)base),
		_mm512_cvtepu8_epi32(bytes)));
}

/* The numbers 0 to 63, those with a bit moved to the front. */
SIMD uint32_t
simd_spread(uint64_t mask, uint32_t base, uint32_t *numbers)
{
	static const uint8_t first[64] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
	    12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
	    29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45,
	    46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
	    63};
	__m512i places =
	    _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(first));
	uint32_t count = (uint32_t)__builtin_popcountll(mask);

	simd_store16(_mm512_castsi512_si128(places), base, numbers);
	if (count <= 16)
		return count;
	simd_store16(
	    _mm512_extracti32x4_epi32(places, 1), base, numbers + 16);
	simd_store16(
	    _mm512_extracti32x4_epi32(places, 2), base, numbers + 32);
	simd_store16(
	    _mm512_extracti32x4_epi32(places, 3), base, numbers + 48);
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
	return _mm512_mask_cmpneq_epi8_mask(simd_first(len),
		   _mm512_loadu_si512(a), _mm512_loadu_si512(b)) == 0;
}

/* Bytes above 0x7f are in no set. */
SIMD bool
simd_all_in(const uint8_t *bytes, uint32_t len, const struct simd_set *set)
{
	__m512i text = _mm512_loadu_si512(bytes);
	__m512i low = _mm512_broadcast_i32x4(simd_load16(set->low));
	__m512i high = _mm512_broadcast_i32x4(simd_load16(set->high));
	__m512i upper =
	    _mm512_and_si512(_mm512_srli_epi16(text, 4), _mm512_set1_epi8(15));

	return _mm512_mask_testn_epi8_mask(simd_first(len),
		   _mm512_shuffle_epi8(low, text),
		   _mm512_shuffle_epi8(high, upper)) == 0;
}

#endif

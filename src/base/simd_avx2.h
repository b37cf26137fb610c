/*
 * simd_portable.h by AVX2.
 */
#ifndef MFA_BASE_SIMD_AVX2_H
#define MFA_BASE_SIMD_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#define SIMD_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define SIMD SIMD_TARGET static inline
#define SIMD_NAME(name) name##_avx2

SIMD __m256i
simd_load(const uint8_t *bytes)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

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

SIMD unsigned
simd_lowest(uint64_t mask)
{
	return (unsigned)_tzcnt_u64(mask);
}

SIMD unsigned
simd_count(uint64_t mask)
{
	return (unsigned)_mm_popcnt_u64(mask);
}

/* Eight at a time without asking whether there are so many. */
SIMD uint32_t
simd_spread(uint64_t mask, uint32_t base, uint32_t *numbers)
{
	uint32_t count = simd_count(mask);

	for (uint32_t i = 0; i < count; i += 8)
		for (uint32_t k = i; k < i + 8; k++) {
			numbers[k] = base + simd_lowest(mask);
			mask = _blsr_u64(mask);
		}
	return count;
}

#endif

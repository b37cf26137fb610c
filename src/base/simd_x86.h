/*
 * What AVX2 and AVX-512 do alike: cells against templates. simd_portable.h has
 * the contracts.
 */
#ifndef MFA_BASE_SIMD_X86_H
#define MFA_BASE_SIMD_X86_H

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/simd_types.h"

/* AVX2, unless simd_avx512.h has said more. */
#ifndef SIMD
#define SIMD_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define SIMD SIMD_TARGET static inline
#endif

struct simd_misfit {
	__m256i bytes;
	__m128i dates;
};

SIMD __m256i
simd_load(const uint8_t *bytes)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

SIMD __m128i
simd_load16(const void *bytes)
{
	return _mm_loadu_si128((const __m128i *)bytes);
}

/* Month, day and hour have 16 bits each in values and in their limits. */
SIMD void
simd_fit_date(struct simd_misfit *misfit, const uint8_t *cell,
    const struct simd_template *template)
{
	const __m128i places = _mm_setr_epi8(
	    5, 6, 8, 9, 11, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
	const __m128i days = _mm_setr_epi8(
	    0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0);
	const __m128i most = _mm_setr_epi16(12, 0, 23, 0, 0, 0, 0, 0);
	__m128i digits = _mm_and_si128(
	    _mm_shuffle_epi8(simd_load16(cell), places), _mm_set1_epi8(15));
	__m128i values =
	    _mm_maddubs_epi16(digits, simd_load16(template->weights));
	__m128i limits = _mm_or_si128(
	    most, _mm_slli_epi32(_mm_shuffle_epi8(days, values), 16));

	misfit->dates = _mm_or_si128(misfit->dates,
	    _mm_or_si128(_mm_subs_epu8(values, limits),
		_mm_subs_epu8(simd_load16(template->least), values)));
}

/* What is above or below leaves something. */
SIMD void
simd_fit(struct simd_misfit *misfit, const uint8_t *cell,
    const struct simd_template *template)
{
	__m256i bytes = simd_load(cell);

	misfit->bytes = _mm256_or_si256(misfit->bytes,
	    _mm256_or_si256(_mm256_subs_epu8(bytes, simd_load(template->high)),
		_mm256_subs_epu8(simd_load(template->low), bytes)));
}

SIMD bool
simd_fits(const struct simd_misfit *misfit)
{
	return _mm256_testz_si256(misfit->bytes, misfit->bytes) &&
	    _mm_testz_si128(misfit->dates, misfit->dates);
}

#endif

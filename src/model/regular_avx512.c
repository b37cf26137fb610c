/*
 * The check of regular rows by AVX-512.
 */
#ifdef __x86_64__
#include "base/simd_avx512.h"

#include "model/regular_body.h"
#endif

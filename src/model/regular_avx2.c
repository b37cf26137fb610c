/*
 * The check of regular rows by AVX2.
 */
#ifdef __x86_64__
#include "base/simd_avx2.h"

#include "model/regular_body.h"
#endif

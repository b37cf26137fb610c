/*
 * The scanner by AVX2.
 */
#ifdef __x86_64__
#include "base/simd_avx2.h"

#include "csv/scan_body.h"
#endif

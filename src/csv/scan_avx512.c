/*
 * The scanner by AVX-512.
 */
#ifdef __x86_64__
#include "base/simd_avx512.h"

#include "csv/scan_body.h"
#endif

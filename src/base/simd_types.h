/*
 * What the functions of simd_portable.h, simd_avx2.h and simd_avx512.h take.
 */
#ifndef MFA_BASE_SIMD_TYPES_H
#define MFA_BASE_SIMD_TYPES_H

#include <stdint.h>

enum {
	SIMD_CELL = 32	/* bytes of a cell that a template compares */
};

/*
 * What a cell of one length looks like: byte i lies between low[i] and
 * high[i]; 0 to 0xff behind the cell, where anything may stand. In a date the
 * calendar is checked besides: month, day and hour of YYYY-MM-DDTHH, where 29
 * February is no day.
 */
struct simd_template {
	uint8_t	 low[SIMD_CELL], high[SIMD_CELL];
	/* Of the two digits each of month, day and hour; 0 where it is no
	 * date. */
	int8_t	 weights[16];
	uint8_t	 least[16];	/* day: 0, 0, 1; 0 where it is no date */
} __attribute__((aligned(32)));

/* A set of characters below 0x80: c is in it where low[c & 15] and
 * high[c >> 4] have a bit in common. */
struct simd_set {
	uint8_t	 low[16], high[16];
};

#endif

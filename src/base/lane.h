/*
 * Ways through the rows of a report. All give the same answer: libcsv alone
 * reads every line by libcsv and checks every cell by its plain grammar; the
 * others are one source, compiled for an instruction set, which takes what is
 * regular and leaves the rest to libcsv and to the plain grammar.
 */
#ifndef MFA_BASE_LANE_H
#define MFA_BASE_LANE_H

#include <stdbool.h>

enum lane {
	LANE_LIBCSV,
	LANE_PORTABLE,
	LANE_AVX2,
	LANE_AVX512,
	LANE_COUNT
};

/* "libcsv", "portable", "avx2", "avx512". */
const char *lane_name(enum lane);

/* The lane of that name, or LANE_COUNT. */
enum lane lane_find(const char *name);

/* True where this processor has the instructions. */
bool	lane_works(enum lane);

/* The fastest that works. */
enum lane lane_best(void);

#endif

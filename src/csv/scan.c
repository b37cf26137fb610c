/*
 * Choosing the scanner of a lane.
 */
#include "csv/scan.h"

scan_function *
scan_of(enum lane lane)
{
	static scan_function *const scans[LANE_COUNT] = {
	    [LANE_PORTABLE] = scan_portable,
#ifdef __x86_64__
	    [LANE_AVX2] = scan_avx2,
	    [LANE_AVX512] = scan_avx512,
#endif
	};

	return scans[lane];
}

/*
 * Which lanes there are, and which this processor has. What they do is
 * csv/scan_*.c's and model/regular_*.c's.
 */
#include "base/lane.h"

#include <string.h>

static const char *const names[LANE_COUNT] = {
    [LANE_LIBCSV] = "libcsv",
    [LANE_PORTABLE] = "portable",
    [LANE_AVX2] = "avx2",
    [LANE_AVX512] = "avx512",
};

const char *
lane_name(enum lane lane)
{
	return names[lane];
}

enum lane
lane_find(const char *name)
{
	enum lane lane = 0;

	while (lane < LANE_COUNT && strcmp(name, names[lane]) != 0)
		lane++;
	return lane;
}

#ifdef __x86_64__
/* What base/simd_avx2.h and base/simd_avx512.h are compiled for. */
static bool
has_avx2(void)
{
	return __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
	    __builtin_cpu_supports("popcnt");
}

static bool
has_avx512(void)
{
	return has_avx2() && __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vl") &&
	    __builtin_cpu_supports("avx512vbmi2");
}

bool
lane_works(enum lane lane)
{
	switch (lane) {
	case LANE_AVX2:
		return has_avx2();
	case LANE_AVX512:
		return has_avx512();
	case LANE_LIBCSV:
	case LANE_PORTABLE:
		return true;
	case LANE_COUNT:
		break;
	}
	return false;
}
#else
bool
lane_works(enum lane lane)
{
	return lane == LANE_LIBCSV || lane == LANE_PORTABLE;
}
#endif

enum lane
lane_best(void)
{
	enum lane lane = LANE_COUNT - 1;

	while (!lane_works(lane))
		lane--;
	return lane;
}

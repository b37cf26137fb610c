/*
 * The scanner for any processor.
 */
#include "base/simd_portable.h"

#include "csv/scan_body.h"

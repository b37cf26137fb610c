/*
 * The check of regular rows for any processor.
 */
#include "base/simd_portable.h"

#include "model/regular_body.h"

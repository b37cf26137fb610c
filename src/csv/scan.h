/*
 * Finding a regular line and its cells, without libcsv. A line is regular
 * where it means the same to both:
 *
 *	it is not empty, has at most LIMIT_LINE bytes and LIMIT_CELLS cells,
 *	and besides separators only bytes from 0x21 to 0x7e: no blank, no
 *	control character, nothing that has to be UTF-8; and
 *	it has no quote at all, or each cell is enclosed in quotes and has
 *	none inside, nor a separator.
 *
 * Such a line is split at its separators. Everything else is libcsv's.
 */
#ifndef MFA_CSV_SCAN_H
#define MFA_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lane.h"
#include "base/limits.h"

enum scan_result {
	SCAN_REGULAR,
	SCAN_IRREGULAR,
	SCAN_MORE		/* the line does not end in these bytes */
};

struct scan_line {
	uint32_t	 len;		/* without its end */
	uint32_t	 end_len;	/* LF, CR LF, CR, or nothing */
	uint32_t	 count;		/* cells */
	bool		 quoted;	/* the quotes are no part of a cell */
	/* Where each ends: its separator, its closing quote or the line's
	 * end; first, where one before the first would. Some room to write
	 * in. */
	uint32_t	 end[1 + LIMIT_CELLS + 64];
};

/* The line that begins at the bytes, of which there is one at least; those
 * of STREAM_PADDING behind them are 0. at_end: there are no more. */
typedef enum scan_result scan_function(const uint8_t *, size_t len,
	    char separator, bool at_end, struct scan_line *);

scan_function scan_portable, scan_avx2, scan_avx512;

/* NULL for LANE_LIBCSV. The lane has to work. */
scan_function *scan_of(enum lane);

#endif

/*
 * Cells of CSV as RFC 4180 has them, line ends LF; every record is one line
 * of UTF-8.
 */
#ifndef MFA_OUTPUT_CSV_WRITE_H
#define MFA_OUTPUT_CSV_WRITE_H

#include <stdbool.h>

#include "base/text.h"
#include "output/output.h"

/* How it is to be written. */
struct csv_shape {
	bool	raw;		/* formulas as they are */
	bool	bom;		/* a byte order mark first, for Excel */
	bool	no_header;	/* no line of names: the caller's business */
};

/* What comes before the first line. */
void	csv_begin(struct output *, const struct csv_shape *);

/* One cell, in quotes where it needs them; control and bidirectional
 * characters and bytes that are no UTF-8 as visible.h escapes them. Commas
 * and line ends are the caller's. A cell that a spreadsheet would run as a
 * formula (first character = + - @; TAB and CR are escaped) gets a leading
 * ', unless it is wanted raw. */
void	csv_cell(struct output *, struct text, const struct csv_shape *);

#endif

/*
 * Cells of CSV as RFC 4180 has them, line ends LF.
 */
#ifndef MFA_OUTPUT_CSV_WRITE_H
#define MFA_OUTPUT_CSV_WRITE_H

#include "base/text.h"
#include "output/output.h"

/* One cell, in quotes where it needs them; the bytes are kept. Commas and
 * line ends are the caller's. A cell that a spreadsheet would run as a
 * formula (first character = + - @ TAB CR) gets a leading '. */
void	csv_cell(struct output *, struct text);

#endif

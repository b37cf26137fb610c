/*
 * One line to fields, by libcsv in strict mode.
 */
#ifndef MFA_CSV_SPLIT_H
#define MFA_CSV_SPLIT_H

#include "csv/rows.h"

struct splitter;

struct splitter *splitter_new(void);
void	splitter_free(struct splitter *);

/*
 * Fills base, end, start, count and reject of a row from its raw line and
 * separator. What they point to is the splitter's until the next call. A
 * line of blanks only gives no field and no reason to reject it.
 */
void	splitter_split(struct splitter *, struct row *);

/* The first cells of the row that was just split become two fields, see
 * rows_join(). */
void	splitter_join(struct splitter *, struct row *, uint32_t first,
	    uint32_t second);

/* The library and its version. */
const char *splitter_library(void);

#endif

/*
 * What one line of CSV means, written from the rules of libcsv in strict
 * mode and of ours, without libcsv: the second opinion of tests.
 */
#ifndef MFA_TESTS_FUZZ_LINE_MODEL_H
#define MFA_TESTS_FUZZ_LINE_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"

enum {
	LINE_MODEL_CELLS = LIMIT_CELLS
};

struct line_model {
	bool	 bad;			/* a quote is where none may be */
	bool	 too_many;		/* more than LINE_MODEL_CELLS */
	size_t	 count;			/* cells; 0: a blank line */
	size_t	 begin[LINE_MODEL_CELLS], end[LINE_MODEL_CELLS];
	char	*bytes;			/* room for the line; the caller's */
};

/* The line is without its end. */
void	line_model_read(struct line_model *, const char *line, size_t len,
	    char separator);

#endif

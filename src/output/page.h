/*
 * Lines for a person: words that wrap at the width, columns, colour. It
 * knows neither results nor reports. Texts are visible already (visible.h);
 * that no line is a command of a build service is seen to here.
 */
#ifndef MFA_OUTPUT_PAGE_H
#define MFA_OUTPUT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "output/output.h"

/* Few, and none that names a background: they have to read well on dark
 * and on light. */
enum style {
	STYLE_PLAIN,
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_RED,
	STYLE_BOLD_RED,
	STYLE_YELLOW,
	STYLE_COUNT
};

struct page {
	struct output	*output;
	size_t		 width;
	bool		 color;
	size_t		 column;	/* of the cursor, from 0 */
	size_t		 blanks;	/* before it, not written yet */
	size_t		 hang;		/* where a wrapped line goes on */
	bool		 begun;		/* the line has ASCII that shows */
};

/* Words at the cursor; what does not fit goes on at the hang. A word that is
 * longer than a whole line is broken, never cut off. */
void	page_flow(struct page *, enum style, const char *text);
void	page_flowf(struct page *, enum style, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* Moves the cursor to a column, to a new line where it is past it. */
void	page_column(struct page *, size_t column);
void	page_end_line(struct page *);
/* Ends the line unless nothing was written on it. */
void	page_fresh_line(struct page *);

/* "1 finding", "24 findings", kept in one line; more is the ending of the
 * plural. */
void	page_count(struct page *, enum style, uint64_t count,
	    const char *one, const char *more);

#endif

/*
 * Things the program knows, a line each, as a table, CSV or NDJSON. What is
 * read from reports streams and is list's or a writer's business.
 */
#ifndef MFA_PROGRAM_LISTING_H
#define MFA_PROGRAM_LISTING_H

#include "base/buffer.h"
#include "output/json_write.h"
#include "program/options.h"

struct listing_column {
	const char	*name;
	/* Appends the row's text. */
	void		(*cell)(struct buffer *, const void *row);
	/* Puts the member where it is no string; NULL: the text is. */
	void		(*json)(struct json *, const void *row);
};

struct listing {
	const char	*command;	/* for messages */
	const char	*type;		/* of the NDJSON's objects */
	const struct listing_column *columns;
	size_t		 column_count;
	/* The columns that a table shows, by index, in its order. */
	const size_t	*shown;
	size_t		 shown_count;
	const struct csv_shape *csv;
	const void	*rows;
	size_t		 row_size, row_count;
};

/* 0, or -1 where the format is none of the three or the output fails. */
int	listing_print(const struct listing *, const struct output_request *,
	    struct error *);

#endif

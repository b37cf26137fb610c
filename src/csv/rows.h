/*
 * Decoded bytes to rows of fields. A record is one line: LF, CR LF or CR
 * ends it, and a quote that is still open there makes it malformed. Blank
 * lines are counted as lines, not as rows. Blanks around a field are
 * dropped, quoted or not. libcsv says what a line means; it sees one line at a
 * time. A line that is regular (scan.h) is split without it, with the same
 * result.
 *
 * A row is valid until the next call on the same rows.
 */
#ifndef MFA_CSV_ROWS_H
#define MFA_CSV_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lane.h"
#include "base/text.h"
#include "input/stream.h"

struct row {
	const char	*base;		/* fields, gap bytes between two;
					 * STREAM_PADDING bytes behind the last
					 * may be read */
	const char	*raw;		/* the line as read, without its end */
	const uint32_t	*end;		/* field i ends before base[end[i]] */
	uint32_t	 start;		/* field 0 begins at base[start] */
	uint32_t	 gap;
	uint32_t	 count;		/* fields */
	uint32_t	 joined[2];	/* separators within fields 0 and 1 */
	uint32_t	 raw_len;
	uint64_t	 line;		/* 1-based, of the decoded text */
	uint64_t	 byte;		/* 0-based offset of raw */
	char		 separator;
	bool		 partial;	/* raw is only the line's begin */
	bool		 scanned;	/* besides separators and quotes it
					 * has only bytes of 0x21 to 0x7e;
					 * end[-1] + gap is start */
	const char	*reject;	/* why it is no row, or NULL */
};

struct rows;

/* Takes the fastest lane. The first line of the stream is line first_line,
 * its first byte offset first_byte. The stream is borrowed. */
struct rows *rows_new(struct stream *, uint64_t first_line,
	    uint64_t first_byte);
void	rows_free(struct rows *);

/* Another lane, before the first row. */
void	rows_set_lane(struct rows *, enum lane);
enum lane rows_lane(const struct rows *);

/* 1 and a row (fields or a reason to reject it), 0 at the end, -1. */
int	rows_next(struct rows *, struct row *, struct error *);

/* The separator of the rows to come; ',' at first. */
void	rows_set_separator(struct rows *, char);

/* The row that rows_next() just gave, split anew at another separator. */
void	rows_resplit(struct rows *, struct row *, char separator);

/* Ends the row that rows_next() just gave before raw[at] (0 < at <
 * raw_len); the rest is the next row, on the same line. */
void	rows_cut(struct rows *, struct row *, size_t at);

/* Makes two fields of the first cells of the row that rows_next() just
 * gave: of so many cells each (at least one), with the separators between
 * them. False, and the row is as it was, where anything else stands between
 * them in the line (a quote, a blank). */
bool	rows_join(struct rows *, struct row *, uint32_t first,
	    uint32_t second);

/* How many lines were begun so far, blank ones included. */
uint64_t rows_line(const struct rows *);
uint64_t rows_byte(const struct rows *);

struct text row_field(const struct row *, uint32_t);

/* Where field i stands in the raw line: 1-based columns in code points,
 * *end_column one past its last; quotes and blanks around it excluded. */
void	row_locate(const struct row *, uint32_t i, uint32_t *column,
	    uint32_t *end_column);

#endif

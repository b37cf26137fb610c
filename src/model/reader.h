/*
 * Rows to reports: finds the headers (the first, a repeated one, one glued
 * to the last row of the report before it) and hands out every row as a
 * user or with the reason why it is rejected. Nothing is lost in silence:
 * each row of a report is one of the two.
 */
#ifndef MFA_MODEL_READER_H
#define MFA_MODEL_READER_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "csv/rows.h"
#include "model/regular.h"
#include "model/report.h"

enum reader_item {
	READER_FAILED = -1,	/* the stream failed; err says why */
	READER_END,
	READER_REPORT,		/* a header: report is new */
	READER_USER,		/* user is valid until the next call */
	READER_REJECTED,	/* row is; err says why */
};

struct reader {
	struct rows	*rows;		/* borrowed */
	struct row	 row;
	struct report	 report;
	regular_function *is_regular;	/* NULL: every row is read plainly */
	struct regular	 regular;
	struct user	 user;
	bool		 has_report;
	struct buffer	 header;	/* of that report, as read */

	/* Lines before the first header. */
	uint64_t	 stray_count;
	uint64_t	 stray_line;	/* the first one's number */
	char		 stray_text[80];	/* its begin, made visible */
	char		 stray_reason[128];	/* why it is no row, or "" */
};

void	reader_init(struct reader *, struct rows *);
void	reader_release(struct reader *);
enum reader_item reader_next(struct reader *, struct error *);

#endif

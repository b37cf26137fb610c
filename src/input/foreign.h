/*
 * Names for what is no report: archives, pages, a saved error of the AWS
 * command. A table of first bytes; it reads nothing itself.
 */
#ifndef MFA_INPUT_FOREIGN_H
#define MFA_INPUT_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct foreign {
	const char	*what;		/* "a zip archive" */
	const char	*advice;	/* what to do about it, a sentence */
	bool		 may_hold_report;	/* never skipped in a folder */
};

/* NULL where the bytes are nothing that the table knows. */
const struct foreign *foreign_find(const uint8_t *, size_t len);

#endif

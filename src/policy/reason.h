/*
 * Why a verdict is unknown, in words. A buffer that holds a reason already
 * gets "; " before the next.
 */
#ifndef MFA_POLICY_REASON_H
#define MFA_POLICY_REASON_H

#include <stdint.h>

#include "base/buffer.h"
#include "policy/field.h"

/* "the report has no column mfa_active; it names cert_1_active twice". */
void	reason_append_columns(struct buffer *, const struct report *,
	    column_set);

/* As above for columns that are not there, and for cells that cannot be
 * read their line and value. */
void	reason_append_cells(struct buffer *, const struct user *, column_set);

/* That the row tells of more keys and certificates than it lists. */
void	reason_append_unlisted(struct buffer *, const struct user *);

#endif

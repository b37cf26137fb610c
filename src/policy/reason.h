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

/* That T is not known. */
void	reason_append_no_time(struct buffer *);

/* As both above, and for what is doubtful in the row itself the column, the
 * line and the value. */
void	reason_append_doubts(struct buffer *, const struct subject *,
	    const struct doubts *);

/* That the row tells of more keys and certificates than it lists. */
void	reason_append_unlisted(struct buffer *, const struct user *);

#endif

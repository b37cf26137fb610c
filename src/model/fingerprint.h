/*
 * The identity of a finding over time (mfa-check(1)): it does not
 * change when a report is encoded otherwise, moved, or re-sorted.
 *
 * It is the SHA-256 of these lines, each ended by one LF (0x0a); no value
 * can contain one:
 *
 *	mfa-check fingerprint 1
 *	rule=ID
 *	account=TWELVE DIGITS, or nothing where the report has no arn
 *
 * and, for a result about one row, these as well:
 *
 *	arn=ARN			or, where the report has no arn, user=NAME
 *	created=SECONDS		user_creation_time as an instant: decimal
 *				seconds since 1970-01-01T00:00:00Z; nothing
 *				where it is not known
 *
 * and, for a result about an access key or a certificate, these as well:
 *
 *	rotated=SECONDS		when it was created, likewise
 *	slot=NUMBER		1 or 2: only where rotated is nothing, or both
 *				slots have the same; else slots can change
 *				places and it is left out
 *
 * A result about the report as a whole (line 0) has the first three only.
 */
#ifndef MFA_MODEL_FINGERPRINT_H
#define MFA_MODEL_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/text.h"

struct fingerprint {
	const char	*rule;
	struct text	 account;
	bool		 of_row;	/* else about the report as a whole */
	struct text	 arn, user;	/* user counts where arn is empty */
	int64_t		 created;	/* or TIMESTAMP_NONE */
	bool		 of_slot;
	int64_t		 rotated;	/* or TIMESTAMP_NONE */
	int		 slot;
	bool		 same_rotated;	/* both slots have that date */
};

/* The digest is scratch; it must be fresh and is so again afterwards. */
void	fingerprint_make(const struct fingerprint *, struct digest *,
	    char hex[DIGEST_HEX_SIZE]);

#endif

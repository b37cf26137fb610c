/*
 * The bytes of a fingerprint; fingerprint.h documents them.
 */
#include "model/fingerprint.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/timestamp.h"

static void
add_line(struct digest *digest, const char *label, struct text value)
{
	struct text name = text_of(label);

	digest_update(digest, name.ptr, name.len);
	digest_update(digest, value.ptr, value.len);
	digest_update(digest, "\n", 1);
}

static void
add_row(struct digest *digest, const struct fingerprint *fingerprint)
{
	char created[24] = "";

	if (fingerprint->arn.len > 0)
		add_line(digest, "arn=", fingerprint->arn);
	else
		add_line(digest, "user=", fingerprint->user);
	if (fingerprint->created != TIMESTAMP_NONE)
		snprintf(
		    created, sizeof(created), "%" PRId64, fingerprint->created);
	add_line(digest, "created=", text_of(created));
}

void
fingerprint_make(const struct fingerprint *fingerprint, struct digest *digest,
    char hex[DIGEST_HEX_SIZE])
{
	add_line(digest, "mfa-check fingerprint ", text_of("1"));
	add_line(digest, "rule=", text_of(fingerprint->rule));
	add_line(digest, "account=", fingerprint->account);
	if (fingerprint->of_row)
		add_row(digest, fingerprint);
	digest_hex(digest, hex);
}

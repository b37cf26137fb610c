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
add_time(struct digest *digest, const char *label, int64_t time)
{
	char seconds[24] = "";

	if (time != TIMESTAMP_NONE)
		snprintf(seconds, sizeof(seconds), "%" PRId64, time);
	add_line(digest, label, text_of(seconds));
}

static void
add_row(struct digest *digest, const struct fingerprint *fingerprint)
{
	if (fingerprint->arn.len > 0)
		add_line(digest, "arn=", fingerprint->arn);
	else
		add_line(digest, "user=", fingerprint->user);
	add_time(digest, "created=", fingerprint->created);
}

static void
add_slot(struct digest *digest, const struct fingerprint *fingerprint)
{
	add_time(digest, "rotated=", fingerprint->rotated);
	if (fingerprint->rotated == TIMESTAMP_NONE || fingerprint->same_rotated)
		add_line(digest,
		    "slot=", text_of(fingerprint->slot == 1 ? "1" : "2"));
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
	if (fingerprint->of_slot)
		add_slot(digest, fingerprint);
	digest_hex(digest, hex);
}

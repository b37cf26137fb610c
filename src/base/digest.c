/*
 * SHA-256 by nettle; the only file that knows nettle.
 */
#include "base/digest.h"

#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"

struct digest {
	struct sha256_ctx ctx;
};

struct digest *
digest_new(void)
{
	struct digest *digest = xmalloc(sizeof(*digest));

	sha256_init(&digest->ctx);
	return digest;
}

void
digest_free(struct digest *digest)
{
	free(digest);
}

void
digest_update(struct digest *digest, const void *bytes, size_t len)
{
	sha256_update(&digest->ctx, len, bytes);
}

void
digest_hex(struct digest *digest, char hex[DIGEST_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t raw[SHA256_DIGEST_SIZE];

	sha256_digest(&digest->ctx, sizeof(raw), raw);
	for (size_t i = 0; i < sizeof(raw); i++) {
		hex[2 * i] = digits[raw[i] >> 4];
		hex[2 * i + 1] = digits[raw[i] & 15];
	}
	hex[2 * sizeof(raw)] = '\0';
}

#define TEXT_OF(number) #number
#define VERSION_TEXT(major, minor) TEXT_OF(major) "." TEXT_OF(minor)

const char *
digest_library(void)
{
	return "nettle " VERSION_TEXT(
	    NETTLE_VERSION_MAJOR, NETTLE_VERSION_MINOR);
}

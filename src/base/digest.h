/*
 * SHA-256 (FIPS 180-4), by nettle.
 */
#ifndef MFA_BASE_DIGEST_H
#define MFA_BASE_DIGEST_H

#include <stddef.h>

#define DIGEST_HEX_SIZE	65		/* 64 lower-case digits and NUL */

struct digest;

struct digest *digest_new(void);
void	digest_free(struct digest *);
void	digest_update(struct digest *, const void *, size_t len);

/* The digest of everything so far; starts over. */
void	digest_hex(struct digest *, char hex[DIGEST_HEX_SIZE]);

/* The library and its version. */
const char *digest_library(void);

#endif

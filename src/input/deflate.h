/*
 * A look into data that deflate packed without gzip's header, which a
 * report may have been stored as; it is not read, but named.
 */
#ifndef MFA_INPUT_DEFLATE_H
#define MFA_INPUT_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* At most cap bytes of what the data begins with: how many; 0 where it is
 * no such data. has_header: zlib's two bytes come first. */
size_t	deflate_look(const uint8_t *, size_t len, bool has_header,
	    uint8_t *dst, size_t cap);

#endif

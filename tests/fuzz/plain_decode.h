/*
 * Layers read at once from memory, as simply as can be: the second opinion
 * of tests.
 */
#ifndef MFA_TESTS_FUZZ_PLAIN_DECODE_H
#define MFA_TESTS_FUZZ_PLAIN_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Appends all members; true where they are whole and nothing else is there
 * but zero bytes, which tapes and disks leave. */
bool	plain_gunzip(const uint8_t *, size_t len, struct buffer *);

/* True where there is nothing but symbols, '=' and line ends. */
bool	plain_base64_is(const uint8_t *, size_t len);

/* Appends what whole groups of such a text decode to; false where a group is
 * none. */
bool	plain_base64(const uint8_t *, size_t len, struct buffer *);

#endif

/*
 * The layers in which reports are kept, put around bytes: what the program
 * takes off, written a second time.
 */
#ifndef MFA_TESTS_FUZZ_WRAPPING_H
#define MFA_TESTS_FUZZ_WRAPPING_H

#include <stdbool.h>

#include "base/buffer.h"
#include "fuzz/fuzz.h"

enum wrapping {
	WRAP_NONE,
	WRAP_GZIP,
	WRAP_BASE64,
	WRAP_JSON,
	WRAP_YAML,
	WRAP_TABLE,
	WRAP_TEXT,
	WRAP_UTF16,
	WRAP_COUNT
};

/* Wraps the bytes in one of the forms that people and tools give it, and
 * returns how many layers that are: 0 where it cannot be, and nothing was
 * done then. */
unsigned wrap(struct buffer *, enum wrapping, struct choices *);

/* True where a cut of what is wrapped cannot go unseen. */
bool	wrapping_has_end(enum wrapping);

#endif

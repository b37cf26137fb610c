/*
 * What the harnesses share. A harness is one file fuzz_NAME.c: it takes
 * bytes and holds properties, not only that nothing crashes. Other files
 * here are linked to each of them; `make fuzz` builds and runs them all.
 */
#ifndef MFA_TESTS_FUZZ_FUZZ_H
#define MFA_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Ends the run with a sentence, so that the input is kept, where a property
 * does not hold. */
void	fuzz_hold(bool, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* Ends the run unless both are the same; names what they are. */
void	fuzz_hold_same(const char *what, struct buffer *, struct buffer *);

/* Counts something by name and prints "note: NAME share" at the end. */
struct fuzz_share {
	const char	*name;
	uint64_t	 yes, all;
};
void	fuzz_share_count(struct fuzz_share *, bool);

/* Bytes as choices. When none is left every choice is 0, so what a producer
 * takes for 0 has to be what ends it. */
struct choices {
	const uint8_t	*at;
	size_t		 left;
};

/* 0 to n - 1; n at most 256. */
unsigned choose(struct choices *, unsigned n);

/* True in so many of 256 cases, never when nothing is left. */
bool	chance(struct choices *, unsigned of_256);

#endif

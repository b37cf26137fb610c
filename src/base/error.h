/*
 * Why one call failed: a full sentence for a stranger, and where.
 *
 * A function that can fail takes a struct error as its last parameter and
 * returns -1 (or NULL) after it filled it. Text from inputs enters only
 * through visible.h, so a message never carries raw control bytes.
 */
#ifndef MFA_BASE_ERROR_H
#define MFA_BASE_ERROR_H

#include <stdint.h>

enum error_kind {
	ERROR_NONE,
	ERROR_INPUT,		/* the input is bad: reading goes on */
	ERROR_SYSTEM,		/* the machine failed a call on an input */
	ERROR_USAGE,		/* the command line is wrong: status 2 */
	ERROR_POLICY,		/* a policy is wrong: status 2 */
	ERROR_OUTPUT,		/* an output cannot be written: status 2 */
};

struct error {
	enum error_kind	 kind;
	uint64_t	 line;	/* 1-based; 0 where no line is meant */
	uint64_t	 byte;	/* 0-based offset in the layer that failed */
	char		 text[1024];
};

/* Fills err (line and byte 0) and returns -1; too long a text ends in "...". */
int	error_set(struct error *err, enum error_kind kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* As error_set, with the 0-based offset at which the input went wrong. */
int	error_at(struct error *err, uint64_t byte, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif

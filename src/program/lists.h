/*
 * The lists that the command line names: operands (--files-from) and digests
 * (--sha256sums).
 */
#ifndef MFA_PROGRAM_LISTS_H
#define MFA_PROGRAM_LISTS_H

#include "program/options.h"

/* Reads the lists that the options name: the operands of --files-from behind
 * those of the command line, the digests of --sha256sums. 0, or -1 where one
 * cannot be read or is malformed, or where two things would read standard
 * input. */
int	lists_read(struct options *, struct error *);

/* True where a list or an operand is standard input. */
bool	lists_want_stdin(const struct options *);

#endif

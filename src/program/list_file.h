/*
 * The text of a list that the command line names: the operands of
 * --files-from, the digests of --sha256sums.
 */
#ifndef MFA_PROGRAM_LIST_FILE_H
#define MFA_PROGRAM_LIST_FILE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

/* "-": standard input. */
bool	list_file_is_stdin(const char *path);

/* All of it, at most LIMIT_LIST bytes, into a buffer that the caller
 * releases in any case: 0 or -1. */
int	list_file_read(const char *path, struct buffer *, struct error *);

#endif

/*
 * The file that an output replaces: a temporary file beside it that takes
 * its name when all was written. Until target_publish() the old file is as
 * it was. It neither buffers nor writes (output.h).
 */
#ifndef MFA_OUTPUT_TARGET_H
#define MFA_OUTPUT_TARGET_H

#include <stdbool.h>

#include "base/error.h"

struct target;

/* A regular or absent file: a temporary file beside it. A device, FIFO or
 * socket: itself, opened, never replaced. */
struct target *target_open(const char *path, struct error *);

/* Where to write; belongs to the target. */
int	target_fd(const struct target *);

/* False for what is written straight. */
bool	target_is_replaced(const struct target *);

/* All is on disk, not under its name yet; what was written straight is
 * closed. */
int	target_settle(struct target *, struct error *);
int	target_publish(struct target *, struct error *);

/* Closes; what was not published vanishes. */
void	target_free(struct target *);

/* True where path names the file that is replaced or written to. */
bool	target_is(const struct target *, const char *path);

#endif

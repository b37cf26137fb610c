/*
 * The file that an output replaces: a temporary file beside it that takes
 * its name when all was written. Until target_publish() the old file is as
 * it was. It neither buffers nor writes (output.h).
 */
#ifndef MFA_OUTPUT_TARGET_H
#define MFA_OUTPUT_TARGET_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

struct target;

/* A regular or absent file: a temporary file beside it. A device, FIFO or
 * socket, or a descriptor by its name in /dev/fd or /proc: itself, opened,
 * never replaced. */
struct target *target_open(const char *path, struct error *);

/* Where to write; belongs to the target. */
int	target_fd(const struct target *);

/* False for what is written straight. */
bool	target_is_replaced(const struct target *);

/* The folder in which it takes its name, or -1 where it is written straight;
 * belongs to the target. */
int	target_folder(const struct target *);

/* All is on disk, not under its name yet; what was written straight is
 * closed. */
int	target_settle(struct target *, struct error *);
int	target_publish(struct target *, struct error *);

/* Closes; what was not published vanishes. */
void	target_free(struct target *);

/* The file that was there before, or is written straight; false where there
 * was none. */
bool	target_old(const struct target *, dev_t *, ino_t *);

/* True where both replace, or will make, the same name of one folder. */
bool	target_same_name(const struct target *, const struct target *);

#endif

/*
 * Text about the program itself.
 */
#ifndef MFA_PROGRAM_HELP_H
#define MFA_PROGRAM_HELP_H

#include "base/buffer.h"
#include "base/lane.h"

struct sandbox;

/* Everything, from the tables of commands, options and formats. */
void	help_append(struct buffer *);
/* Two lines for somebody who made a mistake. */
void	help_append_short(struct buffer *);
/* The version, those of the libraries, the lane, and the sandbox that is in
 * force. */
void	help_append_version(struct buffer *, enum lane, const struct sandbox *);

#endif

/*
 * Text as YAML that reads as the same text again.
 */
#ifndef MFA_POLICY_YAML_WRITE_H
#define MFA_POLICY_YAML_WRITE_H

#include <stdbool.h>

#include "base/buffer.h"

/* In double quotes. */
void	yaml_append_quoted(struct buffer *, const char *);

/* As it was: without quotes where it had none and needs none. */
void	yaml_append_scalar(struct buffer *, const char *, bool quoted);

/* As a block whose lines are set in by so many columns, from the "|" on and
 * with the last line's end; in quotes where a block cannot hold it. */
void	yaml_append_block(struct buffer *, const char *, unsigned indent);

#endif

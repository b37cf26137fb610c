/*
 * Text that may end up in the log of a build service, which takes some of it
 * for commands: "::error::..." where a line begins (GitHub), "##[error]..."
 * and "##vso[...]" wherever they stand (GitHub, Azure). The runner of GitHub
 * trims blanks of any script, and overlooks characters that show as nothing;
 * so only ASCII counts here.
 */
#ifndef MFA_BASE_LOG_TEXT_H
#define MFA_BASE_LOG_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

/* True where a line that begins with the text is a command. */
bool	log_text_is_command(struct text);

/* True for what leaves the beginning of a line what it was: nothing in it
 * but blanks and what is not ASCII. */
bool	log_text_is_blank(struct text);

/* Appends the text, the second of two "#" as \x23, stopping silently at the
 * buffer's cap. */
void	log_text_append(struct buffer *, struct text);

#endif

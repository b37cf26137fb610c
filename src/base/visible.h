/*
 * Text from a report made safe to show: control and bidirectional
 * characters and bytes that are no UTF-8 become visible escapes (\x1b,
 * \u202e, \xff); everything else passes. For people, not for machines.
 */
#ifndef MFA_BASE_VISIBLE_H
#define MFA_BASE_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

/* False for what visible_append() escapes: controls, marks of direction,
 * characters that show as nothing, and -1 (no UTF-8). */
bool	visible_is_plain(int32_t code);

/* Appends the visible form, stopping silently at the buffer's cap. */
void	visible_append(struct buffer *, struct text);

/* The visible form in dst (always NUL-terminated); what does not fit ends
 * in "...". Returns dst. */
char	*visible_copy(char *dst, size_t size, struct text);

/* Columns that a terminal needs for UTF-8 text (wide characters count two,
 * combining ones none). */
size_t	visible_width(struct text);

/* The next code point; *used gets its bytes. Returns -1 (and 1 byte used)
 * for what is no UTF-8: overlong, surrogates and > U+10FFFF included. */
int32_t	utf8_next(struct text, size_t *used);

/* True for well-formed UTF-8; else *bad gets the first bad byte's offset. */
bool	utf8_valid(struct text, size_t *bad);

/* Code points in the text, a bad byte counting as one. */
size_t	utf8_count(struct text);

#endif

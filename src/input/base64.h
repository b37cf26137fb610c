/*
 * Base64 (RFC 4648 section 4) one symbol at a time: the arithmetic only,
 * without the shapes in which people store it (decode_base64.c).
 */
#ifndef MFA_INPUT_BASE64_H
#define MFA_INPUT_BASE64_H

#include <stddef.h>
#include <stdint.h>

struct base64 {
	uint32_t	 bits;		/* of the group that was begun */
	unsigned	 symbols;	/* in it, 0 to 3 */
	unsigned	 padding;	/* '=' signs behind them */
};

/* The value of a symbol, or -1. */
int	base64_value(uint8_t symbol);

/* Decodes at most max groups of four symbols, up to the first that has
 * anything else; returns how many. dst has three bytes for each. */
size_t	base64_groups(const uint8_t *symbols, size_t max, uint8_t *dst);

/* Takes a symbol's value; where it completes a group of four, writes three
 * bytes and returns 3, else 0. */
unsigned	base64_symbol(struct base64 *, unsigned value, uint8_t *dst);

/*
 * Takes a '='. Returns the number of bytes (1 or 2) written where it
 * completes the group, 0 where one more is needed, or -1 where no '=' may
 * stand here or the group's last symbol has bits that belong to no byte.
 */
int	base64_pad(struct base64 *, uint8_t *dst);

#endif

/*
 * Where a JSON value ends, without reading it: so that of a long stream no
 * more is held than one value. It takes anything; what is no JSON is for
 * json_read() to say.
 */
#ifndef MFA_BASE_JSON_SPAN_H
#define MFA_BASE_JSON_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero at the value's first byte, which is no blank. */
struct json_span {
	size_t	 at;		/* bytes looked at; its length at the end */
	size_t	 depth;		/* lists and objects that are open */
	bool	 in_text;
	bool	 escaped;
};

/* Goes on where it stopped in the value's first len bytes: whether its end
 * is among them. What is neither text, list nor object ends before the byte
 * that ends it. */
bool	json_span_find(struct json_span *, const uint8_t *, size_t len);

#endif

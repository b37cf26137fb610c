/*
 * Streaming JSON straight to an output: commas and escapes are made here,
 * nesting is the caller's. Control and bidirectional characters are
 * escaped; what is no UTF-8 becomes U+FFFD.
 *
 * The names begin with json_put_ because jansson, which the program links,
 * exports json_null and others: a function of ours of the same name would
 * take the library's place.
 */
#ifndef MFA_OUTPUT_JSON_WRITE_H
#define MFA_OUTPUT_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "output/output.h"

struct json {
	struct output	*output;
	bool		 first;		/* nothing in this bracket yet */
};

/* name NULL inside an array or at the top. */
void	json_put_open(struct json *, const char *name, char bracket);
void	json_put_close(struct json *, char bracket);
void	json_put_text(struct json *, const char *name, const char *value);
/* A string in pieces, so that a long one need not be put together first:
 * begin, parts, end. No part may end within a character. */
void	json_put_begin(struct json *, const char *name);
void	json_put_part(struct json *, const char *);
void	json_put_slice_part(struct json *, struct text);
void	json_put_end(struct json *);
/* Digits that are a number already. */
void	json_put_digits(struct json *, const char *name, const char *digits);
void	json_put_slice(struct json *, const char *name, struct text value);
void	json_put_number(struct json *, const char *name, uint64_t value);
void	json_put_bool(struct json *, const char *name, bool value);
void	json_put_null(struct json *, const char *name);

#endif

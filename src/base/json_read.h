/*
 * Reading JSON, by jansson: duplicate members and what is no UTF-8 are
 * refused.
 */
#ifndef MFA_BASE_JSON_READ_H
#define MFA_BASE_JSON_READ_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

struct json_value;

/* Reads one value from the start of the text; *used gets the bytes that it
 * took. NULL with err->byte at the first bad byte. */
struct json_value *json_read(struct text, size_t *used, struct error *);
void	json_value_free(struct json_value *);

/* A member of an object that is a string, borrowed; its ptr is NULL where
 * there is none. */
struct text	json_member(const struct json_value *, const char *name);

/* The library and its version. */
const char *json_library(void);

#endif

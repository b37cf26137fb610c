/*
 * Reading JSON, by jansson: duplicate members and what is no UTF-8 are
 * refused.
 */
#ifndef MFA_BASE_JSON_READ_H
#define MFA_BASE_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
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

/* Whether an object has a member of that name, of any kind. */
bool	json_has(const struct json_value *, const char *name);

/* The name of an object's member behind the one of that name, which was got
 * so, too; the first for NULL. NULL at the end. Borrowed. */
const char *json_key_after(const struct json_value *, const char *name);

/* The value itself where it is a text, borrowed; else its ptr is NULL. */
struct text	json_text(const struct json_value *);

/* Whether there is such a member. As the cell of a table it is a text, true
 * or false, a number; empty for null; [] or {} for what is nested. */
bool	json_cell(const struct json_value *, const char *name, struct buffer *);

/* How many members of that name, letter case ignored, the value and all
 * that is nested in it have. */
size_t	json_count(const struct json_value *, const char *name);

/* Gives the library its seed, for which it opens a file: before it is no
 * longer allowed to. It is never needed for the answer. */
void	json_prepare(void);

/* The library and its version. */
const char *json_library(void);

#endif

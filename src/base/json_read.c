/*
 * Reading JSON by jansson; the only file that knows it.
 */
#include "base/json_read.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/visible.h"

struct json_value {
	json_t *root;
};

/* jansson speaks of its own flags where a text holds U+0000. */
static const char *
reason(const json_error_t *failure)
{
	return json_error_code(failure) == json_error_null_character
	    ? "a text in it holds the character NUL"
	    : failure->text;
}

struct json_value *
json_read(struct text text, size_t *used, struct error *err)
{
	struct json_value *value;
	json_error_t failure;
	json_t *root;
	char shown[sizeof(failure.text)];

	/* Idempotent; the library would report a lack of memory as bad text. */
	json_set_alloc_funcs(xmalloc, free);
	root = json_loadb(text.ptr, text.len,
	    JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY,
	    &failure);
	if (root == NULL) {
		uint64_t at =
		    failure.position < 0 ? 0 : (uint64_t)failure.position;

		error_at(err, at,
		    "the JSON cannot be read, near its byte %" PRIu64 ": %s",
		    at,
		    visible_copy(
			shown, sizeof(shown), text_of(reason(&failure))));
		return NULL;
	}
	*used = (size_t)failure.position;
	value = xmalloc(sizeof(*value));
	value->root = root;
	return value;
}

void
json_value_free(struct json_value *value)
{
	if (value == NULL)
		return;
	json_decref(value->root);
	free(value);
}

struct text
json_member(const struct json_value *value, const char *name)
{
	const json_t *member = json_object_get(value->root, name);

	return (struct text){
	    .ptr = json_string_value(member),
	    .len = json_string_length(member),
	};
}

bool
json_has(const struct json_value *value, const char *name)
{
	return json_object_get(value->root, name) != NULL;
}

static size_t
count_members(json_t *value, const char *name)
{
	const char *key;
	json_t *member;
	size_t count = 0, i;

	json_object_foreach(value, key, member)
	{
		if (text_equals_nocase(text_of(key), name))
			count++;
		count += count_members(member, name);
	}
	json_array_foreach(value, i, member)
	{
		count += count_members(member, name);
	}
	return count;
}

size_t
json_count(const struct json_value *value, const char *name)
{
	return count_members(value->root, name);
}

const char *
json_key_after(const struct json_value *value, const char *key)
{
	void *at = key == NULL
	    ? json_object_iter(value->root)
	    : json_object_iter_next(value->root, json_object_key_to_iter(key));

	return json_object_iter_key(at);
}

struct text
json_text(const struct json_value *value)
{
	return (struct text){
	    .ptr = json_string_value(value->root),
	    .len = json_string_length(value->root),
	};
}

bool
json_cell(const struct json_value *value, const char *name, struct buffer *cell)
{
	const json_t *member = json_object_get(value->root, name);

	buffer_reset(cell);
	if (json_is_string(member))
		buffer_append(cell, json_string_value(member),
		    json_string_length(member));
	else if (json_is_integer(member))
		buffer_appendf(
		    cell, "%" JSON_INTEGER_FORMAT, json_integer_value(member));
	else if (json_is_real(member))
		buffer_appendf(cell, "%.17g", json_real_value(member));
	else if (json_is_boolean(member))
		buffer_append_text(
		    cell, json_is_true(member) ? "true" : "false");
	else if (json_is_object(member) || json_is_array(member))
		buffer_append_text(cell, json_is_array(member) ? "[]" : "{}");
	return member != NULL;
}

void
json_prepare(void)
{
	json_object_seed(0);
}

const char *
json_library(void)
{
	return "jansson " JANSSON_VERSION;
}

/*
 * Reading JSON by jansson; the only file that knows it.
 */
#include "base/json_read.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/visible.h"

struct json_value {
	json_t *root;
};

struct json_value *
json_read(struct text text, size_t *used, struct error *err)
{
	struct json_value *value;
	json_error_t failure;
	json_t *root;
	char shown[sizeof(failure.text)];

	root = json_loadb(text.ptr, text.len,
	    JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &failure);
	if (root == NULL) {
		error_at(err,
		    failure.position < 0 ? 0 : (uint64_t)failure.position,
		    "the JSON cannot be read: %s",
		    visible_copy(shown, sizeof(shown), text_of(failure.text)));
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

const char *
json_library(void)
{
	return "jansson " JANSSON_VERSION;
}

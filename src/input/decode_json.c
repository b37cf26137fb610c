/*
 * The JSON that `aws iam get-credential-report` prints: Content (base64 or
 * plain text, whatever layer it is) and GeneratedTime. The time comes after
 * the content and is needed before the first row, so the text is held
 * whole. Several such objects in one stream are so many documents.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "input/decode.h"
#include "input/envelope.h"
#include "input/json_stream.h"

enum {
	KEY_WINDOW = 512
};

struct json_layer {
	const struct decode_env *env;
	struct json_value *value; /* the current object, or NULL */
	struct envelope envelope; /* what is in it */
	bool begun;
};

static size_t
skip_blank(const uint8_t *bytes, size_t len)
{
	size_t at = 0;

	while (at < len && strchr(" \t\r\n", bytes[at]) != NULL &&
	    bytes[at] != '\0')
		at++;
	return at;
}

/*
 * Any other JSON is not ours to judge: in a folder of evidence it is
 * skipped. The short members of an envelope are always near its begin.
 */
static int
json_bid(const uint8_t *bytes, size_t len)
{
	static const char *const keys[] = {"\"Content\"", "\"GeneratedTime\"",
	    "\"ReportFormat\"", "\"State\""};
	size_t at = skip_blank(bytes, len);

	if (at == len || bytes[at] != '{')
		return 0;
	if (len > KEY_WINDOW)
		len = KEY_WINDOW;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (memmem(bytes, len, keys[i], strlen(keys[i])) != NULL)
			return 90;
	return 0;
}

static void *
json_new(const struct decode_env *env)
{
	struct json_layer *layer = xcalloc(1, sizeof(*layer));

	layer->env = env;
	return layer;
}

static void
json_layer_free(void *arg)
{
	struct json_layer *layer = arg;

	json_value_free(layer->value);
	free(layer);
}

/* Reads the object at the current place, which is held whole. */
static int
begin_document(struct json_layer *layer, struct error *err)
{
	struct stream *below = layer->env->below;
	uint64_t at;
	uint8_t first;

	if (json_stream_peek(below, &first, err) < 0)
		return -1;
	at = stream_offset(below);
	layer->value = json_stream_read(below, LIMIT_ENVELOPE,
	    "the JSON object is longer than 64 MiB and was not read; give "
	    "what `jq -r .Content | base64 -d` prints",
	    err);
	if (layer->value == NULL)
		return -1;
	layer->envelope = (struct envelope){
	    .content = json_member(layer->value, "Content"),
	    .generated = json_member(layer->value, "GeneratedTime"),
	    .format = json_member(layer->value, "ReportFormat"),
	    .state = json_member(layer->value, "State"),
	    .has_generated = json_has(layer->value, "GeneratedTime"),
	    .has_format = json_has(layer->value, "ReportFormat"),
	};
	if (envelope_open(
		&layer->envelope, "JSON object", layer->env, at, err) < 0)
		return -1;
	/* One that is not read must not look like none. */
	if (json_count(layer->value, "Content") > 1)
		problem_report(layer->env->problems, LEVEL_ERROR, 0, 0, at,
		    "the JSON object has more than one member \"Content\", "
		    "nested or in another letter case; only the first was "
		    "read");
	return 0;
}

static ssize_t
json_layer_read(void *arg, uint8_t *dst, size_t cap, struct error *err)
{
	struct json_layer *layer = arg;

	if (!layer->begun) {
		layer->begun = true;
		if (begin_document(layer, err) < 0)
			return -1;
	}
	return envelope_read(&layer->envelope, dst, cap);
}

static int
json_next(void *arg, struct error *err)
{
	struct json_layer *layer = arg;
	struct stream *below = layer->env->below;
	uint8_t first;
	int more;

	json_value_free(layer->value);
	layer->value = NULL;
	more = json_stream_peek(below, &first, err);
	if (more <= 0)
		return more;
	layer->begun = false;
	if (first == '{')
		return 1;
	return error_at(err, stream_offset(below),
	    "the JSON object is followed by other data at byte %" PRIu64
	    ", which was not read",
	    stream_offset(below));
}

const struct decoder decoder_json = {
    .name = "json",
    .bid = json_bid,
    .new = json_new,
    .ops = {json_layer_read, json_layer_free},
    .next = json_next,
    .library = json_library,
};

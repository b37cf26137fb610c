/*
 * What `aws iam get-credential-report` prints with `--output yaml` and
 * `yaml-stream`: a map with Content and GeneratedTime, alone or in a list,
 * or with `--query Content` a list of texts. Libraries write the same with
 * `!!binary`. The time comes after the content and is needed before the
 * first row, so a map is held whole. Maps one after another are so many
 * documents, also where nothing parts them: then a key comes again.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/visible.h"
#include "base/yaml_read.h"
#include "input/decode.h"
#include "input/envelope.h"

static const char *const keys[] = {
    "Content", "GeneratedTime", "ReportFormat", "State"};

enum {
	KEY_CONTENT,
	KEY_GENERATED,
	KEY_FORMAT,
	KEY_STATE,
	KEY_COUNT,
	/* A map in a list, and what is nested in it and passed over. */
	DEPTH_MAX = 16
};

struct yaml_layer {
	const struct decode_env *env;
	struct yaml_reader *reader;
	struct envelope envelope;
	char *value[KEY_COUNT]; /* what the envelope borrows */
	uint64_t line;          /* where it begins */
	bool seen[KEY_COUNT];
	size_t first; /* its first key of ours, or KEY_COUNT */
	size_t key;   /* the one to begin with, or KEY_COUNT */
	bool in_list; /* the map is one of a list */
	bool in_map;  /* the map goes on behind the envelope */
	bool is_text; /* a list's item is no map but the content */
	bool begun;
	size_t pulled; /* bytes since the envelope began */
	bool too_long;
	bool failed;          /* the stream below did: */
	struct error failure; /* why */
};

static size_t
skip_blank(const uint8_t *bytes, size_t len)
{
	size_t at = 0;

	while (at < len &&
	    (bytes[at] == ' ' || bytes[at] == '\r' || bytes[at] == '\n'))
		at++;
	return at;
}

/* Whether a line "KEY:" begins there, KEY one of ours, also in quotes. */
static bool
begins_key(const uint8_t *bytes, size_t len)
{
	uint8_t quote = len > 0 && strchr("\"'", bytes[0]) ? bytes[0] : 0;
	size_t at = quote != 0 ? 1 : 0;

	for (size_t i = 0; i < KEY_COUNT; i++) {
		size_t end = at + strlen(keys[i]);

		if (end >= len ||
		    memcmp(bytes + at, keys[i], strlen(keys[i])) != 0)
			continue;
		if (quote != 0 && bytes[end++] != quote)
			continue;
		if (end < len && bytes[end] == ':')
			return true;
	}
	return false;
}

/* Any other YAML is not ours to judge; an envelope begins with a key of it,
 * or the list of `--query Content` with base64. */
static int
yaml_bid(const uint8_t *bytes, size_t len)
{
	size_t at;

	at = skip_blank(bytes, len);
	if (len - at >= 3 && memcmp(bytes + at, "---", 3) == 0) {
		at += 3;
		at += skip_blank(bytes + at, len - at);
	}
	if (len - at >= 2 && memcmp(bytes + at, "- ", 2) == 0) {
		at += 2;
		if (at < len && bytes[at] != '-' && bytes[at] != ' ' &&
		    decode_find(bytes + at, len - at) == &decoder_base64)
			return 80;
	}
	return begins_key(bytes + at, len - at) ? 80 : 0;
}

/* libyaml's buffer is filled whatever the read size is, so that the cap
 * acts at the same byte. */
static size_t
pull(void *arg, uint8_t *dst, size_t cap)
{
	struct yaml_layer *layer = arg;
	const uint8_t *bytes;
	ssize_t n;

	if (layer->failed || layer->too_long)
		return 0;
	if (layer->pulled > LIMIT_ENVELOPE) {
		layer->too_long = true;
		return 0;
	}
	n = stream_peek(layer->env->below, cap, &bytes, &layer->failure);
	if (n < 0) {
		layer->failed = true;
		return 0;
	}
	if ((size_t)n > cap)
		n = (ssize_t)cap;
	memcpy(dst, bytes, (size_t)n);
	stream_consume(layer->env->below, (size_t)n);
	layer->pulled += (size_t)n;
	return (size_t)n;
}

static void *
yaml_new(const struct decode_env *env)
{
	struct yaml_layer *layer = xcalloc(1, sizeof(*layer));

	layer->env = env;
	layer->key = KEY_COUNT;
	layer->reader = yaml_reader_new(pull, layer);
	return layer;
}

static void
forget(struct yaml_layer *layer)
{
	for (size_t i = 0; i < KEY_COUNT; i++) {
		free(layer->value[i]);
		layer->value[i] = NULL;
		layer->seen[i] = false;
	}
	layer->envelope = (struct envelope){.has_generated = false};
	layer->first = KEY_COUNT;
}

static void
yaml_free(void *arg)
{
	struct yaml_layer *layer = arg;

	forget(layer);
	yaml_reader_free(layer->reader);
	free(layer);
}

/* The next item, or -1 with the reason. */
static int
next_item(struct yaml_layer *layer, struct yaml_item *item, struct error *err)
{
	struct yaml_failure failure;
	uint64_t at = stream_offset(layer->env->below);
	char shown[128];
	int result = yaml_reader_next(layer->reader, item);

	/* What ended the text too early is the reason, not what that broke. */
	if (layer->failed) {
		*err = layer->failure;
		return -1;
	}
	if (layer->too_long)
		return error_at(err, at,
		    "the YAML that begins in its line %" PRIu64 " is longer "
		    "than %zu MiB in one piece and was not read; give what "
		    "`base64 -d` makes of its Content",
		    layer->line, LIMIT_ENVELOPE >> 20);
	if (result == 0)
		return 0;
	yaml_reader_failure(layer->reader, &failure);
	if (failure.bad_bytes)
		return error_at(err, failure.byte,
		    "the YAML cannot be read at its byte %zu: %s", failure.byte,
		    failure.problem);
	return error_at(err, at,
	    "the YAML cannot be read, in its line %" PRIu64 ": %s",
	    failure.line,
	    visible_copy(shown, sizeof(shown),
		text_of(failure.problem != NULL ? failure.problem : "")));
}

static int
unexpected(const struct yaml_layer *layer, const struct yaml_item *item,
    struct error *err)
{
	return error_at(err, stream_offset(layer->env->below),
	    "in line %" PRIu64 " of the YAML %s; expected only what `aws iam "
	    "get-credential-report` prints, and the rest was not read",
	    item->line,
	    item->kind == YAML_IS_ALIAS      ? "an alias stands"
		: item->kind == YAML_IS_TEXT ? "a text stands alone"
		: item->kind == YAML_IS_LIST ? "a list begins"
					     : "something else begins");
}

static size_t
find_key(struct text text)
{
	size_t i = 0;

	while (i < KEY_COUNT && !text_equals(text, keys[i]))
		i++;
	return i;
}

/*
 * Passes over a nested value, whose first item was given. A Content in it
 * might be a report: one that is not read must not look like none.
 */
static int
skip_value(struct yaml_layer *layer, struct yaml_item item, struct error *err)
{
	size_t depth = 0;

	for (;;) {
		if (item.kind == YAML_IS_ALIAS)
			return unexpected(layer, &item, err);
		if (item.kind == YAML_IS_LIST || item.kind == YAML_IS_MAP)
			depth++;
		if (item.kind == YAML_IS_LIST_END ||
		    item.kind == YAML_IS_MAP_END)
			depth--;
		if (depth > DEPTH_MAX)
			return error_at(err, stream_offset(layer->env->below),
			    "the YAML is nested more than %d deep in its line "
			    "%" PRIu64 "; an envelope is not",
			    DEPTH_MAX, item.line);
		if (depth > 0 && item.kind == YAML_IS_TEXT &&
		    text_equals_nocase(item.text, keys[KEY_CONTENT]))
			return error_at(err, stream_offset(layer->env->below),
			    "the YAML has a nested \"Content\" in its line "
			    "%" PRIu64 ", which was not read",
			    item.line);
		if (depth == 0)
			return 0;
		if (next_item(layer, &item, err) < 0)
			return -1;
	}
}

static bool
is_null(const struct yaml_item *item)
{
	return !item->quoted &&
	    (item->text.len == 0 || text_equals(item->text, "~") ||
		text_equals_nocase(item->text, "null"));
}

/* YAML's own form of a time parts its halves by a blank. */
static void
take_time(struct yaml_layer *layer, char *text, size_t len)
{
	if (len > 10 && text[10] == ' ')
		text[10] = 'T';
	layer->envelope.generated = (struct text){text, len};
}

/* Takes the current item's text as the value of a key. */
static void
take_text(struct yaml_layer *layer, size_t key, const struct yaml_item *item)
{
	size_t len = item->text.len;
	char *text;

	if (is_null(item))
		return;
	text = yaml_reader_take(layer->reader);
	layer->value[key] = text;
	if (key == KEY_CONTENT)
		layer->envelope.content = (struct text){text, len};
	else if (key == KEY_FORMAT)
		layer->envelope.format = (struct text){text, len};
	else if (key == KEY_STATE)
		layer->envelope.state = (struct text){text, len};
	else if (key == KEY_GENERATED)
		take_time(layer, text, len);
}

static int
read_value(struct yaml_layer *layer, size_t key, struct error *err)
{
	struct yaml_item item;

	if (key < KEY_COUNT) {
		layer->seen[key] = true;
		if (layer->first == KEY_COUNT)
			layer->first = key;
		layer->envelope.has_generated = layer->seen[KEY_GENERATED];
		layer->envelope.has_format = layer->seen[KEY_FORMAT];
	}
	if (next_item(layer, &item, err) < 0)
		return -1;
	if (item.kind != YAML_IS_TEXT)
		return skip_value(layer, item, err);
	if (key < KEY_COUNT)
		take_text(layer, key, &item);
	return 0;
}

/*
 * A key that came before: where the envelope is complete and began with it,
 * the next one begins, as in `aws ... >>report.yaml`.
 */
static int
repeated(struct yaml_layer *layer, size_t key, const struct yaml_item *item,
    struct error *err)
{
	if (key == layer->first && layer->seen[KEY_CONTENT] &&
	    layer->seen[KEY_GENERATED]) {
		layer->key = key;
		layer->line = item->line;
		return 0;
	}
	return error_at(err, stream_offset(layer->env->below),
	    "the YAML has \"%s\" a second time in its line %" PRIu64
	    ", before the report that began was complete; none of it was read",
	    keys[key], item->line);
}

/* Reads a map from behind its begin to its end, or to the next envelope. */
static int
read_map(struct yaml_layer *layer, struct error *err)
{
	struct yaml_item item;
	size_t key = layer->key;

	layer->key = KEY_COUNT;
	if (key < KEY_COUNT && read_value(layer, key, err) < 0)
		return -1;
	for (;;) {
		if (next_item(layer, &item, err) < 0)
			return -1;
		layer->in_map = item.kind != YAML_IS_MAP_END;
		if (!layer->in_map)
			return 0;
		if (item.kind != YAML_IS_TEXT)
			return unexpected(layer, &item, err);
		key = find_key(item.text);
		if (key < KEY_COUNT && layer->seen[key])
			return repeated(layer, key, &item, err);
		if (read_value(layer, key, err) < 0)
			return -1;
	}
}

/* Goes to the next envelope: 1 where one begins, 0 at the end, -1. */
static int
yaml_next(void *arg, struct error *err)
{
	struct yaml_layer *layer = arg;
	struct yaml_item item;

	forget(layer);
	layer->begun = false;
	layer->pulled = 0;
	layer->is_text = false;
	if (layer->in_map)
		return 1;
	for (;;) {
		if (next_item(layer, &item, err) < 0)
			return -1;
		layer->line = item.line;
		if (item.kind == YAML_IS_END)
			return 0;
		if (item.kind == YAML_IS_MAP)
			return 1;
		if (item.kind == YAML_IS_TEXT && layer->in_list) {
			take_text(layer, KEY_CONTENT, &item);
			layer->is_text = true;
			return 1;
		}
		if (item.kind == YAML_IS_ALIAS || item.kind == YAML_IS_TEXT ||
		    (item.kind == YAML_IS_LIST && layer->in_list))
			return unexpected(layer, &item, err);
		layer->in_list = item.kind == YAML_IS_LIST;
	}
}

/* Cut in its Content it still is YAML, but all that comes behind is gone. */
static void
note_cut(struct yaml_layer *layer)
{
	if (layer->envelope.content.ptr == NULL || layer->is_text ||
	    layer->seen[KEY_GENERATED] || layer->seen[KEY_FORMAT])
		return;
	problem_report(layer->env->problems, LEVEL_ERROR, 0, 0,
	    stream_offset(layer->env->below),
	    "the YAML has a Content but no GeneratedTime and no ReportFormat: "
	    "it may have been cut");
}

static ssize_t
yaml_read(void *arg, uint8_t *dst, size_t cap, struct error *err)
{
	struct yaml_layer *layer = arg;
	bool is_first = !layer->begun && layer->line == 0;
	int more = is_first ? yaml_next(layer, err) : 1;

	if (more <= 0)
		return more;
	if (!layer->begun) {
		layer->begun = true;
		if ((!layer->is_text && read_map(layer, err) < 0) ||
		    envelope_open(&layer->envelope, "YAML", layer->env,
			stream_offset(layer->env->below), err) < 0)
			return -1;
		note_cut(layer);
	}
	return envelope_read(&layer->envelope, dst, cap);
}

const struct decoder decoder_yaml = {
    .name = "yaml",
    .bid = yaml_bid,
    .new = yaml_new,
    .ops = {yaml_read, yaml_free},
    .next = yaml_next,
};

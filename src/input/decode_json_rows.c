/*
 * Rows as JSON objects, as Steampipe's `--output json` prints its table
 * aws_iam_credential_report: a list of them, or in current versions the
 * member "rows" of an object. They become CSV, null an empty cell, which is
 * how the same tool prints them; what that means is the reader's business
 * (model/reexport.h). One row is held at a time. The first names the
 * columns.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "base/visible.h"
#include "input/decode.h"
#include "input/json_stream.h"

enum {
	BID_WINDOW = 512,
	/* Stands for a line end within a text: no cell may hold it, so the
	 * row is rejected, and cannot pose as two. */
	SUBSTITUTE = 0x1a
};

enum place {
	BEFORE,  /* a document begins */
	MEMBERS, /* in the object, behind its '{' or a member */
	ROWS,    /* in the list, behind its '[' or a row */
	BEHIND
};

struct json_rows {
	const struct decode_env *env;
	enum place place;
	bool in_object; /* the list is a member */
	bool first;     /* nothing stands before it in list or object */
	struct columns {
		char **name;
		size_t count;
	} columns;
	uint64_t row; /* read so far, in this document */
	struct buffer cell;
	struct buffer out; /* lines of CSV */
	size_t given;      /* bytes of them that were handed on */
};

/* Any other JSON is not ours to judge; a report has one of these columns. */
static int
json_rows_bid(const uint8_t *bytes, size_t len)
{
	static const char *const words[] = {"\"user_creation_time\"",
	    "\"password_enabled\"", "\"mfa_active\"", "\"access_key_1_",
	    "\"access_key_2_", "\"cert_1_", "\"cert_2_", "\"password_last_",
	    "\"password_next_rotation\""};
	size_t at = 0;

	if (len > BID_WINDOW)
		len = BID_WINDOW;
	while (at < len && memchr(" \t\r\n", bytes[at], 4) != NULL)
		at++;
	if (at == len || (bytes[at] != '[' && bytes[at] != '{'))
		return 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(bytes, len, words[i], strlen(words[i])) != NULL)
			return 70;
	return 0;
}

static void *
json_rows_new(const struct decode_env *env)
{
	struct json_rows *layer = xcalloc(1, sizeof(*layer));

	layer->env = env;
	/* A text has no more bytes than its row; quoting doubles them, and
	 * each cell has a separator. */
	buffer_init(&layer->cell, LIMIT_JSON_ROW);
	buffer_init(&layer->out, 4 * LIMIT_JSON_ROW);
	return layer;
}

static void
forget(struct json_rows *layer)
{
	for (size_t i = 0; i < layer->columns.count; i++)
		free(layer->columns.name[i]);
	free(layer->columns.name);
	layer->columns = (struct columns){NULL, 0};
	layer->row = 0;
	layer->place = BEFORE;
}

static void
json_rows_free(void *arg)
{
	struct json_rows *layer = arg;

	forget(layer);
	buffer_release(&layer->cell);
	buffer_release(&layer->out);
	free(layer);
}

static int
unexpected(struct json_rows *layer, const char *expected, struct error *err)
{
	uint64_t at = stream_offset(layer->env->below);

	return error_at(err, at,
	    "at byte %" PRIu64 " of the JSON expected %s; the rest was not "
	    "read",
	    at, expected);
}

/* The next byte that is no blank; the end is none. */
static int
peek(struct json_rows *layer, uint8_t *byte, struct error *err)
{
	int more = json_stream_peek(layer->env->below, byte, err);

	if (more == 0)
		return error_at(err, stream_offset(layer->env->below),
		    "the JSON is truncated: it ends at byte %" PRIu64
		    " before its rows do",
		    stream_offset(layer->env->below));
	return more;
}

static struct json_value *
read_value(struct json_rows *layer, struct error *err)
{
	return json_stream_read(layer->env->below, LIMIT_JSON_ROW,
	    "a row or member of the JSON is longer than 512 KiB; the rest was "
	    "not read",
	    err);
}

/* Adds a cell to the line; in quotes, where a blank at its end or a
 * separator would not be its own. */
static void
put_cell(struct json_rows *layer, struct text cell, bool first)
{
	struct buffer *out = &layer->out;

	buffer_append(out, ",\"", first ? 0 : 1);
	if (cell.len == 0)
		return;
	buffer_append(out, "\"", 1);
	for (size_t i = 0; i < cell.len; i++) {
		char byte = cell.ptr[i];

		if (byte == '\n' || byte == '\r')
			byte = SUBSTITUTE;
		if (byte == '"')
			buffer_append(out, "\"", 1);
		buffer_append(out, &byte, 1);
	}
	buffer_append(out, "\"", 1);
}

static int
put_header(
    struct json_rows *layer, const struct json_value *row, struct error *err)
{
	struct columns *columns = &layer->columns;
	size_t size = 0;

	for (const char *key = json_key_after(row, NULL); key != NULL;
	     key = json_key_after(row, key)) {
		if (columns->count == LIMIT_CELLS)
			return error_at(err, stream_offset(layer->env->below),
			    "the first row of the JSON has more than %d "
			    "members",
			    LIMIT_CELLS);
		columns->name = xgrow(columns->name, columns->count, &size,
		    sizeof(*columns->name));
		put_cell(layer, text_of(key), columns->count == 0);
		columns->name[columns->count++] = xstrdup(key);
	}
	buffer_append(&layer->out, "\n", 1);
	return 0;
}

/* Adds the row's cells; false where it has other members than the first. */
static bool
put_cells(struct json_rows *layer, const struct json_value *row)
{
	const struct columns *columns = &layer->columns;
	size_t count = 0;

	for (const char *key = json_key_after(row, NULL); key != NULL;
	     key = json_key_after(row, key))
		if (++count > columns->count)
			return false;
	if (count < columns->count)
		return false;
	for (size_t i = 0; i < columns->count; i++) {
		if (!json_cell(row, columns->name[i], &layer->cell))
			return false;
		put_cell(layer,
		    (struct text){layer->cell.data, layer->cell.len}, i == 0);
	}
	return true;
}

/* What is missing is no null: such a row is made one that is rejected, and
 * costs no more than its length. */
static void
put_row(struct json_rows *layer, const struct json_value *row, uint64_t at)
{
	size_t before = layer->out.len;
	const char other[] = {SUBSTITUTE, '\n'};

	if (put_cells(layer, row)) {
		buffer_append(&layer->out, "\n", 1);
		return;
	}
	layer->out.len = before;
	buffer_append(&layer->out, other, sizeof(other));
	problem_report(layer->env->problems, LEVEL_ERROR, 0, 0, at,
	    "row %" PRIu64 " of the JSON has other members than its first row",
	    layer->row);
}

/* In the list: the next row, or its end. */
static int
read_row(struct json_rows *layer, uint8_t byte, struct error *err)
{
	uint64_t at = stream_offset(layer->env->below);
	struct json_value *row;

	if (byte == ']') {
		stream_consume(layer->env->below, 1);
		layer->place = layer->in_object ? MEMBERS : BEHIND;
		layer->first = false;
		return 0;
	}
	if (byte != '{')
		return unexpected(layer, "a row, which is an object", err);
	row = read_value(layer, err);
	if (row == NULL)
		return -1;
	if (layer->row++ == 0 && put_header(layer, row, err) < 0) {
		json_value_free(row);
		return -1;
	}
	put_row(layer, row, at);
	json_value_free(row);
	layer->first = false;
	return 0;
}

/* What else an object of rows has. It is not searched. */
static bool
is_known_member(struct text name)
{
	return text_equals(name, "columns") || text_equals(name, "metadata");
}

static int
skip_member(struct json_rows *layer, struct text name, struct error *err)
{
	uint64_t at = stream_offset(layer->env->below);
	struct json_value *value = read_value(layer, err);
	char shown[64];

	if (value == NULL)
		return -1;
	json_value_free(value);
	if (!is_known_member(name))
		problem_report(layer->env->problems, LEVEL_ERROR, 0, 0, at,
		    "the member \"%s\" beside the rows of the JSON was not "
		    "read; expected rows, columns and metadata",
		    visible_copy(shown, sizeof(shown), name));
	return 0;
}

static int
read_named(struct json_rows *layer, struct text name, struct error *err)
{
	struct stream *below = layer->env->below;
	uint8_t byte;

	if (peek(layer, &byte, err) < 0)
		return -1;
	if (byte != ':')
		return unexpected(layer, "':' behind a member's name", err);
	stream_consume(below, 1);
	if (peek(layer, &byte, err) < 0)
		return -1;
	layer->first = false;
	if (byte != '[' || layer->row > 0 || !text_equals(name, "rows"))
		return skip_member(layer, name, err);
	stream_consume(below, 1);
	layer->place = ROWS;
	layer->first = true;
	return 0;
}

/* In the object: the next member, or its end. */
static int
read_member(struct json_rows *layer, uint8_t byte, struct error *err)
{
	struct json_value *name;
	int result;

	if (byte == '}') {
		stream_consume(layer->env->below, 1);
		layer->place = BEHIND;
		return 0;
	}
	if (byte != '"')
		return unexpected(layer, "the name of a member", err);
	name = read_value(layer, err);
	if (name == NULL)
		return -1;
	result = read_named(layer, json_text(name), err);
	json_value_free(name);
	return result;
}

static int
begin(struct json_rows *layer, uint8_t byte, struct error *err)
{
	if (byte != '[' && byte != '{')
		return unexpected(layer, "a list of rows", err);
	stream_consume(layer->env->below, 1);
	layer->in_object = byte == '{';
	layer->place = layer->in_object ? MEMBERS : ROWS;
	layer->first = true;
	return 0;
}

/* Reads one thing more. */
static int
advance(struct json_rows *layer, struct error *err)
{
	uint8_t byte;

	if (peek(layer, &byte, err) < 0)
		return -1;
	if (layer->place == BEFORE)
		return begin(layer, byte, err);
	if (!layer->first && byte == ',') {
		stream_consume(layer->env->below, 1);
		if (peek(layer, &byte, err) < 0)
			return -1;
		if (byte == ']' || byte == '}')
			return unexpected(layer, "more behind the comma", err);
	} else if (!layer->first && byte != ']' && byte != '}')
		return unexpected(layer, "a comma or the end", err);
	return layer->place == ROWS ? read_row(layer, byte, err)
				    : read_member(layer, byte, err);
}

static ssize_t
json_rows_read(void *arg, uint8_t *dst, size_t cap, struct error *err)
{
	struct json_rows *layer = arg;
	size_t n;

	if (layer->given == layer->out.len) {
		buffer_reset(&layer->out);
		layer->given = 0;
	}
	while (layer->out.len == 0 && layer->place != BEHIND)
		if (advance(layer, err) < 0)
			return -1;
	if (layer->place == BEHIND && layer->row == 0)
		return error_at(err, stream_offset(layer->env->below),
		    "the JSON has no rows, so it holds no report");
	n = layer->out.len - layer->given;
	if (n > cap)
		n = cap;
	if (n > 0)
		memcpy(dst, layer->out.data + layer->given, n);
	layer->given += n;
	return (ssize_t)n;
}

static int
json_rows_next(void *arg, struct error *err)
{
	struct json_rows *layer = arg;
	uint8_t byte;
	int more = json_stream_peek(layer->env->below, &byte, err);

	if (more <= 0)
		return more;
	if (byte != '[' && byte != '{')
		return unexpected(layer, "the end, or more rows", err);
	forget(layer);
	return 1;
}

const struct decoder decoder_json_rows = {
    .name = "json-rows",
    .bid = json_rows_bid,
    .new = json_rows_new,
    .ops = {json_rows_read, json_rows_free},
    .next = json_rows_next,
};

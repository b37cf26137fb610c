/*
 * The box that `aws iam get-credential-report --output table` draws: a title,
 * then a line for each member. The client never breaks a value over lines
 * and never shortens one. The time stands behind the content and is needed
 * before the first row, so the content is held whole; the borders and the
 * padding, which are as long as the content, are not.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "base/visible.h"
#include "input/decode.h"
#include "input/envelope.h"

enum {
	BID_WINDOW = 512,
	/* The narrowest box around a title of ours. */
	MIN_WIDTH = 16,
	TIME_MAX_LEN = 64
};

static const char title[] = "CredentialReport";

struct table_layer {
	const struct decode_env *env;
	struct buffer content, generated, format, state;
	struct envelope envelope;
	unsigned borders; /* of this table that were read */
	uint64_t width;   /* of the first */
	bool begun, seen_content, seen_time, seen_format;
};

static bool
is_line_end(uint8_t byte)
{
	return byte == '\n' || byte == '\r';
}

/* The place of the first byte from there on that is no such byte. */
static size_t
behind(const uint8_t *bytes, size_t len, size_t at, const char *set)
{
	while (at < len && bytes[at] != 0 && strchr(set, bytes[at]) != NULL)
		at++;
	return at;
}

/* A wide box shows nothing but its upper border in the first bytes, or not
 * all of its title. */
static int
table_bid(const uint8_t *bytes, size_t len)
{
	bool is_cut = len >= BID_WINDOW;
	size_t begin, at;

	if (is_cut)
		len = BID_WINDOW;
	begin = behind(bytes, len, 0, "\r\n");
	at = behind(bytes, len, begin, "-");
	if (at - begin < MIN_WIDTH)
		return 0;
	at = behind(bytes, len, at, "\r\n");
	if (at < len && bytes[at++] != '|')
		return 0;
	at = behind(bytes, len, at, " ");
	if (memmem(bytes + at, len - at, title, strlen(title)) != NULL)
		return 70;
	return at == len ||
		(is_cut && memchr(bytes + at, '\n', len - at) == NULL)
	    ? 70
	    : 0;
}

static void *
table_new(const struct decode_env *env)
{
	struct table_layer *layer = xcalloc(1, sizeof(*layer));

	layer->env = env;
	buffer_init(&layer->content, LIMIT_ENVELOPE);
	buffer_init(&layer->generated, TIME_MAX_LEN);
	buffer_init(&layer->format, TIME_MAX_LEN);
	buffer_init(&layer->state, TIME_MAX_LEN);
	return layer;
}

static void
table_free(void *arg)
{
	struct table_layer *layer = arg;

	buffer_release(&layer->content);
	buffer_release(&layer->generated);
	buffer_release(&layer->format);
	buffer_release(&layer->state);
	free(layer);
}

static int
damaged_at(uint64_t at, const char *what, struct error *err)
{
	return error_at(err, at,
	    "the table of the aws command %s at byte %" PRIu64
	    "; it was not read; save the report with `--output json` or "
	    "`--output text`",
	    what, at);
}

static int
damaged(const struct table_layer *layer, const char *what, struct error *err)
{
	return damaged_at(stream_offset(layer->env->below), what, err);
}

/* Consumes bytes of the set, up to the first that is none. -1 failed. */
static int
skip(struct table_layer *layer, const char *set, struct error *err)
{
	const uint8_t *bytes;
	ssize_t n;

	while ((n = stream_peek(layer->env->below, 1, &bytes, err)) > 0) {
		ssize_t at = 0;

		while (
		    at < n && bytes[at] != 0 && strchr(set, bytes[at]) != NULL)
			at++;
		stream_consume(layer->env->below, (size_t)at);
		if (at < n)
			return 0;
	}
	return n < 0 ? -1 : 0;
}

/* The next byte, not consumed; '\n' at the end of the stream; -1 failed. */
static int
next_byte(struct table_layer *layer, struct error *err)
{
	const uint8_t *bytes;
	ssize_t n = stream_peek(layer->env->below, 1, &bytes, err);

	return n < 0 ? -1 : n == 0 ? '\n' : bytes[0];
}

/* Consumes the one byte, which has to come next. */
static int
expect(struct table_layer *layer, uint8_t byte, struct error *err)
{
	int next = next_byte(layer, err);

	if (next < 0)
		return -1;
	if (next != byte)
		return damaged(layer, "is cut or damaged", err);
	stream_consume(layer->env->below, 1);
	return 0;
}

static int
end_line(struct table_layer *layer, struct error *err)
{
	int next = next_byte(layer, err);

	if (next < 0)
		return -1;
	if (!is_line_end((uint8_t)next))
		return damaged(layer, "has other text behind a line", err);
	return skip(layer, "\r\n", err);
}

/* Appends the text up to a blank, a bar or the end of the line to a buffer,
 * or to none. */
static int
read_word(struct table_layer *layer, struct buffer *word, struct error *err)
{
	uint64_t begin = stream_offset(layer->env->below);
	const uint8_t *bytes;
	ssize_t n;

	while ((n = stream_peek(layer->env->below, 1, &bytes, err)) > 0) {
		ssize_t at = 0;

		while (at < n && !is_line_end(bytes[at]) && bytes[at] != ' ' &&
		    bytes[at] != '|')
			at++;
		if (word != NULL && buffer_append(word, bytes, (size_t)at) < 0)
			/* Where it was full depends on the size of reads. */
			return damaged_at(begin, "has too long a cell", err);
		stream_consume(layer->env->below, (size_t)at);
		if (at < n)
			return 0;
	}
	return n < 0 ? -1 : 0;
}

static int
read_title(struct table_layer *layer, struct error *err)
{
	struct buffer word;
	int failed;
	bool known;

	buffer_init(&word, BID_WINDOW);
	failed = skip(layer, " ", err) < 0 ||
	    read_word(layer, &word, err) < 0 || skip(layer, " ", err) < 0 ||
	    expect(layer, '|', err) < 0 || end_line(layer, err) < 0;
	known = strstr(buffer_text(&word), title) != NULL;
	buffer_release(&word);
	if (failed)
		return -1;
	return known ? 0 : damaged(layer, "is that of another command", err);
}

/* Where the value of a key goes: NULL where it is passed over. */
static struct buffer *
find_place(struct table_layer *layer, const char *key, bool *again)
{
	struct buffer *place = NULL;

	*again = false;
	if (strcmp(key, "Content") == 0) {
		*again = layer->seen_content;
		layer->seen_content = true;
		place = &layer->content;
	} else if (strcmp(key, "GeneratedTime") == 0) {
		*again = layer->seen_time;
		layer->seen_time = true;
		place = &layer->generated;
	} else if (strcmp(key, "ReportFormat") == 0) {
		*again = layer->seen_format;
		layer->seen_format = true;
		place = &layer->format;
	} else if (strcmp(key, "State") == 0)
		place = &layer->state;
	return place;
}

/* "|  key  |  value  |"; only what is passed over has blanks in its value
 * (a description). */
static int
read_member(struct table_layer *layer, struct error *err)
{
	struct buffer key, *place;
	int failed, next;
	bool again, unnamed;

	buffer_init(&key, BID_WINDOW);
	failed = skip(layer, " ", err) < 0 || read_word(layer, &key, err) < 0 ||
	    skip(layer, " ", err) < 0 || expect(layer, '|', err) < 0 ||
	    skip(layer, " ", err) < 0;
	place = find_place(layer, buffer_text(&key), &again);
	unnamed = key.len == 0;
	buffer_release(&key);
	if (failed)
		return -1;
	if (unnamed)
		return damaged(layer, "has a member without a name", err);
	if (again)
		return damaged(layer, "names a member a second time", err);
	do {
		if (read_word(layer, place, err) < 0 ||
		    skip(layer, " ", err) < 0)
			return -1;
		next = next_byte(layer, err);
	} while (place == NULL && next >= 0 && next != '|' &&
	    !is_line_end((uint8_t)next));
	return expect(layer, '|', err) < 0 ? -1 : end_line(layer, err);
}

/* "+---+---+" or the upper "-----", all of one length: one that is shorter
 * was cut. */
static int
read_border(struct table_layer *layer, struct error *err)
{
	uint64_t begin = stream_offset(layer->env->below), width;

	if (skip(layer, "-+", err) < 0)
		return -1;
	width = stream_offset(layer->env->below) - begin;
	if (layer->borders++ == 0)
		layer->width = width;
	if (width != layer->width)
		return damaged(layer, "is cut or damaged", err);
	return end_line(layer, err);
}

/* One line, which begins with that byte. */
static int
read_line(struct table_layer *layer, int first, struct error *err)
{
	if (first == (layer->borders == 0 ? '-' : '+'))
		return read_border(layer, err);
	if (first != '|' || layer->borders == 0)
		return damaged(layer, "is cut or damaged", err);
	stream_consume(layer->env->below, 1);
	return layer->borders == 1 ? read_title(layer, err)
				   : read_member(layer, err);
}

/*
 * An upper border, the title, a border, members, and the last border. Of a
 * query for one text the client draws no members and no last border.
 */
static int
read_table(struct table_layer *layer, struct error *err)
{
	bool was_title = false;
	int next;

	layer->borders = 0;
	if (skip(layer, "\r\n", err) < 0)
		return -1;
	while (layer->borders < 3) {
		next = next_byte(layer, err);
		if (next < 0)
			return -1;
		if (was_title && layer->borders == 2 && next != '|')
			return 0;
		was_title = layer->borders < 2;
		if (read_line(layer, next, err) < 0)
			return -1;
	}
	return 0;
}

static struct text
text_in(struct buffer *buffer, bool seen)
{
	struct text text = {NULL, 0};

	if (seen)
		text = (struct text){buffer_text(buffer), buffer->len};
	return text;
}

static int
begin_document(struct table_layer *layer, struct error *err)
{
	uint64_t at = stream_offset(layer->env->below);

	buffer_reset(&layer->content);
	buffer_reset(&layer->generated);
	buffer_reset(&layer->format);
	buffer_reset(&layer->state);
	layer->seen_content = layer->seen_time = layer->seen_format = false;
	if (read_table(layer, err) < 0)
		return -1;
	layer->envelope = (struct envelope){
	    .content = text_in(&layer->content, layer->seen_content),
	    .generated = text_in(&layer->generated, layer->seen_time),
	    .format = text_in(&layer->format, layer->seen_format),
	    .state = text_in(&layer->state, layer->state.len > 0),
	    .has_generated = layer->seen_time,
	    .has_format = layer->seen_format,
	};
	return envelope_open(
	    &layer->envelope, "table of the aws command", layer->env, at, err);
}

static ssize_t
table_read(void *arg, uint8_t *dst, size_t cap, struct error *err)
{
	struct table_layer *layer = arg;

	if (!layer->begun) {
		layer->begun = true;
		if (begin_document(layer, err) < 0)
			return -1;
	}
	return envelope_read(&layer->envelope, dst, cap);
}

static int
table_next(void *arg, struct error *err)
{
	struct table_layer *layer = arg;
	const uint8_t *bytes;
	ssize_t n;

	if (skip(layer, "\r\n", err) < 0)
		return -1;
	n = stream_peek(layer->env->below, 1, &bytes, err);
	if (n <= 0)
		return (int)n;
	if (bytes[0] != '-')
		return damaged(layer, "is followed by other text", err);
	layer->begun = false;
	return 1;
}

const struct decoder decoder_table = {
    .name = "table",
    .bid = table_bid,
    .new = table_new,
    .ops = {table_read, table_free},
    .next = table_next,
};

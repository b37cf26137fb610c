/*
 * Base64 in the shapes in which reports are stored: on one line, wrapped,
 * in double quotes (`--query Content`), in BEGIN/END armour, several pieces
 * one after another, and the line `base64 TAB time TAB text/csv` that
 * `aws iam get-credential-report --output text` prints. What is no base64
 * is never skipped.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "input/base64.h"
#include "input/decode.h"
#include "input/foreign.h"

enum {
	/* A report is longer; a word of plain text is shorter. */
	BID_MIN_SYMBOLS = 16,
	BID_WINDOW = 512,
	LINE_MAX_LEN = 256,
};

struct base64_layer {
	const struct decode_env *env;
	struct base64 group;
	bool begun;
	bool quoted;   /* an opening quote waits for its end */
	bool armoured; /* BEGIN was seen, END was not */
	bool timed;    /* a time was found ahead */
	bool ended;    /* a time closed the document */
};

/* Where the symbols begin: behind blanks, an armour's first line, a quote. */
static size_t
skip_wrapping(const uint8_t *bytes, size_t len)
{
	static const char begin[] = "-----BEGIN ";
	const uint8_t *end;
	size_t at = 0;

	while (at < len &&
	    (bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == ' '))
		at++;
	if (len - at > strlen(begin) &&
	    memcmp(bytes + at, begin, strlen(begin)) == 0) {
		end = memchr(bytes + at, '\n', len - at);
		at = end != NULL ? (size_t)(end - bytes) + 1 : len;
	}
	return at < len && bytes[at] == '"' ? at + 1 : at;
}

static bool
is_text(const uint8_t *bytes, size_t len)
{
	size_t bad;

	for (size_t i = 0; i < len; i++)
		if ((bytes[i] < 0x20 && strchr("\t\r\n", bytes[i]) == NULL) ||
		    bytes[i] == 0 || bytes[i] == 0x7f)
			return false;
	/* The window may cut the last character. */
	return utf8_valid((struct text){(const char *)bytes, len}, &bad) ||
	    len - bad < 4;
}

/*
 * By its alphabet alone base64 cannot be told from plain text, so it is
 * taken for base64 only where what it decodes to is known.
 */
static int
base64_bid(const uint8_t *bytes, size_t len)
{
	uint8_t decoded[BID_WINDOW];
	struct base64 group = {0};
	size_t count = 0, symbols = 0;

	if (len > BID_WINDOW)
		len = BID_WINDOW;
	for (size_t at = skip_wrapping(bytes, len); at < len; at++) {
		int value = base64_value(bytes[at]);

		if (bytes[at] == '\n' || bytes[at] == '\r')
			continue;
		if (value < 0)
			break;
		symbols++;
		count +=
		    base64_symbol(&group, (unsigned)value, decoded + count);
	}
	if (symbols < BID_MIN_SYMBOLS)
		return 0;
	return is_text(decoded, count) || decode_find(decoded, count) != NULL ||
		foreign_find(decoded, count) != NULL
	    ? 50
	    : 0;
}

static void *
base64_new(const struct decode_env *env)
{
	struct base64_layer *layer = xcalloc(1, sizeof(*layer));

	layer->env = env;
	return layer;
}

static void
base64_free(void *arg)
{
	free(arg);
}

/* A time that cannot be read is a defect; the rows are read all the same. */
static void
take_time(struct base64_layer *layer, struct text time)
{
	char shown[64];

	layer->timed = true;
	if (timestamp_parse(time, layer->env->generated) < 0)
		problem_report(layer->env->problems, LEVEL_ERROR, 0, 0,
		    stream_offset(layer->env->below),
		    "the base64 is followed "
		    "by TAB and \"%s\"; expected a time such as "
		    "2026-09-11T13:15:19Z",
		    visible_copy(shown, sizeof(shown), time));
}

/*
 * The time stands behind the content but is needed before its first row:
 * a text without line ends at its begin is held whole. Longer than the cap
 * it is streamed, and a time then is a defect (end_line()).
 */
static int
find_time(struct base64_layer *layer, struct error *err)
{
	const uint8_t *bytes, *tab, *end;
	ssize_t n = stream_peek(layer->env->below, LIMIT_PREFIX, &bytes, err);

	layer->timed = false;
	if (n < LIMIT_PREFIX || memchr(bytes, '\n', (size_t)n) != NULL)
		end = memchr(bytes, '\n', n < 0 ? 0 : (size_t)n);
	else {
		n = stream_peek(layer->env->below, LIMIT_ENVELOPE, &bytes, err);
		end = memchr(bytes, '\n', n < 0 ? 0 : (size_t)n);
	}
	if (n <= 0)
		return (int)n;
	if (end == NULL)
		end = bytes + n;
	tab = memchr(bytes, '\t', (size_t)(end - bytes));
	if (tab == NULL)
		return 0;
	bytes = tab + 1;
	tab = memchr(bytes, '\t', (size_t)(end - bytes));
	take_time(layer,
	    (struct text){(const char *)bytes,
		(size_t)((tab != NULL ? tab : end) - bytes)});
	return 0;
}

/*
 * The text from the current place to the end of its line, at most LINE_MAX
 * bytes; *line_len counts its line end too. -1 where it is longer or cannot
 * be read.
 */
static int
peek_line(struct base64_layer *layer, struct text *line, size_t *line_len,
    struct error *err)
{
	const uint8_t *bytes, *end;
	ssize_t n = stream_peek(layer->env->below, LINE_MAX_LEN, &bytes, err);

	if (n < 0)
		return -1;
	end = memchr(bytes, '\n', (size_t)n);
	if (end == NULL && n == LINE_MAX_LEN)
		return error_at(err, stream_offset(layer->env->below),
		    "byte %" PRIu64 " of the base64 begins a line that is no "
		    "base64",
		    stream_offset(layer->env->below));
	line->ptr = (const char *)bytes;
	line->len = end != NULL ? (size_t)(end - bytes) : (size_t)n;
	*line_len = line->len + (end != NULL ? 1 : 0);
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	return 0;
}

/* "TAB time TAB text/csv": anything else there might be another report. */
static bool
is_time_line(struct text line)
{
	static const char format[] = "\ttext/csv";
	size_t len = strlen(format);
	const char *tab =
	    line.len > 1 ? memchr(line.ptr + 1, '\t', line.len - 1) : NULL;

	return tab != NULL && line.len - (size_t)(tab - line.ptr) == len &&
	    memcmp(tab, format, len) == 0;
}

/* The line `TAB time TAB text/csv` behind a document. */
static int
end_line(struct base64_layer *layer, struct error *err)
{
	struct stream *below = layer->env->below;
	struct text line;
	size_t len;

	if (layer->group.symbols != 0)
		return error_at(err, stream_offset(below),
		    "the base64 ends "
		    "inside a group of four symbols at byte %" PRIu64
		    ": it was cut",
		    stream_offset(below));
	if (peek_line(layer, &line, &len, err) < 0)
		return -1;
	if (!is_time_line(line))
		return error_at(err, stream_offset(below),
		    "behind the base64, at byte %" PRIu64 ", expected TAB, a "
		    "time, TAB, text/csv and the end of the line; what "
		    "stands there was not read",
		    stream_offset(below));
	if (!layer->timed)
		problem_report(layer->env->problems, LEVEL_ERROR, 0, 0,
		    stream_offset(below),
		    "a time stands behind the base64, where it "
		    "comes too late to be used (the base64 is wrapped, or "
		    "longer than %zu MiB); give it with --as-of",
		    LIMIT_ENVELOPE >> 20);
	stream_consume(below, len);
	layer->ended = true;
	return 0;
}

/* "-----BEGIN X-----" */
static bool
is_armour(struct text line, const char *begin)
{
	size_t len = strlen(begin);

	return line.len > len + 5 && memcmp(line.ptr, begin, len) == 0 &&
	    memcmp(line.ptr + line.len - 5, "-----", 5) == 0 &&
	    memchr(line.ptr + len, '-', line.len - len) ==
	    line.ptr + line.len - 5;
}

/* A line "-----BEGIN X-----", or the one that ends what it began. */
static int
armour_line(struct base64_layer *layer, struct error *err)
{
	struct stream *below = layer->env->below;
	struct text line;
	size_t len;

	if (peek_line(layer, &line, &len, err) < 0)
		return -1;
	if (!is_armour(line, layer->armoured ? "-----END " : "-----BEGIN "))
		return error_at(err, stream_offset(below),
		    "byte %" PRIu64 " of the base64 is '-'; expected a whole "
		    "line of armour, such as -----%s CERTIFICATE-----; what "
		    "stands there was not read",
		    stream_offset(below), layer->armoured ? "END" : "BEGIN");
	layer->armoured = !layer->armoured;
	stream_consume(below, len);
	return 0;
}

/* What is neither symbol nor line end, between groups or inside one. */
static int
special(struct base64_layer *layer, uint8_t byte, struct error *err)
{
	struct stream *below = layer->env->below;
	uint64_t at = stream_offset(below);
	char shown[16];

	if (byte == '\t')
		return end_line(layer, err);
	if (layer->group.symbols == 0 && byte == '-')
		return armour_line(layer, err);
	if (layer->group.symbols != 0 || (byte != '"' && byte != ' '))
		return error_at(err, at,
		    "byte %" PRIu64 " of the base64 is "
		    "\"%s\", which is no base64 symbol; what came before it "
		    "was read",
		    at,
		    visible_copy(shown, sizeof(shown),
			(struct text){(const char *)&byte, 1}));
	if (byte == '"')
		layer->quoted = !layer->quoted;
	stream_consume(below, 1);
	return 0;
}

/* The file ended: was the base64 complete? */
static int
check_end(const struct base64_layer *layer, struct error *err)
{
	uint64_t at = stream_offset(layer->env->below);

	if (layer->group.symbols != 0)
		return error_at(err, at,
		    "the base64 is truncated: it ends at "
		    "byte %" PRIu64 " inside a group of four symbols",
		    at);
	if (layer->quoted || layer->armoured)
		return error_at(err, at,
		    "the base64 is truncated: its %s is "
		    "missing at byte %" PRIu64,
		    layer->quoted ? "closing quote" : "END line", at);
	return 0;
}

/* Decodes whole groups at bytes[*at], as many as there are. */
static void
take_groups(const uint8_t *bytes, size_t len, size_t *at, uint8_t *dst,
    size_t cap, size_t *out)
{
	size_t most = (len - *at) / 4, room = (cap - *out) / 3;
	size_t n =
	    base64_groups(bytes + *at, most < room ? most : room, dst + *out);

	*at += 4 * n;
	*out += 3 * n;
}

/* Decodes the run of symbols and line ends at bytes; returns how many of
 * them were taken, and in *out how many bytes were written. */
static size_t
decode_run(struct base64 *group, const uint8_t *bytes, size_t len, uint8_t *dst,
    size_t cap, size_t *out)
{
	size_t at;

	for (at = 0; at < len && *out + 3 <= cap; at++) {
		int value;

		if (group->symbols == 0)
			take_groups(bytes, len, &at, dst, cap, out);
		if (at == len || *out + 3 > cap)
			break;
		value = base64_value(bytes[at]);

		if (value >= 0 && group->padding == 0)
			*out +=
			    base64_symbol(group, (unsigned)value, dst + *out);
		else if (bytes[at] != '\n' && bytes[at] != '\r')
			break;
	}
	return at;
}

static int
pad(struct base64_layer *layer, uint8_t *dst, size_t *out, struct error *err)
{
	uint64_t at = stream_offset(layer->env->below);
	int n = base64_pad(&layer->group, dst + *out);

	if (n < 0)
		return error_at(err, at,
		    "byte %" PRIu64 " of the base64 is a "
		    "'=' that cannot stand there: the symbols before it are "
		    "damaged or cut",
		    at);
	*out += (size_t)n;
	stream_consume(layer->env->below, 1);
	return 0;
}

static ssize_t
base64_read(void *arg, uint8_t *dst, size_t cap, struct error *err)
{
	struct base64_layer *layer = arg;
	const uint8_t *bytes;
	size_t out = 0, taken;
	ssize_t n;

	if (!layer->begun) {
		layer->begun = true;
		if (find_time(layer, err) < 0)
			return -1;
	}
	while (out == 0 && !layer->ended) {
		n = stream_peek(layer->env->below, 1, &bytes, err);
		if (n <= 0)
			return n < 0 ? -1 : check_end(layer, err);
		taken =
		    decode_run(&layer->group, bytes, (size_t)n, dst, cap, &out);
		stream_consume(layer->env->below, taken);
		if (taken == (size_t)n || out > 0)
			continue;
		if ((bytes[taken] == '='
			    ? pad(layer, dst, &out, err)
			    : special(layer, bytes[taken], err)) < 0)
			return -1;
	}
	return (ssize_t)out;
}

static int
base64_next(void *arg, struct error *err)
{
	struct base64_layer *layer = arg;
	const uint8_t *bytes;
	ssize_t n;

	while ((n = stream_peek(layer->env->below, 1, &bytes, err)) > 0 &&
	    (bytes[0] == '\n' || bytes[0] == '\r'))
		stream_consume(layer->env->below, 1);
	if (n <= 0)
		return (int)n;
	layer->begun = layer->ended = false;
	return 1;
}

const struct decoder decoder_base64 = {
    .name = "base64",
    .bid = base64_bid,
    .new = base64_new,
    .ops = {base64_read, base64_free},
    .next = base64_next,
};

/*
 * The line `#TYPE System.Management.Automation.PSCustomObject` that
 * Export-Csv and ConvertTo-Csv of Windows PowerShell write before the
 * header. It leaves its line end behind, so that line numbers stay those of
 * the file. No row begins so: a user's name has no '#'.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "input/decode.h"

static const char mark[] = "#TYPE ";

enum {
	MARK_LEN = sizeof(mark) - 1,
	BID_WINDOW = 512
};

struct powershell {
	const struct decode_env *env;
	bool in_line;  /* a line has begun */
	bool dropping; /* it is one of type */
};

/* Objects of any kind can be exported: the line below has to name a column
 * of reports. */
static int
powershell_bid(const uint8_t *bytes, size_t len)
{
	const uint8_t *line;

	if (len > BID_WINDOW)
		len = BID_WINDOW;
	if (len < MARK_LEN || memcmp(bytes, mark, MARK_LEN) != 0)
		return 0;
	line = memchr(bytes, '\n', len);
	if (line == NULL)
		return 0;
	for (const uint8_t *end = bytes + len; end - ++line >= 4;)
		if (text_equals_nocase(
			(struct text){(const char *)line, 4}, "user") ||
		    text_equals_nocase(
			(struct text){(const char *)line, 3}, "arn"))
			return 60;
	return 0;
}

static void *
powershell_new(const struct decode_env *env)
{
	struct powershell *layer = xcalloc(1, sizeof(*layer));

	layer->env = env;
	return layer;
}

static void
powershell_free(void *arg)
{
	free(arg);
}

/* Takes a line, or what there is of it; returns the bytes taken. */
static size_t
take_line(struct powershell *layer, const uint8_t *bytes, size_t len,
    uint8_t *dst, size_t *out)
{
	const uint8_t *end = memchr(bytes, '\n', len);
	size_t taken = end != NULL ? (size_t)(end - bytes) + 1 : len;

	if (!layer->in_line)
		layer->dropping =
		    len >= MARK_LEN && memcmp(bytes, mark, MARK_LEN) == 0;
	layer->in_line = end == NULL;
	if (!layer->dropping) {
		memcpy(dst + *out, bytes, taken);
		*out += taken;
	} else if (end != NULL)
		dst[(*out)++] = '\n';
	return taken;
}

static ssize_t
powershell_read(void *arg, uint8_t *dst, size_t cap, struct error *err)
{
	struct powershell *layer = arg;
	const uint8_t *bytes;
	size_t out = 0;
	ssize_t n;

	while (out == 0) {
		n = stream_peek(layer->env->below, MARK_LEN, &bytes, err);
		if (n <= 0)
			return n;
		if ((size_t)n > cap)
			n = (ssize_t)cap;
		n = (ssize_t)take_line(layer, bytes, (size_t)n, dst, &out);
		stream_consume(layer->env->below, (size_t)n);
	}
	return (ssize_t)out;
}

const struct decoder decoder_powershell = {
    .name = "powershell",
    .bid = powershell_bid,
    .new = powershell_new,
    .ops = {powershell_read, powershell_free},
};

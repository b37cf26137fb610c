/*
 * How hostile text has to look (shown.h).
 */
#include "fuzz/shown.h"

#include <string.h>

#include "base/visible.h"
#include "fuzz/fuzz.h"

/* The code point at the text's begin, as RFC 3629 has its table, or -1; and
 * how many bytes it has. */
static long
next_code(const unsigned char *at, size_t left, size_t *used)
{
	size_t more = at[0] < 0xe0 ? 1 : at[0] < 0xf0 ? 2 : 3;
	unsigned char low = 0x80, high = 0xbf;
	long code;

	*used = 1;
	if (at[0] < 0x80)
		return at[0];
	if (at[0] < 0xc2 || at[0] > 0xf4 || left <= more)
		return -1;
	low = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : low;
	high = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : high;
	code = at[0] & (0x3f >> more);
	for (size_t i = 1; i <= more; i++, low = 0x80, high = 0xbf) {
		if (at[i] < low || at[i] > high)
			return -1;
		code = code << 6 | (at[i] & 0x3f);
	}
	*used = 1 + more;
	return code;
}

/* What is escaped in each output is one list, visible.h; what matters here
 * is what becomes of it. */
static bool
is_shown(long code)
{
	return visible_is_plain((int32_t)code);
}

void
shown_visible(struct buffer *out, const char *text)
{
	for (size_t left = strlen(text), used; left > 0;
	     left -= used, text += used) {
		long code = next_code((const unsigned char *)text, left, &used);

		if (is_shown(code))
			buffer_append(out, text, used);
		else if (code < 0x80)
			buffer_appendf(
			    out, "\\x%02x", (unsigned)(unsigned char)text[0]);
		else
			buffer_appendf(out,
			    code < 0x10000 ? "\\u%04lx" : "\\U%08lx",
			    (unsigned long)code);
	}
}

void
shown_json(struct buffer *out, const char *text)
{
	for (size_t left = strlen(text), used; left > 0;
	     left -= used, text += used) {
		if (next_code((const unsigned char *)text, left, &used) < 0)
			buffer_append_text(out, "\xef\xbf\xbd");
		else
			buffer_append(out, text, used);
	}
}

void
shown_csv(struct buffer *out, const char *text)
{
	if (*text != '\0' && strchr("=+-@", *text) != NULL)
		buffer_append_text(out, "'");
	shown_visible(out, text);
}

void
shown_message(struct buffer *out, const char *text)
{
	struct buffer escaped;

	buffer_init(&escaped, 1 << 20);
	for (const char *at = text; *at != '\0'; at++) {
		if (strchr("[]\\", *at) != NULL && strstr(text, "](") != NULL)
			buffer_append_text(&escaped, "\\");
		buffer_append(&escaped, at, 1);
	}
	shown_json(out, buffer_text(&escaped));
	buffer_release(&escaped);
}

void
shown_uri(struct buffer *out, const char *path)
{
	if (*path == '/')
		buffer_append_text(out, "file://");
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	for (; *path != '\0'; path++) {
		unsigned char c = (unsigned char)*path;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || strchr("-._~/+,=@", c) != NULL)
			buffer_append(out, path, 1);
		else
			buffer_appendf(out, "%%%02X", c);
	}
}

void
shown_check(const char *what, const char *bytes, size_t len)
{
	for (size_t i = 0, used; i < len; i += used) {
		long code =
		    next_code((const unsigned char *)bytes + i, len - i, &used);

		fuzz_hold(code == '\n' || is_shown(code),
		    "%s has code %lx at its byte %zu", what,
		    (unsigned long)code, i);
	}
}

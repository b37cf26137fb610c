/*
 * What a build service would take for a command. It makes nothing visible:
 * that is visible.c.
 */
#include "base/log_text.h"

#include <string.h>

static bool
is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

/* How much of the text is blanks and what is not ASCII. */
static size_t
blank_run(struct text text)
{
	size_t i = 0;

	while (i < text.len && (text.ptr[i] == ' ' || !is_ascii(text.ptr[i])))
		i++;
	return i;
}

bool
log_text_is_command(struct text text)
{
	size_t start = blank_run(text);

	return start < text.len && text.ptr[start] == ':';
}

bool
log_text_is_blank(struct text text)
{
	return blank_run(text) == text.len;
}

static bool
follows_hash(struct text text, size_t at)
{
	while (at > 0 && !is_ascii(text.ptr[at - 1]))
		at--;
	return at > 0 && text.ptr[at - 1] == '#';
}

void
log_text_append(struct buffer *to, struct text text)
{
	size_t from = 0;

	for (size_t at = 0; at < text.len; at++) {
		const char *hash = memchr(text.ptr + at, '#', text.len - at);

		if (hash == NULL)
			break;
		at = (size_t)(hash - text.ptr);
		if (!follows_hash(text, at))
			continue;
		if (buffer_append(to, text.ptr + from, at - from) != 0 ||
		    buffer_append_text(to, "\\x23") != 0)
			return;
		from = at + 1;
	}
	(void)buffer_append(to, text.ptr + from, text.len - from);
}

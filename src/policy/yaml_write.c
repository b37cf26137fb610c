/*
 * Scalars of YAML. Layout is the caller's.
 */
#include "policy/yaml_write.h"

#include <string.h>

void
yaml_append_quoted(struct buffer *out, const char *text)
{
	buffer_append_text(out, "\"");
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '\n')
			buffer_append_text(out, "\\n");
		else if (byte < 0x20 || byte == 0x7f)
			buffer_appendf(out, "\\x%02x", byte);
		else if (byte == '"' || byte == '\\')
			buffer_appendf(out, "\\%c", byte);
		else
			buffer_append(out, text, 1);
	}
	buffer_append_text(out, "\"");
}

/* What means the same in a flow as in a block, and begins nothing. */
static bool
is_plain(const char *text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_./+-:";
	size_t len = strlen(text);

	if (text[0] == '$') {
		text++;
		len--;
	}
	return len > 0 && strspn(text, safe) == len &&
	    strchr("-.:+", text[0]) == NULL && text[len - 1] != ':';
}

void
yaml_append_scalar(struct buffer *out, const char *text, bool quoted)
{
	if (!quoted && is_plain(text))
		buffer_append_text(out, text);
	else
		yaml_append_quoted(out, text);
}

/* A block's first line sets the indent, and it ends in one line end. */
static bool
can_be_block(const char *text)
{
	size_t len = strlen(text);

	return len > 1 && strchr(" \n", text[0]) == NULL &&
	    strpbrk(text, "\t\r") == NULL && text[len - 1] == '\n' &&
	    text[len - 2] != '\n' && text[len - 2] != ' ';
}

void
yaml_append_block(struct buffer *out, const char *text, unsigned indent)
{
	if (!can_be_block(text)) {
		yaml_append_quoted(out, text);
		buffer_append_text(out, "\n");
		return;
	}
	buffer_append_text(out, "|\n");
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (len > 0)
			buffer_appendf(
			    out, "%*s%.*s", (int)indent, "", (int)len, text);
		buffer_append_text(out, "\n");
		text += len + 1;
	}
}

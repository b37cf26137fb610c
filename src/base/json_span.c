/*
 * The end of a JSON value, by its quotes and brackets; see json_span.h.
 */
#include "base/json_span.h"

static void
follow_text(struct json_span *span, uint8_t byte)
{
	if (span->escaped)
		span->escaped = false;
	else if (byte == '\\')
		span->escaped = true;
	else if (byte == '"')
		span->in_text = false;
}

/* A number or a word ends in front of this. */
static bool
ends_word(uint8_t byte)
{
	return byte == ',' || byte == ']' || byte == '}' || byte == ' ' ||
	    byte == '\t' || byte == '\r' || byte == '\n';
}

bool
json_span_find(struct json_span *span, const uint8_t *bytes, size_t len)
{
	while (span->at < len) {
		uint8_t byte = bytes[span->at];

		if (span->depth == 0 && !span->in_text && ends_word(byte))
			return true;
		span->at++;
		if (span->in_text)
			follow_text(span, byte);
		else if (byte == '"')
			span->in_text = true;
		else if (byte == '[' || byte == '{')
			span->depth++;
		else if (byte == ']' || byte == '}')
			span->depth--;
		else
			continue;
		if (span->depth == 0 && !span->in_text)
			return true;
	}
	return false;
}

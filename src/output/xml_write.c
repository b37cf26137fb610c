/*
 * Escaping for XML and HTML. The formats write the tags.
 */
#include "output/xml_write.h"

#include <string.h>

#include "base/visible.h"

static const char *
entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

void
xml_append(struct buffer *to, const char *text)
{
	struct buffer visible;
	const char *at;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(text));
	at = buffer_text(&visible);
	while (*at != '\0') {
		size_t run = strcspn(at, "&<>\"'");

		(void)buffer_append(to, at, run);
		at += run;
		if (*at != '\0')
			buffer_append_text(to, entity_of(*at++));
	}
	buffer_release(&visible);
}

void
xml_text(struct output *output, const char *text)
{
	struct buffer escaped;

	buffer_init(&escaped, OUTPUT_UNCAPPED);
	xml_append(&escaped, text);
	output_slice(output, (struct text){escaped.data, escaped.len});
	buffer_release(&escaped);
}

void
xml_attribute(struct output *output, const char *name, const char *value)
{
	output_printf(output, " %s=\"", name);
	xml_text(output, value);
	output_text(output, "\"");
}

/*
 * Escaping for XML and HTML. The formats write the tags.
 */
#include "output/xml_write.h"

#include <string.h>

#include "base/buffer.h"
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
xml_text(struct output *output, const char *text)
{
	struct buffer visible;
	const char *at;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(text));
	at = buffer_text(&visible);
	while (*at != '\0') {
		size_t run = strcspn(at, "&<>\"'");

		output_write(output, at, run);
		at += run;
		if (*at != '\0')
			output_text(output, entity_of(*at++));
	}
	buffer_release(&visible);
}

void
xml_attribute(struct output *output, const char *name, const char *value)
{
	output_printf(output, " %s=\"", name);
	xml_text(output, value);
	output_text(output, "\"");
}

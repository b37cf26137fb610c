/*
 * Layers put around bytes (wrapping.h).
 */
#include "fuzz/wrapping.h"

#include <string.h>
#include <zlib.h>

#define TIME "2026-09-11T13:15:19+00:00"

enum {
	TEXT_MAX = 16 << 20
};

static void
replace(struct buffer *buffer, struct buffer *by)
{
	buffer_release(buffer);
	*buffer = *by;
}

static void
append_base64(struct buffer *out, const void *bytes, size_t len)
{
	static const char symbols[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
				      "nopqrstuvwxyz0123456789+/";
	const uint8_t *at = bytes;

	for (size_t i = 0; i < len; i += 3) {
		unsigned long bits = (unsigned long)at[i] << 16;
		char four[4];

		bits |= i + 1 < len ? (unsigned long)at[i + 1] << 8 : 0;
		bits |= i + 2 < len ? at[i + 2] : 0;
		for (int k = 0; k < 4; k++)
			four[k] = symbols[bits >> (18 - 6 * k) & 63];
		if (i + 2 >= len)
			four[3] = '=';
		if (i + 1 >= len)
			four[2] = '=';
		buffer_append(out, four, 4);
	}
}

/* Members of any number of bytes, none included. */
static unsigned
wrap_gzip(struct buffer *buffer, struct choices *choices)
{
	unsigned members = 1 + choose(choices, 3);
	struct buffer out;
	size_t at = 0;

	buffer_init(&out, TEXT_MAX);
	for (unsigned i = 1; i <= members; i++) {
		static uint8_t packed[1 << 20];
		size_t part =
		    i == members ? buffer->len - at : buffer->len / members;
		z_stream z = {.next_in = (uint8_t *)buffer->data + at,
		    .avail_in = (uInt)part,
		    .next_out = packed,
		    .avail_out = sizeof(packed)};

		fuzz_hold(deflateInit2(&z, (int)choose(choices, 3), Z_DEFLATED,
			      15 + 16, 1, Z_DEFAULT_STRATEGY) == Z_OK &&
			deflate(&z, Z_FINISH) == Z_STREAM_END,
		    "deflate() failed");
		deflateEnd(&z);
		buffer_append(&out, packed, sizeof(packed) - z.avail_out);
		at += part;
	}
	replace(buffer, &out);
	return 1;
}

/* One line, lines, lines in armour, one line in quotes, pieces that were
 * encoded one by one. */
static unsigned
wrap_base64(struct buffer *buffer, struct choices *choices)
{
	unsigned form = choose(choices, 6), width = 1 + choose(choices, 80);
	const char *newline = choose(choices, 2) == 0 ? "\n" : "\r\n";
	struct buffer one, out;

	buffer_init(&one, TEXT_MAX);
	buffer_init(&out, TEXT_MAX);
	append_base64(&one, buffer->data, buffer->len);
	if (form == 3)
		buffer_appendf(&out, "-----BEGIN CERTIFICATE-----%s", newline);
	else if (form == 4)
		buffer_append_text(&out, "\"");
	if (form == 0 || form == 1 || form == 4)
		buffer_append(&out, one.data, one.len);
	for (size_t at = 0; (form == 2 || form == 3) && at < one.len;
	     at += width) {
		buffer_append(&out, one.data + at,
		    one.len - at < width ? one.len - at : width);
		buffer_append_text(&out, newline);
	}
	for (size_t at = 0; form == 5 && at < buffer->len; at += 12 + width)
		append_base64(&out, buffer->data + at,
		    buffer->len - at < 12 + width ? buffer->len - at
						  : 12 + width);
	if (form == 3)
		buffer_appendf(&out, "-----END CERTIFICATE-----%s", newline);
	else if (form == 4)
		buffer_append_text(&out, "\"");
	if (form == 1 || form == 4)
		buffer_append_text(&out, newline);
	buffer_release(&one);
	replace(buffer, &out);
	return 1;
}

static bool
is_text(const struct buffer *buffer)
{
	for (size_t i = 0; i < buffer->len; i++)
		if ((unsigned char)buffer->data[i] >= 0x7f ||
		    ((unsigned char)buffer->data[i] < ' ' &&
			strchr("\t\r\n", buffer->data[i]) == NULL) ||
		    buffer->data[i] == '\0')
			return false;
	return true;
}

static void
append_json_text(struct buffer *out, const struct buffer *text)
{
	for (size_t i = 0; i < text->len; i++) {
		char c = text->data[i];

		if (c < ' ')
			buffer_appendf(out, "\\u%04x", (unsigned)c);
		else if (c == '"' || c == '\\')
			buffer_appendf(out, "\\%c", c);
		else
			buffer_append(out, &c, 1);
	}
}

static unsigned
wrap_json(struct buffer *buffer, struct choices *choices)
{
	static const char *const forms[][2] = {
	    {"{\"Content\":\"", "\"}"},
	    {"{\n    \"Content\": \"",
		"\",\n    \"ReportFormat\": \"text/csv\",\n"
		"    \"GeneratedTime\": \"" TIME "\"\n}\n"},
	    {"{\"GeneratedTime\":\"" TIME "\", \"Content\": \"",
		"\", \"Other\": [1, {\"a\": null}]}\n"},
	    {" {\"ReportFormat\": \"text/csv\", \"Content\" :\"", "\"}\r\n"},
	};
	const char *const *form = forms[choose(choices, 4)];
	bool plain = is_text(buffer) && choose(choices, 2) == 1;
	struct buffer out;

	buffer_init(&out, TEXT_MAX);
	buffer_append_text(&out, form[0]);
	if (plain)
		append_json_text(&out, buffer);
	else
		append_base64(&out, buffer->data, buffer->len);
	buffer_append_text(&out, form[1]);
	replace(buffer, &out);
	return plain ? 1 : 2;
}

/* A block of lines is as they are where none begins with a blank, ends in a
 * CR or is empty at the begin. */
static bool
fits_block(const struct buffer *buffer)
{
	return is_text(buffer) && buffer->len > 0 &&
	    strchr(" \t\n", buffer->data[0]) == NULL &&
	    memchr(buffer->data, '\r', buffer->len) == NULL;
}

static void
append_block(struct buffer *out, const struct buffer *text, const char *indent)
{
	bool ends = text->data[text->len - 1] == '\n';

	buffer_appendf(out, "|%s\n", ends ? "+" : "-");
	for (size_t at = 0; at < text->len;) {
		const char *line = text->data + at;
		const char *end = memchr(line, '\n', text->len - at);
		size_t len =
		    end != NULL ? (size_t)(end - line) : text->len - at;

		buffer_append_text(out, indent);
		buffer_append(out, line, len);
		buffer_append_text(out, "\n");
		at += len + 1;
	}
}

static unsigned
wrap_yaml(struct buffer *buffer, struct choices *choices)
{
	static const char *const quotes[] = {"", "'", "\""};
	bool in_list = choose(choices, 2) == 1;
	bool plain = fits_block(buffer) && choose(choices, 2) == 1;
	const char *quote = quotes[choose(choices, 3)];
	const char *indent = in_list ? "  " : "";
	struct buffer out;

	buffer_init(&out, TEXT_MAX);
	buffer_appendf(&out, "%sContent: ", in_list ? "- " : "");
	if (plain) {
		append_block(&out, buffer, "    ");
	} else {
		buffer_append_text(&out, quote);
		append_base64(&out, buffer->data, buffer->len);
		buffer_appendf(&out, "%s\n", quote);
	}
	buffer_appendf(&out,
	    "%sGeneratedTime: '" TIME "'\n%sReportFormat: text/csv\n", indent,
	    indent);
	replace(buffer, &out);
	return plain ? 1 : 2;
}

static void
append_times(struct buffer *out, char c, size_t times)
{
	while (times-- > 0)
		buffer_append(out, &c, 1);
}

static unsigned
wrap_table(struct buffer *buffer, struct choices *choices)
{
	static const char title[] = "GetCredentialReport";
	const char *newline = choose(choices, 2) == 0 ? "\n" : "\r\n";
	struct buffer content, out, border;
	size_t width;

	buffer_init(&content, TEXT_MAX);
	buffer_init(&border, TEXT_MAX);
	buffer_init(&out, TEXT_MAX);
	append_base64(&content, buffer->data, buffer->len);
	width = content.len > 25 ? content.len : 25;
	buffer_append_text(&border, "+---------------+");
	append_times(&border, '-', width + 4);
	buffer_appendf(&border, "+%s", newline);
	append_times(&out, '-', width + 22);
	buffer_appendf(&out, "%s|  %s", newline, title);
	append_times(&out, ' ', width + 18 - strlen(title));
	buffer_appendf(
	    &out, "|%s%s|  Content      |  ", newline, buffer_text(&border));
	buffer_append(&out, content.data, content.len);
	append_times(&out, ' ', width - content.len);
	buffer_appendf(&out, "  |%s|  GeneratedTime|  " TIME, newline);
	append_times(&out, ' ', width - 25);
	buffer_appendf(&out, "  |%s%s", newline, buffer_text(&border));
	buffer_release(&content);
	buffer_release(&border);
	replace(buffer, &out);
	return 2;
}

static unsigned
wrap_text(struct buffer *buffer, struct choices *choices)
{
	struct buffer out;

	buffer_init(&out, TEXT_MAX);
	append_base64(&out, buffer->data, buffer->len);
	buffer_appendf(&out, "\t" TIME "\ttext/csv%s",
	    choose(choices, 2) == 0 ? "\n" : "\r\n");
	replace(buffer, &out);
	return 1;
}

static unsigned
wrap_utf16(struct buffer *buffer, struct choices *choices)
{
	bool big = choose(choices, 2) == 1;
	struct buffer out;

	if (!is_text(buffer))
		return 0;
	buffer_init(&out, TEXT_MAX);
	buffer_append(&out, big ? "\xfe\xff" : "\xff\xfe", 2);
	for (size_t i = 0; i < buffer->len; i++) {
		char unit[2] = {0, 0};

		unit[big ? 1 : 0] = buffer->data[i];
		buffer_append(&out, unit, 2);
	}
	replace(buffer, &out);
	return 1;
}

unsigned
wrap(struct buffer *buffer, enum wrapping wrapping, struct choices *choices)
{
	static unsigned (*const wrappers[WRAP_COUNT])(
	    struct buffer *, struct choices *) = {
	    [WRAP_GZIP] = wrap_gzip,
	    [WRAP_BASE64] = wrap_base64,
	    [WRAP_JSON] = wrap_json,
	    [WRAP_YAML] = wrap_yaml,
	    [WRAP_TABLE] = wrap_table,
	    [WRAP_TEXT] = wrap_text,
	    [WRAP_UTF16] = wrap_utf16,
	};

	return wrappers[wrapping] != NULL ? wrappers[wrapping](buffer, choices)
					  : 0;
}

bool
wrapping_has_end(enum wrapping wrapping)
{
	return wrapping == WRAP_JSON || wrapping == WRAP_YAML ||
	    wrapping == WRAP_TABLE;
}

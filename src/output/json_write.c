/*
 * JSON as it is written (RFC 8259): commas, names and escapes. It neither
 * checks that the brackets match nor keeps anything.
 */
#include "output/json_write.h"

#include <inttypes.h>

#include "base/visible.h"

/* Bytes at the start that stand in a JSON string as they are: nearly all. */
static size_t
plain_run(struct text text)
{
	size_t i = 0;

	while (i < text.len && text.ptr[i] >= 0x20 && text.ptr[i] < 0x7f &&
	    text.ptr[i] != '"' && text.ptr[i] != '\\')
		i++;
	return i;
}

static void
write_escaped(struct output *output, int32_t code)
{
	uint32_t rest = (uint32_t)code - 0x10000;

	if (code < 0)
		output_text(output, "\xef\xbf\xbd"); /* U+FFFD */
	else if (code == '"' || code == '\\')
		output_printf(output, "\\%c", (char)code);
	else if (code == '\n')
		output_text(output, "\\n");
	else if (code <= 0xffff)
		output_printf(output, "\\u%04" PRIx32, (uint32_t)code);
	else
		output_printf(output, "\\u%04" PRIx32 "\\u%04" PRIx32,
		    0xd800 + (rest >> 10), 0xdc00 + (rest & 0x3ff));
}

static void
write_part(struct output *output, struct text text)
{
	while (text.len > 0) {
		size_t run = plain_run(text);

		if (run > 0) {
			output_write(output, text.ptr, run);
		} else {
			int32_t code = utf8_next(text, &run);

			if (code > 0x7f && visible_is_plain(code))
				output_write(output, text.ptr, run);
			else
				write_escaped(output, code);
		}
		text.ptr += run;
		text.len -= run;
	}
}

static void
write_string(struct output *output, struct text text)
{
	output_write(output, "\"", 1);
	write_part(output, text);
	output_write(output, "\"", 1);
}

/* The comma and the name before a value. */
static void
begin(struct json *json, const char *name)
{
	if (!json->first)
		output_write(json->output, ",", 1);
	json->first = false;
	if (name == NULL)
		return;
	write_string(json->output, text_of(name));
	output_write(json->output, ":", 1);
}

void
json_put_open(struct json *json, const char *name, char bracket)
{
	begin(json, name);
	output_write(json->output, &bracket, 1);
	json->first = true;
}

void
json_put_close(struct json *json, char bracket)
{
	output_write(json->output, &bracket, 1);
	json->first = false;
}

void
json_put_slice(struct json *json, const char *name, struct text value)
{
	begin(json, name);
	write_string(json->output, value);
}

void
json_put_text(struct json *json, const char *name, const char *value)
{
	json_put_slice(json, name, text_of(value));
}

void
json_put_begin(struct json *json, const char *name)
{
	begin(json, name);
	output_write(json->output, "\"", 1);
}

void
json_put_slice_part(struct json *json, struct text part)
{
	write_part(json->output, part);
}

void
json_put_part(struct json *json, const char *part)
{
	write_part(json->output, text_of(part));
}

void
json_put_end(struct json *json)
{
	output_write(json->output, "\"", 1);
}

void
json_put_digits(struct json *json, const char *name, const char *digits)
{
	begin(json, name);
	output_text(json->output, digits);
}

void
json_put_number(struct json *json, const char *name, uint64_t value)
{
	begin(json, name);
	output_printf(json->output, "%" PRIu64, value);
}

void
json_put_bool(struct json *json, const char *name, bool value)
{
	begin(json, name);
	output_text(json->output, value ? "true" : "false");
}

void
json_put_null(struct json *json, const char *name)
{
	begin(json, name);
	output_text(json->output, "null");
}

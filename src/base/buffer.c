/*
 * The growing buffer. It checks the cap before it asks for memory.
 */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void
buffer_init(struct buffer *buffer, size_t cap)
{
	*buffer = (struct buffer){.cap = cap};
}

void
buffer_release(struct buffer *buffer)
{
	free(buffer->data);
	buffer_init(buffer, buffer->cap);
}

void
buffer_reset(struct buffer *buffer)
{
	buffer->len = 0;
}

/* Room for len more bytes and the NUL of buffer_text(). */
static int
make_room(struct buffer *buffer, size_t len)
{
	size_t wanted;

	if (len > buffer->cap || buffer->len > buffer->cap - len)
		return -1;
	wanted = buffer->len + len + 1;
	if (wanted <= buffer->size)
		return 0;
	if (wanted < buffer->size * 2)
		wanted = buffer->size * 2;
	if (wanted < 64)
		wanted = 64;
	buffer->data = xreallocarray(buffer->data, wanted, 1);
	buffer->size = wanted;
	return 0;
}

int
buffer_append(struct buffer *buffer, const void *bytes, size_t len)
{
	if (make_room(buffer, len) < 0)
		return -1;
	if (len > 0)
		memcpy(buffer->data + buffer->len, bytes, len);
	buffer->len += len;
	return 0;
}

int
buffer_append_text(struct buffer *buffer, const char *text)
{
	return buffer_append(buffer, text, strlen(text));
}

int
buffer_appendf(struct buffer *buffer, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int len, result;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		alloc_failed();
	result = buffer_append(buffer, text, (size_t)len);
	free(text);
	return result;
}

const char *
buffer_text(struct buffer *buffer)
{
	if (buffer->data == NULL)
		return "";
	buffer->data[buffer->len] = '\0';
	return buffer->data;
}

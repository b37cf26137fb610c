/*
 * Standard error: one write a message, so that messages of one run never
 * interleave with another's in the middle of a line.
 */
#include "base/message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/log_text.h"
#include "base/visible.h"

enum {
	MESSAGE_MAX = 64 << 10
};

/* Nobody can be told that standard error failed. */
static void
write_all(const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDERR_FILENO, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

static void
say(const struct messages *messages, const char *label, const char *color,
    const char *fmt, va_list ap)
{
	struct buffer line, visible;
	char *text;

	buffer_init(&line, MESSAGE_MAX);
	buffer_init(&visible, MESSAGE_MAX);
	if (vasprintf(&text, fmt, ap) < 0)
		alloc_failed();
	if (messages->color)
		buffer_appendf(
		    &line, "mfa-check: \033[%sm%s:\033[0m ", color, label);
	else
		buffer_appendf(&line, "mfa-check: %s: ", label);
	visible_append(&visible, text_of(text));
	log_text_append(&line, text_of(buffer_text(&visible)));
	buffer_append_text(&line, "\n");
	write_all(buffer_text(&line), line.len);
	buffer_release(&visible);
	buffer_release(&line);
	free(text);
}

void
message_error(const struct messages *messages, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(messages, "error", "31", fmt, ap);
	va_end(ap);
}

void
message_warning(const struct messages *messages, const char *fmt, ...)
{
	va_list ap;

	if (messages->quiet)
		return;
	va_start(ap, fmt);
	say(messages, "warning", "33", fmt, ap);
	va_end(ap);
}

void
message_plain(const char *text)
{
	write_all(text, strlen(text));
}

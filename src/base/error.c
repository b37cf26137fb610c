/*
 * Filling struct error. It formats; it neither prints nor decides what an
 * error means for the run.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void
format_text(struct error *err, const char *fmt, va_list ap)
{
	static const char ellipsis[] = "...";
	int len = vsnprintf(err->text, sizeof(err->text), fmt, ap);

	if (len < 0 || (size_t)len >= sizeof(err->text))
		memcpy(err->text + sizeof(err->text) - sizeof(ellipsis),
		    ellipsis, sizeof(ellipsis));
}

int
error_set(struct error *err, enum error_kind kind, const char *fmt, ...)
{
	va_list ap;

	err->kind = kind;
	err->line = 0;
	err->byte = 0;
	va_start(ap, fmt);
	format_text(err, fmt, ap);
	va_end(ap);
	return -1;
}

int
error_at(struct error *err, uint64_t byte, const char *fmt, ...)
{
	va_list ap;

	err->kind = ERROR_INPUT;
	err->line = 0;
	err->byte = byte;
	va_start(ap, fmt);
	format_text(err, fmt, ap);
	va_end(ap);
	return -1;
}

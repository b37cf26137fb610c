/*
 * Allocation that never returns NULL: a run that has no memory left cannot
 * promise a complete answer, so it ends with the status that says so.
 */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

_Noreturn void
alloc_failed(void)
{
	static const char text[] =
	    "mfa-check: error: out of memory; the run was not completed\n";
	ssize_t ignored;

	ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)ignored;
	cleanup_run();
	_exit(2);
}

void *
xmalloc(size_t size)
{
	void *memory = malloc(size > 0 ? size : 1);

	if (memory == NULL)
		alloc_failed();
	return memory;
}

void *
xcalloc(size_t count, size_t size)
{
	void *memory = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

	if (memory == NULL)
		alloc_failed();
	return memory;
}

void *
xreallocarray(void *memory, size_t count, size_t size)
{
	void *grown;

	if (size != 0 && count > SIZE_MAX / size)
		alloc_failed();
	grown = realloc(memory, count * size > 0 ? count * size : 1);
	if (grown == NULL)
		alloc_failed();
	return grown;
}

char *
xstrdup(const char *string)
{
	return xstrndup(string, strlen(string));
}

char *
xstrndup(const void *bytes, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		alloc_failed();
	copy = xmalloc(len + 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *text;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		alloc_failed();
	return text;
}

void *
xgrow(void *array, size_t count, size_t *size, size_t element)
{
	if (count < *size)
		return array;
	if (*size > SIZE_MAX / 2)
		alloc_failed();
	*size = *size > 0 ? *size * 2 : 8;
	return xreallocarray(array, *size, element);
}

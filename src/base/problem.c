/*
 * Formatting a problem for whoever listens. It keeps none.
 */
#include "base/problem.h"

#include <stdarg.h>
#include <stdio.h>

void
problem_report(struct problems *problems, enum level level, uint64_t line,
    uint32_t column, uint64_t byte, const char *fmt, ...)
{
	char text[512];
	struct problem problem = {
	    .level = level,
	    .line = line,
	    .column = column,
	    .byte = byte,
	    .text = text,
	};
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	problems->report(problems, &problem);
}

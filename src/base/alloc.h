/*
 * Memory that is there or ends the run: out of memory writes one line with
 * write(2), removes named temporary files (cleanup.h) and exits with 2.
 * Sizes are checked for overflow.
 */
#ifndef MFA_BASE_ALLOC_H
#define MFA_BASE_ALLOC_H

#include <stddef.h>

void	*xmalloc(size_t size);
void	*xcalloc(size_t count, size_t size);
void	*xreallocarray(void *, size_t count, size_t size);
char	*xstrdup(const char *);
/* A NUL-terminated copy of len bytes. */
char	*xstrndup(const void *, size_t len);
char	*xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* For whoever found out otherwise that there is no memory: ends the run as
 * the functions above do. */
_Noreturn void alloc_failed(void);

/* Room for one more element in an array that grows by doubling: *size is
 * the number of elements there is room for, count the number in use. */
void	*xgrow(void *array, size_t count, size_t *size, size_t element);

#endif

/*
 * A growing run of bytes with a hard cap fixed when it is made.
 */
#ifndef MFA_BASE_BUFFER_H
#define MFA_BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

struct buffer {
	char	*data;		/* NULL until something was appended */
	size_t	 len;
	size_t	 size;		/* bytes allocated */
	size_t	 cap;		/* most bytes that it may hold */
};

void	buffer_init(struct buffer *, size_t cap);
void	buffer_release(struct buffer *);

/* Empties it and keeps its memory. */
void	buffer_reset(struct buffer *);

/* 0, or -1 with nothing appended where the cap would be exceeded. */
int	buffer_append(struct buffer *, const void *, size_t len);
int	buffer_append_text(struct buffer *, const char *);
int	buffer_appendf(struct buffer *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* The bytes as a NUL-terminated string, borrowed until the next call. */
const char *buffer_text(struct buffer *);

#endif

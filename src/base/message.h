/*
 * What is said to the person who runs the program, on standard error: the
 * only module that writes there. One write(2) a message. Control and
 * bidirectional characters are made visible (visible.h), but for
 * message_plain().
 */
#ifndef MFA_BASE_MESSAGE_H
#define MFA_BASE_MESSAGE_H

#include <stdbool.h>

struct messages {
	bool	quiet;		/* -q: warnings are not shown, errors are */
	bool	color;		/* "error" and "warning" in colour */
};

/* "mfa-check: error: TEXT" and a newline. */
void	message_error(const struct messages *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* "mfa-check: warning: TEXT"; nothing where quiet. */
void	message_warning(const struct messages *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* The text as it is, without a prefix: the caller made it safe. */
void	message_plain(const char *text);

#endif

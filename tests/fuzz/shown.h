/*
 * How hostile text has to look in the outputs, written a second time from
 * the manual: escapes that make it visible, U+FFFD in JSON, the apostrophe
 * of CSV, SARIF's messages without links and URIs.
 */
#ifndef MFA_TESTS_FUZZ_SHOWN_H
#define MFA_TESTS_FUZZ_SHOWN_H

#include <stddef.h>

#include "base/buffer.h"

/* Each appends its form of the text. */
void	shown_visible(struct buffer *, const char *);
void	shown_json(struct buffer *, const char *);
void	shown_csv(struct buffer *, const char *);
void	shown_message(struct buffer *, const char *);
void	shown_uri(struct buffer *, const char *);

/* Holds that bytes which a writer made are UTF-8 without any character that
 * is not shown but line feeds. */
void	shown_check(const char *what, const char *, size_t len);

#endif

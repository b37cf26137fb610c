/*
 * A borrowed run of bytes that need not end in NUL, and the comparisons
 * that reports and policies need. No locale is involved: letters are ASCII.
 */
#ifndef MFA_BASE_TEXT_H
#define MFA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	const char	*ptr;
	size_t		 len;
};

struct text	text_of(const char *);
bool	text_equals(struct text, const char *);
bool	text_equals_nocase(struct text, const char *);

/* True where every byte is one of the string's. */
bool	text_consists_of(struct text, const char *bytes);

/* Without blanks (space and TAB) at either end. */
struct text	text_trim(struct text);

/* Anchored, case-sensitive glob: * any run, ? one byte, nothing else is
 * special; the whole text has to match. */
bool	text_matches_glob(struct text, const char *glob);

/* The edit distance of two short names, at most limit + 1. */
size_t	text_distance(const char *, const char *, size_t limit);

#endif

/*
 * Policies from bytes: each byte is a choice of the language's grammar, so
 * what comes out is mostly accepted, and a mutated byte is another policy.
 * Names, types and words are from the program's own tables, so a new field
 * or operator is used here at once.
 */
#ifndef MFA_TESTS_FUZZ_GRAMMAR_H
#define MFA_TESTS_FUZZ_GRAMMAR_H

#include "fuzz/fuzz.h"

enum {
	SETTINGS_MAX = 2
};

/* The files of a run; those without text are not there. */
struct documents {
	struct buffer	 main, base, exceptions;
	const char	*settings[SETTINGS_MAX];
	size_t		 setting_count;
};

void	documents_init(struct documents *);
void	documents_release(struct documents *);

void	grammar_write(struct choices *, struct documents *);

#endif

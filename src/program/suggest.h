/*
 * --suggest-exceptions: the findings of a run as a file of exceptions that
 * lacks its reasons, so that it is refused until somebody gives them.
 */
#ifndef MFA_PROGRAM_SUGGEST_H
#define MFA_PROGRAM_SUGGEST_H

#include "model/result.h"
#include "output/output.h"

struct suggestions;

struct suggestions *suggestions_new(void);
void	suggestions_free(struct suggestions *);

/* Takes a finding; the same again adds nothing. */
void	suggestions_add(struct suggestions *, const struct result *);

/* Writes them, one exception for each rule and account. */
void	suggestions_write(struct suggestions *, struct output *);

#endif

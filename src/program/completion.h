/*
 * Completions for shells, from the tables of commands, options, formats,
 * packs and rules: what is not in them is offered by no shell.
 */
#ifndef MFA_PROGRAM_COMPLETION_H
#define MFA_PROGRAM_COMPLETION_H

#include "output/output.h"
#include "program/options.h"

/* What may stand in a place: words, blanks between them, and files. Words
 * are names of ours, without characters that a shell knows. */
struct offer {
	struct buffer	 words;
	bool		 files;
	bool		 is_list;	/* commas between several words */
};

/* Rules and frameworks of all built-in packs, each once; read only when
 * they are first wanted. */
struct names {
	struct strings	 rules, frameworks;	/* copies */
	bool		 read;
};

void	names_release(struct names *);

/* For the value of an option that takes one; to be released. */
void	offer_value(struct offer *, const struct option *, struct names *);
/* For the operands of a command; to be released. */
void	offer_operands(struct offer *, const struct command *, struct names *);
void	offer_release(struct offer *);

/* The verbs of the commands of a name, blanks between them; none where it
 * has no verb. */
void	completion_verbs(struct buffer *, const char *name);

/* True for the first command of its name. */
bool	completion_is_first(const struct command *);

/* An option's help as one line, with a backslash before each of these
 * characters; a quotation mark ' becomes '\'', for a quoted word. */
void	completion_help(struct output *, const char *help, const char *special);

void	completion_bash(struct output *, struct names *);
void	completion_zsh(struct output *, struct names *);
void	completion_fish(struct output *, struct names *);

#endif

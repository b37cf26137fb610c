/*
 * Reads the operands one after another: files, folders, standard input;
 * their documents; the reports in them. Events of inputs, problems and
 * reports go to the sink, users to the consumer.
 *
 * Bad input never ends it: every operand is read or named in a problem.
 */
#ifndef MFA_PROGRAM_READING_H
#define MFA_PROGRAM_READING_H

#include <stdbool.h>
#include <sys/types.h>

#include "model/event.h"
#include "model/instant.h"
#include "model/report.h"
#include "program/options.h"

/* Who takes the users. */
struct consumer {
	void	(*begin)(struct consumer *, const struct report *,
		    const char *source, const struct instant *);
	/* T of the users to come, where they tell one of their own. */
	void	(*instant)(struct consumer *, const struct instant *);
	void	(*user)(struct consumer *, const struct user *);
	/* Before the report's event. */
	void	(*end)(struct consumer *, enum time_doubt);
	/* False ends the reading: nobody can take what it gives. */
	bool	(*wants_more)(struct consumer *);
	/* True where that file is an output of this run. */
	bool	(*writes_to)(struct consumer *, dev_t, ino_t);
};

struct reading_options {
	const struct options *options;
	bool		 want_digest;	/* an output has it */
	bool		 needs_time;	/* a verdict can rest on T */
};

/* counts gets how many files of folders were passed over as no reports, and
 * how many inputs have the bytes of an earlier one. 0, or -1 where an input or
 * a list turned out to be an output: nothing that was written may be kept
 * then. */
int	reading_run(const struct reading_options *, struct consumer *,
	    struct sink *, struct summary *counts, struct error *);

#endif

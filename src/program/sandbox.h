/*
 * What the process gives up before it opens its first input, so that no
 * mistake in reading can become more than a wrong answer: the network, other
 * programs, and writing anywhere but beside its outputs. The kernel enforces
 * it; descriptors that are open already stay usable. It has to be entered
 * before there is a second thread, which would stay outside.
 */
#ifndef MFA_PROGRAM_SANDBOX_H
#define MFA_PROGRAM_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/message.h"

struct options;

enum sandbox_mode {
	SANDBOX_AUTO,		/* what there is; a warning if less */
	SANDBOX_REQUIRE,	/* all of it, or an error */
	SANDBOX_OFF,
};

/* What the process still has to do. */
struct sandbox_needs {
	bool		 reads_files;	/* else only what is open already */
	const int	*folders;	/* open, of the outputs to be named */
	size_t		 folder_count;
};

/* What is in force. */
struct sandbox {
	bool		 seccomp;
	bool		 reduced;	/* the filter of instrumented builds */
	int		 landlock;	/* its version; 0: none */
	char		 missing[160];	/* a part of a sentence, or "" */
};

/* -1 where all is required and something is missing. */
int	sandbox_enter(struct sandbox *, enum sandbox_mode,
	    const struct sandbox_needs *, struct error *);

/* The same for a run with these options and outputs; under SANDBOX_AUTO it
 * warns of what is missing. */
int	sandbox_start(const struct options *, const int *folders,
	    size_t folder_count, const struct messages *, struct error *);

/* "seccomp=on landlock=abi7". */
void	sandbox_append(const struct sandbox *, struct buffer *);

#endif

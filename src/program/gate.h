/*
 * Between evaluation and the writers: counts what happened, decides the
 * exit status, says problems on standard error, hides what was not asked
 * for, and hands each event to every writer.
 */
#ifndef MFA_PROGRAM_GATE_H
#define MFA_PROGRAM_GATE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/message.h"
#include "model/event.h"
#include "program/options.h"

struct gate_output {
	struct output	*output, *spool;	/* spool NULL: not needed */
	const struct format *format;
	struct writer	*writer;
};

struct gate {
	struct sink	 sink;		/* give events to this */
	const struct options *options;
	const struct messages *messages;
	struct gate_output outputs[LIMIT_OUTPUTS];
	size_t		 output_count;
	struct summary	 summary;
	bool		 found;		/* a finding at or over --fail-on */
};

/* Opens every output that the options ask for; -1 with the reason. */
int	gate_init(struct gate *, const struct options *,
	    const struct messages *, struct error *);
/* A gate that counts and says problems, with no outputs. */
void	gate_init_without_outputs(struct gate *, const struct options *,
	    const struct messages *);
void	gate_release(struct gate *);

/* The folders in which outputs take their names; how many they are. */
size_t	gate_folders(const struct gate *, int folders[LIMIT_OUTPUTS]);

/* True where a format wants SHA-256 and size of the inputs. */
bool	gate_needs_digest(const struct gate *);

/* True where that file is one of the outputs: it must not be read. */
bool	gate_writes_to(const struct gate *, dev_t, ino_t);

/* False where an output failed: going on would be for nothing. */
bool	gate_works(const struct gate *);

/* Gives the summary to the writers, completes the outputs and returns the
 * exit status; -1 where an output failed: none was replaced then, unless
 * taking its name is what failed. */
int	gate_finish(struct gate *, struct error *);

#endif

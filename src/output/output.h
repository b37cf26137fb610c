/*
 * Where an output goes: standard output, a file that replaces its target
 * only when all was written, or a device or FIFO that is written straight.
 * The first failure is kept; later writes do nothing.
 */
#ifndef MFA_OUTPUT_OUTPUT_H
#define MFA_OUTPUT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

struct output;

/* path NULL or "-": standard output. A regular or absent target gets a
 * temporary file beside it (O_TMPFILE, or a name where the file system has
 * none); a link's target is what is replaced. */
struct output *output_open(const char *path, struct error *);

/* A nameless temporary file (or memory) for what must stand after text that
 * is only known later. */
struct output *output_spool(struct error *);

void	output_write(struct output *, const void *, size_t len);
void	output_text(struct output *, const char *);
void	output_slice(struct output *, struct text);
void	output_printf(struct output *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* Appends all that was written to the spool. */
void	output_append_spool(struct output *, struct output *spool);

/* Appends those of the spool's lines that begin with the tag, without it
 * and without line ends, ",\n" between two: one spool serves several lists
 * of a JSON document. */
void	output_append_tagged(struct output *, struct output *spool, char tag);

bool	output_failed(const struct output *);
bool	output_is_terminal(const struct output *);

/* Writes out what is buffered (an input ended: a reader may be waiting). */
void	output_flush(struct output *);

/* Everything is on disk and closed, but not under its name yet. */
int	output_finish(struct output *, struct error *);
/* The finished file takes its target's name. */
int	output_publish(struct output *, struct error *);

/* Without publish: the target is as it was, nothing is left behind. */
void	output_free(struct output *);

/* True where path is the file that the output will replace or writes to;
 * NULL and "-" are standard output, as in output_open(). */
bool	output_is(const struct output *, const char *path);

#endif

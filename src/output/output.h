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
#include <sys/types.h>

#include "base/error.h"
#include "base/text.h"

struct output;

/* The cap of a buffer for a copy of what is in memory already: it grows with
 * that and cannot fail. */
#define OUTPUT_UNCAPPED	(SIZE_MAX / 2)

/* path NULL or "-": standard output. A regular or absent target gets a
 * temporary file beside it (O_TMPFILE, or a name where the file system has
 * none); a link's target is what is replaced. A descriptor's name
 * (/dev/fd/3) is written straight to. */
struct output *output_open(const char *path, struct error *);

/* A nameless temporary file (or memory) for what must stand after text that
 * is only known later. */
struct output *output_spool(struct error *);

void	output_write(struct output *, const void *, size_t len);
void	output_text(struct output *, const char *);
void	output_slice(struct output *, struct text);
/* In the visible form of base/visible.h: for text that a report or a file
 * name brings. */
void	output_visible(struct output *, const char *);
void	output_printf(struct output *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* Takes each line that was written to the spool, without its line end (the
 * last one needs it), while the output works: what went wrong with the spool
 * is the output's failure. */
void	output_each_line(struct output *, struct output *spool,
	    void (*take)(void *arg, struct text line), void *arg);

/* Bytes that were written to it so far. */
uint64_t output_size(const struct output *);

/* Copies a part of what was written to the spool, failing as above. */
void	output_copy(struct output *, struct output *spool, uint64_t offset,
	    uint64_t len);

bool	output_failed(const struct output *);

/* Writes out what is buffered (an input ended: a reader may be waiting). */
void	output_flush(struct output *);

/* Everything is on disk and closed, but not under its name yet. */
int	output_finish(struct output *, struct error *);
/* The finished file takes its target's name; where that fails the old file
 * is as it was. Of several outputs each is replaced whole, but not all at
 * once: those that were published before a failure stay. */
int	output_publish(struct output *, struct error *);

/* Without publish: the target is as it was, nothing is left behind. */
void	output_free(struct output *);

/* True where a regular file of this identity is what the output will
 * replace or is writing to, its temporary file and a redirected standard
 * output included: such a file must not be read as an input. False for
 * devices, pipes and terminals, and once the output is finished. */
bool	output_is_inode(const struct output *, dev_t, ino_t);

/* True where both end up in one place, however it was named: one file, one
 * pipe, one device, or standard output twice. /dev/null keeps nothing, so
 * two outputs may well go there. Both must be unfinished. */
bool	output_same_place(const struct output *, const struct output *);

/* A descriptor of the folder in which it takes its name, or -1 where that is
 * none; belongs to the output. */
int	output_folder(const struct output *);

/* "standard output" or the path, visible already: for messages. */
const char *output_name(const struct output *);

#endif

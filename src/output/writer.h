/*
 * The table of output formats. To add one, write writer_x.c and add a line
 * to writers.def. Writers see each event once and include base and model
 * only, so they can be fed from a file as well as from an evaluation.
 */
#ifndef MFA_OUTPUT_WRITER_H
#define MFA_OUTPUT_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "model/event.h"
#include "output/csv_write.h"
#include "output/output.h"

enum {
	NEEDS_SPOOL	= 1 << 0,	/* text that stands after later text */
	NEEDS_DIGEST	= 1 << 1,	/* SHA-256 and size of the inputs */
};

/* How whoever asks wants it to look; other formats ignore it. */
struct look {
	unsigned	 width;		/* columns of the terminal or page */
	bool		 color;
	bool		 summary;	/* table: no results, only totals */
	struct csv_shape csv;
};

struct writer;

struct format {
	const char	*name;		/* as in -f */
	const char	*ending;	/* of files, with its dot; or NULL */
	const char	*also;		/* another one, or NULL */
	const char	*help;		/* one line for --help */
	unsigned	 needs;
	/* The outputs and the look are borrowed; spool is NULL unless the
	 * format needs one. */
	struct writer	*(*new)(struct output *, struct output *spool,
			    const struct look *);
	void		(*take)(struct writer *, const struct event *);
	void		(*free)(struct writer *);
};

#define WRITER(name) extern const struct format format_##name;
#include "output/writers.def"
#undef WRITER

extern const struct format *const formats[];
extern const size_t format_count;

/* NULL where there is none of that name, or no format has that ending; the
 * longest one tells: .sarif.json is not .json. */
const struct format *format_find(const char *name);
const struct format *format_of_file(const char *path);

#endif

/*
 * The command line, and everything else that enters from outside: the
 * environment, the clock, the terminal. Nothing below looks at them.
 *
 * The option table in options.c is the one place that names an option:
 * parsing, --help, suggestions and the documentation's test derive from it.
 */
#ifndef MFA_PROGRAM_OPTIONS_H
#define MFA_PROGRAM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/lane.h"
#include "base/limits.h"
#include "model/result.h"
#include "output/writer.h"
#include "program/sandbox.h"

struct options;
struct sums;

/* A growing list of borrowed strings. */
struct strings {
	const char	**item;
	size_t		 count, size;
};

void	strings_add(struct strings *, const char *);

enum {
	FOR_CHECK	= 1 << 0,
	FOR_LIST	= 1 << 1,
	FOR_RULES	= 1 << 2,
	FOR_POLICY	= 1 << 3,
	FOR_COMPLETION	= 1 << 4,
	FOR_ALL		= FOR_CHECK | FOR_LIST | FOR_RULES | FOR_POLICY |
			  FOR_COMPLETION,
};

struct command {
	const char	*name;		/* "rules" */
	const char	*verb;		/* "show", or NULL */
	const char	*operands;	/* "ID..." */
	const char	*help;
	unsigned	 mask;		/* FOR_...: the options that it takes */
	/* The exit status. */
	int		(*run)(const struct options *);
};

struct option {
	char		 letter;	/* or '\0' */
	const char	*name;		/* or NULL */
	const char	*value;		/* what it takes, or NULL */
	unsigned	 commands;	/* FOR_... */
	const char	*help;		/* may hold newlines; NULL: hidden */
	/* value is NULL where the option takes none. */
	int		(*apply)(struct options *, const char *value,
			    struct error *);
};

enum when {
	WHEN_AUTO,
	WHEN_ALWAYS,
	WHEN_NEVER,
};

struct output_request {
	const struct format *format;
	const char	*path;		/* NULL: standard output */
};

struct options {
	const struct command *command;
	bool		 implied;	/* no command was given: check */
	struct strings	 operands;
	struct strings	 policies, exceptions, set;
	struct strings	 rule, skip_rule, tag, columns;
	struct output_request outputs[LIMIT_OUTPUTS];
	size_t		 output_count;
	int64_t		 now;			/* the clock at the start */
	int64_t		 as_of;			/* or TIMESTAMP_NONE */
	bool		 require_time;
	enum severity	 fail_on, min_severity;	/* or SEVERITY_NONE */
	bool		 fail_never;
	bool		 all, quiet, verbose, help, version;
	bool		 summary;
	struct csv_shape csv;
	struct note	*notes;		/* names are copies */
	size_t		 note_count, note_size;
	bool		 suggest_exceptions, resolved;
	const char	*coverage;	/* a pack, or NULL */
	const char	*stdin_name;	/* or NULL */
	const char	*files_from, *sha256sums;	/* or NULL */
	bool		 nul_separated;
	struct buffer	 list;		/* of files_from: operands' text */
	struct sums	*sums;		/* of sha256sums, or NULL */
	uint64_t	 max_decoded;
	enum sandbox_mode sandbox;
	bool		 self_test;
	enum when	 color;
	bool		 color_wanted;		/* by the environment */
	size_t		 read_size;		/* 0: no limit; for tests */
	enum lane	 lane;			/* another only for tests */
};

extern const struct command commands[];
extern const size_t command_count;
extern const struct option option_table[];
extern const size_t option_count;

/* 0, or -1 with what is wrong and what was perhaps meant. */
int	options_parse(struct options *, int argc, char **argv, struct error *);
void	options_release(struct options *);

/* Whether to colour what goes to a descriptor; how wide its terminal is
 * (80 where it is none). */
bool	options_color(const struct options *, int fd);
unsigned	options_width(int fd);

#endif

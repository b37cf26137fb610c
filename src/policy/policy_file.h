/*
 * The files of a policy while it is loaded (policy_load.c): their trees live
 * until every rule is compiled, since a file that extends them may change
 * values.
 */
#ifndef MFA_POLICY_POLICY_FILE_H
#define MFA_POLICY_POLICY_FILE_H

#include "policy/key_read.h"
#include "policy/param.h"
#include "policy/policy_load.h"

/* What a file extends, and where it says so. */
struct extension {
	struct policy_file *file;	/* NULL: it could not be loaded */
	size_t		 at;
};

struct policy_file {
	struct policy_reader reader;	/* its errors, with its name */
	struct complaints warnings;
	char		*name;		/* in messages */
	char		*identity;
	char		*text;
	size_t		 len;
	struct node	*root;
	struct policy_loader *loader;
	struct policy_file *opened_by;	/* while it is being loaded */
	bool		 is_open;
	bool		 is_exceptions;	/* of --exceptions */

	/* From its keys; each NULL or empty where there is none. */
	const char	*title;
	const struct node *rules, *overrides, *exceptions;
	struct extension *extends;
	size_t		 extend_count;
	struct definition *params, *lists;
	size_t		 param_count, list_count;
};

struct policy_loader {
	struct policy_source *source;
	struct policy_file **files;	/* in order of loading */
	size_t		 count, size;
	int64_t		 now;
	bool		 any_kind;	/* as in the request */
	struct complaints settings;	/* places are their numbers */
	uint64_t	 failed;	/* errors that were said, not kept */
	uint64_t	 conflicts;	/* errors about rules that differ */
	size_t		 compiled;	/* nodes so far */
	size_t		 names;		/* of parameters and lists so far */
	size_t		 expanded;	/* bytes that lists stood for so far */
	size_t		 matched;	/* globs against rules so far */
};

void	loader_init(struct policy_loader *, const struct policy_request *);
void	loader_release(struct policy_loader *);

/* A pack, or a file; what it extends too. NULL where it cannot be read, the
 * reason having been said. Its errors are kept with it. It is a file of
 * exceptions only where the loader takes any kind. */
struct policy_file *loader_open(struct policy_loader *, const char *name);
/* A file of exceptions. */
struct policy_file *loader_open_exceptions(struct policy_loader *,
	    const char *path);
/* A text that is there already and is not the loader's to free. */
struct policy_file *loader_take(struct policy_loader *, const char *name,
	    const char *text, size_t len);
/* What an entry of "extends" names; NULL after a complaint in the file. */
struct policy_file *loader_open_extended(struct policy_file *,
	    const struct node *);

/* How many errors there are in all files. */
uint64_t loader_errors(const struct policy_loader *);
void	loader_show(const struct policy_loader *, struct buffer *errors,
	    struct buffer *warnings);

/* Reads the keys at the top of the file (policy_read.c). */
void	policy_file_read(struct policy_file *);

#endif

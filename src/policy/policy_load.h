/*
 * Policies as a run wants them: several packs and files, what they extend,
 * files of exceptions, parameters set from outside. Reading goes in three
 * steps: all files are loaded as trees, names and rules are resolved (what
 * wins: the extended in order, the file, its overrides in order, settings),
 * and each rule's conditions are compiled with the values that hold for it.
 */
#ifndef MFA_POLICY_POLICY_LOAD_H
#define MFA_POLICY_POLICY_LOAD_H

#include <stdbool.h>

#include "policy/policy.h"

/* Whoever embeds this gives the texts of files: policy opens none. */
struct policy_source {
	/* The bytes of a file, to be freed, or NULL with the reason; more than
	 * LIMIT_POLICY are refused with their place. identity
	 * (to be freed) is the same for the same file under other names. */
	char	*(*read)(struct policy_source *, const char *path, size_t *len,
		    char **identity, struct error *);
	/* Takes a sentence about what has no place in a file. */
	void	(*say)(struct policy_source *, const char *text);
};

struct policy_names {
	const char	*const *item;
	size_t		 count;
};

struct policy_request {
	struct policy_source *source;
	struct policy_names policies;	/* packs or files, at least one */
	struct policy_names exceptions;	/* files */
	struct policy_names settings;	/* "name=value" */
	/* Where the policy itself is checked: the time, for warnings of
	 * exceptions that have ended or cover everybody; else
	 * TIMESTAMP_NONE. */
	int64_t		 now;
	/* For a check: a file of exceptions may stand among the policies. The
	 * rules that it names are looked for where there are any. */
	bool		 any_kind;
	/* Takes the policy as YAML with its values' origins; or NULL. */
	struct buffer	*resolved;
};

/*
 * Adds the policies to one that was initialised (policy_build.c). Errors and
 * warnings are appended to the buffers as policy_read() says, those of each
 * file together, files in the order in which they are opened; warnings may
 * be NULL. What has no file is said at once. 0, or -1 where there was an
 * error.
 */
int	policy_load(struct policy *, const struct policy_request *,
	    struct buffer *errors, struct buffer *warnings);

#endif

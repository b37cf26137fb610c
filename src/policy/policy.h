/*
 * A policy: its rules in order and its exceptions, whatever report they will
 * be applied to. policy_load.h reads it, evaluate.h applies it to a report.
 */
#ifndef MFA_POLICY_POLICY_H
#define MFA_POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "base/error.h"
#include "model/result.h"
#include "policy/each.h"

enum scope {
	SCOPE_USER,
	SCOPE_ROOT,
	SCOPE_ALL,
};

/* "user", "root", "all". */
extern const char *const scope_names[SCOPE_ALL + 1];

/*
 * One node of a condition. A condition is an array in depth-first order: a
 * group (ALL, ANY, NOT) is followed by its members, and next is the number
 * of nodes of its whole subtree, itself included (1 for a leaf).
 */
struct test {
	uint8_t		 op;		/* enum op (operators.def) */
	uint8_t		 field;		/* enum field_id; unused in groups */
	uint32_t	 next;
	int64_t		 number;	/* operand: truth, number, seconds,
					 * instant or TIME_NOW, set of cells */
	char		*text;		/* operand: a text, or NULL */
};

struct condition {
	struct test	*tests;		/* NULL: always true */
	size_t		 count;
};

struct variants;			/* override.h */

struct rule {
	struct rule_info info;
	enum scope	 scope;
	enum each	 each;		/* one verdict for each slot */
	bool		 of_password;	/* names the password as credential */
	bool		 else_manual;	/* what is no failure is manual */
	struct condition when;
	struct condition fail;
	struct variants	*variants;	/* by overrides; NULL: none */
	char		*message;	/* with {placeholders}, checked */
	char		*file;		/* where it is from */
	uint64_t	 line;
};

struct exception;			/* exception.h */

/* A file that was read, and its bytes. */
struct policy_input {
	char		*name;
	char		 sha256[DIGEST_HEX_SIZE];
	bool		 is_exceptions;	/* of --exceptions */
	bool		 is_pack;	/* built in, no file */
};

struct policy {
	char		**names;	/* of the policies joined in it */
	size_t		 name_count;
	struct rule	*rules;
	size_t		 rule_count;
	struct exception *exceptions;
	size_t		 exception_count;
	struct policy_input *inputs;
	size_t		 input_count;
};

/*
 * Reads a policy from YAML text; file is its name in messages; it may
 * extend built-in packs, but no file. Appends to the policy, as
 * policy_join() does. All errors of the text, at most LIMIT_POLICY_ERRORS,
 * are appended to errors, each as
 *
 *	FILE:LINE:COLUMN: what is wrong, what is allowed there
 *	    12 |   severty: high
 *	       |   ^
 *
 * and a newline. 0, or -1 where there was an error. Policies from files and
 * with options: policy_load.h.
 */
int	policy_read(struct policy *, const char *file, const char *text,
	    size_t len, struct buffer *errors);
void	policy_init(struct policy *);
void	policy_release(struct policy *);
void	rule_release(struct rule *);

/* The rule of that id, or NULL. */
struct rule *policy_find(const struct policy *, const char *id);

/* True where both judge alike and say the same; references, help and order
 * of conditions may differ. */
bool	rule_is_alike(const struct rule *, const struct rule *);

/* SHA-256 over what judges and is said of findings: rules with what overrides
 * make of them and references, and exceptions; neither titles, fixes nor
 * help. The same for the same meaning. */
void	policy_digest(const struct policy *, char hex[DIGEST_HEX_SIZE]);

/* Which rules a run wants: globs over ids (--rule, --skip-rule) and
 * framework names (--tag). Others are removed from the policy. */
struct selection {
	const char	*const *rule, *const *skip_rule, *const *tag;
	size_t		 rule_count, skip_rule_count, tag_count;
};

/* 0, or -1 where a glob matches no rule or nothing is left. */
int	policy_select(struct policy *, const struct selection *,
	    struct error *);

#endif

/*
 * The errors of one policy text: collected in any order, shown in the order
 * of the file, each with its place, the source line and a caret. Lines are
 * counted as editors do (LF, CR LF), columns in code points.
 */
#ifndef MFA_POLICY_COMPLAINT_H
#define MFA_POLICY_COMPLAINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

struct complaint {
	size_t	 at;		/* byte offset in the source */
	size_t	 said_len;	/* of the text without its note */
	char	*text;
};

struct complaints {
	const char	*file;		/* its name in messages; borrowed */
	struct text	 source;	/* borrowed */
	/* The first ones by place; count says how many there are in all. */
	struct complaint first[LIMIT_POLICY_ERRORS];
	size_t		 kept;
	uint64_t	 count;
	struct complaints *warnings;	/* of the same file; borrowed */
	/* What is complained about at that place is said elsewhere. */
	struct {
		size_t		 from;
		struct complaints *to;	/* NULL: nothing is moved */
		size_t		 at;
		const char	*name;
	} moved;
};

void	complaints_init(struct complaints *, const char *file,
	    struct text source);
void	complaints_release(struct complaints *);

/* Adds one, unless just that was said there before: a text may be compiled
 * several times. Quoted source text in it need not be made safe. */
void	complain(struct complaints *, size_t at, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* The same of what is no error, but should be looked at. */
void	complain_softly(struct complaints *, size_t at, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* From now on a complaint at that place is said at another, where the
 * parameter's value stands that is used at the first, and ends in that use.
 * Only the last such place is kept; to of NULL ends it. The name is
 * borrowed. */
void	complaints_move(struct complaints *, size_t from,
	    struct complaints *to, size_t at, const char *name);

/* False where a complaint there would only be counted: no need to look for
 * a suggestion then. */
bool	complaints_want(const struct complaints *, size_t at);

/* Appends all of them, ready to be shown, with a word before each (an
 * error's is ""). */
void	complaints_show_as(const struct complaints *, const char *word,
	    struct buffer *);
void	complaints_show(const struct complaints *, struct buffer *);

/* The 1-based line of a place in the source. */
uint64_t complaints_line(const struct complaints *, size_t at);

#endif

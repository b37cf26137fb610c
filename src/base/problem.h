/*
 * A defect that was noted while reading went on. Level error makes the
 * answer incomplete (exit status 3), level warning does not.
 */
#ifndef MFA_BASE_PROBLEM_H
#define MFA_BASE_PROBLEM_H

#include <stdint.h>

enum level {
	LEVEL_WARNING,
	LEVEL_ERROR,
};

struct problem {
	enum level	 level;
	uint64_t	 line;		/* 1-based, of the decoded text, or 0 */
	uint32_t	 column;	/* 1-based, in code points, or 0 */
	uint64_t	 byte;		/* 0-based, in the decoded text; of a
					 * layer's defect: in that layer */
	const char	*text;		/* borrowed until report() returns */
};

/* Whoever wants to hear of problems embeds this. */
struct problems {
	void	(*report)(struct problems *, const struct problem *);
};

/* Formats a text and reports it; line 0 and column 0 mean "no place". */
void	problem_report(struct problems *, enum level, uint64_t line,
	    uint32_t column, uint64_t byte, const char *fmt, ...)
	    __attribute__((format(printf, 6, 7)));

#endif

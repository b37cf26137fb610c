/*
 * Exceptions: findings that somebody excused for a time. One holds from the
 * start of the day on which it was approved to the end of the day on which
 * it expires, both UTC and compared with the time T of the report: a report
 * from before the approval is not excused.
 */
#ifndef MFA_POLICY_EXCEPTION_H
#define MFA_POLICY_EXCEPTION_H

#include "model/result.h"
#include "policy/reach.h"

struct exception {
	struct reach	 reach;
	int64_t		 approved;	/* the first second */
	int64_t		 expires;	/* the last, or INT64_MAX: never */
	char		*approved_day;	/* as written */
	struct suppression given;	/* its strings are the exception's */
	char		*file;
	uint64_t	 line;
	size_t		 at;		/* in the file, in bytes */
};

/* Findings outside of an exception's time. */
struct missed {
	uint64_t	 count;
	uint64_t	 excused;	/* of these, by another exception */
};

/* What became of one, in findings; counted while reports are judged. */
struct exception_use {
	uint64_t	 suppressed;
	uint64_t	 second;	/* it held, and so did one before it */
	uint64_t	 untimed;	/* there was no T to compare with */
	struct missed	 early, late;
};

/*
 * The first exception in force at T that covers a finding of the rule about
 * the user, or NULL; T of TIMESTAMP_NONE: none is in force. uses has an
 * entry for each exception of the policy and is counted up; it may be NULL.
 */
const struct exception *exception_find(const struct policy *,
	    const struct rule *, const struct user *, int64_t T,
	    struct exception_use *uses);

/* True where it names one of the policy's rules. */
bool	exception_has_rule(const struct exception *, const struct policy *);

/* Reads the entries of an "exceptions" key (exception_read.c) to the end of
 * an array that grows; warns about what never expires, and (now not
 * TIMESTAMP_NONE) about what has ended or covers everybody. */
void	exceptions_read(struct policy_reader *, const struct node *list,
	    struct exception **, size_t *count);
void	exception_release(struct exception *);
bool	exception_is_same(const struct exception *, const struct exception *);

/* Appends all that matters in it, for a digest. */
void	exception_append(struct buffer *, const struct exception *);

#endif

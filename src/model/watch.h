/*
 * What is odd in a report but no defect: a user that stands there twice, a
 * name that is not the ARN's, a date after the report's time, or a time that
 * was guessed and lies far behind every date. Each is a warning; every row is
 * judged all the same.
 */
#ifndef MFA_MODEL_WATCH_H
#define MFA_MODEL_WATCH_H

#include "base/hash_set.h"
#include "base/problem.h"
#include "base/timestamp.h"
#include "model/instant.h"
#include "model/report.h"

struct watch {
	struct hash_set	*users;		/* of this report */
	struct instant	 instant;
	bool		 told_future;	/* said once a report */
	int64_t		 newest;	/* date, or TIMESTAMP_NONE */
	/* Dates up to this one tell nothing new; "" where each does. */
	char		 known[TIMESTAMP_SIZE];
};

void	watch_init(struct watch *);
void	watch_release(struct watch *);

/* A report begins, judged at that instant. */
void	watch_begin(struct watch *, struct instant);
/* T of the rows to come, where they have one of their own. */
void	watch_instant(struct watch *, struct instant);
void	watch_user(struct watch *, const struct user *, struct problems *);

/* The report ends: what its dates say of its T. */
enum time_doubt watch_end(struct watch *, uint64_t header_line,
	    struct problems *);

#endif

/*
 * The evaluation instant T: ages are measured against the time at which the
 * report was made, never against the day on which it is read (mfa-check(1)).
 */
#ifndef MFA_MODEL_INSTANT_H
#define MFA_MODEL_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/event.h"

/* Everything that may tell T, best first; TIMESTAMP_NONE where unknown. */
struct instant_sources {
	int64_t		 option;	/* --as-of */
	int64_t		 envelope;
	const char	*name;		/* of the input */
	int64_t		 mtime;
	int64_t		 clock;
};

struct instant {
	int64_t		 time;		/* TIMESTAMP_NONE: not to be had */
	enum time_from	 from;
};

/* What the report's own dates say of a T that was not stated. */
enum time_doubt {
	TIME_UNDOUBTED,
	TIME_MAY_BE_EARLY,	/* a date lies after it */
	TIME_MAY_BE_LATE,	/* every date lies long before it */
};

/* may_guess: without that a T that would have to be guessed (mtime, clock)
 * is left out, be it that no verdict can rest on it or that the user does
 * not want it. */
struct instant	instant_choose(const struct instant_sources *, bool may_guess);

/* True where T is a guess. */
bool	instant_is_guess(const struct instant *);

/* True where whoever asked or made the report says T. A file's name is said
 * by somebody too, but of what: a report's dates may show it to be wrong. */
bool	instant_is_stated(const struct instant *);

#endif

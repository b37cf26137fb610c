/*
 * Instants: int64_t seconds since 1970-01-01T00:00:00Z, no time zone and no
 * library calendar. Days have 86,400 s; a leap second 23:59:60Z is the
 * instant one second after :59.
 */
#ifndef MFA_BASE_TIMESTAMP_H
#define MFA_BASE_TIMESTAMP_H

#include <stdint.h>

#include "base/text.h"

#define TIMESTAMP_NONE	INT64_MIN
#define TIMESTAMP_SIZE	32		/* of the text, NUL included */
#define DAY_SECS	86400

/* RFC 3339: YYYY-MM-DDTHH:MM:SS[.digits](Z|+HH:MM|-HH:MM), years 0001 to
 * 9999 there and in UTC, at most 9 digits of a fraction, which is dropped.
 * 0, or -1 where the text is anything else. */
int	timestamp_parse(struct text, int64_t *);

/* The same as databases print it: a blank may stand for the T, and the
 * offset may be +HH, +HHMM or nothing, which is taken for UTC. 0 or -1. */
int	timestamp_parse_sql(struct text, int64_t *);

/* YYYY-MM-DD: the last second of that day, UTC. 0 or -1. */
int	timestamp_parse_date(struct text, int64_t *);

/* The last stamp in a file's base name that is a real date and no part of
 * a longer run of digits: 2018-03-27T03-01-45+00-00, 2024-06-30,
 * 20240630T120000Z; no zone means UTC. 0 or -1. */
int	timestamp_from_name(const char *name, int64_t *);

/* YYYY-MM-DDTHH:MM:SSZ. Returns out. */
char	*timestamp_format(char out[TIMESTAMP_SIZE], int64_t);

#endif

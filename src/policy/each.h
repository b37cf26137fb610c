/*
 * Rules that judge one slot after another: the kinds of slots, and which
 * fields they have.
 */
#ifndef MFA_POLICY_EACH_H
#define MFA_POLICY_EACH_H

#include <stdbool.h>
#include <stddef.h>

#include "model/report.h"

struct complaints;
struct nearest;

enum each {
	EACH_NONE,		/* the row as a whole */
	EACH_ACCESS_KEY,
	EACH_CERT,
	EACH_COUNT,
	EACH_MISTAKEN = EACH_COUNT	/* while reading: may be any */
};

enum {
	SLOTS = 2
};

/* "access_key", "cert"; "" for EACH_NONE. */
extern const char *const each_names[EACH_COUNT];

/* The SLOTS slots, or NULL for EACH_NONE. */
const struct credential *each_slots(enum each);

/* field: enum field_id. */
bool	each_has_field(enum each, unsigned field);

/* Says why a rule of that kind has no such field, and what it may use. That
 * the rule has no slots at all is said once: it is EACH_MISTAKEN then. */
void	each_complain(struct complaints *, size_t at, enum each *,
	    unsigned field);

/* Offers the names of the fields that it has. */
void	each_offer_fields(struct nearest *, enum each);

#endif

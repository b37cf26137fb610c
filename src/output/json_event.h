/*
 * An event as a JSON object, for the formats that carry every fact.
 */
#ifndef MFA_OUTPUT_JSON_EVENT_H
#define MFA_OUTPUT_JSON_EVENT_H

#include "model/event.h"
#include "output/json_write.h"

/* One object on one line, without the line's end: `type` first, then the
 * members that mfa-check-output(5) promises, in their order. */
void	json_put_event(struct json *, const struct event *);

#endif

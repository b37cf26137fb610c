/*
 * Kinds of slots. Their columns are the model's, their fields' values
 * field_value.c's.
 */
#include "policy/each.h"

#include <assert.h>

#include "policy/complaint.h"
#include "policy/field.h"
#include "policy/nearest.h"

enum {
	LIST_CAP = 1000
};

const char *const each_names[EACH_COUNT] = {
    [EACH_NONE] = "",
    [EACH_ACCESS_KEY] = "access_key",
    [EACH_CERT] = "cert",
};

const struct credential *
each_slots(enum each each)
{
	static const struct credential *const slots[EACH_COUNT] = {
	    [EACH_ACCESS_KEY] = credential_keys,
	    [EACH_CERT] = credential_certs,
	};

	assert(each < EACH_COUNT);
	return slots[each];
}

bool
each_has_field(enum each each, unsigned field)
{
	unsigned kinds = fields[field].kinds;

	return kinds == 0 || each == EACH_MISTAKEN ||
	    (each != EACH_NONE && (kinds >> each & 1) != 0);
}

void
each_offer_fields(struct nearest *nearest, enum each each)
{
	nearest->page = "mfa-check-policy";
	for (enum field_id id = 0; id < FIELD_COUNT; id++)
		if (each_has_field(each, id))
			nearest_offer(nearest, fields[id].name);
}

/* Appends what is joined by ", " of the slot's own fields. */
static void
append_slot_fields(struct buffer *out, enum each each)
{
	for (enum field_id id = 0; id < FIELD_COUNT; id++)
		if (fields[id].kinds != 0 && each_has_field(each, id))
			buffer_appendf(out, "%s%s", out->len == 0 ? "" : ", ",
			    fields[id].name);
}

void
each_complain(
    struct complaints *complaints, size_t at, enum each *each, unsigned field)
{
	const char *name = fields[field].name;
	unsigned kinds = fields[field].kinds;
	struct buffer list;

	if (*each == EACH_NONE) {
		*each = EACH_MISTAKEN;
		complain(complaints, at,
		    "\"%s\" is of one slot: the rule needs \"each: "
		    "access_key\"%s",
		    name,
		    (kinds >> EACH_CERT & 1) != 0 ? " or \"each: cert\"" : "");
		return;
	}
	buffer_init(&list, LIST_CAP);
	append_slot_fields(&list, *each);
	complain(complaints, at,
	    "a report does not tell \"%s\" of a slot of \"each: %s\"; "
	    "allowed: %s, and every field of the row",
	    name, each_names[*each], buffer_text(&list));
	buffer_release(&list);
}

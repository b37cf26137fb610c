/*
 * How each field of fields.def gets its value: read_NAME, one for each name
 * of a function there, and those of the columns by their kinds. Only the
 * table in field.c calls them.
 */
#ifndef MFA_POLICY_FIELD_VALUE_H
#define MFA_POLICY_FIELD_VALUE_H

#include "policy/field.h"

typedef void	field_reader(const struct subject *, const struct field *,
		    struct value *);

field_reader	read_column, read_column_user, read_date;
field_reader	read_account, read_partition, read_path, read_is_root;
field_reader	read_any_true, read_count;
field_reader	read_age_of, read_password_idle, read_last_activity;
field_reader	read_slot, read_present, read_slot_column, read_slot_age;
field_reader	read_slot_idle, read_never_used, read_created_after_user;

#endif

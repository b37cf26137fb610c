/*
 * Exceptions applied. Reading them is exception_read.c's.
 */
#include "policy/exception.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"

void
exception_release(struct exception *exception)
{
	reach_release(&exception->reach);
	free((char *)(uintptr_t)exception->given.reason);
	free((char *)(uintptr_t)exception->given.owner);
	free((char *)(uintptr_t)exception->given.expires);
	free(exception->approved_day);
	free(exception->file);
}

static bool
covers(const struct exception *exception, const struct rule *rule,
    const struct user *user)
{
	return reach_names(&exception->reach, rule->info.id) &&
	    reach_covers(&exception->reach, user);
}

static bool
is_in_force(const struct exception *exception, int64_t T)
{
	return T != TIMESTAMP_NONE && exception->approved <= T &&
	    T <= exception->expires;
}

/* Of an exception that covers the finding; found is that which counts. */
static void
count(struct exception_use *use, const struct exception *exception, int64_t T,
    const struct exception *found)
{
	struct missed *missed =
	    T < exception->approved ? &use->early : &use->late;

	if (exception == found) {
		use->suppressed++;
	} else if (T == TIMESTAMP_NONE) {
		use->untimed++;
	} else if (is_in_force(exception, T)) {
		use->second++;
	} else {
		missed->count++;
		missed->excused += found != NULL;
	}
}

const struct exception *
exception_find(const struct policy *policy, const struct rule *rule,
    const struct user *user, int64_t T, struct exception_use *uses)
{
	const struct exception *exceptions = policy->exceptions, *found = NULL;

	for (size_t i = 0; i < policy->exception_count && found == NULL; i++)
		if (is_in_force(&exceptions[i], T) &&
		    covers(&exceptions[i], rule, user))
			found = &exceptions[i];
	for (size_t i = 0; uses != NULL && i < policy->exception_count; i++)
		if (covers(&exceptions[i], rule, user))
			count(&uses[i], &exceptions[i], T, found);
	return found;
}

bool
exception_has_rule(
    const struct exception *exception, const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (reach_names(&exception->reach, policy->rules[i].info.id))
			return true;
	return false;
}

static void
append_text(struct buffer *out, const char *label, const char *text)
{
	buffer_appendf(out, "%s %zu:", label, strlen(text));
	buffer_append_text(out, text);
	buffer_append_text(out, "\n");
}

void
exception_append(struct buffer *out, const struct exception *exception)
{
	const struct globs *rules = &exception->reach.rules;

	buffer_appendf(out, "exception %" PRId64 " %" PRId64 "\n",
	    exception->approved, exception->expires);
	for (size_t i = 0; i < rules->count; i++)
		append_text(out, "rule", rules->item[i].text);
	reach_append(out, &exception->reach);
	append_text(out, "reason", exception->given.reason);
	append_text(out, "owner", exception->given.owner);
}

bool
exception_is_same(const struct exception *a, const struct exception *b)
{
	struct buffer left, right;
	bool same;

	/* Files are named alike wherever they are extended; of one place there
	 * are several where the lists that it uses differ. */
	if (a->at != b->at || strcmp(a->file, b->file) != 0)
		return false;
	buffer_init(&left, SIZE_MAX);
	buffer_init(&right, SIZE_MAX);
	exception_append(&left, a);
	exception_append(&right, b);
	same = strcmp(buffer_text(&left), buffer_text(&right)) == 0;
	buffer_release(&left);
	buffer_release(&right);
	return same;
}

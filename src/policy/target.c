/*
 * Globs over rules, users and accounts. What is done to those that match is
 * override.c's and exception.c's.
 */
#include "policy/target.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/nearest.h"
#include "policy/param.h"
#include "policy/value_read.h"

static void
globs_release(struct globs *globs)
{
	for (size_t i = 0; i < globs->count; i++)
		free(globs->item[i].text);
	free(globs->item);
	*globs = (struct globs){.item = NULL};
}

void
target_release(struct target *target)
{
	globs_release(&target->rules);
	globs_release(&target->users);
	globs_release(&target->accounts);
}

/* In its place; a glob that is there already adds nothing. */
static void
add(struct globs *globs, const char *text, size_t at)
{
	size_t i = globs->count;

	while (i > 0 && strcmp(globs->item[i - 1].text, text) > 0)
		i--;
	if (i > 0 && strcmp(globs->item[i - 1].text, text) == 0)
		return;
	globs->item = xgrow(
	    globs->item, globs->count, &globs->size, sizeof(*globs->item));
	memmove(globs->item + i + 1, globs->item + i,
	    (globs->count - i) * sizeof(*globs->item));
	globs->item[i] = (struct glob){xstrdup(text), at};
	globs->count++;
}

static void
copy(struct globs *into, const struct globs *from)
{
	for (size_t i = 0; i < from->count; i++)
		add(into, from->item[i].text, from->item[i].at);
}

void
target_copy(struct target *into, const struct target *from)
{
	*into = (struct target){.rules = {NULL, 0, 0}};
	copy(&into->rules, &from->rules);
	copy(&into->users, &from->users);
	copy(&into->accounts, &from->accounts);
}

static void
take(void *arg, const char *glob, size_t at)
{
	add(arg, glob, at);
}

void
globs_read(
    struct policy_reader *reader, const struct node *key, struct globs *globs)
{
	list_each_glob(reader->environment, &reader->complaints, key->value,
	    value_place(key), key->text, take, globs);
}

bool
globs_match(const struct globs *globs, struct text text)
{
	for (size_t i = 0; i < globs->count; i++)
		if (text_matches_glob(text, globs->item[i].text))
			return true;
	return false;
}

bool
target_names(const struct target *target, const char *rule_id)
{
	return globs_match(&target->rules, text_of(rule_id));
}

bool
target_covers(const struct target *target, const struct user *user)
{
	if (target->users.count > 0 && !globs_match(&target->users, user->name))
		return false;
	return target->accounts.count == 0 ||
	    (user->account.len > 0 &&
		globs_match(&target->accounts, user->account));
}

void
target_check_rules(const struct target *target, const struct policy *policy,
    struct complaints *complaints)
{
	for (size_t i = 0; i < target->rules.count; i++) {
		const struct glob *glob = &target->rules.item[i];
		struct nearest nearest;
		bool found = false;

		nearest_init(&nearest, glob->text);
		for (size_t k = 0; k < policy->rule_count && !found; k++) {
			const char *id = policy->rules[k].info.id;

			found = text_matches_glob(text_of(id), glob->text);
			nearest_offer(&nearest, id);
		}
		if (!found)
			complain(complaints, glob->at,
			    "\"%s\" matches no rule; %s", glob->text,
			    nearest_advice(&nearest));
		nearest_release(&nearest);
	}
}

static void
append_globs(struct buffer *out, const char *label, const struct globs *globs)
{
	for (size_t i = 0; i < globs->count; i++)
		buffer_appendf(out, "%s %zu:%s\n", label,
		    strlen(globs->item[i].text), globs->item[i].text);
}

void
target_append(struct buffer *out, const struct target *target)
{
	append_globs(out, "user", &target->users);
	append_globs(out, "account", &target->accounts);
}

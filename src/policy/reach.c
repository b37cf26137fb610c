/*
 * Globs over rules, users and accounts. What is done to those that match is
 * override.c's and exception.c's.
 */
#include "policy/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "policy/nearest.h"
#include "policy/param.h"
#include "policy/value_read.h"

enum {
	/* Of a glob with asterisks: a rule's id is no longer. */
	STEPS_MAX = 64
};

static void
globs_release(struct globs *globs)
{
	for (size_t i = 0; i < globs->count; i++)
		free(globs->item[i].text);
	free(globs->item);
	*globs = (struct globs){.item = NULL};
}

void
reach_release(struct reach *reach)
{
	globs_release(&reach->rules);
	globs_release(&reach->users);
	globs_release(&reach->accounts);
}

struct reach *
reach_new(void)
{
	struct reach *reach = xcalloc(1, sizeof(*reach));

	return reach_share(reach);
}

struct reach *
reach_share(struct reach *reach)
{
	reach->owners++;
	return reach;
}

void
reach_free(struct reach *reach)
{
	if (reach == NULL || --reach->owners > 0)
		return;
	reach_release(reach);
	free(reach);
}

static void
take(void *arg, const char *text, size_t at)
{
	struct globs *globs = arg;

	globs->item = xgrow(
	    globs->item, globs->count, &globs->size, sizeof(*globs->item));
	globs->item[globs->count++] = (struct glob){xstrdup(text), at};
}

static int
compare(const void *a, const void *b)
{
	const struct glob *left = a, *right = b;
	int order = strcmp(left->text, right->text);

	return order != 0 ? order
			  : (left->at > right->at) - (left->at < right->at);
}

/* A glob that is there already adds nothing. */
static void
sort(struct globs *globs)
{
	size_t kept = 0;

	if (globs->count > 1)
		qsort(globs->item, globs->count, sizeof(*globs->item), compare);
	for (size_t i = 0; i < globs->count; i++) {
		if (kept > 0 &&
		    strcmp(globs->item[kept - 1].text, globs->item[i].text) ==
			0)
			free(globs->item[i].text);
		else
			globs->item[kept++] = globs->item[i];
	}
	globs->count = kept;
}

void
globs_read(
    struct policy_reader *reader, const struct node *key, struct globs *globs)
{
	list_each_glob(reader->environment, &reader->complaints, key->value,
	    value_place(key), key->text, take, globs);
	sort(globs);
}

static bool
globs_match(const struct globs *globs, struct text text)
{
	for (size_t i = 0; i < globs->count; i++)
		if (text_matches_glob(text, globs->item[i].text))
			return true;
	return false;
}

bool
reach_names(const struct reach *reach, const char *rule_id)
{
	return globs_match(&reach->rules, text_of(rule_id));
}

bool
reach_covers(const struct reach *reach, const struct user *user)
{
	if (reach->users.count > 0 && !globs_match(&reach->users, user->name))
		return false;
	return reach->accounts.count == 0 ||
	    (user->account.len > 0 &&
		globs_match(&reach->accounts, user->account));
}

bool
reach_may_match(const struct reach *reach, size_t rule_count, size_t *matched,
    struct complaints *complaints)
{
	for (size_t i = 0; i < reach->rules.count; i++) {
		const struct glob *glob = &reach->rules.item[i];
		size_t len = strlen(glob->text), steps = 1;

		if (strchr(glob->text, '*') != NULL)
			steps = len < STEPS_MAX ? len : STEPS_MAX;
		if (*matched <= LIMIT_POLICY_MATCHED)
			*matched += steps * rule_count;
		if (*matched > LIMIT_POLICY_MATCHED) {
			complain(complaints, glob->at,
			    "the policy is too large: its overrides and "
			    "exceptions have too many globs over rules, for "
			    "%zu rules",
			    rule_count);
			return false;
		}
	}
	return true;
}

static bool
matches_a_rule(const char *glob, const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (text_matches_glob(text_of(policy->rules[i].info.id), glob))
			return true;
	return false;
}

static void
complain_rule(struct complaints *complaints, const struct glob *glob,
    const struct policy *policy)
{
	struct nearest nearest;

	if (!complaints_want(complaints, glob->at)) {
		complain(complaints, glob->at, "no such rule");
		return;
	}
	nearest_init(&nearest, glob->text);
	for (size_t i = 0; i < policy->rule_count; i++)
		nearest_offer(&nearest, policy->rules[i].info.id);
	complain(complaints, glob->at, "\"%s\" matches no rule; %s", glob->text,
	    nearest_advice(&nearest));
	nearest_release(&nearest);
}

void
reach_check_rules(const struct reach *reach, const struct policy *policy,
    struct complaints *complaints)
{
	for (size_t i = 0; i < reach->rules.count; i++)
		if (!matches_a_rule(reach->rules.item[i].text, policy))
			complain_rule(
			    complaints, &reach->rules.item[i], policy);
}

static void
append_globs(struct buffer *out, const char *label, const struct globs *globs)
{
	for (size_t i = 0; i < globs->count; i++)
		buffer_appendf(out, "%s %zu:%s\n", label,
		    strlen(globs->item[i].text), globs->item[i].text);
}

void
reach_append(struct buffer *out, const struct reach *reach)
{
	append_globs(out, "user", &reach->users);
	append_globs(out, "account", &reach->accounts);
}

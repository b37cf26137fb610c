/*
 * Joining policies. What makes two rules alike is canonical.c's to say.
 */
#include "policy/policy_join.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "policy/exception.h"
#include "policy/rule_difference.h"

/* The byte offset at which a line begins. */
static size_t
place_of_line(struct text source, uint64_t line)
{
	size_t at = 0;

	while (line > 1 && at < source.len)
		line -= source.ptr[at++] == '\n';
	while (at < source.len && strchr(" -", source.ptr[at]) != NULL)
		at++;
	return at;
}

static bool
has_reference(const struct rule_info *info, const struct reference *wanted)
{
	for (size_t i = 0; i < info->ref_count; i++)
		if (strcmp(info->refs[i].framework, wanted->framework) == 0 &&
		    strcmp(info->refs[i].control, wanted->control) == 0)
			return true;
	return false;
}

void
rule_join_references(struct rule_info *into, const struct rule_info *from)
{
	if (from->ref_count == 0)
		return;
	into->refs = xreallocarray(
	    into->refs, into->ref_count + from->ref_count, sizeof(*into->refs));
	for (size_t i = 0; i < from->ref_count; i++)
		if (!has_reference(into, &from->refs[i]))
			into->refs[into->ref_count++] =
			    (struct reference){xstrdup(from->refs[i].framework),
				xstrdup(from->refs[i].control)};
}

static bool
has_name(const struct policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->name_count; i++)
		if (strcmp(policy->names[i], name) == 0)
			return true;
	return false;
}

/* A rule that the file extends is not in its own text. */
static void
complain_differs(struct complaints *complaints, const struct rule *rule,
    const struct rule *other)
{
	struct buffer difference;

	buffer_init(&difference, LIMIT_POLICY_SCALAR);
	rule_append_difference(&difference, rule, "here", other, "there");
	if (strcmp(rule->file, complaints->file) == 0)
		complain(complaints,
		    place_of_line(complaints->source, rule->line),
		    "the rule \"%s\" is defined differently in %s, "
		    "line %" PRIu64 ": %s; they cannot be joined",
		    rule->info.id, other->file, other->line,
		    buffer_text(&difference));
	else
		complain(complaints, 0,
		    "the rule \"%s\" of %s, line %" PRIu64
		    ", is defined differently in %s, line %" PRIu64
		    ": %s; they cannot be joined",
		    rule->info.id, rule->file, rule->line, other->file,
		    other->line, buffer_text(&difference));
	buffer_release(&difference);
}

static void
check_alike(const struct policy *into, const struct policy *from,
    struct complaints *complaints)
{
	for (size_t i = 0; i < from->rule_count; i++) {
		const struct rule *rule = &from->rules[i];
		const struct rule *other = policy_find(into, rule->info.id);

		if (other != NULL && !rule_is_alike(rule, other))
			complain_differs(complaints, rule, other);
	}
}

/* False after a complaint. */
static bool
has_room(const struct policy *into, const struct policy *from,
    struct complaints *complaints)
{
	if (into->rule_count + from->rule_count <= LIMIT_POLICY_RULES)
		return true;
	complain(complaints, 0, "the policies have more than %d rules together",
	    LIMIT_POLICY_RULES);
	return false;
}

static void
move_rules(struct policy *into, struct policy *from)
{
	size_t count = into->rule_count;

	into->rules = xreallocarray(
	    into->rules, count + from->rule_count, sizeof(*into->rules));
	for (size_t i = 0; i < from->rule_count; i++) {
		struct rule *same = policy_find(into, from->rules[i].info.id);

		if (same == NULL) {
			into->rules[into->rule_count++] = from->rules[i];
			continue;
		}
		rule_join_references(&same->info, &from->rules[i].info);
		rule_release(&from->rules[i]);
	}
	from->rule_count = 0;
}

static bool
has_exception(const struct policy *policy, const struct exception *wanted)
{
	for (size_t i = 0; i < policy->exception_count; i++)
		if (exception_is_same(&policy->exceptions[i], wanted))
			return true;
	return false;
}

void
policy_join_exceptions(struct policy *into, struct policy *from)
{
	into->exceptions = xreallocarray(into->exceptions,
	    into->exception_count + from->exception_count + 1,
	    sizeof(*into->exceptions));
	for (size_t i = 0; i < from->exception_count; i++) {
		if (has_exception(into, &from->exceptions[i]))
			exception_release(&from->exceptions[i]);
		else
			into->exceptions[into->exception_count++] =
			    from->exceptions[i];
	}
	from->exception_count = 0;
}

void
policy_join(
    struct policy *into, struct policy *from, struct complaints *complaints)
{
	check_alike(into, from, complaints);
	if (!has_room(into, from, complaints))
		return;
	into->names = xreallocarray(into->names,
	    into->name_count + from->name_count, sizeof(*into->names));
	for (size_t i = 0; i < from->name_count; i++)
		if (!has_name(into, from->names[i]))
			into->names[into->name_count++] =
			    xstrdup(from->names[i]);
	move_rules(into, from);
	policy_join_exceptions(into, from);
}

/*
 * Policies as a whole: their memory, and the choice of rules. Reading is
 * policy_build.c's.
 */
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "policy/condition.h"
#include "policy/exception.h"
#include "policy/nearest.h"
#include "policy/override.h"

enum {
	SHOWN = 80
};

const char *const scope_names[SCOPE_ALL + 1] = {
    [SCOPE_USER] = "user",
    [SCOPE_ROOT] = "root",
    [SCOPE_ALL] = "all",
};

void
policy_init(struct policy *policy)
{
	*policy = (struct policy){.rules = NULL};
}

void
rule_release(struct rule *rule)
{
	struct rule_info *info = &rule->info;

	for (size_t i = 0; i < info->ref_count; i++) {
		free(info->refs[i].framework);
		free(info->refs[i].control);
	}
	for (size_t i = 0; i < HELP_COUNT; i++)
		free(info->help[i]);
	free(info->refs);
	free(info->id);
	free(info->title);
	free(info->fix);
	condition_release(&rule->when);
	condition_release(&rule->fail);
	variants_free(rule->variants);
	free(rule->message);
	free(rule->file);
	*rule = (struct rule){.message = NULL};
}

void
policy_release(struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		rule_release(&policy->rules[i]);
	for (size_t i = 0; i < policy->name_count; i++)
		free(policy->names[i]);
	for (size_t i = 0; i < policy->exception_count; i++)
		exception_release(&policy->exceptions[i]);
	free(policy->rules);
	free(policy->names);
	for (size_t i = 0; i < policy->input_count; i++)
		free(policy->inputs[i].name);
	free(policy->inputs);
	free(policy->exceptions);
	policy_init(policy);
}

struct rule *
policy_find(const struct policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const char *other = policy->rules[i].info.id;

		/* A rule that could not be read may have none. */
		if (other != NULL && strcmp(other, id) == 0)
			return &policy->rules[i];
	}
	return NULL;
}

static bool
has_id(const struct rule *rule, const char *glob)
{
	return text_matches_glob(text_of(rule->info.id), glob);
}

static bool
has_tag(const struct rule *rule, const char *framework)
{
	for (size_t i = 0; i < rule->info.ref_count; i++)
		if (strcmp(rule->info.refs[i].framework, framework) == 0)
			return true;
	return false;
}

/* One of the options that choose rules. */
struct choice {
	const char *option;
	const char *const *values;
	size_t count;
	bool (*has)(const struct rule *, const char *);
};

static bool
is_chosen(const struct choice *choice, const struct rule *rule)
{
	for (size_t i = 0; i < choice->count; i++)
		if (choice->has(rule, choice->values[i]))
			return true;
	return false;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each framework once, in byte order. */
static void
offer_tags(const struct policy *policy, struct nearest *nearest)
{
	const char **names;
	size_t count = 0;

	for (size_t i = 0; i < policy->rule_count; i++)
		count += policy->rules[i].info.ref_count;
	names = xcalloc(count + 1, sizeof(*names));
	count = 0;
	for (size_t i = 0; i < policy->rule_count; i++)
		for (size_t k = 0; k < policy->rules[i].info.ref_count; k++)
			names[count++] =
			    policy->rules[i].info.refs[k].framework;
	qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
			nearest_offer(nearest, names[i]);
	free(names);
}

static int
refuse(const struct policy *policy, const struct choice *choice,
    const char *value, struct error *err)
{
	char shown[SHOWN];
	struct nearest nearest;
	bool by_tag = choice->has == has_tag;

	nearest_init(&nearest, value);
	if (by_tag)
		offer_tags(policy, &nearest);
	for (size_t i = 0; !by_tag && i < policy->rule_count; i++)
		nearest_offer(&nearest, policy->rules[i].info.id);
	visible_copy(shown, sizeof(shown), text_of(value));
	error_set(err, ERROR_USAGE, "--%s=%s matches no rule; %s",
	    choice->option, shown, nearest_advice(&nearest));
	nearest_release(&nearest);
	return -1;
}

static int
check_choice(
    const struct policy *policy, const struct choice *choice, struct error *err)
{
	for (size_t i = 0; i < choice->count; i++) {
		bool found = false;

		for (size_t k = 0; k < policy->rule_count && !found; k++)
			found =
			    choice->has(&policy->rules[k], choice->values[i]);
		if (!found)
			return refuse(policy, choice, choice->values[i], err);
	}
	return 0;
}

int
policy_select(
    struct policy *policy, const struct selection *selection, struct error *err)
{
	const struct choice rule = {
	    "rule", selection->rule, selection->rule_count, has_id};
	const struct choice skip = {"skip-rule", selection->skip_rule,
	    selection->skip_rule_count, has_id};
	const struct choice tag = {
	    "tag", selection->tag, selection->tag_count, has_tag};
	size_t kept = 0;

	if (check_choice(policy, &rule, err) < 0 ||
	    check_choice(policy, &skip, err) < 0 ||
	    check_choice(policy, &tag, err) < 0)
		return -1;
	for (size_t i = 0; i < policy->rule_count; i++) {
		struct rule *it = &policy->rules[i];

		if ((rule.count == 0 || is_chosen(&rule, it)) &&
		    (tag.count == 0 || is_chosen(&tag, it)) &&
		    !is_chosen(&skip, it))
			policy->rules[kept++] = *it;
		else
			rule_release(it);
	}
	policy->rule_count = kept;
	return kept > 0 ? 0
			: error_set(err, ERROR_USAGE,
			      "no rule is left: --rule, --skip-rule and --tag "
			      "exclude each other");
}

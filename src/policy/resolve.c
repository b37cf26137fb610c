/*
 * Who wins. Each file is resolved by itself, with the names that those who
 * extend it give: what one extended pack sets never changes another.
 */
#include "policy/resolve.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/policy_join.h"
#include "policy/rule_difference.h"
#include "policy/rule_read.h"

enum {
	/* What resolving a file costs besides, in nodes. */
	FILE_NODES = 64,
	NODE_BYTES = 64
};

static void
draft_release(struct draft *draft)
{
	rule_release(&draft->rule);
	free(draft->overrides);
	free(draft->replaced);
}

void
resolution_free(struct resolution *resolution)
{
	if (resolution == NULL)
		return;
	for (size_t i = 0; i < resolution->part_count; i++)
		resolution_free(resolution->parts[i]);
	for (size_t i = 0; i < resolution->draft_count; i++)
		draft_release(&resolution->drafts[i]);
	for (size_t i = 0; i < resolution->override_count; i++)
		override_free(resolution->overrides[i]);
	for (size_t i = 0; i < resolution->exception_count; i++)
		exception_release(&resolution->exceptions[i]);
	environment_release(&resolution->environment);
	free(resolution->parts);
	free(resolution->drafts);
	free(resolution->overrides);
	free(resolution->exceptions);
	free(resolution);
}

/* True where a rule may not be what its file says. */
static bool
has_errors(const struct resolution *resolution)
{
	const struct policy_loader *loader = resolution->file->loader;

	return loader_errors(loader) > loader->conflicts;
}

static struct draft *
find_draft(const struct resolution *resolution, const char *id)
{
	for (size_t i = 0; i < resolution->draft_count; i++) {
		struct draft *draft = &resolution->drafts[i];

		if (draft->rule.info.id != NULL &&
		    strcmp(draft->rule.info.id, id) == 0)
			return draft;
	}
	return NULL;
}

struct policy
resolution_rules(const struct resolution *resolution)
{
	struct policy policy;

	policy_init(&policy);
	policy.rules =
	    xcalloc(resolution->draft_count + 1, sizeof(*policy.rules));
	for (size_t i = 0; i < resolution->draft_count; i++)
		if (resolution->drafts[i].rule.info.id != NULL)
			policy.rules[policy.rule_count++] =
			    resolution->drafts[i].rule;
	return policy;
}

static void
add_draft(struct resolution *resolution, struct draft *draft)
{
	resolution->drafts = xgrow(resolution->drafts, resolution->draft_count,
	    &resolution->draft_size, sizeof(*resolution->drafts));
	resolution->drafts[resolution->draft_count++] = *draft;
	*draft = (struct draft){.file = NULL};
}

/* True where the file has a rule of that id itself: it replaces others. */
static bool
defines(const struct policy *own, const char *id)
{
	return policy_find(own, id) != NULL;
}

static void
complain_differs(struct resolution *resolution, size_t at, const struct rule *a,
    const struct rule *b)
{
	struct complaints *complaints = &resolution->file->reader.complaints;
	uint64_t before = complaints->count;
	struct buffer difference;

	buffer_init(&difference, LIMIT_POLICY_SCALAR);
	rule_append_difference(&difference, a, "in the one", b, "in the other");
	complain(complaints, at,
	    "the rule \"%s\" is defined differently in %s, line %" PRIu64
	    ", and in %s, line %" PRIu64
	    ": %s; a rule of that id in this file would replace both",
	    a->info.id, a->file, a->line, b->file, b->line,
	    buffer_text(&difference));
	buffer_release(&difference);
	resolution->file->loader->conflicts += complaints->count - before;
}

static void
join_draft(struct resolution *resolution, struct draft *draft, size_t at,
    const struct policy *own)
{
	struct draft *same;

	if (draft->rule.info.id == NULL) {
		draft_release(draft);
		*draft = (struct draft){.file = NULL};
		return;
	}
	same = find_draft(resolution, draft->rule.info.id);
	if (same == NULL) {
		add_draft(resolution, draft);
		return;
	}
	if (!has_errors(resolution) && !defines(own, draft->rule.info.id) &&
	    !rule_is_alike(&same->rule, &draft->rule))
		complain_differs(resolution, at, &same->rule, &draft->rule);
	rule_join_references(&same->rule.info, &draft->rule.info);
	draft_release(draft);
	*draft = (struct draft){.file = NULL};
}

static void
take_exceptions(struct resolution *into, struct resolution *from)
{
	into->exceptions = xreallocarray(into->exceptions,
	    into->exception_count + from->exception_count + 1,
	    sizeof(*into->exceptions));
	for (size_t i = 0; i < from->exception_count; i++)
		into->exceptions[into->exception_count++] = from->exceptions[i];
	from->exception_count = 0;
}

/* Moves what the parts have to the whole. */
static void
join_parts(struct resolution *resolution, const struct policy *own)
{
	for (size_t i = 0; i < resolution->part_count; i++) {
		struct resolution *part = resolution->parts[i];
		size_t at = resolution->file->extends[0].at;

		for (size_t k = 0; k < resolution->file->extend_count; k++)
			if (resolution->file->extends[k].file == part->file)
				at = resolution->file->extends[k].at;
		for (size_t k = 0; k < part->draft_count; k++)
			join_draft(resolution, &part->drafts[k], at, own);
		part->draft_count = 0;
		take_exceptions(resolution, part);
	}
}

/* A long text counts as several. Depth is bounded by that of the YAML. */
static size_t
count_nodes(const struct node *node)
{
	size_t count = 1 + strlen(node->text) / NODE_BYTES;

	if (node->value != NULL)
		count += count_nodes(node->value);
	for (const struct node *it = node->first; it != NULL; it = it->next)
		count += count_nodes(it);
	return count;
}

/* False after a complaint: files that extend each other in many ways, or
 * rules of many variants, would take for ever. */
static bool
may_compile(struct policy_file *file, const struct node *node)
{
	size_t *compiled = &file->loader->compiled;

	if (*compiled <= LIMIT_POLICY_COMPILED)
		*compiled += node != NULL ? count_nodes(node) : FILE_NODES;
	if (*compiled <= LIMIT_POLICY_COMPILED)
		return true;
	complain(&file->reader.complaints, node != NULL ? node->at : 0,
	    "the policy is too large: its rules are extended too often, or "
	    "have too many variants");
	return false;
}

/* Reads the file's rules into its reader, which keeps them as a policy. */
static void
read_rules(struct policy_file *file, const struct environment *environment)
{
	struct policy_reader *reader = &file->reader;

	policy_release(&reader->read);
	reader->size = 0;
	reader->environment = environment;
	if (file->rules != NULL && may_compile(file, file->rules))
		for (const struct node *it = file->rules->first; it != NULL;
		     it = it->next)
			rule_read(reader, it);
	reader->environment = NULL;
}

static void
replace(struct draft *draft, struct draft *by)
{
	by->replaced =
	    xasprintf("%s:%" PRIu64, draft->rule.file, draft->rule.line);
	by->overrides = draft->overrides;
	by->override_count = draft->override_count;
	draft->overrides = NULL;
	draft_release(draft);
	*draft = *by;
}

/* Takes over the rules that read_rules() left in the reader; those that are
 * no map are not among them. */
static void
take_rules(struct resolution *resolution)
{
	struct policy_file *file = resolution->file;
	struct policy *own = &file->reader.read;
	size_t taken = 0;

	if (file->rules == NULL)
		return;
	for (const struct node *it = file->rules->first; it != NULL;
	     it = it->next) {
		struct draft draft = {.file = file,
		    .node = it,
		    .environment = &resolution->environment};
		struct draft *same = NULL;

		/* There are none where they were too many to compile. */
		if (it->kind != NODE_MAP || taken == own->rule_count)
			continue;
		draft.rule = own->rules[taken++];
		if (draft.rule.info.id != NULL)
			same = find_draft(resolution, draft.rule.info.id);
		if (same != NULL)
			replace(same, &draft);
		else
			add_draft(resolution, &draft);
	}
	own->rule_count = 0;
}

/* False where a rule may be missing because it, or what it is in, is wrong:
 * a name that matches none is no mistake then. */
static bool
is_whole(const struct resolution *resolution)
{
	const struct policy_file *file = resolution->file;

	for (size_t i = 0; i < file->extend_count; i++)
		if (file->extends[i].file == NULL)
			return false;
	for (size_t i = 0; i < resolution->draft_count; i++)
		if (resolution->drafts[i].rule.info.id == NULL)
			return false;
	return resolution->draft_count > 0;
}

/* False after a complaint that there are too many globs. */
static bool
check_reach(struct resolution *resolution, const struct reach *reach,
    const struct policy *rules)
{
	struct complaints *complaints = &resolution->file->reader.complaints;

	if (!reach_may_match(reach, rules->rule_count,
		&resolution->file->loader->matched, complaints))
		return false;
	if (is_whole(resolution))
		reach_check_rules(reach, rules, complaints);
	return true;
}

static void
add_override(struct resolution *resolution, struct override *override)
{
	for (size_t i = 0; i < resolution->draft_count; i++) {
		struct draft *draft = &resolution->drafts[i];

		if (draft->rule.info.id == NULL ||
		    !reach_names(override->reach, draft->rule.info.id))
			continue;
		draft->overrides = xreallocarray(draft->overrides,
		    draft->override_count + 1, sizeof(*draft->overrides));
		draft->overrides[draft->override_count++] = override;
	}
}

/* A value that no rule takes is a mistake, since it would change nothing.
 * Asked of the override that was added last. */
static void
check_use(const struct resolution *resolution, const struct override *override)
{
	for (size_t i = 0; i < override->set_count; i++) {
		const struct definition *set = &override->set[i];
		bool used = false, any = false;

		for (size_t k = 0; k < resolution->draft_count; k++) {
			const struct draft *draft = &resolution->drafts[k];

			if (draft->override_count == 0 ||
			    draft->overrides[draft->override_count - 1] !=
				override)
				continue;
			any = true;
			used = used || param_is_used(draft->node, set->name);
		}
		/* Where no rule is named, that is the mistake. */
		if (any && !used && is_whole(resolution))
			complain(&override->file->reader.complaints, set->at,
			    "none of the rules of this override uses $%s",
			    set->name);
	}
}

static void
read_overrides(struct resolution *resolution)
{
	struct policy_reader *reader = &resolution->file->reader;
	const struct node *list = resolution->file->overrides;
	struct policy rules;

	if (list == NULL)
		return;
	rules = resolution_rules(resolution);
	resolution->overrides =
	    xcalloc(list->count, sizeof(*resolution->overrides));
	for (const struct node *it = list->first; it != NULL; it = it->next) {
		struct override *override = override_read(reader, it);

		if (override == NULL)
			continue;
		resolution->overrides[resolution->override_count++] = override;
		if (!check_reach(resolution, override->reach, &rules))
			continue;
		add_override(resolution, override);
		check_use(resolution, override);
	}
	free(rules.rules);
}

static void
read_exceptions(struct resolution *resolution)
{
	struct policy_reader *reader = &resolution->file->reader;
	size_t before = resolution->exception_count;
	struct policy rules = resolution_rules(resolution);

	exceptions_read(reader, resolution->file->exceptions,
	    &resolution->exceptions, &resolution->exception_count);
	for (size_t i = before; i < resolution->exception_count; i++)
		check_reach(
		    resolution, &resolution->exceptions[i].reach, &rules);
	free(rules.rules);
}

/* The conditions of variant i, from the rule's nodes once more. */
static void
compile_variant(struct draft *draft, struct variants *variants, size_t i)
{
	struct policy_reader *reader = &draft->file->reader;
	struct environment environment = {.set = {NULL, 0, 0}};

	definitions_add_all(&environment.set, &draft->environment->set);
	variants_definitions(variants, i, draft->overrides, &environment.set);
	environment.params = draft->environment->params;
	environment.lists = draft->environment->lists;
	environment.expanded = draft->environment->expanded;
	policy_release(&reader->read);
	reader->size = 0;
	reader->environment = &environment;
	rule_read(reader, draft->node);
	reader->environment = NULL;
	if (reader->read.rule_count == 1) {
		struct rule *rule = &reader->read.rules[0];

		variants->conditions[i].when = rule->when;
		variants->conditions[i].fail = rule->fail;
		rule->when = rule->fail = (struct condition){.tests = NULL};
	}
	policy_release(&reader->read);
	reader->size = 0;
	free(environment.set.item);
}

static void
compile_variants(struct draft *draft)
{
	struct variants *variants = variants_new(draft->overrides,
	    draft->override_count, draft->node, &draft->environment->set);

	variants_free(draft->rule.variants);
	draft->rule.variants = variants;
	for (size_t i = 1; variants != NULL && i < variants->count &&
	     may_compile(draft->file, draft->node);
	     i++)
		compile_variant(draft, variants, i);
}

static void
add_names(struct definitions *into, struct definition *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (definitions_find(into, names[i].name) == NULL)
			definitions_add(into, &names[i]);
}

static void
resolve_parts(struct resolution *resolution, const struct definitions *settings)
{
	struct policy_file *file = resolution->file;

	resolution->parts =
	    xcalloc(file->extend_count + 1, sizeof(*resolution->parts));
	for (size_t i = 0; i < file->extend_count; i++)
		if (file->extends[i].file != NULL && may_compile(file, NULL))
			resolution->parts[resolution->part_count++] =
			    resolve(file->extends[i].file,
				&resolution->environment, settings);
	/* What extended packs name can be used too, the last one first. */
	for (size_t i = resolution->part_count; i-- > 0;) {
		const struct environment *part =
		    &resolution->parts[i]->environment;

		definitions_add_all(
		    &resolution->environment.params, &part->params);
		definitions_add_all(
		    &resolution->environment.lists, &part->lists);
	}
}

struct resolution *
resolve(struct policy_file *file, const struct environment *outer,
    const struct definitions *settings)
{
	struct resolution *resolution = xcalloc(1, sizeof(*resolution));
	struct environment *environment = &resolution->environment;

	resolution->file = file;
	environment->expanded = &file->loader->expanded;
	definitions_add_all(&environment->set, settings);
	if (outer != NULL) {
		definitions_add_all(&environment->params, &outer->params);
		definitions_add_all(&environment->lists, &outer->lists);
	}
	add_names(&environment->params, file->params, file->param_count);
	add_names(&environment->lists, file->lists, file->list_count);
	resolve_parts(resolution, settings);
	read_rules(file, environment);
	join_parts(resolution, &file->reader.read);
	take_rules(resolution);
	file->reader.environment = environment;
	read_overrides(resolution);
	read_exceptions(resolution);
	file->reader.environment = NULL;
	for (size_t i = 0; i < resolution->draft_count; i++)
		compile_variants(&resolution->drafts[i]);
	return resolution;
}

void
resolution_give(struct resolution *resolution, struct policy *policy)
{
	policy->names = xcalloc(1, sizeof(*policy->names));
	if (resolution->file->title != NULL)
		policy->names[policy->name_count++] =
		    xstrdup(resolution->file->title);
	policy->rules =
	    xcalloc(resolution->draft_count + 1, sizeof(*policy->rules));
	for (size_t i = 0; i < resolution->draft_count; i++) {
		struct rule *rule = &resolution->drafts[i].rule;

		if (rule->info.id == NULL)
			rule_release(rule);
		else
			policy->rules[policy->rule_count++] = *rule;
		*rule = (struct rule){.message = NULL};
	}
	policy->exceptions = resolution->exceptions;
	policy->exception_count = resolution->exception_count;
	resolution->exceptions = NULL;
	resolution->exception_count = 0;
}

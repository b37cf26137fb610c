/*
 * Overrides and the variants that they make. Conditions are compiled by
 * resolve.c.
 */
#include "policy/override.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/nearest.h"
#include "policy/policy_file.h"
#include "policy/value_read.h"

enum {
	SET_MAX = 32
};

static struct override *
override_of(struct policy_reader *reader)
{
	return reader->into;
}

static void
read_override_rules(struct policy_reader *reader, const struct node *key)
{
	globs_read(reader, key, &override_of(reader)->reach->rules);
}

static void
read_override_users(struct policy_reader *reader, const struct node *key)
{
	globs_read(reader, key, &override_of(reader)->reach->users);
	globs_check(
	    &reader->complaints, &override_of(reader)->reach->users, false);
}

static void
read_override_accounts(struct policy_reader *reader, const struct node *key)
{
	globs_read(reader, key, &override_of(reader)->reach->accounts);
	globs_check(
	    &reader->complaints, &override_of(reader)->reach->accounts, true);
}

static void
complain_param(struct policy_reader *reader, const struct node *key)
{
	const struct definitions *known = &reader->environment->params;
	struct nearest nearest;

	if (!complaints_want(&reader->complaints, key->at)) {
		complain(&reader->complaints, key->at, "unknown parameter");
		return;
	}
	nearest_init(&nearest, key->text);
	for (size_t i = 0; i < known->count; i++)
		nearest_offer(&nearest, known->item[i]->name);
	complain(&reader->complaints, key->at, "unknown parameter \"%s\"; %s",
	    key->text,
	    known->count > 0 ? nearest_advice(&nearest)
			     : "there are none here");
	nearest_release(&nearest);
}

/* One that was refused is set all the same, but to no value. */
static void
add_set(struct override *override, const struct node *key, bool good)
{
	override->set[override->set_count++] =
	    (struct definition){.name = key->text,
		.value = good ? key->value : NULL,
		.file = override->file->name,
		.line = key->line,
		.at = key->at,
		.complaints = &override->file->reader.complaints,
		.value_at = key->value->at};
}

static void
read_override_set(struct policy_reader *reader, const struct node *key)
{
	struct override *override = override_of(reader);
	const struct definitions *known = &reader->environment->params;

	if (!key_is_kind(
		reader, key, NODE_MAP, "a map such as {max_age: 180d}"))
		return;
	if (key->value->count > SET_MAX) {
		complain(&reader->complaints, key->at,
		    "\"set\" has %zu members; at most %d are allowed",
		    key->value->count, SET_MAX);
		return;
	}
	override->set = xcalloc(key->value->count, sizeof(*override->set));
	for (struct node *it = key->value->first; it != NULL; it = it->next) {
		if (it->kind == NODE_BAD)
			continue;
		if (definitions_find(known, it->text) == NULL)
			complain_param(reader, it);
		else
			add_set(override, it,
			    param_check_value(&reader->complaints, it));
	}
}

static const struct key override_keys[] = {
#define OVERRIDE_KEY(name, required, help) \
	{#name, required, read_override_##name, help},
#include "policy/policy_keys.def"
};

struct override *
override_read(struct policy_reader *reader, const struct node *node)
{
	struct override *override;

	if (node->kind != NODE_MAP) {
		if (node->kind != NODE_BAD)
			complain(&reader->complaints, node->at,
			    "an override is a map of keys; this is %s",
			    node_name(node));
		return NULL;
	}
	override = xcalloc(1, sizeof(*override));
	override->reach = reach_new();
	override->file = reader->file;
	override->node = node;
	reader->into = override;
	key_read_map(reader, node, override_keys,
	    sizeof(override_keys) / sizeof(*override_keys), "an override");
	return override;
}

void
override_free(struct override *override)
{
	if (override == NULL)
		return;
	reach_free(override->reach);
	free(override->set);
	free(override);
}

struct definition *
override_sets(const struct override *override, const char *name)
{
	for (size_t i = 0; i < override->set_count; i++)
		if (strcmp(override->set[i].name, name) == 0)
			return &override->set[i];
	return NULL;
}

void
variants_free(struct variants *variants)
{
	if (variants == NULL)
		return;
	for (size_t i = 0; i < variants->reach_count; i++)
		reach_free(variants->reaches[i]);
	for (size_t i = 0; i < variants->param_count; i++) {
		free(variants->params[i].name);
		free(variants->params[i].sets);
	}
	for (size_t i = 0; i < variants->count; i++) {
		condition_release(&variants->conditions[i].when);
		condition_release(&variants->conditions[i].fail);
	}
	free(variants->reaches);
	free(variants->params);
	free(variants->conditions);
	free(variants);
}

/* What collects the parameters of a rule. */
struct collector {
	struct variants *variants;
	struct override *const *overrides;
	size_t count;
	const struct definitions *settings;
};

/* Adds the parameter, unless it is there or nothing of the overrides sets
 * it. */
static void
add_param(void *arg, const char *name)
{
	const struct collector *collector = arg;
	struct variants *variants = collector->variants;
	struct variant_param param = {.choices = 1};

	if (definitions_find(collector->settings, name) != NULL)
		return;
	for (size_t i = 0; i < variants->param_count; i++)
		if (strcmp(variants->params[i].name, name) == 0)
			return;
	param.sets = xcalloc(collector->count, sizeof(*param.sets));
	for (size_t i = 0; i < collector->count; i++) {
		param.sets[i] =
		    override_sets(collector->overrides[i], name) != NULL;
		param.choices += param.sets[i];
	}
	if (param.choices == 1) {
		free(param.sets);
		return;
	}
	param.name = xstrdup(name);
	variants->params = xreallocarray(variants->params,
	    variants->param_count + 1, sizeof(*variants->params));
	variants->params[variants->param_count++] = param;
}

struct variants *
variants_new(struct override *const *overrides, size_t count,
    const struct node *rule, const struct definitions *settings)
{
	struct collector collector = {
	    .overrides = overrides, .count = count, .settings = settings};
	struct variants *variants;

	if (count == 0)
		return NULL;
	variants = xcalloc(1, sizeof(*variants));
	collector.variants = variants;
	param_each_use(rule, add_param, &collector);
	variants->reaches = xcalloc(count, sizeof(struct reach *));
	variants->reach_count = count;
	for (size_t i = 0; i < count; i++)
		variants->reaches[i] = reach_share(overrides[i]->reach);
	variants->count = 1;
	for (size_t i = 0; i < variants->param_count; i++) {
		variants->count *= variants->params[i].choices;
		if (variants->count > LIMIT_POLICY_VARIANTS)
			break;
	}
	if (variants->count > LIMIT_POLICY_VARIANTS) {
		struct override *last = overrides[count - 1];

		complain(&last->file->reader.complaints, last->node->at,
		    "with this override a rule has more than %d variants",
		    LIMIT_POLICY_VARIANTS);
		variants->count = 1;
	}
	variants->conditions =
	    xcalloc(variants->count, sizeof(*variants->conditions));
	if (variants->count > 1)
		return variants;
	variants_free(variants);
	return NULL;
}

/* The number of the reach that the choice means. */
static size_t
chosen_override(const struct variant_param *param, size_t choice)
{
	size_t i = 0;

	for (;; i++)
		if (param->sets[i] && --choice == 0)
			return i;
}

void
variants_definitions(const struct variants *variants, size_t number,
    struct override *const *overrides, struct definitions *into)
{
	for (size_t i = variants->param_count; i-- > 0;) {
		const struct variant_param *param = &variants->params[i];
		size_t choice = number % param->choices;

		number /= param->choices;
		if (choice > 0)
			definitions_add(into,
			    override_sets(
				overrides[chosen_override(param, choice)],
				param->name));
	}
}

static size_t
choose(const struct variants *variants, const struct variant_param *param,
    const struct user *user)
{
	size_t choice = param->choices - 1;

	for (size_t i = variants->reach_count; i-- > 0;) {
		if (!param->sets[i])
			continue;
		if (reach_covers(variants->reaches[i], user))
			return choice;
		choice--;
	}
	return 0;
}

size_t
variants_choose(const struct variants *variants, const struct user *user)
{
	size_t number = 0;

	for (size_t i = 0; i < variants->param_count; i++)
		number = number * variants->params[i].choices +
		    choose(variants, &variants->params[i], user);
	return number;
}

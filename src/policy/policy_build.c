/*
 * A policy from everything that a run names: the steps of policy_load.h in
 * their order, and what can only be said when all is known.
 */
#include "policy/policy_load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "policy/nearest.h"
#include "policy/policy_file.h"
#include "policy/policy_join.h"
#include "policy/resolve.h"
#include "policy/resolved.h"

enum {
	SENTENCE_MAX = 1200,
	SHOWN = 120,
	SAID = 1024
};

/* --set=NAME=VALUE as nodes. */
struct setting {
	struct definition definition;
	struct node value;
	char *name;
};

/* A file of exceptions, as a policy that has nothing else. */
struct excuse {
	struct policy_file *file;
	struct policy policy;
};

struct build {
	const struct policy_request *request;
	struct policy_loader loader;
	struct setting *settings;
	struct definitions set;
	struct definitions known; /* parameters of all policies */
	struct resolution **resolutions;
	size_t count;
	struct excuse *excuses;
	size_t excuse_count;
};

/* A value in double quotes is a text, as in a policy. */
static void
read_setting(struct build *build, size_t number, const char *text)
{
	struct setting *setting = &build->settings[number];
	struct complaints *complaints = &build->loader.settings;
	const char *equals = strchr(text, '=');
	size_t len = equals != NULL ? strlen(equals + 1) : 0;

	setting->name =
	    xstrndup(text, equals != NULL ? (size_t)(equals - text) : 0);
	setting->value.kind = NODE_TEXT;
	setting->definition = (struct definition){.name = setting->name,
	    .value = &setting->value,
	    .file = "--set",
	    .complaints = complaints,
	    .value_at = number};
	if (!param_is_name(setting->name) || len == 0) {
		complain(complaints, number,
		    "expected a parameter's name, = and its value, as in "
		    "--set=max_key_age=60d");
		return;
	}
	setting->value.quoted =
	    len >= 2 && equals[1] == '"' && equals[len] == '"';
	setting->value.text = setting->value.quoted
	    ? xstrndup(equals + 2, len - 2)
	    : xstrdup(equals + 1);
	if (definitions_find(&build->set, setting->name) != NULL)
		complain(complaints, number, "the parameter is set twice");
	else
		definitions_add(&build->set, &setting->definition);
}

static void
read_settings(struct build *build)
{
	const struct policy_names *settings = &build->request->settings;

	build->settings =
	    xcalloc(settings->count + 1, sizeof(*build->settings));
	for (size_t i = 0; i < settings->count; i++)
		read_setting(build, i, settings->item[i]);
}

static void
complain_setting(struct build *build, const struct definition *setting)
{
	struct nearest nearest;

	nearest_init(&nearest, setting->name);
	for (size_t i = 0; i < build->known.count; i++)
		nearest_offer(&nearest, build->known.item[i]->name);
	complain(&build->loader.settings, setting->value_at,
	    "no policy of this run has such a parameter; %s",
	    build->known.count > 0 ? nearest_advice(&nearest)
				   : "there are none at all");
	nearest_release(&nearest);
}

static void
check_settings(struct build *build)
{
	/* Where a policy is broken, its names may not all be known. */
	if (loader_errors(&build->loader) > build->loader.settings.count)
		return;
	for (size_t i = 0; i < build->set.count; i++)
		if (definitions_find(&build->known, build->set.item[i]->name) ==
		    NULL)
			complain_setting(build, build->set.item[i]);
}

/* They have no file: each is said by itself. */
static void
show_settings(const struct build *build)
{
	const struct complaints *complaints = &build->loader.settings;
	const struct policy_request *request = build->request;
	char sentence[SENTENCE_MAX], shown[SHOWN], text[SAID];

	for (size_t i = 0; i < complaints->kept; i++) {
		const struct complaint *it = &complaints->first[i];

		visible_copy(shown, sizeof(shown),
		    text_of(request->settings.item[it->at]));
		visible_copy(text, sizeof(text), text_of(it->text));
		snprintf(
		    sentence, sizeof(sentence), "--set=%s: %s", shown, text);
		request->source->say(request->source, sentence);
	}
	if (complaints->count == complaints->kept)
		return;
	snprintf(sentence, sizeof(sentence),
	    "--set: %" PRIu64 " more values are refused",
	    complaints->count - complaints->kept);
	request->source->say(request->source, sentence);
}

static bool
is_good(const struct build *build)
{
	return loader_errors(&build->loader) == 0;
}

static void
resolve_one(struct build *build, struct policy_file *file)
{
	struct resolution *resolution = resolve(file, NULL, &build->set);

	build->resolutions = xreallocarray(
	    build->resolutions, build->count + 1, sizeof(*build->resolutions));
	build->resolutions[build->count++] = resolution;
	definitions_add_all(&build->known, &resolution->environment.params);
}

static void
read_excuse(struct build *build, struct policy_file *file)
{
	struct environment environment = {
	    .set = {NULL, 0, 0}, .expanded = &file->loader->expanded};
	struct excuse *excuse;

	build->excuses = xreallocarray(
	    build->excuses, build->excuse_count + 1, sizeof(*build->excuses));
	excuse = &build->excuses[build->excuse_count++];
	excuse->file = file;
	policy_init(&excuse->policy);
	for (size_t i = 0; i < file->list_count; i++)
		definitions_add(&environment.lists, &file->lists[i]);
	file->reader.environment = &environment;
	exceptions_read(&file->reader, file->exceptions,
	    &excuse->policy.exceptions, &excuse->policy.exception_count);
	file->reader.environment = NULL;
	environment_release(&environment);
}

/* Every rule that there is, for the names in exceptions. */
static struct policy
all_rules(const struct build *build)
{
	struct policy all;

	policy_init(&all);
	for (size_t i = 0; i < build->count; i++) {
		struct policy rules = resolution_rules(build->resolutions[i]);

		all.rules = xreallocarray(all.rules,
		    all.rule_count + rules.rule_count + 1, sizeof(*all.rules));
		for (size_t k = 0; k < rules.rule_count; k++)
			if (policy_find(&all, rules.rules[k].info.id) == NULL)
				all.rules[all.rule_count++] = rules.rules[k];
		free(rules.rules);
	}
	return all;
}

static void
check_excuses(struct build *build)
{
	struct policy rules = all_rules(build);

	for (size_t i = 0; i < build->excuse_count; i++) {
		const struct excuse *excuse = &build->excuses[i];

		for (size_t k = 0; k < excuse->policy.exception_count; k++) {
			const struct reach *reach =
			    &excuse->policy.exceptions[k].reach;
			struct complaints *complaints =
			    &excuse->file->reader.complaints;

			if (reach_may_match(reach, rules.rule_count,
				&build->loader.matched, complaints))
				reach_check_rules(reach, &rules, complaints);
		}
	}
	free(rules.rules);
}

/* Into one policy, as long as nothing is wrong. */
static void
join_all(struct build *build, struct policy *into)
{
	bool good = is_good(build);

	for (size_t i = 0; i < build->count && good; i++) {
		struct resolution *resolution = build->resolutions[i];
		struct policy policy;

		if (build->request->resolved != NULL)
			resolved_append(build->request->resolved, resolution);
		policy_init(&policy);
		resolution_give(resolution, &policy);
		policy_join(
		    into, &policy, &resolution->file->reader.complaints);
		policy_release(&policy);
	}
	for (size_t i = 0; i < build->excuse_count && good; i++)
		policy_join_exceptions(into, &build->excuses[i].policy);
}

/* A name that is like one in use was meant to be it. */
static void
check_param(struct build *build, struct policy_file *file,
    const struct definition *param)
{
	struct nearest nearest;

	if (param->used)
		return;
	nearest_init(&nearest, param->name);
	for (size_t i = 0; i < build->known.count; i++)
		if (build->known.item[i]->used)
			nearest_offer(&nearest, build->known.item[i]->name);
	if (nearest.best != NULL && nearest.distance > 0)
		complain(&file->reader.complaints, param->at,
		    "no rule uses the parameter \"%s\"; %s", param->name,
		    nearest_advice(&nearest));
	else if (nearest.best == NULL)
		complain(&file->warnings, param->at,
		    "no rule uses the parameter \"%s\"", param->name);
	nearest_release(&nearest);
}

/* One of that name in a file that extends this one stands for it. */
static bool
uses_list(
    const struct build *build, const struct policy_file *of, const char *name)
{
	for (size_t i = 0; i < build->loader.count; i++) {
		const struct policy_file *file = build->loader.files[i];

		if (file->is_exceptions != of->is_exceptions)
			continue;
		for (size_t k = 0; k < file->list_count; k++)
			if (file->lists[k].used &&
			    strcmp(file->lists[k].name, name) == 0)
				return true;
	}
	return false;
}

static void
check_unused(struct build *build)
{
	for (size_t i = 0; i < build->loader.count; i++) {
		struct policy_file *file = build->loader.files[i];

		for (size_t k = 0; k < file->param_count; k++)
			check_param(build, file, &file->params[k]);
		for (size_t k = 0; k < file->list_count; k++)
			if (!uses_list(build, file, file->lists[k].name))
				complain(&file->warnings, file->lists[k].at,
				    "nothing uses the list \"%s\"",
				    file->lists[k].name);
	}
}

static void
note_inputs(const struct policy_loader *loader, struct policy *policy)
{
	struct digest *digest = digest_new();

	policy->inputs = xreallocarray(policy->inputs,
	    policy->input_count + loader->count + 1, sizeof(*policy->inputs));
	for (size_t i = 0; i < loader->count; i++) {
		const struct policy_file *file = loader->files[i];
		struct policy_input *input =
		    &policy->inputs[policy->input_count++];
		struct text text = file->reader.complaints.source;

		input->name = xstrdup(file->name);
		input->is_exceptions = file->is_exceptions;
		input->is_pack = file->text == NULL;
		digest_update(digest, text.ptr, text.len);
		digest_hex(digest, input->sha256);
	}
	digest_free(digest);
}

/* What can only be said when all names are known, and the policy. */
static void
build_policy(struct build *build, struct policy *policy)
{
	check_settings(build);
	if (is_good(build))
		check_unused(build);
	join_all(build, policy);
	note_inputs(&build->loader, policy);
	if (is_good(build) && build->request->resolved != NULL)
		resolved_append_exceptions(build->request->resolved, policy);
}

static void
read_all(struct build *build)
{
	const struct policy_request *request = build->request;
	struct policy_file *file;
	bool has_rules;

	read_settings(build);
	for (size_t i = 0; i < request->policies.count; i++) {
		file = loader_open(&build->loader, request->policies.item[i]);
		if (file != NULL && file->is_exceptions)
			read_excuse(build, file);
		else if (file != NULL)
			resolve_one(build, file);
	}
	/* Where a policy is broken, its rules are not all there. */
	has_rules = build->count > 0 && is_good(build);
	for (size_t i = 0; i < request->exceptions.count; i++) {
		file = loader_open_exceptions(
		    &build->loader, request->exceptions.item[i]);
		if (file != NULL)
			read_excuse(build, file);
	}
	if (has_rules)
		check_excuses(build);
}

static int
build_finish(
    struct build *build, struct buffer *errors, struct buffer *warnings)
{
	int result = is_good(build) ? 0 : -1;

	show_settings(build);
	loader_show(&build->loader, errors, warnings);
	for (size_t i = 0; i < build->count; i++)
		resolution_free(build->resolutions[i]);
	for (size_t i = 0; i < build->excuse_count; i++)
		policy_release(&build->excuses[i].policy);
	for (size_t i = 0;
	     build->settings != NULL && i < build->request->settings.count;
	     i++) {
		free(build->settings[i].name);
		free(build->settings[i].value.text);
	}
	free(build->resolutions);
	free(build->excuses);
	free(build->settings);
	free(build->set.item);
	free(build->known.item);
	loader_release(&build->loader);
	return result;
}

int
policy_load(struct policy *policy, const struct policy_request *request,
    struct buffer *errors, struct buffer *warnings)
{
	struct build build = {.request = request};

	loader_init(&build.loader, request);
	read_all(&build);
	build_policy(&build, policy);
	return build_finish(&build, errors, warnings);
}

int
policy_read(struct policy *policy, const char *file, const char *text,
    size_t len, struct buffer *errors)
{
	static const struct policy_request request = {.now = TIMESTAMP_NONE};
	struct build build = {.request = &request};

	loader_init(&build.loader, &request);
	resolve_one(&build, loader_take(&build.loader, file, text, len));
	build_policy(&build, policy);
	return build_finish(&build, errors, NULL);
}

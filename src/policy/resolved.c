/*
 * Resolved policies as YAML, from the nodes that they were read from.
 */
#include "policy/resolved.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "policy/yaml_write.h"

/* A line: its text, and the comment that goes behind it. */
struct line {
	struct buffer *out;
	struct buffer origin;
	const struct resolution *resolution;
	const struct draft *draft;
	const struct printed *names;
	size_t name_count;
};

/* A parameter that a rule uses, and its name here. */
struct printed {
	const struct definition *definition;
	char *name;
};

static void
append_place(struct buffer *out, const char *file, uint64_t line)
{
	visible_append(out, text_of(file));
	if (line > 0)
		buffer_appendf(out, ":%" PRIu64, line);
}

static void
end_line(struct line *line)
{
	buffer_appendf(line->out, "  # %s\n", buffer_text(&line->origin));
	buffer_reset(&line->origin);
}

static void
note_definition(struct line *line, char sign, const char *name,
    const struct definition *definition)
{
	buffer_appendf(&line->origin, "; %c%s: ", sign, name);
	append_place(&line->origin, definition->file, definition->line);
}

static const struct definition *
param_of(const struct environment *environment, const char *name)
{
	const struct definition *set =
	    definitions_find(&environment->set, name);

	return set != NULL ? set : definitions_find(&environment->params, name);
}

static const char *
printed_name(const struct line *line, const struct definition *definition)
{
	for (size_t i = 0; i < line->name_count; i++)
		if (line->names[i].definition == definition)
			return line->names[i].name;
	return NULL;
}

static void
append_param(struct line *line, const char *name)
{
	const struct definition *definition =
	    param_of(line->draft->environment, name);
	const char *printed = printed_name(line, definition);

	buffer_appendf(line->out, "$%s", printed);
	note_definition(line, '$', printed, definition);
}

/* The globs of a list, without its brackets. */
static void
append_list(struct line *line, const char *name)
{
	const struct definition *list =
	    definitions_find(&line->draft->environment->lists, name);

	for (const struct node *it = list->value->first; it != NULL;
	     it = it->next) {
		yaml_append_quoted(line->out, it->text);
		if (it->next != NULL)
			buffer_append_text(line->out, ", ");
	}
	note_definition(line, '@', name, list);
}

static void append_node(struct line *, const struct node *);

static void
append_value(struct line *line, const struct node *node)
{
	const char *name = param_named(node);

	if (name != NULL)
		append_param(line, name);
	else
		append_node(line, node);
}

static void
append_members(struct line *line, const struct node *node)
{
	for (const struct node *it = node->first; it != NULL; it = it->next) {
		if (node->kind == NODE_MAP) {
			yaml_append_scalar(line->out, it->text, it->quoted);
			buffer_append_text(line->out, ": ");
			append_value(line, it->value);
		} else if (list_is_named(it)) {
			append_list(line, it->text + 1);
		} else {
			append_node(line, it);
		}
		if (it->next != NULL)
			buffer_append_text(line->out, ", ");
	}
}

/* A condition or a part of one; depth is bounded by that of the YAML. */
static void
append_node(struct line *line, const struct node *node)
{
	if (list_is_named(node)) {
		buffer_append_text(line->out, "[");
		append_list(line, node->text + 1);
		buffer_append_text(line->out, "]");
	} else if (node->kind == NODE_TEXT) {
		yaml_append_scalar(line->out, node->text, node->quoted);
	} else {
		buffer_append_text(
		    line->out, node->kind == NODE_MAP ? "{" : "[");
		append_members(line, node);
		buffer_append_text(
		    line->out, node->kind == NODE_MAP ? "}" : "]");
	}
}

/* The references, those that were joined to them included: a framework has
 * one value in a map, so several controls are joined in one. */
static void
append_refs(struct buffer *out, const struct rule_info *info)
{
	const char *before = "";

	buffer_append_text(out, "{");
	for (size_t i = 0; i < info->ref_count; i++) {
		const char *framework = info->refs[i].framework;
		struct buffer controls;
		bool is_first = true;

		for (size_t k = 0; k < i; k++)
			if (strcmp(info->refs[k].framework, framework) == 0)
				is_first = false;
		if (!is_first)
			continue;
		buffer_init(&controls, SIZE_MAX);
		for (size_t k = i; k < info->ref_count; k++)
			if (strcmp(info->refs[k].framework, framework) == 0)
				buffer_appendf(&controls, "%s%s",
				    controls.len > 0 ? ", " : "",
				    info->refs[k].control);
		buffer_appendf(out, "%s%s: ", before, framework);
		yaml_append_quoted(out, buffer_text(&controls));
		buffer_release(&controls);
		before = ", ";
	}
	buffer_append_text(out, "}");
}

static void
append_help(struct line *line, const struct rule_info *info)
{
	end_line(line);
	for (enum help_section section = 0; section < HELP_COUNT; section++) {
		if (info->help[section] == NULL)
			continue;
		buffer_appendf(line->out, "      %s: ", help_key(section));
		yaml_append_block(line->out, info->help[section], 8);
	}
}

static void
append_key(struct line *line, const struct node *key)
{
	const struct draft *draft = line->draft;

	append_place(&line->origin, draft->file->name, key->line);
	buffer_appendf(line->out, "    %s: ", key->text);
	if (strcmp(key->text, "help") == 0) {
		append_help(line, &draft->rule.info);
		return;
	}
	if (strcmp(key->text, "refs") == 0)
		append_refs(line->out, &draft->rule.info);
	else if (key->value->kind == NODE_TEXT)
		yaml_append_scalar(
		    line->out, key->value->text, key->value->quoted);
	else
		append_node(line, key->value);
	end_line(line);
}

static bool
has_key(const struct node *map, const char *name)
{
	for (const struct node *it = map->first; it != NULL; it = it->next)
		if (strcmp(it->text, name) == 0)
			return true;
	return false;
}

static void
append_rule(struct line *line)
{
	const struct draft *draft = line->draft;

	buffer_append_text(line->out, "  # ");
	append_place(line->out, draft->rule.file, draft->rule.line);
	if (draft->replaced != NULL) {
		buffer_append_text(line->out, " replaced that of ");
		visible_append(line->out, text_of(draft->replaced));
	}
	/* In quotes: an id may look like a number. */
	buffer_append_text(line->out, "\n  - id: ");
	yaml_append_quoted(line->out, draft->rule.info.id);
	buffer_append_text(line->out, "\n");
	for (const struct node *it = draft->node->first; it != NULL;
	     it = it->next)
		if (strcmp(it->text, "id") != 0)
			append_key(line, it);
	if (draft->rule.info.ref_count == 0 || has_key(draft->node, "refs"))
		return;
	/* All of them are from a rule that was joined. */
	buffer_append_text(line->out, "    refs: ");
	append_refs(line->out, &draft->rule.info);
	buffer_append_text(line->out, "\n");
}

static bool
has_override(const struct draft *draft, const struct override *override)
{
	for (size_t i = 0; i < draft->override_count; i++)
		if (draft->overrides[i] == override)
			return true;
	return false;
}

/* True where a rule, of the override unless that is NULL, uses it. */
static bool
is_used(const struct resolution *resolution, const struct override *override,
    const struct definition *definition)
{
	const char *name = definition->name;

	for (size_t i = 0; i < resolution->draft_count; i++) {
		const struct draft *draft = &resolution->drafts[i];

		if ((override == NULL || has_override(draft, override)) &&
		    param_of(draft->environment, name) == definition &&
		    param_is_used(draft->node, name))
			return true;
	}
	return false;
}

struct names {
	const struct resolution *resolution;
	const struct draft *draft;
	struct printed *item;
	size_t count, size;
};

static void
add_name(struct names *names, const struct definition *definition, char *name)
{
	names->item = xgrow(
	    names->item, names->count, &names->size, sizeof(*names->item));
	names->item[names->count++] = (struct printed){definition, name};
}

static bool
is_taken(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->item[i].name, name) == 0)
			return true;
	return definitions_find(&names->resolution->environment.params, name) !=
	    NULL;
}

/* One that is not the top's of that name: an extended pack has its own. */
static void
take_use(void *arg, const char *name)
{
	enum {
		/* With a number behind it no longer than a name may be. */
		STEM_LEN = 48
	};
	struct names *names = arg;
	const struct definition *definition =
	    param_of(names->draft->environment, name);
	char *made = NULL;
	size_t number = 2;

	for (size_t i = 0; i < names->count; i++)
		if (names->item[i].definition == definition)
			return;
	do {
		free(made);
		made = xasprintf("%.*s_%zu", STEM_LEN, name, number++);
	} while (is_taken(names, made));
	add_name(names, definition, made);
}

/* Each parameter that is used once, those first that keep their names. */
static void
find_names(struct names *names)
{
	const struct resolution *resolution = names->resolution;
	const struct environment *top = &resolution->environment;

	for (size_t i = 0; i < top->params.count; i++) {
		const char *name = top->params.item[i]->name;
		const struct definition *definition = param_of(top, name);

		if (is_used(resolution, NULL, definition))
			add_name(names, definition, xstrdup(name));
	}
	for (size_t i = 0; i < resolution->draft_count; i++) {
		names->draft = &resolution->drafts[i];
		param_each_use(names->draft->node, take_use, names);
	}
}

static void
append_params(struct line *line)
{
	const struct environment *top = &line->resolution->environment;

	if (line->name_count > 0)
		buffer_append_text(line->out, "params:\n");
	for (size_t i = 0; i < line->name_count; i++) {
		const struct definition *definition = line->names[i].definition;
		const struct definition *other =
		    param_of(top, definition->name);

		buffer_appendf(line->out, "  %s: ", line->names[i].name);
		yaml_append_scalar(line->out, definition->value->text,
		    definition->value->quoted);
		append_place(&line->origin, definition->file, definition->line);
		if (other != definition) {
			buffer_appendf(&line->origin,
			    "; renamed from %s, of which ", definition->name);
			append_place(&line->origin, other->file, other->line);
			buffer_append_text(&line->origin, " has another value");
		}
		end_line(line);
	}
}

static void
append_globs(struct buffer *out, const char *key, const struct globs *globs)
{
	if (globs->count == 0)
		return;
	buffer_appendf(out, "    %s: [", key);
	for (size_t i = 0; i < globs->count; i++) {
		if (i > 0)
			buffer_append_text(out, ", ");
		yaml_append_quoted(out, globs->item[i].text);
	}
	buffer_append_text(out, "]\n");
}

/* What the override sets that a rule of it uses and --set does not set, by
 * every name that it has here. */
static size_t
append_set(struct buffer *out, const struct line *line,
    const struct override *override)
{
	const struct resolution *resolution = line->resolution;
	size_t count = 0;

	for (size_t i = 0; i < line->name_count; i++) {
		const struct definition *definition = line->names[i].definition;
		const struct definition *set =
		    override_sets(override, definition->name);

		if (set == NULL || !is_used(resolution, override, definition) ||
		    definitions_find(&resolution->environment.set, set->name) !=
			NULL)
			continue;
		buffer_appendf(out, "%s%s: ", count++ > 0 ? ", " : "",
		    line->names[i].name);
		yaml_append_scalar(out, set->value->text, set->value->quoted);
	}
	return count;
}

static void
append_override(struct line *line, const struct override *override, bool *any)
{
	const struct resolution *resolution = line->resolution;
	const char *before = "";
	struct buffer set;

	buffer_init(&set, SIZE_MAX);
	if (append_set(&set, line, override) > 0) {
		buffer_append_text(line->out, *any ? "" : "overrides:\n");
		*any = true;
		buffer_append_text(line->out, "  # ");
		append_place(
		    line->out, override->file->name, override->node->line);
		buffer_append_text(line->out, "\n  - rules: [");
		for (size_t i = 0; i < resolution->draft_count; i++) {
			const struct draft *draft = &resolution->drafts[i];

			if (!has_override(draft, override))
				continue;
			buffer_append_text(line->out, before);
			yaml_append_quoted(line->out, draft->rule.info.id);
			before = ", ";
		}
		buffer_append_text(line->out, "]\n");
		append_globs(line->out, "users", &override->reach->users);
		append_globs(line->out, "accounts", &override->reach->accounts);
		buffer_appendf(line->out, "    set: {%s}\n", buffer_text(&set));
	}
	buffer_release(&set);
}

/* Those of the extended first, as they were given to the rules. */
static void
append_overrides(
    struct line *line, const struct resolution *resolution, bool *any)
{
	for (size_t i = 0; i < resolution->part_count; i++)
		append_overrides(line, resolution->parts[i], any);
	for (size_t i = 0; i < resolution->override_count; i++)
		append_override(line, resolution->overrides[i], any);
}

void
resolved_append(struct buffer *out, const struct resolution *resolution)
{
	struct line line = {.out = out, .resolution = resolution};
	struct names names = {.resolution = resolution};
	bool any = false;

	find_names(&names);
	line.names = names.item;
	line.name_count = names.count;
	buffer_init(&line.origin, SIZE_MAX);
	buffer_append_text(out, "# The policy in effect: ");
	append_place(out, resolution->file->name, 0);
	buffer_append_text(out, " and what it extends.\npolicy: 1\nname: ");
	yaml_append_quoted(out, resolution->file->title);
	buffer_append_text(out, "\n");
	append_params(&line);
	buffer_append_text(out, "rules:\n");
	for (size_t i = 0; i < resolution->draft_count; i++) {
		line.draft = &resolution->drafts[i];
		append_rule(&line);
	}
	append_overrides(&line, resolution, &any);
	buffer_release(&line.origin);
	for (size_t i = 0; i < names.count; i++)
		free(names.item[i].name);
	free(names.item);
}

static void
append_text(struct buffer *out, const char *key, const char *text)
{
	if (*text == '\0')
		return;
	buffer_appendf(out, "    %s: ", key);
	yaml_append_quoted(out, text);
	buffer_append_text(out, "\n");
}

void
resolved_append_exceptions(struct buffer *out, const struct policy *policy)
{
	if (policy->exception_count > 0)
		buffer_append_text(out, "exceptions:\n");
	for (size_t i = 0; i < policy->exception_count; i++) {
		const struct exception *exception = &policy->exceptions[i];

		buffer_append_text(out, "  # ");
		append_place(out, exception->file, exception->line);
		buffer_appendf(out, "\n  - approved: %s\n    expires: %s\n",
		    exception->approved_day, exception->given.expires);
		append_globs(out, "rules", &exception->reach.rules);
		append_globs(out, "users", &exception->reach.users);
		append_globs(out, "accounts", &exception->reach.accounts);
		append_text(out, "reason", exception->given.reason);
		append_text(out, "owner", exception->given.owner);
	}
}

/*
 * What there is to offer in each place of a command line. How a shell is
 * told is the business of completion_SHELL.c.
 */
#include "program/completion.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/coverage.h"
#include "policy/pack.h"
#include "policy/policy.h"

enum {
	WORDS_MAX = 64 << 10
};

static void
add_once(struct strings *strings, const char *string)
{
	for (size_t i = 0; i < strings->count; i++)
		if (strcmp(strings->item[i], string) == 0)
			return;
	strings_add(strings, xstrdup(string));
}

static void
read_pack(struct names *names, const struct pack *pack)
{
	struct policy policy;
	struct buffer errors;

	policy_init(&policy);
	buffer_init(&errors, WORDS_MAX);
	/* A pack has no errors: tests hold that. */
	(void)policy_read(&policy, pack->name, pack->text, pack->len, &errors);
	for (size_t i = 0; i < policy.rule_count; i++) {
		const struct rule_info *info = &policy.rules[i].info;

		add_once(&names->rules, info->id);
		for (size_t r = 0; r < info->ref_count; r++)
			add_once(&names->frameworks, info->refs[r].framework);
	}
	buffer_release(&errors);
	policy_release(&policy);
}

static void
read_packs(struct names *names)
{
	for (size_t i = 0; i < pack_count && !names->read; i++)
		read_pack(names, &packs[i]);
	names->read = true;
}

static void
release_copies(struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		free((char *)(uintptr_t)strings->item[i]);
	free(strings->item);
}

void
names_release(struct names *names)
{
	release_copies(&names->rules);
	release_copies(&names->frameworks);
}

static void
add_word(struct offer *offer, const char *word)
{
	buffer_appendf(
	    &offer->words, "%s%s", offer->words.len > 0 ? " " : "", word);
}

static void
add_words(struct offer *offer, const struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		add_word(offer, strings->item[i]);
}

static void
add_packs(struct offer *offer, struct names *names)
{
	(void)names;
	for (size_t i = 0; i < pack_count; i++)
		add_word(offer, packs[i].name);
	offer->files = true;
}

static void
add_coverage(struct offer *offer, struct names *names)
{
	size_t count;

	(void)names;
	for (size_t i = 0; i < pack_count; i++)
		if (coverage_of(packs[i].name, &count) != NULL)
			add_word(offer, packs[i].name);
}

static void
add_formats(struct offer *offer, struct names *names)
{
	(void)names;
	for (size_t i = 0; i < format_count; i++)
		add_word(offer, formats[i]->name);
}

static void
add_severities(struct offer *offer, struct names *names)
{
	(void)names;
	for (int i = 0; i < SEVERITY_COUNT; i++)
		add_word(offer, severity_name((enum severity)i));
}

static void
add_columns(struct offer *offer, struct names *names)
{
	(void)names;
	add_word(offer, "all");
	for (int i = 0; i < COLUMN_COUNT; i++)
		add_word(offer, column_name((enum column)i));
	offer->is_list = true;
}

static void
add_rules(struct offer *offer, struct names *names)
{
	read_packs(names);
	add_words(offer, &names->rules);
}

static void
add_frameworks(struct offer *offer, struct names *names)
{
	read_packs(names);
	add_words(offer, &names->frameworks);
}

static void
add_files(struct offer *offer, struct names *names)
{
	(void)names;
	offer->files = true;
}

static void
add_nothing(struct offer *offer, struct names *names)
{
	(void)offer;
	(void)names;
}

/* What the tables of options and commands call what they take. */
static const struct {
	const char *value;
	void (*add)(struct offer *, struct names *);
} kinds[] = {
    {"FILE", add_files},
    {"[FILE|DIR]...", add_files},
    {"FILE...", add_files},
    {"NAME|FILE", add_packs},
    {"NAME|FILE...", add_packs},
    {"FORMAT[:FILE]", add_formats},
    {"SEVERITY", add_severities},
    {"GLOB", add_rules},
    {"ID...", add_rules},
    {"REF", add_frameworks},
    {"PACK", add_coverage},
    {"NAME,...", add_columns},
    {"NAME", add_nothing},
    {"NAME=VALUE", add_nothing},
    {"TIME", add_nothing},
    {"SIZE", add_nothing},
    {"", add_nothing},
};

static bool
add_kind(struct offer *offer, const char *value, struct names *names)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].value, value) == 0) {
			kinds[i].add(offer, names);
			return true;
		}
	return false;
}

/* "SEVERITY|none", "auto|always|never": each part is a kind or, in lower
 * case, a word. */
static void
add_parts(struct offer *offer, const char *value, struct names *names)
{
	char *copy = xstrdup(value), *rest = copy;
	const char *part;

	while ((part = strsep(&rest, "|")) != NULL)
		if (islower((unsigned char)*part))
			add_word(offer, part);
		else
			(void)add_kind(offer, part, names);
	free(copy);
}

static void
offer_of(struct offer *offer, const char *value, struct names *names)
{
	*offer = (struct offer){.files = false};
	buffer_init(&offer->words, WORDS_MAX);
	if (!add_kind(offer, value, names))
		add_parts(offer, value, names);
}

void
offer_value(
    struct offer *offer, const struct option *option, struct names *names)
{
	offer_of(offer, option->value, names);
}

void
offer_operands(
    struct offer *offer, const struct command *command, struct names *names)
{
	offer_of(offer, command->operands, names);
}

void
offer_release(struct offer *offer)
{
	buffer_release(&offer->words);
}

void
completion_verbs(struct buffer *verbs, const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0 &&
		    commands[i].verb != NULL)
			buffer_appendf(verbs, "%s%s", verbs->len > 0 ? " " : "",
			    commands[i].verb);
}

bool
completion_is_first(const struct command *command)
{
	for (const struct command *c = commands; c < command; c++)
		if (strcmp(c->name, command->name) == 0)
			return false;
	return true;
}

void
completion_help(struct output *out, const char *help, const char *special)
{
	for (; *help != '\0'; help++)
		if (*help == '\n')
			output_text(out, " ");
		else if (*help == '\'')
			output_text(out, "'\\''");
		else
			output_printf(out, "%s%c",
			    strchr(special, *help) != NULL ? "\\" : "", *help);
}

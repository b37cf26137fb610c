/*
 * `mfa-check policy schema`: the language of policies as a JSON Schema, made
 * from the tables that the reader follows, so that an editor refuses what
 * the program refuses. Whether a name is defined, a glob matches a rule, or
 * a day exists is beyond a schema.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/message.h"
#include "output/json_write.h"
#include "policy/each.h"
#include "policy/operator.h"
#include "policy/pack.h"
#include "policy/value_read.h"
#include "program/commands.h"

#define NAME_PATTERN "[a-z][a-z0-9_-]{0,63}"

/* What a key takes, as the name of a definition. */
static const char of_file_policy[] = "format", of_file_name[] = "line",
		  of_file_extends[] = "names", of_file_params[] = "params",
		  of_file_lists[] = "lists", of_file_rules[] = "rules",
		  of_file_overrides[] = "overrides",
		  of_file_exceptions[] = "exceptions";
static const char of_rule_id[] = "id", of_rule_title[] = "line",
		  of_rule_severity[] = "severity", of_rule_refs[] = "refs",
		  of_rule_scope[] = "scope", of_rule_each[] = "each",
		  of_rule_credential[] = "credential",
		  of_rule_when[] = "anything", of_rule_fail[] = "anything",
		  of_rule_otherwise[] = "otherwise", of_rule_message[] = "line",
		  of_rule_fix[] = "line", of_rule_help[] = "help";
static const char of_override_rules[] = "globs", of_override_users[] = "globs",
		  of_override_accounts[] = "globs",
		  of_override_set[] = "params";
static const char of_exception_rules[] = "globs",
		  of_exception_users[] = "globs",
		  of_exception_accounts[] = "globs",
		  of_exception_approved[] = "day",
		  of_exception_expires[] = "last_day",
		  of_exception_reason[] = "line", of_exception_owner[] = "line";

struct schema_key {
	const char *name;
	bool required;
	const char *help, *takes;
};

static const struct schema_key file_keys[] = {
#define FILE_KEY(name, required, help) {#name, required, help, of_file_##name},
#include "policy/policy_keys.def"
};

static const struct schema_key rule_keys[] = {
#define RULE_KEY(name, required, help) {#name, required, help, of_rule_##name},
#include "policy/policy_keys.def"
};

static const struct schema_key override_keys[] = {
#define OVERRIDE_KEY(name, required, help) \
	{#name, required, help, of_override_##name},
#include "policy/policy_keys.def"
};

static const struct schema_key exception_keys[] = {
#define EXCEPTION_KEY(name, required, help) \
	{#name, required, help, of_exception_##name},
#include "policy/policy_keys.def"
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void
put_ref(struct json *json, const char *name, const char *takes,
    const char *description)
{
	char ref[96];

	snprintf(ref, sizeof(ref), "#/$defs/%s", takes);
	json_put_open(json, name, '{');
	if (description != NULL)
		json_put_text(json, "description", description);
	json_put_text(json, "$ref", ref);
	json_put_close(json, '}');
}

static void
put_pattern(struct json *json, const char *name, const char *pattern)
{
	json_put_open(json, name, '{');
	json_put_text(json, "type", "string");
	json_put_text(json, "pattern", pattern);
	json_put_close(json, '}');
}

/* A text that is not blank. */
static void
put_text(struct json *json, const char *name)
{
	json_put_open(json, name, '{');
	json_put_text(json, "type", "string");
	json_put_text(json, "pattern", "[^ \\n]");
	json_put_number(json, "maxLength", LIMIT_POLICY_SCALAR);
	json_put_close(json, '}');
}

static void
put_const(struct json *json, const char *name, const char *value)
{
	json_put_open(json, name, '{');
	json_put_text(json, "const", value);
	json_put_close(json, '}');
}

/* A list, not empty, of what that definition says. */
static void
put_list_of(struct json *json, const char *name, const char *takes)
{
	json_put_open(json, name, '{');
	json_put_text(json, "type", "array");
	json_put_number(json, "minItems", 1);
	put_ref(json, "items", takes, NULL);
	json_put_close(json, '}');
}

/* The members of an object that has no other keys. */
static void
put_properties(struct json *json, const struct schema_key *keys, size_t count)
{
	json_put_text(json, "type", "object");
	json_put_bool(json, "additionalProperties", false);
	json_put_open(json, "properties", '{');
	for (size_t i = 0; i < count; i++)
		put_ref(json, keys[i].name, keys[i].takes, keys[i].help);
	json_put_close(json, '}');
}

/* The same, with those that it must have. */
static void
put_keys(struct json *json, const struct schema_key *keys, size_t count)
{
	put_properties(json, keys, count);
	json_put_open(json, "required", '[');
	for (size_t i = 0; i < count; i++)
		if (keys[i].required)
			json_put_text(json, NULL, keys[i].name);
	json_put_close(json, ']');
}

static void
put_object(struct json *json, const char *name, const struct schema_key *keys,
    size_t count)
{
	json_put_open(json, name, '{');
	put_keys(json, keys, count);
	json_put_close(json, '}');
}

/* A map from names of that pattern to what the definition says. */
static void
put_map(
    struct json *json, const char *name, const char *pattern, const char *takes)
{
	json_put_open(json, name, '{');
	json_put_text(json, "type", "object");
	json_put_number(json, "minProperties", 1);
	put_pattern(json, "propertyNames", pattern);
	put_ref(json, "additionalProperties", takes, NULL);
	json_put_close(json, '}');
}

static const char *
severity_word(size_t i)
{
	return severity_name((enum severity)i);
}

static const char *
scope_word(size_t i)
{
	return scope_names[i];
}

static const char *
each_word(size_t i)
{
	return each_names[i + 1];
}

static const char *
is_word(size_t i)
{
	return words[i].name;
}

static void
put_enum(struct json *json, const char *name, const char *(*word)(size_t),
    size_t count)
{
	json_put_open(json, name, '{');
	json_put_open(json, "enum", '[');
	for (size_t i = 0; i < count; i++)
		json_put_text(json, NULL, word(i));
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void
put_help(struct json *json)
{
	json_put_open(json, "help", '{');
	json_put_text(json, "type", "object");
	json_put_bool(json, "additionalProperties", false);
	json_put_number(json, "minProperties", 1);
	json_put_open(json, "properties", '{');
	for (enum help_section section = 0; section < HELP_COUNT; section++)
		put_ref(json, help_key(section), "line", help_heading(section));
	json_put_close(json, '}');
	json_put_close(json, '}');
}

/* Any of two definitions. */
static void
put_either(
    struct json *json, const char *name, const char *one, const char *other)
{
	json_put_open(json, name, '{');
	json_put_open(json, "anyOf", '[');
	put_ref(json, NULL, one, NULL);
	put_ref(json, NULL, other, NULL);
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void
put_type(struct json *json, const char *name, const char *type)
{
	json_put_open(json, name, '{');
	json_put_text(json, "type", type);
	json_put_close(json, '}');
}

/* Any of several types: strict validators take no list of them. */
static void
put_types(
    struct json *json, const char *name, const char *const *types, size_t count)
{
	json_put_open(json, name, '{');
	json_put_open(json, "anyOf", '[');
	for (size_t i = 0; i < count; i++)
		put_type(json, NULL, types[i]);
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void
put_packs(struct json *json)
{
	char name[64];

	json_put_open(json, "pack", '{');
	json_put_open(json, "enum", '[');
	for (size_t i = 0; i < pack_count; i++) {
		snprintf(name, sizeof(name), "builtin:%s", packs[i].name);
		json_put_text(json, NULL, name);
	}
	json_put_close(json, ']');
	json_put_close(json, '}');
}

/* What keys take, but for conditions. */
static void
put_values(struct json *json)
{
	static const char *const values[] = {"string", "integer", "boolean"};

	json_put_open(json, "format", '{');
	json_put_number(json, "const", 1);
	json_put_close(json, '}');
	put_text(json, "line");
	json_put_open(json, "anything", '{');
	json_put_close(json, '}');
	put_pattern(json, "id", "^[a-z0-9-]{1,64}$");
	put_packs(json);
	put_pattern(json, "file_name", "^(?!builtin:).");
	put_either(json, "extended", "pack", "file_name");
	put_list_of(json, "names", "extended");
	put_types(json, "value", values, COUNT(values));
	put_map(json, "params", "^" NAME_PATTERN "$", "value");
	put_list_of(json, "list", "glob");
	put_pattern(json, "glob", "^[^@$]");
	put_map(json, "lists", "^" NAME_PATTERN "$", "list");
	put_pattern(json, "list_name", "^@" NAME_PATTERN "$");
	put_either(json, "glob_or_list", "glob", "list_name");
	put_list_of(json, "glob_list", "glob_or_list");
	put_either(json, "globs", "list_name", "glob_list");
	put_enum(json, "severity", severity_word, SEVERITY_COUNT);
	put_enum(json, "scope", scope_word, SCOPE_ALL + 1);
	put_enum(json, "each", each_word, EACH_COUNT - 1);
	put_const(json, "credential", "password");
	put_const(json, "otherwise", "manual");
	put_map(json, "refs", "^[a-z0-9._-]{1,64}$", "line");
	put_help(json);
	put_pattern(json, "day", "^" DAY_PATTERN "$");
	put_const(json, "never", "never");
	put_either(json, "last_day", "day", "never");
	put_list_of(json, "rules", "rule");
	put_list_of(json, "overrides", "override");
	put_list_of(json, "exceptions", "exception");
	put_object(json, "override", override_keys, COUNT(override_keys));
	put_object(json, "exception", exception_keys, COUNT(exception_keys));
}

static void
put_whole(struct json *json)
{
	json_put_open(json, "whole", '{');
	json_put_text(json, "type", "integer");
	json_put_number(json, "minimum", 0);
	json_put_number(json, "maximum", 999999);
	json_put_close(json, '}');
}

/* What operators take: a value or a parameter. */
static void
put_operands(struct json *json)
{
	put_pattern(json, "param", "^\\$" NAME_PATTERN "$");
	put_type(json, "boolean", "boolean");
	put_either(json, "truth", "boolean", "param");
	put_pattern(json, "text", "^[^*?]*$");
	put_whole(json);
	put_either(json, "number", "whole", "param");
	put_pattern(json, "duration", "^" SPAN_PATTERN "$");
	put_either(json, "span", "duration", "param");
	put_pattern(json, "time", "^" INSTANT_PATTERN "$");
	put_either(json, "instant", "time", "param");
	put_enum(json, "word", is_word, word_count);
	put_list_of(json, "word_list", "word");
	put_either(json, "words", "word", "word_list");
}

static const char *
operand_of(const struct operator* operator, enum field_type type)
{
	switch (operator->operand) {
	case OPERAND_TRUTH:
		return "truth";
	case OPERAND_TEXT:
		return "text";
	case OPERAND_WHOLE:
		return "number";
	case OPERAND_LIMIT:
		return type == TYPE_NUMBER ? "number" : "span";
	case OPERAND_INSTANT:
		return "instant";
	case OPERAND_GLOBS:
		return "globs";
	case OPERAND_WORDS:
		return "words";
	case OPERAND_NONE:
	case OPERAND_COUNT:
		break;
	}
	return "anything";
}

static const struct {
	enum field_type type;
	const char *name;
} types[] = {
    {TYPE_TRUTH, "truth_field"},
    {TYPE_TEXT, "text_field"},
    {TYPE_TIME, "time_field"},
    {TYPE_NUMBER, "number_field"},
    {TYPE_AGE, "age_field"},
    {TYPE_SPAN, "span_field"},
};

static const char *
type_name(enum field_type type)
{
	for (size_t i = 0; i < COUNT(types); i++)
		if (types[i].type == type)
			return types[i].name;
	return "anything";
}

/* Literals, or a map of operators. */
static void
put_field_type(struct json *json, const char *name, enum field_type type)
{
	json_put_open(json, name, '{');
	json_put_open(json, "anyOf", '[');
	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++)
		if (operators[op].key[0] == '\0' &&
		    (operators[op].types & (unsigned)type) != 0)
			put_ref(json, NULL, operand_of(&operators[op], type),
			    operators[op].help);
	json_put_open(json, NULL, '{');
	json_put_text(json, "type", "object");
	json_put_bool(json, "additionalProperties", false);
	json_put_number(json, "minProperties", 1);
	json_put_open(json, "properties", '{');
	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++)
		if (operators[op].key[0] != '\0' &&
		    (operators[op].types & (unsigned)type) != 0)
			put_ref(json, operators[op].key,
			    operand_of(&operators[op], type),
			    operators[op].help);
	json_put_close(json, '}');
	json_put_close(json, '}');
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static const char *
condition_name(char text[64], enum each each)
{
	snprintf(text, 64, "condition%s%s", each == EACH_NONE ? "" : "_of_",
	    each_names[each]);
	return text;
}

/* The conditions of rules of one kind. */
static void
put_condition(struct json *json, enum each each)
{
	char name[64];

	condition_name(name, each);
	json_put_open(json, name, '{');
	json_put_open(json, "anyOf", '[');
	json_put_open(json, NULL, '{');
	json_put_text(json, "type", "object");
	json_put_bool(json, "additionalProperties", false);
	json_put_number(json, "minProperties", 1);
	json_put_open(json, "properties", '{');
	for (enum op op = 0; op < OP_FIRST_LEAF; op++)
		put_ref(json, operators[op].key, name, operators[op].help);
	for (enum field_id id = 0; id < FIELD_COUNT; id++)
		if (each_has_field(each, id))
			put_ref(json, fields[id].name,
			    type_name(fields[id].type), fields[id].help);
	json_put_close(json, '}');
	json_put_close(json, '}');
	put_list_of(json, NULL, name);
	json_put_close(json, ']');
	json_put_close(json, '}');
}

/* "if" the rule is of that kind "then" its conditions are. */
static void
put_rule_kind(struct json *json, enum each each)
{
	char name[64];

	condition_name(name, each);
	json_put_open(json, NULL, '{');
	json_put_open(json, "if", '{');
	json_put_open(json, "properties", '{');
	if (each == EACH_NONE)
		json_put_bool(json, "each", false);
	else
		put_const(json, "each", each_names[each]);
	json_put_close(json, '}');
	if (each != EACH_NONE) {
		json_put_open(json, "required", '[');
		json_put_text(json, NULL, "each");
		json_put_close(json, ']');
	}
	json_put_close(json, '}');
	json_put_open(json, "then", '{');
	json_put_open(json, "properties", '{');
	put_ref(json, "when", name, NULL);
	put_ref(json, "fail", name, NULL);
	if (each != EACH_NONE)
		json_put_bool(json, "credential", false);
	json_put_close(json, '}');
	json_put_close(json, '}');
	json_put_close(json, '}');
}

static void
put_rule(struct json *json)
{
	json_put_open(json, "rule", '{');
	put_keys(json, rule_keys, COUNT(rule_keys));
	json_put_open(json, "allOf", '[');
	for (enum each each = EACH_NONE; each < EACH_COUNT; each++)
		put_rule_kind(json, each);
	json_put_close(json, ']');
	json_put_close(json, '}');
}

/* Of the keys of a file, those that it must or, else, may not have. */
static void
put_kind(struct json *json, const char *const *has, size_t has_count,
    const char *const *lacks, size_t lacks_count)
{
	json_put_open(json, NULL, '{');
	json_put_open(json, "required", '[');
	for (size_t i = 0; i < has_count; i++)
		json_put_text(json, NULL, has[i]);
	json_put_close(json, ']');
	json_put_open(json, "properties", '{');
	for (size_t i = 0; i < lacks_count; i++)
		json_put_bool(json, lacks[i], false);
	json_put_close(json, '}');
	json_put_close(json, '}');
}

/* A policy of its own, one that extends others, a file of exceptions. */
static void
put_kinds(struct json *json)
{
	static const char *const own[] = {"policy", "name", "rules"};
	static const char *const other[] = {"policy", "name", "extends"};
	static const char *const excuses[] = {"policy", "exceptions"};
	static const char *const none[] = {
	    "name", "extends", "params", "rules", "overrides"};

	json_put_open(json, "anyOf", '[');
	put_kind(json, own, COUNT(own), NULL, 0);
	put_kind(json, other, COUNT(other), NULL, 0);
	put_kind(json, excuses, COUNT(excuses), none, COUNT(none));
	json_put_close(json, ']');
}

static void
put_schema(struct json *json)
{
	json_put_open(json, NULL, '{');
	json_put_text(
	    json, "$schema", "https://json-schema.org/draft/2020-12/schema");
	json_put_text(json, "title", "A policy of mfa-check");
	put_properties(json, file_keys, COUNT(file_keys));
	put_kinds(json);
	json_put_open(json, "$defs", '{');
	put_values(json);
	put_operands(json);
	for (size_t i = 0; i < COUNT(types); i++)
		put_field_type(json, types[i].name, types[i].type);
	for (enum each each = EACH_NONE; each < EACH_COUNT; each++)
		put_condition(json, each);
	put_rule(json);
	json_put_close(json, '}');
	json_put_close(json, '}');
}

int
command_policy_schema(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	struct json json = {.first = true};
	struct error err;
	int status = STATUS_CANNOT_RUN;

	json.output = output_open(NULL, &err);
	if (options->operands.count > 0) {
		error_set(&err, ERROR_USAGE,
		    "`mfa-check policy schema` takes no operand");
	} else if (json.output != NULL) {
		put_schema(&json);
		output_text(json.output, "\n");
		if (output_finish(json.output, &err) == 0)
			status = STATUS_OK;
	}
	if (status != STATUS_OK)
		message_error(&messages, "%s", err.text);
	output_free(json.output);
	return status;
}

/*
 * The keys of a rule (policy_keys.def). Conditions are condition_read.c's,
 * types of values value_read.c's.
 */
#include "policy/rule_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "policy/condition_read.h"
#include "policy/nearest.h"
#include "policy/placeholder.h"
#include "policy/value_read.h"

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* The id, or NULL after a complaint. */
static const char *
name_of(struct policy_reader *reader, const struct node *key)
{
	const char *text = key_line(reader, key);

	if (text == NULL)
		return NULL;
	if (strlen(text) <= LIMIT_POLICY_NAME &&
	    strspn(text, NAME_CHARACTERS) == strlen(text))
		return text;
	complain(&reader->complaints, key->value->at,
	    "\"%s\" takes 1 to %d of a-z, 0-9 and -; this is \"%s\"", key->text,
	    LIMIT_POLICY_NAME, text);
	return NULL;
}

static void
read_rule_id(struct policy_reader *reader, const struct node *key)
{
	const char *id = name_of(reader, key);
	const struct rule *first;

	if (id == NULL)
		return;
	first = policy_find(&reader->read, id);
	if (first != NULL)
		complain(&reader->complaints, key->value->at,
		    "the rule \"%s\" is here for a second time; it is in line "
		    "%" PRIu64 " too",
		    id, first->line);
	free(reader->rule->info.id);
	reader->rule->info.id = xstrdup(id);
}

static void
read_rule_title(struct policy_reader *reader, const struct node *key)
{
	key_set_line(reader, key, &reader->rule->info.title);
}

static void
read_rule_fix(struct policy_reader *reader, const struct node *key)
{
	key_set_line(reader, key, &reader->rule->info.fix);
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

static void
read_rule_severity(struct policy_reader *reader, const struct node *key)
{
	reader->rule->info.severity =
	    (enum severity)key_word(reader, key, severity_word, SEVERITY_COUNT);
}

static void
read_rule_scope(struct policy_reader *reader, const struct node *key)
{
	size_t count = sizeof(scope_names) / sizeof(*scope_names);
	size_t scope = key_word(reader, key, scope_word, count);

	if (scope < count)
		reader->rule->scope = (enum scope)scope;
}

static const char *
each_word(size_t i)
{
	return each_names[i + 1];
}

/* each_of() has read it. */
static void
read_rule_each(struct policy_reader *reader, const struct node *key)
{
	key_word(reader, key, each_word, EACH_COUNT - 1);
}

static bool
is_near_each(const char *key)
{
	return strcasecmp(key, "each") == 0 ||
	    text_distance(key, "each", 1) <= 1;
}

/*
 * The kind of slots of a rule, which has to be known before its conditions
 * are read, wherever the key stands. A mistake in it is complained about
 * when it is its turn; until then no field is refused because of it.
 */
static enum each
each_of(const struct node *map)
{
	enum each each = EACH_NONE;

	for (const struct node *key = map->first; key != NULL;
	     key = key->next) {
		if (key->kind == NODE_BAD || !is_near_each(key->text))
			continue;
		each = EACH_MISTAKEN;
		for (enum each known = EACH_ACCESS_KEY; known < EACH_COUNT;
		     known++)
			if (strcmp(key->text, "each") == 0 &&
			    key->value->kind == NODE_TEXT &&
			    strcmp(key->value->text, each_names[known]) == 0)
				each = known;
	}
	return each;
}

static const char *
password_word(size_t i)
{
	(void)i;
	return "password";
}

static void
read_rule_credential(struct policy_reader *reader, const struct node *key)
{
	reader->rule->of_password =
	    key_word(reader, key, password_word, 1) == 0;
	if (reader->rule->each != EACH_NONE)
		complain(&reader->complaints, key->at,
		    "a rule with \"each\" names the slot's credential itself; "
		    "leave \"credential\" out");
}

static void
read_rule_otherwise(struct policy_reader *reader, const struct node *key)
{
	const char *word = key_line(reader, key);

	reader->rule->else_manual =
	    word != NULL && strcmp(word, outcome_name(OUTCOME_MANUAL)) == 0;
	if (word != NULL && !reader->rule->else_manual)
		complain(&reader->complaints, key->value->at,
		    "unknown otherwise \"%s\"; allowed is manual alone: what "
		    "does not fail has to be checked by hand. Without the key "
		    "it passes",
		    word);
}

static const char *const frameworks[] = {
#define FRAMEWORK(name) name,
#include "policy/frameworks.def"
#undef FRAMEWORK
};

/* The length of a name without the version that it ends in. */
static size_t
stem_len(const char *name)
{
	size_t len = strlen(name);

	while (len > 0 && strchr("0123456789.", name[len - 1]) != NULL)
		len--;
	return len;
}

/* True after a complaint: a known framework, but no version of it that this
 * program knows. */
static bool
is_other_version(struct policy_reader *reader, const struct node *key)
{
	size_t stem = stem_len(key->text);
	struct buffer known;
	bool found;

	if (stem == strlen(key->text))
		return false;
	buffer_init(&known, LIMIT_POLICY_SCALAR);
	for (size_t i = 0; i < sizeof(frameworks) / sizeof(*frameworks); i++) {
		if (strcmp(frameworks[i], key->text) == 0) {
			buffer_release(&known);
			return false;
		}
		if (stem_len(frameworks[i]) == stem &&
		    strncmp(frameworks[i], key->text, stem) == 0)
			buffer_appendf(&known, "%s%s",
			    known.len == 0 ? "" : ", ", frameworks[i]);
	}
	found = known.len > 0;
	if (found)
		complain(&reader->complaints, key->at,
		    "this version of mfa-check does not know \"%s\"; it "
		    "knows %s",
		    key->text, buffer_text(&known));
	buffer_release(&known);
	return found;
}

/* A framework of one's own must not look like a known one mistyped. */
static bool
check_framework(struct policy_reader *reader, const struct node *key)
{
	struct nearest nearest;
	bool good;

	if (key->text[0] == '\0' || strlen(key->text) > LIMIT_POLICY_NAME ||
	    key->text[strspn(key->text, NAME_CHARACTERS "._")] != '\0') {
		complain(&reader->complaints, key->at,
		    "a framework's name is 1 to %d of a-z, 0-9, -, . and _",
		    LIMIT_POLICY_NAME);
		return false;
	}
	if (is_other_version(reader, key))
		return false;
	nearest_init(&nearest, key->text);
	for (size_t i = 0; i < sizeof(frameworks) / sizeof(*frameworks); i++)
		nearest_offer(&nearest, frameworks[i]);
	good = nearest.best == NULL || nearest.distance == 0;
	if (!good)
		complain(&reader->complaints, key->at,
		    "unknown framework \"%s\"; %s", key->text,
		    nearest_advice(&nearest));
	nearest_release(&nearest);
	return good;
}

static void
read_rule_refs(struct policy_reader *reader, const struct node *key)
{
	struct rule_info *info = &reader->rule->info;

	if (!key_is_kind(
		reader, key, NODE_MAP, "a map such as {cis-aws-6.0: \"2.9\"}"))
		return;
	info->refs = xreallocarray(info->refs,
	    info->ref_count + key->value->count, sizeof(*info->refs));
	for (const struct node *it = key->value->first; it != NULL;
	     it = it->next) {
		const char *control;

		if (it->kind == NODE_BAD || !check_framework(reader, it))
			continue;
		control = key_line(reader, it);
		if (control != NULL)
			info->refs[info->ref_count++] = (struct reference){
			    xstrdup(it->text), xstrdup(control)};
	}
}

static void
read_rule_when(struct policy_reader *reader, const struct node *key)
{
	condition_read(&reader->complaints, reader->environment, &reader->each,
	    key, &reader->rule->when);
}

static void
read_rule_fail(struct policy_reader *reader, const struct node *key)
{
	condition_read(&reader->complaints, reader->environment, &reader->each,
	    key, &reader->rule->fail);
}

/* Where a part of a text stands in the source; the text's begin where it is
 * spelt otherwise there. */
static size_t
place_within(const struct complaints *complaints, const struct node *node,
    struct text part, size_t from)
{
	const char *source = complaints->source.ptr;
	const char *found =
	    memmem(source + from, node->end - from, part.ptr, part.len);

	return found != NULL ? (size_t)(found - source) : node->at;
}

static void
complain_placeholder(
    struct policy_reader *reader, const struct piece *piece, size_t at)
{
	char name[64];
	struct nearest nearest;
	size_t len = piece->text.len - 2;

	if (piece->kind == PIECE_FIELD) {
		each_complain(
		    &reader->complaints, at, &reader->each, piece->field);
		return;
	}
	if (piece->kind == PIECE_NO_DAYS) {
		complain(&reader->complaints, at,
		    "%s is %s and has no days; write {%s}",
		    fields[piece->field].name,
		    field_type_name(fields[piece->field].type),
		    fields[piece->field].name);
		return;
	}
	if (piece->kind == PIECE_OPEN) {
		complain(&reader->complaints, at,
		    "this brace is not closed; a placeholder is the name of a "
		    "field such as {user}");
		return;
	}
	if (piece->days)
		len -= strlen(".days");
	if (len >= sizeof(name))
		len = sizeof(name) - 1;
	memcpy(name, piece->text.ptr + 1, len);
	name[len] = '\0';
	if (reader->environment != NULL &&
	    definitions_find(&reader->environment->params, name) != NULL) {
		complain(&reader->complaints, at,
		    "%s is a parameter; a message shows fields of the row, "
		    "such as {user}: write the parameter's value out",
		    name);
		return;
	}
	nearest_init(&nearest, name);
	each_offer_fields(&nearest, reader->each);
	complain(&reader->complaints, at, "unknown placeholder {%s}; %s", name,
	    nearest_advice(&nearest));
	nearest_release(&nearest);
}

static void
read_rule_message(struct policy_reader *reader, const struct node *key)
{
	const char *message = key_line(reader, key);
	size_t from = key->value->at;
	struct piece piece;

	if (message == NULL)
		return;
	free(reader->rule->message);
	reader->rule->message = xstrdup(message);
	while ((piece = placeholder_next(&message)).kind != PIECE_END) {
		size_t at;

		if (piece.kind == PIECE_TEXT)
			continue;
		at = place_within(
		    &reader->complaints, key->value, piece.text, from);
		if (at > from)
			from = at;
		if (piece.kind != PIECE_FIELD ||
		    !each_has_field(reader->each, piece.field))
			complain_placeholder(reader, &piece, at);
	}
}

static void
complain_section(struct policy_reader *reader, const struct node *node)
{
	struct nearest nearest;

	nearest_init(&nearest, node->text);
	for (enum help_section section = 0; section < HELP_COUNT; section++)
		nearest_offer(&nearest, help_key(section));
	complain(&reader->complaints, node->at,
	    "unknown section of help \"%s\"; %s", node->text,
	    nearest_advice(&nearest));
	nearest_release(&nearest);
}

static void
read_rule_help(struct policy_reader *reader, const struct node *key)
{
	if (!key_is_kind(reader, key, NODE_MAP, "a map of texts"))
		return;
	for (const struct node *it = key->value->first; it != NULL;
	     it = it->next) {
		enum help_section section = 0;
		const char *text;

		if (it->kind == NODE_BAD)
			continue;
		while (section < HELP_COUNT &&
		    strcmp(it->text, help_key(section)) != 0)
			section++;
		if (section == HELP_COUNT) {
			complain_section(reader, it);
			continue;
		}
		text = key_lines(reader, it);
		if (text != NULL)
			reader->rule->info.help[section] = xstrdup(text);
	}
}

static const struct key rule_keys[] = {
#define FILE_KEY(name, required, help)
#define RULE_KEY(name, required, help) \
	{#name, required, read_rule_##name, help},
#include "policy/policy_keys.def"
#undef FILE_KEY
#undef RULE_KEY
};

/* Nobody can leave all of a rule to a human. */
static void
check_manual(struct policy_reader *reader, const struct node *node)
{
	const struct node *otherwise = NULL;

	for (const struct node *it = node->first; it != NULL; it = it->next) {
		if (strcmp(it->text, "fail") == 0)
			return;
		if (strcmp(it->text, "otherwise") == 0)
			otherwise = it;
	}
	if (otherwise != NULL && reader->rule->else_manual)
		complain(&reader->complaints, otherwise->at,
		    "\"otherwise: manual\" needs \"fail\" beside it: the rule "
		    "fails where a report can tell, and what is left is for a "
		    "human to check by hand");
}

void
rule_read(struct policy_reader *reader, const struct node *node)
{
	struct policy *read = &reader->read;
	struct rule rule = {.scope = SCOPE_ALL, .line = node->line};

	if (node->kind != NODE_MAP) {
		if (node->kind != NODE_BAD)
			complain(&reader->complaints, node->at,
			    "a rule is a map of keys; this is %s",
			    node_name(node));
		return;
	}
	rule.info.severity = SEVERITY_NONE;
	rule.each = reader->each = each_of(node);
	rule.file = xstrdup(reader->complaints.file);
	reader->rule = &rule;
	key_read_map(reader, node, rule_keys,
	    sizeof(rule_keys) / sizeof(*rule_keys), "a rule");
	check_manual(reader, node);
	if (rule.info.fix == NULL)
		rule.info.fix = xstrdup("");
	read->rules = xgrow(
	    read->rules, read->rule_count, &reader->size, sizeof(*read->rules));
	read->rules[read->rule_count++] = rule;
}

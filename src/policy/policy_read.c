/*
 * The keys at the top of a policy file or a file of exceptions. Rules,
 * overrides and exceptions are only found here; they are read when the names
 * that stand in them are resolved (resolve.c).
 */
#include "policy/policy_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/value_read.h"

enum {
	FORMAT = 1
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define FORMAT_TEXT "1"

static void
read_file_policy(struct policy_reader *reader, const struct node *key)
{
	const struct node *value = key->value;
	size_t digits;

	if (value->kind != NODE_TEXT || node_is_nothing(value)) {
		complain(&reader->complaints, value_place(key),
		    "\"policy\" takes the format's number: write policy: %d; "
		    "this is %s",
		    FORMAT, node_name(value));
		return;
	}
	digits = strspn(value->text, "0123456789");
	if (!value->quoted && strcmp(value->text, FORMAT_TEXT) == 0)
		return;
	if (digits == 0 || value->text[digits] != '\0' ||
	    strcmp(value->text, FORMAT_TEXT) == 0)
		complain(&reader->complaints, value->at,
		    "\"policy\" takes the format's number: write policy: %d, "
		    "without quotes or fraction; this is %s\"%s\"",
		    FORMAT, value->quoted ? "the text " : "", value->text);
	else
		complain(&reader->complaints, value->at,
		    "this is format %s; this program reads format %d",
		    value->text, FORMAT);
}

static void
read_file_name(struct policy_reader *reader, const struct node *key)
{
	reader->file->title = key_line(reader, key);
}

/* False after a complaint: there are too many members. */
static bool
is_within(struct policy_reader *reader, const struct node *key, size_t limit)
{
	if (key->value->count <= limit)
		return true;
	complain(&reader->complaints, key->at,
	    "\"%s\" has %zu members; at most %zu are allowed", key->text,
	    key->value->count, limit);
	return false;
}

static void
read_file_extends(struct policy_reader *reader, const struct node *key)
{
	struct policy_file *file = reader->file;

	if (!key_is_kind(
		reader, key, NODE_LIST, "a list such as [builtin:mfa]") ||
	    !is_within(reader, key, LIMIT_POLICY_FILES))
		return;
	file->extends = xcalloc(key->value->count, sizeof(*file->extends));
	for (struct node *it = key->value->first; it != NULL; it = it->next) {
		const char *name =
		    read_line(&reader->complaints, it, it->at, key->text);

		if (name == NULL)
			continue;
		if (*name == '\0') {
			complain(
			    &reader->complaints, it->at, "this name is empty");
			continue;
		}
		file->extends[file->extend_count].at = it->at;
		file->extends[file->extend_count++].file =
		    loader_open_extended(file, it);
	}
}

/* False after a complaint: each file looks up the names of all. */
static bool
has_room(struct policy_reader *reader, const struct node *key)
{
	size_t *names = &reader->file->loader->names;

	*names += key->value->count;
	if (*names <= LIMIT_POLICY_ALL_NAMES)
		return true;
	complain(&reader->complaints, key->at,
	    "with this file the policy has %zu parameters and lists; at most "
	    "%d are allowed over all its files",
	    *names, LIMIT_POLICY_ALL_NAMES);
	return false;
}

/* Each key of a map whose name is good and that the check likes. */
static struct definition *
read_definitions(struct policy_reader *reader, const struct node *key,
    bool (*check)(struct complaints *, const struct node *), size_t *count)
{
	struct definition *definitions =
	    xcalloc(key->value->count, sizeof(*definitions));

	for (const struct node *it = key->value->first; it != NULL;
	     it = it->next) {
		bool good = false;

		if (it->kind == NODE_BAD)
			continue;
		if (!param_is_name(it->text))
			complain(&reader->complaints, it->at,
			    "a name here is 1 to %d of a-z, 0-9, _ and -, the "
			    "first a letter; this is \"%s\"",
			    LIMIT_POLICY_NAME, it->text);
		else
			good = check(&reader->complaints, it);
		/* One that was refused is known all the same. */
		definitions[(*count)++] = (struct definition){.name = it->text,
		    .value = good ? it->value : NULL,
		    .file = reader->file->name,
		    .line = it->line,
		    .at = it->at,
		    .complaints = &reader->complaints,
		    .value_at = it->value->at};
	}
	return definitions;
}

static void
read_file_params(struct policy_reader *reader, const struct node *key)
{
	if (key_is_kind(
		reader, key, NODE_MAP, "a map such as {max_age: 90d}") &&
	    is_within(reader, key, LIMIT_POLICY_NAMES) && has_room(reader, key))
		reader->file->params = read_definitions(
		    reader, key, param_check_value, &reader->file->param_count);
}

static bool
check_list(struct complaints *complaints, const struct node *key)
{
	bool good = true;

	if (key->value->kind != NODE_LIST || key->value->count == 0) {
		if (key->value->kind != NODE_BAD)
			complain(complaints, value_place(key),
			    "the list \"%s\" takes globs such as [\"svc-*\"]; "
			    "this is %s",
			    key->text, node_name(key->value));
		return false;
	}
	for (struct node *it = key->value->first; it != NULL; it = it->next) {
		if (list_is_named(it)) {
			complain(complaints, it->at,
			    "a list cannot name another list; a name that "
			    "begins with @ is matched by \"?\"");
			good = false;
		} else if (read_glob(complaints, it, it->at, key->text) ==
		    NULL) {
			good = false;
		}
	}
	return good;
}

static void
read_file_lists(struct policy_reader *reader, const struct node *key)
{
	if (key_is_kind(
		reader, key, NODE_MAP, "a map such as {robots: [\"svc-*\"]}") &&
	    is_within(reader, key, LIMIT_POLICY_NAMES) && has_room(reader, key))
		reader->file->lists = read_definitions(
		    reader, key, check_list, &reader->file->list_count);
}

static void
read_file_rules(struct policy_reader *reader, const struct node *key)
{
	if (!key_is_kind(reader, key, NODE_LIST, "a list of rules"))
		return;
	if (key->value->count > LIMIT_POLICY_RULES)
		complain(&reader->complaints, key->at,
		    "there are %zu rules; at most %d are allowed",
		    key->value->count, LIMIT_POLICY_RULES);
	else
		reader->file->rules = key->value;
}

static void
read_file_overrides(struct policy_reader *reader, const struct node *key)
{
	if (key_is_kind(reader, key, NODE_LIST, "a list of overrides") &&
	    is_within(reader, key, LIMIT_POLICY_OVERRIDES))
		reader->file->overrides = key->value;
}

static void
read_file_exceptions(struct policy_reader *reader, const struct node *key)
{
	if (key_is_kind(reader, key, NODE_LIST, "a list of exceptions") &&
	    is_within(reader, key, LIMIT_POLICY_EXCEPTIONS))
		reader->file->exceptions = key->value;
}

static const struct key file_keys[] = {
#define FILE_KEY(name, required, help) \
	{#name, required, read_file_##name, help},
#include "policy/policy_keys.def"
};

/* Of a file that holds nothing but exceptions. */
static const struct key exceptions_keys[] = {
    {"policy", true, read_file_policy, "the format's number, 1"},
    {"lists", false, read_file_lists, "lists of globs by name"},
    {"exceptions", true, read_file_exceptions, "a list of exceptions"},
};

static bool
has_key(const struct node *map, const char *name)
{
	for (const struct node *it = map->first; it != NULL; it = it->next)
		if (strcmp(it->text, name) == 0)
			return true;
	return false;
}

/* Who extends nothing needs rules. */
static void
read_policy_keys(struct policy_file *file)
{
	struct key keys[COUNT(file_keys)];

	memcpy(keys, file_keys, sizeof(keys));
	for (size_t i = 0; i < COUNT(keys); i++)
		if (keys[i].read == read_file_rules)
			keys[i].required = !has_key(file->root, "extends");
	key_read_map(&file->reader, file->root, keys, COUNT(keys), "a policy");
}

static void
read_keys(struct policy_file *file)
{
	if (file->is_exceptions)
		key_read_map(&file->reader, file->root, exceptions_keys,
		    COUNT(exceptions_keys), "a file of exceptions");
	else
		read_policy_keys(file);
}

/* True for a map with exceptions and nothing that only a policy has. */
static bool
looks_like_exceptions(const struct node *root)
{
	if (!has_key(root, "exceptions"))
		return false;
	for (const struct node *it = root->first; it != NULL; it = it->next) {
		bool known = false;

		for (size_t i = 0; i < COUNT(exceptions_keys); i++)
			known = known ||
			    strcmp(it->text, exceptions_keys[i].name) == 0;
		if (!known)
			return false;
	}
	return true;
}

/* The format's number comes first, so that whoever reads a file of another
 * format learns that before all else. */
void
policy_file_read(struct policy_file *file)
{
	struct complaints *complaints = &file->reader.complaints;
	const struct node *root = file->root;

	if (root->kind != NODE_MAP || root->count == 0) {
		complain(complaints, root->at,
		    "a policy is a map with the keys policy, name and rules; "
		    "this is %s",
		    node_name(root));
		return;
	}
	if (!file->is_exceptions && looks_like_exceptions(root)) {
		if (!file->loader->any_kind || file->opened_by != NULL) {
			complain(complaints, root->at,
			    "this is a file of exceptions, no policy: give it "
			    "with --exceptions=FILE");
			return;
		}
		file->is_exceptions = true;
	}
	read_keys(file);
	for (const struct node *it = root->first->next; it != NULL;
	     it = it->next)
		if (it->kind != NODE_BAD && strcmp(it->text, "policy") == 0)
			complain(complaints, it->at,
			    "\"policy: %d\" must be the first key", FORMAT);
}

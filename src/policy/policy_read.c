/*
 * A policy file's YAML to rules. All that is wrong is complained about in
 * one run; only a file without complaints adds its rules to the policy.
 */
#include "policy/policy.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "policy/key_read.h"
#include "policy/policy_join.h"
#include "policy/rule_read.h"
#include "policy/value_read.h"

enum {
	FORMAT = 1
};

static void
read_file_policy(struct policy_reader *reader, const struct node *key)
{
	const struct node *value = key->value;
	int64_t format;

	if (value->kind != NODE_TEXT)
		complain(&reader->complaints, value->at,
		    "\"policy\" takes the format's number, %d; this is %s",
		    FORMAT, node_name(value));
	else if (read_whole(&reader->complaints, value, value_place(key),
		     key->text, &format) == 0 &&
	    format != FORMAT)
		complain(&reader->complaints, value->at,
		    "this is format %" PRId64 "; this program reads format %d",
		    format, FORMAT);
}

static void
read_file_name(struct policy_reader *reader, const struct node *key)
{
	const char *name = key_line(reader, key);

	if (name == NULL)
		return;
	reader->read.names = xcalloc(1, sizeof(*reader->read.names));
	reader->read.names[reader->read.name_count++] = xstrdup(name);
}

static void
read_file_rules(struct policy_reader *reader, const struct node *key)
{
	if (!key_is_kind(reader, key, NODE_LIST, "a list of rules"))
		return;
	if (key->value->count > LIMIT_POLICY_RULES) {
		complain(&reader->complaints, key->at,
		    "there are %zu rules; at most %d are allowed",
		    key->value->count, LIMIT_POLICY_RULES);
		return;
	}
	for (const struct node *it = key->value->first; it != NULL;
	     it = it->next)
		rule_read(reader, it);
}

static const struct key file_keys[] = {
#define FILE_KEY(name, required, help) {#name, required, read_file_##name},
#define RULE_KEY(name, required, help)
#include "policy/policy_keys.def"
#undef FILE_KEY
#undef RULE_KEY
};

/* The format's number comes first, so that whoever reads a file of another
 * format learns that before all else. */
static void
read_file(struct policy_reader *reader, const struct node *root)
{
	if (root->kind != NODE_MAP || root->count == 0) {
		complain(&reader->complaints, root->at,
		    "a policy is a map with the keys policy, name and rules; "
		    "this is %s",
		    node_name(root));
		return;
	}
	key_read_map(reader, root, file_keys,
	    sizeof(file_keys) / sizeof(*file_keys), "a policy");
	for (const struct node *it = root->first->next; it != NULL;
	     it = it->next)
		if (it->kind != NODE_BAD && strcmp(it->text, "policy") == 0)
			complain(&reader->complaints, it->at,
			    "\"policy: %d\" must be the first key", FORMAT);
}

int
policy_read(struct policy *policy, const char *file, const char *text,
    size_t len, struct buffer *errors)
{
	struct policy_reader reader = {.rule = NULL};
	struct node *root = NULL;
	int result;

	complaints_init(&reader.complaints, file, (struct text){text, len});
	policy_init(&reader.read);
	if (len > LIMIT_POLICY)
		complain(&reader.complaints, 0,
		    "the policy has %zu bytes; at most %zu are allowed", len,
		    LIMIT_POLICY);
	else
		root = yaml_tree_read(&reader.complaints);
	if (root != NULL)
		read_file(&reader, root);
	yaml_tree_free(root);
	if (reader.complaints.count == 0)
		policy_join(policy, &reader.read, &reader.complaints);
	complaints_show(&reader.complaints, errors);
	result = reader.complaints.count == 0 ? 0 : -1;
	complaints_release(&reader.complaints);
	policy_release(&reader.read);
	return result;
}

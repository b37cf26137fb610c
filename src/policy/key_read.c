/*
 * Maps of a policy by tables of keys, and the values that many keys have.
 * What a certain key means is said by rule_read.c and policy_read.c.
 */
#include "policy/key_read.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/nearest.h"
#include "policy/value_read.h"

enum {
	KEYS_MAX = 32
};

/* True after a complaint: nothing stands there, or blanks alone. */
static bool
is_blank(struct policy_reader *reader, const struct node *key)
{
	const struct key *known = reader->key;
	const struct node *value = key->value;

	if (value->kind != NODE_TEXT ||
	    value->text[strspn(value->text, " \n")] != '\0')
		return false;
	if (known != NULL && strcmp(known->name, key->text) == 0)
		complain(&reader->complaints, value_place(key),
		    "\"%s\" is empty; write here %s%s", key->text, known->help,
		    known->required ? "" : ", or remove the key");
	else
		complain(&reader->complaints, value_place(key),
		    "\"%s\" is empty; write a text here, or remove the key",
		    key->text);
	return true;
}

const char *
key_line(struct policy_reader *reader, const struct node *key)
{
	return is_blank(reader, key)
	    ? NULL
	    : read_line(
		  &reader->complaints, key->value, value_place(key), key->text);
}

const char *
key_lines(struct policy_reader *reader, const struct node *key)
{
	return is_blank(reader, key)
	    ? NULL
	    : read_lines(
		  &reader->complaints, key->value, value_place(key), key->text);
}

void
key_set_line(struct policy_reader *reader, const struct node *key, char **into)
{
	const char *text = key_line(reader, key);

	if (text != NULL) {
		free(*into);
		*into = xstrdup(text);
	}
}

bool
key_is_kind(struct policy_reader *reader, const struct node *key,
    enum node_kind kind, const char *example)
{
	if (key->value->kind == kind && key->value->count > 0)
		return true;
	if (key->value->kind != NODE_BAD)
		complain(&reader->complaints, value_place(key),
		    "\"%s\" takes %s; this is %s", key->text, example,
		    node_name(key->value));
	return false;
}

size_t
key_word(struct policy_reader *reader, const struct node *key,
    const char *(*name)(size_t), size_t count)
{
	const char *word = key_line(reader, key);
	struct nearest nearest;
	size_t i = 0;

	if (word == NULL)
		return count;
	while (i < count && strcmp(word, name(i)) != 0)
		i++;
	if (i < count)
		return i;
	nearest_init(&nearest, word);
	for (size_t k = 0; k < count; k++)
		nearest_offer(&nearest, name(k));
	complain(&reader->complaints, key->value->at, "unknown %s \"%s\"; %s",
	    key->text, word, nearest_advice(&nearest));
	nearest_release(&nearest);
	return count;
}

bool
key_complain_blank(struct complaints *complaints, const struct node *key)
{
	const char *colon = strchr(key->text, ':');

	if (key->text[0] == '-') {
		complain(complaints, key->at,
		    "a blank is missing behind the \"-\": write - %s:",
		    key->text + 1);
		return true;
	}
	if (colon == NULL || key->value->kind == NODE_BAD ||
	    !node_is_nothing(key->value))
		return false;
	complain(complaints, key->at,
	    "a blank is missing behind the colon: write %.*s: %s",
	    (int)(colon - key->text), key->text, colon + 1);
	return true;
}

/* What other languages call what a key of this one says: not by its letters
 * near to that. */
static const struct {
	const char *word, *key, *advice;
} confused[] = {
    {"manual", "otherwise",
	"write \"otherwise: manual\": what does not fail has to be checked by "
	"hand; \"fail\" is needed all the same"},
    {"description", "title", "write \"title\", or \"help\" for longer texts"},
    {"condition", "fail", "write \"fail\""},
    {"remediation", "fix", "write \"fix\""},
};

static const char *
advice_on(const char *word, const struct key *keys, size_t count)
{
	for (size_t i = 0; i < sizeof(confused) / sizeof(*confused); i++)
		for (size_t k = 0; k < count; k++)
			if (strcmp(word, confused[i].word) == 0 &&
			    strcmp(keys[k].name, confused[i].key) == 0)
				return confused[i].advice;
	return NULL;
}

static void
complain_key(struct policy_reader *reader, const struct node *node,
    const struct key *keys, size_t count, uint32_t *seen)
{
	struct nearest nearest;
	const char *advice;

	if (!complaints_want(&reader->complaints, node->at)) {
		complain(&reader->complaints, node->at, "unknown key");
		return;
	}
	if (key_complain_blank(&reader->complaints, node)) {
		*seen = UINT32_MAX;
		return;
	}
	nearest_init(&nearest, node->text);
	advice = advice_on(node->text, keys, count);
	for (size_t i = 0; i < count; i++)
		nearest_offer(&nearest, keys[i].name);
	/* The key that was meant is not missing besides. */
	for (size_t i = 0; i < count; i++)
		if (keys[i].name == nearest.best)
			*seen |= (uint32_t)1 << i;
	complain(&reader->complaints, node->at, "unknown key \"%s\"; %s",
	    node->text, advice != NULL ? advice : nearest_advice(&nearest));
	nearest_release(&nearest);
}

void
key_read_map(struct policy_reader *reader, const struct node *map,
    const struct key *keys, size_t count, const char *what)
{
	uint32_t seen = 0;

	assert(count <= KEYS_MAX);
	for (const struct node *node = map->first; node != NULL;
	     node = node->next) {
		size_t i = 0;

		while (i < count && strcmp(node->text, keys[i].name) != 0)
			i++;
		if (i < count)
			seen |= (uint32_t)1 << i;
		/* What a merge key or an alias stood for is not missing. */
		if (node->kind == NODE_BAD && !node->repeated && i == count)
			seen = UINT32_MAX;
		if (node->kind == NODE_BAD)
			continue;
		if (i == count) {
			complain_key(reader, node, keys, count, &seen);
		} else if (node->value->kind != NODE_BAD) {
			reader->key = &keys[i];
			keys[i].read(reader, node);
		}
	}
	reader->key = NULL;
	for (size_t i = 0; i < count; i++)
		if (keys[i].required && (seen & (uint32_t)1 << i) == 0)
			complain(&reader->complaints, map->at,
			    "%s needs the key \"%s\": %s", what, keys[i].name,
			    keys[i].help);
}

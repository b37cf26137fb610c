/*
 * Exceptions from YAML, and what somebody should think over in them.
 */
#include "policy/exception.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "policy/policy_file.h"
#include "policy/value_read.h"

static struct exception *
exception_of(struct policy_reader *reader)
{
	return reader->into;
}

static void
read_exception_rules(struct policy_reader *reader, const struct node *key)
{
	globs_read(reader, key, &exception_of(reader)->reach.rules);
}

static void
read_exception_users(struct policy_reader *reader, const struct node *key)
{
	globs_read(reader, key, &exception_of(reader)->reach.users);
	globs_check(
	    &reader->complaints, &exception_of(reader)->reach.users, false);
}

static void
read_exception_accounts(struct policy_reader *reader, const struct node *key)
{
	globs_read(reader, key, &exception_of(reader)->reach.accounts);
	globs_check(
	    &reader->complaints, &exception_of(reader)->reach.accounts, true);
}

static void
read_exception_approved(struct policy_reader *reader, const struct node *key)
{
	struct exception *exception = exception_of(reader);

	if (read_day(&reader->complaints, key->value, value_place(key),
		key->text, "", &exception->approved) < 0)
		return;
	exception->approved -= DAY_SECS - 1;
	exception->approved_day = xstrdup(key->value->text);
}

static void
set_text(
    struct policy_reader *reader, const struct node *key, const char **into)
{
	char *text = NULL;

	key_set_line(reader, key, &text);
	*into = text;
}

static void
read_exception_expires(struct policy_reader *reader, const struct node *key)
{
	struct exception *exception = exception_of(reader);

	if (key->value->kind == NODE_TEXT &&
	    strcmp(key->value->text, "never") == 0)
		exception->expires = INT64_MAX;
	else if (read_day(&reader->complaints, key->value, value_place(key),
		     key->text, " or never", &exception->expires) < 0)
		return;
	exception->given.expires = xstrdup(key->value->text);
}

static void
read_exception_reason(struct policy_reader *reader, const struct node *key)
{
	set_text(reader, key, &exception_of(reader)->given.reason);
}

static void
read_exception_owner(struct policy_reader *reader, const struct node *key)
{
	set_text(reader, key, &exception_of(reader)->given.owner);
}

static const struct key exception_keys[] = {
#define EXCEPTION_KEY(name, required, help) \
	{#name, required, read_exception_##name, help},
#include "policy/policy_keys.def"
};

/* A glob of nothing but asterisks, or that asks for one character more: no
 * name is empty. */
static bool
is_all(const char *glob)
{
	size_t len = strlen(glob), marks = 0;

	for (size_t i = 0; i < len; i++)
		marks += glob[i] == '?';
	return strspn(glob, "*?") == len && marks <= 1 && marks < len;
}

static bool
has_all(const struct globs *globs)
{
	for (size_t i = 0; i < globs->count; i++)
		if (is_all(globs->item[i].text))
			return true;
	return false;
}

/* Root has exceptions by account alone; "*" is never needed. */
static bool
covers_everybody(const struct reach *reach)
{
	return has_all(&reach->users) ||
	    (reach->users.count == 0 &&
		(reach->accounts.count == 0 || has_all(&reach->accounts)));
}

/* Where the value of a key stands. */
static size_t
place_of(const struct node *map, const char *name)
{
	for (const struct node *key = map->first; key != NULL; key = key->next)
		if (strcmp(key->text, name) == 0)
			return value_place(key);
	return map->at;
}

/* What somebody should think over in one that is right. */
static void
warn(struct policy_reader *reader, const struct node *node,
    const struct exception *exception)
{
	int64_t now = reader->file->loader->now;

	if (exception->expires == INT64_MAX)
		complain_softly(&reader->complaints, place_of(node, "expires"),
		    "this exception never expires: nobody will look at it "
		    "again");
	if (covers_everybody(&exception->reach))
		complain_softly(&reader->complaints, node->at,
		    "this exception covers every user%s: its rules find "
		    "nothing while it holds",
		    exception->reach.accounts.count > 0 ? " of its accounts"
							: "");
	if (now != TIMESTAMP_NONE && exception->expires < now)
		complain_softly(&reader->complaints, place_of(node, "expires"),
		    "this exception has expired; it only excuses reports from "
		    "before");
}

static void
check(struct policy_reader *reader, const struct node *node,
    const struct exception *exception)
{
	if (exception->approved_day != NULL &&
	    exception->given.expires != NULL &&
	    exception->expires < exception->approved)
		complain(&reader->complaints, place_of(node, "expires"),
		    "this exception expires on %s, before it is approved on "
		    "%s: it never holds",
		    exception->given.expires, exception->approved_day);
}

static void
read_one(struct policy_reader *reader, const struct node *node,
    struct exception *exception)
{
	uint64_t before = reader->complaints.count;

	*exception = (struct exception){.given = {NULL, NULL, NULL},
	    .file = xstrdup(reader->complaints.file),
	    .line = node->line,
	    .at = node->at};
	if (node->kind != NODE_MAP) {
		if (node->kind != NODE_BAD)
			complain(&reader->complaints, node->at,
			    "an exception is a map of keys; this is %s",
			    node_name(node));
		return;
	}
	reader->into = exception;
	key_read_map(reader, node, exception_keys,
	    sizeof(exception_keys) / sizeof(*exception_keys), "an exception");
	check(reader, node, exception);
	if (reader->complaints.count == before)
		warn(reader, node, exception);
	if (exception->given.owner == NULL)
		exception->given.owner = xstrdup("");
}

void
exceptions_read(struct policy_reader *reader, const struct node *list,
    struct exception **exceptions, size_t *count)
{
	if (list == NULL)
		return;
	*exceptions = xreallocarray(
	    *exceptions, *count + list->count, sizeof(**exceptions));
	for (const struct node *it = list->first; it != NULL; it = it->next)
		read_one(reader, it, &(*exceptions)[(*count)++]);
}

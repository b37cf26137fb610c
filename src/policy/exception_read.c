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
}

static void
read_exception_accounts(struct policy_reader *reader, const struct node *key)
{
	globs_read(reader, key, &exception_of(reader)->reach.accounts);
}

/* The last second of the day, or -1 after a complaint. */
static int
read_day(struct policy_reader *reader, const struct node *key,
    const char *besides, int64_t *last)
{
	const char *day = key_line(reader, key);

	if (day == NULL)
		return -1;
	if (timestamp_parse_date(text_of(day), last) == 0)
		return 0;
	complain(&reader->complaints, key->value->at,
	    "\"%s\" takes a day such as 2026-07-01%s; this is \"%s\"",
	    key->text, besides, day);
	return -1;
}

static void
read_exception_approved(struct policy_reader *reader, const struct node *key)
{
	struct exception *exception = exception_of(reader);

	if (read_day(reader, key, "", &exception->approved) < 0)
		return;
	exception->approved -= DAY_SECS - 1;
	key_set_line(reader, key, &exception->approved_day);
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
	struct policy_file *file = reader->file;

	if (key->value->kind == NODE_TEXT &&
	    strcmp(key->value->text, "never") == 0) {
		exception->expires = INT64_MAX;
		complain(&file->warnings, key->value->at,
		    "this exception never expires: nobody will look at it "
		    "again");
	} else if (read_day(reader, key, " or never", &exception->expires) <
	    0) {
		return;
	} else if (file->loader->now != TIMESTAMP_NONE &&
	    exception->expires < file->loader->now) {
		complain(&file->warnings, key->value->at,
		    "this exception has expired; it only excuses reports from "
		    "before");
	}
	set_text(reader, key, &exception->given.expires);
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
	{#name, required, read_exception_##name},
#include "policy/policy_keys.def"
};

/* A glob of nothing but asterisks. */
static bool
has_all(const struct globs *globs)
{
	for (size_t i = 0; i < globs->count; i++)
		if (globs->item[i].text[strspn(globs->item[i].text, "*")] ==
		    '\0')
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

static void
check(struct policy_reader *reader, const struct node *node,
    const struct exception *exception)
{
	struct policy_file *file = reader->file;

	if (exception->approved_day != NULL &&
	    exception->given.expires != NULL &&
	    exception->expires < exception->approved)
		complain(&reader->complaints, node->at,
		    "this exception expires on %s, before it is approved on "
		    "%s: it never holds",
		    exception->given.expires, exception->approved_day);
	if (file->loader->now != TIMESTAMP_NONE &&
	    covers_everybody(&exception->reach))
		complain(&file->warnings, node->at,
		    "this exception covers every user%s: its rules find "
		    "nothing while it holds",
		    exception->reach.accounts.count > 0 ? " of its accounts"
							: "");
}

static void
read_one(struct policy_reader *reader, const struct node *node,
    struct exception *exception)
{
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

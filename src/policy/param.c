/*
 * Names and what they stand for. Where definitions are from, and which
 * beats which, is decided by policy_read.c and resolve.c.
 */
#include "policy/param.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/identity.h"
#include "policy/nearest.h"
#include "policy/policy.h"
#include "policy/reach.h"
#include "policy/value_read.h"

void
definitions_add(struct definitions *into, struct definition *definition)
{
	into->item =
	    xgrow(into->item, into->count, &into->size, sizeof(*into->item));
	into->item[into->count++] = definition;
}

struct definition *
definitions_find(const struct definitions *definitions, const char *name)
{
	for (size_t i = 0; i < definitions->count; i++)
		if (strcmp(definitions->item[i]->name, name) == 0)
			return definitions->item[i];
	return NULL;
}

void
definitions_add_all(struct definitions *into, const struct definitions *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (definitions_find(into, from->item[i]->name) == NULL)
			definitions_add(into, from->item[i]);
}

void
environment_release(struct environment *environment)
{
	free(environment->set.item);
	free(environment->params.item);
	free(environment->lists.item);
	*environment = (struct environment){.set = {NULL}};
}

bool
param_is_name(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= LIMIT_POLICY_NAME && name[0] >= 'a' &&
	    name[0] <= 'z' &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

const char *
param_named(const struct node *node)
{
	return node->kind == NODE_TEXT && !node->quoted && node->text[0] == '$'
	    ? node->text + 1
	    : NULL;
}

/* Depth is bounded by that of the YAML. A text in a list is no operand. */
static void
each_use(const struct node *node, void (*take)(void *, const char *), void *arg)
{
	for (const struct node *it = node->first; it != NULL; it = it->next) {
		const struct node *inner = it->value != NULL ? it->value : it;

		if (it->value != NULL && param_named(it->value) != NULL)
			take(arg, param_named(it->value));
		each_use(inner, take, arg);
	}
}

void
param_each_use(
    const struct node *rule, void (*take)(void *, const char *), void *arg)
{
	for (const struct node *it = rule->first; it != NULL; it = it->next)
		if (it->value != NULL &&
		    (strcmp(it->text, "when") == 0 ||
			strcmp(it->text, "fail") == 0))
			each_use(it->value, take, arg);
}

struct search {
	const char *name;
	bool found;
};

static void
search_for(void *arg, const char *name)
{
	struct search *search = arg;

	search->found = search->found || strcmp(name, search->name) == 0;
}

bool
param_is_used(const struct node *rule, const char *name)
{
	struct search search = {name, false};

	param_each_use(rule, search_for, &search);
	return search.found;
}

bool
param_check_value(struct complaints *complaints, const struct node *key)
{
	const struct node *value = key->value;

	if (value->kind == NODE_BAD)
		return false;
	if (value->kind == NODE_TEXT && !node_is_nothing(value) &&
	    param_named(value) == NULL)
		return true;
	complain(complaints, value_place(key),
	    "the parameter \"%s\" takes a value such as 90d; this is %s",
	    key->text,
	    value->kind == NODE_TEXT && !node_is_nothing(value)
		? "a parameter itself"
		: node_name(value));
	return false;
}

/* The mistake may as well be in the key, unless that is a pack's. */
static void
append_key(struct buffer *out, const struct complaints *complaints,
    const struct definition *definition)
{
	static const char pack[] = "builtin:";

	if (definition == NULL ||
	    strncmp(definition->file, pack, strlen(pack)) == 0)
		return;
	buffer_append_text(out, " Or is that key mistyped, in ");
	if (definition->complaints != complaints)
		buffer_appendf(out, "%s, ", definition->file);
	buffer_appendf(out, "line %" PRIu64 "?", definition->line);
}

static void
complain_unknown(struct complaints *complaints, size_t at, const char *what,
    const char *name, const struct definitions *known)
{
	struct nearest nearest;
	struct buffer advice;

	if (!complaints_want(complaints, at)) {
		complain(complaints, at, "unknown name");
		return;
	}
	nearest_init(&nearest, name);
	for (size_t i = 0; i < known->count; i++)
		nearest_offer(&nearest, known->item[i]->name);
	buffer_init(&advice, LIMIT_POLICY_SCALAR);
	buffer_append_text(&advice,
	    known->count > 0 ? nearest_advice(&nearest)
			     : "there are none here");
	if (nearest.best != NULL)
		append_key(
		    &advice, complaints, definitions_find(known, nearest.best));
	complain(complaints, at, "unknown %s \"%s\"; %s", what, name,
	    buffer_text(&advice));
	buffer_release(&advice);
	nearest_release(&nearest);
}

void
param_blame_use(struct complaints *complaints)
{
	complaints_move(complaints, 0, NULL, 0, NULL);
}

const struct node *
param_value(const struct environment *environment,
    struct complaints *complaints, const struct node *node)
{
	static const struct environment none = {.set = {NULL}};
	const char *name = param_named(node);
	struct definition *definition, *declared;

	param_blame_use(complaints);
	if (name == NULL)
		return node;
	if (environment == NULL)
		environment = &none;
	definition = definitions_find(&environment->set, name);
	declared = definitions_find(&environment->params, name);
	if (definition == NULL)
		definition = declared;
	/* Set or not, somebody has to say what it is when it is not. */
	if (declared == NULL) {
		complain_unknown(complaints, node->at, "parameter", name,
		    &environment->params);
		return NULL;
	}
	definition->used = true;
	declared->used = true;
	/* A value that does not fit is mended where it stands. */
	complaints_move(complaints, node->at, definition->complaints,
	    definition->value_at, name);
	return definition->value;
}

bool
list_is_named(const struct node *node)
{
	return node->kind == NODE_TEXT && node->text[0] == '@';
}

static bool
can_be_account(const char *glob)
{
	size_t digits = strspn(glob, "0123456789?*"), stars = 0;

	for (const char *at = glob; *at != '\0'; at++)
		stars += *at == '*';
	if (glob[digits] != '\0' || glob[0] == '\0')
		return glob[0] == '\0';
	return digits - stars == IDENTITY_ACCOUNT_LEN ||
	    (stars > 0 && digits - stars < IDENTITY_ACCOUNT_LEN);
}

void
glob_check(
    struct complaints *complaints, size_t at, const char *glob, bool of_account)
{
	if (of_account && !can_be_account(glob))
		complain_softly(complaints, at,
		    "\"%s\" matches no account: an account is %d digits", glob,
		    IDENTITY_ACCOUNT_LEN);
	else if (!of_account && strcmp(glob, ROOT_NAME) != 0 &&
	    strpbrk(glob, "^$|(){}[]\\/ ") != NULL)
		complain_softly(complaints, at,
		    "\"%s\" matches no user: in a glob only * (any run) and ? "
		    "(one character) are special, and no name of a user has "
		    "^ $ | ( ) { } [ ] \\ / or a blank",
		    glob);
}

void
globs_check(
    struct complaints *complaints, const struct globs *globs, bool of_accounts)
{
	for (size_t i = 0; i < globs->count; i++)
		glob_check(complaints, globs->item[i].at, globs->item[i].text,
		    of_accounts);
}

/* What takes the globs of one operand. */
struct taker {
	const struct environment *environment;
	struct complaints *complaints;
	const char *what;
	void (*take)(void *, const char *, size_t);
	void *arg;
};

/* False after a complaint: a list that is used often would fill memory. */
static bool
may_expand(const struct taker *taker, const struct node *glob, size_t at)
{
	size_t *expanded = taker->environment->expanded;

	if (*expanded <= LIMIT_POLICY_EXPANDED)
		*expanded += sizeof(struct test) + strlen(glob->text);
	if (*expanded <= LIMIT_POLICY_EXPANDED)
		return true;
	complain(taker->complaints, at,
	    "the lists of this policy are used too often: their globs stand "
	    "for more than %zu MiB together",
	    LIMIT_POLICY_EXPANDED >> 20);
	return false;
}

static void
take_named(const struct taker *taker, const struct node *node, size_t at)
{
	static const struct definitions none = {NULL, 0, 0};
	const struct definitions *lists =
	    taker->environment != NULL ? &taker->environment->lists : &none;
	struct definition *list = definitions_find(lists, node->text + 1);

	if (list == NULL) {
		complain_unknown(
		    taker->complaints, at, "list", node->text + 1, lists);
		return;
	}
	list->used = true;
	if (list->value == NULL)
		return;
	/* The texts of a list were checked where it is defined. */
	for (const struct node *it = list->value->first; it != NULL;
	     it = it->next) {
		if (!may_expand(taker, it, at))
			return;
		if (it->kind == NODE_TEXT)
			taker->take(taker->arg, it->text, at);
	}
}

const char *
read_glob(struct complaints *complaints, struct node *node, size_t at,
    const char *what)
{
	const char *glob = read_line(complaints, node, at, what);

	if (glob == NULL || glob[0] != '$')
		return glob;
	complain(complaints, at,
	    "\"%s\" in a list is a text, no parameter, and matches nothing: a "
	    "parameter stands alone, without brackets; globs to be shared are "
	    "a list, named as \"@name\"",
	    glob);
	return NULL;
}

static void
take_item(const struct taker *taker, struct node *node, size_t at)
{
	const char *glob;

	if (list_is_named(node)) {
		take_named(taker, node, at);
		return;
	}
	glob = read_glob(taker->complaints, node, at, taker->what);
	if (glob != NULL)
		taker->take(taker->arg, glob, at);
}

void
list_each_glob(const struct environment *environment,
    struct complaints *complaints, const struct node *node, size_t at,
    const char *what, void (*take)(void *arg, const char *glob, size_t at),
    void *arg)
{
	const struct taker taker = {environment, complaints, what, take, arg};

	if (node->kind == NODE_BAD)
		return;
	if (list_is_named(node)) {
		take_named(&taker, node, at);
		return;
	}
	if (node->kind != NODE_LIST) {
		complain(complaints, at,
		    "\"%s\" takes a list of globs such as [\"svc-*\"], or a "
		    "list's name such as \"@robots\"; this is %s",
		    what, node_name(node));
		return;
	}
	if (node->count == 0)
		complain(complaints, at,
		    "this list of globs is empty: nothing would match");
	for (struct node *it = node->first; it != NULL; it = it->next)
		take_item(&taker, it, it->at);
}

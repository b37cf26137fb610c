/*
 * The files of a policy: each is read once, whoever names it. What is in
 * them is policy_read.c's, what becomes of that resolve.c's.
 */
#include "policy/policy_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "policy/nearest.h"
#include "policy/pack.h"
#include "policy/value_read.h"

enum {
	SENTENCE_MAX = 600
};

#define BUILTIN "builtin:"

void
loader_init(struct policy_loader *loader, const struct policy_request *request)
{
	*loader = (struct policy_loader){.source = request->source,
	    .now = request->now,
	    .any_kind = request->any_kind};
	complaints_init(&loader->settings, "--set", (struct text){"", 0});
}

static void
file_free(struct policy_file *file)
{
	complaints_release(&file->reader.complaints);
	complaints_release(&file->warnings);
	policy_release(&file->reader.read);
	yaml_tree_free(file->root);
	free(file->extends);
	free(file->params);
	free(file->lists);
	free(file->name);
	free(file->identity);
	free(file->text);
	free(file);
}

void
loader_release(struct policy_loader *loader)
{
	for (size_t i = 0; i < loader->count; i++)
		file_free(loader->files[i]);
	free(loader->files);
	complaints_release(&loader->settings);
	*loader = (struct policy_loader){.files = NULL};
}

static struct policy_file *
find(const struct policy_loader *loader, const char *identity)
{
	for (size_t i = 0; i < loader->count; i++)
		if (strcmp(loader->files[i]->identity, identity) == 0)
			return loader->files[i];
	return NULL;
}

/* Takes over the strings, but borrows a text whose owner is not given. */
static struct policy_file *
file_new(struct policy_loader *loader, const char *name, char *identity,
    const char *text, size_t len, char *owned)
{
	struct policy_file *file = xcalloc(1, sizeof(*file));
	const struct text source = {text, len};

	file->loader = loader;
	file->name = xstrdup(name);
	file->identity = identity;
	file->text = owned;
	file->len = len;
	complaints_init(&file->reader.complaints, file->name, source);
	complaints_init(&file->warnings, file->name, source);
	file->reader.complaints.warnings = &file->warnings;
	policy_init(&file->reader.read);
	file->reader.file = file;
	loader->files = xgrow(loader->files, loader->count, &loader->size,
	    sizeof(struct policy_file *));
	loader->files[loader->count++] = file;
	return file;
}

static void
read_tree(struct policy_file *file, struct policy_file *opened_by)
{
	struct complaints *complaints = &file->reader.complaints;

	file->opened_by = opened_by;
	file->is_open = true;
	if (file->len > LIMIT_POLICY)
		complain(complaints, LIMIT_POLICY,
		    "here the file becomes larger than %zu bytes, the most "
		    "that it may have",
		    LIMIT_POLICY);
	else
		file->root = yaml_tree_read(complaints);
	if (file->root != NULL)
		policy_file_read(file);
	file->is_open = false;
}

struct policy_file *
loader_take(struct policy_loader *loader, const char *name, const char *text,
    size_t len)
{
	struct policy_file *file =
	    file_new(loader, name, xasprintf("text:%s", name), text, len, NULL);

	read_tree(file, NULL);
	return file;
}

static void
say(struct policy_loader *loader, const char *text)
{
	loader->failed++;
	if (loader->source != NULL)
		loader->source->say(loader->source, text);
}

/* Room for one file more, or an error. */
static bool
has_room(const struct policy_loader *loader, struct error *err)
{
	if (loader->count < LIMIT_POLICY_FILES)
		return true;
	error_set(err, ERROR_POLICY, "a policy is made of at most %d files",
	    LIMIT_POLICY_FILES);
	return false;
}

/* A pack by its plain name; NULL with the reason. */
static struct policy_file *
open_pack(struct policy_loader *loader, const struct pack *pack,
    struct policy_file *opened_by, struct error *err)
{
	char *name = xasprintf(BUILTIN "%s", pack->name);
	struct policy_file *file = find(loader, name);

	if (file == NULL && has_room(loader, err)) {
		file = file_new(
		    loader, name, xstrdup(name), pack->text, pack->len, NULL);
		read_tree(file, opened_by);
	}
	free(name);
	return file;
}

/* NULL with the reason. */
static struct policy_file *
open_path(struct policy_loader *loader, const char *path,
    struct policy_file *opened_by, bool is_exceptions, struct error *err)
{
	struct policy_file *file;
	char *text, *identity;
	size_t len;

	if (loader->source == NULL) {
		error_set(err, ERROR_POLICY, "no file can be read here");
		return NULL;
	}
	text = loader->source->read(loader->source, path, &len, &identity, err);
	if (text == NULL)
		return NULL;
	file = find(loader, identity);
	if (file != NULL || !has_room(loader, err)) {
		free(text);
		free(identity);
		return file;
	}
	file = file_new(loader, path, identity, text, len, text);
	file->is_exceptions = is_exceptions;
	read_tree(file, opened_by);
	return file;
}

static const struct pack *
pack_named(const char *name)
{
	size_t len = strlen(BUILTIN);

	return pack_find(strncmp(name, BUILTIN, len) == 0 ? name + len : name);
}

static struct policy_file *
refuse_use(struct policy_loader *loader, const struct policy_file *file)
{
	char text[SENTENCE_MAX], shown[SENTENCE_MAX / 2];

	visible_copy(shown, sizeof(shown), text_of(file->name));
	snprintf(text, sizeof(text),
	    "%s is given as a policy and as exceptions", shown);
	say(loader, text);
	return NULL;
}

struct policy_file *
loader_open(struct policy_loader *loader, const char *name)
{
	const struct pack *pack = pack_named(name);
	struct policy_file *file;
	struct error err;

	file = pack != NULL ? open_pack(loader, pack, NULL, &err)
			    : open_path(loader, name, NULL, false, &err);
	if (file == NULL)
		say(loader, err.text);
	else if (file->is_exceptions && !loader->any_kind)
		return refuse_use(loader, file);
	return file;
}

struct policy_file *
loader_open_exceptions(struct policy_loader *loader, const char *path)
{
	struct error err;
	struct policy_file *file = open_path(loader, path, NULL, true, &err);

	if (file == NULL)
		say(loader, err.text);
	else if (!file->is_exceptions)
		return refuse_use(loader, file);
	return file;
}

static void
complain_pack(struct policy_file *file, size_t at, const char *name)
{
	struct nearest nearest;

	nearest_init(&nearest, name);
	for (size_t i = 0; i < pack_count; i++)
		nearest_offer(&nearest, packs[i].name);
	complain(&file->reader.complaints, at,
	    "unknown built-in pack \"%s\"; %s", name, nearest_advice(&nearest));
	nearest_release(&nearest);
}

/* "a extends b, which extends c" and so on to the file itself. */
static void
append_path(struct buffer *out, const struct policy_file *file,
    const struct policy_file *from)
{
	if (file != from) {
		append_path(out, file->opened_by, from);
		buffer_appendf(out, "%s %s",
		    file->opened_by == from ? " extends" : ", which extends",
		    file->name);
		return;
	}
	buffer_append_text(out, file->name);
}

static void
complain_cycle(
    struct policy_file *file, size_t at, const struct policy_file *extended)
{
	struct buffer path;

	buffer_init(&path, LIMIT_POLICY);
	append_path(&path, file, extended);
	buffer_appendf(&path, "%s %s",
	    file == extended ? " extends" : ", which extends", extended->name);
	complain(&file->reader.complaints, at,
	    "a policy cannot extend itself: %s", buffer_text(&path));
	buffer_release(&path);
}

/* A name in a file means one beside that file. */
static char *
path_beside(const struct policy_file *file, const char *name)
{
	const char *slash = strrchr(file->name, '/');

	while (strncmp(name, "./", 2) == 0)
		name += 2;
	if (name[0] == '/' || slash == NULL)
		return xstrdup(name);
	return xasprintf(
	    "%.*s%s", (int)(slash + 1 - file->name), file->name, name);
}

/* A pack's name without what marks it as one is a file's. */
static void
complain_beside(
    struct policy_file *file, const struct node *node, const struct error *err)
{
	struct nearest nearest;

	nearest_init(&nearest, node->text);
	for (size_t i = 0; i < pack_count; i++)
		nearest_offer(&nearest, packs[i].name);
	if (nearest.best != NULL)
		complain(&file->reader.complaints, node->at,
		    "there is no file \"%s\" beside this one; a built-in "
		    "pack is written " BUILTIN "%s",
		    node->text, nearest.best);
	else
		complain(&file->reader.complaints, node->at, "%s", err->text);
	nearest_release(&nearest);
}

static struct policy_file *
open_beside(struct policy_file *file, const struct node *node)
{
	const char *name = node->text;
	char *path = path_beside(file, name);
	struct policy_file *extended;
	struct error err;

	extended = open_path(file->loader, path, file, false, &err);
	if (extended == NULL)
		complain_beside(file, node, &err);
	else if (extended->is_exceptions)
		complain(&file->reader.complaints, node->at,
		    "%s is a file of exceptions, no policy", path);
	free(path);
	return extended != NULL && extended->is_exceptions ? NULL : extended;
}

struct policy_file *
loader_open_extended(struct policy_file *file, const struct node *node)
{
	struct policy_file *extended = NULL;
	size_t prefix = strlen(BUILTIN);

	if (strncmp(node->text, BUILTIN, prefix) == 0) {
		const struct pack *pack = pack_find(node->text + prefix);
		struct error err;

		if (pack == NULL)
			complain_pack(file, node->at, node->text + prefix);
		else
			extended = open_pack(file->loader, pack, file, &err);
		if (pack != NULL && extended == NULL)
			complain(
			    &file->reader.complaints, node->at, "%s", err.text);
	} else {
		extended = open_beside(file, node);
	}
	if (extended == NULL || !extended->is_open)
		return extended;
	complain_cycle(file, node->at, extended);
	return NULL;
}

uint64_t
loader_errors(const struct policy_loader *loader)
{
	uint64_t count = loader->failed + loader->settings.count;

	for (size_t i = 0; i < loader->count; i++)
		count += loader->files[i]->reader.complaints.count;
	return count;
}

void
loader_show(const struct policy_loader *loader, struct buffer *errors,
    struct buffer *warnings)
{
	for (size_t i = 0; i < loader->count; i++) {
		complaints_show(&loader->files[i]->reader.complaints, errors);
		if (warnings != NULL)
			complaints_show_as(
			    &loader->files[i]->warnings, "warning: ", warnings);
	}
}

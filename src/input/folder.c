/*
 * Walking a folder. Only the names of the folders on the way are held.
 */
#include "input/folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/key_map.h"
#include "base/limits.h"

struct walk {
	struct folder_visitor *visitor;
	struct key_map *seen; /* every folder that was entered */
};

static bool
was_seen(struct walk *walk, const struct stat *st)
{
	struct key key = {(uint64_t)st->st_dev, (uint64_t)st->st_ino};

	if (key_map_find(walk->seen, key) != NULL)
		return true;
	key_map_add(walk->seen, key, "");
	return false;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
defect(struct walk *walk, const char *path, const char *what, int number)
{
	struct error err;

	error_set(&err, ERROR_INPUT, "%s%s%s", what, number != 0 ? ": " : "",
	    number != 0 ? strerror(number) : "");
	walk->visitor->defect(walk->visitor, path, &err);
}

/* The names in a folder in byte order; NULL where it cannot be read. */
static char **
read_names(const char *path, size_t *count)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char **names = NULL;
	size_t size = 0;
	int failure;

	*count = 0;
	if (dir == NULL)
		return NULL;
	names = xgrow(names, 0, &size, sizeof(*names));
	while (errno = 0, (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		names = xgrow(names, *count, &size, sizeof(*names));
		names[(*count)++] = xstrdup(entry->d_name);
	}
	failure = errno;
	closedir(dir);
	if (failure != 0) {
		while (*count > 0)
			free(names[--*count]);
		free(names);
		errno = failure;
		return NULL;
	}
	qsort(names, *count, sizeof(*names), by_bytes);
	return names;
}

static void walk_folder(struct walk *, const char *, unsigned);

static void
visit(struct walk *walk, const char *path, unsigned depth)
{
	struct stat st;

	if (stat(path, &st) < 0)
		defect(walk, path, "cannot be opened", errno);
	else if (S_ISREG(st.st_mode))
		walk->visitor->file(walk->visitor, path);
	else if (!S_ISDIR(st.st_mode))
		defect(walk, path, "is neither a file nor a folder", 0);
	else if (!was_seen(walk, &st))
		walk_folder(walk, path, depth + 1);
}

static void
walk_folder(struct walk *walk, const char *path, unsigned depth)
{
	size_t count, len = strlen(path);
	char **names;

	if (depth > LIMIT_FOLDER_DEPTH) {
		static_assert(LIMIT_FOLDER_DEPTH == 64, "the sentence says it");
		defect(walk, path,
		    "lies too deep: folders are followed 64 levels down", 0);
		return;
	}
	names = read_names(path, &count);
	if (names == NULL) {
		defect(walk, path, "cannot be read", errno);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		char *child = xasprintf("%s%s%s", path,
		    len > 0 && path[len - 1] == '/' ? "" : "/", names[i]);

		visit(walk, child, depth);
		free(child);
		free(names[i]);
	}
	free(names);
}

void
folder_walk(const char *root, struct folder_visitor *visitor)
{
	struct walk walk = {.visitor = visitor, .seen = key_map_new()};
	struct stat st;

	if (stat(root, &st) < 0)
		defect(&walk, root, "cannot be opened", errno);
	else {
		was_seen(&walk, &st);
		walk_folder(&walk, root, 0);
	}
	key_map_free(walk.seen);
}

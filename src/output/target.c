/*
 * How a file is replaced whole or not at all: O_TMPFILE in its folder, so
 * that even kill -9 leaves nothing behind, then a name and a rename. Where
 * the file system has no O_TMPFILE the temporary file has a name from the
 * start (cleanup.h). Buffers and formats are not its business.
 */
#include "output/target.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/cleanup.h"
#include "base/visible.h"

enum {
	NAME_SHOWN = 256, /* bytes of a path in a message */
	NAME_KEPT = 100,  /* of the target's name in the temporary one */
	LINKS_MAX = 40,   /* as the kernel follows */
	ATTEMPTS = 100,
};

struct target {
	char *path; /* as the user wrote it */
	char *dir;  /* folder of the file, links resolved */
	char *base; /* its name there; NULL: written straight */
	char *temp; /* the temporary file's path, or NULL */
	int dir_fd, fd;
	bool old;  /* something was there before, or is written straight */
	dev_t dev; /* its identity */
	ino_t ino;
};

static int
fail(const struct target *target, const char *what, struct error *err)
{
	const char *reason = strerror(errno);
	char shown[NAME_SHOWN];

	return error_set(err, ERROR_OUTPUT, "cannot %s %s: %s", what,
	    visible_copy(shown, sizeof(shown), text_of(target->path)), reason);
}

/* The path that a symbolic link names, or NULL where path is none. */
static char *
follow_link(const char *path)
{
	char *value = xmalloc(PATH_MAX);
	ssize_t len = readlink(path, value, PATH_MAX - 1);
	const char *slash = strrchr(path, '/');
	char *joined;

	if (len < 0) {
		free(value);
		return NULL;
	}
	value[len] = '\0';
	if (value[0] == '/' || slash == NULL)
		return value;
	joined = xasprintf("%.*s/%s", (int)(slash - path), path, value);
	free(value);
	return joined;
}

/* True for a name such as /proc/self/fd/1: it reads as a link, but what it
 * stands for is an open file and not the path that the link shows. */
static bool
names_descriptor(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct statfs fs;
	char *dir;
	bool is_proc;

	if (slash == NULL || slash == path || slash[1] == '\0' ||
	    strspn(slash + 1, "0123456789") != strlen(slash + 1))
		return false;
	dir = xstrndup(path, (size_t)(slash - path));
	is_proc = statfs(dir, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
	free(dir);
	return is_proc;
}

/* The file that path stands for, links followed, whether or not it exists:
 * realpath(3) gives up on a link to a file that is yet to be made. */
static char *
resolve(const char *path)
{
	char *now = xstrdup(path);

	for (int i = 0; i < LINKS_MAX && !names_descriptor(now); i++) {
		char *next = follow_link(now);

		if (next == NULL)
			break;
		free(now);
		now = next;
	}
	return now;
}

/* Splits a path into folder and name. */
static void
split(const char *path, char **dir, char **base)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		*dir = xstrdup(".");
	else if (slash == path)
		*dir = xstrdup("/");
	else
		*dir = xstrndup(path, (size_t)(slash - path));
	*base = xstrdup(slash == NULL ? path : slash + 1);
}

/* A name beside the target that nobody will have chosen. */
static void
choose_temp(struct target *target)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	unsigned char random[6] = {0};
	char suffix[sizeof(random) + 1];

	/* Without randomness the attempts collide, which is noticed. */
	if (getrandom(random, sizeof(random), 0) < 0)
		random[0] = (unsigned char)getpid();
	for (size_t i = 0; i < sizeof(random); i++)
		suffix[i] = letters[random[i] % (sizeof(letters) - 1)];
	suffix[sizeof(random)] = '\0';
	free(target->temp);
	target->temp = xasprintf(
	    "%s/.%.*s.%s~", target->dir, NAME_KEPT, target->base, suffix);
}

static const char *
temp_name(const struct target *target)
{
	return target->temp + strlen(target->dir) + 1;
}

static void
forget_temp(struct target *target)
{
	if (target->temp == NULL)
		return;
	cleanup_forget(target->temp);
	free(target->temp);
	target->temp = NULL;
}

static int
open_named(struct target *target, struct error *err)
{
	for (int i = 0; i < ATTEMPTS; i++) {
		choose_temp(target);
		target->fd = openat(target->dir_fd, temp_name(target),
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (target->fd >= 0) {
			cleanup_add(target->temp);
			return 0;
		}
		if (errno != EEXIST)
			break;
	}
	free(target->temp);
	target->temp = NULL;
	return fail(target, "make a temporary file beside", err);
}

/* True where the descriptor can be given a name later: /proc is there. */
static bool
can_link(int fd)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return access(path, F_OK) == 0;
}

static int
open_temp(struct target *target, struct error *err)
{
	target->fd =
	    openat(target->dir_fd, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
	if (target->fd >= 0 && can_link(target->fd))
		return 0;
	if (target->fd >= 0) {
		close(target->fd);
		target->fd = -1;
	} else if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT &&
	    errno != EINVAL) {
		return fail(target, "make a temporary file beside", err);
	}
	return open_named(target, err);
}

static void
keep_identity(struct target *target, const struct stat *st)
{
	target->old = true;
	target->dev = st->st_dev;
	target->ino = st->st_ino;
}

/* A regular file, or none: the new one is written beside it. */
static int
open_replaced(struct target *target, const struct stat *old, struct error *err)
{
	char *path = resolve(target->path);

	split(path, &target->dir, &target->base);
	free(path);
	if (target->base[0] == '\0') {
		errno = target->path[0] == '\0' ? ENOENT : EISDIR;
		return fail(target, "write to", err);
	}
	target->dir_fd = open(target->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (target->dir_fd < 0)
		return fail(target, "open the folder of", err);
	if (open_temp(target, err) < 0)
		return -1;
	if (old == NULL)
		return 0;
	keep_identity(target, old);
	/* Who could read the old file can read the new one, and no one else;
	 * some file systems have no bits to set. */
	(void)fchmod(target->fd, old->st_mode & 0777);
	return 0;
}

/* A descriptor of our own shares its offset and its O_APPEND; to open its
 * name would begin the file anew. */
static int
duplicate(const char *path)
{
	static const char own[] = "/proc/self/fd";
	const char *slash = strrchr(path, '/');
	char *dir = xstrndup(path, (size_t)(slash - path));
	struct stat mine, other;
	int fd = -1;

	if (stat(own, &mine) == 0 && stat(dir, &other) == 0 &&
	    mine.st_dev == other.st_dev && mine.st_ino == other.st_ino)
		fd = fcntl((int)strtol(slash + 1, NULL, 10), F_DUPFD_CLOEXEC,
		    STDERR_FILENO + 1);
	free(dir);
	return fd;
}

static int
open_straight(struct target *target, const struct stat *st, struct error *err)
{
	/* Of a regular file only another's descriptor comes here: what it
	 * wrote must stay. */
	int flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_APPEND;
	char *path = resolve(target->path);

	if (names_descriptor(path))
		target->fd = duplicate(path);
	free(path);
	if (target->fd < 0)
		target->fd = open(target->path, flags);
	if (target->fd < 0)
		return fail(target, "write to", err);
	keep_identity(target, st);
	return 0;
}

static bool
is_descriptor(const char *path)
{
	char *resolved = resolve(path);
	bool is = names_descriptor(resolved);

	free(resolved);
	return is;
}

static int
open_any(struct target *target, struct error *err)
{
	struct stat st;

	if (stat(target->path, &st) < 0) {
		if (errno != ENOENT)
			return fail(target, "write to", err);
		return open_replaced(target, NULL, err);
	}
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fail(target, "write to", err);
	}
	if (S_ISREG(st.st_mode) && !is_descriptor(target->path))
		return open_replaced(target, &st, err);
	return open_straight(target, &st, err);
}

struct target *
target_open(const char *path, struct error *err)
{
	struct target *target = xcalloc(1, sizeof(*target));

	target->path = xstrdup(path);
	target->fd = -1;
	target->dir_fd = -1;
	if (open_any(target, err) < 0) {
		target_free(target);
		return NULL;
	}
	return target;
}

int
target_fd(const struct target *target)
{
	return target->fd;
}

bool
target_is_replaced(const struct target *target)
{
	return target->base != NULL;
}

int
target_folder(const struct target *target)
{
	return target->dir_fd;
}

/* Some errors (NFS, quotas) are told by close(2) only. */
static int
close_checked(struct target *target, struct error *err)
{
	int fd = target->fd;

	target->fd = -1;
	if (close(fd) < 0 && errno != EINTR)
		return fail(target, "write to", err);
	return 0;
}

int
target_settle(struct target *target, struct error *err)
{
	/* Devices and pipes have nothing to synchronise. */
	while (fsync(target->fd) < 0) {
		if (errno == EINTR)
			continue;
		if (errno == EINVAL || errno == ENOTSUP || errno == EROFS)
			break;
		return fail(target, "write to", err);
	}
	/* A file without a name would vanish when it is closed. */
	if (target_is_replaced(target) && target->temp == NULL)
		return 0;
	return close_checked(target, err);
}

/* Names the nameless file; rename(2) alone can replace an existing one. */
static int
link_temp(struct target *target, struct error *err)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", target->fd);
	for (int i = 0; i < ATTEMPTS; i++) {
		choose_temp(target);
		if (linkat(AT_FDCWD, path, target->dir_fd, temp_name(target),
			AT_SYMLINK_FOLLOW) == 0) {
			cleanup_add(target->temp);
			return 0;
		}
		if (errno != EEXIST)
			break;
	}
	free(target->temp);
	target->temp = NULL;
	return fail(target, "name the finished file", err);
}

int
target_publish(struct target *target, struct error *err)
{
	if (!target_is_replaced(target))
		return 0;
	if (target->temp == NULL && link_temp(target, err) < 0)
		return -1;
	if (renameat(target->dir_fd, temp_name(target), target->dir_fd,
		target->base) < 0)
		return fail(target, "replace", err);
	/* Nothing stands between naming and renaming: kill -9 there is all
	 * that can leave a temporary file. What close(2) could tell, fsync(2)
	 * has told. */
	if (target->fd >= 0)
		close(target->fd);
	target->fd = -1;
	forget_temp(target);
	/* So that the new name outlives a power cut; the file itself is
	 * safe already, and not every file system can do it. */
	(void)fsync(target->dir_fd);
	return 0;
}

void
target_free(struct target *target)
{
	if (target == NULL)
		return;
	if (target->temp != NULL)
		(void)unlinkat(target->dir_fd, temp_name(target), 0);
	forget_temp(target);
	if (target->fd >= 0)
		close(target->fd);
	if (target->dir_fd >= 0)
		close(target->dir_fd);
	free(target->path);
	free(target->dir);
	free(target->base);
	free(target);
}

bool
target_old(const struct target *target, dev_t *dev, ino_t *ino)
{
	*dev = target->dev;
	*ino = target->ino;
	return target->old;
}

bool
target_same_name(const struct target *a, const struct target *b)
{
	struct stat one, other;

	return a->base != NULL && b->base != NULL &&
	    strcmp(a->base, b->base) == 0 && fstat(a->dir_fd, &one) == 0 &&
	    fstat(b->dir_fd, &other) == 0 && one.st_dev == other.st_dev &&
	    one.st_ino == other.st_ino;
}

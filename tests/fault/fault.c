/*
 * Stands between the program, its libraries included, and the calls that can
 * fail: the linker's --wrap sends them here. MFA_FAULT says what fails:
 *
 *	KIND:N		the Nth call of that kind, once
 *	KIND:N:on	that one and all behind it
 *	short		reads and writes of one byte
 *	interrupted	every second read and write gives EINTR first
 *
 * Without a fault the calls of each kind are counted, and the counts written
 * to the descriptor MFA_FAULT_COUNTS at the end.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* KIND(name, errno): faults of one kind are told apart by their number. */
#define KINDS                \
	KIND(memory, ENOMEM) \
	KIND(read, EIO)      \
	KIND(write, ENOSPC)  \
	KIND(open, EMFILE)   \
	KIND(close, EIO)     \
	KIND(sync, EIO)      \
	KIND(link, EDQUOT)   \
	KIND(rename, EACCES) \
	KIND(unlink, EACCES) \
	KIND(stat, EIO)      \
	KIND(folder, EIO)

enum kind {
#define KIND(name, number) KIND_##name,
	KINDS
#undef KIND
	    KIND_COUNT
};

static const struct {
	const char *name;
	int number;
} kinds[KIND_COUNT] = {
#define KIND(name, number) {#name, number},
    KINDS
#undef KIND
};

static unsigned long calls[KIND_COUNT];
static unsigned long fails_at[KIND_COUNT]; /* 0: never */
static bool goes_on, is_short, is_interrupted;

__attribute__((constructor)) static void
begin(void)
{
	const char *fault = getenv("MFA_FAULT");
	char *end;

	if (fault == NULL)
		return;
	is_short = strcmp(fault, "short") == 0;
	is_interrupted = strcmp(fault, "interrupted") == 0;
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		size_t len = strlen(kinds[kind].name);

		if (strncmp(fault, kinds[kind].name, len) != 0 ||
		    fault[len] != ':')
			continue;
		fails_at[kind] = strtoul(fault + len + 1, &end, 10);
		goes_on = strcmp(end, ":on") == 0;
	}
}

__attribute__((destructor)) static void
end(void)
{
	const char *fd = getenv("MFA_FAULT_COUNTS");

	/* What follows is not the program's. */
	memset(fails_at, 0, sizeof(fails_at));
	is_short = is_interrupted = false;
	if (fd == NULL)
		return;
	for (int kind = 0; kind < KIND_COUNT; kind++)
		dprintf(atoi(fd), "%s %lu\n", kinds[kind].name, calls[kind]);
}

void __gcov_dump(void);
void __real__exit(int status);
void __wrap__exit(int status);

/* A build that counts what is run would lose the counts. */
void
__wrap__exit(int status)
{
	end();
#if defined(MFA_COVERAGE)
	__gcov_dump();
#endif
	__real__exit(status);
}

static bool
fails(enum kind kind)
{
	unsigned long call = ++calls[kind];

	if (fails_at[kind] == 0 ||
	    (call != fails_at[kind] && !(goes_on && call > fails_at[kind])))
		return false;
	errno = kinds[kind].number;
	return true;
}

/* True where a transfer is to be interrupted; else it may be shortened. */
static bool
interrupts(size_t *count)
{
	static bool last;

	if (is_short && *count > 1)
		*count = 1;
	last = is_interrupted && !last;
	if (last)
		errno = EINTR;
	return last;
}

/* The wrapped call; parameters in parentheses, and their names. */
#define WRAP(kind, failed, type, name, parameters, names)                 \
	type __real_##name parameters;                                    \
	type __wrap_##name parameters;                                    \
	type __wrap_##name parameters                                     \
	{                                                                 \
		return fails(KIND_##kind) ? failed : __real_##name names; \
	}

WRAP(memory, NULL, void *, malloc, (size_t size), (size))
WRAP(memory, NULL, void *, calloc, (size_t n, size_t size), (n, size))
WRAP(memory, NULL, void *, realloc, (void *p, size_t size), (p, size))
WRAP(memory, NULL, char *, strdup, (const char *text), (text))
WRAP(memory, -1, int, vasprintf, (char **out, const char *fmt, va_list args),
    (out, fmt, args))
WRAP(close, (__real_close(fd), -1), int, close, (int fd), (fd))
WRAP(sync, -1, int, fsync, (int fd), (fd))
WRAP(link, -1, int, linkat,
    (int from, const char *old, int to, const char *new, int flags),
    (from, old, to, new, flags))
WRAP(rename, -1, int, rename, (const char *old, const char *new), (old, new))
WRAP(rename, -1, int, renameat,
    (int from, const char *old, int to, const char *new), (from, old, to, new))
WRAP(unlink, -1, int, unlink, (const char *path), (path))
WRAP(unlink, -1, int, unlinkat, (int fd, const char *path, int flags),
    (fd, path, flags))
WRAP(stat, -1, int, stat, (const char *path, struct stat *st), (path, st))
WRAP(stat, -1, int, fstat, (int fd, struct stat *st), (fd, st))
WRAP(folder, NULL, DIR *, opendir, (const char *path), (path))
WRAP(folder, NULL, struct dirent *, readdir, (DIR * dir), (dir))
WRAP(read, -1, ssize_t, pread, (int fd, void *p, size_t n, off_t at),
    (fd, p, n, at))

ssize_t __real_read(int fd, void *bytes, size_t count);
ssize_t __wrap_read(int fd, void *bytes, size_t count);

ssize_t
__wrap_read(int fd, void *bytes, size_t count)
{
	if (fails(KIND_read) || interrupts(&count))
		return -1;
	return __real_read(fd, bytes, count);
}

ssize_t __real_write(int fd, const void *bytes, size_t count);
ssize_t __wrap_write(int fd, const void *bytes, size_t count);

ssize_t
__wrap_write(int fd, const void *bytes, size_t count)
{
	if (fails(KIND_write) || interrupts(&count))
		return -1;
	return __real_write(fd, bytes, count);
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

/* A mode that nobody reads does no harm. */
int
__wrap_open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails(KIND_open) ? -1 : __real_open(path, flags, mode);
}

int __real_openat(int fd, const char *path, int flags, ...);
int __wrap_openat(int fd, const char *path, int flags, ...);

int
__wrap_openat(int fd, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails(KIND_open) ? -1 : __real_openat(fd, path, flags, mode);
}

/*
 * The buffer between a writer and a descriptor, and the first failure of
 * either. How a file takes the place of another is target.c; what the text
 * means is the writers' business.
 */
#include "output/output.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/visible.h"
#include "output/target.h"

enum {
	OUTPUT_BUFFER = 64 << 10
};

struct output {
	int fd;
	struct target *target; /* NULL: standard output or a spool */
	char *name;            /* for messages */
	bool is_spool;
	bool finished;
	struct error error; /* the first; its kind is 0 until then */
	uint64_t size;      /* of all that was written */
	size_t used;
	char buffer[OUTPUT_BUFFER];
};

static struct output *
output_new(int fd, const char *name)
{
	struct output *output = xmalloc(sizeof(*output));
	char shown[256];

	output->fd = fd;
	output->target = NULL;
	output->name =
	    xstrdup(visible_copy(shown, sizeof(shown), text_of(name)));
	output->is_spool = false;
	output->finished = false;
	output->error.kind = ERROR_NONE;
	output->size = 0;
	output->used = 0;
	return output;
}

static bool
is_stdout(const char *path)
{
	return path == NULL || strcmp(path, "-") == 0 ||
	    strcmp(path, "/dev/stdout") == 0;
}

struct output *
output_open(const char *path, struct error *err)
{
	struct output *output;
	struct target *target;

	if (is_stdout(path))
		return output_new(STDOUT_FILENO, "standard output");
	target = target_open(path, err);
	if (target == NULL)
		return NULL;
	output = output_new(target_fd(target), path);
	output->target = target;
	return output;
}

struct output *
output_spool(struct error *err)
{
	/* On disk if at all possible: /tmp is often memory. */
	static const char *const dirs[] = {"/var/tmp", "/tmp"};
	struct output *output;
	int fd = -1;

	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]) && fd < 0; i++)
		fd = open(dirs[i], O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	if (fd < 0)
		fd = memfd_create("mfa-check", MFD_CLOEXEC);
	if (fd < 0) {
		error_set(err, ERROR_OUTPUT,
		    "cannot make a temporary file in "
		    "/var/tmp or /tmp: %s",
		    strerror(errno));
		return NULL;
	}
	output = output_new(fd, "a temporary file");
	output->is_spool = true;
	return output;
}

static void
fail(struct output *output)
{
	if (output->error.kind == ERROR_NONE)
		error_set(&output->error, ERROR_OUTPUT,
		    "cannot write to %s: %s", output->name, strerror(errno));
}

/* Standard output may be shared with a program that made it non-blocking. */
static bool
may_try_again(struct output *output)
{
	struct pollfd poller = {.fd = output->fd, .events = POLLOUT};

	if (errno == EINTR)
		return true;
	if (errno != EAGAIN)
		return false;
	return poll(&poller, 1, -1) > 0 || errno == EINTR;
}

static void
write_all(struct output *output, const char *bytes, size_t len)
{
	while (len > 0 && !output_failed(output)) {
		ssize_t n = write(output->fd, bytes, len);

		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (n == 0) {
			/* No errno tells why; only odd devices do this. */
			errno = EIO;
			fail(output);
		} else if (!may_try_again(output)) {
			fail(output);
		}
	}
}

static void
write_buffer(struct output *output)
{
	write_all(output, output->buffer, output->used);
	output->used = 0;
}

void
output_write(struct output *output, const void *bytes, size_t len)
{
	assert(!output->finished);
	output->size += len;
	if (len > sizeof(output->buffer) - output->used)
		write_buffer(output);
	if (output_failed(output))
		return;
	if (len >= sizeof(output->buffer)) {
		write_all(output, bytes, len);
		return;
	}
	memcpy(output->buffer + output->used, bytes, len);
	output->used += len;
}

void
output_text(struct output *output, const char *text)
{
	output_write(output, text, strlen(text));
}

void
output_slice(struct output *output, struct text text)
{
	if (text.len > 0)
		output_write(output, text.ptr, text.len);
}

void
output_visible(struct output *output, const char *text)
{
	struct buffer visible;

	buffer_init(&visible, OUTPUT_UNCAPPED);
	visible_append(&visible, text_of(text));
	output_write(output, visible.data, visible.len);
	buffer_release(&visible);
}

void
output_printf(struct output *output, const char *fmt, ...)
{
	char small[256];
	char *large;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	assert(len >= 0);
	if ((size_t)len < sizeof(small)) {
		output_write(output, small, (size_t)len);
		return;
	}
	va_start(ap, fmt);
	len = vasprintf(&large, fmt, ap);
	va_end(ap);
	if (len < 0)
		alloc_failed();
	output_write(output, large, (size_t)len);
	free(large);
}

static void
lose_spool(struct output *output, const char *why)
{
	if (!output_failed(output))
		error_set(&output->error, ERROR_OUTPUT,
		    "cannot read back a temporary file: %s", why);
}

/* Reads one piece of a spool: its length, 0 at the end or where it failed. */
static size_t
read_spool(struct output *output, struct output *spool, char *piece,
    size_t size, off_t offset)
{
	ssize_t n;

	do
		n = pread(spool->fd, piece, size, offset);
	while (n < 0 && errno == EINTR);
	if (n >= 0)
		return (size_t)n;
	lose_spool(output, strerror(errno));
	return 0;
}

/* What did not get into the spool cannot get into the output. */
static void
settle_spool(struct output *output, struct output *spool)
{
	assert(spool->is_spool);
	write_buffer(spool);
	if (output_failed(spool) && !output_failed(output))
		output->error = spool->error;
}

/* Hands over the lines that the piece completes; what is left of it waits
 * in line. */
static void
take_piece(struct buffer *line, struct text piece,
    void (*take)(void *, struct text), void *arg)
{
	const char *end;

	while ((end = memchr(piece.ptr, '\n', piece.len)) != NULL) {
		struct text rest = {
		    end + 1, piece.len - (size_t)(end + 1 - piece.ptr)};

		(void)buffer_append(line, piece.ptr, (size_t)(end - piece.ptr));
		take(arg, (struct text){line->data, line->len});
		buffer_reset(line);
		piece = rest;
	}
	(void)buffer_append(line, piece.ptr, piece.len);
}

void
output_each_line(struct output *output, struct output *spool,
    void (*take)(void *, struct text), void *arg)
{
	struct buffer line;
	off_t offset = 0;

	settle_spool(output, spool);
	buffer_init(&line, OUTPUT_UNCAPPED);
	while (!output_failed(output)) {
		char piece[4096];
		size_t len =
		    read_spool(output, spool, piece, sizeof(piece), offset);

		if (len == 0)
			break;
		take_piece(&line, (struct text){piece, len}, take, arg);
		offset += (off_t)len;
	}
	buffer_release(&line);
}

uint64_t
output_size(const struct output *output)
{
	return output->size;
}

void
output_copy(
    struct output *output, struct output *spool, uint64_t offset, uint64_t len)
{
	settle_spool(output, spool);
	while (len > 0 && !output_failed(output)) {
		char piece[4096];
		size_t most = len < sizeof(piece) ? (size_t)len : sizeof(piece);
		size_t got =
		    read_spool(output, spool, piece, most, (off_t)offset);

		if (got == 0) {
			lose_spool(output, "it is shorter than it was");
			break;
		}
		output_write(output, piece, got);
		offset += got;
		len -= got;
	}
}

bool
output_failed(const struct output *output)
{
	return output->error.kind != ERROR_NONE;
}

void
output_flush(struct output *output)
{
	/* Nobody can be reading a file that has no name yet. */
	if (output->is_spool ||
	    (output->target != NULL && target_is_replaced(output->target)))
		return;
	write_buffer(output);
}

static void
close_stdout(struct output *output)
{
	/* fsync(2) is the shell's or the reader's choice here; close(2) tells
	 * of what a network file system could not store. */
	if (close(output->fd) < 0 && errno != EINTR)
		fail(output);
}

int
output_finish(struct output *output, struct error *err)
{
	assert(!output->is_spool);
	if (!output->finished) {
		write_buffer(output);
		output->finished = true;
		if (output->target == NULL)
			close_stdout(output);
		else if (!output_failed(output))
			(void)target_settle(output->target, &output->error);
	}
	if (!output_failed(output))
		return 0;
	*err = output->error;
	return -1;
}

int
output_publish(struct output *output, struct error *err)
{
	assert(output->finished && !output_failed(output));
	if (output->target == NULL)
		return 0;
	return target_publish(output->target, err);
}

void
output_free(struct output *output)
{
	if (output == NULL)
		return;
	if (output->is_spool)
		close(output->fd);
	target_free(output->target);
	free(output->name);
	free(output);
}

/* What the output's bytes end up in, a file that is replaced being the one
 * that is there now; false where that is nothing yet. */
static bool
place_of(const struct output *output, struct stat *st)
{
	if (output->target != NULL && target_is_replaced(output->target))
		return target_old(output->target, &st->st_dev, &st->st_ino);
	return fstat(output->fd, st) == 0;
}

static bool
is_same(const struct stat *st, dev_t dev, ino_t ino)
{
	return st->st_dev == dev && st->st_ino == ino;
}

bool
output_is_inode(const struct output *output, dev_t dev, ino_t ino)
{
	struct stat st;
	dev_t old_dev;
	ino_t old_ino;

	if (output->finished || output->is_spool)
		return false;
	if (fstat(output->fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    is_same(&st, dev, ino))
		return true;
	return output->target != NULL && target_is_replaced(output->target) &&
	    target_old(output->target, &old_dev, &old_ino) && old_dev == dev &&
	    old_ino == ino;
}

static bool
is_null_device(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3);
}

bool
output_same_place(const struct output *a, const struct output *b)
{
	struct stat one = {0}, other = {0};

	if (a->target == NULL && b->target == NULL)
		return true;
	if (place_of(a, &one) && place_of(b, &other) &&
	    is_same(&one, other.st_dev, other.st_ino) && !is_null_device(&one))
		return true;
	return a->target != NULL && b->target != NULL &&
	    target_same_name(a->target, b->target);
}

int
output_folder(const struct output *output)
{
	return output->target != NULL ? target_folder(output->target) : -1;
}

const char *
output_name(const struct output *output)
{
	return output->name;
}

/*
 * Reads a list whole: what is wrong with it is known before anything was
 * judged or written.
 */
#include "program/list_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/visible.h"

bool
list_file_is_stdin(const char *path)
{
	return path != NULL && strcmp(path, "-") == 0;
}

static int
cannot_read(const char *path, const char *reason, struct error *err)
{
	char shown[200];

	return error_set(err, ERROR_USAGE, "the list %s cannot be read: %s",
	    visible_copy(shown, sizeof(shown), text_of(path)), reason);
}

int
list_file_read(const char *path, struct buffer *text, struct error *err)
{
	bool is_stdin = list_file_is_stdin(path);
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char piece[16 << 10];
	int result = 0;
	ssize_t n = -1;

	buffer_init(text, LIMIT_LIST);
	while (fd >= 0 && result == 0 &&
	    ((n = read(fd, piece, sizeof(piece))) > 0 ||
		(n < 0 && errno == EINTR)))
		if (n > 0)
			result = buffer_append(text, piece, (size_t)n);
	if (result < 0) {
		snprintf(piece, sizeof(piece), "it is larger than %zu MiB",
		    LIMIT_LIST >> 20);
		cannot_read(path, piece, err);
	} else if (n < 0) {
		result = cannot_read(path, strerror(errno), err);
	}
	if (fd >= 0 && !is_stdin)
		close(fd);
	return result;
}

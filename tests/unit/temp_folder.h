/*
 * A folder of its own for each test, and outputs to files in it.
 */
#ifndef MFA_TESTS_TEMP_FOLDER_H
#define MFA_TESTS_TEMP_FOLDER_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/output.h"

enum {
	TEXT_SIZE = 1 << 20
};

static char folder[64];
static char text[TEXT_SIZE];

static char *
in_folder(const char *name)
{
	char *path;

	assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
	return path;
}

static const char *
read_text(const char *path)
{
	int fd = open(path, O_RDONLY);
	ssize_t len;

	assert_true(fd >= 0);
	len = read(fd, text, sizeof(text) - 1);
	assert_true(len >= 0);
	text[len] = '\0';
	close(fd);
	return text;
}

static struct output *
open_output(const char *path)
{
	struct error err = {0};
	struct output *output = output_open(path, &err);

	if (output == NULL)
		fail_msg("%s", err.text);
	return output;
}

static void
publish(struct output *output)
{
	struct error err = {0};

	assert_int_equal(output_finish(output, &err), 0);
	assert_int_equal(output_publish(output, &err), 0);
	output_free(output);
}

static int
set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/mfa-check-output.XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int
tear_down(void **state)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	(void)state;
	while ((entry = readdir(dir)) != NULL)
		(void)unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	return rmdir(folder);
}

#endif

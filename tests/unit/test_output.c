/*
 * Outputs: what is replaced, what is written straight, what two of them have
 * in common, what an error says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/output.h"
#include "temp_folder.h"

static void
write_file(const char *path, const char *content, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), strlen(content));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static int
count_entries(void)
{
	DIR *dir = opendir(folder);
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2;
}

static void
test_new_file(void **state)
{
	char *path = in_folder("new.csv");
	struct output *output = open_output(path);

	(void)state;
	assert_int_equal(access(path, F_OK), -1);
	output_text(output, "hello ");
	output_printf(output, "%d", 42);
	output_slice(output, (struct text){"!...", 1});
	output_flush(output);
	assert_int_equal(access(path, F_OK), -1);
	publish(output);
	assert_string_equal(read_text(path), "hello 42!");
	assert_int_equal(count_entries(), 1);
	free(path);
}

static void
test_old_file_kept(void **state)
{
	char *path = in_folder("old.csv");
	struct output *output;
	struct error err;

	(void)state;
	write_file(path, "old", 0600);
	output = open_output(path);
	output_text(output, "new");
	assert_int_equal(output_finish(output, &err), 0);
	assert_string_equal(read_text(path), "old");
	output_free(output);
	assert_string_equal(read_text(path), "old");
	assert_int_equal(count_entries(), 1);
	free(path);
}

static void
test_mode_kept(void **state)
{
	char *path = in_folder("mode.csv");
	struct output *output;
	struct stat st;

	(void)state;
	write_file(path, "old", 0640);
	output = open_output(path);
	output_text(output, "new");
	publish(output);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_string_equal(read_text(path), "new");
	free(path);
}

static void
test_link_target_replaced(void **state)
{
	char *link_path = in_folder("link");
	char *target = in_folder("target.csv");
	char *dangling = in_folder("dangling");
	char *made = in_folder("made.csv");
	struct output *output;
	struct stat st;

	(void)state;
	write_file(target, "old", 0600);
	assert_int_equal(symlink("target.csv", link_path), 0);
	output = open_output(link_path);
	output_text(output, "new");
	publish(output);
	assert_int_equal(lstat(link_path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_string_equal(read_text(target), "new");

	assert_int_equal(symlink("made.csv", dangling), 0);
	output = open_output(dangling);
	output_text(output, "made");
	publish(output);
	assert_string_equal(read_text(made), "made");
	assert_int_equal(lstat(dangling, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	free(link_path);
	free(target);
	free(dangling);
	free(made);
}

static void
test_device_full(void **state)
{
	struct output *output = open_output("/dev/full");
	struct error err = {0};
	struct stat st;

	(void)state;
	output_text(output, "x");
	assert_int_equal(output_finish(output, &err), -1);
	assert_int_equal(err.kind, ERROR_OUTPUT);
	assert_string_equal(
	    err.text, "cannot write to /dev/full: No space left on device");
	output_free(output);
	assert_int_equal(stat("/dev/full", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
}

static void
test_first_failure_kept(void **state)
{
	struct output *output = open_output("/dev/full");
	char block[100000];

	(void)state;
	memset(block, 'x', sizeof(block));
	output_write(output, block, sizeof(block));
	assert_true(output_failed(output));
	output_write(output, block, sizeof(block));
	output_text(output, "more");
	assert_true(output_failed(output));
	output_free(output);
}

static void
test_fifo(void **state)
{
	char *path = in_folder("fifo");
	struct output *output;
	struct stat st;
	char got[8] = "";
	int reader;

	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	reader = open(path, O_RDONLY | O_NONBLOCK);
	output = open_output(path);
	output_text(output, "data");
	output_flush(output);
	assert_int_equal(read(reader, got, sizeof(got)), 4);
	assert_string_equal(got, "data");
	close(reader);
	signal(SIGPIPE, SIG_IGN);
	output_text(output, "nobody reads");
	output_flush(output);
	assert_true(output_failed(output));
	output_free(output);
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	free(path);
}

static void
expect_refused(const char *path, const char *part)
{
	struct error err = {0};

	assert_null(output_open(path, &err));
	assert_int_equal(err.kind, ERROR_OUTPUT);
	if (strstr(err.text, part) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", err.text, part);
}

static void
test_refused(void **state)
{
	char *missing = in_folder("no/such/file");
	char *slash = in_folder("new/");
	char *escape = in_folder("a\033b/file");

	(void)state;
	expect_refused(folder, "Is a directory");
	expect_refused(missing, "No such file or directory");
	expect_refused(slash, "director");
	expect_refused(escape, "a\\x1bb");
	expect_refused("", "No such file or directory");
	free(missing);
	free(slash);
	free(escape);
}

static bool
is_inode_of(const struct output *output, const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return output_is_inode(output, st.st_dev, st.st_ino);
}

static void
test_is_inode(void **state)
{
	char *path = in_folder("same.csv");
	char *other = in_folder("other.csv");
	char *hard = in_folder("hard.csv");
	struct output *output = open_output(path);

	(void)state;
	write_file(other, "", 0600);
	assert_false(is_inode_of(output, other));
	output_free(output);
	write_file(path, "old", 0600);
	assert_int_equal(link(path, hard), 0);
	output = open_output(path);
	assert_true(is_inode_of(output, path));
	assert_true(is_inode_of(output, hard));
	assert_false(is_inode_of(output, other));
	publish(output);
	output = open_output("/dev/null");
	assert_false(is_inode_of(output, "/dev/null"));
	output_free(output);
	free(path);
	free(other);
	free(hard);
}

static bool
is_one_place(const char *one, const char *other)
{
	struct output *a = open_output(one);
	struct output *b = open_output(other);
	bool same = output_same_place(a, b);

	assert_int_equal(output_same_place(b, a), same);
	output_free(a);
	output_free(b);
	return same;
}

static void
test_same_place(void **state)
{
	char *path = in_folder("same.csv");
	char *dotted = in_folder("./same.csv");
	char *other = in_folder("other.csv");
	char *symbolic = in_folder("link");
	char *fifo = in_folder("fifo");
	int reader;

	(void)state;
	assert_true(is_one_place(path, dotted));
	assert_false(is_one_place(path, other));
	assert_int_equal(symlink("same.csv", symbolic), 0);
	assert_true(is_one_place(path, symbolic));
	write_file(path, "old", 0600);
	assert_true(is_one_place(symbolic, dotted));
	assert_int_equal(mkfifo(fifo, 0600), 0);
	reader = open(fifo, O_RDONLY | O_NONBLOCK);
	assert_true(is_one_place(fifo, fifo));
	close(reader);
	assert_true(is_one_place(NULL, "-"));
	assert_true(is_one_place("/dev/full", "/dev/full"));
	assert_false(is_one_place("/dev/null", "/dev/null"));
	free(path);
	free(dotted);
	free(other);
	free(symbolic);
	free(fifo);
}

/* Standard output goes to fd while the body runs. */
static int
redirect(int fd)
{
	int saved = dup(STDOUT_FILENO);

	fflush(stdout);
	assert_int_equal(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
	close(fd);
	return saved;
}

static void
restore(int saved)
{
	assert_int_equal(dup2(saved, STDOUT_FILENO), STDOUT_FILENO);
	close(saved);
}

static void
test_redirected(void **state)
{
	char *path = in_folder("redirected.csv");
	char *symbolic = in_folder("link");
	struct output *output;
	bool same[4], is_input, is_kept;
	int saved, ends[2];

	(void)state;
	write_file(path, "kept ", 0600);
	assert_int_equal(symlink("/dev/stdout", symbolic), 0);
	saved = redirect(open(path, O_WRONLY | O_APPEND));
	output = open_output(NULL);
	is_input = is_inode_of(output, path);
	output_free(output);
	same[0] = is_one_place(NULL, path);
	same[1] = is_one_place("/dev/fd/1", NULL);
	output = open_output(symbolic);
	is_kept = is_inode_of(output, path);
	output_text(output, "more");
	publish(output);
	assert_int_equal(pipe(ends), 0);
	restore(saved);
	saved = redirect(ends[1]);
	same[2] = is_one_place("/proc/self/fd/1", "-");
	same[3] = is_one_place("/dev/fd/1", path);
	restore(saved);
	close(ends[0]);
	assert_true(is_input);
	assert_true(is_kept);
	assert_true(same[0]);
	assert_true(same[1]);
	assert_true(same[2]);
	assert_false(same[3]);
	/* Not replaced: a descriptor keeps what it wrote before. */
	assert_string_equal(read_text(path), "kept more");
	free(path);
	free(symbolic);
}

static void
test_output_name(void **state)
{
	char *path = in_folder("a\033b");
	struct output *output = open_output(path);

	(void)state;
	assert_non_null(strstr(output_name(output), "/a\\x1bb"));
	output_free(output);
	output = open_output("-");
	assert_string_equal(output_name(output), "standard output");
	output_free(output);
	free(path);
}

/* Lines of the spool, as they are given. */
struct lines {
	size_t count, bytes;
	char first[8], last[8];
};

static void
take_line(void *arg, struct text line)
{
	struct lines *lines = arg;
	char *copy = lines->count == 0 ? lines->first : lines->last;

	lines->count++;
	lines->bytes += line.len;
	snprintf(copy, sizeof(lines->last), "%.*s", (int)line.len,
	    line.len == 0 ? "" : line.ptr);
}

static void
test_spool(void **state)
{
	char *path = in_folder("spooled");
	struct output *output = open_output(path);
	struct lines lines = {0};
	struct error err;
	struct output *spool = output_spool(&err);

	(void)state;
	assert_non_null(spool);
	output_text(spool, "one\n\ntwo\n");
	for (int i = 0; i < 3000; i++)
		output_printf(spool, "B%064d\n", i);
	output_printf(spool, "%0200000d\nend\n", 0);
	output_each_line(output, spool, take_line, &lines);
	assert_int_equal(lines.count, 3005);
	assert_int_equal(lines.bytes, 6 + 3000 * 65 + 200000 + 3);
	assert_string_equal(lines.first, "one");
	assert_string_equal(lines.last, "end");
	/* A second reading gives the same. */
	output_each_line(output, spool, take_line, &lines);
	assert_int_equal(lines.count, 6010);
	output_free(spool);
	publish(output);
	free(path);
}

static void
test_long_print(void **state)
{
	char *path = in_folder("long");
	struct output *output = open_output(path);

	(void)state;
	output_printf(output, "%0100000d|", 7);
	for (int i = 0; i < 70000; i++)
		output_write(output, "y", 1);
	publish(output);
	read_text(path);
	assert_int_equal(strlen(text), 170001);
	assert_int_equal(text[100000], '|');
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_new_file, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_old_file_kept, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_mode_kept, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_link_target_replaced, set_up, tear_down),
	    cmocka_unit_test(test_device_full),
	    cmocka_unit_test(test_first_failure_kept),
	    cmocka_unit_test_setup_teardown(test_fifo, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_is_inode, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_same_place, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_redirected, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_output_name, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_spool, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_long_print, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

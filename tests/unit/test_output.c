/*
 * Outputs (what is replaced, what is written straight, what an error says),
 * the escapes of JSON and CSV, and that no format looks clean where the run
 * was not.
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

#include "base/timestamp.h"
#include "output/csv_write.h"
#include "output/json_write.h"
#include "output/output.h"
#include "output/page.h"
#include "output/record.h"
#include "output/writer.h"

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

static void
test_new_file(void **state)
{
	char *path = in_folder("new.csv");
	struct output *output = open_output(path);

	(void)state;
	assert_int_equal(access(path, F_OK), -1);
	assert_false(output_is_terminal(output));
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
	assert_true(output_is(output, target));
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

static void
test_output_is(void **state)
{
	char *path = in_folder("same.csv");
	char *other = in_folder("./same.csv");
	char *hard = in_folder("hard.csv");
	struct output *output = open_output(path);

	(void)state;
	assert_true(output_is(output, path));
	assert_true(output_is(output, other));
	assert_false(output_is(output, hard));
	assert_false(output_is(output, "-"));
	output_free(output);
	write_file(path, "old", 0600);
	assert_int_equal(link(path, hard), 0);
	output = open_output(path);
	assert_true(output_is(output, hard));
	output_free(output);
	output = open_output("/dev/null");
	assert_false(output_is(output, "/dev/zero"));
	output_free(output);
	output = open_output(NULL);
	assert_true(output_is(output, "-"));
	output_free(output);
	free(path);
	free(other);
	free(hard);
}

static void
test_spool(void **state)
{
	char *path = in_folder("spooled");
	struct output *output = open_output(path);
	struct error err;
	struct output *spool = output_spool(&err);

	(void)state;
	assert_non_null(spool);
	output_text(spool, "Aone\nBx\nAtwo\n");
	for (int i = 0; i < 3000; i++)
		output_printf(spool, "B%064d\n", i);
	output_text(spool, "Athree\n");
	output_append_tagged(output, spool, 'A');
	output_text(output, ";");
	output_append_tagged(output, spool, 'C');
	output_text(output, ";");
	output_append_spool(output, spool);
	output_free(spool);
	publish(output);
	read_text(path);
	assert_memory_equal(text, "one,\ntwo,\nthree;;Aone\nBx\nAtwo\nB0", 32);
	assert_int_equal(strlen(text), 17 + 13 + 3000 * 66 + 7);
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

static const char *
csv_of(const char *cell)
{
	char *path = in_folder("cell");
	struct output *output = open_output(path);

	csv_cell(output, text_of(cell));
	publish(output);
	read_text(path);
	free(path);
	return text;
}

static void
test_csv_cell(void **state)
{
	(void)state;
	assert_string_equal(csv_of(""), "");
	assert_string_equal(csv_of("plain text"), "plain text");
	assert_string_equal(csv_of("a,b"), "\"a,b\"");
	assert_string_equal(csv_of("\""), "\"\"\"\"");
	assert_string_equal(csv_of("a\"b\"\"c"), "\"a\"\"b\"\"\"\"c\"");
	assert_string_equal(csv_of("two\nlines\r"), "\"two\nlines\r\"");
	assert_string_equal(csv_of("=1+1"), "'=1+1");
	assert_string_equal(csv_of("+1"), "'+1");
	assert_string_equal(csv_of("-1"), "'-1");
	assert_string_equal(csv_of("@x"), "'@x");
	assert_string_equal(csv_of("\tx"), "'\tx");
	assert_string_equal(csv_of("\rx"), "\"'\rx\"");
	assert_string_equal(csv_of("=a,b"), "\"'=a,b\"");
	assert_string_equal(csv_of("a=b"), "a=b");
	assert_string_equal(csv_of("\x1b[31m\xff"), "\x1b[31m\xff");
}

static const char *
json_of(const char *value)
{
	char *path = in_folder("value");
	struct output *output = open_output(path);
	struct json json = {.output = output, .first = true};

	json_put_text(&json, NULL, value);
	publish(output);
	read_text(path);
	free(path);
	return text;
}

static void
test_json_escapes(void **state)
{
	(void)state;
	assert_string_equal(json_of(""), "\"\"");
	assert_string_equal(json_of("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"");
	assert_string_equal(
	    json_of("\n\t\x01\x7f"), "\"\\n\\u0009\\u0001\\u007f\"");
	assert_string_equal(json_of("\xc2\x9b\xe2\x80\xae\xe2\x80\xa8"),
	    "\"\\u009b\\u202e\\u2028\"");
	assert_string_equal(json_of("\xf3\xa0\x80\x81"), "\"\\udb40\\udc01\"");
	assert_string_equal(json_of("\xff"
				    "a\xed\xa0\x80"),
	    "\"\xef\xbf\xbd"
	    "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	assert_string_equal(json_of("\xc3\xa4\xf0\x9f\x94\x91"),
	    "\"\xc3\xa4\xf0\x9f\x94\x91\"");
}

static void
test_json_commas(void **state)
{
	char *path = in_folder("json");
	struct output *output = open_output(path);
	struct json json = {.output = output, .first = true};

	(void)state;
	json_put_open(&json, NULL, '{');
	json_put_number(&json, "n", UINT64_MAX);
	json_put_open(&json, "a", '[');
	json_put_close(&json, ']');
	json_put_open(&json, "b", '[');
	json_put_bool(&json, NULL, true);
	json_put_null(&json, NULL);
	json_put_close(&json, ']');
	json_put_slice(&json, "s", (struct text){"xyz", 2});
	json_put_close(&json, '}');
	publish(output);
	assert_string_equal(read_text(path),
	    "{\"n\":18446744073709551615,"
	    "\"a\":[],\"b\":[true,null],\"s\":\"xy\"}");
	free(path);
}

static const char *
flow_of(size_t width, size_t hang, const char *words)
{
	char *path = in_folder("page");
	struct output *output = open_output(path);
	struct page page = {.output = output, .width = width, .hang = hang};

	page_flow(&page, STYLE_BOLD, words);
	publish(output);
	read_text(path);
	free(path);
	return text;
}

static void
test_wrapping(void **state)
{
	(void)state;
	assert_string_equal(flow_of(11, 0, "one two three"), "one two\nthree");
	assert_string_equal(
	    flow_of(11, 2, "one two three"), "one two\n  three");
	assert_string_equal(flow_of(11, 2, "  one"), "  one");
	/* Too long a word is broken, not cut off. */
	assert_string_equal(
	    flow_of(11, 0, "a 0123456789abcdef"), "a\n0123456789\nabcdef");
	assert_string_equal(
	    flow_of(5, 0, "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97"),
	    "\xe4\xb8\xad\xe6\x96\x87\n\xe5\xad\x97");
}

static struct rule_info rule = {
    .id = "console-mfa",
    .title = "Console users have MFA",
    .fix = "Register an MFA device.",
    .severity = SEVERITY_HIGH,
};

static void
send(const struct format *format, struct writer *writer, enum event_kind kind,
    const void *info)
{
	struct event event = {.kind = kind, .u.run = info};

	format->take(writer, &event);
}

static void
send_run(const struct format *format, struct writer *writer)
{
	static const char *names[] = {"mfa"};
	struct run_info run = {
	    .tool = "mfa-check",
	    .version = "1.0",
	    .policy = {names, 1},
	    .policy_sha256 = "00",
	    .rule_count = 1,
	    .min_severity = SEVERITY_NONE,
	    .fail_on = SEVERITY_NONE,
	    .as_of = TIMESTAMP_NONE,
	};

	send(format, writer, EVENT_RUN, &run);
	send(format, writer, EVENT_RULE, &rule);
}

static void
send_input(const struct format *format, struct writer *writer, bool defect)
{
	struct input_info input = {.source = "r.csv"};
	struct result result = {
	    .outcome = OUTCOME_FAIL,
	    .rule = &rule,
	    .account = "123456789012",
	    .user = "=alice\033",
	    .arn = "arn:aws:iam::123456789012:user/=alice",
	    .credential = "",
	    .message = "=alice\033 has no MFA",
	    .source = "r.csv",
	    .reason = "",
	    .line = 2,
	    .report_time = TIMESTAMP_NONE,
	    .raw = "=alice,false",
	};
	struct problem problem = {LEVEL_ERROR, 3, 1, 40, "a bad \033 row"};
	struct problem_info info = {"r.csv", &problem};
	struct input_end_info end = {"r.csv", "", 10, !defect};

	send(format, writer, EVENT_INPUT, &input);
	send(format, writer, defect ? EVENT_PROBLEM : EVENT_RESULT,
	    defect ? (const void *)&info : &result);
	send(format, writer, EVENT_INPUT_END, &end);
}

/* What a format writes of a run with one finding, or one defect. */
static const char *
written(const char *name, bool defect)
{
	const struct format *format = format_find(name);
	const struct look look = {.width = 80};
	char *path = in_folder("written");
	struct output *output = open_output(path);
	struct output *spool = NULL;
	struct summary summary = {.inputs = 1, .status = defect ? 3 : 1};
	struct tally tally = {.rule = &rule};
	struct writer *writer;
	struct error err;

	assert_non_null(format);
	if (format->needs & NEEDS_SPOOL)
		spool = output_spool(&err);
	writer = format->new (output, spool, &look);
	summary.count[OUTCOME_FAIL] = defect ? 0 : 1;
	summary.severity[SEVERITY_HIGH] = defect ? 0 : 1;
	summary.problems = defect ? 1 : 0;
	send_run(format, writer);
	send_input(format, writer, defect);
	send(format, writer, EVENT_TALLY, &tally);
	send(format, writer, EVENT_SUMMARY, &summary);
	format->free(writer);
	output_free(spool);
	publish(output);
	read_text(path);
	free(path);
	return text;
}

static void
expect_part(const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", text, part);
}

static void
test_defect_in_every_format(void **state)
{
	(void)state;
	for (size_t i = 0; i < format_count; i++) {
		written(formats[i]->name, true);
		expect_part("a bad ");
		expect_part(" row");
		expect_part("r.csv");
	}
	written("sarif", true);
	expect_part("\"executionSuccessful\":false");
	written("csv", true);
	expect_part("unknown,,,,,,,a bad \033 row,r.csv,3,,\n");
	written("table", true);
	expect_part("INCOMPLETE");
	expect_part("must not be taken as clean");
}

static void
test_finding(void **state)
{
	(void)state;
	written("csv", false);
	expect_part("\nfail,high,console-mfa,123456789012,'=alice\033,");
	written("ndjson", false);
	expect_part("\"user\":\"=alice\\u001b\"");
	expect_part("\"report_time\":null");
	written("table", false);
	expect_part("=alice\\x1b");
	expect_part("1 finding (1 high)");
	written("sarif", false);
	expect_part("\"executionSuccessful\":true");
	expect_part("\"startLine\":2");
}

static void
test_control_bytes_never_raw(void **state)
{
	(void)state;
	for (int defect = 0; defect < 2; defect++) {
		for (size_t i = 0; i < format_count; i++) {
			/* CSV keeps bytes exact. */
			if (strcmp(formats[i]->name, "csv") == 0)
				continue;
			written(formats[i]->name, defect == 1);
			assert_null(strchr(text, '\033'));
		}
	}
}

static void
test_format_lookup(void **state)
{
	(void)state;
	assert_ptr_equal(formats[0], format_find("table"));
	assert_null(format_find("CSV"));
	assert_ptr_equal(format_of_file("x/out.sarif"), format_find("sarif"));
	assert_ptr_equal(format_of_file("a.csv"), format_find("csv"));
	assert_null(format_of_file(".csv"));
	assert_null(format_of_file("csv"));
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
	    cmocka_unit_test_setup_teardown(test_output_is, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_spool, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_long_print, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_csv_cell, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_json_escapes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_json_commas, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_wrapping, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_defect_in_every_format, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_finding, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_control_bytes_never_raw, set_up, tear_down),
	    cmocka_unit_test(test_format_lookup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The escapes of JSON and CSV, wrapping, and the formats: that none looks
 * clean where the run was not, and that none loses or hides a thing in
 * silence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"
#include "output/csv_write.h"
#include "output/json_write.h"
#include "output/output.h"
#include "output/page.h"
#include "output/record.h"
#include "output/writer.h"
#include "temp_folder.h"

static const char *
csv_of(const char *cell)
{
	const struct csv_shape shape = {.raw = false};
	char *path = in_folder("cell");
	struct output *output = open_output(path);

	csv_cell(output, text_of(cell), &shape);
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
	assert_string_equal(csv_of("two\nlines\r"), "two\\x0alines\\x0d");
	assert_string_equal(csv_of("=1+1"), "'=1+1");
	assert_string_equal(csv_of("+1"), "'+1");
	assert_string_equal(csv_of("-1"), "'-1");
	assert_string_equal(csv_of("@x"), "'@x");
	assert_string_equal(csv_of("\tx"), "\\x09x");
	assert_string_equal(csv_of("\xe2\x80\xae="), "\\u202e=");
	assert_string_equal(csv_of("=a,b"), "\"'=a,b\"");
	assert_string_equal(csv_of("a=b"), "a=b");
	assert_string_equal(csv_of("=,\x1b[31m\xff"), "\"'=,\\x1b[31m\\xff\"");
	assert_string_equal(csv_of("\xc3\xa4"), "\xc3\xa4");
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
	json_put_begin(&json, "p");
	json_put_part(&json, "a\"");
	json_put_slice_part(&json, (struct text){"bcd", 2});
	json_put_end(&json);
	json_put_digits(&json, "d", "12");
	json_put_close(&json, '}');
	publish(output);
	assert_string_equal(read_text(path),
	    "{\"n\":18446744073709551615,"
	    "\"a\":[],\"b\":[true,null],\"s\":\"xy\","
	    "\"p\":\"a\\\"bc\",\"d\":12}");
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

/* A writer of its own output, and what it wrote in the end. */
struct written {
	const struct format *format;
	struct output *output, *spool;
	struct writer *writer;
};

static struct written
begin(const char *name, unsigned width)
{
	const struct look look = {.width = width};
	char *path = in_folder("written");
	struct written it = {.format = format_find(name)};
	struct error err;

	assert_non_null(it.format);
	it.output = open_output(path);
	if (it.format->needs & NEEDS_SPOOL)
		it.spool = output_spool(&err);
	it.writer = it.format->new (it.output, it.spool, &look);
	free(path);
	return it;
}

static const char *
end(struct written *it)
{
	char *path = in_folder("written");

	it->format->free(it->writer);
	output_free(it->spool);
	publish(it->output);
	read_text(path);
	free(path);
	return text;
}

/* What a format writes of a run with one finding, or one defect. */
static const char *
written(const char *name, bool defect)
{
	struct written it = begin(name, 80);
	struct summary summary = {.inputs = 1, .status = defect ? 3 : 1};
	struct tally tally = {.rule = &rule};

	summary.count[OUTCOME_FAIL] = defect ? 0 : 1;
	summary.severity[SEVERITY_HIGH] = defect ? 0 : 1;
	summary.problems = defect ? 1 : 0;
	send_run(it.format, it.writer);
	send_input(it.format, it.writer, defect);
	send(it.format, it.writer, EVENT_TALLY, &tally);
	send(it.format, it.writer, EVENT_SUMMARY, &summary);
	return end(&it);
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
		/* It tells numbers and nothing else. */
		if (strcmp(formats[i]->name, "prom") == 0) {
			expect_part("mfa_check_defects 1\n");
			expect_part("mfa_check_complete 0\n");
			continue;
		}
		expect_part("a bad ");
		expect_part(" row");
		expect_part("r.csv");
	}
	written("sarif", true);
	expect_part("\"executionSuccessful\":false");
	written("csv", true);
	expect_part("unknown,,,,,,,a bad \\x1b row,r.csv,3,,\n");
	written("table", true);
	expect_part("INCOMPLETE");
	expect_part("must not be taken as clean");
}

static void
test_finding(void **state)
{
	(void)state;
	written("csv", false);
	expect_part("\nfail,high,console-mfa,123456789012,'=alice\\x1b,");
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
			written(formats[i]->name, defect == 1);
			assert_null(strchr(text, '\033'));
		}
	}
}

static void
test_hidden(void **state)
{
	struct summary summary = {.hidden = 2};
	struct run_info run = {
	    .min_severity = SEVERITY_HIGH,
	    .fail_on = SEVERITY_NONE,
	    .as_of = TIMESTAMP_NONE,
	    .tool = "mfa-check",
	    .version = "1.0",
	    .policy_sha256 = "00",
	};

	(void)state;
	for (size_t i = 0; i < format_count; i++) {
		struct written it = begin(formats[i]->name, 80);

		send(it.format, it.writer, EVENT_RUN, &run);
		send(it.format, it.writer, EVENT_SUMMARY, &summary);
		end(&it);
		expect_part("hidden");
		expect_part("2");
		if (strcmp(formats[i]->name, "csv") == 0)
			expect_part("\nhidden,,,,,,,2 results less severe than "
				    "high are hidden by --min-severity,,,,\n");
	}
}

static const struct result plain_result = {
    .outcome = OUTCOME_FAIL,
    .rule = &rule,
    .account = "",
    .user = "",
    .arn = "",
    .credential = "",
    .message = "",
    .source = "r.csv",
    .reason = "",
    .report_time = TIMESTAMP_NONE,
    .raw = "",
};

static void
test_no_message(void **state)
{
	struct result result = plain_result;

	(void)state;
	assert_string_equal(record_message(&result), rule.title);
	result.message = " \n";
	assert_string_equal(record_message(&result), rule.title);
	result.rule = NULL;
	assert_string_equal(record_message(&result), "no text");
	result.message = "x";
	assert_string_equal(record_message(&result), "x");
}

/* Consumers of SARIF that look at failures only see the notification. */
static void
test_unknown_notified(void **state)
{
	struct written it = begin("sarif", 80);
	struct summary summary = {.status = 3};
	struct result result = plain_result;

	(void)state;
	result.outcome = OUTCOME_UNKNOWN;
	result.reason = "no column [x](y)";
	send_run(it.format, it.writer);
	send(it.format, it.writer, EVENT_RESULT, &result);
	send(it.format, it.writer, EVENT_RESULT, &plain_result);
	send(it.format, it.writer, EVENT_SUMMARY, &summary);
	end(&it);
	expect_part("Not judged: no column \\\\[x\\\\](y)");
	expect_part("\"executionSuccessful\":false");
	expect_part("\"toolExecutionNotifications\":[\n{\"level\":\"error\","
		    "\"message\":{\"text\":\"no column \\\\[x\\\\](y)\"}");
	expect_part("\"associatedRule\":{\"id\":\"console-mfa\",\"index\":0}");
}

/* However many controls there are, none is dropped. */
static void
test_long_references(void **state)
{
	enum {
		COUNT = 2000
	};
	static struct reference refs[COUNT];
	struct written it = begin("ndjson", 80);
	struct rule_info long_rule = rule;

	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		refs[i] = (struct reference){"f", i + 1 < COUNT ? "1.1" : "z"};
	long_rule.refs = refs;
	long_rule.ref_count = COUNT;
	send(it.format, it.writer, EVENT_RULE, &long_rule);
	end(&it);
	expect_part("{\"f\":\"1.1, 1.1, ");
	expect_part(", 1.1, z\"}");
	assert_true(strlen(text) > 5 * (COUNT - 1));
}

static void
test_narrow_tally(void **state)
{
	struct written it = begin("table", 40);
	struct summary summary = {.status = 3, .judged = 1};
	struct tally tally = {.rule = &rule, .count = {0, 7}};

	(void)state;
	summary.count[OUTCOME_UNKNOWN] = 1;
	send_run(it.format, it.writer);
	send(it.format, it.writer, EVENT_TALLY, &tally);
	send(it.format, it.writer, EVENT_SUMMARY, &summary);
	end(&it);
	expect_part("console-mfa (high)\n"
		    "    0 fail, 0 unknown, 7 pass, 0 n/a\n");
	expect_part("INCOMPLETE: 1 verdict unknown; this");
}

static void
test_choice_said(void **state)
{
	static const char *const globs[] = {"root-*", "x\033"};
	struct written it = begin("table", 80);
	struct run_info run = {
	    .rule = {globs, 2},
	    .tag = {globs, 1},
	    .min_severity = SEVERITY_NONE,
	};
	struct summary summary = {.status = 0};

	(void)state;
	send(it.format, it.writer, EVENT_RUN, &run);
	send(it.format, it.writer, EVENT_SUMMARY, &summary);
	end(&it);
	expect_part("Only the rules chosen by --rule=root-* --rule=x\\x1b "
		    "--tag=root-* were applied.\n");
}

/* Defects name no account; the first user's is not a second one. */
static void
test_streamed_account(void **state)
{
	struct written it = begin("table", 80);
	struct problem problem = {LEVEL_ERROR, 3, 1, 40, "bad"};
	struct problem_info info = {"r.csv", &problem};
	struct summary summary = {.status = 3};
	struct result result = plain_result;

	(void)state;
	send_run(it.format, it.writer);
	for (int i = 0; i < 1000; i++)
		send(it.format, it.writer, EVENT_PROBLEM, &info);
	result.account = "123456789012";
	result.user = "alice";
	result.line = 4;
	send(it.format, it.writer, EVENT_RESULT, &result);
	result.user = "bob";
	send(it.format, it.writer, EVENT_RESULT, &result);
	result.account = "210987654321";
	send(it.format, it.writer, EVENT_RESULT, &result);
	send(it.format, it.writer, EVENT_SUMMARY, &summary);
	end(&it);
	expect_part("\n  alice ");
	expect_part("\n  bob ");
	expect_part("\n  210987654321/bob");
}

static void
test_format_lookup(void **state)
{
	(void)state;
	assert_ptr_equal(formats[0], format_find("table"));
	assert_null(format_find("CSV"));
	assert_ptr_equal(format_of_file("x/out.sarif"), format_find("sarif"));
	assert_ptr_equal(format_of_file("a.csv"), format_find("csv"));
	assert_ptr_equal(format_of_file("a.json"), format_find("json"));
	assert_ptr_equal(format_of_file("a.sarif.json"), format_find("sarif"));
	assert_ptr_equal(format_of_file("a.ocsf.json"), format_find("ocsf"));
	assert_null(format_of_file(".csv"));
	assert_null(format_of_file("csv"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
	    cmocka_unit_test_setup_teardown(test_hidden, set_up, tear_down),
	    cmocka_unit_test(test_no_message),
	    cmocka_unit_test_setup_teardown(
		test_unknown_notified, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_long_references, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_narrow_tally, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_choice_said, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_streamed_account, set_up, tear_down),
	    cmocka_unit_test(test_format_lookup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

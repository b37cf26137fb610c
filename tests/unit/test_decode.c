/*
 * Layers of encoding through a source: what comes out, which layers were
 * named, how the end was reached; at several read sizes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "input/decode.h"
#include "input/source.h"

static int problem_count;
static uint64_t problem_line;
static char problem_text[512];

static void
count_problem(struct problems *problems, const struct problem *problem)
{
	(void)problems;
	problem_count++;
	problem_line = problem->line;
	snprintf(problem_text, sizeof(problem_text), "%s", problem->text);
}

/* Everything that a file holding the bytes decodes to: its documents in
 * brackets with their time, "!" where it failed. */
static void
decode(const char *bytes, size_t len, size_t read_size, char *out, size_t size)
{
	const struct source_options options = {
	    .max_decoded = 1 << 20, .read_size = read_size};
	struct problems problems = {count_problem};
	char path[] = "/tmp/mfa-check-test-XXXXXX";
	int fd = mkstemp(path);
	struct source *source;
	struct error err;
	size_t at = 0;
	ssize_t n = 0;
	int more;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	close(fd);
	source = source_open(path, &options, &problems, &err);
	assert_non_null(source);
	while (n >= 0 && (more = source_next(source, &err)) > 0) {
		const uint8_t *peeked;

		at += (size_t)snprintf(out + at, size - at, "[");
		while ((n = stream_peek(
			    source_stream(source), 1, &peeked, &err)) > 0) {
			at += (size_t)snprintf(out + at, size - at, "%.*s",
			    (int)n, (const char *)peeked);
			stream_consume(source_stream(source), (size_t)n);
		}
		at += (size_t)snprintf(out + at, size - at, "]");
		if (source_origin(source)->generated != TIMESTAMP_NONE)
			at += (size_t)snprintf(out + at, size - at, "@%lld",
			    (long long)source_origin(source)->generated);
	}
	snprintf(out + at, size - at, "%s", n < 0 || more < 0 ? "!" : "");
	source_close(source);
	unlink(path);
}

static void
expect(const char *bytes, const char *wanted)
{
	static const size_t sizes[] = {1, 3, 0};
	char got[1024];

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		decode(bytes, strlen(bytes), sizes[i], got, sizeof(got));
		if (strcmp(got, wanted) != 0)
			fail_msg(
			    "\"%s\"\ngave %s\nnot  %s", bytes, got, wanted);
	}
}

/* "user,mfa_active\na,true\n" is 24 bytes, so 32 symbols. */
#define PLAIN "user,mfa_active\na,true\n"
#define B64 "dXNlcixtZmFfYWN0aXZlCmEsdHJ1ZQo="

#define CONTENT "\"Content\": \"" B64 "\""
#define TIME "\"GeneratedTime\": \"2026-09-11T13:15:19+00:00\""

static void
base64_shapes(void **state)
{
	(void)state;
	expect(PLAIN, "[" PLAIN "]");
	expect("\xef\xbb\xbf" PLAIN, "[" PLAIN "]");
	expect(B64, "[" PLAIN "]");
	expect("\xef\xbb\xbf" B64 "\n", "[" PLAIN "]");
	expect("\"" B64 "\"\n", "[" PLAIN "]");
	expect("dXNlcixtZmFfYWN0\r\naXZlCmEsdHJ1ZQo=\r\n", "[" PLAIN "]");
	expect(B64 B64, "[" PLAIN PLAIN "]");
	expect(B64 "\n" B64 "\n", "[" PLAIN PLAIN "]");
	expect("-----BEGIN CERTIFICATE-----\n" B64
	       "\n-----END CERTIFICATE-----\n",
	    "[" PLAIN "]");
	expect(B64 "\t2026-09-11T13:15:19+00:00\ttext/csv\n",
	    "[" PLAIN "]@1789132519");
	expect(B64 "\t2026-09-11T13:15:19Z\ttext/csv\n" B64
		   "\t2026-09-11T13:15:20Z\ttext/csv",
	    "[" PLAIN "]@1789132519[" PLAIN "]@1789132520");
	/* base64 of B64 */
	expect("ZFhObGNpeHRabUZmWVdOMGFYWmxDbUVzZEhKMVpRbz0=", "[" PLAIN "]");
}

static void
base64_damage(void **state)
{
	(void)state;
	expect("dXNlcixtZmFfYWN0aXZlCmEsdHJ1ZQo", "[user,mfa_active\na,tru]!");
	expect("dXNlcixtZmFfYWN0aXZlCmEsdHJ1ZQ", "[user,mfa_active\na,tru]!");
	expect("dXNlcixtZmFfYWN0aXZlCm!sdHJ1ZQo=", "[user,mfa_active]!");
	expect("\"" B64, "[" PLAIN "]!");
	expect("-----BEGIN CERTIFICATE-----\n" B64, "[" PLAIN "]!");
	/* The last symbol has bits that belong to no byte. */
	expect("dXNlcixtZmFfYWN0aXZlCmEsdHJ1ZQp=", "[user,mfa_active\na,tru]!");
	expect("dXNlcixtZmFfYWN0aXZlCmEsdHJ1Z===", "[user,mfa_active\na,tru]!");
}

static void
base64_lines(void **state)
{
	(void)state;
	/* The symbol of value 0 and the two of most bits. */
	expect("dXNlcixtZmFfYWN0aXZlCkFAQSx0cnVlCg==",
	    "[user,mfa_active\nA@A,true\n]");
	expect("dXNlcixtZmFfYWN0aXZlCj8+Pj8sdHJ1ZQo=",
	    "[user,mfa_active\n?>>?,true\n]");
	/* a second document that is one byte long */
	expect(B64 "\t2026-09-11T13:15:19+00:00\ttext/csv\nA",
	    "[" PLAIN "]@1789132519!");
	expect(B64 "\t2026-09-11T13:15:19+00:00\ttext/csv\n\n\r\n",
	    "[" PLAIN "]@1789132519");
	expect(B64 "\t2026-09-11T13:15:19+00:00\n", "[" PLAIN "]@1789132519!");
	expect(B64 "\t2026-09-11T13:15:19+00:00\ttext/csvs\n",
	    "[" PLAIN "]@1789132519!");
	expect(B64 "\t2026-09-11T13:15:19+00:00\ttext/csv\r\n",
	    "[" PLAIN "]@1789132519");
	expect("dXNlcixtZmFfYWN0aXZlCmE\t2026-09-11T13:15:19Z\ttext/csv\n",
	    "[user,mfa_active]@1789132519!");
	expect(B64 "-----END CERTIFICATE-----\n", "[" PLAIN "]!");
	expect("-----BEGIN CERTIFICATE-----\n" B64 "\n-----END X---\n",
	    "[" PLAIN "]!");
	expect("-----BEGIN CERTIFICATE-----\n" B64
	       "\n-----BEGIN CERTIFICATE-----\n",
	    "[" PLAIN "]!");
	expect("-----BEGIN A-B-----\n" B64 "\n-----END A-B-----\n", "!");
	expect("\"" B64 "\" \"" B64 "\"\n", "[" PLAIN PLAIN "]");
	expect("  \r\n" B64, "[" PLAIN "]");
	expect(B64 "'", "[" PLAIN "]!");
	/* In a line that begins so, it is too late for a time. */
	problem_count = 0;
	expect("dXNlcixtZmFfYWN0\naXZlCmEsdHJ1ZQo=\t2026-09-11T13:15:19Z\t"
	       "text/csv\n",
	    "[" PLAIN "]");
	assert_int_equal(problem_count, 3);
	assert_int_equal(problem_line, 0);
	assert_non_null(strstr(problem_text, "too late to be used"));
}

/* The bytes that are looked at may end inside a character. */
static void
base64_of_long_text(void **state)
{
	static const char group[] = "w6nDqcOp"; /* three of U+00E9 */
	char text[1200] = "dXNl";               /* "use" */
	size_t at = 4;

	(void)state;
	while (at + sizeof(group) < sizeof(text)) {
		memcpy(text + at, group, sizeof(group));
		at += sizeof(group) - 1;
	}
	for (size_t cut = 1000; cut < 1012; cut++) {
		char got[1024];

		decode(text, cut, 0, got, sizeof(got));
		assert_memory_equal(got, "[use\xc3\xa9\xc3\xa9", 8);
	}
}

/* A line behind base64 may be no longer than 256 bytes. */
static void
base64_long_lines(void **state)
{
	char text[1024];

	(void)state;
	snprintf(text, sizeof(text), B64 "\t%0300d\n", 0);
	problem_count = 0;
	expect(text, "[" PLAIN "]!");
	snprintf(text, sizeof(text), "%s\n-%0300d\n", B64, 0);
	expect(text, "[" PLAIN "]!");
	snprintf(text, sizeof(text), "%s\n-%0200d\n", B64, 0);
	expect(text, "[" PLAIN "]!");
}

/* Whoever asks which decoder bytes are for gives as many as there are. */
static void
bids_stay_within_the_bytes(void **state)
{
	static const char *const texts[] = {
	    "---\n- dXNlcixtZmFfYWN0aXZlCmEsdHJ1ZQo=\n",
	    "\"Content\": dXNlcixtZmFfYWN0aXZl\n",
	    "'GeneratedTime': x\n",
	    "#TYPE A.B\r\nuser,arn\n",
	    "#TYPE A.B\narn\n",
	    "{\"Content\": \"\"}",
	    "-----BEGIN CERTIFICATE-----\n\"dXNlcixtZmFfYWN0aXZl\n",
	    "---------------------\n|  GetCredentialReport  |\n+----+\n",
	    "\xff\xfe"
	    "a",
	    "\xef\xbb\xbfuser",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		for (size_t len = 0; len <= strlen(texts[i]); len++) {
			/* The sanitizer sees what stands behind them. */
			uint8_t *bytes = malloc(len > 0 ? len : 1);

			assert_non_null(bytes);
			memcpy(bytes, texts[i], len);
			decode_find(bytes, len);
			free(bytes);
		}
}

#define UTF16(bytes) (bytes), sizeof(bytes) - 1

static void
expect_bytes(const char *bytes, size_t len, const char *wanted)
{
	static const size_t sizes[] = {1, 3, 0};
	char got[1024];

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		decode(bytes, len, sizes[i], got, sizeof(got));
		assert_string_equal(got, wanted);
	}
}

static void
utf16(void **state)
{
	(void)state;
	expect_bytes(UTF16("\xff\xfe"
			   "a\0\xe9\0\xac\x20\r\0\n\0"),
	    "[a\xc3\xa9\xe2\x82\xac\r\n]");
	expect_bytes(UTF16("\xfe\xff"
			   "\0a\0\xe9\x20\xac"),
	    "[a\xc3\xa9\xe2\x82\xac]");
	/* U+10000 and U+10FFFF */
	expect_bytes(UTF16("\xfe\xff"
			   "\xd8\0\xdc\0\xdb\xff\xdf\xff"),
	    "[\xf0\x90\x80\x80\xf4\x8f\xbf\xbf]");
	expect_bytes(UTF16("\xff\xfe"), "[]");
	/* half a unit, half a pair at the end, alone, in the wrong order */
	expect_bytes(UTF16("\xff\xfe"
			   "a\0b"),
	    "[a]!");
	expect_bytes(UTF16("\xff\xfe"
			   "a\0\0\xd8"),
	    "[a]!");
	expect_bytes(UTF16("\xff\xfe"
			   "a\0\0\xd8"
			   "b\0"),
	    "[a]!");
	expect_bytes(UTF16("\xff\xfe"
			   "a\0\0\xdc\0\xd8"),
	    "[a]!");
	/* UTF-32 is another encoding. */
	expect_bytes(UTF16("\xff\xfe\0\0"), "[\xff\xfe]");
}

#define YAML "Content: " B64 "\n"
#define YAML_TIME "GeneratedTime: '2026-09-11T13:15:19+00:00'\n"
#define YAML_FORMAT "ReportFormat: text/csv\n"
#define AT "@1789132519"

static void
yaml_envelopes(void **state)
{
	(void)state;
	expect(YAML YAML_TIME YAML_FORMAT, "[" PLAIN "]" AT);
	expect(YAML_FORMAT YAML_TIME YAML, "[" PLAIN "]" AT);
	expect("\n---\n" YAML YAML_TIME "...\n", "[" PLAIN "]" AT);
	expect("\"Content\": \"" B64 "\"\n" YAML_TIME, "[" PLAIN "]" AT);
	expect("Content: !!binary |\n  dXNlcixtZmFfYWN0aXZl\n  CmEsdHJ1ZQo=\n"
	       "GeneratedTime: 2026-09-11 13:15:19+00:00\n",
	    "[" PLAIN "]" AT);
	expect("Content: |\n  user,mfa_active\n  a,true\n" YAML_TIME,
	    "[" PLAIN "]" AT);
	expect("- " B64 "\n- " B64 "\n", "[" PLAIN "][" PLAIN "]");
	expect(
	    YAML YAML_TIME YAML YAML_TIME, "[" PLAIN "]" AT "[" PLAIN "]" AT);
	expect(YAML YAML_FORMAT "---\n" YAML YAML_TIME,
	    "[" PLAIN "][" PLAIN "]" AT);
	expect("Content: ''\n" YAML_TIME, "[]" AT);
	expect(
	    "Content: user\nOther:\n  a: [b, {c: d}]\n" YAML_TIME, "[user]" AT);
}

static void
yaml_damage(void **state)
{
	(void)state;
	expect("Content:\n" YAML_TIME, "!");
	expect("Content: null\n" YAML_TIME, "!");
	expect("Content: [" B64 "]\n" YAML_TIME, "!");
	expect(YAML_TIME, "!");
	expect("State: STARTED\n", "!");
	expect(YAML "Generated", "!");
	expect(YAML YAML_TIME "rest\n", "!");
	expect(YAML YAML YAML_TIME, "!");
	expect(YAML YAML_TIME "Other:\n  Content: x\n", "!");
	expect(YAML YAML_TIME "Other: *a\n", "!");
	expect(YAML YAML_TIME "---\nrest\n", "[" PLAIN "]" AT "!");
	expect(YAML YAML_TIME YAML, "[" PLAIN "]" AT "[" PLAIN "]");
	expect(YAML "Other: [[[[[[[[[[[[[[[[[[[[[[[[", "!");
	expect("Content: {a: b}\n" YAML_TIME, "!");
	expect("Content: *a\n" YAML_TIME, "!");
	expect(YAML "[a]: b\n", "!");
	expect(YAML "{a: b}: c\n", "!");
	expect(YAML "*a : c\n", "!");
	expect(YAML "Other: \"open\n", "!");
	expect(YAML "Other: \xc3(\n", "!");
	expect(YAML "Other: [a, {b: [c]}, d]\n" YAML_TIME, "[" PLAIN "]" AT);
	expect("- " B64 "\n- [a]\n", "[" PLAIN "]!");
	expect("- " B64 "\n- {a: b}\n", "[" PLAIN "]!");
	expect("- " B64 "\n- *a\n", "[" PLAIN "]!");
	expect("- " B64 "\nrest\n", "[" PLAIN "]!");
	expect("Content: ~\n" YAML_TIME, "!");
	expect("Content: \"null\"\n" YAML_TIME, "[null]" AT);
	/* It may have been cut. */
	problem_count = 0;
	expect(YAML, "[" PLAIN "]");
	assert_int_equal(problem_count, 3);
	/* Other YAML is not ours. */
	expect("a: b\n", "[a: b\n]");
	expect("\"Contentx: a\n", "[\"Contentx: a\n]");
	expect("'Content\": a\n", "['Content\": a\n]");
	expect("Contents: a\n", "[Contents: a\n]");
	expect("- - a\n", "[- - a\n]");
}

#define EDGE "+---------------+------------------------------------+\n"
#define BOX                                                             \
	"------------------------------------------------------\n"      \
	"|                 GetCredentialReport                |\n" EDGE \
	"|  Content      |  " B64 "  |\n"                               \
	"|  GeneratedTime|  2026-09-11T13:15:19+00:00         |\n" EDGE

static void
tables(void **state)
{
	(void)state;
	expect(BOX, "[" PLAIN "]" AT);
	expect("\n" BOX "\n" BOX, "[" PLAIN "]" AT "[" PLAIN "]" AT);
	expect(BOX "rest\n", "[" PLAIN "]" AT "!");
	expect(BOX "----", "[" PLAIN "]" AT "!");
	/* Of `--query Content` the client draws the title alone. */
	expect("---------------------\n|GetCredentialReport|\n"
	       "+-------------------+\n",
	    "!");
	/* a list of another kind */
	expect("---------------------\n|     ListUsers     |\n",
	    "[---------------------\n|     ListUsers     |\n]");
	for (size_t keep = strlen(BOX) - 2; keep > 100; keep--) {
		char *cut = strndup(BOX, keep);

		expect(cut, "!");
		free(cut);
	}
}

#define TITLE                                                      \
	"------------------------------------------------------\n" \
	"|                 GetCredentialReport                |\n" EDGE
#define MEMBER "|  Content      |  " B64 "  |\n"

/* Each is one change to a table. */
static void
table_damage(void **state)
{
	static const char *const tables[] = {
	    TITLE MEMBER MEMBER EDGE,
	    TITLE MEMBER EDGE "rest\n",
	    TITLE MEMBER "rest\n",
	    TITLE "|  Content      |  " B64 "  | rest\n" EDGE,
	    TITLE "|  Content      |  " B64 "\n" EDGE,
	    TITLE "|  Content      |\n" EDGE,
	    TITLE "|  Content\n" EDGE,
	    TITLE "|\n" EDGE,
	    TITLE "|  GeneratedTime|  " B64 "  |\n" EDGE,
	    TITLE EDGE,
	    "---------------------\n|  GetCredentialReport  | rest\n",
	    "---------------------\n|  GetCredentialReport\n",
	    "---------------------\n|  GetCredentialReport  rest |\n",
	};
	char got[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		decode(tables[i], strlen(tables[i]), 0, got, sizeof(got));
		if (got[0] == '\0' || got[strlen(got) - 1] != '!')
			fail_msg("%s\ngave %s", tables[i], got);
		expect(tables[i], got);
	}
	/* The members of later versions are passed over. */
	expect(TITLE MEMBER "|  NextToken    |  abc  |\n" EDGE, "[" PLAIN "]");
	expect(BOX "----\n|  ListUsers  |\n", "[" PLAIN "]" AT "!");
}

static void
powershell(void **state)
{
	(void)state;
	expect("#TYPE A.B\r\n" PLAIN, "[\n" PLAIN "]");
	expect("\xef\xbb\xbf#TYPE A\n" PLAIN "#TYPE A\n" PLAIN "#TYPE",
	    "[\n" PLAIN "\n" PLAIN "#TYPE]");
	expect("#TYPE A.B\n\"Name\"\n", "[#TYPE A.B\n\"Name\"\n]");
}

/* A bad time is a problem of its own; the rows are there. */
static void
bad_times(void **state)
{
	(void)state;
	problem_count = 0;
	expect(B64 "\tyesterday\ttext/csv\n", "[" PLAIN "]");
	assert_int_equal(problem_count, 3);
	expect("{" CONTENT ", \"GeneratedTime\": \"soon\"}", "[" PLAIN "]");
	assert_int_equal(problem_count, 6);
}

static void
plain_text_is_no_base64(void **state)
{
	(void)state;
	expect("internationalisationandlocalisation\n",
	    "[internationalisationandlocalisation\n]");
	expect("AAAAAAAAAAAAAAAAAAAAAAAA\n", "[AAAAAAAAAAAAAAAAAAAAAAAA\n]");
}

static void
json_envelopes(void **state)
{
	(void)state;
	expect("{" CONTENT "}", "[" PLAIN "]");
	expect("{\n " TIME ",\n " CONTENT "}\n", "[" PLAIN "]@1789132519");
	expect("{" CONTENT ", " TIME "}{" CONTENT "}\n",
	    "[" PLAIN "]@1789132519[" PLAIN "]");
	expect("{\"Content\": \"user,mfa_active\\na,true\\n\"}", "[" PLAIN "]");
	expect("{\"ReportFormat\": \"x\", \"Content\": \"\\u0064XNlcixtZmFf"
	       "YWN0aXZlCmEsdHJ1ZQo=\"}",
	    "[" PLAIN "]");
}

static void
json_damage(void **state)
{
	(void)state;
	expect("{" CONTENT, "!");
	expect("{" CONTENT "} x", "[" PLAIN "]!");
	expect("{" CONTENT "," CONTENT "}", "!");
	problem_count = 0;
	expect("{" CONTENT ", \"a\": [{" CONTENT "}]}", "[" PLAIN "]");
	assert_int_equal(problem_count, 3);
	assert_non_null(strstr(problem_text, "only the first was read"));
	expect("{" CONTENT ", \"content\": \"x\"}", "[" PLAIN "]");
	assert_int_equal(problem_count, 6);
	expect("{\"Content\": null}", "!");
	expect("{\"State\": \"STARTED\"}", "!");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(base64_shapes),
	    cmocka_unit_test(base64_damage),
	    cmocka_unit_test(base64_lines),
	    cmocka_unit_test(base64_of_long_text),
	    cmocka_unit_test(base64_long_lines),
	    cmocka_unit_test(bids_stay_within_the_bytes),
	    cmocka_unit_test(utf16),
	    cmocka_unit_test(yaml_envelopes),
	    cmocka_unit_test(yaml_damage),
	    cmocka_unit_test(tables),
	    cmocka_unit_test(table_damage),
	    cmocka_unit_test(powershell),
	    cmocka_unit_test(bad_times),
	    cmocka_unit_test(plain_text_is_no_base64),
	    cmocka_unit_test(json_envelopes),
	    cmocka_unit_test(json_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

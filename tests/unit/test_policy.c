/*
 * Policies from text: what is right is read, what is wrong is named with
 * its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "policy/operator.h"
#include "policy/pack.h"
#include "policy/policy.h"
#include "policy/yaml_tree.h"

static const char valid[] = "policy: 1\n"
			    "name: test\n"
			    "rules:\n"
			    "  - id: own\n"
			    "    title: A rule of our own\n"
			    "    severity: low\n"
			    "    refs: {acme: \"1.10\"}\n"
			    "    scope: user\n"
			    "    when: {password_enabled: true}\n"
			    "    fail: {mfa_active: false}\n"
			    "    message: \"{user} fails\"\n"
			    "    fix: Mend it.\n";

/* The valid policy with the first occurrence of a part replaced. */
static char *
with(const char *part, const char *instead)
{
	const char *at = strstr(valid, part);

	if (at == NULL)
		fail_msg("the valid policy has no %s", part);
	return xasprintf(
	    "%.*s%s%s", (int)(at - valid), valid, instead, at + strlen(part));
}

/* What is said of a text; "" for a good one. */
static char *
read_text(struct policy *policy, const char *text, size_t len)
{
	struct buffer errors;
	char *said;
	int result;

	buffer_init(&errors, 1 << 20);
	result = policy_read(policy, "f", text, len, &errors);
	said = xstrdup(buffer_text(&errors));
	assert_int_equal(result, said[0] == '\0' ? 0 : -1);
	buffer_release(&errors);
	return said;
}

static char *
errors_of(const char *text, size_t len)
{
	struct policy policy;
	char *said;

	policy_init(&policy);
	said = read_text(&policy, text, len);
	if (said[0] != '\0')
		assert_int_equal(policy.rule_count, 0);
	policy_release(&policy);
	return said;
}

static void
expect(const char *text, const char *wanted)
{
	char *said = errors_of(text, strlen(text));

	if (strstr(said, wanted) == NULL)
		fail_msg("%s\nsays %s\nnot  %s", text, said, wanted);
	free(said);
}

/* A part of the valid policy, what stands in its place, what is said. */
static const struct {
	const char *part, *instead, *wanted;
} broken_cases[] = {
    {"severity:", "severty:",
	"f:6:5: unknown key \"severty\"; did you mean \"severity\"?\n"
	"     6 |     severty: low\n"
	"       |     ^\n"},
    {"low", "lwo", "f:6:15: unknown severity \"lwo\"; did you mean "},
    {"low", "urgent", "allowed: critical, high, medium, low, info\n"},
    {"policy: 1", "policy: 2", "f:1:9: this is format 2; "},
    {"policy: 1\nname: test", "name: test\npolicy: 1",
	"f:2:1: \"policy: 1\" must be the first key"},
    {"name: test\n", "", "f:1:1: a policy needs the key \"name\""},
    {"    title: A rule of our own\n", "",
	"f:4:5: a rule needs the key \"title\""},
    {"    fail: {mfa_active: false}\n", "",
	"f:4:5: a rule needs the key \"fail\""},
    {"scope: user", "scope: users",
	"f:8:12: unknown scope \"users\"; did you mean \"user\"?"},
    {"id: own", "id: Own", "f:4:9: \"id\" takes 1 to 64 of a-z"},
    {"id: own", "id: \"\"", "f:4:9: \"id\" is empty"},
    {"id: own", "id:", "f:4:5: \"id\" is empty; write here 1 to 64"},
    {"\"1.10\"", "1.10",
	"f:7:18: \"acme\" takes a text; without quotes this is a "
	"number: write \"1.10\""},
    {"acme", "cis-aws-6.x",
	"f:7:12: unknown framework \"cis-aws-6.x\"; did you mean"},
    {"{user}", "{usr}",
	"f:11:15: unknown placeholder {usr}; did you mean \"user\"?"},
    {"{user}", "{user", "f:11:15: this brace is not closed"},
    {"{mfa_active", "{mfa_activ",
	"f:10:12: unknown field \"mfa_activ\"; did you mean"},
    {"active: false", "active: no",
	"f:10:24: \"mfa_active\" takes "
	"true or false: write false, in small letters"},
    {"active: false", "active: True", "write true, in small"},
    {"active: false", "active: \"false\"", "without quotes"},
    {"active: false", "active: 0", "f:10:24: \"mfa_active\" takes"},
    {"mfa_active: false", "mfa_active: {over: 90d}",
	"f:10:25: mfa_active is true or false and takes true or "
	"false, or {is: [not_supported, no_information, n/a, missing, "
	"empty]}; \"over\" does not fit it"},
    {"mfa_active: false", "user_age: {ovr: 90d}",
	"f:10:23: unknown operator \"ovr\" for user_age; did you mean "
	"\"over\"?"},
    {"mfa_active: false", "user_age: 90d",
	"f:10:22: user_age is an age and takes "
	"{over|at_least|under|within: a span such as 90d}; this is a text"},
    {"mfa_active: false", "user_age: {is: n/a}",
	"f:10:23: user_age is an age and takes {over|at_least|under|"
	"within: a span such as 90d}; \"is\" does not fit it"},
    {"mfa_active: false", "user_age: {before: now}", "does not fit it"},
    {"mfa_active: false", "user_age: {over: [90d]}",
	"f:10:29: \"over\" takes a span such as 90d; this is a list"},
    {"mfa_active: false", "active_keys: {over: 90d}",
	"f:10:32: \"over\" takes a number of 1 to 6 digits such as 2"},
    {"mfa_active: false", "active_keys: {over: [1]}",
	"f:10:32: \"over\" takes a number; this is a list"},
    {"mfa_active: false", "user_creation_time: {before: yesterday}",
	"f:10:41: \"before\" takes a date (2026-09-11), a time "},
    {"mfa_active: false", "user_creation_time: {before: 2026-02-29}",
	"this is \"2026-02-29\""},
    {"mfa_active: false", "age: {over: 90d}",
	"f:10:12: \"age\" is of one slot: the rule needs \"each: access_key\" "
	"or \"each: cert\""},
    {"fail: {mfa_active: false}", "fail: {region: x}\n    each: cert",
	"f:10:12: a report does not tell \"region\" of a slot of "
	"\"each: cert\"; allowed: slot, present, active, age, "
	"created_after_user, and every field of the row\n"},
    {"fail: {mfa_active: false}", "each: key\n    fail: {age: {over: 1d}}",
	"f:10:11: unknown each \"key\"; allowed: access_key, cert\n"
	"    10 |     each: key\n       |           ^\n"},
    {"scope: user", "scope: user\n    each: cert\n    credential: password",
	"f:10:5: a rule with \"each\" names"},
    {"scope: user", "credential: pasword",
	"f:8:17: unknown credential \"pasword\"; did you mean \"password\"?"},
    {"scope: user", "otherwise: pass",
	"f:8:16: unknown otherwise \"pass\"; allowed is manual alone: "},
    {"{user}", "{slot}", "f:11:15: \"slot\" is of one slot"},
    {"{user}", "{user_agee.days}",
	"f:11:15: unknown placeholder {user_agee}; did you mean"},
    {"{user}", "{user.days}",
	"f:11:15: user is a text and has no days; write {user}"},
    {"mfa_active: false", "mfa_active: {is: nope}",
	"f:10:29: \"is\" does not know \"nope\"; allowed: not_supp"},
    {"mfa_active: false", "password_last_used: true",
	"f:10:32: password_last_used is a time and takes "
	"{over|at_least|under|within: a span such as 90d}, or "
	"{before|after: a date, a time or now}, or {is: [not"},
    {"mfa_active: false", "active_keys: 1.5",
	"f:10:25: \"active_keys\" takes a number of 1 to 6 digits"},
    {"mfa_active: false", "active_keys: 010", "f:10:25: "},
    {"mfa_active: false", "account: 123456789012", "write \"123456789012\""},
    {"mfa_active: false", "user: svc-*",
	"f:10:18: a text is compared as it stands; a glob stands in"},
    {"mfa_active: false", "user: []", "f:10:18: this list of globs"},
    {"mfa_active: false", "not: {}",
	"f:10:17: a condition is a map such as {mfa_active: false}, "
	"or a list of them; this is an empty map"},
    {"mfa_active: false", "has_password: {is: missing}",
	"f:10:31: has_password can never be missing"},
    {"low", "&s low", "f:6:15: anchors (&s) are not allowed"},
    {"low", "*s", "f:6:15: aliases are not allowed"},
    {"low", "!!str low", "f:6:15: tags ("},
    {"severity: low", "<<: {severity: low}",
	"f:6:5: merge keys (<<) are not allowed"},
    {"severity: low", "severity: low\n    severity: low",
	"f:7:5: the key \"severity\" is here for a second time; it is "
	"in line 6 too\n"},
    {"    fix: Mend it.\n", "---\n", "f:12:1: a policy is one doc"},
    {"    fix: Mend it.\n", "...\nrest\n", "f:13:1: the policy ended with "},
    {"fix: Mend", "\tfix: Mend", "f:12:5: a tab cannot indent YAML"},
    {"{mfa_active: false}", "{mfa_active: false",
	"f:10:11: this { is not closed"},
    {"Mend it.", "M\xe9nd",
	"f:12:11: a policy is UTF-8 text; the byte "
	"0xe9 is none\n"},
    {"Mend it.", "M\x01", "f:12:11: the character U+0001"},
    {"Mend it.", "\"a\\0b\"", "f:12:10: this text contains a NUL"},
    {"Mend it.", "\"a\\e[0m\"", "the character U+001B\n"},
    {"Mend it.", "|\n      a\n      b", "takes one line; this text"},
    {"fix: Mend it.", "help: {chcks: x}",
	"f:12:12: unknown section of help \"chcks\"; did you mean "},
};

static void
broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(broken_cases) / sizeof(*broken_cases);
	     i++) {
		char *text =
		    with(broken_cases[i].part, broken_cases[i].instead);

		expect(text, broken_cases[i].wanted);
		free(text);
	}
}

/* Spans: what they are in seconds, or what is said of them. */
static void
spans(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
		const char *wanted;
	} cases[] = {
	    {"1s", 1, ""},
	    {"90d", 7776000, ""},
	    {"\"90d\"", 7776000, ""},
	    {"2w", 1209600, ""},
	    {"1y", 31536000, ""},
	    {"999999h", 3599996400, ""},
	    {"5m", 300, ""},
	    {"999999y", 31535968464000, ""},
	    {"90", 0, "\"90\" lacks a unit: write 90d for days"},
	    {"0", 0, "a span of time that is not zero: write 1s"},
	    {"0d", 0, "a span of time that is not zero: write 1s"},
	    {"00d", 0, "1 to 6 digits without a leading zero"},
	    {"090d", 0, "1 to 6 digits without a leading zero"},
	    {"1000000d", 0, "1 to 6 digits"},
	    {"99999999999999999999", 0, "1 to 6 digits"},
	    {"-1d", 0, "this is \"-1d\""},
	    {"+1d", 0, "this is \"+1d\""},
	    {"90.5d", 0, "this is \"90.5d\""},
	    {"1e3d", 0, "this is \"1e3d\""},
	    {"1e309", 0, "this is \"1e309\""},
	    {"0x10", 0, "this is \"0x10\""},
	    {"1_000d", 0, "this is \"1_000d\""},
	    {"1:30", 0, "this is \"1:30\""},
	    {"90 d", 0, "this is \"90 d\""},
	    {"90D", 0, "this is \"90D\""},
	    {"90dd", 0, "this is \"90dd\""},
	    {"90d1", 0, "this is \"90d1\""},
	    {"d", 0, "this is \"d\""},
	    {".inf", 0, "this is \".inf\""},
	    {"~", 0, "this is \"~\""},
	    {"\"\"", 0, "this is \"\""},
	    {"yes", 0, "this is \"yes\""},
	    {"\xd9\xa9\xd9\xa0\x64", 0, "1 to 6 digits"},
	    {"", 0, "this is nothing"},
	    {"[]", 0, "this is an empty list"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *test = xasprintf("user_age: {over: %s}", cases[i].text);
		char *text = with("mfa_active: false", test);
		struct policy policy;
		char *said;

		policy_init(&policy);
		said = read_text(&policy, text, strlen(text));
		if (strstr(said, cases[i].wanted) == NULL ||
		    (cases[i].wanted[0] == '\0' && said[0] != '\0'))
			fail_msg("%s: %s", cases[i].text, said);
		if (cases[i].wanted[0] == '\0')
			assert_int_equal(policy.rules[0].fail.tests[0].number,
			    cases[i].seconds);
		policy_release(&policy);
		free(said);
		free(text);
		free(test);
	}
}

static void
no_policy(void **state)
{
	(void)state;
	expect("", "f:1:1: the policy is empty\n");
	expect("# nothing\n", "f:1:1: the policy is empty\n");
	expect("word", "f:1:1: a policy is a map with the keys");
	expect("- a\n", "this is a list\n");
	expect("{}", "this is an empty map\n");
	expect("policy: 1\nname: a\nrules: []\n",
	    "f:3:8: \"rules\" takes a list of rules; this is an empty list\n");
	expect("policy: 1\nname: a\nrules:\n", "f:3:1: \"rules\" takes");
	expect("policy: 1\nname: a\nrules: [a]\n", "f:3:9: a rule is a map");
	expect("? [a]\n: b\n", "f:1:3: a key must be a word");
	expect("a: [\n", "f:1:4: this [ is not closed");
}

static void
bytes(void **state)
{
	static const char utf16[] = "\xff\xfep\0o\0";
	static const char nul[] = "policy: 1\nna\0me: x\n";
	char *said = errors_of(utf16, sizeof(utf16) - 1);

	(void)state;
	assert_non_null(strstr(said,
	    "f:1:1: a policy is UTF-8 text; this "
	    "looks like UTF-16"));
	free(said);
	said = errors_of(nul, sizeof(nul) - 1);
	assert_non_null(strstr(said, "f:2:3: a policy is UTF-8 text"));
	free(said);
}

/* What libyaml takes for a line break and an editor does not is refused; BOM
 * and CR LF are as good as LF. */
static void
lines(void **state)
{
	char *crlf = xmalloc(2 * sizeof(valid) + 3), *out = crlf, *said;

	(void)state;
	expect("# a\n# a\xc2\x85 b: c\n", "f:2:4: the character U+0085 is");
	expect("# a\xe2\x80\xa8 b: c\n", "f:1:4: the character U+2028 is");
	expect("# a\r b: c\n", "f:1:4: a line ends with LF or CR LF");
	expect("# \xc3\xa9\n\"\xc3\xa9\": {\xc3\xa9: *a}\n",
	    "f:2:10: aliases are not allowed; a text that begins with * "
	    "needs quotes: \"*a\"\n"
	    "     2 | \"\xc3\xa9\": {\xc3\xa9: *a}\n"
	    "       |          ^\n");
	out = stpcpy(out, "\xef\xbb\xbf");
	for (const char *c = valid; *c != '\0'; c++) {
		if (*c == '\n')
			*out++ = '\r';
		*out++ = *c;
	}
	*out = '\0';
	said = errors_of(crlf, (size_t)(out - crlf));
	assert_string_equal(said, "");
	free(said);
	memcpy(strstr(crlf, "low"), "lwo", 3);
	expect(crlf, "f:6:15: unknown severity");
	crlf[3] = 'P';
	expect(crlf, "f:1:1: unknown key \"Policy\"");
	free(crlf);
}

static void
all_in_order(void **state)
{
	char *first, *second, *third, *said;
	char *text = with("    title: A rule of our own\n", "");
	struct buffer many;

	/* That the title is missing is seen last and said first. */
	(void)state;
	memcpy(strstr(text, "low"), "lwo", 3);
	memcpy(strstr(text, "{user}"), "{usxr}", 6);
	said = errors_of(text, strlen(text));
	first = strstr(said, "f:4:5: a rule needs the key \"title\"");
	second = strstr(said, "f:5:15: ");
	third = strstr(said, "f:10:15: ");
	assert_true(first == said);
	assert_non_null(second);
	assert_non_null(third);
	assert_true(first < second && second < third);
	free(said);
	free(text);

	buffer_init(&many, 1 << 20);
	buffer_append_text(&many, "policy: 1\nname: x\nrules:\n");
	for (int i = 0; i < 60; i++)
		buffer_append_text(&many, "  - 1\n");
	said = errors_of(buffer_text(&many), many.len);
	assert_non_null(strstr(said, "f:53:5: "));
	assert_null(strstr(said, "f:54:5: "));
	assert_non_null(strstr(said, "and 10 more\n"));
	free(said);
	buffer_release(&many);
}

/* Each is answered at once: no time that grows with the square. */
static void
hostile(void **state)
{
	enum {
		COUNT = 100000
	};
	struct buffer text;
	char *said;

	(void)state;
	buffer_init(&text, LIMIT_POLICY * 2);
	buffer_append_text(&text, "policy: 1\nrules: ");
	for (int i = 0; i < COUNT; i++)
		buffer_append_text(&text, "[");
	expect(buffer_text(&text), "f:2:39: lists and maps are nested more");

	buffer_reset(&text);
	for (int i = COUNT / 2 - 1; i > 0; i--)
		buffer_appendf(&text, "%05d:\n", i % (COUNT / 4));
	expect(buffer_text(&text), "\nand 49952 more\n");

	buffer_reset(&text);
	buffer_append_text(&text, "policy: 1\nlists:\n  a: [");
	for (int i = 0; i < LIMIT_POLICY_NODES - 7; i++)
		buffer_append_text(&text, "b,");
	buffer_append_text(&text, "]\n");
	expect(buffer_text(&text), "f:1:1: a policy needs the key \"rules\"");
	buffer_reset(&text);
	buffer_append_text(&text, "policy: 1\nlists:\n  a: [");
	for (int i = 0; i < LIMIT_POLICY_NODES; i++)
		buffer_append_text(&text, "b,");
	expect(buffer_text(&text),
	    "f:3:199993: a policy has at most 100000 words, lists and maps");

	buffer_reset(&text);
	buffer_appendf(&text, "a: \"%0*d\"\n", LIMIT_POLICY_SCALAR + 1, 0);
	expect(buffer_text(&text), "f:1:4: this text has 4097 bytes");

	buffer_reset(&text);
	while (text.len <= LIMIT_POLICY)
		buffer_append_text(&text, "# comment\n");
	said = errors_of(buffer_text(&text), text.len);
	assert_non_null(
	    strstr(said, ": here the file becomes larger than 1048576 bytes"));
	free(said);
	buffer_release(&text);
}

static void
good(void **state)
{
	struct policy policy;
	struct rule *rule;
	char *said;

	(void)state;
	policy_init(&policy);
	said = read_text(&policy, valid, strlen(valid));
	assert_string_equal(said, "");
	free(said);
	assert_int_equal(policy.rule_count, 1);
	assert_string_equal(policy.names[0], "test");
	rule = policy_find(&policy, "own");
	assert_ptr_equal(rule, &policy.rules[0]);
	assert_string_equal(rule->info.title, "A rule of our own");
	assert_string_equal(rule->info.fix, "Mend it.");
	assert_string_equal(rule->info.refs[0].control, "1.10");
	assert_int_equal(rule->info.severity, SEVERITY_LOW);
	assert_int_equal(rule->scope, SCOPE_USER);
	assert_int_equal(rule->fail.count, 1);
	assert_int_equal(rule->fail.tests[0].op, OP_TRUTH);
	assert_int_equal(rule->fail.tests[0].field, FIELD_MFA_ACTIVE);
	assert_int_equal(rule->line, 4);
	assert_null(policy_find(&policy, "mine"));
	policy_release(&policy);
}

/* The digest of a text. */
static void
digest(const char *text, char hex[DIGEST_HEX_SIZE])
{
	struct policy policy;
	char *said;

	policy_init(&policy);
	said = read_text(&policy, text, strlen(text));
	if (said[0] != '\0')
		fail_msg("%s\nsays %s", text, said);
	free(said);
	policy_digest(&policy, hex);
	policy_release(&policy);
}

static void
digests(void **state)
{
	static const struct {
		const char *part, *instead;
		bool same;
	} cases[] = {
	    {"name: test", "name: 'test'  # x", true},
	    {"low", "high", false},
	    {"scope: user", "scope: all", false},
	    {"\"1.10\"", "\"1.11\"", false},
	    {"id: own", "id: mine", false},
	    {"{user} fails", "{user}", false},
	    {"{password_enabled: true}", "[{password_enabled: true}]", true},
	    {"{password_enabled: true}", "{password_enabled: false}", false},
	    {"{mfa_active: false}", "{all: {mfa_active: false}}", true},
	    {"{mfa_active: false}", "{not: {mfa_active: false}}", false},
	    {"{mfa_active: false}", "{active_keys: 1}", false},
	    {"scope: user", "scope: user\n    each: cert", false},
	    {"scope: user", "scope: user\n    credential: password", false},
	    {"scope: user", "scope: user\n    otherwise: manual", false},
	};
	char first[DIGEST_HEX_SIZE], second[DIGEST_HEX_SIZE];
	char *one, *other;

	(void)state;
	digest(valid, first);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *text = with(cases[i].part, cases[i].instead);

		digest(text, second);
		if ((strcmp(first, second) == 0) != cases[i].same)
			fail_msg("digest after %s", cases[i].instead);
		free(text);
	}
	one = with("mfa_active: false", "user: [a, b], is_root: true");
	other = with("mfa_active: false", "is_root: true, user: [b, a]");
	digest(one, first);
	digest(other, second);
	assert_string_equal(first, second);
	free(one);
	free(other);
}

static void
joined(void **state)
{
	struct policy policy;
	char *twin = with("acme", "beta"), *other = with("low", "high");
	char *twice = xasprintf("%s%s", valid, strstr(valid, "  - id"));
	char *said;

	(void)state;
	expect(twice,
	    "f:13:9: the rule \"own\" is here for a second time; it "
	    "is in line 4 too\n");
	policy_init(&policy);
	for (int i = 0; i < 2; i++) {
		free(read_text(&policy, valid, strlen(valid)));
		free(read_text(&policy, twin, strlen(twin)));
		assert_int_equal(policy.rule_count, 1);
		assert_int_equal(policy.name_count, 1);
		assert_int_equal(policy.rules[0].info.ref_count, 2);
	}
	said = read_text(&policy, other, strlen(other));
	assert_non_null(strstr(said,
	    "f:4:5: the rule \"own\" is defined "
	    "differently in f, line 4"));
	assert_int_equal(policy.rule_count, 1);
	policy_release(&policy);
	free(said);
	free(twin);
	free(other);
	free(twice);
}

static void
read_pack(struct policy *policy)
{
	const struct pack *pack = pack_find("mfa");
	char *said;

	assert_non_null(pack);
	policy_init(policy);
	said = read_text(policy, pack->text, pack->len);
	assert_string_equal(said, "");
	free(said);
}

static void
default_pack(void **state)
{
	struct policy policy;

	(void)state;
	assert_null(pack_find("mf"));
	read_pack(&policy);
	assert_int_equal(policy.rule_count, 2);
	assert_string_equal(policy.rules[0].info.id, "console-mfa");
	assert_string_equal(policy.rules[1].info.id, "root-mfa");
	assert_int_equal(policy.rules[0].info.severity, SEVERITY_HIGH);
	assert_int_equal(policy.rules[1].info.severity, SEVERITY_CRITICAL);
	for (size_t i = 0; i < policy.rule_count; i++)
		for (int section = 0; section < HELP_COUNT; section++)
			assert_non_null(policy.rules[i].info.help[section]);
	policy_release(&policy);
}

/* A letter of a key changed: the policy must be refused at that line. */
static void
mutate(char *text, size_t len, const struct node *key, uint64_t line)
{
	static const char letters[] = "aeqzX";
	char place[32];

	snprintf(place, sizeof(place), "f:%llu:", (unsigned long long)line);
	for (size_t at = key->at; at < key->end; at++) {
		char was = text[at];

		if (was < 'a' || was > 'z')
			continue;
		for (const char *c = letters; *c != '\0'; c++) {
			char *said;

			if (*c == was)
				continue;
			text[at] = *c;
			said = errors_of(text, len);
			if (strncmp(said, place, strlen(place)) != 0)
				fail_msg("%s with %c for %c: %s", key->text, *c,
				    was, said);
			free(said);
		}
		text[at] = was;
	}
}

static void
mutate_keys(char *text, size_t len, const struct complaints *complaints,
    const struct node *node, size_t *count)
{
	for (; node != NULL; node = node->next) {
		if (node->value != NULL) {
			mutate(text, len, node,
			    complaints_line(complaints, node->at));
			mutate_keys(text, len, complaints, node->value, count);
			++*count;
		}
		mutate_keys(text, len, complaints, node->first, count);
	}
}

static void
check_lines(const struct complaints *complaints, const struct node *node)
{
	for (; node != NULL; node = node->next) {
		assert_int_equal(
		    node->line, complaints_line(complaints, node->at));
		check_lines(complaints, node->first);
		check_lines(complaints, node->value);
	}
}

/* A node's line is libyaml's, that of a message is counted: both agree. */
static void
node_lines(void **state)
{
	static const char *const texts[] = {
	    "a:\n\n  - b\n  # c\n  - >\n    d\n\n    e\n  -\nf: {g: \n h}\n",
	    "\xef\xbb\xbf"
	    "a:\r\n\r\n  - \"b\r\n  c\"\r\n  - |\r\n    d\r\n\r\n\r\n  - "
	    "e\r\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct complaints complaints;
		struct node *root;

		complaints_init(&complaints, "f", text_of(texts[i]));
		root = yaml_tree_read(&complaints);
		assert_non_null(root);
		check_lines(&complaints, root);
		assert_int_equal(root->first->value->first->line, 3);
		yaml_tree_free(root);
		complaints_release(&complaints);
	}
}

static void
mutated_keys(void **state)
{
	const struct pack *pack = pack_find("mfa");
	char *text = xstrndup(pack->text, pack->len);
	struct complaints complaints;
	struct node *root;
	size_t count = 0;

	(void)state;
	complaints_init(&complaints, "f", (struct text){pack->text, pack->len});
	root = yaml_tree_read(&complaints);
	assert_non_null(root);
	mutate_keys(text, pack->len, &complaints, root, &count);
	assert_true(count > 60);
	yaml_tree_free(root);
	complaints_release(&complaints);
	free(text);
}

struct options {
	const char *rule[2], *skip[2], *tag[2];
};

/* The ids that are left, or what is wrong. */
static void
expect_choice(struct options options, const char *wanted)
{
	const struct selection selection = {
	    .rule = options.rule,
	    .skip_rule = options.skip,
	    .tag = options.tag,
	    .rule_count = options.rule[0] != NULL,
	    .skip_rule_count = options.skip[0] != NULL,
	    .tag_count = options.tag[0] != NULL,
	};
	struct policy policy;
	struct error err;
	char got[1200] = "";

	read_pack(&policy);
	if (policy_select(&policy, &selection, &err) < 0)
		snprintf(got, sizeof(got), "%s", err.text);
	else
		for (size_t i = 0; i < policy.rule_count; i++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got),
			    "%s ", policy.rules[i].info.id);
	if (strncmp(got, wanted, strlen(wanted)) != 0)
		fail_msg("chose %s, not %s", got, wanted);
	policy_release(&policy);
}

static void
choices(void **state)
{
	(void)state;
	expect_choice(
	    (struct options){.rule = {NULL}}, "console-mfa root-mfa ");
	expect_choice((struct options){.rule = {"root*"}}, "root-mfa ");
	expect_choice((struct options){.skip = {"root*"}}, "console-mfa ");
	expect_choice((struct options){.tag = {"cis-aws-6.0"}}, "console-mfa ");
	expect_choice((struct options){.rule = {"root-mfq"}},
	    "--rule=root-mfq matches no rule; did you mean \"root-mfa\"?");
	expect_choice((struct options){.tag = {"cis-aws-6.1"}},
	    "--tag=cis-aws-6.1 matches no rule; did you mean");
	expect_choice((struct options){.rule = {""}}, "--rule= matches no");
	expect_choice((struct options){.skip = {"*"}}, "no rule is left");
}

/* A name in a table is one that a policy can write and no other has. */
static void
tables(void **state)
{
	(void)state;
	for (enum field_id id = 0; id < FIELD_COUNT; id++) {
		assert_int_equal(field_find(text_of(fields[id].name)), id);
		assert_true((fields[id].columns | fields[id].parts |
				fields[id].kinds) != 0);
		assert_true(fields[id].help[0] != '\0');
		for (enum op op = 0; op < OP_COUNT; op++)
			assert_string_not_equal(
			    fields[id].name, operators[op].key);
	}
	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++)
		assert_true(operators[op].types != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(broken),
	    cmocka_unit_test(spans),
	    cmocka_unit_test(no_policy),
	    cmocka_unit_test(bytes),
	    cmocka_unit_test(lines),
	    cmocka_unit_test(all_in_order),
	    cmocka_unit_test(hostile),
	    cmocka_unit_test(good),
	    cmocka_unit_test(digests),
	    cmocka_unit_test(joined),
	    cmocka_unit_test(default_pack),
	    cmocka_unit_test(mutated_keys),
	    cmocka_unit_test(choices),
	    cmocka_unit_test(node_lines),
	    cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

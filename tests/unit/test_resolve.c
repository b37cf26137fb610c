/*
 * Policies of several files: who wins, what is joined, whom overrides and
 * exceptions are for, and what is said of files that are wrong.
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
#include "base/timestamp.h"
#include "policy/exception.h"
#include "policy/nearest.h"
#include "policy/override.h"
#include "policy/policy_load.h"

#define HEAD(name) "policy: 1\nname: " name "\n"
#define RULE(id, fail)                                                     \
	"  - id: " id "\n    title: T\n    severity: low\n    fail: " fail \
	"\n"                                                               \
	"    message: m\n"
#define EXCEPTION(more)                                                    \
	"exceptions:\n  - {rules: [keys], approved: 2026-07-01, expires: " \
	"2027-06-30, reason: r" more "}\n"

/* Files by name; a policy of them is what "main" is. */
struct files {
	struct policy_source source;
	const char *const *pairs; /* name, text, ..., NULL */
	struct buffer said;
};

static char *
give(struct policy_source *source, const char *path, size_t *len,
    char **identity, struct error *err)
{
	const struct files *files = (const struct files *)source;

	for (const char *const *pair = files->pairs; *pair != NULL; pair += 2)
		if (strcmp(pair[0], path) == 0) {
			*len = strlen(pair[1]);
			*identity = xstrdup(path);
			return xstrdup(pair[1]);
		}
	error_set(err, ERROR_POLICY, "%s is not there", path);
	return NULL;
}

static void
hear(struct policy_source *source, const char *text)
{
	struct files *files = (struct files *)source;

	buffer_append_text(&files->said, text);
	buffer_append_text(&files->said, "\n");
}

struct loaded {
	struct policy policy;
	char *said, *warned, *resolved;
	int result;
};

static struct loaded
load(const char *const *pairs, const char *const *settings, size_t count)
{
	static const char *const policy = "main", *const exceptions = "exc";
	bool has_exceptions = false;
	struct files files = {{give, hear}, pairs, {NULL, 0, 0, 0}};
	struct buffer errors, warnings, resolved;
	struct loaded loaded;
	struct policy_request request = {
	    .source = &files.source,
	    .policies = {&policy, 1},
	    .settings = {settings, count},
	    .now = TIMESTAMP_NONE,
	    .resolved = &resolved,
	};

	for (const char *const *pair = pairs; *pair != NULL; pair += 2)
		has_exceptions = has_exceptions || strcmp(*pair, "exc") == 0;
	request.exceptions =
	    (struct policy_names){&exceptions, has_exceptions ? 1 : 0};
	timestamp_parse(text_of("2026-08-01T00:00:00Z"), &request.now);
	buffer_init(&errors, 1 << 20);
	buffer_init(&warnings, 1 << 20);
	buffer_init(&resolved, 1 << 20);
	buffer_init(&files.said, 1 << 20);
	policy_init(&loaded.policy);
	loaded.result =
	    policy_load(&loaded.policy, &request, &errors, &warnings);
	buffer_append_text(&files.said, buffer_text(&errors));
	loaded.said = xstrdup(buffer_text(&files.said));
	loaded.warned = xstrdup(buffer_text(&warnings));
	loaded.resolved = xstrdup(buffer_text(&resolved));
	assert_int_equal(loaded.result, loaded.said[0] == '\0' ? 0 : -1);
	buffer_release(&errors);
	buffer_release(&warnings);
	buffer_release(&resolved);
	buffer_release(&files.said);
	return loaded;
}

static void
release(struct loaded *loaded)
{
	policy_release(&loaded->policy);
	free(loaded->said);
	free(loaded->warned);
	free(loaded->resolved);
}

static void
expect(const char *text, const char *wanted)
{
	if (strstr(text, wanted) == NULL)
		fail_msg("says %s\nnot  %s", text, wanted);
}

static struct loaded
load_good(const char *const *pairs)
{
	struct loaded loaded = load(pairs, NULL, 0);

	if (loaded.result < 0)
		fail_msg("refused: %s", loaded.said);
	return loaded;
}

/* What is said of files that are wrong. */
static void
expect_refused(const char *const *pairs, const char *wanted)
{
	struct loaded loaded = load(pairs, NULL, 0);

	expect(loaded.said, wanted);
	assert_int_equal(loaded.policy.rule_count, 0);
	release(&loaded);
}

/* The number that the rule's condition compares with. */
static int64_t
number_of(const struct policy *policy, const char *id)
{
	const struct rule *rule = policy_find(policy, id);

	if (rule == NULL)
		fail_msg("there is no rule %s", id);
	return rule->fail.tests[0].number;
}

#define FILES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
extends(void **state)
{
	struct loaded loaded;

	(void)state;
	/* The extended order is kept, a rule of the same id replaced. */
	loaded = load_good(FILES("main",
	    HEAD("m") "extends: [dir/base]\nrules:\n" RULE(
		"new", "{active_keys: {over: 7}}")
		RULE("two", "{active_keys: {over: 8}}"),
	    "dir/base",
	    HEAD("b") "extends: [deep, ./deep]\nrules:\n" RULE(
		"one", "{active_keys: {over: 1}}")
		RULE("two", "{active_keys: {over: 2}}"),
	    "dir/deep",
	    HEAD("d") "rules:\n" RULE("zero", "{active_keys: {over: 0}}")));
	assert_int_equal(loaded.policy.rule_count, 4);
	assert_string_equal(loaded.policy.rules[0].info.id, "zero");
	assert_string_equal(loaded.policy.rules[1].info.id, "one");
	assert_string_equal(loaded.policy.rules[2].info.id, "two");
	assert_string_equal(loaded.policy.rules[3].info.id, "new");
	assert_int_equal(number_of(&loaded.policy, "two"), 8);
	expect(loaded.resolved, "# main:10 replaced that of dir/base:10\n");
	assert_int_equal(loaded.policy.name_count, 1);
	assert_string_equal(loaded.policy.names[0], "m");
	release(&loaded);

	loaded = load_good(FILES("main", HEAD("m") "extends: [builtin:mfa]\n"));
	assert_int_equal(loaded.policy.rule_count, 2);
	release(&loaded);
}

static void
broken_extends(void **state)
{
	(void)state;
	expect_refused(
	    FILES("main", HEAD("m") "extends: [a]\n", "a",
		HEAD("a") "extends: [b]\n", "b", HEAD("b") "extends: [a]\n"),
	    "b:3:11: a policy cannot extend itself: a extends b, which "
	    "extends a\n     3 | extends: [a]\n       |           ^\n");
	expect_refused(FILES("main", HEAD("m") "extends: [main]\n"),
	    "main:3:11: a policy cannot extend itself: main extends main\n");
	expect_refused(FILES("main", HEAD("m") "extends: [builtin:mfaa]\n"),
	    "main:3:11: unknown built-in pack \"mfaa\"; did you mean \"mfa\"?");
	expect_refused(FILES("main", HEAD("m") "extends: [mfa]\n"),
	    "main:3:11: there is no file \"mfa\" beside this one; a built-in "
	    "pack is written builtin:mfa");
	expect_refused(FILES("main", HEAD("m") "extends: mfa\n"),
	    "main:3:10: \"extends\" takes a list such as [builtin:mfa]");
	expect_refused(FILES("main", HEAD("m") "extends: [a, b]\nruls: []\n",
			   "a", HEAD("a") "rules: 1\n", "b", HEAD("b")),
	    "main:4:1: unknown key \"ruls\"; did you mean \"rules\"?");
	expect_refused(FILES("main", HEAD("m") "extends: [a, b]\n", "a",
			   HEAD("a") "rules: 1\n", "b", HEAD("b")),
	    "a:3:8: \"rules\" takes a list of rules; this is a text\n"
	    "     3 | rules: 1\n       |        ^\n"
	    "b:1:1: a policy needs the key \"rules\": a list of rules; "
	    "required without extends\n");
	expect_refused(FILES("main", HEAD("m")),
	    "main:1:1: a policy needs the key \"rules\"");
	expect_refused(FILES("other", ""), "main is not there\n");
}

static void
joins(void **state)
{
	static const char a[] = HEAD("a") "params: {n: 1}\nrules:\n" RULE(
	    "keys", "{active_keys: {over: $n}}\n    refs: {x: \"1\"}");
	static const char b[] = HEAD("b") "params: {n: 1}\nrules:\n" RULE(
	    "keys", "{active_keys: {over: $n}}\n    refs: {y: \"2\"}");
	static const char c[] = HEAD("c") "params: {n: 2}\nrules:\n" RULE(
	    "keys", "{active_keys: {over: $n}}");
	struct loaded loaded;

	(void)state;
	loaded = load_good(
	    FILES("main", HEAD("m") "extends: [a, b]\n", "a", a, "b", b));
	assert_int_equal(loaded.policy.rule_count, 1);
	assert_int_equal(loaded.policy.rules[0].info.ref_count, 2);
	release(&loaded);
	expect_refused(
	    FILES("main", HEAD("m") "extends: [a, c]\n", "a", a, "c", c),
	    "main:3:14: the rule \"keys\" is defined differently in a, line "
	    "5, and in c, line 5: \"fail\" is {active_keys: {over: 1}} in "
	    "the one and {active_keys: {over: 2}} in the other; a rule of "
	    "that id in this file would replace both");
	/* The file's own value makes them alike; its own rule decides. */
	loaded = load_good(FILES("main",
	    HEAD("m") "extends: [a, c]\nparams: {n: 3}\n", "a", a, "c", c));
	assert_int_equal(number_of(&loaded.policy, "keys"), 3);
	release(&loaded);
	loaded = load_good(FILES("main",
	    HEAD("m") "extends: [a, c]\nrules:\n" RULE(
		"keys", "{active_keys: {over: 9}}"),
	    "a", a, "c", c));
	assert_int_equal(number_of(&loaded.policy, "keys"), 9);
	release(&loaded);
}

#define KEYS "rules:\n" RULE("keys", "{active_keys: {over: $n}}")

static void
params(void **state)
{
	static const char *const set[] = {"n=5"}, *const wrong[] = {"n=yes"};
	static const char *const unknown[] = {"m=5"};
	static const char *const malformed[] = {
	    "=5", "n", "N=1", "n=", "n=1", "n=2"};
	const char *const *files =
	    FILES("main", HEAD("m") "extends: [base]\nparams: {n: 3}\n", "base",
		HEAD("b") "params: {n: 2}\n" KEYS);
	struct loaded loaded;

	(void)state;
	loaded = load_good(files);
	assert_int_equal(number_of(&loaded.policy, "keys"), 3);
	expect(loaded.resolved, "params:\n  n: 3  # main:4\n");
	expect(loaded.resolved, "{over: $n}}  # base:8; $n: main:4\n");
	release(&loaded);
	loaded = load(files, set, 1);
	assert_int_equal(number_of(&loaded.policy, "keys"), 5);
	expect(loaded.resolved, "  n: 5  # --set\n");
	release(&loaded);
	loaded = load(files, wrong, 1);
	expect(loaded.said,
	    "--set=n=yes: \"over\" takes a number of 1 to 6 digits");
	expect(loaded.said, "this is \"yes\"; $n is used in base, line 8\n");
	release(&loaded);
	loaded = load(files, unknown, 1);
	expect(loaded.said,
	    "--set=m=5: no policy of this run has such a parameter; ");
	release(&loaded);
	for (size_t i = 0; i < 4; i++) {
		loaded = load(files, malformed + i, 1);
		expect(loaded.said, ": expected a parameter's name, = and ");
		release(&loaded);
	}
	loaded = load(files, malformed + 4, 2);
	expect(loaded.said, "--set=n=2: the parameter is set twice");
	release(&loaded);
}

static const struct {
	const char *part, *wanted;
} broken_names[] = {
    {"params: {m: 2}\n" KEYS,
	"main:8:32: unknown parameter \"n\"; allowed: m\n"},
    {KEYS, "main:7:32: unknown parameter \"n\"; there are none here\n"},
    {"params: {num: 2}\nrules:\n" RULE("r", "{active_keys: {over: $nun}}"),
	"main:8:32: unknown parameter \"nun\"; did you mean \"num\"? "
	"Or is that key mistyped, in line 3?\n"},
    {"params: {n: [2]}\n" KEYS,
	"main:3:13: the parameter \"n\" takes a "
	"value such as 90d; this is a list"},
    {"params: {n: $n}\n" KEYS, "this is a parameter itself"},
    {"params: {n: }\n" KEYS, "main:3:10: the parameter \"n\" takes"},
    {"params: {N: 2}\n" KEYS, "main:3:10: a name here is 1 to 64 of a-z"},
    {"params: {n: 90d}\n" KEYS, "main:3:13: \"over\" takes a number of 1"},
    {"params: {n: 90d}\n" KEYS, "; $n is used in line 8\n"},
    {"params: {max_age: 2, max_aeg: 3}\nrules:\n" RULE(
	 "r", "{active_keys: {over: $max_age}}"),
	"main:3:22: no rule uses the parameter \"max_aeg\"; did you mean"},
    {"lists: {a: [\"x\"]}\nrules:\n" RULE("r", "{user: [\"@b\"]}"),
	"main:8:19: unknown list \"b\"; allowed: a\n"},
    {"lists: {a: x}\nrules:\n" RULE("r", "{user: [\"@a\"]}"),
	"main:3:12: the list \"a\" takes globs such as"},
    {"lists: {a: []}\nrules:\n" RULE("r", "{user: [\"@a\"]}"),
	"this is an empty list"},
    {"lists: {a: [\"@b\"], b: [\"x\"]}\nrules:\n" RULE("r", "{user: [\"@a\"]}"),
	"main:3:13: a list cannot name another"},
    {"params: {n: 2}\n" KEYS "overrides: [{rules: [keyz], set: {n: 3}}]\n",
	"main:10:22: \"keyz\" matches no rule; did you mean \"keys\"?"},
    {"params: {n: 2}\n" KEYS "overrides: [{rules: [keys], set: {m: 3}}]\n",
	"main:10:35: unknown parameter \"m\"; allowed: n\n"},
    {"params: {n: 2}\n" KEYS "overrides: [{rules: [keys], set: {n: x}}]\n",
	"main:10:38: \"over\" takes a number of 1 to 6 digits"},
    {"params: {n: 2}\n" KEYS "overrides: [{rules: [keys], set: {n: x}}]\n",
	"; $n is used in line 8\n"},
    {"params: {n: 2, m: 2}\n" KEYS
     "overrides: [{rules: [keys], set: {m: 3}}]\n",
	"main:10:35: none of the rules of this override uses $m"},
    {"params: {n: 2}\n" KEYS "overrides: [{rules: [keys]}]\n",
	"main:10:13: an override needs the key \"set\""},
    {"params: {n: 2}\n" KEYS
     "overrides: [{rules: [keys], user: [\"x\"], set: {n: 3}}]\n",
	"main:10:29: unknown key \"user\"; did you mean \"users\"?"},
    {"params: {n: 2}\n" KEYS
     "overrides: [{rules: [keys], users: [], set: {n: 3}}]\n",
	"main:10:36: this list of globs is empty"},
    {"params: {n: 2}\n" KEYS "exceptions: [{rules: [k]}]\n",
	"main:10:14: an exception needs the key \"approved\""},
    {"params: {n: 2}\n" KEYS "exceptions: [{rules: [k]}]\n",
	"main:10:14: an exception needs the key \"expires\""},
    {"params: {n: 2}\n" KEYS "exceptions: [{rules: [k]}]\n",
	"main:10:14: an exception needs the key \"reason\""},
    {"params: {n: 2}\n" KEYS "exceptions: [{rules: [kez]}]\n",
	"main:10:23: \"kez\" matches no rule; did you mean \"keys\"?"},
    {"params: {n: 2}\n" KEYS
     "exceptions: [{rules: [keys], approved: 2026-02-30}]\n",
	"main:10:40: \"approved\" takes a day, YYYY-MM-DD (2026-07-01); this"},
    {"params: {n: 2}\n" KEYS "exceptions: [{rules: [keys], expires: nevr}]\n",
	"main:10:39: \"expires\" takes a day, YYYY-MM-DD (2026-07-01) or "
	"never;"},
    {"params: {n: 2}\n" KEYS
     "exceptions: [{rules: [keys], approved: 2026-07-02, expires: "
     "2026-07-01, reason: r}]\n",
	"main:10:61: this exception expires on"},
    {"params: {n: 2}\n" KEYS
     "exceptions: [{rules: [keys], accounts: [123456789012]}]\n",
	"write \"123456789012\""},
};

static void
names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(broken_names) / sizeof(*broken_names);
	     i++) {
		char *text = xasprintf("%s%s", HEAD("m"), broken_names[i].part);

		expect_refused(FILES("main", text), broken_names[i].wanted);
		free(text);
	}
}

static struct user
user_of(const char *name, const char *account)
{
	return (struct user){
	    .name = text_of(name), .account = text_of(account)};
}

static int64_t
number_for(const struct rule *rule, const char *name, const char *account)
{
	struct user user = user_of(name, account);

	return rule_conditions(rule, &user).fail->tests[0].number;
}

static void
overrides(void **state)
{
	static const char text[] =
	    HEAD("m") "params: {n: 2, m: 5}\nlists: {robots: "
		      "[\"svc-*\"]}\nrules:\n" RULE("keys",
			  "[{active_keys: {over: $n}}, {active_certs: "
			  "{over: $m}}]") RULE("other",
			  "{active_keys: {over: $n}}") "overrides:\n"
						       "  - {rules: [keys], "
						       "users: \"@robots\", "
						       "set: {n: 3, m: 6}}\n"
						       "  - {rules: [\"k*\"], "
						       "accounts: [\"1*\"], "
						       "set: {n: 4}}\n";
	static const char *const set[] = {"n=9"};
	struct loaded loaded = load_good(FILES("main", text)), again;
	const struct rule *rule = policy_find(&loaded.policy, "keys");
	struct user both = user_of("svc-a", "12");
	char first[DIGEST_HEX_SIZE], second[DIGEST_HEX_SIZE];
	const struct condition *fail;

	(void)state;
	assert_null(policy_find(&loaded.policy, "other")->variants);
	/* A group of two is first; n's test is behind it. */
	fail = rule_conditions(rule, &both).fail;
	assert_int_equal(fail->tests[1].number, 4);
	assert_int_equal(fail->tests[2].number, 6);
	both = user_of("svc-a", "22");
	fail = rule_conditions(rule, &both).fail;
	assert_int_equal(fail->tests[1].number, 3);
	both = user_of("joe", "12");
	fail = rule_conditions(rule, &both).fail;
	assert_int_equal(fail->tests[1].number, 4);
	assert_int_equal(fail->tests[2].number, 5);
	both = user_of("joe", "");
	assert_ptr_equal(rule_conditions(rule, &both).fail, &rule->fail);
	assert_int_equal(rule->fail.tests[1].number, 2);

	/* In effect it is the same again, and the digest says so. */
	again = load_good(FILES("main", loaded.resolved));
	policy_digest(&loaded.policy, first);
	policy_digest(&again.policy, second);
	assert_string_equal(first, second);
	release(&again);
	again = load(FILES("main", text), set, 1);
	rule = policy_find(&again.policy, "keys");
	assert_int_equal(rule->fail.tests[1].number, 9);
	assert_int_equal(rule->variants->param_count, 1);
	assert_int_equal(
	    number_for(policy_find(&again.policy, "other"), "a", "1"), 9);
	policy_digest(&again.policy, second);
	assert_string_not_equal(first, second);
	release(&again);
	release(&loaded);
}

/* An override that settings leave nothing of is none, in the digest too. */
static void
overrides_beaten_by_settings(void **state)
{
	static const char text[] = HEAD(
	    "m") "params: {n: 1, flag: true}\nrules:\n" RULE("keys",
	    "{active_certs: {over: $n}, mfa_active: $flag}") "overrides:\n"
							     "  - {rules: "
							     "[keys], users: "
							     "[\"a*\"], set: "
							     "{n: 5}}\n"
							     "  - {rules: "
							     "[keys], users: "
							     "[\"b*\"], set: "
							     "{flag: false}}\n";
	static const char *const set[] = {"n=9"};
	char first[DIGEST_HEX_SIZE], second[DIGEST_HEX_SIZE];
	struct loaded loaded = load(FILES("main", text), set, 1);
	struct loaded again = load_good(FILES("main", loaded.resolved));

	(void)state;
	assert_null(strstr(loaded.resolved, "a*"));
	policy_digest(&loaded.policy, first);
	policy_digest(&again.policy, second);
	assert_string_equal(first, second);
	release(&again);
	release(&loaded);
}

/* Two packs have a parameter of one name and different values: in effect
 * there are two, and whatever reached each still does. */
static void
renamed_parameters(void **state)
{
	static const char *const set[] = {"n=9"};
	const char *const *files = FILES("a",
	    HEAD("a") "params: {n: 2, n_2: 8}\nrules:\n" RULE(
		"ra", "{active_keys: {over: $n}}")
		RULE("rx", "{active_keys: {over: $n_2}}"),
	    "b",
	    HEAD("b") "params: {n: 3, n-a: 5}\nrules:\n" RULE("rb",
		"{any: [{active_keys: {over: $n-a}}, {active_certs: {over: "
		"$n}}]}"),
	    "main",
	    HEAD("m") "extends: [b, a]\noverrides:\n"
		      "  - {rules: [ra, rb], users: [\"o-*\"], set: {n: 4}}\n"
		      "  - {rules: [rb], users: [x], set: {n-a: 6, n: 7}}\n");
	struct loaded loaded = load_good(files), again;
	char first[DIGEST_HEX_SIZE], second[DIGEST_HEX_SIZE];
	struct user user = user_of("o-1", "1");
	const char *const *flat = FILES("main", loaded.resolved);

	(void)state;
	assert_non_null(strstr(loaded.resolved, "  n: 2  # a:3\n"));
	assert_non_null(strstr(loaded.resolved,
	    "  n_3: 3  # b:3; renamed from n, of which a:3 has another "
	    "value\n"));
	assert_non_null(strstr(loaded.resolved, "set: {n: 4, n_3: 4}"));
	again = load_good(flat);
	policy_digest(&loaded.policy, first);
	policy_digest(&again.policy, second);
	assert_string_equal(first, second);
	assert_int_equal(
	    rule_conditions(policy_find(&again.policy, "ra"), &user)
		.fail->tests[0]
		.number,
	    4);
	release(&again);
	again = load(flat, set, 1);
	assert_int_equal(again.result, 0);
	assert_int_equal(
	    number_for(policy_find(&again.policy, "ra"), "a", "1"), 9);
	release(&again);
	release(&loaded);
}

/* The digest of the policy "main" of these files. */
static void
digest_of(const char *text, char hex[DIGEST_HEX_SIZE])
{
	struct loaded loaded = load_good(FILES("main", text));

	policy_digest(&loaded.policy, hex);
	release(&loaded);
}

#define TWO(a, b, x, y)                                                        \
	HEAD("m")                                                              \
	"params: {n: 2, m: 3}\nrules:\n" RULE(                                 \
	    "keys", "{any: [" a ", " b "]}") "overrides:\n  - {rules: "        \
					     "[keys], users: [u], set: {" x    \
					     "}}\n  - {rules: [keys], users: " \
					     "[v], set: {" y "}}\n"
#define N "{active_keys: {over: $n}}"
#define M "{active_certs: {over: $m}}"

/* What means the same has one digest, with overrides too. */
static void
digests_of_overrides(void **state)
{
	char first[DIGEST_HEX_SIZE], second[DIGEST_HEX_SIZE];

	(void)state;
	digest_of(TWO(N, M, "n: 4, m: 5", "n: 6"), first);
	digest_of(TWO(M, N, "m: 5, n: 4", "n: 6"), second);
	assert_string_equal(first, second);
	digest_of(TWO(N, M, "n: 4, m: 6", "n: 6"), second);
	assert_string_not_equal(first, second);
	digest_of(TWO(N, M, "n: 6, m: 5", "n: 4"), second);
	assert_string_not_equal(first, second);
	digest_of(TWO(N, M, "n: 4, m: 5", "m: 6"), second);
	assert_string_not_equal(first, second);
}

/* Days, reason and owner of an exception belong to what is demanded. */
static void
digests_of_exceptions(void **state)
{
	static const char *const texts[] = {
	    "approved: 2026-07-01, expires: 2027-06-30, reason: r",
	    "approved: 2026-07-02, expires: 2027-06-30, reason: r",
	    "approved: 2026-07-01, expires: 2027-06-29, reason: r",
	    "approved: 2026-07-01, expires: 2027-06-30, reason: s",
	    "approved: 2026-07-01, expires: 2027-06-30, reason: r, owner: o",
	};
	char hex[5][DIGEST_HEX_SIZE], text[512];

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		snprintf(text, sizeof(text),
		    HEAD("m") "rules:\n" RULE(
			"keys", "{active_keys: 1}") "exceptions: [{rules: "
						    "[keys], %s}]\n",
		    texts[i]);
		digest_of(text, hex[i]);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(hex[i], hex[k]);
	}
}

/* Nothing of a rule is cut off, however long what it stands for is. */
static void
digests_of_long_rules(void **state)
{
	char hex[2][DIGEST_HEX_SIZE];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct buffer text;

		buffer_init(&text, LIMIT_POLICY);
		buffer_append_text(&text, HEAD("m") "lists:\n  long:\n");
		for (int k = 0; k < 255; k++)
			buffer_appendf(&text, "    - \"%04000d\"\n", k);
		buffer_append_text(&text,
		    "rules:\n  - id: keys\n    title: T\n    severity: low\n"
		    "    message: m\n    fail:\n      any:\n");
		for (int k = 0; k < 8; k++)
			buffer_append_text(
			    &text, "        - user: \"@long\"\n");
		buffer_appendf(&text,
		    "        - not: {all: [{user: \"@long\"}, "
		    "{active_keys: {over: %d}}]}\n",
		    i);
		digest_of(buffer_text(&text), hex[i]);
		buffer_release(&text);
	}
	assert_string_not_equal(hex[0], hex[1]);
}

/* A text such as "$n" is a parameter's only where an operand stands. */
static void
no_uses(void **state)
{
	struct loaded loaded = load(
	    FILES("main",
		HEAD("m") "params: {n: 2}\nrules:\n"
			  "  - {id: keys, title: $n, severity: low, fail: "
			  "{user: u}, message: m}\n"
			  "overrides: [{rules: [keys], users: [u], set: {n: "
			  "3}}]\n"),
	    NULL, 0);

	(void)state;
	assert_int_equal(loaded.result, -1);
	assert_non_null(
	    strstr(loaded.said, "none of the rules of this override uses $n"));
	release(&loaded);
}

static void
reach_of_none(void **state)
{
	(void)state;
	reach_free(NULL);
}

/* Overrides of an extended file count for the rules of who extends it. */
static void
inherited_overrides(void **state)
{
	struct loaded loaded = load_good(FILES("main",
	    HEAD("m") "extends: [base]\nparams: {n: 7}\nrules:\n" RULE("keys",
		"{active_certs: {over: $n}}") "overrides: [{rules: [keys], "
					      "users: [\"b*\"], set: {n: "
					      "4}}]\n",
	    "base",
	    HEAD("b") "params: {n: 2}\n" KEYS
		      "overrides: [{rules: [\"*\"], users: [\"ab\", \"b\"], "
		      "set: {n: "
		      "3}}]\n"));
	const struct rule *rule = policy_find(&loaded.policy, "keys");

	(void)state;
	assert_int_equal(rule->fail.tests[0].number, 7);
	assert_int_equal(number_for(rule, "ab", "1"), 3);
	assert_int_equal(number_for(rule, "b", "1"), 4);
	assert_int_equal(number_for(rule, "c", "1"), 7);
	release(&loaded);
}

static int64_t
time_of(const char *text)
{
	int64_t time;

	assert_int_equal(timestamp_parse(text_of(text), &time), 0);
	return time;
}

static const struct exception *
find(const struct policy *policy, const char *name, const char *account,
    const char *time, struct exception_use *uses)
{
	struct user user = user_of(name, account);

	return exception_find(policy, policy_find(policy, "keys"), &user,
	    time != NULL ? time_of(time) : TIMESTAMP_NONE, uses);
}

static void
exceptions(void **state)
{
	static const char text[] = HEAD("m") "params: {n: 2}\n" KEYS EXCEPTION(
	    ", users: [\"a*\"], accounts: [\"*\"], owner: o");
	struct loaded loaded = load_good(FILES("main", text)), other;
	struct exception_use uses[1] = {{.suppressed = 0}};
	const struct policy *policy = &loaded.policy;
	char first[DIGEST_HEX_SIZE], second[DIGEST_HEX_SIZE];
	const struct exception *found;

	(void)state;
	assert_int_equal(policy->exception_count, 1);
	found = find(policy, "ab", "1", "2026-07-01T00:00:00Z", uses);
	assert_non_null(found);
	assert_string_equal(found->given.reason, "r");
	assert_string_equal(found->given.owner, "o");
	assert_string_equal(found->given.expires, "2027-06-30");
	assert_non_null(find(policy, "a", "1", "2027-06-30T23:59:59Z", uses));
	assert_null(find(policy, "a", "1", "2026-06-30T23:59:59Z", uses));
	assert_null(find(policy, "a", "1", "2027-07-01T00:00:00Z", uses));
	assert_null(find(policy, "a", "1", "2028-07-01T00:00:00Z", uses));
	assert_null(find(policy, "a", "1", NULL, uses));
	assert_null(find(policy, "a", "", "2026-08-01T00:00:00Z", uses));
	assert_null(find(policy, "b", "1", "2026-08-01T00:00:00Z", uses));
	assert_int_equal(uses[0].suppressed, 2);
	assert_int_equal(uses[0].early.count, 1);
	assert_int_equal(uses[0].late.count, 2);
	assert_int_equal(uses[0].late.excused, 0);
	assert_int_equal(uses[0].untimed, 1);

	policy_digest(policy, first);
	other = load_good(FILES("main", HEAD("m") "params: {n: 2}\n" KEYS));
	policy_digest(&other.policy, second);
	assert_string_not_equal(first, second);
	release(&other);
	other = load_good(FILES("main", loaded.resolved));
	policy_digest(&other.policy, second);
	assert_string_equal(first, second);
	release(&other);
	release(&loaded);
}

static void
exception_files(void **state)
{
	static const char policy[] = HEAD("m") "params: {n: 2}\n" KEYS;
	struct loaded loaded = load_good(FILES("main", policy, "exc",
	    "policy: 1\nlists: {l: [\"x\"]}\n" EXCEPTION(", users: \"@l\"")));

	(void)state;
	assert_non_null(
	    find(&loaded.policy, "x", "", "2026-08-01T00:00:00Z", NULL));
	assert_int_equal(loaded.policy.input_count, 2);
	assert_true(loaded.policy.inputs[1].is_exceptions);
	assert_string_equal(loaded.policy.inputs[1].name, "exc");
	release(&loaded);
	expect_refused(FILES("main", "policy: 1\n", "exc",
			   "policy: 1\nname: x\n" EXCEPTION("")),
	    "exc:2:1: unknown key \"name\"; allowed: policy, lists, excep");
	loaded = load(FILES("main", policy, "exc",
			  "policy: 1\nexceptions: [{rules: [kys]}]\n"),
	    NULL, 0);
	expect(loaded.said, "exc:2:23: \"kys\" matches no rule; did you mean");
	release(&loaded);
}

static void
warnings(void **state)
{
	struct loaded loaded = load_good(FILES("main",
	    HEAD("m") "params: {n: 2, lonely: 3}\nlists: {l: [\"x\"]}\n" KEYS
		      "exceptions:\n"
		      "  - {rules: [keys], approved: 2026-07-01, expires: "
		      "never, reason: "
		      "r, users: [\"**\"]}\n"
		      "  - {rules: [keys], approved: 2026-07-01, expires: "
		      "2026-07-31, "
		      "reason: r, users: [\"x\"]}\n"));

	(void)state;
	expect(loaded.warned,
	    "main:3:16: warning: no rule uses the parameter \"lonely\"");
	expect(
	    loaded.warned, "main:4:9: warning: nothing uses the list \"l\"\n");
	expect(loaded.warned, "main:12:52: warning: this exception never exp");
	expect(loaded.warned, "main:12:5: warning: this exception covers eve");
	expect(loaded.warned, "main:13:52: warning: this exception has expir");
	assert_null(strstr(loaded.warned, "main:13:5:"));
	release(&loaded);
}

/* 9 overrides of 3 parameters would be 1,000 variants. */
static void
many_variants(void **state)
{
	struct buffer text;

	(void)state;
	buffer_init(&text, 1 << 20);
	buffer_append_text(&text,
	    HEAD("m") "params: {a: 1, b: 1, c: 1}\nrules:\n" RULE("keys",
		"[{active_keys: {over: $a}}, {active_keys: {over: "
		"$b}}, {active_keys: {over: $c}}]") "overrides:\n");
	for (int i = 0; i < 9; i++)
		buffer_appendf(&text,
		    "  - {rules: [keys], users: [u%d], set: {a: 2, b: 2, c: "
		    "2}}\n",
		    i);
	expect_refused(FILES("main", buffer_text(&text)),
	    "main:19:5: with this override a rule has more than 256 var");
	buffer_release(&text);
}

/* The cap of files counts packs too, in whatever order they come. */
static void
many_files(void **state)
{
	enum {
		LEAVES = LIMIT_POLICY_FILES - 2 /* beside main and the pack */
	};
	char *pairs[(LEAVES + 1) * 2 + 1] = {NULL};
	struct buffer text;
	struct loaded loaded;

	(void)state;
	buffer_init(&text, 1 << 20);
	buffer_append_text(&text, HEAD("x") "extends: [");
	for (int i = 0; i < LEAVES; i++) {
		buffer_appendf(&text, "f%d, ", i);
		pairs[2 + i * 2] = xasprintf("f%d", i);
		pairs[3 + i * 2] = xasprintf(HEAD("x") "rules:\n" RULE("r%d",
						 "{active_keys: {over: 1}}"),
		    i);
	}
	pairs[0] = xstrdup("main");
	pairs[1] = xasprintf("%sbuiltin:mfa]\n", buffer_text(&text));
	loaded = load((const char *const *)pairs, NULL, 0);
	assert_string_equal(loaded.said, "");
	release(&loaded);
	free(pairs[1]);
	pairs[1] =
	    xasprintf("%sbuiltin:mfa, builtin:all]\n", buffer_text(&text));
	expect_refused((const char *const *)pairs,
	    ": a policy is made of at most 64 files\n");
	buffer_release(&text);
	for (size_t i = 0; i < (LEAVES + 1) * 2; i++)
		free(pairs[i]);
}

/* The cap of what lists stand for is one over all files, and exact. */
static void
expanded(void **state)
{
	enum {
		GLOBS = 64,
		BYTES = 4096, /* of a glob with what it costs besides */
		USES = LIMIT_POLICY_EXPANDED / (GLOBS * BYTES)
	};
	struct buffer list, text;
	struct loaded loaded;

	(void)state;
	buffer_init(&list, 1 << 20);
	buffer_append_text(&list, HEAD("x") "lists: {l: [");
	for (int i = 0; i < GLOBS; i++)
		buffer_appendf(&list, "%su%0*d", i > 0 ? ", " : "",
		    BYTES - (int)sizeof(struct test) - 1, i);
	buffer_append_text(&list, "]}\n");
	buffer_init(&text, 1 << 20);
	buffer_append_text(&text, buffer_text(&list));
	buffer_append_text(&text, "extends: [more]\nrules:\n");
	for (int i = 1; i < USES; i++)
		buffer_appendf(&text, RULE("r%d", "{user: [\"@l\"]}"), i);
	buffer_append_text(&list, "rules:\n" RULE("more", "{user: [\"@l\"]}"));
	loaded =
	    load(FILES("main", buffer_text(&text), "more", buffer_text(&list)),
		NULL, 0);
	assert_string_equal(loaded.said, "");
	release(&loaded);
	buffer_append_text(&text, RULE("last", "{user: [\"@l\"]}"));
	expect_refused(
	    FILES("main", buffer_text(&text), "more", buffer_text(&list)),
	    "their globs stand for more than 16 MiB together");
	buffer_release(&text);
	buffer_release(&list);
}

/* The cap of globs over rules, exact: asterisks count by their length. */
static void
matched(void **state)
{
	enum {
		RULES = 64,
		STEPS = 64,
		USES = 64,
		GLOBS = LIMIT_POLICY_MATCHED / (RULES * STEPS * USES)
	};
	static const char use[] =
	    "  - {rules: \"@l\", users: [a], approved: 2026-07-01, "
	    "expires: 2027-06-30, reason: r}\n";
	struct buffer text;
	struct loaded loaded;
	char stars[STEPS + GLOBS + 1];

	(void)state;
	memset(stars, '*', sizeof(stars));
	buffer_init(&text, 1 << 20);
	buffer_append_text(&text, HEAD("x") "lists: {l: [");
	for (int i = 0; i < GLOBS; i++)
		buffer_appendf(
		    &text, "%s\"%.*s\"", i > 0 ? ", " : "", STEPS + i, stars);
	buffer_append_text(&text, "]}\nrules:\n");
	for (int i = 0; i < RULES; i++)
		buffer_appendf(
		    &text, RULE("r%d", "{active_keys: {over: 1}}"), i);
	buffer_append_text(&text, "exceptions:\n");
	for (int i = 0; i < USES; i++)
		buffer_append_text(&text, use);
	loaded = load(FILES("main", buffer_text(&text)), NULL, 0);
	assert_string_equal(loaded.said, "");
	release(&loaded);
	buffer_append_text(&text, use);
	expect_refused(FILES("main", buffer_text(&text)),
	    "the policy is too large: its overrides and exceptions have too");
	buffer_release(&text);
}

/* The cap of names over all files, at which it is reached and one more. */
static void
many_names(void)
{
	struct buffer text, more;
	struct loaded loaded;

	buffer_init(&text, 1 << 20);
	buffer_append_text(&text, HEAD("x") "params: {n: 1");
	for (int i = 1; i < LIMIT_POLICY_NAMES; i++)
		buffer_appendf(&text, ", n%d: 1", i);
	buffer_append_text(&text, "}\n");
	buffer_init(&more, 1 << 20);
	buffer_append_text(&more, buffer_text(&text));
	buffer_append_text(&text,
	    "extends: [more]\nrules:\n" RULE("r", "{active_keys: {over: $n}}"));
	buffer_append_text(&more, "rules: []\n");
	loaded =
	    load(FILES("main", buffer_text(&text), "more", buffer_text(&more)),
		NULL, 0);
	assert_null(strstr(loaded.said, "parameters and lists"));
	release(&loaded);
	buffer_append_text(&more, "lists: {l: [u]}\n");
	expect_refused(
	    FILES("main", buffer_text(&text), "more", buffer_text(&more)),
	    "more:5:1: with this file the policy has 2049 parameters and");
	buffer_release(&text);
	buffer_release(&more);
}

/* A list of what is allowed is cut at a word, and says so. */
static void
cut_advice(void **state)
{
	struct nearest nearest;
	const char *advice;

	(void)state;
	nearest_init(&nearest, "zz");
	for (int i = 0; i < 9; i++)
		nearest_offer(&nearest, "abcdefgh");
	advice = nearest_advice(&nearest);
	assert_string_equal(advice + strlen(advice) - 10, ", abcdefgh");
	for (int i = 0; i < 1000; i++)
		nearest_offer(&nearest, "abcdefgh");
	advice = nearest_advice(&nearest);
	assert_string_equal(
	    advice + strlen(advice) - 25, ", abcdefgh, and 1001 more");
	nearest_release(&nearest);
}

/* What multiplies is refused before it takes time or memory: files that
 * extend each other in two ways at each of many levels, many names. */
static void
hostile(void **state)
{
	enum {
		LEVELS = 20
	};
	char *pairs[LEVELS * 2 + 1] = {NULL};
	struct buffer text;

	(void)state;
	for (int i = 0; i < LEVELS; i++) {
		pairs[i * 2] = i == 0 ? xstrdup("main") : xasprintf("f%d", i);
		pairs[i * 2 + 1] = i < LEVELS - 1
		    ? xasprintf(HEAD("x") "extends: [f%d, f%d]\n", i + 1, i + 1)
		    : xstrdup(HEAD("x") "rules:\n" RULE(
			  "r", "{active_keys: {over: 1}}"));
	}
	expect_refused((const char *const *)pairs,
	    "the policy is too large: its rules are extended too often");
	for (int i = 0; i < LEVELS * 2; i++)
		free(pairs[i]);

	buffer_init(&text, 1 << 20);
	buffer_append_text(&text, HEAD("x") "params: {n: 1");
	for (int i = 0; i < LIMIT_POLICY_NAMES; i++)
		buffer_appendf(&text, ", n%d: 1", i);
	buffer_append_text(
	    &text, "}\nrules:\n" RULE("r", "{active_keys: {over: $n}}"));
	expect_refused(FILES("main", buffer_text(&text)),
	    "main:3:1: \"params\" has 1025 members; at most 1024 are all");
	many_names();
	buffer_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(extends),
	    cmocka_unit_test(broken_extends),
	    cmocka_unit_test(joins),
	    cmocka_unit_test(params),
	    cmocka_unit_test(names),
	    cmocka_unit_test(overrides),
	    cmocka_unit_test(overrides_beaten_by_settings),
	    cmocka_unit_test(renamed_parameters),
	    cmocka_unit_test(digests_of_overrides),
	    cmocka_unit_test(digests_of_exceptions),
	    cmocka_unit_test(digests_of_long_rules),
	    cmocka_unit_test(no_uses),
	    cmocka_unit_test(reach_of_none),
	    cmocka_unit_test(inherited_overrides),
	    cmocka_unit_test(exceptions),
	    cmocka_unit_test(exception_files),
	    cmocka_unit_test(warnings),
	    cmocka_unit_test(many_variants),
	    cmocka_unit_test(many_files),
	    cmocka_unit_test(cut_advice),
	    cmocka_unit_test(expanded),
	    cmocka_unit_test(matched),
	    cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

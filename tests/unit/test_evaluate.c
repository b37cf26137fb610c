/*
 * Three-valued logic over all values of three tests, and verdicts on whole
 * reports.
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
#include "memory_stream.h"
#include "model/fingerprint.h"
#include "model/reader.h"
#include "policy/condition.h"
#include "policy/evaluate.h"
#include "policy/pack.h"

static void
read_policy(struct policy *policy, const char *text, size_t len)
{
	struct buffer errors;

	policy_init(policy);
	buffer_init(&errors, 1 << 20);
	if (policy_read(policy, "f", text, len, &errors) < 0)
		fail_msg("%s\nsays %s", text, buffer_text(&errors));
	buffer_release(&errors);
}

#define MESSAGE "{user} of {account} fails"

/* A policy of one rule, "r", with some lines of keys. */
static void
read_rule_with(struct policy *policy, const char *lines, const char *scope,
    const char *when, const char *fail, const char *message)
{
	char *text = xasprintf("policy: 1\nname: t\nrules:\n"
			       "  - id: r\n    title: T\n    severity: low\n"
			       "    scope: %s\n%s%s%s    fail: %s\n"
			       "    message: \"%s\"\n%s",
	    scope, when[0] == '\0' ? "" : "    when: ", when,
	    when[0] == '\0' ? "" : "\n", fail, message, lines);

	read_policy(policy, text, strlen(text));
	free(text);
}

static void
read_rule(struct policy *policy, const char *scope, const char *when,
    const char *fail)
{
	read_rule_with(policy, "", scope, when, fail, MESSAGE);
}

/* Kleene's logic: false 0, unknown 1, true 2. */
static const enum truth truths[] = {TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE};
static const enum cell cells[] = {CELL_FALSE, CELL_BAD, CELL_TRUE};
static const enum column leaves[] = {
    COLUMN_MFA_ACTIVE, COLUMN_ACCESS_KEY_1_ACTIVE, COLUMN_ACCESS_KEY_2_ACTIVE};

static int
join(bool any, int a, int b)
{
	return any ? (a > b ? a : b) : (a < b ? a : b);
}

static int
turn(bool negate, int value)
{
	return negate ? 2 - value : value;
}

/* One condition over three leaves: two groups, and a "not" at each of five
 * places. */
struct shape {
	bool outer_any, inner_any, inner_first;
	bool negate[5]; /* the leaves, the inner group, all of it */
};

static int
value_of(const struct shape *shape, const int leaf[3])
{
	int v[3], inner;

	for (int i = 0; i < 3; i++)
		v[i] = turn(shape->negate[i], leaf[i]);
	inner = turn(shape->negate[3],
	    shape->inner_first ? join(shape->inner_any, v[0], v[1])
			       : join(shape->inner_any, v[1], v[2]));
	return turn(shape->negate[4],
	    join(shape->outer_any, inner, shape->inner_first ? v[2] : v[0]));
}

static void
write_shape(const struct shape *shape, char *out, size_t size)
{
	const char *outer = shape->outer_any ? "any" : "all";
	const char *inner = shape->inner_any ? "any" : "all";
	char leaf[3][80], group[300];

	for (int i = 0; i < 3; i++)
		snprintf(leaf[i], sizeof(leaf[i]),
		    shape->negate[i] ? "{not: {%s: true}}" : "{%s: true}",
		    column_name(leaves[i]));
	snprintf(group, sizeof(group),
	    shape->negate[3] ? "{not: {%s: [%s, %s]}}" : "{%s: [%s, %s]}",
	    inner, leaf[shape->inner_first ? 0 : 1],
	    leaf[shape->inner_first ? 1 : 2]);
	snprintf(out, size,
	    shape->negate[4] ? "{not: {%s: [%s, %s]}}" : "{%s: [%s, %s]}",
	    outer, shape->inner_first ? group : leaf[0],
	    shape->inner_first ? leaf[2] : group);
}

/* All 27 values of the leaves. The doubts are the unknown leaves that would
 * decide: whatever the others are, it stays unknown. */
static void
check_shape(const struct shape *shape)
{
	struct report report = {.field_count = COLUMN_COUNT};
	struct user user = {.report = &report};
	const struct subject subject = {&user, NULL, TIMESTAMP_NONE};
	struct policy policy;
	char text[800];

	write_shape(shape, text, sizeof(text));
	read_rule(&policy, "all", "", text);
	for (int n = 0; n < 27; n++) {
		const int leaf[3] = {n % 3, n / 3 % 3, n / 9};
		const struct condition *fail = &policy.rules[0].fail;
		int wanted = value_of(shape, leaf);
		struct doubts doubts = {.cells = 0};

		for (int i = 0; i < 3; i++)
			user.cell[leaves[i]] = (uint8_t)cells[leaf[i]];
		if (condition_holds(fail, &subject) != truths[wanted])
			fail_msg("%s for %d %d %d is not %d", text, leaf[0],
			    leaf[1], leaf[2], wanted);
		condition_doubts(fail, &subject, &doubts);
		assert_int_equal(doubts_exist(&doubts), wanted == 1);
		for (int i = 0; i < 3; i++)
			if ((doubts.cells >> leaves[i] & 1) != 0)
				assert_int_equal(leaf[i], 1);
	}
	policy_release(&policy);
}

static void
logic(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 256; n++) {
		struct shape shape = {n & 1, n >> 1 & 1, n >> 2 & 1, {false}};

		for (unsigned i = 0; i < 5; i++)
			shape.negate[i] = n >> (3 + i) & 1;
		check_shape(&shape);
	}
}

/* Collects "outcome rule account user line: reason" of each result, of a
 * slot with its name behind the line. */
struct collector {
	struct sink sink;
	struct instant instant; /* at which is judged */
	enum time_doubt doubt;
	struct buffer text;
	void (*also)(const struct result *);
};

static void
collect(struct sink *sink, const struct event *event)
{
	struct collector *collector = (struct collector *)sink;
	const struct result *result = event->u.result;

	assert_int_equal(event->kind, EVENT_RESULT);
	assert_string_equal(result->source, "here");
	assert_int_equal(strlen(result->fingerprint), 64);
	buffer_appendf(&collector->text, "%s %s %s %s %d%s%s: %s\n",
	    outcome_name(result->outcome), result->rule->id, result->account,
	    result->user, (int)result->line,
	    result->credential[0] != '\0' ? " " : "", result->credential,
	    result->outcome == OUTCOME_UNKNOWN ? result->reason
					       : result->message);
	if (collector->also != NULL)
		collector->also(result);
}

/* Judges a text; tallies are those of the first rule. */
static void
judge(const struct policy *policy, const char *csv, bool all,
    struct collector *collector, uint64_t *counts)
{
	struct stream *stream = memory_stream(csv, strlen(csv), 4096);
	struct rows *rows = rows_new(stream, 1, 0);
	const struct plan_options options = {
	    .source = "here", .instant = collector->instant, .all = all};
	struct tally *tallies = xcalloc(policy->rule_count, sizeof(*tallies));
	struct plan *plan = NULL;
	enum reader_item item;
	struct reader reader;
	struct error err;

	reader_init(&reader, rows);
	while ((item = reader_next(&reader, &err)) > READER_END) {
		if (item == READER_REPORT)
			plan =
			    plan_new(policy, &reader.report, &options, tallies);
		else if (item == READER_USER)
			plan_row(plan, &reader.user, &collector->sink);
		else
			fail_msg("line %d: %s", (int)reader.row.line, err.text);
	}
	plan_end(plan, collector->doubt, &collector->sink);
	plan_free(plan);
	for (int i = 0; counts != NULL && i < OUTCOME_COUNT; i++)
		counts[i] = tallies[0].count[i];
	free(tallies);
	reader_release(&reader);
	rows_free(rows);
	stream_close(stream);
}

static void
collector_init(struct collector *collector)
{
	*collector = (struct collector){
	    .sink = {collect}, .instant = {TIMESTAMP_NONE, TIME_NONE}};
	buffer_init(&collector->text, 1 << 24);
}

static void
expect(const char *scope, const char *when, const char *fail, const char *csv,
    const char *wanted)
{
	struct collector collector;
	struct policy policy;

	collector_init(&collector);
	read_rule(&policy, scope, when, fail);
	judge(&policy, csv, true, &collector, NULL);
	if (strcmp(buffer_text(&collector.text), wanted) != 0)
		fail_msg("%s gave\n%s\nnot\n%s", fail,
		    buffer_text(&collector.text), wanted);
	buffer_release(&collector.text);
	policy_release(&policy);
}

#define SHORT "user,password_enabled,mfa_active\n"
#define UNREADABLE(line) \
	"mfa_active in line " line " is \"x\", expected true or false\n"

static void
outcomes(void **state)
{
	static const char *const when = "{password_enabled: true}";
	static const char *const fail = "{mfa_active: false}";

	(void)state;
	expect("user", when, fail,
	    SHORT "a,true,false\nb,true,true\nc,false,x\n",
	    "fail r  a 2: a of  fails\n"
	    "pass r  b 3: T\n"
	    "not_applicable r  c 4: T\n");
	expect("user", when, fail, SHORT "a,true,x\n",
	    "unknown r  a 2: " UNREADABLE("2"));
	/* No reading of the missing value makes it a failure. */
	expect("user", when, fail, SHORT "a,y,true\n", "pass r  a 2: T\n");
	expect("user", when, fail, SHORT "a,y,x\n",
	    "unknown r  a 2: password_enabled in line 2 is \"y\", expected "
	    "true or false (not_supported for the root user only); " UNREADABLE(
		"2"));
}

static const char three_rows[] =
    "arn,password_enabled,password_last_used,access_key_1_active,"
    "access_key_2_active,cert_1_active,cert_2_active,"
    "access_key_1_last_used_region\n"
    "arn:aws:iam::123456789012:user/x/a,false,N/A,true,true,false,"
    "false,N/A\n"
    "arn:aws-cn:iam::123456789013:user/b,true,no_information,true,"
    "bad,false,false,us-east-1\n"
    "arn:aws:iam::123456789012:root,not_supported,"
    "2020-01-01T00:00:00Z,false,false,false,false,N/A\n";
static const struct {
	const char *fail, *wanted; /* F, p, u of the three rows */
} field_cases[] = {
    {"{user: a}", "Fpp"},
    {"{user: A}", "ppp"},
    {"{user: [\"?\"]}", "FFp"},
    {"{account: \"123456789012\"}", "FpF"},
    {"{partition: aws-cn}", "pFp"},
    {"{path: [\"/x*\"]}", "Fpp"},
    {"{path: {is: empty}}", "ppF"},
    {"{is_root: true}", "ppF"},
    {"{has_password: true}", "pFF"},
    {"{has_credentials: false}", "ppp"},
    {"{has_credentials: true}", "FFF"},
    {"{active_keys: 2}", "Fup"},
    {"{active_keys: 0}", "ppF"},
    {"{active_certs: 0}", "FFF"},
    {"{password_enabled: {is: [not_supported]}}", "ppF"},
    {"{not: {password_enabled: true}}", "FpF"},
    {"{password_last_used: {is: no_information}}", "pFp"},
    {"{password_last_used: {is: [n/a]}}", "Fpp"},
    {"{password_last_used: {is: [empty, no_information]}}", "FFp"},
    {"{access_key_1_last_used_region: [\"*\"]}", "pFp"},
    {"{access_key_2_active: {is: missing}}", "pup"},
    {"{mfa_active: {is: missing}}", "FFF"},
    {"{mfa_active: {is: [missing, empty]}}", "FFF"},
    {"{user: {is: missing}, not: {arn: {is: missing}}}", "FFF"},
};

static void
operators_and_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(field_cases) / sizeof(*field_cases);
	     i++) {
		struct collector collector;
		struct policy policy;
		char got[4] = "";
		char *line, *left;

		collector_init(&collector);
		read_rule(&policy, "all", "", field_cases[i].fail);
		judge(&policy, three_rows, true, &collector, NULL);
		(void)buffer_text(&collector.text);
		left = collector.text.data;
		for (int k = 0; k < 3 && (line = strsep(&left, "\n")); k++)
			got[k] = line[0] == 'f' ? 'F' : line[0];
		if (strcmp(got, field_cases[i].wanted) != 0)
			fail_msg("%s gave %s not %s", field_cases[i].fail, got,
			    field_cases[i].wanted);
		buffer_release(&collector.text);
		policy_release(&policy);
	}
}

/* What a missing column makes unknown is said once, in the account. */
static void
missing_columns(void **state)
{
	struct collector collector;
	struct policy policy;
	uint64_t counts[OUTCOME_COUNT];

	(void)state;
	expect("user", "", "{mfa_active: false}",
	    "user,password_enabled\na,true\nb,false\n",
	    "unknown r   0: the report has no column mfa_active; 2 users "
	    "cannot be judged\n");
	expect("user", "{password_enabled: true}", "{mfa_active: false}",
	    "user,password_enabled\na,true\nb,false\nc,x\n",
	    "not_applicable r  b 3: T\n"
	    "unknown r  c 4: the report has no column mfa_active; "
	    "password_enabled in line 4 is \"x\", expected true or false "
	    "(not_supported for the root user only)\n"
	    "unknown r   0: the report has no column mfa_active; 1 user "
	    "cannot be judged\n");
	expect("user", "", "{mfa_active: false}",
	    "user,mfa_active,mfa_active\na,true,true\n",
	    "unknown r   0: the header names mfa_active more than once; 1 "
	    "user cannot be judged\n");
	expect("all", "", "{mfa_active: false}",
	    "arn,cert_1_active\n"
	    "arn:aws:iam::123456789012:root,true\n"
	    "arn:aws:iam::123456789013:user/b,true\n"
	    "arn:aws:iam::123456789012:user/a,true\n",
	    "unknown r 123456789012  0: the report has no column mfa_active; "
	    "2 users cannot be judged\n"
	    "unknown r 123456789013  0: the report has no column mfa_active; "
	    "1 user cannot be judged; the report has no row of the root user "
	    "of account 123456789013\n");
	/* A test that does not decide is no reason. */
	expect("user", "", "{any: [{mfa_active: false}, {user: a}]}",
	    "user,password_enabled\na,true\n", "fail r  a 2: a of  fails\n");

	collector_init(&collector);
	read_rule(&policy, "user", "", "{mfa_active: false}");
	judge(&policy, "user,password_enabled\na,true\nb,false\n", false,
	    &collector, counts);
	assert_int_equal(counts[OUTCOME_UNKNOWN], 2);
	buffer_release(&collector.text);
	policy_release(&policy);
}

static void
root_rows(void **state)
{
	(void)state;
	expect("root", "", "{mfa_active: false}", SHORT "a,true,true\n",
	    "unknown r   0: the report has no row of the root user\n");
	expect("root", "", "{mfa_active: false}", SHORT, "");
	expect("all", "", "{mfa_active: false}", SHORT "a,true,true\n",
	    "pass r  a 2: T\n"
	    "unknown r   0: the report has no row of the root user\n");
	expect("all", "", "{mfa_active: false}",
	    SHORT "<root_account>,true,true\n",
	    "pass r  <root_account> 2: T\n");
	expect("all", "", "{mfa_active: false}", SHORT, "");
	expect("root", "", "{mfa_active: false}",
	    SHORT "<root_account>,true,true\nroot,true,false\n",
	    "pass r  <root_account> 2: T\n");
	expect("root", "", "{mfa_active: false}",
	    "arn,mfa_active\n"
	    "arn:aws:iam::123456789012:user/a,true\n"
	    "arn:aws:iam::123456789013:root,false\n"
	    "arn:aws:iam::123456789014:user/a,true\n",
	    "fail r 123456789013 <root_account> 3: <root_account> of "
	    "123456789013 fails\n"
	    "unknown r 123456789012  0: the report has no row of the root "
	    "user of account 123456789012\n"
	    "unknown r 123456789014  0: the report has no row of the root "
	    "user of account 123456789014\n");
}

static void
unlisted_credentials(void **state)
{
	static const char csv[] =
	    "user,mfa_active,access_key_1_active,additional_credentials_info\n"
	    "a,true,false,3 more keys\n"
	    "b,true,true,3 more keys\n"
	    "c,true,false,N/A\n"
	    "d,true,false,\n";
	static const char because[] =
	    "additional_credentials_info in line 2 is \"3 more keys\": the "
	    "report does not list every key and certificate of this row\n";
	char *wanted = xasprintf("unknown r  a 2: %s"
				 "fail r  b 3: b of  fails\n"
				 "pass r  c 4: T\npass r  d 5: T\n",
	    because);

	(void)state;
	expect("user", "", "{access_key_1_active: true}", csv, wanted);
	expect("user", "{mfa_active: false}", "{access_key_1_active: true}",
	    csv,
	    "not_applicable r  a 2: T\nnot_applicable r  b 3: T\n"
	    "not_applicable r  c 4: T\nnot_applicable r  d 5: T\n");
	free(wanted);
}

static void
check_evidence(const struct result *result)
{
	const struct evidence *evidence = result->evidence;

	if (result->outcome != OUTCOME_FAIL)
		return;
	assert_int_equal(result->evidence_count, 3);
	assert_string_equal(evidence[0].name, "arn");
	assert_string_equal(
	    evidence[0].value, "arn:aws:iam::123456789012:user/a");
	assert_int_equal(evidence[0].column, 7);
	assert_int_equal(evidence[0].end_column, 39);
	assert_string_equal(evidence[1].name, "password_enabled");
	assert_string_equal(evidence[1].value, "TRUE");
	assert_int_equal(evidence[1].column, 40);
	assert_string_equal(evidence[2].name, "mfa_active");
	assert_int_equal(evidence[2].column, 1);
	assert_int_equal(evidence[2].end_column, 6);
	assert_string_equal(
	    result->raw, "false,arn:aws:iam::123456789012:user/a,TRUE,x");
	assert_string_equal(result->arn, "arn:aws:iam::123456789012:user/a");
	assert_string_equal(result->message, "a of 123456789012 fails");
	assert_string_equal(result->reason, "");
	assert_string_equal(result->credential, "");
	assert_null(result->suppression);
}

static void
records(void **state)
{
	struct collector collector;
	struct policy policy;
	uint64_t counts[OUTCOME_COUNT];

	(void)state;
	collector_init(&collector);
	collector.also = check_evidence;
	read_rule(&policy, "user", "{has_password: true, partition: aws}",
	    "{mfa_active: false}");
	judge(&policy,
	    "mfa_active,arn,password_enabled,other\n"
	    "false,arn:aws:iam::123456789012:user/a,TRUE,x\n"
	    "true,arn:aws:iam::123456789012:user/b,TRUE,x\n"
	    "false,arn:aws:iam::123456789012:user/c,false,x\n"
	    "false,arn:aws:iam::123456789012:root,TRUE,x\n",
	    false, &collector, counts);
	assert_string_equal(buffer_text(&collector.text),
	    "fail r 123456789012 a 2: a of 123456789012 fails\n");
	assert_int_equal(counts[OUTCOME_FAIL], 1);
	assert_int_equal(counts[OUTCOME_PASS], 1);
	assert_int_equal(counts[OUTCOME_NOT_APPLICABLE], 1);
	assert_int_equal(counts[OUTCOME_UNKNOWN], 0);
	buffer_release(&collector.text);
	policy_release(&policy);
}

/* Of the documented bytes, by sha256sum. */
static void
fingerprints(void **state)
{
	struct digest *digest = digest_new();
	struct fingerprint fingerprint = {
	    .rule = "console-mfa",
	    .account = text_of("123456789012"),
	    .of_row = true,
	    .arn = text_of("arn:aws:iam::123456789012:user/a"),
	    .user = text_of("a"),
	    .created = 1577934245,
	};
	char hex[DIGEST_HEX_SIZE];

	(void)state;
	fingerprint_make(&fingerprint, digest, hex);
	assert_string_equal(hex,
	    "2d4600e18c3fe53f1dbba2e8d1033aad205bc9bdd3872a47a65b47a90cbdc9bf");
	fingerprint.arn = text_of("");
	fingerprint.account = text_of("");
	fingerprint.created = TIMESTAMP_NONE;
	fingerprint_make(&fingerprint, digest, hex);
	assert_string_equal(hex,
	    "66cf047e338e34bf59449aa856c11e72c0f8247159bc58e4e27b9e1373520312");
	fingerprint.of_row = false;
	fingerprint_make(&fingerprint, digest, hex);
	assert_string_equal(hex,
	    "c4109639f8dfead76b11509f4ad477de81a756f998814cfda9767943454a1c28");
	digest_free(digest);
}

/* A slot's rotation date stands for it; its number only where that does not
 * tell the slots apart. */
static void
fingerprints_of_slots(void **state)
{
	struct digest *digest = digest_new();
	struct fingerprint fingerprint = {
	    .rule = "access-key-age",
	    .account = text_of("123456789012"),
	    .of_row = true,
	    .arn = text_of("arn:aws:iam::123456789012:user/a"),
	    .created = 1577934245,
	    .of_slot = true,
	    .rotated = 1577934300,
	    .slot = 1,
	};
	char first[DIGEST_HEX_SIZE], second[DIGEST_HEX_SIZE];

	(void)state;
	fingerprint_make(&fingerprint, digest, first);
	assert_string_equal(first,
	    "9604bf4f04110004b4a00d3970b7de271359e0a6a1954e53feed96fdc63c9df1");
	fingerprint.slot = 2;
	fingerprint_make(&fingerprint, digest, second);
	assert_string_equal(first, second);
	fingerprint.same_rotated = true;
	fingerprint_make(&fingerprint, digest, first);
	assert_string_equal(first,
	    "387fbd716396bcab1aa1424f70792eca4b7b1406df74c50c9cf40e7a993dc4db");
	fingerprint.rotated = TIMESTAMP_NONE;
	fingerprint_make(&fingerprint, digest, first);
	assert_string_equal(first,
	    "36c4ab7b88a864bf1eb877ef0cd5a458f6da35a8e1ec7447ccf6fc59637ab5ad");
	digest_free(digest);
}

static int64_t
at(const char *time)
{
	int64_t instant;

	if (timestamp_parse(text_of(time), &instant) != 0)
		fail_msg("%s is no time", time);
	return instant;
}

/* The first letters of the outcomes of a report's rows, or slots, when it is
 * judged at a time; F is fail. */
static void
expect_letters(const char *lines, const char *fail, const char *csv,
    int64_t time, const char *wanted)
{
	struct collector collector;
	struct policy policy;
	char got[16] = "";
	char *line, *left;

	collector_init(&collector);
	collector.instant = (struct instant){time, TIME_OPTION};
	read_rule_with(&policy, lines, "user", "", fail, MESSAGE);
	judge(&policy, csv, true, &collector, NULL);
	(void)buffer_text(&collector.text);
	left = collector.text.data;
	for (size_t i = 0; (line = strsep(&left, "\n")) != NULL &&
	     line[0] != '\0' && i < sizeof(got) - 1;
	     i++)
		got[i] = line[0] == 'f' ? 'F' : line[0];
	if (strcmp(got, wanted) != 0)
		fail_msg("%s with %s on\n%sgave %s not %s:\n%s", fail, lines,
		    csv, got, wanted, buffer_text(&collector.text));
	buffer_release(&collector.text);
	policy_release(&policy);
}

#define KEYS_HEADER                                                     \
	"user,user_creation_time,access_key_1_active,"                  \
	"access_key_1_last_rotated,access_key_1_last_used_date,"        \
	"access_key_1_last_used_region,access_key_1_last_used_service," \
	"access_key_2_active,access_key_2_last_rotated,"                \
	"access_key_2_last_used_date,access_key_2_last_used_region,"    \
	"access_key_2_last_used_service,password_enabled,"              \
	"password_last_used,password_last_changed,"                     \
	"password_next_rotation,cert_1_active,cert_1_last_rotated,"     \
	"cert_2_active,cert_2_last_rotated\n"
#define KEY_EACH "    each: access_key\n"
#define CERT_EACH "    each: cert\n"
#define NO_KEY "false,N/A,N/A,N/A,N/A"
#define NO_PASSWORD "false,N/A,N/A,N/A"
#define NO_CERTS "false,N/A,false,N/A"

#define OLD "2000-01-01T00:00:00Z"

/* Where a date can stand, and a field that is counted from it. */
static const struct {
	const char *lines, *field, *row;
} measured[] = {
    {"", "user_age", "a,%s," NO_KEY "," NO_KEY "," NO_PASSWORD "," NO_CERTS},
    {"", "user_creation_time",
	"a,%s," NO_KEY "," NO_KEY "," NO_PASSWORD "," NO_CERTS},
    {KEY_EACH, "age",
	"a," OLD ",true,%s,N/A,N/A,N/A," NO_KEY "," NO_PASSWORD "," NO_CERTS},
    {KEY_EACH, "idle",
	"a," OLD ",true,%s,N/A,N/A,N/A," NO_KEY "," NO_PASSWORD "," NO_CERTS},
    {KEY_EACH, "idle",
	"a," OLD ",true," OLD ",%s,N/A,s3," NO_KEY "," NO_PASSWORD
	"," NO_CERTS},
    {KEY_EACH, "last_used",
	"a," OLD ",false," OLD ",%s,N/A,s3," NO_KEY "," NO_PASSWORD
	"," NO_CERTS},
    {"", "access_key_2_last_used_date",
	"a," OLD "," NO_KEY ",true," OLD ",%s,N/A,s3," NO_PASSWORD
	"," NO_CERTS},
    {"", "last_activity",
	"a," OLD "," NO_KEY ",true," OLD ",%s,N/A,s3,true," OLD "," OLD
	",N/A," NO_CERTS},
    {"", "last_activity",
	"a," OLD "," NO_KEY ",true," OLD "," OLD ",N/A,s3,true,%s," OLD
	",N/A," NO_CERTS},
    {"", "password_idle",
	"a," OLD "," NO_KEY "," NO_KEY ",true,%s," OLD ",N/A," NO_CERTS},
    {"", "password_idle",
	"a," OLD "," NO_KEY "," NO_KEY ",true,no_information,%s,N/A," NO_CERTS},
    {"", "password_age",
	"a," OLD "," NO_KEY "," NO_KEY ",true," OLD ",%s,N/A," NO_CERTS},
    {"", "password_next_rotation",
	"a," OLD "," NO_KEY "," NO_KEY ",true," OLD "," OLD ",%s," NO_CERTS},
    {CERT_EACH, "age",
	"a," OLD "," NO_KEY "," NO_KEY "," NO_PASSWORD ",true,%s,false,N/A"},
};

/* The row with the value in the place of its "%s". */
static char *
fill(const char *row, const char *value)
{
	const char *gap = strstr(row, "%s");

	return xasprintf("%.*s%s%s", (int)(gap - row), row, value, gap + 2);
}

/* The outcomes of one second before, at, and one second after a limit. */
static void
expect_limit(
    size_t m, const char *test, const char *from, int64_t limit, const char *w)
{
	char *fail = xasprintf("{%s: {%s}}", measured[m].field, test);
	char *row = fill(measured[m].row, from);
	char *csv = xasprintf("%s%s\n", KEYS_HEADER, row);

	for (int i = 0; i < 3; i++) {
		const char wanted[] = {
		    w[i], measured[m].lines[0] != '\0' ? 'p' : '\0', '\0'};

		expect_letters(
		    measured[m].lines, fail, csv, limit + i - 1, wanted);
	}
	free(csv);
	free(row);
	free(fail);
}

/* Exact seconds: over a leap day, a year's end, and a change of clocks. */
static void
limits(void **state)
{
	static const char *const cases[][2] = {
	    {"over", "ppF"},
	    {"at_least", "pFF"},
	    {"under", "Fpp"},
	    {"within", "FFp"},
	};
	static const struct {
		const char *from, *span, *limit;
	} spans[] = {
	    {"2026-06-13T12:00:00Z", "90d", "2026-09-11T12:00:00Z"},
	    {"2024-02-28T12:00:00Z", "2d", "2024-03-01T12:00:00Z"},
	    {"2023-02-28T12:00:00+00:00", "1d", "2023-03-01T12:00:00Z"},
	    {"2025-12-31T23:59:58Z", "2s", "2026-01-01T00:00:00Z"},
	    {"2025-12-31T23:30:00-01:00", "90m", "2026-01-01T02:00:00Z"},
	    {"2024-01-01T00:00:00Z", "1y", "2024-12-31T00:00:00Z"},
	    {"2024-12-25T01:00:00Z", "1w", "2025-01-01T01:00:00Z"},
	    {"2025-03-30T00:00:00+01:00", "24h", "2025-03-31T00:00:00+01:00"},
	};
	char test[40];

	(void)state;
	for (size_t s = 0; s < sizeof(spans) / sizeof(*spans); s++)
		for (size_t c = 0; c < 4; c++)
			for (size_t m = 0;
			     m < sizeof(measured) / sizeof(*measured); m++) {
				snprintf(test, sizeof(test), "%s: %s",
				    cases[c][0], spans[s].span);
				expect_limit(m, test, spans[s].from,
				    at(spans[s].limit), cases[c][1]);
			}
}

/* A date against the report's time, and against a fixed one. */
static void
before_and_after(void **state)
{
	static const char csv[] =
	    "user,user_creation_time,mfa_active\n"
	    "a,2026-09-11T23:59:58Z,true\nb,2026-09-11T23:59:59Z,true\n"
	    "c,2026-09-12T00:00:00Z,true\nd,N/A,true\n";
	static const char *const tests[][2] = {
	    {"before: now", "Fppu"},
	    {"after: now", "ppFu"},
	    {"before: 2026-09-11", "Fppu"},
	    {"after: 2026-09-11", "ppFu"},
	    {"before: 2026-09-11T23:59:59Z", "Fppu"},
	    {"after: \"2026-09-12T01:59:59+02:00\"", "ppFu"},
	    {"after: 2026-09-10, before: 2026-09-12", "FFFu"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		char *fail =
		    xasprintf("{user_creation_time: {%s}}", tests[i][0]);

		expect_letters(
		    "", fail, csv, at("2026-09-11T23:59:59Z"), tests[i][1]);
		free(fail);
	}
}

#define T "2026-09-11T00:00:00Z"
#define KEY_ROW(active, rotated, used)                              \
	"a," OLD "," active "," rotated "," used ",N/A,N/A," NO_KEY \
	"," NO_PASSWORD "," NO_CERTS
#define PASSWORD_ROW(enabled, used, changed, next)                      \
	"a," OLD "," NO_KEY "," NO_KEY "," enabled "," used "," changed \
	"," next "," NO_CERTS

/* False where there is nothing to measure, unknown where there must be. */
static void
sentinels(void **state)
{
	static const struct {
		const char *lines, *fail, *row, *wanted;
	} cases[] = {
	    {KEY_EACH, "{age: {over: 1d}}", KEY_ROW("false", "N/A", "N/A"),
		"pp"},
	    {KEY_EACH, "{age: {within: 1d}}", KEY_ROW("false", "N/A", "N/A"),
		"pp"},
	    {KEY_EACH, "{age: {over: 1d}}", KEY_ROW("true", "N/A", "N/A"),
		"up"},
	    {KEY_EACH, "{age: {over: 1d}}", KEY_ROW("x", "N/A", "N/A"), "up"},
	    {KEY_EACH, "{age: {over: 1d}}", KEY_ROW("false", OLD, "N/A"), "Fp"},
	    {KEY_EACH, "{age: {over: 1d}}", KEY_ROW("false", "x", "N/A"), "up"},
	    {KEY_EACH, "{idle: {over: 1d}}", KEY_ROW("true", "N/A", "N/A"),
		"up"},
	    {KEY_EACH, "{idle: {over: 1d}}", KEY_ROW("true", OLD, "x"), "up"},
	    {KEY_EACH, "{last_used: {over: 1d}}", KEY_ROW("true", OLD, "N/A"),
		"pp"},
	    {KEY_EACH, "{last_used: {before: now}}",
		KEY_ROW("true", OLD, "N/A"), "pp"},
	    {KEY_EACH, "{not: {last_used: {before: now}}}",
		KEY_ROW("true", OLD, "N/A"), "FF"},
	    {KEY_EACH, "{last_used: {is: [n/a]}}", KEY_ROW("true", OLD, "N/A"),
		"FF"},
	    {KEY_EACH, "{never_used: true}", KEY_ROW("true", OLD, "N/A"), "Fp"},
	    {KEY_EACH, "{never_used: true}", KEY_ROW("true", OLD, OLD), "pp"},
	    {KEY_EACH, "{never_used: true}", KEY_ROW("false", "N/A", "x"),
		"pp"},
	    {KEY_EACH, "{never_used: true}", KEY_ROW("x", "N/A", "N/A"), "up"},
	    {KEY_EACH, "{present: true}", KEY_ROW("false", OLD, "N/A"), "Fp"},
	    {KEY_EACH, "{present: true}", KEY_ROW("true", "x", "N/A"), "Fp"},
	    {KEY_EACH, "{present: true}", KEY_ROW("false", "x", "N/A"), "up"},
	    {KEY_EACH, "{slot: 2}", KEY_ROW("false", "N/A", "N/A"), "pF"},
	    {KEY_EACH, "{slot: {over: 1}}", KEY_ROW("false", "N/A", "N/A"),
		"pF"},
	    {KEY_EACH, "{created_after_user: {within: 10s}}",
		KEY_ROW("true", "2000-01-01T00:00:10Z", "N/A"), "Fp"},
	    {KEY_EACH, "{created_after_user: {under: 10s}}",
		KEY_ROW("true", "2000-01-01T00:00:10Z", "N/A"), "pp"},
	    {KEY_EACH, "{created_after_user: {under: 10s}}",
		KEY_ROW("true", "N/A", "N/A"), "up"},
	    /* After T no age is counted from it. */
	    {KEY_EACH, "{age: {within: 1d}}",
		KEY_ROW("true", "2026-09-11T00:00:01Z", "N/A"), "up"},
	    {KEY_EACH, "{age: {within: 1d}}", KEY_ROW("true", T, "N/A"), "Fp"},
	    {KEY_EACH, "{last_used: {after: now}}",
		KEY_ROW("true", OLD, "2026-09-11T00:00:01Z"), "Fp"},
	    {"", "{last_activity: {within: 1d}}",
		KEY_ROW("true", OLD, "2026-09-11T00:00:01Z"), "u"},
	    {"", "{last_activity: {within: 1d}}", KEY_ROW("true", OLD, "x"),
		"u"},
	    {"", "{last_activity: {over: 1d}}", KEY_ROW("true", OLD, "N/A"),
		"p"},
	    {"", "{password_age: {over: 1d}}",
		PASSWORD_ROW("false", "N/A", "N/A", "N/A"), "p"},
	    {"", "{password_age: {over: 1d}}",
		PASSWORD_ROW("true", "N/A", "N/A", "N/A"), "u"},
	    {"", "{password_idle: {over: 1d}}",
		PASSWORD_ROW("true", "no_information", "N/A", "N/A"), "u"},
	    {"", "{password_last_changed: {before: now}}",
		PASSWORD_ROW("true", "no_information", "N/A", "N/A"), "u"},
	    {"", "{password_last_changed: {is: n/a}}",
		PASSWORD_ROW("true", "no_information", "N/A", "N/A"), "F"},
	    {"", "{password_next_rotation: {before: now}}",
		PASSWORD_ROW("true", OLD, OLD, "N/A"), "p"},
	    {"", "{password_next_rotation: {after: now}}",
		PASSWORD_ROW("true", OLD, OLD, "2027-01-01T00:00:00Z"), "F"},
	    {"", "{password_last_used: {over: 1d}}",
		PASSWORD_ROW("true", "no_information", OLD, "N/A"), "p"},
	    /* What is known is enough. */
	    {"", "{last_activity: {within: 1d}}",
		"a," OLD ",true," OLD "," T ",N/A,s3,true," OLD
		",x,N/A,N/A," NO_PASSWORD "," NO_CERTS,
		"F"},
	    {"", "{last_activity: {over: 1d}}",
		"a," OLD ",true," OLD "," T ",N/A,s3,true," OLD
		",x,N/A,N/A," NO_PASSWORD "," NO_CERTS,
		"p"},
	    {"", "{active_keys: {over: 1}}",
		"a," OLD ",true," OLD ",N/A,N/A,N/A,true," OLD
		",N/A,N/A,N/A," NO_PASSWORD "," NO_CERTS,
		"F"},
	    {"", "{active_keys: {at_least: 1}}", KEY_ROW("x", "N/A", "N/A"),
		"u"},
	    {"", "{active_keys: {over: 1}}", KEY_ROW("x", "N/A", "N/A"), "p"},
	    {"", "{active_keys: {under: 2}}", KEY_ROW("x", "N/A", "N/A"), "F"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *csv = xasprintf("%s%s\n", KEYS_HEADER, cases[i].row);

		expect_letters(
		    cases[i].lines, cases[i].fail, csv, at(T), cases[i].wanted);
		free(csv);
	}
}

static void
judge_rule(struct collector *collector, const char *lines, const char *fail,
    const char *message, const char *csv, const char *wanted)
{
	struct policy policy;

	buffer_reset(&collector->text);
	read_rule_with(&policy, lines, "user", "", fail, message);
	judge(&policy, csv, false, collector, NULL);
	if (strcmp(buffer_text(&collector->text), wanted) != 0)
		fail_msg("%s gave\n%s\nnot\n%s", fail,
		    buffer_text(&collector->text), wanted);
	policy_release(&policy);
}

static void
check_slot(const struct result *result)
{
	assert_int_equal(result->evidence_count, 2);
	assert_string_equal(result->evidence[0].name, "access_key_2_active");
	assert_string_equal(
	    result->evidence[1].name, "access_key_2_last_rotated");
}

/* Slots, passwords and what is left to a human, as records. */
static void
records_of_credentials(void **state)
{
	static const char csv[] =
	    "user,access_key_1_active,access_key_1_last_rotated,"
	    "access_key_2_active,access_key_2_last_rotated,"
	    "access_key_2_last_used_service\n"
	    "a,true,2026-09-10T00:00:01Z,true,2026-09-01T12:00:00Z,s3\n";
	static const char unlisted[] =
	    "user,access_key_1_active,access_key_2_active,"
	    "additional_credentials_info\n"
	    "a,true,false,more\nb,false,false,more\n";
	static const char because[] =
	    ": additional_credentials_info in line 3 is \"more\": the report "
	    "does not list every key and certificate of this row\n";
	struct collector collector;
	char *wanted = xasprintf("fail r  a 2 access_key_1: x\n"
				 "unknown r  b 3 access_key_1%s"
				 "unknown r  b 3 access_key_2%s",
	    because, because);

	(void)state;
	collector_init(&collector);
	collector.instant = (struct instant){at(T), TIME_NAME};
	collector.also = check_slot;
	judge_rule(&collector, KEY_EACH, "{active: true, age: {at_least: 1d}}",
	    "{slot} {user} {age.days} {age} {service} {last_used} "
	    "{created_after_user} {region}",
	    csv, "fail r  a 2 access_key_2: 2 a 9 9d s3  unknown \n");
	collector.also = NULL;
	judge_rule(&collector, "    credential: password\n",
	    "{access_key_1_active: true}",
	    "{access_key_1_last_rotated.days} {active_keys} {last_activity}",
	    csv, "fail r  a 2 password: 0 2 unknown\n");
	judge_rule(&collector, "    otherwise: manual\n",
	    "{access_key_1_active: false}", MESSAGE, csv, "manual r  a 2: T\n");
	judge_rule(
	    &collector, KEY_EACH, "{active: true}", "x", unlisted, wanted);
	free(wanted);
	buffer_release(&collector.text);
}

/* What every row lacks is said once. */
static void
lack_of_time(void **state)
{
	static const char csv[] = "user,access_key_1_active,"
				  "access_key_1_last_rotated,"
				  "access_key_2_active\n"
				  "a,true," OLD ",true\nb,false,N/A,false\n";
	struct collector collector;

	(void)state;
	collector_init(&collector);
	judge_rule(&collector, KEY_EACH, "{age: {over: 1d}}", MESSAGE, csv,
	    "unknown r   0: the report has no column "
	    "access_key_2_last_rotated; the report's time is not known and "
	    "may not be guessed (--require-time); 3 slots of access keys "
	    "cannot be judged\n");
	judge_rule(&collector, "", "{access_key_1_last_rotated: {before: now}}",
	    MESSAGE, csv,
	    "unknown r   0: the report's time is not known and may not be "
	    "guessed (--require-time); 1 user cannot be judged\n");
	collector.instant = (struct instant){at(T), TIME_MTIME};
	judge_rule(&collector, KEY_EACH, "{active: true, age: {over: 1d}}",
	    MESSAGE,
	    "user,access_key_1_active,access_key_1_last_rotated\n"
	    "a,true,N/A\nb,true,2027-01-01T00:00:00Z\n",
	    "unknown r  a 2 access_key_1: access_key_1_last_rotated in line 2 "
	    "is \"N/A\", but what it dates is active: there must be a date\n"
	    "unknown r  b 3 access_key_1: access_key_1_last_rotated in line 3 "
	    "is \"2027-01-01T00:00:00Z\", which is after the report's time "
	    "2026-09-11T00:00:00Z\n"
	    "unknown r   0: the report has no column access_key_2_active, "
	    "access_key_2_last_rotated; 2 slots of access keys cannot be "
	    "judged\n");
	buffer_release(&collector.text);
}

/* Where T is in doubt, a rule that it could make clean is not. */
static void
doubted_time(void **state)
{
	static const struct {
		const char *fail;
		enum time_doubt turns; /* from a failure to clean */
	} cases[] = {
	    {"{user_creation_time: {over: 1d}}", TIME_MAY_BE_EARLY},
	    {"{user_creation_time: {at_least: 1d}}", TIME_MAY_BE_EARLY},
	    {"{user_creation_time: {within: 1d}}", TIME_MAY_BE_LATE},
	    {"{user_age: {under: 1d}}", TIME_MAY_BE_LATE},
	    {"{user_creation_time: {after: now}}", TIME_MAY_BE_LATE},
	    {"{user_creation_time: {after: 2026-01-01}}", TIME_UNDOUBTED},
	    {"{user_creation_time: {before: now}}", TIME_MAY_BE_EARLY},
	    {"{not: {user_age: {over: 1d}}}", TIME_MAY_BE_LATE},
	    {"{not: {any: [{user_age: {under: 1d}}, {user: b}]}}",
		TIME_MAY_BE_EARLY},
	    {"{not: {not: {user_age: {under: 1d}}}}", TIME_MAY_BE_LATE},
	    {"{active_keys: {under: 1}}", TIME_UNDOUBTED},
	};
	static const char *const said[] = {
	    [TIME_MAY_BE_EARLY] =
		"unknown r   0: the report's time 2026-09-11T00:00:00Z (from "
		"the mtime) may be too early, and at a later one more could "
		"fail\n",
	    [TIME_MAY_BE_LATE] =
		"unknown r   0: the report's time 2026-09-11T00:00:00Z (from "
		"the mtime) may be too late, and at an earlier one more could "
		"fail\n",
	};
	static const char csv[] = "user,user_creation_time,"
				  "access_key_1_active,access_key_2_active\n"
				  "a," OLD ",true,true\n";
	struct collector collector;

	(void)state;
	collector_init(&collector);
	collector.instant = (struct instant){at(T), TIME_MTIME};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct policy policy;

		read_rule(&policy, "all", "", cases[i].fail);
		for (int doubt = 0; doubt <= TIME_MAY_BE_LATE; doubt++) {
			bool found;

			buffer_reset(&collector.text);
			collector.doubt = (enum time_doubt)doubt;
			judge(&policy, csv, false, &collector, NULL);
			found = doubt != TIME_UNDOUBTED &&
			    strstr(buffer_text(&collector.text), said[doubt]);
			if (found !=
			    (doubt != TIME_UNDOUBTED &&
				cases[i].turns == (enum time_doubt)doubt))
				fail_msg("%s, doubt %d", cases[i].fail, doubt);
		}
		assert_true(policy_needs_time(&policy) ==
		    (strstr(cases[i].fail, "keys") == NULL &&
			strstr(cases[i].fail, "2026") == NULL));
		policy_release(&policy);
	}
	buffer_release(&collector.text);
}

/* Accounts beyond the cap are counted and said to be so. */
static void
many_accounts(void **state)
{
	struct collector collector;
	struct policy policy;
	struct buffer csv;
	uint64_t counts[OUTCOME_COUNT];
	const char *end;

	(void)state;
	collector_init(&collector);
	buffer_init(&csv, 1 << 24);
	buffer_append_text(&csv, "arn,mfa_active\n");
	for (int i = 0; i < LIMIT_ACCOUNTS + 2; i++)
		buffer_appendf(&csv, "arn:aws:iam::%012d:user/a,true\n", i * 7);
	read_rule(&policy, "root", "", "{mfa_active: false}");
	judge(&policy, buffer_text(&csv), false, &collector, counts);
	assert_int_equal(counts[OUTCOME_UNKNOWN], LIMIT_ACCOUNTS + 1);
	end = strstr(buffer_text(&collector.text), "unknown r   0: ");
	assert_non_null(end);
	assert_string_equal(end,
	    "unknown r   0: the report has more than 65536 accounts; whether "
	    "the others have a row of their root user was not checked\n");
	policy_release(&policy);
	buffer_reset(&collector.text);
	read_rule(&policy, "user", "", "{cert_1_active: false}");
	judge(&policy, buffer_text(&csv), false, &collector, counts);
	assert_int_equal(counts[OUTCOME_UNKNOWN], LIMIT_ACCOUNTS + 2);
	end = strstr(buffer_text(&collector.text), "unknown r   0: ");
	assert_string_equal(end,
	    "unknown r   0: the report has no column "
	    "cert_1_active; 2 users cannot be judged\n");
	policy_release(&policy);
	buffer_release(&collector.text);
	buffer_release(&csv);
}

static void
default_pack(void **state)
{
	static const char csv[] =
	    "user,arn,password_enabled,mfa_active,access_key_1_active,"
	    "access_key_2_active,cert_1_active,cert_2_active\n"
	    "<root_account>,arn:aws:iam::123456789012:root,not_supported,"
	    "false,false,false,false,false\n"
	    "<root_account>,arn:aws:iam::123456789013:root,false,false,false,"
	    "false,false,false\n"
	    "<root_account>,arn:aws:iam::123456789014:root,false,false,false,"
	    "true,false,false\n"
	    "<root_account>,arn:aws-us-gov:iam::123456789015:root,true,false,"
	    "false,false,false,false\n"
	    "a,arn:aws:iam::123456789012:user/a,true,false,false,false,false,"
	    "false\n";
	const struct pack *pack = pack_find("mfa");
	struct collector collector;
	struct policy policy;

	(void)state;
	collector_init(&collector);
	read_policy(&policy, pack->text, pack->len);
	judge(&policy, csv, false, &collector, NULL);
	assert_string_equal(buffer_text(&collector.text),
	    "fail root-mfa 123456789012 <root_account> 2: the root user "
	    "has credentials and no MFA device\n"
	    "fail root-mfa 123456789014 <root_account> 4: the root user "
	    "has credentials and no MFA device\n"
	    "fail console-mfa 123456789012 a 6: a has a console password and "
	    "no MFA device\n");
	buffer_release(&collector.text);
	policy_release(&policy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(logic),
	    cmocka_unit_test(outcomes),
	    cmocka_unit_test(operators_and_fields),
	    cmocka_unit_test(missing_columns),
	    cmocka_unit_test(root_rows),
	    cmocka_unit_test(unlisted_credentials),
	    cmocka_unit_test(records),
	    cmocka_unit_test(fingerprints),
	    cmocka_unit_test(fingerprints_of_slots),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(before_and_after),
	    cmocka_unit_test(sentinels),
	    cmocka_unit_test(records_of_credentials),
	    cmocka_unit_test(lack_of_time),
	    cmocka_unit_test(doubted_time),
	    cmocka_unit_test(many_accounts),
	    cmocka_unit_test(default_pack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

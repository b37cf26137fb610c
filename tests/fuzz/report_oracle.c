/*
 * What a report means (report_oracle.h).
 */
#include "fuzz/report_oracle.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fuzz/line_model.h"

enum {
	CELL_SIZE = 4096,
	ACCOUNTS = 64,
	NOWHERE = -1,
	TWICE = -2
};

#define ROOT "<root_account>"
/* A password, two keys, two certificates. */
static const unsigned credentials[] = {3, 8, 13, 18, 20};

enum {
	FIRST_OF_SLOTS = 8,
	LAST_OF_SLOTS = 21,
	UNLISTED = 22
};

const struct oracle_policy oracle_mfa = {
    {{"console-mfa", ORACLE_OF_USER, {ORACLE_ALL, {{3, true}}, 1},
	 {ORACLE_ALL, {{7, false}}, 1}},
	{"root-mfa", ORACLE_OF_ROOT,
	    {ORACLE_ALL,
		{{ORACLE_HAS_CREDENTIALS, true}, {ORACLE_IS_GOVCLOUD, false}},
		2},
	    {ORACLE_ALL, {{7, false}}, 1}}},
    2,
};

enum truth3 {
	NO,
	YES,
	PERHAPS
};

/* One row, its cells as strings. */
struct line {
	char cell[LINE_MODEL_CELLS][CELL_SIZE];
	size_t count;
};

struct table {
	int place[ORACLE_COLUMNS];
	size_t count;
	bool of_aws; /* all columns in their order */
	char separator;
};

/* Who a row is about. */
struct subject {
	const struct table *table;
	const struct line *line;
	char user[CELL_SIZE], account[16], partition[40];
	bool is_root;
};

/* Sets account, partition, is_root and the user's name. */
static bool
read_arn(const char *arn, struct subject *subject)
{
	char rest[CELL_SIZE];
	const char *slash;

	if (sscanf(arn, "arn:%32[a-z-]:iam::%12[0-9]:%4095s",
		subject->partition, subject->account, rest) != 3 ||
	    strncmp(subject->partition, "aws", 3) != 0 ||
	    strlen(subject->account) != 12 ||
	    strlen(arn) !=
		strlen("arn::iam:::") + strlen(subject->partition) + 12 +
		    strlen(rest))
		return false;
	subject->is_root = strcmp(rest, "root") == 0;
	if (subject->is_root) {
		strcpy(subject->user, ROOT);
		return true;
	}
	slash = strrchr(rest, '/');
	if (strncmp(rest, "user/", 5) != 0 || !oracle_is_name(slash + 1) ||
	    slash - rest - 3 > 512)
		return false;
	for (const char *at = rest; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~')
			return false;
	strcpy(subject->user, slash + 1);
	return true;
}

/* The cell of a column that is there, else NULL. */
static const char *
cell_of(const struct subject *subject, unsigned column)
{
	int place = subject->table->place[column];

	return place < 0 ? NULL : subject->line->cell[place];
}

/* False where the row must be rejected. */
static bool
identify(struct subject *subject)
{
	const char *user = cell_of(subject, 0), *arn = cell_of(subject, 1);

	subject->account[0] = '\0';
	strcpy(subject->partition, "aws");
	subject->is_root = user != NULL && strcmp(user, ROOT) == 0;
	if (arn != NULL && !read_arn(arn, subject))
		return false;
	if (user != NULL)
		strcpy(subject->user, user);
	if (strcmp(subject->user, ROOT) == 0)
		return subject->is_root;
	return oracle_is_name(subject->user);
}

/* Joins the first cells to a user and an ARN; false where not exactly one
 * way gives a valid row. The text is what stands in the line. */
static bool
join(const struct table *table, struct line *line, const char *raw)
{
	static struct line joined, found;
	size_t head = line->count - (table->count - 2), ways = 0;

	for (size_t a = 1; a < head; a++) {
		static struct subject subject, of_arn;
		const char *at = raw + strspn(raw, " \t");
		bool good = true;

		memset(&joined, 0, sizeof(joined.cell[0]) * 2);
		for (size_t i = 0; i < head; i++) {
			char *into = joined.cell[i < a ? 0 : 1];

			if (i != 0 && i != a)
				strncat(into, &table->separator, 1);
			strcat(into, line->cell[i]);
		}
		for (size_t i = 2; i < table->count; i++)
			strcpy(joined.cell[i], line->cell[head + i - 2]);
		for (size_t i = 0; i < 2 && good; i++) {
			size_t len = strlen(joined.cell[i]);

			good = strncmp(at, joined.cell[i], len) == 0;
			at += good ? len : 0;
			at +=
			    strspn(at, table->separator == '\t' ? " " : " \t");
			good = good && *at == table->separator;
			at += good;
			at += strspn(at, " \t");
		}
		subject.table = table;
		subject.line = &joined;
		good = good && identify(&subject) &&
		    read_arn(joined.cell[1], &of_arn) &&
		    strcmp(of_arn.user, subject.user) == 0;
		for (unsigned i = 2; i < table->count && good; i++)
			good = oracle_is_readable(
			    i, joined.cell[i], subject.is_root);
		if (good && ways++ == 0)
			memcpy(&found, &joined, sizeof(found));
	}
	if (ways != 1)
		return false;
	memcpy(line, &found, sizeof(found));
	line->count = table->count;
	return true;
}

/* The truth of one test, and which columns are in doubt. */
static enum truth3
test_holds(const struct oracle_test *test, const struct subject *subject,
    uint32_t *doubts)
{
	enum truth3 any = NO;

	if (test->field == ORACLE_IS_GOVCLOUD)
		return (strcmp(subject->partition, "aws-us-gov") == 0) ==
			test->wanted
		    ? YES
		    : NO;
	if (test->field != ORACLE_HAS_CREDENTIALS) {
		const char *cell = cell_of(subject, test->field);

		if (cell != NULL &&
		    oracle_is_readable(test->field, cell, subject->is_root))
			return strcasecmp(
				   cell, test->wanted ? "true" : "false") == 0
			    ? YES
			    : NO;
		*doubts |= UINT32_C(1) << test->field;
		return PERHAPS;
	}
	for (size_t i = 0; i < 5; i++) {
		const char *cell = cell_of(subject, credentials[i]);

		if (cell == NULL ||
		    !oracle_is_readable(
			credentials[i], cell, subject->is_root)) {
			*doubts |= UINT32_C(1) << credentials[i];
			any = any == YES ? YES : PERHAPS;
		} else if (strcasecmp(cell, "false") != 0) {
			any = YES;
		}
	}
	if (any != PERHAPS)
		return (any == YES) == test->wanted ? YES : NO;
	return PERHAPS;
}

static enum truth3
holds(const struct oracle_condition *condition, const struct subject *subject,
    uint32_t *doubts)
{
	enum truth3 deciding = condition->group == ORACLE_ANY ? YES : NO;
	enum truth3 all = condition->group == ORACLE_ANY ? NO : YES;
	uint32_t mine = 0;

	for (size_t i = 0; i < condition->count; i++) {
		uint32_t of_test = 0;
		enum truth3 one =
		    test_holds(&condition->test[i], subject, &of_test);

		if (one == deciding)
			all = deciding;
		else if (one == PERHAPS && all != deciding)
			all = PERHAPS;
		mine |= one == PERHAPS ? of_test : 0;
	}
	*doubts |= all == PERHAPS ? mine : 0;
	if (condition->group == ORACLE_NOT_ALL && all != PERHAPS)
		return all == YES ? NO : YES;
	return all;
}

static bool
reads_slots(const struct oracle_condition *condition)
{
	for (size_t i = 0; i < condition->count; i++) {
		unsigned field = condition->test[i].field;

		if (field == ORACLE_HAS_CREDENTIALS ||
		    (field >= FIRST_OF_SLOTS && field <= LAST_OF_SLOTS))
			return true;
	}
	return false;
}

/* The accounts of a report, as they come. */
struct account {
	char name[16];
	bool has_root;
	uint64_t gathered[ORACLE_RULES];
};

struct judging {
	const struct oracle_policy *policy;
	struct account account[ACCOUNTS];
	size_t accounts;
	struct buffer *out;
};

static struct account *
find_account(struct judging *judging, const struct subject *subject)
{
	size_t i = 0;

	while (i < judging->accounts &&
	    strcmp(judging->account[i].name, subject->account) != 0)
		i++;
	if (i == judging->accounts) {
		fuzz_hold(i < ACCOUNTS, "too many accounts");
		judging->account[judging->accounts++] =
		    (struct account){.has_root = false};
		strcpy(judging->account[i].name, subject->account);
	}
	judging->account[i].has_root |= subject->is_root;
	return &judging->account[i];
}

static bool
is_unlisted(const struct subject *subject)
{
	const char *cell = cell_of(subject, UNLISTED);

	return cell != NULL && *cell != '\0' && strcasecmp(cell, "n/a") != 0;
}

/* One verdict, or one more for the report's end. */
static void
judge_rule(struct judging *judging, size_t number,
    const struct subject *subject, uint64_t line, struct account *account)
{
	const struct oracle_rule *rule = &judging->policy->rule[number];
	uint32_t doubts = 0, present = 0;
	enum truth3 when = holds(&rule->when, subject, &doubts);
	enum truth3 fail =
	    when == NO ? NO : holds(&rule->fail, subject, &doubts);
	bool fails = when == YES && fail == YES;
	bool unknown = when != NO && fail != NO && !fails;

	for (unsigned i = 0; i < ORACLE_COLUMNS; i++)
		if (subject->table->place[i] >= 0)
			present |= UINT32_C(1) << i;
	if (!fails && is_unlisted(subject) &&
	    (reads_slots(&rule->when) ||
		(when != NO && reads_slots(&rule->fail))))
		unknown = true;
	if (!fails && !unknown)
		return;
	if (unknown && doubts != 0 && (doubts & present) == 0) {
		account->gathered[number]++;
		return;
	}
	buffer_appendf(judging->out, "%s %s %" PRIu64 " %s %s\n", rule->id,
	    fails ? "fail" : "unknown", line, subject->account, subject->user);
}

static void
judge_row(struct judging *judging, struct oracle *oracle,
    const struct subject *subject, uint64_t line)
{
	struct account *account = find_account(judging, subject);

	oracle->judged++;
	for (unsigned i = 2; i < ORACLE_COLUMNS; i++) {
		const char *cell = cell_of(subject, i);

		if (cell != NULL &&
		    !oracle_is_readable(i, cell, subject->is_root))
			oracle->bad_cells++;
	}
	for (size_t i = 0; i < judging->policy->count; i++) {
		int scope = judging->policy->rule[i].scope;

		if (scope == ORACLE_OF_BOTH ||
		    (scope == ORACLE_OF_ROOT) == subject->is_root)
			judge_rule(judging, i, subject, line, account);
	}
}

static void
end_report(struct judging *judging)
{
	for (size_t i = 0; i < judging->policy->count; i++)
		for (size_t a = 0; a < judging->accounts; a++) {
			const struct account *account = &judging->account[a];
			const struct oracle_rule *rule =
			    &judging->policy->rule[i];

			if (account->gathered[i] > 0 ||
			    (rule->scope != ORACLE_OF_USER &&
				!account->has_root))
				buffer_appendf(judging->out,
				    "%s unknown 0 %s \n", rule->id,
				    account->name);
		}
}

static void
read_header(struct table *table, const struct line *line, struct oracle *oracle)
{
	table->count = line->count;
	for (unsigned c = 0; c < ORACLE_COLUMNS; c++) {
		table->place[c] = NOWHERE;
		for (size_t i = 0; i < line->count; i++)
			if (strcasecmp(line->cell[i], oracle_name(c)) == 0)
				table->place[c] =
				    table->place[c] == NOWHERE ? (int)i : TWICE;
		oracle->doubled += table->place[c] == TWICE;
	}
	table->of_aws = line->count >= ORACLE_COLUMNS - 1;
	for (size_t i = 0; i < line->count && table->of_aws; i++)
		table->of_aws = i < ORACLE_COLUMNS && table->place[i] == (int)i;
}

/* Well-formed UTF-8 without controls, as RFC 3629 has its table. */
static bool
is_clean(const char *bytes, size_t len)
{
	const unsigned char *at = (const unsigned char *)bytes;

	for (size_t i = 0; i < len;) {
		unsigned char c = at[i++], low = 0x80, high = 0xbf;
		size_t more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

		if (c < 0x20 ? c != '\t' : c == 0x7f || c > 0xf4)
			return false;
		if (c >= 0x80 && c < 0xc2)
			return false;
		low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : low;
		high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : high;
		for (; more > 0; more--, low = 0x80, high = 0xbf)
			if (i == len || at[i] < low || at[i++] > high)
				return false;
	}
	return true;
}

/* Splits a line; false where it must be rejected. Cells cannot hold a TAB
 * but between quotes, and there it is a control. */
static bool
split(struct line *line, const char *text, size_t len, char separator)
{
	static char bytes[1 << 16];
	struct line_model model = {.bytes = bytes};
	bool good = is_clean(text, len);

	line_model_read(&model, text, len, separator);
	line->count = model.count;
	for (size_t i = 0; i < model.count; i++) {
		size_t size = model.end[i] - model.begin[i];
		const char *cell = bytes + model.begin[i];

		fuzz_hold(size < CELL_SIZE, "too long a cell");
		memcpy(line->cell[i], cell, size);
		line->cell[i][size] = '\0';
		good = good && memchr(cell, '\t', size) == NULL;
	}
	return good && !model.bad && !model.too_many;
}

static void
take_line(struct judging *judging, struct oracle *oracle,
    const struct table *table, const char *text, size_t len, uint64_t number)
{
	static struct line line;
	static struct subject subject;
	bool good = split(&line, text, len, table->separator);

	/* A line of blanks, if it is not damaged, is none. */
	if (good && line.count == 0)
		return;
	oracle->is_empty = false;
	if (good && table->of_aws && line.count > table->count) {
		char *raw = strndup(text, len);

		good = join(table, &line, raw);
		free(raw);
	}
	subject.table = table;
	subject.line = &line;
	if (good && line.count == table->count && identify(&subject))
		judge_row(judging, oracle, &subject, number);
	else
		oracle->rejected++;
}

/* The separator of a header whose names have none of the three. */
static char
separator_of(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(",;\t", text[i]) != NULL)
			return text[i];
	return ',';
}

void
oracle_judge(struct oracle *oracle, const char *text, size_t len,
    const struct oracle_policy *policy, struct buffer *out)
{
	static struct line line;
	struct judging judging = {.policy = policy, .out = out};
	struct table table = {.count = 0};
	uint64_t number = 1;

	*oracle = (struct oracle){.is_empty = true};
	for (size_t at = 0; at < len; number++) {
		size_t end = at;

		while (end < len && text[end] != '\n' && text[end] != '\r')
			end++;
		if (number == 1) {
			table.separator = separator_of(text, end);
			split(&line, text, end, table.separator);
			read_header(&table, &line, oracle);
		} else {
			take_line(&judging, oracle, &table, text + at, end - at,
			    number);
		}
		at = end + 1 +
		    (end + 1 < len && text[end] == '\r' &&
			text[end + 1] == '\n');
	}
	end_report(&judging);
}

static void
append_test(struct buffer *yaml, const struct oracle_test *test)
{
	buffer_appendf(yaml, "{%s: %s}", oracle_name(test->field),
	    test->wanted ? "true" : "false");
}

static void
choose_condition(struct oracle_condition *condition, struct choices *choices,
    struct buffer *yaml)
{
	static const unsigned fields[] = {7, 3, 8, 13, 18, 20};

	condition->group = choose(choices, 3);
	condition->count = 1 + choose(choices, ORACLE_TESTS);
	buffer_appendf(yaml, "{%s: [",
	    condition->group == ORACLE_ALL       ? "all"
		: condition->group == ORACLE_ANY ? "any"
						 : "not: {all");
	for (size_t i = 0; i < condition->count; i++) {
		condition->test[i] = (struct oracle_test){
		    fields[choose(choices, 6)], choose(choices, 2) == 1};
		buffer_append_text(yaml, i == 0 ? "" : ", ");
		append_test(yaml, &condition->test[i]);
	}
	buffer_append_text(
	    yaml, condition->group == ORACLE_NOT_ALL ? "]}}\n" : "]}\n");
}

void
oracle_choose(
    struct oracle_policy *policy, struct choices *choices, struct buffer *yaml)
{
	static const char *const ids[ORACLE_RULES] = {"one", "two"};
	static const char *const scopes[] = {"user", "root", "all"};

	*policy = (struct oracle_policy){.count = 1 + choose(choices, 2)};
	buffer_append_text(yaml, "policy: 1\nname: made\nrules:\n");
	for (size_t i = 0; i < policy->count; i++) {
		struct oracle_rule *rule = &policy->rule[i];

		rule->id = ids[i];
		rule->scope = choose(choices, 3);
		buffer_appendf(yaml,
		    "  - id: %s\n    title: made\n    severity: low\n"
		    "    scope: %s\n",
		    rule->id, scopes[rule->scope]);
		if (choose(choices, 3) != 0) {
			buffer_append_text(yaml, "    when: ");
			choose_condition(&rule->when, choices, yaml);
		}
		buffer_append_text(yaml, "    fail: ");
		choose_condition(&rule->fail, choices, yaml);
		buffer_append_text(yaml, "    message: made\n");
	}
}

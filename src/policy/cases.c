/*
 * Cases from YAML. Judging them is the program's business.
 */
#include "policy/cases.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "policy/nearest.h"
#include "policy/value_read.h"

const char *
expected_name(size_t outcome)
{
	return outcome < OUTCOME_COUNT ? outcome_name((enum outcome)outcome)
				       : "none";
}

static struct expected_case *
case_of(struct policy_reader *reader)
{
	return reader->into;
}

static void
read_case_name(struct policy_reader *reader, const struct node *key)
{
	case_of(reader)->name = key_line(reader, key);
}

static void
read_case_at(struct policy_reader *reader, const struct node *key)
{
	const char *text = key_line(reader, key);
	int64_t *time = &case_of(reader)->time;

	if (text != NULL && timestamp_parse(text_of(text), time) < 0 &&
	    timestamp_parse_date(text_of(text), time) < 0)
		complain(&reader->complaints, key->value->at,
		    "\"at\" takes a time such as 2026-09-11T13:15:19Z or a "
		    "date; this is \"%s\"",
		    text);
}

static void
complain_column(struct policy_reader *reader, const struct node *key)
{
	struct nearest nearest;

	nearest_init(&nearest, key->text);
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		nearest_offer(&nearest, column_name(column));
	complain(&reader->complaints, key->at, "unknown column \"%s\"; %s",
	    key->text, nearest_advice(&nearest));
	nearest_release(&nearest);
}

/* A cell's text is taken as it stands, quoted or not. */
static void
read_case_row(struct policy_reader *reader, const struct node *key)
{
	struct expected_case *it = case_of(reader);

	if (!key_is_kind(reader, key, NODE_MAP, "a map such as {user: alice}"))
		return;
	it->cells = xcalloc(key->value->count, sizeof(*it->cells));
	for (const struct node *cell = key->value->first; cell != NULL;
	     cell = cell->next) {
		enum column column = column_find(text_of(cell->text));

		if (cell->kind == NODE_BAD || cell->value->kind == NODE_BAD)
			continue;
		if (column == COLUMN_NONE)
			complain_column(reader, cell);
		else if (cell->value->kind != NODE_TEXT)
			complain(&reader->complaints, cell->value->at,
			    "a cell is a text; this is %s",
			    node_name(cell->value));
		else if (strpbrk(cell->value->text, "\r\n") != NULL)
			complain(&reader->complaints, cell->value->at,
			    "a cell has one line");
		else
			it->cells[it->cell_count++] =
			    (struct expected_cell){column, cell->value->text};
	}
}

/* The outcome's number; OUTCOME_COUNT for "none" and after a complaint. */
static size_t
read_outcome(struct policy_reader *reader, const struct node *key)
{
	const char *word = key_line(reader, key);
	struct nearest nearest;

	if (word == NULL)
		return OUTCOME_COUNT;
	for (size_t i = 0; i <= OUTCOME_COUNT; i++)
		if (strcmp(word, expected_name(i)) == 0)
			return i;
	nearest_init(&nearest, word);
	for (size_t i = 0; i <= OUTCOME_COUNT; i++)
		nearest_offer(&nearest, expected_name(i));
	complain(&reader->complaints, key->value->at,
	    "unknown outcome \"%s\"; %s", word, nearest_advice(&nearest));
	nearest_release(&nearest);
	return OUTCOME_COUNT;
}

static void
read_expectation(struct policy_reader *reader, const struct node *key)
{
	struct expected_case *it = case_of(reader);
	const char *space = strchr(key->text, ' ');
	size_t len =
	    space != NULL ? (size_t)(space - key->text) : strlen(key->text);

	it->expect[it->expect_count++] =
	    (struct expectation){.rule = xstrndup(key->text, len),
		.credential = xstrdup(space != NULL ? space + 1 : ""),
		.outcome = (enum outcome)read_outcome(reader, key),
		.at = key->at};
}

static void
read_case_expect(struct policy_reader *reader, const struct node *key)
{
	struct expected_case *it = case_of(reader);

	if (!key_is_kind(
		reader, key, NODE_MAP, "a map such as {console-mfa: fail}"))
		return;
	it->expect = xcalloc(key->value->count, sizeof(*it->expect));
	for (const struct node *rule = key->value->first; rule != NULL;
	     rule = rule->next)
		if (rule->kind != NODE_BAD)
			read_expectation(reader, rule);
}

static const struct key case_keys[] = {
    {"name", true, read_case_name, "what is tried"},
    {"at", true, read_case_at, "the report's time, or its date"},
    {"row", true, read_case_row, "a map of columns and cells"},
    {"expect", true, read_case_expect, "a map of rules and outcomes"},
};

static struct case_file *
file_of(struct policy_reader *reader)
{
	return (struct case_file *)((char *)reader -
	    offsetof(struct case_file, reader));
}

static void
read_file_policy(struct policy_reader *reader, const struct node *key)
{
	file_of(reader)->policy = key_line(reader, key);
}

static void
read_file_cases(struct policy_reader *reader, const struct node *key)
{
	struct case_file *file = file_of(reader);

	if (!key_is_kind(reader, key, NODE_LIST, "a list of cases"))
		return;
	file->cases = xcalloc(key->value->count, sizeof(*file->cases));
	for (const struct node *it = key->value->first; it != NULL;
	     it = it->next) {
		struct expected_case *one = &file->cases[file->count];

		if (it->kind != NODE_MAP) {
			complain(&reader->complaints, it->at,
			    "a case is a map of keys; this is %s",
			    node_name(it));
			continue;
		}
		file->count++;
		one->line = it->line;
		one->at = it->at;
		reader->into = one;
		key_read_map(reader, it, case_keys,
		    sizeof(case_keys) / sizeof(*case_keys), "a case");
	}
}

static const struct key file_keys[] = {
    {"policy", true, read_file_policy, "a pack's name, or a file's"},
    {"cases", true, read_file_cases, "a list of cases"},
};

void
case_file_read(
    struct case_file *file, const char *name, const char *text, size_t len)
{
	struct complaints *complaints = &file->reader.complaints;

	*file = (struct case_file){.policy = NULL};
	complaints_init(complaints, name, (struct text){text, len});
	file->root = yaml_tree_read(complaints);
	if (file->root == NULL)
		return;
	if (file->root->kind != NODE_MAP)
		complain(complaints, file->root->at,
		    "a file of cases is a map with the keys policy and cases; "
		    "this is %s",
		    node_name(file->root));
	else
		key_read_map(&file->reader, file->root, file_keys,
		    sizeof(file_keys) / sizeof(*file_keys), "a file of cases");
}

void
case_file_release(struct case_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		struct expected_case *it = &file->cases[i];

		for (size_t k = 0; k < it->expect_count; k++) {
			free(it->expect[k].rule);
			free(it->expect[k].credential);
		}
		free(it->expect);
		free(it->cells);
	}
	free(file->cases);
	yaml_tree_free(file->root);
	complaints_release(&file->reader.complaints);
	*file = (struct case_file){.policy = NULL};
}

static void
complain_rule(struct case_file *file, const struct policy *policy,
    const struct expectation *expect)
{
	struct nearest nearest;

	nearest_init(&nearest, expect->rule);
	for (size_t i = 0; i < policy->rule_count; i++)
		nearest_offer(&nearest, policy->rules[i].info.id);
	complain(&file->reader.complaints, expect->at,
	    "the policy has no rule \"%s\"; %s", expect->rule,
	    nearest_advice(&nearest));
	nearest_release(&nearest);
}

static bool
is_slot(const struct rule *rule, const char *name)
{
	const struct credential *slots = each_slots(rule->each);

	if (slots == NULL)
		return name[0] == '\0';
	for (int i = 0; i < SLOTS; i++)
		if (strcmp(slots[i].name, name) == 0)
			return true;
	return false;
}

static void
check_expectation(struct case_file *file, const struct policy *policy,
    const struct expectation *expect)
{
	const struct rule *rule = policy_find(policy, expect->rule);
	const struct credential *slots;

	if (rule == NULL) {
		complain_rule(file, policy, expect);
		return;
	}
	if (is_slot(rule, expect->credential))
		return;
	slots = each_slots(rule->each);
	if (slots == NULL)
		complain(&file->reader.complaints, expect->at,
		    "the rule \"%s\" judges the row as a whole: no slot "
		    "follows its name",
		    expect->rule);
	else
		complain(&file->reader.complaints, expect->at,
		    "the rule \"%s\" judges each slot: \"%s %s\" or \"%s %s\"",
		    expect->rule, expect->rule, slots[0].name, expect->rule,
		    slots[1].name);
}

void
case_file_check(struct case_file *file, const struct policy *policy)
{
	for (size_t i = 0; i < file->count; i++)
		for (size_t k = 0; k < file->cases[i].expect_count; k++)
			check_expectation(
			    file, policy, &file->cases[i].expect[k]);
}

/*
 * Walking a condition. The recursion is as deep as the policy's YAML, which
 * LIMIT_POLICY_DEPTH bounds.
 */
#include "policy/condition.h"

#include <stdlib.h>

#include "policy/override.h"
#include "policy/value_read.h"

void
condition_release(struct condition *condition)
{
	for (size_t i = 0; i < condition->count; i++)
		free(condition->tests[i].text);
	free(condition->tests);
	*condition = (struct condition){.tests = NULL};
}

static enum truth
leaf_holds(
    const struct test *test, const struct subject *subject, struct value *value)
{
	field_read((enum field_id)test->field, subject, value);
	return operators[test->op].apply(test, subject, value);
}

static enum truth
negate(enum truth truth)
{
	static const enum truth negated[] = {
	    [TRUTH_FALSE] = TRUTH_TRUE,
	    [TRUTH_TRUE] = TRUTH_FALSE,
	    [TRUTH_UNKNOWN] = TRUTH_UNKNOWN,
	};

	return negated[truth];
}

static enum truth
test_holds(const struct test *test, const struct subject *subject)
{
	const struct test *end = test + test->next;
	enum truth deciding, result;

	if (test->op >= OP_FIRST_LEAF) {
		struct value value;

		return leaf_holds(test, subject, &value);
	}
	if (test->op == OP_NOT)
		return negate(test_holds(test + 1, subject));
	deciding = test->op == OP_ANY ? TRUTH_TRUE : TRUTH_FALSE;
	result = negate(deciding);
	for (const struct test *member = test + 1; member < end;
	     member += member->next) {
		enum truth truth = test_holds(member, subject);

		if (truth == deciding)
			return deciding;
		if (truth == TRUTH_UNKNOWN)
			result = TRUTH_UNKNOWN;
	}
	return result;
}

enum truth
condition_holds(
    const struct condition *condition, const struct subject *subject)
{
	return condition->tests == NULL ? TRUTH_TRUE
					: test_holds(condition->tests, subject);
}

/* A truth or a number is made from classes alone; what else a field is, only
 * where no cell of it holds a time or a text. */
static bool
leaf_is_settled(const struct test *test, const struct subject *subject)
{
	static const unsigned has_value = 1U << CELL_DATE | 1U << CELL_TEXT;
	const struct field *field = &fields[test->field];
	unsigned classes = 0;
	column_set columns = field_columns(field, subject->slot);

	if (field->type == TYPE_TRUTH || field->type == TYPE_NUMBER)
		return true;
	for (enum column column = 0; columns != 0; column++, columns >>= 1)
		if ((columns & 1) != 0)
			classes |= 1U << subject->user->cell[column];
	/* A text of the user or the account may come from elsewhere. */
	if (field->type == TYPE_TEXT)
		classes |= (classes & 1U << CELL_ABSENT) != 0 ? has_value : 0;
	if (test->op == OP_IS && field_is_column(field))
		return true;
	return (classes & has_value) == 0;
}

static bool
test_settled(
    const struct test *test, const struct subject *subject, enum truth *truth)
{
	const struct test *end = test + test->next;
	enum truth deciding = test->op == OP_ANY ? TRUTH_TRUE : TRUTH_FALSE;
	bool settled = true;

	if (test->op >= OP_FIRST_LEAF) {
		struct value value;

		if (!leaf_is_settled(test, subject))
			return false;
		*truth = leaf_holds(test, subject, &value);
		return true;
	}
	if (test->op == OP_NOT) {
		settled = test_settled(test + 1, subject, truth);
		*truth = negate(*truth);
		return settled;
	}
	for (const struct test *member = test + 1; member < end;
	     member += member->next) {
		if (!test_settled(member, subject, truth))
			settled = false;
		else if (*truth == deciding)
			return true;
	}
	*truth = test_holds(test, subject);
	return settled;
}

bool
condition_settled(const struct condition *condition,
    const struct subject *subject, enum truth *truth)
{
	*truth = TRUTH_TRUE;
	return condition->tests == NULL ||
	    test_settled(condition->tests, subject, truth);
}

/* Of a test that is unknown. */
static void
test_doubts(const struct test *test, const struct subject *subject,
    struct doubts *doubts)
{
	const struct test *end = test + test->next;

	if (test->op >= OP_FIRST_LEAF) {
		struct value value;

		leaf_holds(test, subject, &value);
		if (!doubts_exist(&value.doubts))
			value.doubts.cells =
			    field_columns(&fields[test->field], subject->slot);
		doubts_join(doubts, &value.doubts);
		return;
	}
	for (const struct test *member = test + 1; member < end;
	     member += member->next)
		if (test_holds(member, subject) == TRUTH_UNKNOWN)
			test_doubts(member, subject, doubts);
}

void
condition_doubts(const struct condition *condition,
    const struct subject *subject, struct doubts *doubts)
{
	if (condition_holds(condition, subject) == TRUTH_UNKNOWN)
		test_doubts(condition->tests, subject, doubts);
}

column_set
condition_columns(
    const struct condition *condition, const struct credential *slot)
{
	column_set columns = 0;

	for (size_t i = 0; i < condition->count; i++)
		if (condition->tests[i].op >= OP_FIRST_LEAF)
			columns |= field_columns(
			    &fields[condition->tests[i].field], slot);
	return columns;
}

/* Of a leaf. */
static bool
test_needs_time(const struct test *test)
{
	enum field_type type = fields[test->field].type;

	switch (operators[test->op].operand) {
	case OPERAND_LIMIT:
		return type == TYPE_AGE || type == TYPE_TIME;
	case OPERAND_INSTANT:
		return test->number == TIME_NOW;
	default:
		return false;
	}
}

bool
condition_needs_time(const struct condition *condition)
{
	for (size_t i = 0; i < condition->count; i++)
		if (condition->tests[i].op >= OP_FIRST_LEAF &&
		    test_needs_time(&condition->tests[i]))
			return true;
	return false;
}

/* Ages grow with T: a T that is too late takes one over an upper limit, a T
 * that is too early leaves one under a lower limit. */
static bool
test_can_turn(const struct test *test, bool late)
{
	const struct test *end = test + test->next;

	if (test->op >= OP_FIRST_LEAF) {
		bool is_upper = test->op == OP_UNDER || test->op == OP_WITHIN ||
		    test->op == OP_AFTER;

		return test_needs_time(test) && is_upper == late;
	}
	for (const struct test *member = test + 1; member < end;
	     member += member->next)
		if (test_can_turn(member, late != (test->op == OP_NOT)))
			return true;
	return false;
}

bool
condition_can_turn(const struct condition *condition, enum time_doubt doubt)
{
	return condition->tests != NULL && doubt != TIME_UNDOUBTED &&
	    test_can_turn(condition->tests, doubt == TIME_MAY_BE_LATE);
}

bool
rule_is_for(const struct rule *rule, const struct user *user)
{
	return rule->scope == SCOPE_ALL ||
	    (rule->scope == SCOPE_ROOT) == user->is_root;
}

bool
rule_variant(const struct rule *rule, size_t i, struct conditions *conditions)
{
	const struct variants *variants = rule->variants;

	if (i == 0) {
		*conditions = (struct conditions){&rule->when, &rule->fail};
		return true;
	}
	if (variants == NULL || i >= variants->count)
		return false;
	*conditions = (struct conditions){
	    &variants->conditions[i].when, &variants->conditions[i].fail};
	return true;
}

struct conditions
rule_conditions(const struct rule *rule, const struct user *user)
{
	size_t i =
	    rule->variants != NULL ? variants_choose(rule->variants, user) : 0;
	struct conditions conditions;

	rule_variant(rule, i, &conditions);
	return conditions;
}

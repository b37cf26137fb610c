/*
 * Walking a condition. The recursion is as deep as the policy's YAML, which
 * LIMIT_POLICY_DEPTH bounds.
 */
#include "policy/condition.h"

#include <stdlib.h>

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
    const struct test *test, const struct user *user, struct value *value)
{
	const struct field *field = &fields[test->field];

	*value = (struct value){.cell = CELL_BAD};
	field->read(user, field, value);
	return operators[test->op].apply(test, value);
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
test_holds(const struct test *test, const struct user *user)
{
	const struct test *end = test + test->next;
	enum truth deciding, result;

	if (test->op >= OP_FIRST_LEAF) {
		struct value value;

		return leaf_holds(test, user, &value);
	}
	if (test->op == OP_NOT)
		return negate(test_holds(test + 1, user));
	deciding = test->op == OP_ANY ? TRUTH_TRUE : TRUTH_FALSE;
	result = negate(deciding);
	for (const struct test *member = test + 1; member < end;
	     member += member->next) {
		enum truth truth = test_holds(member, user);

		if (truth == deciding)
			return deciding;
		if (truth == TRUTH_UNKNOWN)
			result = TRUTH_UNKNOWN;
	}
	return result;
}

enum truth
condition_holds(const struct condition *condition, const struct user *user)
{
	return condition->tests == NULL ? TRUTH_TRUE
					: test_holds(condition->tests, user);
}

/* Of a test that is unknown. */
static column_set
test_doubts(const struct test *test, const struct user *user)
{
	const struct test *end = test + test->next;
	column_set doubts = 0;

	if (test->op >= OP_FIRST_LEAF) {
		struct value value;

		leaf_holds(test, user, &value);
		return value.doubt != 0 ? value.doubt
					: fields[test->field].columns;
	}
	for (const struct test *member = test + 1; member < end;
	     member += member->next)
		if (test_holds(member, user) == TRUTH_UNKNOWN)
			doubts |= test_doubts(member, user);
	return doubts;
}

column_set
condition_doubts(const struct condition *condition, const struct user *user)
{
	if (condition_holds(condition, user) != TRUTH_UNKNOWN)
		return 0;
	return test_doubts(condition->tests, user);
}

column_set
condition_columns(const struct condition *condition)
{
	column_set columns = 0;

	for (size_t i = 0; i < condition->count; i++)
		if (condition->tests[i].op >= OP_FIRST_LEAF)
			columns |= fields[condition->tests[i].field].columns;
	return columns;
}

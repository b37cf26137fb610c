/*
 * The operators: what a leaf of a condition says of a value. Groups are
 * condition.c's.
 */
#include "policy/operator.h"

#include "base/timestamp.h"
#include "policy/value_read.h"

static enum truth
truth_of(bool truth)
{
	return truth ? TRUTH_TRUE : TRUTH_FALSE;
}

/* not_supported and the like equal neither true nor false. */
static enum truth
apply_truth(
    const struct test *test, const struct subject *subject, struct value *value)
{
	(void)subject;
	if (doubts_exist(&value->doubts))
		return TRUTH_UNKNOWN;
	return truth_of(
	    value->cell == (test->number != 0 ? CELL_TRUE : CELL_FALSE));
}

/* A word that stands for the lack of a value equals no text. */
static bool
is_text(const struct value *value)
{
	return value->cell != CELL_NOT_APPLICABLE &&
	    value->cell != CELL_NO_INFORMATION &&
	    value->cell != CELL_NOT_SUPPORTED;
}

static enum truth
apply_text(
    const struct test *test, const struct subject *subject, struct value *value)
{
	(void)subject;
	if (doubts_exist(&value->doubts))
		return TRUTH_UNKNOWN;
	return truth_of(is_text(value) && text_equals(value->text, test->text));
}

static enum truth
apply_glob(
    const struct test *test, const struct subject *subject, struct value *value)
{
	(void)subject;
	if (doubts_exist(&value->doubts))
		return TRUTH_UNKNOWN;
	return truth_of(
	    is_text(value) && text_matches_glob(value->text, test->text));
}

static enum truth
apply_number(
    const struct test *test, const struct subject *subject, struct value *value)
{
	(void)subject;
	if (test->number < value->low || test->number > value->high)
		return TRUTH_FALSE;
	return value->low == value->high ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

static enum truth
is_over(const struct value *value, int64_t limit)
{
	if (value->low > limit)
		return TRUTH_TRUE;
	return value->high <= limit ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

static enum truth
is_under(const struct value *value, int64_t limit)
{
	if (value->high < limit)
		return TRUTH_TRUE;
	return value->low >= limit ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

/* False where there is nothing to measure. Of a time its age is measured. */
static bool
has_measure(
    const struct test *test, const struct subject *subject, struct value *value)
{
	if (value_is_nothing(value))
		return false;
	if (fields[test->field].type == TYPE_TIME)
		value_to_age(subject, value);
	return true;
}

static enum truth
apply_over(
    const struct test *test, const struct subject *subject, struct value *value)
{
	return has_measure(test, subject, value) ? is_over(value, test->number)
						 : TRUTH_FALSE;
}

static enum truth
apply_at_least(
    const struct test *test, const struct subject *subject, struct value *value)
{
	return has_measure(test, subject, value)
	    ? is_over(value, test->number - 1)
	    : TRUTH_FALSE;
}

static enum truth
apply_under(
    const struct test *test, const struct subject *subject, struct value *value)
{
	return has_measure(test, subject, value) ? is_under(value, test->number)
						 : TRUTH_FALSE;
}

static enum truth
apply_within(
    const struct test *test, const struct subject *subject, struct value *value)
{
	return has_measure(test, subject, value)
	    ? is_under(value, test->number + 1)
	    : TRUTH_FALSE;
}

/* What to compare with; false where that is T, which is not known. */
static bool
has_instant(const struct test *test, const struct subject *subject,
    struct value *value, int64_t *instant)
{
	*instant = test->number == TIME_NOW ? subject->time : test->number;
	if (*instant != TIMESTAMP_NONE)
		return true;
	if (value->cell == CELL_DATE || value->low != INT64_MIN)
		value->doubts.no_time = true;
	return false;
}

static enum truth
apply_before(
    const struct test *test, const struct subject *subject, struct value *value)
{
	int64_t instant;

	if (value_is_nothing(value))
		return TRUTH_FALSE;
	return has_instant(test, subject, value, &instant)
	    ? is_under(value, instant)
	    : TRUTH_UNKNOWN;
}

static enum truth
apply_after(
    const struct test *test, const struct subject *subject, struct value *value)
{
	int64_t instant;

	if (value_is_nothing(value))
		return TRUTH_FALSE;
	return has_instant(test, subject, value, &instant)
	    ? is_over(value, instant)
	    : TRUTH_UNKNOWN;
}

static enum truth
apply_is(
    const struct test *test, const struct subject *subject, struct value *value)
{
	(void)subject;
	if (((test->number >> value->cell) & 1) != 0)
		return TRUTH_TRUE;
	if (value->cell == CELL_BAD || value->cell == CELL_ABSENT)
		return TRUTH_UNKNOWN;
	return TRUTH_FALSE;
}

#define MEASURED (TYPE_NUMBER | TYPE_AGE | TYPE_SPAN | TYPE_TIME)

const struct operator operators[OP_COUNT] = {
#define GROUP(id, key, help) {key, 0, OPERAND_NONE, NULL, help},
#define OPERATOR(id, key, types, operand, function, help) \
	{key, types, OPERAND_##operand, apply_##function, help},
#include "policy/operators.def"
#undef GROUP
#undef OPERATOR
};

const struct word words[] = {
#define CELL(id) (INT64_C(1) << CELL_##id)
#define WORD(name, cells, help) {name, cells, help},
#include "policy/words.def"
#undef WORD
#undef CELL
};

const size_t word_count = sizeof(words) / sizeof(*words);

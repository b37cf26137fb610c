/*
 * The operators: what a leaf of a condition says of a value. Groups are
 * condition.c's.
 */
#include "policy/operator.h"

static enum truth
truth_of(bool truth)
{
	return truth ? TRUTH_TRUE : TRUTH_FALSE;
}

/* not_supported and the like are neither true nor false. */
static enum truth
apply_truth(const struct test *test, const struct value *value)
{
	if (value->doubt != 0)
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
apply_text(const struct test *test, const struct value *value)
{
	if (value->doubt != 0)
		return TRUTH_UNKNOWN;
	return truth_of(is_text(value) && text_equals(value->text, test->text));
}

static enum truth
apply_glob(const struct test *test, const struct value *value)
{
	if (value->doubt != 0)
		return TRUTH_UNKNOWN;
	return truth_of(
	    is_text(value) && text_matches_glob(value->text, test->text));
}

static enum truth
apply_number(const struct test *test, const struct value *value)
{
	if (test->number < value->low || test->number > value->high)
		return TRUTH_FALSE;
	return value->low == value->high ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

static enum truth
apply_is(const struct test *test, const struct value *value)
{
	if (((test->number >> value->cell) & 1) != 0)
		return TRUTH_TRUE;
	if (value->cell == CELL_BAD || value->cell == CELL_ABSENT)
		return TRUTH_UNKNOWN;
	return TRUTH_FALSE;
}

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

/*
 * Compiled conditions as YAML in one line. What a policy's file looks like
 * is resolved.c's.
 */
#include "policy/condition_write.h"

#include <inttypes.h>

#include "base/timestamp.h"
#include "policy/operator.h"
#include "policy/value_read.h"
#include "policy/yaml_write.h"

/* In the largest unit that holds it without a rest. */
static void
write_span(struct buffer *out, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		char name;
	} units[] = {{DAY_SECS, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
	size_t i = 0;

	while (seconds % units[i].seconds != 0)
		i++;
	buffer_appendf(
	    out, "%" PRId64 "%c", seconds / units[i].seconds, units[i].name);
}

static void
write_words(struct buffer *out, int64_t cells)
{
	const char *before = "[";

	for (size_t i = 0; i < word_count; i++) {
		if ((words[i].cells & cells) != words[i].cells)
			continue;
		buffer_appendf(out, "%s%s", before, words[i].name);
		before = ", ";
	}
	buffer_append_text(out, "]");
}

static void
write_operand(struct buffer *out, const struct test *test)
{
	char time[TIMESTAMP_SIZE];

	switch (operators[test->op].operand) {
	case OPERAND_TRUTH:
		buffer_append_text(out, test->number != 0 ? "true" : "false");
		break;
	case OPERAND_TEXT:
	case OPERAND_GLOBS:
		yaml_append_quoted(out, test->text);
		break;
	case OPERAND_LIMIT:
		if (fields[test->field].type != TYPE_NUMBER) {
			write_span(out, test->number);
			break;
		}
		/* fall through */
	case OPERAND_WHOLE:
		buffer_appendf(out, "%" PRId64, test->number);
		break;
	case OPERAND_INSTANT:
		buffer_append_text(out,
		    test->number == TIME_NOW
			? "now"
			: timestamp_format(time, test->number));
		break;
	case OPERAND_WORDS:
		write_words(out, test->number);
		break;
	case OPERAND_NONE:
	case OPERAND_COUNT:
		break;
	}
}

/* True for what a list of globs became: tests of one field. */
static bool
is_globs(const struct test *group)
{
	const struct test *end = group + group->next;

	for (const struct test *it = group + 1; it < end; it++)
		if (it->op != OP_GLOB || it->field != group[1].field)
			return false;
	return group->op == OP_ANY && group->next > 1;
}

static void
write_globs(struct buffer *out, const struct test *first, size_t count)
{
	buffer_appendf(out, "%s: [", fields[first->field].name);
	for (size_t i = 0; i < count; i++) {
		buffer_append_text(out, i > 0 ? ", " : "");
		write_operand(out, &first[i]);
	}
	buffer_append_text(out, "]");
}

/* As an entry of a map. Depth is bounded by that of the YAML. */
static void
write_entry(struct buffer *out, const struct test *test)
{
	const struct test *end = test + test->next;
	const char *key = operators[test->op].key;

	if (test->op == OP_GLOB) {
		write_globs(out, test, 1);
	} else if (is_globs(test)) {
		write_globs(out, test + 1, test->next - 1);
	} else if (test->op < OP_FIRST_LEAF) {
		buffer_appendf(
		    out, "%s: %s", key, test->op == OP_ANY ? "[" : "{");
		for (const struct test *it = test + 1; it < end;
		     it += it->next) {
			buffer_append_text(out, it > test + 1 ? ", " : "");
			write_entry(out, it);
		}
		buffer_append_text(out, test->op == OP_ANY ? "]" : "}");
	} else {
		buffer_appendf(out, "%s: %s%s%s", fields[test->field].name,
		    key[0] != '\0' ? "{" : "", key, key[0] != '\0' ? ": " : "");
		write_operand(out, test);
		buffer_append_text(out, key[0] != '\0' ? "}" : "");
	}
}

void
condition_write(struct buffer *out, const struct condition *condition)
{
	const struct test *tests = condition->tests;

	if (tests == NULL)
		return;
	buffer_append_text(out, "{");
	if (tests->op == OP_ALL)
		for (size_t i = 1; i < tests->next; i += tests[i].next) {
			buffer_append_text(out, i > 1 ? ", " : "");
			write_entry(out, &tests[i]);
		}
	else
		write_entry(out, tests);
	buffer_append_text(out, "}");
}

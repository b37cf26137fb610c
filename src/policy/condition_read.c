/*
 * The grammar of conditions: a map holds where all of its entries do, a list
 * where any of its members does; what an entry may be is in the tables. It
 * evaluates nothing.
 */
#include "policy/condition_read.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "policy/nearest.h"
#include "policy/operator.h"
#include "policy/value_read.h"

struct builder {
	struct complaints *complaints;
	const struct environment *environment;
	enum each each; /* of the rule */
	struct condition *into;
	size_t size; /* tests there is room for */
};

/* A leaf whose operand is being read. */
struct leaf {
	enum op op;
	enum field_id field;
	const struct node *value;
	size_t at;        /* where to point */
	const char *what; /* what to call it */
};

static size_t
push(struct builder *builder, enum op op, enum field_id field, int64_t number,
    const char *text)
{
	struct condition *into = builder->into;

	into->tests = xgrow(
	    into->tests, into->count, &builder->size, sizeof(*into->tests));
	into->tests[into->count] = (struct test){.op = (uint8_t)op,
	    .field = (uint8_t)field,
	    .next = 1,
	    .number = number,
	    .text = text != NULL ? xstrdup(text) : NULL};
	return into->count++;
}

static void
push_leaf(struct builder *builder, const struct leaf *leaf, int64_t number,
    const char *text)
{
	push(builder, leaf->op, leaf->field, number, text);
}

/* Ends the group that was pushed there; ALL or ANY of one is that one. */
static void
close_group(struct builder *builder, size_t group)
{
	struct condition *into = builder->into;
	struct test *test = &into->tests[group];

	test->next = (uint32_t)(into->count - group);
	if (test->op == OP_NOT || test->next < 2 ||
	    test[1].next != test->next - 1)
		return;
	memmove(test, test + 1, (test->next - 1) * sizeof(*test));
	into->count--;
}

static void
read_operand_truth(struct builder *builder, const struct leaf *leaf)
{
	bool truth;

	if (read_truth(builder->complaints, leaf->value, leaf->at, leaf->what,
		&truth) == 0)
		push_leaf(builder, leaf, truth, NULL);
}

static void
read_operand_whole(struct builder *builder, const struct leaf *leaf)
{
	int64_t number;

	if (read_whole(builder->complaints, leaf->value, leaf->at, leaf->what,
		&number) == 0)
		push_leaf(builder, leaf, number, NULL);
}

/* A text that can equal no value would be a rule that never applies. */
static bool
is_comparable(
    struct builder *builder, const struct leaf *leaf, const char *text)
{
	const int64_t others =
	    INT64_C(1) << CELL_ABSENT | INT64_C(1) << CELL_EMPTY;

	if (strpbrk(text, "*?") != NULL) {
		complain(builder->complaints, leaf->at,
		    "a text is compared as it stands; a glob stands in a list: "
		    "[\"%s\"]",
		    text);
		return false;
	}
	for (size_t i = 0; i < word_count; i++) {
		if ((words[i].cells & others) != 0 ||
		    strcasecmp(text, words[i].name) != 0)
			continue;
		complain(builder->complaints, leaf->at,
		    "\"%s\" stands for the lack of a value: write {is: [%s]}",
		    text, words[i].name);
		return false;
	}
	return true;
}

static void
read_operand_text(struct builder *builder, const struct leaf *leaf)
{
	const char *text = read_one_line(
	    builder->complaints, leaf->value, leaf->at, leaf->what);

	if (text != NULL && is_comparable(builder, leaf, text))
		push_leaf(builder, leaf, 0, text);
}

/* A number, or for what is measured in time a span. */
static void
read_operand_limit(struct builder *builder, const struct leaf *leaf)
{
	int64_t limit;

	if (fields[leaf->field].type == TYPE_NUMBER)
		read_operand_whole(builder, leaf);
	else if (read_span(builder->complaints, leaf->value, leaf->at,
		     leaf->what, &limit) == 0)
		push_leaf(builder, leaf, limit, NULL);
}

static void
read_operand_instant(struct builder *builder, const struct leaf *leaf)
{
	int64_t instant;

	if (read_instant(builder->complaints, leaf->value, leaf->at, leaf->what,
		&instant) == 0)
		push_leaf(builder, leaf, instant, NULL);
}

/* Globs of one operand on their way into a condition. */
struct globs {
	struct builder *builder;
	const struct leaf *leaf;
};

static void
take_glob(void *arg, const char *glob, size_t at)
{
	const struct globs *globs = arg;

	(void)at;
	push_leaf(globs->builder, globs->leaf, 0, glob);
}

static void
read_operand_globs(struct builder *builder, const struct leaf *leaf)
{
	size_t group = push(builder, OP_ANY, FIELD_NONE, 0, NULL);
	struct globs globs = {builder, leaf};

	list_each_glob(builder->environment, builder->complaints, leaf->value,
	    leaf->at, leaf->what, take_glob, &globs);
	close_group(builder, group);
}

static void
complain_word(struct builder *builder, const struct node *node)
{
	struct nearest nearest;

	if (!complaints_want(builder->complaints, node->at)) {
		complain(builder->complaints, node->at, "unknown word");
		return;
	}
	nearest_init(&nearest, node->text);
	for (size_t i = 0; i < word_count; i++)
		nearest_offer(&nearest, words[i].name);
	complain(builder->complaints, node->at,
	    "\"is\" does not know \"%s\"; %s", node->text,
	    nearest_advice(&nearest));
	nearest_release(&nearest);
}

/* What is made from columns lacks no value; only a text can be empty. */
static bool
can_be(const struct field *field, const struct word *word)
{
	return field_is_column(field) ||
	    (field->type == TYPE_TEXT &&
		(word->cells & (INT64_C(1) << CELL_EMPTY)) != 0);
}

static int64_t
read_words_of(
    struct builder *builder, const struct leaf *leaf, const struct node *node)
{
	const struct field *field = &fields[leaf->field];
	size_t i = 0;

	if (node->kind == NODE_BAD)
		return 0;
	if (node->kind != NODE_TEXT) {
		complain(builder->complaints, node->at,
		    "\"is\" takes words; this is %s", node_name(node));
		return 0;
	}
	while (i < word_count && strcmp(node->text, words[i].name) != 0)
		i++;
	if (i == word_count) {
		complain_word(builder, node);
		return 0;
	}
	if (!can_be(field, &words[i]))
		complain(builder->complaints, node->at,
		    "%s can never be %s: it is made from other columns; test "
		    "these",
		    field->name, words[i].name);
	return words[i].cells;
}

static void
read_operand_words(struct builder *builder, const struct leaf *leaf)
{
	int64_t cells = 0;

	if (leaf->value->kind == NODE_TEXT)
		cells = read_words_of(builder, leaf, leaf->value);
	else if (leaf->value->count == 0)
		complain(builder->complaints, leaf->at,
		    "this list of words is empty: nothing would match");
	else
		for (const struct node *item = leaf->value->first; item != NULL;
		     item = item->next)
			cells |= read_words_of(builder, leaf, item);
	push_leaf(builder, leaf, cells, NULL);
}

static const struct {
	bool text, list; /* how it may stand */
	const char *expects;
	void (*read)(struct builder *, const struct leaf *);
} operands[OPERAND_COUNT] = {
    [OPERAND_TRUTH] = {true, false, "true or false", read_operand_truth},
    [OPERAND_TEXT] = {true, false, "a text", read_operand_text},
    [OPERAND_WHOLE] = {true, false, "a number", read_operand_whole},
    [OPERAND_LIMIT] = {true, false, "a span such as 90d", read_operand_limit},
    [OPERAND_INSTANT] = {true, false, "a date, a time or now",
	read_operand_instant},
    [OPERAND_GLOBS] = {false, true, "a list of globs", read_operand_globs},
    [OPERAND_WORDS] = {true, true,
	"[not_supported, no_information, n/a, missing, empty]",
	read_operand_words},
};

/* What the operator takes of such a field. */
static const char *
operand_expects(enum op op, enum field_type type)
{
	enum operand operand = operators[op].operand;

	return operand == OPERAND_LIMIT && type == TYPE_NUMBER
	    ? operands[OPERAND_WHOLE].expects
	    : operands[operand].expects;
}

static bool
operand_fits(enum op op, const struct node *value)
{
	if (list_is_named(value))
		return operators[op].operand == OPERAND_GLOBS;
	if (value->kind == NODE_TEXT)
		return operands[operators[op].operand].text &&
		    !node_is_nothing(value);
	return value->kind == NODE_LIST && operands[operators[op].operand].list;
}

/* Ends what was said of an operator. */
static void
append_expects(struct buffer *out, enum op op, const char *expects)
{
	if (operators[op].key[0] == '\0')
		buffer_append_text(out, expects);
	else
		buffer_appendf(out, ": %s}", expects);
}

/* "{over|under: a span}, or {is: [...]}" */
static void
append_operators(struct buffer *out, enum field_type type)
{
	const char *last = NULL;
	enum op before = OP_COUNT;

	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++) {
		const char *key = operators[op].key;

		if ((operators[op].types & (unsigned)type) == 0)
			continue;
		if (last == operand_expects(op, type) && key[0] != '\0') {
			buffer_appendf(out, "|%s", key);
			continue;
		}
		if (last != NULL) {
			append_expects(out, before, last);
			buffer_append_text(out, ", or ");
		}
		buffer_appendf(out, "%s%s", key[0] != '\0' ? "{" : "", key);
		last = operand_expects(op, type);
		before = op;
	}
	if (last != NULL)
		append_expects(out, before, last);
}

/* "a time and takes {is: [...]}" */
static void
complain_operand(struct builder *builder, const struct leaf *leaf)
{
	const struct field *field = &fields[leaf->field];
	struct buffer takes;

	buffer_init(&takes, LIMIT_POLICY_SCALAR);
	append_operators(&takes, field->type);
	complain(builder->complaints, leaf->at,
	    "%s is %s and takes %s; this is %s", field->name,
	    field_type_name(field->type), buffer_text(&takes),
	    node_name(leaf->value));
	buffer_release(&takes);
}

/* An operand without a word before it: a literal or a list of globs. */
static void
read_literal(struct builder *builder, struct leaf *leaf)
{
	const struct field *field = &fields[leaf->field];

	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++) {
		if (operators[op].key[0] != '\0' ||
		    (operators[op].types & (unsigned)field->type) == 0 ||
		    !operand_fits(op, leaf->value))
			continue;
		leaf->op = op;
		operands[operators[op].operand].read(builder, leaf);
		return;
	}
	complain_operand(builder, leaf);
}

static void
complain_operator(
    struct builder *builder, const struct leaf *leaf, const struct node *key)
{
	struct nearest nearest;

	nearest_init(&nearest, key->text);
	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++)
		if (operators[op].key[0] != '\0')
			nearest_offer(&nearest, operators[op].key);
	complain(builder->complaints, key->at,
	    "unknown operator \"%s\" for %s; %s", key->text,
	    fields[leaf->field].name, nearest_advice(&nearest));
	nearest_release(&nearest);
}

/* One "operator: operand" of a field's map. */
static void
read_operation(
    struct builder *builder, struct leaf *leaf, const struct node *key)
{
	enum op op = OP_FIRST_LEAF;

	if (key->kind == NODE_BAD || key->value->kind == NODE_BAD)
		return;
	leaf->value =
	    param_value(builder->environment, builder->complaints, key->value);
	if (leaf->value == NULL)
		return;
	while (op < OP_COUNT &&
	    (operators[op].key[0] == '\0' ||
		strcmp(operators[op].key, key->text) != 0))
		op++;
	if (op == OP_COUNT) {
		complain_operator(builder, leaf, key);
		return;
	}
	leaf->op = op;
	leaf->at = value_place(key);
	leaf->what = key->text;
	if ((operators[op].types & (unsigned)fields[leaf->field].type) == 0)
		complain(builder->complaints, key->at,
		    "%s is %s; \"%s\" does not fit it",
		    fields[leaf->field].name,
		    field_type_name(fields[leaf->field].type), key->text);
	else if (!operand_fits(op, leaf->value))
		complain(builder->complaints, leaf->at,
		    "\"%s\" takes %s; this is %s", key->text,
		    operand_expects(op, fields[leaf->field].type),
		    node_name(leaf->value));
	else
		operands[operators[op].operand].read(builder, leaf);
}

static void
read_field(struct builder *builder, const struct node *key, enum field_id field)
{
	struct leaf leaf = {.field = field,
	    .value = key->value,
	    .at = value_place(key),
	    .what = key->text};
	size_t group;

	if (key->value->kind == NODE_BAD)
		return;
	if (key->value->kind != NODE_MAP) {
		leaf.value = param_value(
		    builder->environment, builder->complaints, key->value);
		if (leaf.value != NULL)
			read_literal(builder, &leaf);
		return;
	}
	if (key->value->count == 0)
		complain_operand(builder, &leaf);
	group = push(builder, OP_ALL, FIELD_NONE, 0, NULL);
	for (const struct node *it = key->value->first; it != NULL;
	     it = it->next)
		read_operation(builder, &leaf, it);
	close_group(builder, group);
}

/* Words of other languages of conditions. By their letters alone "and" is
 * nearest to "any", its opposite. */
static const char *
meant_by(const char *word)
{
	if (strcmp(word, "and") == 0)
		return operators[OP_ALL].key;
	return strcmp(word, "or") == 0 ? operators[OP_ANY].key : word;
}

static void
complain_field(struct builder *builder, const struct node *key)
{
	struct nearest nearest;

	if (!complaints_want(builder->complaints, key->at)) {
		complain(builder->complaints, key->at, "unknown field");
		return;
	}
	nearest_init(&nearest, meant_by(key->text));
	each_offer_fields(&nearest, builder->each);
	for (enum op op = 0; op < OP_FIRST_LEAF; op++)
		nearest_offer(&nearest, operators[op].key);
	complain(builder->complaints, key->at, "unknown field \"%s\"; %s",
	    key->text, nearest_advice(&nearest));
	nearest_release(&nearest);
}

static void read_condition(struct builder *, const struct node *, size_t at,
    enum op of_map, enum op of_list);

static void
read_group(struct builder *builder, const struct node *key, enum op op)
{
	size_t at = value_place(key), group;

	if (op != OP_NOT) {
		read_condition(builder, key->value, at, op, op);
		return;
	}
	group = push(builder, OP_NOT, FIELD_NONE, 0, NULL);
	read_condition(builder, key->value, at, OP_ALL, OP_ANY);
	close_group(builder, group);
}

/* One "key: value" of a condition's map. */
static void
read_entry(struct builder *builder, const struct node *key)
{
	enum field_id field;

	if (key->kind == NODE_BAD)
		return;
	for (enum op op = 0; op < OP_FIRST_LEAF; op++) {
		if (strcmp(key->text, operators[op].key) == 0) {
			read_group(builder, key, op);
			return;
		}
	}
	field = field_find(text_of(key->text));
	if (field == FIELD_NONE)
		complain_field(builder, key);
	else if (!each_has_field(builder->each, field))
		each_complain(
		    builder->complaints, key->at, builder->each, field);
	else
		read_field(builder, key, field);
}

/* The members of a map or list are joined as it says; depth is bounded by
 * that of the YAML. */
static void
read_condition(struct builder *builder, const struct node *node, size_t at,
    enum op of_map, enum op of_list)
{
	size_t group;

	if (node->kind == NODE_BAD)
		return;
	if (node->kind == NODE_TEXT || node->count == 0) {
		complain(builder->complaints, at,
		    "a condition is a map such as {mfa_active: false}, or a "
		    "list of them; this is %s",
		    node_name(node));
		return;
	}
	group = push(builder, node->kind == NODE_MAP ? of_map : of_list,
	    FIELD_NONE, 0, NULL);
	for (const struct node *it = node->first; it != NULL; it = it->next) {
		if (node->kind == NODE_MAP)
			read_entry(builder, it);
		else
			read_condition(builder, it, it->at, OP_ALL, OP_ANY);
	}
	close_group(builder, group);
}

void
condition_read(struct complaints *complaints,
    const struct environment *environment, enum each each,
    const struct node *key, struct condition *condition)
{
	struct builder builder = {
	    .complaints = complaints,
	    .environment = environment,
	    .each = each,
	    .into = condition,
	};

	read_condition(&builder, key->value, value_place(key), OP_ALL, OP_ANY);
}

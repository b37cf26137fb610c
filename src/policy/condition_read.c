/*
 * The grammar of conditions: a map holds where all of its entries do, a list
 * where any of its members does; what an entry may be is in the tables. It
 * evaluates nothing.
 */
#include "policy/condition_read.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "policy/key_read.h"
#include "policy/nearest.h"
#include "policy/condition_operand.h"
#include "policy/operator.h"
#include "policy/value_read.h"

/* An operand without a word before it: a literal or a list of globs. */
static void
read_literal(struct builder *builder, struct leaf *leaf)
{
	const struct field *field = &fields[leaf->field];

	leaf->op = OP_COUNT;
	if (operand_refuse_look(builder, leaf))
		return;
	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++) {
		if (operators[op].key[0] != '\0' ||
		    (operators[op].types & (unsigned)field->type) == 0 ||
		    !operand_fits(op, leaf->value))
			continue;
		leaf->op = op;
		operand_read(builder, leaf);
		return;
	}
	operand_complain(builder, leaf);
}

/* Signs and words of other languages. */
static const struct {
	const char *sign, *key;
} signs[] = {
    {">", "over"},
    {">=", "at_least"},
    {"<", "under"},
    {"<=", "within"},
    {"gt", "over"},
    {"gte", "at_least"},
    {"lt", "under"},
    {"lte", "within"},
    {"older_than", "over"},
    {"more_than", "over"},
    {"less_than", "under"},
};

static bool
has_operator(enum op op, enum field_type type)
{
	return operators[op].key[0] != '\0' &&
	    (operators[op].types & (unsigned)type) != 0;
}

static bool
is_among(const char *word, const char *const *list)
{
	while (*list != NULL && strcmp(word, *list) != 0)
		list++;
	return *list != NULL;
}

static bool
has_literal(enum field_type type)
{
	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++)
		if (operators[op].key[0] == '\0' &&
		    (operators[op].types & (unsigned)type) != 0)
			return true;
	return false;
}

/* True after a complaint about a word for what stands without an operator,
 * or around the field. */
static bool
complain_equality(
    struct builder *builder, const struct leaf *leaf, const struct node *key)
{
	static const char *const equal[] = {
	    "=", "==", "eq", "equals", "in", "like", "match", "matches", NULL};
	static const char *const unequal[] = {
	    "not", "!=", "ne", "not_in", NULL};
	const struct field *field = &fields[leaf->field];
	bool is_equal = is_among(key->text, equal);

	if (!has_literal(field->type) ||
	    (!is_equal && !is_among(key->text, unequal)))
		return false;
	complain(builder->complaints, key->at,
	    "there is no operator \"%s\": %s {%s%s: ...%s}", key->text,
	    is_equal ? "what a field has to be stands without one, as in"
		     : "\"not\" stands around a field, as in",
	    is_equal ? "" : "not: {", field->name, is_equal ? "" : "}");
	return true;
}

static void
complain_operator(
    struct builder *builder, const struct leaf *leaf, const struct node *key)
{
	const struct field *field = &fields[leaf->field];
	const char *meant = key->text;
	struct nearest nearest;

	if (complain_equality(builder, leaf, key))
		return;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strcmp(key->text, signs[i].sign) == 0)
			meant = signs[i].key;
	nearest_init(&nearest, meant);
	for (enum op op = OP_FIRST_LEAF; op < OP_COUNT; op++)
		if (has_operator(op, field->type))
			nearest_offer(&nearest, operators[op].key);
	complain(builder->complaints, key->at,
	    "unknown operator \"%s\" for %s; %s", key->text, field->name,
	    nearest_advice(&nearest));
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
	if ((operators[op].types & (unsigned)fields[leaf->field].type) == 0) {
		char what[64];

		snprintf(what, sizeof(what), "\"%s\" does not fit it",
		    operators[op].key);
		operand_complain_takes(builder, leaf->field, key->at, what);
	} else if (operand_refuse_look(builder, leaf)) {
		return;
	} else if (!operand_fits(op, leaf->value)) {
		complain(builder->complaints, leaf->at,
		    "\"%s\" takes %s; this is %s", key->text,
		    operand_expects(op, fields[leaf->field].type),
		    node_name(leaf->value));
	} else {
		operand_read(builder, leaf);
	}
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
		operand_complain(builder, &leaf);
	group = builder_push(builder, OP_ALL, FIELD_NONE, 0, NULL);
	for (const struct node *it = key->value->first; it != NULL;
	     it = it->next)
		read_operation(builder, &leaf, it);
	builder_close(builder, group);
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
	if (key_complain_blank(builder->complaints, key))
		return;
	nearest_init(&nearest, meant_by(key->text));
	for (enum field_id id = 0; id < FIELD_COUNT; id++)
		if (strcasecmp(fields[id].name, key->text) == 0)
			nearest_offer(&nearest, fields[id].name);
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
	group = builder_push(builder, OP_NOT, FIELD_NONE, 0, NULL);
	read_condition(builder, key->value, at, OP_ALL, OP_ANY);
	builder_close(builder, group);
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
		    builder->complaints, key->at, &builder->each, field);
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
	group = builder_push(builder, node->kind == NODE_MAP ? of_map : of_list,
	    FIELD_NONE, 0, NULL);
	for (const struct node *it = node->first; it != NULL; it = it->next) {
		if (node->kind == NODE_MAP)
			read_entry(builder, it);
		else
			read_condition(builder, it, it->at, OP_ALL, OP_ANY);
	}
	builder_close(builder, group);
}

void
condition_read(struct complaints *complaints,
    const struct environment *environment, enum each *each,
    const struct node *key, struct condition *condition)
{
	struct builder builder = {
	    .complaints = complaints,
	    .environment = environment,
	    .each = *each,
	    .into = condition,
	};

	read_condition(&builder, key->value, value_place(key), OP_ALL, OP_ANY);
	*each = builder.each;
}

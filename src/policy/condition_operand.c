/*
 * Operands as tests, and what is said of those that do not fit.
 */
#include "policy/condition_operand.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "model/identity.h"
#include "policy/nearest.h"
#include "policy/value_read.h"

size_t
builder_push(struct builder *builder, enum op op, enum field_id field,
    int64_t number, const char *text)
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
	builder_push(builder, leaf->op, leaf->field, number, text);
}

/* Ends the group that was pushed there; ALL or ANY of one is that one. */
void
builder_close(struct builder *builder, size_t group)
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

/* What a number can be, or low over high where it can be any. */
static void
range_of(enum field_id field, int64_t *low, int64_t *high)
{
	*low = 1;
	*high = 0;
	if (field == FIELD_ACTIVE_KEYS || field == FIELD_ACTIVE_CERTS)
		*low = 0;
	if (field == FIELD_ACTIVE_KEYS || field == FIELD_ACTIVE_CERTS ||
	    field == FIELD_SLOT)
		*high = SLOTS;
}

static bool
can_hold(enum op op, int64_t number, int64_t low, int64_t high)
{
	switch (op) {
	case OP_OVER:
		return high > number;
	case OP_AT_LEAST:
		return high >= number;
	case OP_UNDER:
		return low < number;
	case OP_WITHIN:
		return low <= number;
	default:
		return low <= number && number <= high;
	}
}

/* A rule with a test that never holds looks as if it were applied. */
static void
check_range(struct builder *builder, const struct leaf *leaf, int64_t number)
{
	int64_t low, high;

	range_of(leaf->field, &low, &high);
	if (low <= high && !can_hold(leaf->op, number, low, high))
		complain_softly(builder->complaints, leaf->at,
		    "this never holds: %s is %" PRId64 " to %" PRId64,
		    fields[leaf->field].name, low, high);
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
		&number) < 0)
		return;
	check_range(builder, leaf, number);
	push_leaf(builder, leaf, number, NULL);
}

/* A partition that AWS may come to have is none of these. */
static bool
check_partition(struct builder *builder, size_t at, const char *text)
{
	static const char *const known[] = {"aws", "aws-cn", "aws-us-gov",
	    "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"};
	struct nearest nearest;
	bool good;

	nearest_init(&nearest, text);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		nearest_offer(&nearest, known[i]);
	good = nearest.distance == 0 ||
	    (nearest.best == NULL && strncmp(text, "aws-", 4) == 0);
	if (!good)
		complain(builder->complaints, at,
		    "there is no partition \"%s\"; %s", text,
		    nearest_advice(&nearest));
	nearest_release(&nearest);
	return good;
}

/* What the name of a user, an account or a partition can never be. */
static bool
check_name(struct builder *builder, const struct leaf *leaf, const char *text)
{
	struct text name = text_of(text);

	if (leaf->field == FIELD_USER && !identity_is_user_name(name)) {
		complain(builder->complaints, leaf->at,
		    "\"%s\" is the name of no user: 1 to %d letters, digits "
		    "and _+=,.@- or, for root, " ROOT_NAME,
		    text, IDENTITY_NAME_MAX);
		return false;
	}
	if (leaf->field == FIELD_ACCOUNT && name.len > 0 &&
	    (name.len != IDENTITY_ACCOUNT_LEN ||
		!text_consists_of(name, "0123456789"))) {
		complain(builder->complaints, leaf->at,
		    "\"%s\" is no account: an account is %d digits in quotes, "
		    "such as \"123456789012\"",
		    text, IDENTITY_ACCOUNT_LEN);
		return false;
	}
	return leaf->field != FIELD_PARTITION ||
	    check_partition(builder, leaf->at, text);
}

/* A text that can equal no value would be a rule that never applies. */
static bool
is_comparable(
    struct builder *builder, const struct leaf *leaf, const char *text)
{
	if (strpbrk(text, "*?") != NULL) {
		complain(builder->complaints, leaf->at,
		    "a text is compared as it stands; a glob stands in a list: "
		    "[\"%s\"]",
		    text);
		return false;
	}
	return check_name(builder, leaf, text);
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
	enum field_id field = globs->leaf->field;

	if (field == FIELD_USER || field == FIELD_ACCOUNT)
		glob_check(globs->builder->complaints, at, glob,
		    field == FIELD_ACCOUNT);
	/* What is no glob is compared as a text is. */
	if (field == FIELD_PARTITION && strpbrk(glob, "*?") == NULL)
		(void)check_partition(globs->builder, at, glob);
	push_leaf(globs->builder, globs->leaf, 0, glob);
}

static void
read_operand_globs(struct builder *builder, const struct leaf *leaf)
{
	size_t group = builder_push(builder, OP_ANY, FIELD_NONE, 0, NULL);
	struct globs globs = {builder, leaf};

	list_each_glob(builder->environment, builder->complaints, leaf->value,
	    leaf->at, leaf->what, take_glob, &globs);
	builder_close(builder, group);
}

static void
complain_word(struct builder *builder, const struct node *node, size_t at)
{
	struct nearest nearest;

	if (!complaints_want(builder->complaints, at)) {
		complain(builder->complaints, at, "unknown word");
		return;
	}
	nearest_init(&nearest, node->text);
	for (size_t i = 0; i < word_count; i++)
		nearest_offer(&nearest, words[i].name);
	complain(builder->complaints, at, "\"is\" does not know \"%s\"; %s",
	    node->text, nearest_advice(&nearest));
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
read_words_of(struct builder *builder, const struct leaf *leaf,
    const struct node *node, size_t at)
{
	const struct field *field = &fields[leaf->field];
	size_t i = 0;

	if (node->kind == NODE_BAD)
		return 0;
	if (node->kind != NODE_TEXT) {
		complain(builder->complaints, at,
		    "\"is\" takes words; this is %s", node_name(node));
		return 0;
	}
	while (i < word_count && strcmp(node->text, words[i].name) != 0)
		i++;
	if (i == word_count) {
		complain_word(builder, node, at);
		return 0;
	}
	if (!can_be(field, &words[i]))
		complain(builder->complaints, at,
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
		cells = read_words_of(builder, leaf, leaf->value, leaf->at);
	else if (leaf->value->count == 0)
		complain(builder->complaints, leaf->at,
		    "this list of words is empty: nothing would match");
	else
		for (const struct node *item = leaf->value->first; item != NULL;
		     item = item->next)
			cells |= read_words_of(builder, leaf, item, item->at);
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
const char *
operand_expects(enum op op, enum field_type type)
{
	enum operand operand = operators[op].operand;

	return operand == OPERAND_LIMIT && type == TYPE_NUMBER
	    ? operands[OPERAND_WHOLE].expects
	    : operands[operand].expects;
}

bool
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

/* "mfa_active is true or false and takes true or false"; what is the end of
 * the sentence. */
void
operand_complain_takes(
    struct builder *builder, enum field_id id, size_t at, const char *what)
{
	const struct field *field = &fields[id];
	struct buffer takes;

	buffer_init(&takes, LIMIT_POLICY_SCALAR);
	append_operators(&takes, field->type);
	complain(builder->complaints, at, "%s is %s and takes %s; %s",
	    field->name, field_type_name(field->type), buffer_text(&takes),
	    what);
	buffer_release(&takes);
}

/* The word of "is" that a literal was meant to be, or NULL. */
static const struct word *
meant_word(const struct leaf *leaf)
{
	const struct node *value = leaf->value;

	if (value->kind != NODE_TEXT ||
	    (fields[leaf->field].type & operators[OP_IS].types) == 0)
		return NULL;
	for (size_t i = 0; i < word_count; i++)
		if (strcasecmp(value->text, words[i].name) == 0 &&
		    can_be(&fields[leaf->field], &words[i]))
			return &words[i];
	return NULL;
}

static bool
is_null(const struct node *value)
{
	return value->kind == NODE_TEXT && !value->quoted &&
	    (strcasecmp(value->text, "null") == 0 ||
		strcmp(value->text, "~") == 0);
}

/* The operator that a text such as "over 90d" begins with, or OP_COUNT. */
static enum op
op_within(const char *text, enum field_type type)
{
	enum op op = OP_FIRST_LEAF;

	for (; op < OP_COUNT; op++) {
		size_t len = strlen(operators[op].key);

		if (len > 0 && (operators[op].types & (unsigned)type) != 0 &&
		    strncmp(text, operators[op].key, len) == 0 &&
		    text[len] == ' ')
			break;
	}
	return op;
}

/* What no literal of the field can be. */
void
operand_complain(struct builder *builder, const struct leaf *leaf)
{
	const struct field *field = &fields[leaf->field];
	const struct node *value = leaf->value;
	const char *text = value->kind == NODE_TEXT ? value->text : "";
	enum op op = op_within(text, field->type);
	char what[64];

	snprintf(what, sizeof(what), "this is %s", node_name(value));
	param_blame_use(builder->complaints);
	if (op < OP_COUNT)
		complain(builder->complaints, leaf->at,
		    "an operator is a key of its own: write {%s: {%s: %s}}",
		    field->name, operators[op].key,
		    text + strlen(operators[op].key) + 1);
	else if (is_null(value) && can_be(field, &words[0]))
		complain(builder->complaints, leaf->at,
		    "\"%s\" is no value here; for the lack of one write "
		    "{%s: {is: [n/a, no_information, not_supported]}}",
		    text, field->name);
	else if (is_null(value))
		operand_complain_takes(builder, leaf->field, leaf->at,
		    "\"null\" is nothing of that");
	else
		operand_complain_takes(builder, leaf->field, leaf->at, what);
}

/* True after a complaint: what looks like a parameter, or like the lack of a
 * value, is written as a text. */
bool
operand_refuse_look(struct builder *builder, const struct leaf *leaf)
{
	const struct node *value = leaf->value;
	const struct word *word = meant_word(leaf);

	if (value->kind != NODE_TEXT)
		return false;
	if (value->quoted && value->text[0] == '$') {
		complain(builder->complaints, leaf->at,
		    "in quotes this is a text, no parameter: write %s without "
		    "quotes",
		    value->text);
		return true;
	}
	if (leaf->op != OP_COUNT || word == NULL)
		return false;
	complain(builder->complaints, leaf->at,
	    "\"%s\" stands for the lack of a value: write {is: [%s]}",
	    value->text, word->name);
	return true;
}

void
operand_read(struct builder *builder, const struct leaf *leaf)
{
	operands[operators[leaf->op].operand].read(builder, leaf);
}

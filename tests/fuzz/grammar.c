/*
 * Policies from bytes (grammar.h). About one in twenty choices is a wrong
 * one, so that errors are met in the midst of what is right.
 */
#include "fuzz/grammar.h"

#include <string.h>

#include "base/limits.h"
#include "policy/each.h"
#include "policy/operator.h"

enum {
	DEPTH_MAX = 5,
	RULES_MAX = 5,
	PARAMS = 4,
	BASE_RULES = 3
};

/* Each kind of value has a parameter, whose number is that of the kind. */
enum kind {
	KIND_SPAN,
	KIND_NUMBER,
	KIND_DAY,
	KIND_TRUTH,
};

static const char *const param_names[PARAMS] = {
    "span1", "count", "day-0", "flag"};

struct maker {
	struct choices *from;
	struct buffer *out;
	enum each each;
	unsigned used; /* parameters of all rules so far, as bits */
	unsigned depth;
};

#define PICK(maker, array) \
	(array)[choose((maker)->from, sizeof(array) / sizeof(*(array)))]

static void
put(struct maker *maker, const char *text)
{
	buffer_append_text(maker->out, text);
}

static const char *const spans[] = {"90d", "1s", "45d", "999999y", "36h", "13w",
    "86400s", "1y", "525600m", "1d", "90", "0d"};
static const char *const numbers[] = {"1", "0", "2", "999999", "3", "01"};
static const char *const days[] = {"2026-07-01", "now", "2026-02-28",
    "2026-08-01T00:00:00Z", "2026-07-31T23:59:59.5+05:45", "0001-01-01",
    "9999-12-31", "2026-02-30"};
static const char *const truths[] = {"true", "false", "false", "true", "no"};

static void
put_kind(struct maker *maker, enum kind kind)
{
	/* The last entry of each is an error: seldom taken. */
	static const struct {
		const char *const *item;
		unsigned count;
	} kinds[] = {{spans, 12}, {numbers, 6}, {days, 8}, {truths, 5}};
	unsigned count = kinds[kind].count;

	if (!chance(maker->from, 12))
		count -= kind == KIND_SPAN ? 2 : 1;
	put(maker, kinds[kind].item[choose(maker->from, count)]);
}

/* A value, or the parameter of its kind. */
static void
put_value(struct maker *maker, enum kind kind)
{
	if (chance(maker->from, 90)) {
		buffer_appendf(maker->out, "$%s", param_names[kind]);
		maker->used |= 1u << kind;
	} else {
		put_kind(maker, kind);
	}
}

/* In double quotes: what is special in YAML, in a glob, in a message. */
static void
put_text(struct maker *maker)
{
	static const char *const texts[] = {"\"svc-a\"", "plain", "\"\"",
	    "'it''s'", "\"a # b\"", "\"#x\"", "\"1.10\"", "\"\\u00e9\\t\"",
	    "a b", "\"\\\\ \\\"\"", "\": \"", "\"- a\"", "\"true\"",
	    "\"\\u2713 \\U0001f600\"", "\"%s%n\"", "\" x \"", "\"$span1\"",
	    "\"@robots\"", "\"null\"", "é", "\"<b>&'\"", "a'b", "x-y_z.1",
	    "\"a,b\"", "\"[x]\"", "\"!t\"", "\"|\"", "\"\\u2028\""};

	put(maker, PICK(maker, texts));
}

static void
put_globs(struct maker *maker)
{
	static const char *const globs[] = {"\"svc-*\"", "\"*\"", "alice",
	    "\"?ob\"", "\"@robots\"", "\"<root_account>\"", "\"arn:*\"",
	    "\"123*\"", "'*a*b*'", "\"@more\"", "\"[x]\"", "\"a,b\"",
	    "\"123456789012\"", "\"#\"", "\"us-*\"", "\"\\\"\\\\\""};

	if (chance(maker->from, 30)) {
		put(maker, "\"@robots\"");
		return;
	}
	put(maker, "[");
	put(maker, PICK(maker, globs));
	while (chance(maker->from, 90)) {
		put(maker, ", ");
		put(maker, PICK(maker, globs));
	}
	put(maker, "]");
}

static void
put_words(struct maker *maker)
{
	const char *before = "[";

	if (chance(maker->from, 60)) {
		put(maker,
		    words[choose(maker->from, (unsigned)word_count)].name);
		return;
	}
	do {
		buffer_appendf(maker->out, "%s%s", before,
		    words[choose(maker->from, (unsigned)word_count)].name);
		before = ", ";
	} while (chance(maker->from, 90));
	put(maker, "]");
}

static void
put_operand(struct maker *maker, enum op op, enum field_type type)
{
	switch (operators[op].operand) {
	case OPERAND_TRUTH:
		put_value(maker, KIND_TRUTH);
		break;
	case OPERAND_TEXT:
		put_text(maker);
		break;
	case OPERAND_WHOLE:
		put_value(maker, KIND_NUMBER);
		break;
	case OPERAND_LIMIT:
		put_value(maker, type == TYPE_NUMBER ? KIND_NUMBER : KIND_SPAN);
		break;
	case OPERAND_INSTANT:
		put_value(maker, KIND_DAY);
		break;
	case OPERAND_GLOBS:
		put_globs(maker);
		break;
	case OPERAND_WORDS:
		put_words(maker);
		break;
	default:
		put(maker, "{}");
	}
}

/* The nth operator that fits, going round. */
static enum op
operator_for(struct maker *maker, const struct field *field)
{
	unsigned skip = choose(maker->from, 16);
	enum op op = OP_FIRST_LEAF;

	if (chance(maker->from, 6))
		return (enum op)(
		    OP_FIRST_LEAF + skip % (OP_COUNT - OP_FIRST_LEAF));
	for (;; op = op + 1 < OP_COUNT ? op + 1 : OP_FIRST_LEAF) {
		if ((operators[op].types & (unsigned)field->type) == 0 ||
		    (operators[op].operand == OPERAND_WORDS &&
			!field_is_column(field)))
			continue;
		if (skip-- == 0)
			return op;
	}
}

static enum field_id
field_for(struct maker *maker)
{
	unsigned field = choose(maker->from, FIELD_COUNT);

	if (chance(maker->from, 6))
		return (enum field_id)field;
	while (!each_has_field(maker->each, field))
		field = (field + 1) % FIELD_COUNT;
	return (enum field_id)field;
}

/* "field: test"; a second one of a field would be a key that is there. */
static void
put_test(struct maker *maker, enum field_id id)
{
	const struct field *field = &fields[id];
	enum op op = operator_for(maker, field), first = op;

	buffer_appendf(maker->out, "%s: ", field->name);
	if (operators[op].key[0] == '\0') {
		put_operand(maker, op, field->type);
		return;
	}
	put(maker, "{");
	for (;;) {
		buffer_appendf(maker->out, "%s: ", operators[op].key);
		put_operand(maker, op, field->type);
		op = op + 1 < OP_COUNT ? op + 1 : OP_FIRST_LEAF;
		if (!chance(maker->from, 60) || op == first ||
		    operators[op].key[0] == '\0' ||
		    (operators[op].types & (unsigned)field->type) == 0)
			break;
		put(maker, ", ");
	}
	put(maker, "}");
}

static void put_condition(struct maker *);

static void
put_list(struct maker *maker)
{
	put(maker, "[");
	put_condition(maker);
	while (chance(maker->from, 100)) {
		put(maker, ", ");
		put_condition(maker);
	}
	put(maker, "]");
}

static void
put_condition(struct maker *maker)
{
	static const char *const groups[] = {"any", "all", "not"};
	enum field_id id = field_for(maker);
	bool deep = ++maker->depth < DEPTH_MAX && chance(maker->from, 110);

	if (deep && chance(maker->from, 64)) {
		put_list(maker);
		maker->depth--;
		return;
	}
	put(maker, "{");
	if (deep) {
		buffer_appendf(maker->out, "%s: ", PICK(maker, groups));
		if (chance(maker->from, 150))
			put_list(maker);
		else
			put_condition(maker);
	}
	if (!deep || chance(maker->from, 60)) {
		put(maker, deep ? ", " : "");
		put_test(maker, id);
		if (chance(maker->from, 60)) {
			put(maker, ", ");
			put_test(maker, field_for(maker));
		}
	}
	put(maker, "}");
	maker->depth--;
}

static void
put_message(struct maker *maker)
{
	put(maker, "    message: \"m");
	while (chance(maker->from, 120)) {
		const struct field *field = &fields[field_for(maker)];
		bool days =
		    (field->type & (TYPE_AGE | TYPE_SPAN | TYPE_TIME)) != 0 &&
		    chance(maker->from, 128);

		buffer_appendf(
		    maker->out, " {%s%s}", field->name, days ? ".days" : "");
	}
	put(maker, "\"\n");
}

static void
put_refs(struct maker *maker)
{
	static const char *const controls[] = {
	    "\"1.10\"", "IAM.5", "\"a: b\"", "\"x, y\"", "'2.9'", "1.1"};
	static const char *const frameworks[] = {"cis-aws-6.0", "own",
	    "aws-security-hub", "soc-2", "a_b.c", "\"123\""};
	unsigned first = choose(maker->from, 6);

	buffer_appendf(maker->out, "    refs: {%s: %s", frameworks[first],
	    controls[choose(maker->from, chance(maker->from, 8) ? 6 : 5)]);
	if (chance(maker->from, 90))
		buffer_appendf(maker->out, ", %s: %s",
		    frameworks[(first + 1) % 6], PICK(maker, controls));
	put(maker, "}\n");
}

static void
put_help(struct maker *maker)
{
	static const char *const texts[] = {" |\n        A line.\n",
	    " |\n        A # b\n          deeper\n\n        end \n",
	    " >\n        folded\n        text\n", " \"a\\nb\"\n", " plain\n",
	    " |-\n        none\n", " |+\n        more\n\n", " \"\\n x\"\n",
	    " \"1\"\n"};

	put(maker, "    help:\n");
	for (enum help_section i = 0; i < HELP_COUNT; i++)
		if (i == 0 || chance(maker->from, 60))
			buffer_appendf(maker->out, "      %s:%s", help_key(i),
			    PICK(maker, texts));
}

static void
put_optional(struct maker *maker)
{
	if (chance(maker->from, 60))
		put_refs(maker);
	if (chance(maker->from, 40))
		put_help(maker);
	if (chance(maker->from, 40))
		put(maker, "    otherwise: manual\n");
	if (maker->each == EACH_NONE && chance(maker->from, 40))
		put(maker, "    credential: password\n");
	if (chance(maker->from, 60)) {
		put(maker, "    fix: ");
		put_text(maker);
		put(maker, "\n");
	}
}

static void
put_rule(struct maker *maker, const char *id)
{
	buffer_appendf(maker->out, "  - id: %s\n    title: ", id);
	if (chance(maker->from, 60))
		put_text(maker);
	else
		put(maker, "T");
	buffer_appendf(maker->out, "\n    severity: %s\n",
	    severity_name((enum severity)choose(maker->from, SEVERITY_COUNT)));
	maker->each = (enum each)choose(maker->from, EACH_COUNT);
	if (chance(maker->from, 140))
		buffer_appendf(maker->out, "    scope: %s\n",
		    scope_names[choose(maker->from, SCOPE_ALL + 1)]);
	if (maker->each != EACH_NONE)
		buffer_appendf(
		    maker->out, "    each: %s\n", each_names[maker->each]);
	if (chance(maker->from, 100)) {
		put(maker, "    when: ");
		put_condition(maker);
		put(maker, "\n");
	}
	put(maker, "    fail: ");
	put_condition(maker);
	put(maker, "\n");
	put_optional(maker);
	put_message(maker);
}

/* Ids of a file: those of the base may be replaced by the main file. */
static const char *const rule_ids[RULES_MAX] = {
    "r0", "\"1\"", "r-2", "keys", "\"007\""};
static const char *const id_globs[] = {
    "\"*\"", "r0", "\"r*\"", "\"?\"", "r-2", "\"1\"", "keys", "\"nothing\""};

static unsigned
put_rules(struct maker *maker, unsigned most)
{
	unsigned count = 1;

	put(maker, "rules:\n");
	put_rule(maker, rule_ids[0]);
	while (count < most && chance(maker->from, 140))
		put_rule(maker, rule_ids[count++]);
	return count;
}

/* What names the rules of an override or an exception. */
static void
put_whom(struct maker *maker, unsigned rules)
{
	put(maker, "rules: [");
	if (rules > 1 && chance(maker->from, 128))
		put(maker, rule_ids[choose(maker->from, rules)]);
	else
		put(maker,
		    id_globs[choose(
			maker->from, chance(maker->from, 20) ? 8 : 1)]);
	put(maker, "]");
	if (chance(maker->from, 150)) {
		put(maker, ", users: ");
		put_globs(maker);
	}
	if (chance(maker->from, 60)) {
		put(maker, ", accounts: ");
		put_globs(maker);
	}
}

static void
put_overrides(struct maker *maker, unsigned rules)
{
	put(maker, "overrides:\n");
	do {
		unsigned param = choose(maker->from, PARAMS);

		/* One that no rule uses is an error. */
		while (!(maker->used >> param & 1) && !chance(maker->from, 10))
			param = (param + 1) % PARAMS;
		put(maker, "  - {");
		put_whom(maker, rules);
		buffer_appendf(maker->out, ", set: {%s: ", param_names[param]);
		put_kind(maker, (enum kind)param);
		put(maker, "}}\n");
	} while (chance(maker->from, 80));
}

static void
put_exceptions(struct maker *maker, unsigned rules)
{
	static const char *const ends[] = {"2026-12-31", "never", "2026-08-01",
	    "2026-07-31", "\"2026-09-01\""};
	static const char *const begins[] = {
	    "2026-01-01", "2026-07-31", "2025-12-31", "2026-09-02"};

	put(maker, "exceptions:\n");
	do {
		put(maker, "  - {");
		put_whom(maker, rules);
		buffer_appendf(maker->out, ", approved: %s, expires: %s",
		    begins[choose(
			maker->from, chance(maker->from, 12) ? 4 : 3)],
		    PICK(maker, ends));
		put(maker, ", reason: \"r\"");
		if (chance(maker->from, 80)) {
			put(maker, ", owner: ");
			put_text(maker);
		}
		put(maker, "}\n");
	} while (chance(maker->from, 80));
}

/* Every parameter that a rule may use, and the lists. */
static void
put_names(struct maker *maker)
{
	put(maker, "params: {");
	for (unsigned i = 0; i < PARAMS; i++) {
		buffer_appendf(
		    maker->out, "%s%s: ", i > 0 ? ", " : "", param_names[i]);
		put_kind(maker, (enum kind)i);
	}
	put(maker, "}\nlists: {robots: [\"svc-*\", \"ci-?-*\"], more: ");
	put(maker, chance(maker->from, 64) ? "[\"a\\\"b\", '#c']" : "[x]");
	put(maker, "}\n");
}

static void
put_extends(struct maker *maker, struct documents *documents)
{
	struct maker base = {.from = maker->from, .out = &documents->base};

	buffer_append_text(base.out, "policy: 1\nname: base\n");
	put_names(&base);
	put_rules(&base, BASE_RULES);
	/* Packs are large; the smallest will do. */
	put(maker,
	    chance(maker->from, 4) ? "extends: [builtin:mfa, base]\n"
				   : "extends: [base]\n");
}

static void
choose_settings(struct maker *maker, struct documents *documents)
{
	static const char *const settings[] = {"span1=30d", "flag=true",
	    "count=2", "day-0=now", "span1=\"30d\"", "span=1", "flag=1"};
	unsigned i = choose(maker->from, 7);

	documents->settings[documents->setting_count++] = settings[i];
	if (chance(maker->from, 60))
		documents->settings[documents->setting_count++] =
		    settings[(i + 1) % 7];
}

void
documents_init(struct documents *documents)
{
	*documents = (struct documents){.setting_count = 0};
	buffer_init(&documents->main, LIMIT_POLICY);
	buffer_init(&documents->base, LIMIT_POLICY);
	buffer_init(&documents->exceptions, LIMIT_POLICY);
}

void
documents_release(struct documents *documents)
{
	buffer_release(&documents->main);
	buffer_release(&documents->base);
	buffer_release(&documents->exceptions);
}

void
grammar_write(struct choices *choices, struct documents *documents)
{
	struct maker maker = {.from = choices, .out = &documents->main};
	unsigned count;

	put(&maker, "policy: 1\nname: ");
	if (chance(choices, 30))
		put_text(&maker);
	else
		put(&maker, "main");
	put(&maker, "\n");
	if (chance(choices, 60))
		put_extends(&maker, documents);
	put_names(&maker);
	count = put_rules(&maker, RULES_MAX);
	if (maker.used != 0 && chance(choices, 110))
		put_overrides(&maker, count);
	if (chance(choices, 60))
		put_exceptions(&maker, count);
	if (chance(choices, 30)) {
		maker.out = &documents->exceptions;
		put(&maker, "policy: 1\nlists: {robots: [a], more: [b]}\n");
		put_exceptions(&maker, count);
	}
	if (chance(choices, 50))
		choose_settings(&maker, documents);
}

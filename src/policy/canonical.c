/*
 * Canonical bytes of rules, and what is made from them: whether two rules
 * are alike, and the digest of a policy.
 */
#include "policy/canonical.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/exception.h"
#include "policy/operator.h"
#include "policy/override.h"

/* Nothing may be cut off: what cannot be held ends the run. */
#define CAP SIZE_MAX

static void
append_value(struct buffer *out, const char *value)
{
	buffer_appendf(out, "%zu:", strlen(value));
	buffer_append_text(out, value);
}

static void
make_hash(struct buffer *text, char hex[DIGEST_HEX_SIZE])
{
	struct digest *digest = digest_new();

	digest_update(digest, buffer_text(text), text->len);
	digest_hex(digest, hex);
	digest_free(digest);
}

static int
compare_hashes(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void append_test(struct buffer *, const struct test *);

/* The members of all and any mean the same in every order. Hashes of them,
 * since together they may be longer than the policy's text by far. */
static void
append_members(struct buffer *out, const struct test *group)
{
	const struct test *end = group + group->next;
	char(*members)[DIGEST_HEX_SIZE] = NULL;
	size_t count = 0, size = 0;
	struct buffer member;

	buffer_init(&member, CAP);
	for (const struct test *it = group + 1; it < end; it += it->next) {
		buffer_reset(&member);
		append_test(&member, it);
		members = xgrow(members, count, &size, sizeof(*members));
		make_hash(&member, members[count++]);
	}
	buffer_release(&member);
	if (count > 1)
		qsort(members, count, sizeof(*members), compare_hashes);
	for (size_t i = 0; i < count; i++)
		buffer_appendf(out, " %s", members[i]);
	free(members);
}

static void
append_test(struct buffer *out, const struct test *test)
{
	static const char *const names[] = {
#define GROUP(id, key, help) #id,
#define OPERATOR(id, key, types, operand, function, help) #id,
#include "policy/operators.def"
#undef GROUP
#undef OPERATOR
	};

	buffer_appendf(out, "(%s", names[test->op]);
	if (test->op < OP_FIRST_LEAF) {
		append_members(out, test);
	} else {
		buffer_appendf(out, " %s %" PRId64 " ",
		    fields[test->field].name, test->number);
		append_value(out, test->text != NULL ? test->text : "");
	}
	buffer_append_text(out, ")");
}

static void
append_line(struct buffer *out, const char *label, const char *value)
{
	buffer_appendf(out, "%s ", label);
	append_value(out, value);
	buffer_append_text(out, "\n");
}

void
canonical_condition(struct buffer *out, const struct condition *condition)
{
	if (condition->tests != NULL)
		append_test(out, condition->tests);
}

static void
append_condition(
    struct buffer *out, const char *label, const struct condition *condition)
{
	struct buffer text;

	buffer_init(&text, CAP);
	canonical_condition(&text, condition);
	append_line(out, label, buffer_text(&text));
	buffer_release(&text);
}

/* A parameter that overrides set: what its values change, not its name. */
struct axis {
	const struct variant_param *param;
	size_t stride; /* from a choice of it to the next */
	char key[DIGEST_HEX_SIZE];
	size_t number;
};

static int
compare_axes(const void *a, const void *b)
{
	const struct axis *left = a, *right = b;
	int order = strcmp(left->key, right->key);

	return order != 0
	    ? order
	    : (left->number > right->number) - (left->number < right->number);
}

/* False where --set wins over all that an override sets. */
static bool
sets_any(const struct variants *variants, size_t reach)
{
	for (size_t i = 0; i < variants->param_count; i++)
		if (variants->params[i].sets[reach])
			return true;
	return false;
}

/* In an order that rests neither on names nor on that of the YAML, nor on
 * overrides that set nothing. */
static struct axis *
make_axes(const struct variants *variants, char (*hashes)[DIGEST_HEX_SIZE])
{
	struct axis *axes = xcalloc(variants->param_count, sizeof(*axes));
	struct buffer text;
	size_t stride = 1;

	buffer_init(&text, CAP);
	for (size_t i = variants->param_count; i-- > 0;) {
		const struct variant_param *param = &variants->params[i];

		buffer_reset(&text);
		for (size_t k = 0; k < variants->reach_count; k++)
			if (sets_any(variants, k))
				buffer_append_text(
				    &text, param->sets[k] ? "1" : "0");
		for (size_t k = 1; k < param->choices; k++)
			buffer_append_text(&text, hashes[k * stride]);
		axes[i] = (struct axis){
		    .param = param, .stride = stride, .number = i};
		make_hash(&text, axes[i].key);
		stride *= param->choices;
	}
	buffer_release(&text);
	qsort(axes, variants->param_count, sizeof(*axes), compare_axes);
	return axes;
}

static void
append_reaches(struct buffer *out, const struct variants *variants,
    const struct axis *axes)
{
	for (size_t i = 0; i < variants->reach_count; i++) {
		if (!sets_any(variants, i))
			continue;
		buffer_append_text(out, "override");
		for (size_t k = 0; k < variants->param_count; k++)
			if (axes[k].param->sets[i])
				buffer_appendf(out, " %zu", k);
		buffer_append_text(out, "\n");
		reach_append(out, variants->reaches[i]);
	}
}

static void
append_variants(struct buffer *out, const struct variants *variants)
{
	char(*hashes)[DIGEST_HEX_SIZE] =
	    xcalloc(variants->count, sizeof(*hashes));
	struct buffer text;
	struct axis *axes;

	buffer_init(&text, CAP);
	for (size_t i = 1; i < variants->count; i++) {
		buffer_reset(&text);
		append_condition(&text, "when", &variants->conditions[i].when);
		append_condition(&text, "fail", &variants->conditions[i].fail);
		make_hash(&text, hashes[i]);
	}
	buffer_release(&text);
	axes = make_axes(variants, hashes);
	append_reaches(out, variants, axes);
	for (size_t i = 1; i < variants->count; i++) {
		size_t rest = i, variant = 0;

		for (size_t k = variants->param_count; k-- > 0;) {
			variant +=
			    rest % axes[k].param->choices * axes[k].stride;
			rest /= axes[k].param->choices;
		}
		append_line(out, "variant", hashes[variant]);
	}
	free(axes);
	free(hashes);
}

/* Lines "label LENGTH:VALUE\n", then what overrides make of the rule. */
static void
append_rule(struct buffer *out, const struct rule *rule)
{
	append_line(out, "id", rule->info.id);
	append_line(out, "severity", severity_name(rule->info.severity));
	append_line(out, "scope", scope_names[rule->scope]);
	append_line(out, "each", each_names[rule->each]);
	append_line(out, "credential", rule->of_password ? "password" : "");
	append_line(out, "otherwise", rule->else_manual ? "manual" : "");
	append_condition(out, "when", &rule->when);
	append_condition(out, "fail", &rule->fail);
	append_line(out, "message", rule->message);
	if (rule->variants != NULL)
		append_variants(out, rule->variants);
}

static int
compare_references(const void *a, const void *b)
{
	const struct reference *left = a, *right = b;
	int order = strcmp(left->framework, right->framework);

	return order != 0 ? order : strcmp(left->control, right->control);
}

static void
append_references(struct buffer *out, const struct rule_info *info)
{
	struct reference *sorted;

	if (info->ref_count == 0)
		return;
	sorted = xcalloc(info->ref_count, sizeof(*sorted));
	memcpy(sorted, info->refs, info->ref_count * sizeof(*sorted));
	qsort(sorted, info->ref_count, sizeof(*sorted), compare_references);
	for (size_t i = 0; i < info->ref_count; i++) {
		buffer_append_text(out, "ref ");
		append_value(out, sorted[i].framework);
		buffer_append_text(out, " ");
		append_value(out, sorted[i].control);
		buffer_append_text(out, "\n");
	}
	free(sorted);
}

bool
rule_is_alike(const struct rule *a, const struct rule *b)
{
	struct buffer left, right;
	bool alike;

	buffer_init(&left, CAP);
	buffer_init(&right, CAP);
	append_rule(&left, a);
	append_rule(&right, b);
	alike = strcmp(buffer_text(&left), buffer_text(&right)) == 0 &&
	    strcmp(a->info.title, b->info.title) == 0 &&
	    strcmp(a->info.fix, b->info.fix) == 0;
	buffer_release(&left);
	buffer_release(&right);
	return alike;
}

void
policy_digest(const struct policy *policy, char hex[DIGEST_HEX_SIZE])
{
	struct digest *digest = digest_new();
	struct buffer text;

	buffer_init(&text, CAP);
	for (size_t i = 0; i < policy->rule_count; i++) {
		buffer_reset(&text);
		append_rule(&text, &policy->rules[i]);
		append_references(&text, &policy->rules[i].info);
		digest_update(digest, buffer_text(&text), text.len);
	}
	for (size_t i = 0; i < policy->exception_count; i++) {
		buffer_reset(&text);
		exception_append(&text, &policy->exceptions[i]);
		digest_update(digest, buffer_text(&text), text.len);
	}
	digest_hex(digest, hex);
	buffer_release(&text);
	digest_free(digest);
}

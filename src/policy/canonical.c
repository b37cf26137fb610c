/*
 * Canonical bytes of rules, and what is made from them: whether two rules
 * are alike, and the digest of a policy.
 */
#include "policy/canonical.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "policy/exception.h"
#include "policy/operator.h"
#include "policy/override.h"

/* A rule comes from a file of at most LIMIT_POLICY; names and lengths make
 * its conditions longer, by far less than this. */
#define CAP (LIMIT_POLICY * 64)

static void
append_value(struct buffer *out, const char *value)
{
	buffer_appendf(out, "%zu:", strlen(value));
	buffer_append_text(out, value);
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void append_test(struct buffer *, const struct test *);

/* The members of all and any mean the same in every order. */
static void
append_members(struct buffer *out, const struct test *group)
{
	const struct test *end = group + group->next;
	char **members = NULL;
	size_t count = 0, size = 0;

	for (const struct test *it = group + 1; it < end; it += it->next) {
		struct buffer member;

		buffer_init(&member, CAP);
		append_test(&member, it);
		members = xgrow(members, count, &size, sizeof(*members));
		members[count++] = xstrdup(buffer_text(&member));
		buffer_release(&member);
	}
	if (count > 1)
		qsort(members, count, sizeof(*members), compare_texts);
	for (size_t i = 0; i < count; i++) {
		buffer_append_text(out, members[i]);
		free(members[i]);
	}
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

static void
append_condition(
    struct buffer *out, const char *label, const struct condition *condition)
{
	struct buffer text;

	buffer_init(&text, CAP);
	if (condition->tests != NULL)
		append_test(&text, condition->tests);
	append_line(out, label, buffer_text(&text));
	buffer_release(&text);
}

static void
append_variants(struct buffer *out, const struct variants *variants)
{
	variants_append(out, variants);
	for (size_t i = 1; i < variants->count; i++) {
		append_condition(out, "when", &variants->conditions[i].when);
		append_condition(out, "fail", &variants->conditions[i].fail);
	}
}

void
canonical_rule(struct buffer *out, const struct rule *rule)
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

void
canonical_references(struct buffer *out, const struct rule_info *info)
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
	canonical_rule(&left, a);
	canonical_rule(&right, b);
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
		canonical_rule(&text, &policy->rules[i]);
		canonical_references(&text, &policy->rules[i].info);
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

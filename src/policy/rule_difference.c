/*
 * What differs between two rules, key by key. Whether they are alike is
 * canonical.c's to say.
 */
#include "policy/rule_difference.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "policy/canonical.h"
#include "policy/condition_write.h"

enum {
	SHOWN = 60,  /* bytes of a value */
	BEFORE = 20, /* of them before the first that differs */
};

static void
write_text(struct buffer *out, const char *text)
{
	if (text != NULL)
		buffer_append_text(out, text);
}

static void
write_severity(struct buffer *out, const struct rule *rule)
{
	write_text(out, severity_name(rule->info.severity));
}

static void
write_scope(struct buffer *out, const struct rule *rule)
{
	write_text(out, scope_names[rule->scope]);
}

static void
write_each(struct buffer *out, const struct rule *rule)
{
	write_text(out, each_names[rule->each]);
}

static void
write_credential(struct buffer *out, const struct rule *rule)
{
	write_text(out, rule->of_password ? "password" : "");
}

static void
write_otherwise(struct buffer *out, const struct rule *rule)
{
	write_text(out, rule->else_manual ? outcome_name(OUTCOME_MANUAL) : "");
}

static void
write_when(struct buffer *out, const struct rule *rule)
{
	condition_write(out, &rule->when);
}

static void
compare_when(struct buffer *out, const struct rule *rule)
{
	canonical_condition(out, &rule->when);
}

static void
write_fail(struct buffer *out, const struct rule *rule)
{
	condition_write(out, &rule->fail);
}

static void
compare_fail(struct buffer *out, const struct rule *rule)
{
	canonical_condition(out, &rule->fail);
}

static void
write_message(struct buffer *out, const struct rule *rule)
{
	write_text(out, rule->message);
}

static void
write_title(struct buffer *out, const struct rule *rule)
{
	write_text(out, rule->info.title);
}

static void
write_fix(struct buffer *out, const struct rule *rule)
{
	write_text(out, rule->info.fix);
}

typedef void writer(struct buffer *, const struct rule *);

/* What judges comes first. */
static const struct {
	const char *key;
	writer *write;
	writer *compare; /* where what is written may hide or feign */
} keys[] = {
    {"severity", write_severity, NULL},
    {"scope", write_scope, NULL},
    {"each", write_each, NULL},
    {"credential", write_credential, NULL},
    {"otherwise", write_otherwise, NULL},
    {"when", write_when, compare_when},
    {"fail", write_fail, compare_fail},
    {"message", write_message, NULL},
    {"title", write_title, NULL},
    {"fix", write_fix, NULL},
};

static bool
is_alike(writer *write, const struct rule *a, const struct rule *b)
{
	struct buffer left, right;
	bool alike;

	buffer_init(&left, SIZE_MAX);
	buffer_init(&right, SIZE_MAX);
	write(&left, a);
	write(&right, b);
	alike = strcmp(buffer_text(&left), buffer_text(&right)) == 0;
	buffer_release(&left);
	buffer_release(&right);
	return alike;
}

/* Not within a character. */
static size_t
cut(const char *text, size_t at)
{
	while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* The part of a value around the place at which it differs. */
static void
append_part(struct buffer *out, const char *text, size_t differs)
{
	size_t len = strlen(text), from = 0, to = len;

	if (len == 0) {
		buffer_append_text(out, "absent");
		return;
	}
	if (len > SHOWN && differs > BEFORE)
		from = cut(text, differs - BEFORE);
	if (len - from > SHOWN)
		to = cut(text, from + SHOWN);
	buffer_append_text(out, from > 0 ? "..." : "");
	buffer_append(out, text + from, to - from);
	buffer_append_text(out, to < len ? "..." : "");
}

static void
append_both(struct buffer *out, writer *write, const struct rule *a,
    const char *of_a, const struct rule *b, const char *of_b)
{
	struct buffer left, right;
	const char *one, *other;
	size_t same = 0;

	buffer_init(&left, SIZE_MAX);
	buffer_init(&right, SIZE_MAX);
	write(&left, a);
	write(&right, b);
	one = buffer_text(&left);
	other = buffer_text(&right);
	while (one[same] != '\0' && one[same] == other[same])
		same++;
	/* Written alike, and yet not the same to the digest. */
	if (one[same] == '\0' && other[same] == '\0') {
		buffer_append_text(out, "not the same");
	} else {
		append_part(out, one, same);
		buffer_appendf(out, " %s and ", of_a);
		append_part(out, other, same);
		buffer_appendf(out, " %s", of_b);
	}
	buffer_release(&left);
	buffer_release(&right);
}

void
rule_append_difference(struct buffer *out, const struct rule *a,
    const char *of_a, const struct rule *b, const char *of_b)
{
	size_t found = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (is_alike(keys[i].compare != NULL ? keys[i].compare
						     : keys[i].write,
			a, b))
			continue;
		found++;
		if (found == 1) {
			buffer_appendf(out, "\"%s\" is ", keys[i].key);
			append_both(out, keys[i].write, a, of_a, b, of_b);
		} else {
			buffer_appendf(out, "%s\"%s\"",
			    found == 2 ? "; different too: " : ", ",
			    keys[i].key);
		}
	}
	if (found == 0)
		buffer_append_text(
		    out, "overrides set other values, or reach others");
}

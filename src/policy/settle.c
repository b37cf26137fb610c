/*
 * A table of patterns; one that falls on the place of another replaces it.
 * Which conditions the classes decide is condition.c's.
 */
#include "policy/settle.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "policy/condition.h"
#include "policy/each.h"

enum {
	PATTERNS = 1024,
	/* Of a large policy there are fewer. */
	CELLS_MAX = 1 << 18,
	KEY_WORDS = 4
};

static_assert(COLUMN_COUNT > 16 && COLUMN_COUNT <= 24, "three words of cells");
static_assert(LIMIT_POLICY_RULES <= UINT16_MAX, "numbers of rules");

/* Classes by column, of those that a rule reads, some of them twice, and
 * whether it is root. */
struct key {
	uint64_t word[KEY_WORDS];
};

struct pattern {
	struct key key;
	uint64_t count; /* of rows since the tallies were added to */
	size_t open_count;
	uint16_t *open; /* rules to be judged; NULL: the place is free */
	uint8_t *passes, *not_applicable; /* verdicts of the others */
};

struct settle {
	const struct policy *policy;
	struct tally *tallies;
	struct key mask;
	struct pattern *patterns;
	size_t pattern_count; /* a power of two */
	uint16_t *all;        /* every rule */
};

static void
mask_rule(uint8_t *mask, const struct rule *rule)
{
	const struct credential *slots = each_slots(rule->each);

	for (size_t i = 0; i < (slots != NULL ? SLOTS : 1); i++) {
		const struct credential *slot =
		    slots != NULL ? &slots[i] : NULL;
		column_set columns = condition_columns(&rule->when, slot) |
		    condition_columns(&rule->fail, slot);

		for (enum column column = 0; column < COLUMN_COUNT; column++)
			if ((columns >> column & 1) != 0)
				mask[column] = 0xff;
	}
}

static uint64_t
load(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

static struct key
key_of(const uint8_t cells[COLUMN_COUNT], uint64_t is_root)
{
	return (struct key){{load(cells), load(cells + 8),
	    load(cells + COLUMN_COUNT - 8), is_root}};
}

/* Whether a date is lacking depends on what is active. */
static struct key
make_mask(const struct policy *policy)
{
	uint8_t mask[COLUMN_COUNT] = {0};

	for (enum column column = 0; column < COLUMN_COUNT; column++)
		if (column_is_truth(column))
			mask[column] = 0xff;
	for (size_t i = 0; i < policy->rule_count; i++)
		mask_rule(mask, &policy->rules[i]);
	return key_of(mask, UINT64_MAX);
}

struct settle *
settle_new(const struct policy *policy, struct tally *tallies)
{
	struct settle *settle = xcalloc(1, sizeof(*settle));
	size_t rules = policy->rule_count;

	settle->policy = policy;
	settle->tallies = tallies;
	settle->mask = make_mask(policy);
	settle->pattern_count = PATTERNS;
	while (settle->pattern_count > 1 &&
	    settle->pattern_count * rules > CELLS_MAX)
		settle->pattern_count /= 2;
	settle->patterns =
	    xcalloc(settle->pattern_count, sizeof(*settle->patterns));
	settle->all = xcalloc(rules + 1, sizeof(*settle->all));
	for (size_t i = 0; i < rules; i++)
		settle->all[i] = (uint16_t)i;
	return settle;
}

void
settle_free(struct settle *settle)
{
	if (settle == NULL)
		return;
	for (size_t i = 0; i < settle->pattern_count; i++) {
		free(settle->patterns[i].open);
		free(settle->patterns[i].passes);
	}
	free(settle->patterns);
	free(settle->all);
	free(settle);
}

static struct key
masked_key(const struct settle *settle, const struct user *user)
{
	struct key key = key_of(user->cell, user->is_root);

	for (size_t i = 0; i < KEY_WORDS; i++)
		key.word[i] &= settle->mask.word[i];
	return key;
}

static struct pattern *
place_of(const struct settle *settle, const struct key *key)
{
	static const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = key->word[0] * prime;

	hash = (hash ^ hash >> 32 ^ key->word[1]) * prime;
	hash = (hash ^ hash >> 32 ^ key->word[2] ^ key->word[3]) * prime;
	return &settle->patterns[(hash >> 40) & (settle->pattern_count - 1)];
}

/* Whether the classes say that the rule does not fail, and what it says. */
static bool
settle_rule(const struct rule *rule, const struct user *user, uint8_t *passes,
    uint8_t *not_applicable)
{
	const struct credential *slots = each_slots(rule->each);

	*passes = *not_applicable = 0;
	if (!rule_is_for(rule, user))
		return true;
	if (rule->variants != NULL)
		return false;
	for (size_t i = 0; i < (slots != NULL ? SLOTS : 1); i++) {
		const struct subject subject = {
		    .user = user,
		    .slot = slots != NULL ? &slots[i] : NULL,
		    .time = TIMESTAMP_NONE,
		};
		enum truth when, fail;

		if (!condition_settled(&rule->when, &subject, &when))
			return false;
		if (when == TRUTH_FALSE) {
			++*not_applicable;
			continue;
		}
		if (rule->else_manual ||
		    !condition_settled(&rule->fail, &subject, &fail) ||
		    fail != TRUTH_FALSE)
			return false;
		++*passes;
	}
	return true;
}

/* Adds what rows of the pattern were counted for, and counts anew. */
static void
take_counts(const struct settle *settle, struct pattern *pattern)
{
	for (size_t i = 0; i < settle->policy->rule_count; i++) {
		uint64_t *count = settle->tallies[i].count;

		count[OUTCOME_PASS] += pattern->passes[i] * pattern->count;
		count[OUTCOME_NOT_APPLICABLE] +=
		    pattern->not_applicable[i] * pattern->count;
	}
	pattern->count = 0;
}

static void
fill(const struct settle *settle, struct pattern *pattern,
    const struct user *user)
{
	size_t rules = settle->policy->rule_count;

	if (pattern->open == NULL) {
		pattern->open = xcalloc(rules + 1, sizeof(*pattern->open));
		pattern->passes = xcalloc(2, rules + 1);
		pattern->not_applicable = pattern->passes + rules + 1;
	}
	pattern->open_count = 0;
	for (size_t i = 0; i < rules; i++) {
		if (settle_rule(&settle->policy->rules[i], user,
			&pattern->passes[i], &pattern->not_applicable[i]))
			continue;
		pattern->passes[i] = pattern->not_applicable[i] = 0;
		pattern->open[pattern->open_count++] = (uint16_t)i;
	}
}

const uint16_t *
settle_row(struct settle *settle, const struct user *user, size_t *count)
{
	struct key key = masked_key(settle, user);
	struct pattern *pattern = place_of(settle, &key);

	/* What is not listed in the row may make a failure of anything. */
	if (user->cell[COLUMN_ADDITIONAL_CREDENTIALS_INFO] == CELL_TEXT) {
		*count = settle->policy->rule_count;
		return settle->all;
	}
	if (pattern->open == NULL ||
	    memcmp(&pattern->key, &key, sizeof(key)) != 0) {
		if (pattern->count > 0)
			take_counts(settle, pattern);
		fill(settle, pattern, user);
		pattern->key = key;
	}
	pattern->count++;
	*count = pattern->open_count;
	return pattern->open;
}

void
settle_tally(struct settle *settle)
{
	for (size_t i = 0; i < settle->pattern_count; i++)
		if (settle->patterns[i].count > 0)
			take_counts(settle, &settle->patterns[i]);
}

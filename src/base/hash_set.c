/*
 * Open addressing with linear probing, at most half full. Clearing costs
 * nothing, for a stream may hold a hundred thousand reports; and most reports
 * have few users, so the first slots are few.
 */
#include "base/hash_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct slot {
	uint64_t hash;
	uint64_t round; /* in which it was filled; an older one is free */
};

enum {
	FIRST_SLOTS = 4096,
	FILTER_BITS = 8, /* for each member */
	WORD_BITS = 64
};

struct hash_set {
	struct slot *slots;
	size_t slot_count; /* a power of two, twice count at least */
	size_t max, count;
	uint64_t round;
	/* Of a full set, of which nearly all that is asked for is no member:
	 * bits that tell so without a look at the slots. NULL: not made. */
	uint64_t *filter;
	uint64_t filter_round;
};

struct hash_set *
hash_set_new(size_t max)
{
	struct hash_set *set = xcalloc(1, sizeof(*set));

	set->max = max;
	set->round = 1;
	set->slot_count = FIRST_SLOTS;
	set->slots = xcalloc(set->slot_count, sizeof(*set->slots));
	return set;
}

void
hash_set_free(struct hash_set *set)
{
	if (set == NULL)
		return;
	free(set->slots);
	free(set->filter);
	free(set);
}

void
hash_set_clear(struct hash_set *set)
{
	set->round++;
	set->count = 0;
}

/* Of the filter; a power of two. */
static size_t
filter_words(const struct hash_set *set)
{
	size_t words = FILTER_BITS * set->max / WORD_BITS;

	return words > 0 ? words : 1;
}

/* The word of the filter for a hash, and its bits there: three, made of
 * other bits of the hash than the slot. */
static uint64_t *
filter_word(const struct hash_set *set, uint64_t hash)
{
	return &set->filter[(hash >> 20) & (filter_words(set) - 1)];
}

static uint64_t
filter_bits(uint64_t hash)
{
	return UINT64_C(1) << (hash >> 46) % WORD_BITS |
	    UINT64_C(1) << (hash >> 52) % WORD_BITS |
	    UINT64_C(1) << (hash >> 58) % WORD_BITS;
}

static void
make_filter(struct hash_set *set)
{
	free(set->filter);
	set->filter = xcalloc(filter_words(set), sizeof(*set->filter));
	set->filter_round = set->round;
	for (size_t i = 0; i < set->slot_count; i++) {
		const struct slot *slot = &set->slots[i];

		if (slot->round == set->round)
			*filter_word(set, slot->hash) |=
			    filter_bits(slot->hash);
	}
}

/* True where a full set does surely not have it. */
static bool
lacks(struct hash_set *set, uint64_t hash)
{
	if (set->filter == NULL || set->filter_round != set->round)
		make_filter(set);
	return (filter_bits(hash) & ~*filter_word(set, hash)) != 0;
}

/* The slot that has it, or the free one where it belongs. */
static struct slot *
slot_of(const struct hash_set *set, uint64_t hash)
{
	size_t mask = set->slot_count - 1, at = hash & mask;

	while (
	    set->slots[at].round == set->round && set->slots[at].hash != hash)
		at = (at + 1) & mask;
	return &set->slots[at];
}

/* To its full size at once: memory must not tell how long an input is. */
static void
grow(struct hash_set *set)
{
	struct slot *old = set->slots;
	size_t old_count = set->slot_count;

	set->slot_count = 2 * set->max;
	set->slots = xcalloc(set->slot_count, sizeof(*set->slots));
	for (size_t i = 0; i < old_count; i++)
		if (old[i].round == set->round)
			*slot_of(set, old[i].hash) = old[i];
	free(old);
}

bool
hash_set_add(struct hash_set *set, uint64_t hash)
{
	struct slot *slot;

	if (set->count == set->max && lacks(set, hash))
		return false;
	slot = slot_of(set, hash);
	if (slot->round == set->round)
		return true;
	if (set->count == set->max)
		return false;
	*slot = (struct slot){hash, set->round};
	if (++set->count * 2 > set->slot_count && set->count < set->max)
		grow(set);
	return false;
}

/* Letters of eight bytes as small ones; bytes from 0x80 are no letters. */
static uint64_t
lower(uint64_t word)
{
	static const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t low = word & ones * 0x7f;
	uint64_t from_a = low + ones * (0x80 - 'A');
	uint64_t behind_z = low + ones * (0x80 - 'Z' - 1);

	return word | ((from_a & ~behind_z & ~word & ones * 0x80) >> 2);
}

static uint64_t
mix(uint64_t seed, uint64_t word)
{
	static const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t product = (seed ^ word) * prime;

	return product ^ product >> 32;
}

/* The text's length counts: "ab" "c" is not "a" "bc". */
uint64_t
hash_text_nocase(uint64_t seed, struct text text)
{
	uint64_t word = 0;
	size_t at = 0;

	for (; text.len - at > sizeof(word); at += sizeof(word)) {
		memcpy(&word, text.ptr + at, sizeof(word));
		seed = mix(seed, lower(word));
	}
	/* The last eight bytes, some of them again, or all there are. */
	if (text.len >= sizeof(word)) {
		memcpy(&word, text.ptr + text.len - sizeof(word), sizeof(word));
	} else {
		word = 0;
		memcpy(&word, text.ptr, text.len);
	}
	return mix(mix(seed, lower(word)), text.len);
}

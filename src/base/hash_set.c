/*
 * Open addressing with linear probing, at most half full. Clearing costs
 * nothing, for a stream may hold a hundred thousand reports.
 */
#include "base/hash_set.h"

#include <stdlib.h>

#include "base/alloc.h"

struct slot {
	uint64_t hash;
	uint64_t round; /* in which it was filled; an older one is free */
};

struct hash_set {
	struct slot *slots;
	size_t max, count;
	uint64_t round;
};

struct hash_set *
hash_set_new(size_t max)
{
	struct hash_set *set = xcalloc(1, sizeof(*set));

	set->max = max;
	set->round = 1;
	set->slots = xcalloc(2 * max, sizeof(*set->slots));
	return set;
}

void
hash_set_free(struct hash_set *set)
{
	if (set == NULL)
		return;
	free(set->slots);
	free(set);
}

void
hash_set_clear(struct hash_set *set)
{
	set->round++;
	set->count = 0;
}

bool
hash_set_add(struct hash_set *set, uint64_t hash)
{
	size_t mask = 2 * set->max - 1, at;

	for (at = hash & mask; set->slots[at].round == set->round;
	     at = (at + 1) & mask)
		if (set->slots[at].hash == hash)
			return true;
	if (set->count == set->max)
		return false;
	set->slots[at] = (struct slot){hash, set->round};
	set->count++;
	return false;
}

uint64_t
hash_text_nocase(uint64_t seed, struct text text)
{
	static const uint64_t prime = UINT64_C(0x100000001b3);

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		seed = (seed ^ c) * prime;
	}
	/* The texts' border counts: "ab" "c" is not "a" "bc". */
	return (seed ^ 0xff) * prime;
}

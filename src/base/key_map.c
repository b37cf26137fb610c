/*
 * Open addressing with linear probing, at most half full.
 */
#include "base/key_map.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"

enum {
	FIRST_SLOTS = 64 /* a power of two */
};

struct slot {
	struct key key;
	const char *value; /* NULL: free */
};

struct key_map {
	struct slot *slots;
	size_t slot_count, count;
};

struct key_map *
key_map_new(void)
{
	struct key_map *map = xcalloc(1, sizeof(*map));

	map->slot_count = FIRST_SLOTS;
	map->slots = xcalloc(map->slot_count, sizeof(*map->slots));
	return map;
}

void
key_map_free(struct key_map *map)
{
	if (map == NULL)
		return;
	free(map->slots);
	free(map);
}

/* The key's slot, or the free one where it belongs. Numbers of files follow
 * each other, so their bits are mixed. */
static struct slot *
slot_of(const struct key_map *map, struct key key)
{
	static const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t mixed = (key.high * odd ^ key.low) * odd;
	size_t at = (size_t)(mixed >> 32) & (map->slot_count - 1);

	while (map->slots[at].value != NULL &&
	    (map->slots[at].key.high != key.high ||
		map->slots[at].key.low != key.low))
		at = (at + 1) & (map->slot_count - 1);
	return &map->slots[at];
}

const char *
key_map_find(const struct key_map *map, struct key key)
{
	return slot_of(map, key)->value;
}

static void
grow(struct key_map *map)
{
	struct key_map larger = {.slot_count = map->slot_count * 2};

	larger.slots = xcalloc(larger.slot_count, sizeof(*larger.slots));
	for (size_t i = 0; i < map->slot_count; i++)
		if (map->slots[i].value != NULL)
			*slot_of(&larger, map->slots[i].key) = map->slots[i];
	free(map->slots);
	map->slots = larger.slots;
	map->slot_count = larger.slot_count;
}

void
key_map_add(struct key_map *map, struct key key, const char *value)
{
	struct slot *slot;

	assert(value != NULL);
	if ((map->count + 1) * 2 > map->slot_count)
		grow(map);
	slot = slot_of(map, key);
	assert(slot->value == NULL);
	*slot = (struct slot){key, value};
	map->count++;
}

/*
 * From 128-bit keys to borrowed texts: exact, growing by doubling. For what
 * has to be remembered once each, such as the folders of a walk; how many
 * that may be is the caller's business.
 */
#ifndef MFA_BASE_KEY_MAP_H
#define MFA_BASE_KEY_MAP_H

#include <stddef.h>
#include <stdint.h>

struct key {
	uint64_t	 high, low;
};

struct key_map;

struct key_map *key_map_new(void);
void	key_map_free(struct key_map *);

/* What is kept for the key, or NULL where it is not there. */
const char *key_map_find(const struct key_map *, struct key);

/* Adds a key that is not there yet; value is borrowed, not NULL. */
void	key_map_add(struct key_map *, struct key, const char *value);

#endif

/*
 * A set of 64-bit hashes of fixed size, for "was this seen before?" where a
 * wrong yes does no harm.
 */
#ifndef MFA_BASE_HASH_SET_H
#define MFA_BASE_HASH_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct hash_set;

/* Room for at most max members; max is a power of two. */
struct hash_set *hash_set_new(size_t max);
void	hash_set_free(struct hash_set *);
void	hash_set_clear(struct hash_set *);

/* Adds a member; true where it was there already. Full: false. */
bool	hash_set_add(struct hash_set *, uint64_t hash);

/* A hash of the text, letter case ignored; seed chains several texts. */
uint64_t hash_text_nocase(uint64_t seed, struct text);

#define HASH_SEED	UINT64_C(0xcbf29ce484222325)

#endif

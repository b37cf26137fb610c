/*
 * A hash of account names. Nearly every report is of one account, so the
 * last one is tried first.
 */
#include "policy/accounts.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash_set.h"
#include "base/limits.h"

enum {
	FIRST_SLOTS = 16
};

struct account {
	char *name;
	bool has_root;
};

struct accounts {
	struct account *accounts;
	size_t count, size;
	uint32_t *slots;   /* account number + 1; 0: free */
	size_t slot_count; /* a power of 2, twice count at least */
	size_t last;
	bool beyond;
};

struct accounts *
accounts_new(void)
{
	struct accounts *accounts = xcalloc(1, sizeof(*accounts));

	accounts->slot_count = FIRST_SLOTS;
	accounts->slots = xcalloc(FIRST_SLOTS, sizeof(*accounts->slots));
	return accounts;
}

void
accounts_free(struct accounts *accounts)
{
	if (accounts == NULL)
		return;
	for (size_t i = 0; i < accounts->count; i++)
		free(accounts->accounts[i].name);
	free(accounts->accounts);
	free(accounts->slots);
	free(accounts);
}

/* The slot that holds the name, or the free one where it belongs. */
static uint32_t *
slot_of(const struct accounts *accounts, struct text name)
{
	size_t mask = accounts->slot_count - 1;
	size_t at = hash_text_nocase(HASH_SEED, name) & mask;

	while (accounts->slots[at] != 0 &&
	    !text_equals(
		name, accounts->accounts[accounts->slots[at] - 1].name))
		at = (at + 1) & mask;
	return &accounts->slots[at];
}

static void
grow(struct accounts *accounts)
{
	free(accounts->slots);
	accounts->slot_count *= 2;
	accounts->slots =
	    xcalloc(accounts->slot_count, sizeof(*accounts->slots));
	for (size_t i = 0; i < accounts->count; i++)
		*slot_of(accounts, text_of(accounts->accounts[i].name)) =
		    (uint32_t)i + 1;
}

static size_t
add(struct accounts *accounts, struct text name)
{
	if (accounts->count == LIMIT_ACCOUNTS) {
		accounts->beyond = true;
		return ACCOUNT_BEYOND;
	}
	if ((accounts->count + 1) * 2 > accounts->slot_count)
		grow(accounts);
	accounts->accounts = xgrow(accounts->accounts, accounts->count,
	    &accounts->size, sizeof(*accounts->accounts));
	accounts->accounts[accounts->count] =
	    (struct account){.name = xstrndup(name.ptr, name.len)};
	*slot_of(accounts, name) = (uint32_t)accounts->count + 1;
	return accounts->count++;
}

size_t
accounts_note(struct accounts *accounts, struct text name, bool has_root)
{
	size_t number = accounts->last;

	if (number >= accounts->count ||
	    !text_equals(name, accounts->accounts[number].name)) {
		uint32_t *slot = slot_of(accounts, name);

		number = *slot != 0 ? *slot - 1 : add(accounts, name);
	}
	if (number == ACCOUNT_BEYOND)
		return number;
	accounts->last = number;
	if (has_root)
		accounts->accounts[number].has_root = true;
	return number;
}

size_t
accounts_count(const struct accounts *accounts)
{
	return accounts->count;
}

const char *
accounts_name(const struct accounts *accounts, size_t number)
{
	return accounts->accounts[number].name;
}

bool
accounts_has_root(const struct accounts *accounts, size_t number)
{
	return accounts->accounts[number].has_root;
}

bool
accounts_went_beyond(const struct accounts *accounts)
{
	return accounts->beyond;
}

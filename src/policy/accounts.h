/*
 * The accounts of one report in order of first appearance, and which of
 * them have a row of their root user. At most LIMIT_ACCOUNTS are kept.
 */
#ifndef MFA_POLICY_ACCOUNTS_H
#define MFA_POLICY_ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define ACCOUNT_BEYOND	SIZE_MAX	/* one that is not kept */

struct accounts;

struct accounts *accounts_new(void);
void	accounts_free(struct accounts *);

/* The account's number, counted from 0, or ACCOUNT_BEYOND. */
size_t	accounts_note(struct accounts *, struct text name, bool has_root);

size_t	accounts_count(const struct accounts *);
const char *accounts_name(const struct accounts *, size_t);
bool	accounts_has_root(const struct accounts *, size_t);

/* True where there were more than are kept. */
bool	accounts_went_beyond(const struct accounts *);

#endif

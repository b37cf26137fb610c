/*
 * What the harnesses share (fuzz.h).
 */
#include "fuzz/fuzz.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
fuzz_hold(bool holds, const char *fmt, ...)
{
	va_list ap;

	if (holds)
		return;
	va_start(ap, fmt);
	fputs("PROPERTY: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputs("\n", stderr);
	va_end(ap);
	abort();
}

void
fuzz_hold_same(const char *what, struct buffer *a, struct buffer *b)
{
	fuzz_hold(a->len == b->len &&
		(a->len == 0 || !memcmp(a->data, b->data, a->len)),
	    "%s differ:\n----\n%s\n----\n%s\n----", what, buffer_text(a),
	    buffer_text(b));
}

enum {
	SHARES_MAX = 8
};

static const struct fuzz_share *shares[SHARES_MAX];
static size_t share_count;

static void
print_shares(void)
{
	for (size_t i = 0; i < share_count; i++)
		fprintf(stderr, "note: %s: %" PRIu64 " of %" PRIu64 "\n",
		    shares[i]->name, shares[i]->yes, shares[i]->all);
}

void
fuzz_share_count(struct fuzz_share *share, bool yes)
{
	if (share->all++ == 0 && share_count < SHARES_MAX) {
		if (share_count == 0)
			atexit(print_shares);
		shares[share_count++] = share;
	}
	share->yes += yes;
}

unsigned
choose(struct choices *choices, unsigned n)
{
	if (choices->left == 0)
		return 0;
	choices->left--;
	return *choices->at++ % n;
}

bool
chance(struct choices *choices, unsigned of_256)
{
	return choices->left > 0 && choose(choices, 256) < of_256;
}

/*
 * Suggestions for mistyped words. It knows no words itself.
 */
#include "policy/nearest.h"

#include <string.h>

#include "base/text.h"

enum {
	FARTHEST = 2,
	/* Leaves room for a sentence in a complaint. */
	ADVICE_CAP = 800
};

#define CUT "..."

void
nearest_init(struct nearest *nearest, const char *word)
{
	*nearest = (struct nearest){.word = word, .distance = FARTHEST + 1};
	buffer_init(&nearest->all, ADVICE_CAP);
}

void
nearest_release(struct nearest *nearest)
{
	buffer_release(&nearest->all);
}

/* As a whole, or none from here on. */
static void
append(struct nearest *nearest, const char *known)
{
	const char *before = nearest->all.len == 0 ? "allowed: " : ", ";
	size_t len = strlen(before) + strlen(known) + strlen(", " CUT);

	if (nearest->is_cut)
		return;
	nearest->is_cut = nearest->all.len + len > ADVICE_CAP;
	buffer_appendf(
	    &nearest->all, "%s%s", before, nearest->is_cut ? CUT : known);
}

void
nearest_offer(struct nearest *nearest, const char *known)
{
	size_t distance = text_distance(nearest->word, known, FARTHEST);

	/* A word of two letters is not near to every other of two. */
	if (distance < nearest->distance && distance < strlen(known)) {
		nearest->distance = distance;
		nearest->best = known;
	}
	append(nearest, known);
}

const char *
nearest_advice(struct nearest *nearest)
{
	if (nearest->best != NULL) {
		buffer_reset(&nearest->all);
		buffer_appendf(
		    &nearest->all, "did you mean \"%s\"?", nearest->best);
	}
	return buffer_text(&nearest->all);
}

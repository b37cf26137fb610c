/*
 * Suggestions for mistyped words. It knows no words itself.
 */
#include "policy/nearest.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum {
	FARTHEST = 2,
	/* Leaves room for a sentence in a complaint. */
	ADVICE_CAP = 800,
	LINE_MAX_LEN = 160, /* as many candidates as this are all shown */
	PART_MIN_LEN = 3,
	FOLDED_SIZE = 128, /* longer words are near to nothing */
};

#define PART_ENDS "_-. "

void
nearest_init(struct nearest *nearest, const char *word)
{
	*nearest = (struct nearest){.word = word, .distance = FARTHEST + 2};
	buffer_init(&nearest->all, ADVICE_CAP);
}

void
nearest_release(struct nearest *nearest)
{
	buffer_release(&nearest->all);
}

/* Letters are small, and - stands for _. */
static const char *
fold(char folded[FOLDED_SIZE], const char *word)
{
	size_t i = 0;

	for (; i < FOLDED_SIZE - 1 && word[i] != '\0'; i++) {
		folded[i] = word[i];
		if (word[i] >= 'A' && word[i] <= 'Z')
			folded[i] = (char)(word[i] - 'A' + 'a');
		else if (word[i] == '-')
			folded[i] = '_';
	}
	folded[i] = '\0';
	return folded;
}

/* As of struct nearest. */
static size_t
distance_of(const char *word, const char *known)
{
	char a[FOLDED_SIZE], b[FOLDED_SIZE];
	size_t distance;

	if (strcmp(word, known) == 0)
		return 0;
	if (strlen(word) >= FOLDED_SIZE)
		return FARTHEST + 2;
	distance = text_distance(fold(a, word), fold(b, known), FARTHEST);
	/* A word of two letters is not near to every other of two. */
	return distance < strlen(known) ? distance + 1 : FARTHEST + 2;
}

/* True where a part of the one, parted by _ or -, is a part of the other. */
static bool
are_akin(const char *word, const char *known)
{
	char a[FOLDED_SIZE], b[FOLDED_SIZE];

	fold(a, word);
	fold(b, known);
	for (const char *at = a; *at != '\0';) {
		size_t len = strcspn(at, PART_ENDS);

		for (const char *in = b; len >= PART_MIN_LEN && *in != '\0';) {
			size_t in_len = strcspn(in, PART_ENDS);

			if (in_len == len && memcmp(at, in, len) == 0)
				return true;
			in += in_len + strspn(in + in_len, PART_ENDS);
		}
		at += len + strspn(at + len, PART_ENDS);
	}
	return false;
}

static void
keep(struct nearest *nearest, const char *known)
{
	bool akin = are_akin(nearest->word, known);
	size_t at = akin ? nearest->akin : nearest->shown_count;

	if (at == NEAREST_SHOWN)
		return;
	nearest->akin += akin;
	if (nearest->shown_count < NEAREST_SHOWN)
		nearest->shown_count++;
	memmove(&nearest->shown[at + 1], &nearest->shown[at],
	    (nearest->shown_count - at - 1) * sizeof(*nearest->shown));
	nearest->shown[at] = known;
}

void
nearest_offer(struct nearest *nearest, const char *known)
{
	size_t distance = distance_of(nearest->word, known);

	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = known;
	}
	nearest->count++;
	keep(nearest, known);
	/* Longer, it is not shown. */
	if (nearest->all.len <= LINE_MAX_LEN)
		buffer_appendf(&nearest->all, "%s%s",
		    nearest->all.len == 0 ? "allowed: " : ", ", known);
}

const char *
nearest_advice(struct nearest *nearest)
{
	struct buffer *all = &nearest->all;

	if (nearest->best != NULL) {
		buffer_reset(all);
		buffer_appendf(all, "did you mean \"%s\"?", nearest->best);
	} else if (all->len > LINE_MAX_LEN) {
		buffer_reset(all);
		buffer_append_text(all, "allowed: ");
		for (size_t i = 0; i < nearest->shown_count; i++)
			buffer_appendf(all, "%s, ", nearest->shown[i]);
		buffer_appendf(
		    all, "and %zu more", nearest->count - nearest->shown_count);
		if (nearest->page != NULL)
			buffer_appendf(all, ", see man %s", nearest->page);
	}
	return buffer_text(all);
}

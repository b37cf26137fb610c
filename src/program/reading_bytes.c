/*
 * What the bytes of an input are held against: the list of --sha256sums, and
 * the inputs before it. It reads nothing itself.
 */
#include "program/reading_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "program/sums.h"

enum {
	SHOWN = 160
};

bool
reading_is_listed(const struct reading *reading)
{
	struct sums *sums = reading->asked->options->sums;

	return sums != NULL && sums_find(sums, reading->listed_as) != NULL;
}

static void
compare_with_list(struct reading *reading)
{
	struct sums *sums = reading->asked->options->sums;
	struct sum *sum = sums_find(sums, reading->listed_as);
	const char *sha256 = reading->end.sha256;
	char shown[SHOWN];

	visible_copy(shown, sizeof(shown), text_of(sums->path));
	if (sum != NULL)
		sum->given = true;
	/* What could not be read to its end is a defect already. */
	if (*sha256 == '\0')
		return;
	if (sum == NULL)
		problem_report(&reading->problems, LEVEL_ERROR, 0, 0, 0,
		    "it does not stand in %s; its SHA-256 is %s", shown,
		    sha256);
	else if (strcmp(sum->sha256, sha256) != 0)
		problem_report(&reading->problems, LEVEL_ERROR, 0, 0, 0,
		    "its SHA-256 is %s, but %s:%zu gives %s: it is not the "
		    "file that was listed",
		    sha256, shown, sum->line, sum->sha256);
}

static struct key
key_of(const char *sha256)
{
	char half[17] = "";
	struct key key;

	memcpy(half, sha256, 16);
	key.high = strtoull(half, NULL, 16);
	memcpy(half, sha256 + 16, 16);
	key.low = strtoull(half, NULL, 16);
	return key;
}

/* False where no more can be remembered, which is said once. */
static bool
has_room(struct reading *reading, size_t len)
{
	if (reading->twin_count < LIMIT_TWINS &&
	    len <= LIMIT_TWIN_NAMES - reading->twin_bytes)
		return true;
	if (!reading->twins_full)
		problem_report(&reading->problems, LEVEL_WARNING, 0, 0, 0,
		    "there are too many inputs to remember all: from here on "
		    "each is compared with the first %zu only",
		    reading->twin_count);
	reading->twins_full = true;
	return false;
}

/* The same report twice counts its findings twice. */
static void
look_for_twin(struct reading *reading)
{
	struct key key = key_of(reading->end.sha256);
	const char *earlier = key_map_find(reading->twins, key);
	size_t len = strlen(reading->name) + 1;
	char shown[SHOWN];

	if (earlier != NULL) {
		reading->counts->duplicates++;
		problem_report(&reading->problems, LEVEL_WARNING, 0, 0, 0,
		    "it has the same bytes as %s; what was found there is "
		    "found and counted again",
		    visible_copy(shown, sizeof(shown), text_of(earlier)));
		return;
	}
	if (!has_room(reading, len))
		return;
	reading->twin_names = xgrow(reading->twin_names, reading->twin_count,
	    &reading->twin_size, sizeof(*reading->twin_names));
	reading->twin_names[reading->twin_count] = xstrdup(reading->name);
	key_map_add(
	    reading->twins, key, reading->twin_names[reading->twin_count++]);
	reading->twin_bytes += len;
}

void
reading_check_bytes(struct reading *reading)
{
	if (reading->asked->options->sums != NULL &&
	    (!reading->passed_over || reading_is_listed(reading)))
		compare_with_list(reading);
	if (!reading->passed_over && *reading->end.sha256 != '\0' &&
	    reading->end.size > 0)
		look_for_twin(reading);
}

void
reading_report_missing(struct reading *reading)
{
	const struct sums *sums = reading->asked->options->sums;
	char shown[SHOWN];

	if (sums == NULL || !reading_goes_on(reading))
		return;
	reading->name = sums->path;
	reading->announced = true; /* as far as problems are concerned */
	for (size_t i = 0; i < sums->count; i++)
		if (!sums->item[i].given)
			problem_report(&reading->problems, LEVEL_ERROR,
			    sums->item[i].line, 0, 0,
			    "%s is listed, but was not given",
			    visible_copy(shown, sizeof(shown),
				text_of(sums->item[i].name)));
}

void
reading_bytes_init(struct reading *reading)
{
	reading->twins = key_map_new();
}

void
reading_bytes_release(struct reading *reading)
{
	key_map_free(reading->twins);
	for (size_t i = 0; i < reading->twin_count; i++)
		free(reading->twin_names[i]);
	free(reading->twin_names);
}

/*
 * Findings collected and written as exceptions.
 */
#include "program/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "policy/yaml_write.h"

enum {
	/* Long enough to mend most things, short enough to be looked at. */
	DAYS = 90,
	DAY_LEN = 10
};

struct suggestion {
	const char *rule; /* of the policy: it outlives the run */
	char *account, *user;
	int64_t time; /* of the earliest report, or TIMESTAMP_NONE */
};

struct suggestions {
	struct suggestion *item;
	size_t count, size;
	bool is_full;
};

struct suggestions *
suggestions_new(void)
{
	return xcalloc(1, sizeof(struct suggestions));
}

static void
release(struct suggestion *suggestion)
{
	free(suggestion->account);
	free(suggestion->user);
}

void
suggestions_free(struct suggestions *suggestions)
{
	if (suggestions == NULL)
		return;
	for (size_t i = 0; i < suggestions->count; i++)
		release(&suggestions->item[i]);
	free(suggestions->item);
	free(suggestions);
}

static int
compare(const void *a, const void *b)
{
	const struct suggestion *left = a, *right = b;
	int order = strcmp(left->rule, right->rule);

	if (order == 0)
		order = strcmp(left->account, right->account);
	return order != 0 ? order : strcmp(left->user, right->user);
}

/* Each once, with its earliest time. */
static void
sort(struct suggestions *suggestions)
{
	struct suggestion *item = suggestions->item;
	size_t kept = 0;

	if (suggestions->count > 1)
		qsort(item, suggestions->count, sizeof(*item), compare);
	for (size_t i = 0; i < suggestions->count; i++) {
		if (kept == 0 || compare(&item[kept - 1], &item[i]) != 0) {
			item[kept++] = item[i];
			continue;
		}
		if (item[i].time < item[kept - 1].time)
			item[kept - 1].time = item[i].time;
		release(&item[i]);
	}
	suggestions->count = kept;
}

void
suggestions_add(struct suggestions *suggestions, const struct result *result)
{
	if (suggestions->count == LIMIT_SUGGESTIONS) {
		sort(suggestions);
		/* Sorting for each new one would take for ever. */
		if (suggestions->count > LIMIT_SUGGESTIONS / 2)
			suggestions->is_full = true;
	}
	if (suggestions->is_full)
		return;
	suggestions->item = xgrow(suggestions->item, suggestions->count,
	    &suggestions->size, sizeof(*suggestions->item));
	suggestions->item[suggestions->count++] = (struct suggestion){
	    .rule = result->rule->id,
	    .account = xstrdup(result->account),
	    .user = xstrdup(result->user),
	    .time = result->report_time,
	};
}

/* In quotes, since `123` and `on` are no texts without. */
static void
write_quoted(struct output *out, const char *name)
{
	struct buffer text;

	buffer_init(&text, LIMIT_LINE * 4);
	yaml_append_quoted(&text, name);
	output_text(out, buffer_text(&text));
	buffer_release(&text);
}

/* A name as a glob. One that begins with @ would be a list's. */
static void
write_user(struct output *out, const char *name)
{
	struct buffer copy;

	if (name[0] == '@')
		output_text(out,
		    "      # A name cannot begin with @ here: this covers any "
		    "first character.\n");
	buffer_init(&copy, LIMIT_LINE);
	buffer_append_text(&copy, name);
	if (name[0] == '@')
		copy.data[0] = '?';
	output_text(out, "      - ");
	write_quoted(out, buffer_text(&copy));
	output_text(out, "\n");
	buffer_release(&copy);
}

static void
write_account(struct output *out, const char *account)
{
	if (account[0] == '\0') {
		output_text(out,
		    "    # The report names no account: this covers users of "
		    "these names\n    # in every account.\n");
		return;
	}
	output_text(out, "    accounts: [");
	write_quoted(out, account);
	output_text(out, "]\n");
}

static void
write_day(struct output *out, const char *key, int64_t time, int64_t days)
{
	char text[TIMESTAMP_SIZE];

	if (time == TIMESTAMP_NONE)
		output_printf(out, "    %s:\n", key);
	else
		output_printf(out, "    %s: %.*s\n", key, DAY_LEN,
		    timestamp_format(text, time + days * DAY_SECS));
}

static bool
is_of_group(const struct suggestion *first, const struct suggestion *other)
{
	return strcmp(first->rule, other->rule) == 0 &&
	    strcmp(first->account, other->account) == 0;
}

/* Writes those of one rule and account; returns how many they are. */
static size_t
write_group(struct output *out, const struct suggestion *first, size_t count)
{
	int64_t time = first->time;
	size_t i = 0;

	output_text(out, "  - rules: [");
	write_quoted(out, first->rule);
	output_text(out, "]\n    users:\n");
	for (; i < count && is_of_group(first, &first[i]); i++) {
		write_user(out, first[i].user);
		if (first[i].time < time)
			time = first[i].time;
	}
	write_account(out, first->account);
	write_day(out, "approved", time, 0);
	write_day(out, "expires", time, DAYS);
	output_text(out, "    reason:\n    owner:\n");
	return i;
}

void
suggestions_write(struct suggestions *suggestions, struct output *out)
{
	size_t i = 0;

	sort(suggestions);
	if (suggestions->count == 0) {
		output_text(out, "# There is no finding to excuse.\n");
		return;
	}
	output_text(out,
	    "# Exceptions for the findings of this run. Keep what is to be "
	    "excused and fill\n"
	    "# in reason and owner; without them it is refused.\n");
	if (suggestions->is_full)
		output_text(
		    out, "# There are more findings than are listed here.\n");
	output_text(out, "policy: 1\nexceptions:\n");
	while (i < suggestions->count)
		i += write_group(
		    out, &suggestions->item[i], suggestions->count - i);
}

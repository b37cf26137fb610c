/*
 * The table of coverage.def, and looking a pack up in it. It is not derived
 * from the packs: most of its lines are on controls that no rule can have.
 */
#include "policy/coverage.h"

#include <string.h>

#include "base/buffer.h"

static const struct coverage table[] = {
#define COVERAGE(pack, control, title, verdict, why) \
	{pack, control, title, COVERAGE_##verdict, why},
#include "policy/coverage.def"
#undef COVERAGE
};

static const size_t table_count = sizeof(table) / sizeof(*table);

const char *
coverage_verdict_name(enum coverage_verdict verdict)
{
	static const char *const names[] = {
	    [COVERAGE_DECIDED] = "decided",
	    [COVERAGE_MANUAL] = "manual",
	    [COVERAGE_NOT_IN_REPORT] = "not in the report",
	};

	return names[verdict];
}

/* Past the last line of the pack whose first one it is. */
static size_t
end_of_pack(size_t first)
{
	size_t end = first;

	while (end < table_count &&
	    strcmp(table[end].pack, table[first].pack) == 0)
		end++;
	return end;
}

const struct coverage *
coverage_of(const char *pack, size_t *count)
{
	size_t end;

	for (size_t first = 0; first < table_count; first = end) {
		end = end_of_pack(first);
		if (strcmp(table[first].pack, pack) != 0)
			continue;
		*count = end - first;
		return &table[first];
	}
	return NULL;
}

void
coverage_append_packs(struct buffer *out)
{
	for (size_t i = 0; i < table_count; i = end_of_pack(i))
		buffer_appendf(out, "%s%s", i > 0 ? ", " : "", table[i].pack);
}

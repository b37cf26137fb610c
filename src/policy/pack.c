/*
 * Looking up built-in packs. Their text is in pack_data.c, which
 * policies/embed.sh makes from policies/NAME.yaml when the program is built.
 */
#include "policy/pack.h"

#include <string.h>

const struct pack *
pack_find(const char *name)
{
	for (size_t i = 0; i < pack_count; i++)
		if (strcmp(packs[i].name, name) == 0)
			return &packs[i];
	return NULL;
}

void
pack_append_names(struct buffer *out)
{
	for (size_t i = 0; i < pack_count; i++)
		buffer_appendf(out, "%s%s", i > 0 ? ", " : "", packs[i].name);
}

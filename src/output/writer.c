/*
 * The table of output formats, made from writers.def, and how one is found
 * by its name or by a file's ending. It opens no output.
 */
#include "output/writer.h"

#include <string.h>

const struct format *const formats[] = {
#define WRITER(name) &format_##name,
#include "output/writers.def"
#undef WRITER
};

const size_t format_count = sizeof(formats) / sizeof(formats[0]);

const struct format *
format_find(const char *name)
{
	for (size_t i = 0; i < format_count; i++) {
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	}
	return NULL;
}

/* The ending's length where the path has it and more, else 0. */
static size_t
ends_in(const char *path, const char *ending)
{
	size_t len = strlen(path);
	size_t end = ending == NULL ? 0 : strlen(ending);

	if (end == 0 || len <= end || strcmp(path + len - end, ending) != 0)
		return 0;
	return end;
}

const struct format *
format_of_file(const char *path)
{
	const struct format *found = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < format_count; i++) {
		size_t ending = ends_in(path, formats[i]->ending);
		size_t also = ends_in(path, formats[i]->also);

		if (also > ending)
			ending = also;
		if (ending > longest) {
			longest = ending;
			found = formats[i];
		}
	}
	return found;
}

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

const struct format *
format_of_file(const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < format_count; i++) {
		size_t ending;

		if (formats[i]->ending == NULL)
			continue;
		ending = strlen(formats[i]->ending);
		if (len > ending &&
		    strcmp(path + len - ending, formats[i]->ending) == 0)
			return formats[i];
	}
	return NULL;
}

/*
 * How SARIF names the files that were read and the reports inside of them,
 * and messages in which nothing of a report becomes a link. What was found
 * there is sarif_result.c.
 */
#include <string.h>

#include "base/text.h"
#include "output/sarif.h"

/* The name of the report inside of a file: the file's without the ending
 * of an encoding. A leading slash, as the specification has it for nested
 * artifacts, is an error to its own validator (SARIF1004). */
static struct text
stem_of(struct text name)
{
	static const char *const endings[] = {
	    ".gz", ".b64", ".base64", ".json", ".yaml", ".yml", ".txt", ".csv"};

	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]);
		     i++) {
			size_t len = strlen(endings[i]);

			if (name.len > len &&
			    memcmp(name.ptr + name.len - len, endings[i],
				len) == 0) {
				name.len -= len;
				again = true;
			}
		}
	}
	return name;
}

static void
put_encoded(struct json *json, struct text path)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/+,=@";

	while (path.len > 0) {
		struct text run = {path.ptr, 0};
		unsigned char byte = (unsigned char)path.ptr[0];
		char escape[3] = {'%', hex[byte >> 4], hex[byte & 15]};

		while (run.len < path.len &&
		    memchr(plain, path.ptr[run.len], sizeof(plain) - 1) != NULL)
			run.len++;
		if (run.len > 0) {
			json_put_slice_part(json, run);
		} else {
			json_put_slice_part(
			    json, (struct text){escape, sizeof(escape)});
			run.len = 1;
		}
		path.ptr += run.len;
		path.len -= run.len;
	}
}

void
sarif_uri(struct json *json, const struct sarif_place *place)
{
	const char *path = place->source;

	json_put_begin(json, "uri");
	if (path[0] == '/')
		json_put_part(json, "file://");
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	put_encoded(
	    json, place->inner ? stem_of(text_of(path)) : text_of(path));
	if (place->inner)
		json_put_part(json, ".csv");
	json_put_end(json);
}

void
sarif_artifact_location(struct json *json, const struct sarif_place *place)
{
	json_put_open(json, "artifactLocation", '{');
	sarif_uri(json, place);
	if (place->index != SARIF_NOWHERE)
		json_put_number(json, "index", place->index);
	json_put_close(json, '}');
}

/* "[text](target)" is a link in every message string of SARIF (3.11.6), and
 * the text may come from a report. */
static void
put_unlinked(struct json *json, const char *text)
{
	static const char special[] = "[]\\";

	while (*text != '\0') {
		size_t run = strcspn(text, special);

		json_put_slice_part(json, (struct text){text, run});
		text += run;
		if (*text != '\0') {
			json_put_part(json, "\\");
			json_put_slice_part(json, (struct text){text++, 1});
		}
	}
}

void
sarif_message(struct json *json, const char *before, const char *text)
{
	json_put_open(json, "message", '{');
	json_put_begin(json, "text");
	json_put_part(json, before);
	if (strstr(text, "](") == NULL)
		json_put_part(json, text);
	else
		put_unlinked(json, text);
	json_put_end(json);
	json_put_close(json, '}');
}

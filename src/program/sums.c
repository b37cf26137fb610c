/*
 * Reading and searching a list of digests. What it means for an input is
 * reading_bytes.c's business.
 */
#include "program/sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/visible.h"
#include "program/list_file.h"

enum {
	DIGITS = DIGEST_HEX_SIZE - 1
};

static int
malformed(const struct sums *sums, size_t line, const char *what,
    const char *text, struct error *err)
{
	char path[160], shown[100];

	return error_set(err, ERROR_USAGE, "%s:%zu: %s: \"%s\"",
	    visible_copy(path, sizeof(path), text_of(sums->path)), line, what,
	    visible_copy(shown, sizeof(shown), text_of(text)));
}

/* Makes the digits lower-case; false where they are not 64. */
static bool
take_digest(char *digits)
{
	if (strspn(digits, "0123456789abcdefABCDEF") != DIGITS)
		return false;
	for (size_t i = 0; i < DIGITS; i++)
		if (digits[i] >= 'A' && digits[i] <= 'F')
			digits[i] = (char)(digits[i] - 'A' + 'a');
	return true;
}

/* Undoes what sha256sum(1) does to a name with LF, CR or backslash. */
static bool
unescape(char *name)
{
	char *to = name;

	for (const char *from = name; *from != '\0'; from++, to++) {
		*to = *from;
		if (*from != '\\')
			continue;
		from++;
		if (*from == 'n')
			*to = '\n';
		else if (*from == 'r')
			*to = '\r';
		else if (*from != '\\')
			return false;
	}
	*to = '\0';
	return true;
}

/* "SHA256 (NAME) = DIGEST": the name may hold brackets itself. */
static bool
split_tagged(char *line, char **name, char **digits)
{
	static const char middle[] = ") = ";
	size_t len = strlen(line), rest = DIGITS + sizeof(middle) - 1;

	*name = line + strlen("SHA256 (");
	if (len < (size_t)(*name - line) + rest)
		return false;
	*digits = line + len - DIGITS;
	if (memcmp(line + len - rest, middle, sizeof(middle) - 1) != 0)
		return false;
	line[len - rest] = '\0';
	return take_digest(*digits);
}

/* "DIGEST  NAME", or " *NAME" for what was read as binary. */
static bool
split_plain(char *line, char **name, char **digits)
{
	*digits = line;
	if (!take_digest(line) || line[DIGITS] != ' ' ||
	    (line[DIGITS + 1] != ' ' && line[DIGITS + 1] != '*'))
		return false;
	line[DIGITS] = '\0';
	*name = line + DIGITS + 2;
	return true;
}

static const char *
without_dot(const char *name)
{
	return strncmp(name, "./", 2) == 0 ? name + 2 : name;
}

static int
take_line(struct sums *sums, char *line, size_t number, struct error *err)
{
	char *copy = xstrdup(line), *name, *digits;
	bool escaped = *line == '\\', good;

	if (escaped)
		line++;
	good = strncmp(line, "SHA256 (", 8) == 0
	    ? split_tagged(line, &name, &digits)
	    : split_plain(line, &name, &digits);
	good =
	    good && (!escaped || unescape(name)) && *without_dot(name) != '\0';
	if (!good)
		malformed(sums, number,
		    "expected a line as sha256sum prints it, 64 hexadecimal "
		    "digits, two blanks and a name; found",
		    copy, err);
	free(copy);
	if (!good)
		return -1;
	sums->item =
	    xgrow(sums->item, sums->count, &sums->size, sizeof(*sums->item));
	sums->item[sums->count++] =
	    (struct sum){without_dot(name), digits, number, false};
	return 0;
}

static int
parse(struct sums *sums, size_t len, struct error *err)
{
	char *line = sums->text, *end = line + len, *stop;

	for (size_t number = 1; line < end; number++, line = stop + 1) {
		stop = memchr(line, '\n', (size_t)(end - line));
		if (stop == NULL)
			stop = end; /* where the buffer's NUL is */
		*stop = '\0';
		if (strlen(line) != (size_t)(stop - line))
			return malformed(
			    sums, number, "a NUL is in this line", line, err);
		/* A CR in a name would be escaped: this is a line's end. */
		if (stop > line && stop[-1] == '\r')
			stop[-1] = '\0';
		/* sha256sum passes over comments, too. */
		if (*line != '#' && take_line(sums, line, number, err) < 0)
			return -1;
	}
	if (sums->count == 0)
		return malformed(
		    sums, 1, "there is no digest in this list", "", err);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct sum *one = *(struct sum *const *)a;
	const struct sum *other = *(struct sum *const *)b;
	int order = strcmp(one->name, other->name);

	if (order != 0)
		return order;
	return one->line < other->line ? -1 : one->line > other->line;
}

/* Sorts the names; one that stands there twice has to say the same. */
static int
sort(struct sums *sums, struct error *err)
{
	struct sum **sorted = xcalloc(sums->count, sizeof(*sorted));
	size_t kept = 0;

	sums->by_name = sorted;
	for (size_t i = 0; i < sums->count; i++)
		sorted[i] = &sums->item[i];
	qsort(sorted, sums->count, sizeof(*sorted), by_name);
	for (size_t i = 0; i < sums->count; i++) {
		struct sum *sum = sorted[i];

		if (kept == 0 || strcmp(sorted[kept - 1]->name, sum->name) != 0)
			sorted[kept++] = sum;
		else if (strcmp(sorted[kept - 1]->sha256, sum->sha256) == 0)
			sum->given = true; /* the first stands for both */
		else
			return malformed(sums, sum->line,
			    "an earlier line gives another digest for",
			    sum->name, err);
	}
	sums->name_count = kept;
	return 0;
}

struct sums *
sums_read(const char *path, struct error *err)
{
	struct sums *sums = xcalloc(1, sizeof(*sums));
	struct digest *digest;
	struct buffer text;

	sums->path = path;
	if (list_file_read(path, &text, err) < 0) {
		buffer_release(&text);
		sums_free(sums);
		return NULL;
	}
	digest = digest_new();
	if (text.len > 0)
		digest_update(digest, text.data, text.len);
	digest_hex(digest, sums->sha256);
	digest_free(digest);
	buffer_text(&text);
	sums->text = text.data; /* the buffer's memory is the list's now */
	if (parse(sums, text.len, err) < 0 || sort(sums, err) < 0) {
		sums_free(sums);
		return NULL;
	}
	return sums;
}

void
sums_free(struct sums *sums)
{
	if (sums == NULL)
		return;
	free(sums->by_name);
	free(sums->item);
	free(sums->text);
	free(sums);
}

struct sum *
sums_find(struct sums *sums, const char *name)
{
	const char *key = without_dot(name);
	size_t from = 0, to = sums->name_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = strcmp(sums->by_name[middle]->name, key);

		if (order == 0)
			return sums->by_name[middle];
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

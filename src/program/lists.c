/*
 * Operands out of a file. They are names, whatever they begin with; only "-"
 * is standard input, as on the command line.
 */
#include "program/lists.h"

#include <string.h>

#include "base/visible.h"
#include "program/list_file.h"
#include "program/sums.h"

static bool
has_stdin_operand(const struct options *options)
{
	for (size_t i = 0; i < options->operands.count; i++)
		if (strcmp(options->operands.item[i], "-") == 0)
			return true;
	return options->operands.count == 0 && options->files_from == NULL;
}

bool
lists_want_stdin(const struct options *options)
{
	return list_file_is_stdin(options->files_from) ||
	    list_file_is_stdin(options->sha256sums) ||
	    has_stdin_operand(options);
}

/* What one of two has read the other cannot. */
static int
check_stdin(const struct options *options, struct error *err)
{
	int uses = list_file_is_stdin(options->files_from) +
	    list_file_is_stdin(options->sha256sums) +
	    has_stdin_operand(options);

	/* Several operands "-" are inputs of which all but one are empty,
	 * and are said to be. */
	if (uses > 1)
		return error_set(err, ERROR_USAGE,
		    "standard input is wanted twice, by a list and as %s; "
		    "give the list a file",
		    has_stdin_operand(options) ? "an input" : "another list");
	return 0;
}

static int
bad_name(const struct options *options, size_t number, const char *what,
    struct error *err)
{
	char shown[200];

	return error_set(err, ERROR_USAGE, "--files-from: name %zu of %s %s",
	    number,
	    visible_copy(shown, sizeof(shown), text_of(options->files_from)),
	    what);
}

/* Makes each name a string of its own, in place. */
static int
split(struct options *options, char *text, size_t len, struct error *err)
{
	char separator = options->nul_separated ? '\0' : '\n';
	char *end = text + len, *stop;

	for (size_t number = 1; text < end; number++, text = stop + 1) {
		stop = memchr(text, separator, (size_t)(end - text));
		if (stop == NULL)
			stop = end; /* where the buffer's NUL is */
		*stop = '\0';
		if (*text == '\0' && stop == text)
			return bad_name(options, number,
			    options->nul_separated
				? "is empty; expected names with one NUL "
				  "behind each"
				: "is an empty line; expected one name a line",
			    err);
		if (strlen(text) != (size_t)(stop - text))
			return bad_name(options, number,
			    "holds a NUL; names that end in NUL need -0", err);
		strings_add(&options->operands, text);
	}
	return 0;
}

static int
read_operands(struct options *options, struct error *err)
{
	struct buffer *text = &options->list;
	char shown[200];

	if (list_file_read(options->files_from, text, err) < 0)
		return -1;
	if (text->len == 0)
		return error_set(err, ERROR_USAGE,
		    "--files-from: there is no name in %s",
		    visible_copy(
			shown, sizeof(shown), text_of(options->files_from)));
	buffer_text(text);
	return split(options, text->data, text->len, err);
}

int
lists_read(struct options *options, struct error *err)
{
	if (options->nul_separated && options->files_from == NULL)
		return error_set(err, ERROR_USAGE,
		    "-0 says how a list is read; it needs --files-from=FILE");
	if (check_stdin(options, err) < 0)
		return -1;
	if (options->files_from != NULL &&
	    (read_operands(options, err) < 0 || check_stdin(options, err) < 0))
		return -1;
	if (options->sha256sums == NULL)
		return 0;
	options->sums = sums_read(options->sha256sums, err);
	return options->sums != NULL ? 0 : -1;
}

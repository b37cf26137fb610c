/*
 * A rule's help as HTML. It is plain text of paragraphs that blank lines
 * part: one that is indented by four is code, one that begins with a number
 * is a list, and everything else flows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "output/html.h"
#include "output/xml_write.h"

enum {
	CODE_INDENT = 4
};

enum block {
	BLOCK_NONE,
	BLOCK_CODE,
	BLOCK_LIST,
	BLOCK_FLOW
};

static const struct {
	const char *begin, *end;
} tags[] = {
    [BLOCK_NONE] = {"", ""},
    [BLOCK_CODE] = {"<pre tabindex=\"0\">", "</pre>\n"},
    [BLOCK_LIST] = {"<ol start=\"", "</li></ol>\n"},
    [BLOCK_FLOW] = {"<p>", "</p>\n"},
};

/* Digits of "12. text", or 0. */
static size_t
number_len(const char *line)
{
	size_t len = strspn(line, "0123456789");

	return len > 0 && len < 4 && line[len] == '.' && line[len + 1] == ' '
	    ? len
	    : 0;
}

static enum block
block_of(const char *line)
{
	if (strspn(line, " ") >= CODE_INDENT)
		return BLOCK_CODE;
	return number_len(line) > 0 ? BLOCK_LIST : BLOCK_FLOW;
}

static void
begin_block(struct output *output, enum block block, const char *line)
{
	output_text(output, tags[block].begin);
	if (block == BLOCK_LIST)
		output_printf(
		    output, "%.*s\"><li>", (int)number_len(line), line);
}

/* A line of a block, the first of it or a later one. */
static void
put_line(struct output *output, enum block block, const char *line, bool first)
{
	size_t number = block == BLOCK_LIST ? number_len(line) : 0;

	if (block == BLOCK_CODE) {
		size_t indent = strspn(line, " ");

		output_text(output, first ? "" : "\n");
		xml_text(output,
		    line + (indent < CODE_INDENT ? indent : CODE_INDENT));
		return;
	}
	if (!first)
		output_text(output, number > 0 ? "</li>\n<li>" : " ");
	line += number > 0 ? number + 2 : strspn(line, " ");
	xml_text(output, line);
}

void
html_help(struct output *output, const char *text)
{
	char *copy = xstrdup(text);
	enum block block = BLOCK_NONE;
	char *rest = copy;
	char *line;

	while ((line = strsep(&rest, "\n")) != NULL) {
		bool first = block == BLOCK_NONE;

		if (line[strspn(line, " ")] == '\0') {
			output_text(output, tags[block].end);
			block = BLOCK_NONE;
			continue;
		}
		if (first) {
			block = block_of(line);
			begin_block(output, block, line);
		}
		put_line(output, block, line, first);
	}
	output_text(output, tags[block].end);
	free(copy);
}

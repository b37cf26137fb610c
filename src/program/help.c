/*
 * Help from the tables: what is not in them is in no help either.
 */
#include "program/help.h"

#include <string.h>

#include "base/digest.h"
#include "base/yaml_read.h"
#include "csv/split.h"
#include "input/decode.h"
#include "output/writer.h"
#include "program/options.h"

enum {
	OPTION_COLUMN = 34
};

/* "  -p, --policy=NAME|FILE      text", further lines under the first. */
static void
append_entry(struct buffer *out, const char *left, const char *help)
{
	size_t width = strlen(left);
	const char *newline;

	buffer_append_text(out, left);
	if (width >= OPTION_COLUMN) {
		buffer_append_text(out, "\n");
		width = 0;
	}
	for (;;) {
		newline = strchr(help, '\n');
		buffer_appendf(out, "%*s%.*s\n", (int)(OPTION_COLUMN - width),
		    "",
		    (int)(newline != NULL ? (size_t)(newline - help)
					  : strlen(help)),
		    help);
		if (newline == NULL)
			return;
		help = newline + 1;
		width = 0;
	}
}

static void
append_option(struct buffer *out, const struct option *option)
{
	struct buffer left;

	buffer_init(&left, 128);
	if (option->letter != '\0')
		buffer_appendf(&left, "  -%c%s", option->letter,
		    option->name != NULL ? ", " : "");
	else
		buffer_append_text(&left, "      ");
	if (option->name != NULL)
		buffer_appendf(&left, "--%s", option->name);
	if (option->value != NULL)
		buffer_appendf(&left, "=%s", option->value);
	append_entry(out, buffer_text(&left), option->help);
	buffer_release(&left);
}

static void
append_command(struct buffer *out, const struct command *command)
{
	struct buffer left;

	buffer_init(&left, 128);
	buffer_appendf(&left, "  %s%s%s%s%s", command->name,
	    command->verb != NULL ? " " : "",
	    command->verb != NULL ? command->verb : "",
	    *command->operands != '\0' ? " " : "", command->operands);
	append_entry(out, buffer_text(&left), command->help);
	buffer_release(&left);
}

void
help_append(struct buffer *out)
{
	buffer_append_text(out,
	    "Usage: mfa-check [COMMAND] [OPTION]... [FILE|DIR]...\n"
	    "Judges saved AWS IAM credential reports against a policy. Reads "
	    "standard input\nwhere no file is given; never uses the network."
	    "\n\nCommands:\n");
	for (size_t i = 0; i < command_count; i++)
		append_command(out, &commands[i]);
	buffer_append_text(out, "\nOptions:\n");
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].help != NULL)
			append_option(out, &option_table[i]);
	buffer_append_text(out, "\nFormats:\n");
	for (size_t i = 0; i < format_count; i++) {
		buffer_appendf(out, "  %-*s%s\n", OPTION_COLUMN - 2,
		    formats[i]->name, formats[i]->help);
	}
	buffer_append_text(out,
	    "\nExit status:\n"
	    "  0  everything was read and judged; nothing to report\n"
	    "  1  everything was read and judged; there are findings\n"
	    "  2  it could not run: usage, policy, or an output\n"
	    "  3  the answer is incomplete: something was not read or not "
	    "judged\n"
	    "\nExamples:\n"
	    "  mfa-check report.csv\n"
	    "  cat report.csv | mfa-check\n"
	    "  mfa-check -f sarif -o findings.sarif reports/\n"
	    "  mfa-check rules show console-mfa\n");
}

void
help_append_short(struct buffer *out)
{
	buffer_append_text(out,
	    "Usage: mfa-check [COMMAND] [OPTION]... [FILE|DIR]...\n"
	    "Try `mfa-check --help` for more.\n");
}

void
help_append_version(
    struct buffer *out, enum lane lane, const struct sandbox *sandbox)
{
	buffer_append_text(out, "mfa-check " PACKAGE_VERSION "\n");
	buffer_appendf(out, "with %s, libyaml %s, %s", splitter_library(),
	    yaml_library_version(), digest_library());
	for (size_t i = 0; i < decoder_count; i++)
		if (decoders[i]->library != NULL)
			buffer_appendf(out, ", %s", decoders[i]->library());
	buffer_appendf(out, "\nrows: %s\nsandbox: ", lane_name(lane));
	sandbox_append(sandbox, out);
	buffer_append_text(out,
	    "\nCopyright (C) 2026 the mfa-check "
	    "maintainers; ISC licence.\n");
}

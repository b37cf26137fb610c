/*
 * Completion for zsh: a function for its folder of functions, or to be
 * evaluated behind compinit.
 */
#include <stdio.h>

#include "program/completion.h"

/* An action that begins with a blank is called as it stands. */
static void
put_action(struct output *out, struct offer *offer)
{
	const char *words = buffer_text(&offer->words);

	output_printf(out, ": _mfa_check_offer %s%s%s",
	    offer->files ? "files" : (offer->is_list ? "list" : "words"),
	    *words != '\0' ? " " : "", words);
}

static void
put_spec(struct output *out, const struct option *option, const char *spelt,
    struct names *names)
{
	struct offer offer;

	output_printf(out, "\t\t'*%s[", spelt);
	completion_help(out, option->help, "[]:\\");
	output_text(out, "]");
	if (option->value != NULL) {
		output_text(out, ":");
		completion_help(out, option->value, "[]:\\");
		offer_value(&offer, option, names);
		put_action(out, &offer);
		offer_release(&offer);
	}
	output_text(out, "'\n");
}

static void
put_option(struct output *out, const struct option *option, struct names *names)
{
	char spelt[80];

	if (option->letter != '\0') {
		snprintf(spelt, sizeof(spelt), "-%c%s", option->letter,
		    option->value != NULL ? "+" : "");
		put_spec(out, option, spelt, names);
	}
	if (option->name != NULL) {
		snprintf(spelt, sizeof(spelt), "--%s%s", option->name,
		    option->value != NULL ? "=" : "");
		put_spec(out, option, spelt, names);
	}
}

static void
put_options(
    struct output *out, const struct command *command, struct names *names)
{
	output_printf(out, "\t%s)\n\t\toptions=(\n", command->name);
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].help != NULL &&
		    (option_table[i].commands & command->mask) != 0)
			put_option(out, &option_table[i], names);
	output_text(out, "\t\t) ;;\n");
}

static void
put_operands(struct output *out, struct names *names)
{
	struct offer offer;

	output_text(out, "\tcase $command in\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];

		output_printf(out, "\t'%s%s%s') operands='*: ", command->name,
		    command->verb != NULL ? " " : "",
		    command->verb != NULL ? command->verb : "");
		offer_operands(&offer, command, names);
		put_action(out, &offer);
		output_text(out, "' ;;\n");
		offer_release(&offer);
	}
	output_text(out, "\tesac\n");
}

static void
put_commands(struct output *out)
{
	struct buffer verbs;

	output_text(out, "\tcase $words[2] in\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];

		if (!completion_is_first(command))
			continue;
		output_printf(
		    out, "\t%s) command=%s", command->name, command->name);
		buffer_init(&verbs, 1024);
		completion_verbs(&verbs, command->name);
		if (verbs.len > 0)
			output_printf(out,
			    "\\ $words[3]\n"
			    "\t\tif (( CURRENT == 3 )); then\n"
			    "\t\t\tcompadd -- %s\n\t\t\treturn\n\t\tfi",
			    buffer_text(&verbs));
		output_text(out, " ;;\n");
		buffer_release(&verbs);
	}
	output_text(out, "\tesac\n");
}

void
completion_zsh(struct output *out, struct names *names)
{
	output_text(out,
	    "#compdef mfa-check\n"
	    "# Completion for zsh, printed by `mfa-check completion zsh`.\n"
	    "_mfa_check_offer() {\n"
	    "\tlocal kind=$1\n"
	    "\tshift\n"
	    "\tif [[ $kind = list ]]; then\n"
	    "\t\t_values -s , word \"$@\"\n"
	    "\t\treturn\n"
	    "\tfi\n"
	    "\t(( $# == 0 )) || compadd -- \"$@\"\n"
	    "\t[[ $kind != files ]] || _files\n"
	    "}\n"
	    "_mfa_check() {\n"
	    "\tlocal command=check operands\n"
	    "\tlocal -a options\n"
	    "\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
	    "\t\tcompadd --");
	for (size_t i = 0; i < command_count; i++)
		if (completion_is_first(&commands[i]))
			output_printf(out, " %s", commands[i].name);
	output_text(out, "\n\t\t_files\n\t\treturn\n\tfi\n");
	put_commands(out);
	output_text(out, "\tcase ${command%% *} in\n");
	for (size_t i = 0; i < command_count; i++)
		if (completion_is_first(&commands[i]))
			put_options(out, &commands[i], names);
	output_text(out, "\tesac\n");
	put_operands(out, names);
	output_text(out,
	    "\t_arguments -s -S : $options $operands\n"
	    "}\n"
	    "if [[ $funcstack[1] = _mfa-check ]]; then\n"
	    "\t_mfa_check \"$@\"\n"
	    "else\n"
	    "\tcompdef _mfa_check mfa-check\n"
	    "fi\n");
}

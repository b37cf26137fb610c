/*
 * Completion for fish: a `complete` for each option and each command's
 * operands, under the condition that the command is one that takes it.
 */
#include "program/completion.h"

/* The commands that take the option, as words of a condition. */
static void
put_condition(struct output *out, const struct option *option)
{
	output_text(out, "complete -c mfa-check -n '__mfa_check_is");
	for (size_t i = 0; i < command_count; i++)
		if (completion_is_first(&commands[i]) &&
		    (commands[i].mask & option->commands) != 0)
			output_printf(out, " %s", commands[i].name);
	output_text(out, "'");
}

static void
put_offer(struct output *out, struct offer *offer)
{
	const char *words = buffer_text(&offer->words);

	if (offer->is_list)
		output_printf(out,
		    " -a '(__fish_complete_list , \"string split \\\" \\\" "
		    "\\\"%s\\\"\")'",
		    words);
	else if (*words != '\0')
		output_printf(out, " -a '%s'", words);
}

static void
put_option(struct output *out, const struct option *option, struct names *names)
{
	struct offer offer;

	put_condition(out, option);
	if (option->letter != '\0')
		output_printf(out, " -s %c", option->letter);
	if (option->name != NULL)
		output_printf(out, " -l %s", option->name);
	if (option->value != NULL) {
		offer_value(&offer, option, names);
		output_text(out, offer.files ? " -r -F" : " -x");
		put_offer(out, &offer);
		offer_release(&offer);
	}
	output_text(out, " -d '");
	completion_help(out, option->help, "\\");
	output_text(out, "'\n");
}

/* Names of commands, and of their verbs behind them. */
static void
put_command(struct output *out, const struct command *command)
{
	const char *words =
	    command->verb != NULL ? command->verb : command->name;

	if (command->verb != NULL && completion_is_first(command))
		output_printf(out,
		    "complete -c mfa-check -n '__mfa_check_at 1' -a '%s'\n",
		    command->name);
	if (command->verb != NULL)
		output_printf(out,
		    "complete -c mfa-check -n '__mfa_check_at 2 %s' -a '%s' "
		    "-d '",
		    command->name, words);
	else
		output_printf(out,
		    "complete -c mfa-check -n '__mfa_check_at 1' -a '%s' -d '",
		    words);
	completion_help(out, command->help, "\\");
	output_text(out, "'\n");
}

static void
put_operands(
    struct output *out, const struct command *command, struct names *names)
{
	struct offer offer;

	offer_operands(&offer, command, names);
	if (offer.files || offer.words.len > 0) {
		output_printf(out,
		    "complete -c mfa-check -n '__mfa_check_in %s%s%s'",
		    command->name, command->verb != NULL ? " " : "",
		    command->verb != NULL ? command->verb : "");
		if (offer.files)
			output_text(out, " -F");
		put_offer(out, &offer);
		output_text(out, "\n");
	}
	offer_release(&offer);
}

static void
put_functions(struct output *out)
{
	output_text(out,
	    "# Completion for fish, printed by `mfa-check completion fish`.\n"
	    "function __mfa_check_is\n"
	    "\tset -l words (commandline -opc)\n"
	    "\tset -l command check\n"
	    "\tcontains -- \"$words[2]\"");
	for (size_t i = 0; i < command_count; i++)
		if (completion_is_first(&commands[i]))
			output_printf(out, " %s", commands[i].name);
	output_text(out,
	    "; and set command $words[2]\n"
	    "\tcontains -- $command $argv\n"
	    "end\n"
	    "function __mfa_check_at\n"
	    "\tset -l words (commandline -opc)\n"
	    "\ttest (count $words) -eq $argv[1]; or return 1\n"
	    "\ttest (count $argv) -eq 1; or test $words[2] = $argv[2]\n"
	    "end\n"
	    "function __mfa_check_in\n"
	    "\t__mfa_check_is $argv[1]; or return 1\n"
	    "\tset -l words (commandline -opc)\n"
	    "\ttest (count $argv) -eq 1; or test \"$words[3]\" = $argv[2]\n"
	    "end\n"
	    "complete -c mfa-check -f\n");
}

void
completion_fish(struct output *out, struct names *names)
{
	put_functions(out);
	for (size_t i = 0; i < command_count; i++)
		put_command(out, &commands[i]);
	for (size_t i = 0; i < command_count; i++)
		put_operands(out, &commands[i], names);
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].help != NULL)
			put_option(out, &option_table[i], names);
}

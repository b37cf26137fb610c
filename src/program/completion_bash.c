/*
 * Completion for bash: a function and a `complete`, without the help of the
 * package bash-completion. Bash parts words at "=" and ":".
 */
#include "program/completion.h"

static void
put_offer(struct output *out, struct offer *offer)
{
	output_printf(out, "words='%s'", buffer_text(&offer->words));
	if (offer->files)
		output_text(out, " files=yes");
	if (offer->is_list)
		output_text(out, " list=yes");
	output_text(out, " ;;\n");
}

static void
put_values(struct output *out, struct names *names)
{
	struct offer offer;

	output_text(out, "\tcase $prev in\n");
	for (size_t i = 0; i < option_count; i++) {
		const struct option *option = &option_table[i];

		if (option->help == NULL || option->value == NULL)
			continue;
		offer_value(&offer, option, names);
		output_text(out, "\t");
		if (option->letter != '\0')
			output_printf(out, "-%c | ", option->letter);
		output_printf(out, "--%s) ", option->name);
		put_offer(out, &offer);
		offer_release(&offer);
	}
	output_text(out, "\t*) place=operand ;;\n\tesac\n");
}

static void
put_options(struct output *out, unsigned mask)
{
	for (size_t i = 0; i < option_count; i++) {
		const struct option *option = &option_table[i];

		if (option->help == NULL || (option->commands & mask) == 0)
			continue;
		if (option->name != NULL)
			output_printf(out, " --%s", option->name);
		else
			output_printf(out, " -%c", option->letter);
	}
}

static void
put_all_options(struct output *out)
{
	output_text(out, "\t\tcase ${command%% *} in\n");
	for (size_t i = 0; i < command_count; i++)
		if (completion_is_first(&commands[i])) {
			output_printf(out, "\t\t%s) words='", commands[i].name);
			put_options(out, commands[i].mask);
			output_text(out, "' ;;\n");
		}
	output_text(out, "\t\tesac\n");
}

static void
put_commands(struct output *out)
{
	output_text(out, "\tcase ${COMP_WORDS[1]-} in\n");
	for (size_t i = 0; i < command_count; i++) {
		const char *name = commands[i].name;

		if (!completion_is_first(&commands[i]))
			continue;
		output_printf(out, "\t%s) command='%s", name, name);
		if (commands[i].verb != NULL)
			output_text(out, " '${COMP_WORDS[2]-}");
		else
			output_text(out, "'");
		output_text(out, " ;;\n");
	}
	output_text(out, "\tesac\n");
}

static void
put_operands(struct output *out, struct names *names)
{
	struct offer offer;
	struct buffer verbs;

	output_text(out, "\t\tcase $COMP_CWORD,$command in\n\t\t1,*) words='");
	for (size_t i = 0; i < command_count; i++)
		if (completion_is_first(&commands[i]))
			output_printf(out, "%s ", commands[i].name);
	output_text(out, "' files=yes ;;\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];

		if (command->verb != NULL && completion_is_first(command)) {
			buffer_init(&verbs, 1024);
			completion_verbs(&verbs, command->name);
			output_printf(out, "\t\t'2,%s '*) words='%s' ;;\n",
			    command->name, buffer_text(&verbs));
			buffer_release(&verbs);
		}
		offer_operands(&offer, command, names);
		output_printf(out, "\t\t*,'%s%s%s') ", command->name,
		    command->verb != NULL ? " " : "",
		    command->verb != NULL ? command->verb : "");
		put_offer(out, &offer);
		offer_release(&offer);
	}
	output_text(out, "\t\tesac\n");
}

void
completion_bash(struct output *out, struct names *names)
{
	output_text(out,
	    "# Completion for bash, printed by `mfa-check completion bash`.\n"
	    "_mfa_check()\n{\n"
	    "\tlocal command=check place=value words= files= list= before=\n"
	    "\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"
	    "\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	    "\tif [[ $cur == [=:] ]]; then\n"
	    "\t\t[[ $cur == = ]] || prev=--output\n"
	    "\t\tcur=\n"
	    "\telif [[ $prev == = ]]; then\n"
	    "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
	    "\telif [[ $prev == : ]]; then\n"
	    "\t\tprev=--output\n"
	    "\tfi\n");
	put_commands(out);
	put_values(out, names);
	output_text(out, "\tif [[ $place == operand && $cur == -* ]]; then\n");
	put_all_options(out);
	output_text(out, "\telif [[ $place == operand ]]; then\n");
	put_operands(out, names);
	output_text(out,
	    "\tfi\n"
	    "\tif [[ $list && $cur == *,* ]]; then\n"
	    "\t\tbefore=${cur%,*},\n"
	    "\t\tcur=${cur##*,}\n"
	    "\tfi\n"
	    "\tmapfile -t COMPREPLY < <(\n"
	    "\t\tcompgen -P \"$before\" -W \"$words\" -- \"$cur\"\n"
	    "\t\t[[ ! $files ]] || compgen -f -- \"$cur\"\n"
	    "\t)\n"
	    "\t[[ ! $files ]] || compopt -o filenames 2>/dev/null\n"
	    "}\n"
	    "complete -F _mfa_check mfa-check\n");
}

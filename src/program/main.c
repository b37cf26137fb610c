/*
 * Descriptors, signals, and the choice of the command. The only file that
 * exits.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "program/commands.h"
#include "program/help.h"
#include "program/lists.h"
#include "program/options.h"
#include "program/self_test.h"

enum {
	TEXT_MAX = 64 << 10
};

const struct command commands[] = {
    {"check", NULL, "[FILE|DIR]...", "judge reports (the default command)",
	FOR_CHECK, command_check},
    {"list", NULL, "[FILE|DIR]...",
	"print the reports' rows, decoded and checked", FOR_LIST, command_list},
    {"rules", "list", "", "the rules of a policy, a line each", FOR_RULES,
	command_rules_list},
    {"rules", "show", "ID...", "all about a rule: why, audit, remedy, limits",
	FOR_RULES, command_rules_show},
    {"policy", "check", "NAME|FILE...", "say all that is wrong with policies",
	FOR_POLICY, command_policy_check},
    {"policy", "show", "NAME|FILE", "print a policy as it stands, or in effect",
	FOR_POLICY, command_policy_show},
    {"policy", "schema", "", "print the JSON Schema of policies", FOR_POLICY,
	command_policy_schema},
    {"policy", "test", "FILE...", "try a policy on a file of cases", FOR_POLICY,
	command_policy_test},
    {"completion", NULL, "bash|zsh|fish",
	"print what lets a shell complete command lines", FOR_COMPLETION,
	command_completion},
};

const size_t command_count = sizeof(commands) / sizeof(*commands);

/*
 * A closed descriptor 0 to 2 would be given to the first file that is
 * opened, and messages would land in a report. It is filled the wrong way
 * round, so that reading or writing it still fails.
 */
static void
fill_descriptors(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
	int fd;

	for (int wanted = 0; wanted <= 2; wanted++)
		if (fcntl(wanted, F_GETFD) < 0 && errno == EBADF) {
			fd = open("/dev/null", modes[wanted]);
			/* The lowest free descriptor is the wanted one. */
			if (fd != wanted)
				_exit(STATUS_CANNOT_RUN);
		}
}

/* Files that have a name already do not outlive the run. */
static void
end_by_signal(int number)
{
	cleanup_run();
	signal(number, SIG_DFL);
	raise(number);
}

/* A write that cannot be done is an error with a sentence, not a signal. */
static void
set_signals(void)
{
	static const int ending[] = {SIGHUP, SIGINT, SIGTERM};

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	/* What the caller ignores (nohup) stays so. */
	for (size_t i = 0; i < sizeof(ending) / sizeof(*ending); i++)
		if (signal(ending[i], end_by_signal) == SIG_IGN)
			signal(ending[i], SIG_IGN);
}

static int
print(struct buffer *text, const struct messages *messages)
{
	struct error err;
	struct output *output = output_open(NULL, &err);
	int status = STATUS_OK;

	if (output != NULL)
		output_text(output, buffer_text(text));
	if (output == NULL || output_finish(output, &err) < 0) {
		message_error(messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	}
	output_free(output);
	return status;
}

static int
print_help(const struct messages *messages)
{
	struct buffer text;
	int status;

	buffer_init(&text, TEXT_MAX);
	help_append(&text);
	status = print(&text, messages);
	buffer_release(&text);
	return status;
}

/* What would be in force in a run is told by going into it. */
static int
print_version(const struct options *options, const struct messages *messages)
{
	static const struct sandbox_needs needs = {.reads_files = false};
	struct sandbox sandbox;
	struct buffer text;
	struct error err;
	int status;

	if (sandbox_enter(&sandbox, options->sandbox, &needs, &err) < 0) {
		message_error(messages, "%s", err.text);
		return STATUS_CANNOT_RUN;
	}
	buffer_init(&text, TEXT_MAX);
	help_append_version(&text, options->lane, &sandbox);
	status = print(&text, messages);
	buffer_release(&text);
	return status;
}

static int
usage(void)
{
	struct buffer text;

	buffer_init(&text, TEXT_MAX);
	help_append_short(&text);
	message_plain(buffer_text(&text));
	buffer_release(&text);
	return STATUS_CANNOT_RUN;
}

/* Waiting for somebody to type a report would look like a hang. */
static bool
would_read_terminal(const struct options *options)
{
	return (options->command->mask & (FOR_CHECK | FOR_LIST)) != 0 &&
	    lists_want_stdin(options) && isatty(STDIN_FILENO) == 1;
}

int
main(int argc, char **argv)
{
	struct messages messages = {.quiet = false};
	struct options options;
	struct error err;
	int status;

	fill_descriptors();
	set_signals();
	if (options_parse(&options, argc, argv, &err) < 0) {
		message_error(&messages, "%s", err.text);
		status = usage();
	} else if (options.help)
		status = print_help(&messages);
	else if (options.version)
		status = print_version(&options, &messages);
	else if (options.self_test)
		status = self_test_sandbox(&messages);
	else if (would_read_terminal(&options)) {
		message_error(&messages,
		    "no file is given and standard input "
		    "is a terminal");
		status = usage();
	} else if (lists_read(&options, &err) < 0) {
		message_error(&messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	} else
		status = options.command->run(&options);
	options_release(&options);
	return status;
}

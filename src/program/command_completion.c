/*
 * `mfa-check completion SHELL`: prints what makes a shell complete the
 * program's command lines.
 */
#include <string.h>
#include <unistd.h>

#include "base/visible.h"
#include "program/commands.h"
#include "program/completion.h"

static const struct {
	const char *name;
	void (*write)(struct output *, struct names *);
} shells[] = {
    {"bash", completion_bash},
    {"zsh", completion_zsh},
    {"fish", completion_fish},
};

static int
print(size_t shell, struct error *err)
{
	struct output *out = output_open(NULL, err);
	struct names names = {.read = false};
	int result = -1;

	if (out != NULL) {
		shells[shell].write(out, &names);
		result = output_finish(out, err);
	}
	names_release(&names);
	output_free(out);
	return result;
}

static int
run(const struct strings *operands, struct error *err)
{
	char shown[80];

	if (operands->count != 1)
		return error_set(err, ERROR_USAGE,
		    "`mfa-check completion` takes one shell: bash, zsh or "
		    "fish");
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++)
		if (strcmp(operands->item[0], shells[i].name) == 0)
			return print(i, err);
	return error_set(err, ERROR_USAGE,
	    "`mfa-check completion` knows bash, zsh and fish, not %s",
	    visible_copy(shown, sizeof(shown), text_of(operands->item[0])));
}

int
command_completion(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	struct error err;

	if (run(&options->operands, &err) == 0)
		return STATUS_OK;
	message_error(&messages, "%s", err.text);
	return STATUS_CANNOT_RUN;
}

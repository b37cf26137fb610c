/*
 * `mfa-check policy show` and `policy check`: work on policies themselves.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "policy/pack.h"
#include "program/commands.h"
#include "program/load_policy.h"

/* What there is to print, or -1 where everything was said. */
static int
resolve_to(const struct options *options, const struct messages *messages,
    const char *name, struct buffer *text)
{
	struct policy policy;
	int result = load_one_policy(options, messages, name, text, &policy);

	policy_release(&policy);
	return result;
}

/* A pack or a file as it stands. */
static int
read_to(const struct messages *messages, const char *name, struct buffer *text)
{
	struct error err;
	size_t len;
	char *bytes = load_policy_text(name, &len, &err);

	if (bytes == NULL) {
		message_error(messages, "%s", err.text);
		return -1;
	}
	buffer_append(text, bytes, len);
	free(bytes);
	return 0;
}

static int
print(const struct messages *messages, const struct buffer *text)
{
	struct error err;
	struct output *out = output_open(NULL, &err);
	int status = STATUS_OK;

	if (out != NULL)
		output_write(out, text->data, text->len);
	if (out == NULL || output_finish(out, &err) < 0) {
		message_error(messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	}
	output_free(out);
	return status;
}

int
command_policy_show(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	struct buffer text;
	int status = STATUS_CANNOT_RUN, result;

	buffer_init(&text, SIZE_MAX);
	if (options->operands.count != 1) {
		pack_append_names(&text);
		message_error(&messages,
		    "`mfa-check policy show` needs the name of one pack, or a "
		    "file; packs: %s",
		    buffer_text(&text));
		buffer_release(&text);
		return STATUS_CANNOT_RUN;
	}
	result = options->resolved
	    ? resolve_to(options, &messages, options->operands.item[0], &text)
	    : read_to(&messages, options->operands.item[0], &text);
	if (result == 0)
		status = print(&messages, &text);
	buffer_release(&text);
	return status;
}

int
command_policy_check(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	int status = STATUS_OK;

	if (options->operands.count == 0) {
		message_error(&messages,
		    "`mfa-check policy check` needs the name of a pack or a "
		    "file");
		return STATUS_CANNOT_RUN;
	}
	for (size_t i = 0; i < options->operands.count; i++)
		if (load_and_check(
			options, &messages, options->operands.item[i]) < 0)
			status = STATUS_CANNOT_RUN;
	return status;
}

/*
 * `mfa-check policy`: work on policies themselves.
 */
#include <unistd.h>

#include "base/visible.h"
#include "policy/pack.h"
#include "program/commands.h"
#include "program/load_policy.h"

/* ": a, b, c" of the packs that there are. */
static void
name_packs(char *text, size_t size)
{
	struct buffer names;

	buffer_init(&names, size - 1);
	for (size_t i = 0; i < pack_count; i++)
		buffer_appendf(
		    &names, "%s%s", i > 0 ? ", " : "", packs[i].name);
	visible_copy(text, size, text_of(buffer_text(&names)));
	buffer_release(&names);
}

static int
show(const struct options *options, struct output *out, struct error *err)
{
	const char *name;
	char known[200], shown[80];
	const struct pack *pack;

	name_packs(known, sizeof(known));
	if (options->operands.count != 1)
		return error_set(err, ERROR_USAGE,
		    "`mfa-check policy show` "
		    "needs the name of one pack: %s",
		    known);
	name = options->operands.item[0];
	pack = pack_find(name);
	if (pack == NULL)
		return error_set(err, ERROR_USAGE,
		    "there is no pack \"%s\"; "
		    "there is %s",
		    visible_copy(shown, sizeof(shown), text_of(name)), known);
	output_write(out, pack->text, pack->len);
	return 0;
}

int
command_policy_show(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	struct error err;
	struct output *out = output_open(NULL, &err);
	int status = STATUS_OK;

	if (out == NULL || show(options, out, &err) < 0 ||
	    output_finish(out, &err) < 0) {
		message_error(&messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	}
	output_free(out);
	return status;
}

/*
 * `mfa-check rules show`: all about a rule, for a person who has no network
 * to look it up.
 */
#include <string.h>
#include <unistd.h>

#include "base/visible.h"
#include "policy/nearest.h"
#include "program/commands.h"
#include "program/load_policy.h"

enum {
	INDENT = 2
};

/* A block of text, each line set in by INDENT. */
static void
print_block(struct output *out, const char *heading, const char *text)
{
	output_printf(out, "\n%s\n", heading);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		output_printf(
		    out, "%*s%.*s\n", len > 0 ? INDENT : 0, "", (int)len, text);
		text += len;
		if (*text == '\n')
			text++;
	}
}

static void
print_refs(struct output *out, const struct rule_info *info)
{
	if (info->ref_count > 0)
		output_text(out, "\nReferences\n");
	for (size_t i = 0; i < info->ref_count; i++)
		output_printf(out, "%*s%-20s %s\n", INDENT, "",
		    info->refs[i].framework, info->refs[i].control);
}

static void
print_rule(struct output *out, const struct rule_info *info)
{
	output_printf(out, "%s: %s\n", info->id, info->title);
	output_printf(out, "Severity: %s\n", severity_name(info->severity));
	for (enum help_section s = 0; s < HELP_COUNT; s++)
		if (info->help[s] != NULL)
			print_block(out, help_heading(s), info->help[s]);
	print_block(out, "In short", info->fix);
	print_refs(out, info);
}

static const struct rule_info *
find_rule(const struct policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (strcmp(policy->rules[i].info.id, id) == 0)
			return &policy->rules[i].info;
	return NULL;
}

static int
no_rule(const struct policy *policy, const char *id, struct error *err)
{
	struct nearest nearest;
	char shown[80];

	nearest_init(&nearest, id);
	for (size_t i = 0; i < policy->rule_count; i++)
		nearest_offer(&nearest, policy->rules[i].info.id);
	error_set(err, ERROR_USAGE,
	    "there is no rule \"%s\" in this policy; %s; see `mfa-check rules "
	    "list`",
	    visible_copy(shown, sizeof(shown), text_of(id)),
	    nearest_advice(&nearest));
	nearest_release(&nearest);
	return -1;
}

static int
show(const struct options *options, const struct policy *policy,
    struct output *out, struct error *err)
{
	if (options->operands.count == 0)
		return error_set(err, ERROR_USAGE,
		    "`mfa-check rules show` "
		    "needs the id of a rule; see `mfa-check rules list`");
	for (size_t i = 0; i < options->operands.count; i++) {
		const char *id = options->operands.item[i];
		const struct rule_info *info = find_rule(policy, id);

		if (info == NULL)
			return no_rule(policy, id, err);
		if (i > 0)
			output_text(out, "\n");
		print_rule(out, info);
	}
	return 0;
}

/* Text for people, whatever -f might make of it. */
static int
check_format(const struct options *options, struct error *err)
{
	const char *name = options->outputs[0].format->name;

	if (options->output_count > 1)
		return error_set(err, ERROR_USAGE,
		    "`mfa-check rules show` writes one output");
	if (strcmp(name, "table") != 0)
		return error_set(err, ERROR_USAGE,
		    "`mfa-check rules show` prints text, not %s; `mfa-check "
		    "rules list` does",
		    name);
	if (options->coverage != NULL)
		return error_set(err, ERROR_USAGE,
		    "--coverage belongs to `mfa-check rules list`");
	return 0;
}

static int
print(const struct options *options, const struct policy *policy,
    struct error *err)
{
	struct output *out = output_open(options->outputs[0].path, err);
	int result = -1;

	if (out != NULL && show(options, policy, out, err) == 0 &&
	    output_finish(out, err) == 0 && output_publish(out, err) == 0)
		result = 0;
	output_free(out);
	return result;
}

int
command_rules_show(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	int status = STATUS_CANNOT_RUN;
	struct policy policy;
	struct error err;

	if (check_format(options, &err) < 0) {
		message_error(&messages, "%s", err.text);
		return STATUS_CANNOT_RUN;
	}
	if (load_policy(options, &messages, &policy) == 0) {
		if (print(options, &policy, &err) == 0)
			status = STATUS_OK;
		else
			message_error(&messages, "%s", err.text);
	}
	policy_release(&policy);
	return status;
}

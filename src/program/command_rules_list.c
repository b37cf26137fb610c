/*
 * `mfa-check rules list`: the rules of a policy, or what of a benchmark a
 * credential report decides at all, a line each.
 */
#include <unistd.h>

#include "base/visible.h"
#include "output/json_parts.h"
#include "policy/coverage.h"
#include "program/commands.h"
#include "program/listing.h"
#include "program/load_policy.h"

#define COMMAND "mfa-check rules list"
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static void
rule_id(struct buffer *out, const void *row)
{
	buffer_append_text(out, ((const struct rule *)row)->info.id);
}

static void
rule_title(struct buffer *out, const void *row)
{
	buffer_append_text(out, ((const struct rule *)row)->info.title);
}

static void
rule_severity(struct buffer *out, const void *row)
{
	const struct rule *rule = row;

	buffer_append_text(out, severity_name(rule->info.severity));
}

static void
rule_scope(struct buffer *out, const void *row)
{
	buffer_append_text(out, scope_names[((const struct rule *)row)->scope]);
}

static void
rule_each(struct buffer *out, const void *row)
{
	buffer_append_text(out, each_names[((const struct rule *)row)->each]);
}

/* "cis-aws-6.0 2.9; prowler ...": a control may hold commas. */
static void
rule_refs(struct buffer *out, const void *row)
{
	const struct rule_info *info = &((const struct rule *)row)->info;

	for (size_t i = 0; i < info->ref_count; i++)
		buffer_appendf(out, "%s%s %s", i > 0 ? "; " : "",
		    info->refs[i].framework, info->refs[i].control);
}

static void
put_refs(struct json *json, const void *row)
{
	json_put_refs(json, &((const struct rule *)row)->info);
}

static int
list_rules(const struct options *options, const struct policy *policy,
    struct error *err)
{
	static const struct listing_column columns[] = {
	    {"rule", rule_id, NULL},
	    {"title", rule_title, NULL},
	    {"severity", rule_severity, NULL},
	    {"scope", rule_scope, NULL},
	    {"each", rule_each, NULL},
	    {"refs", rule_refs, put_refs},
	};
	/* References would fill screens; the title needs no padding. */
	static const size_t shown[] = {0, 2, 3, 4, 1};
	const struct listing listing = {
	    .command = COMMAND,
	    .csv = &options->csv,
	    .type = "rule",
	    .columns = columns,
	    .column_count = LENGTH(columns),
	    .shown = shown,
	    .shown_count = LENGTH(shown),
	    .rows = policy->rules,
	    .row_size = sizeof(*policy->rules),
	    .row_count = policy->rule_count,
	};

	return listing_print(&listing, &options->outputs[0], err);
}

static void
coverage_control(struct buffer *out, const void *row)
{
	buffer_append_text(out, ((const struct coverage *)row)->control);
}

static void
coverage_verdict(struct buffer *out, const void *row)
{
	const struct coverage *coverage = row;

	buffer_append_text(out, coverage_verdict_name(coverage->verdict));
}

static void
coverage_why(struct buffer *out, const void *row)
{
	buffer_append_text(out, ((const struct coverage *)row)->why);
}

static void
coverage_title(struct buffer *out, const void *row)
{
	buffer_append_text(out, ((const struct coverage *)row)->title);
}

static int
no_coverage(const char *pack, struct error *err)
{
	struct buffer known;
	char shown[80];

	buffer_init(&known, 256);
	coverage_append_packs(&known);
	error_set(err, ERROR_USAGE,
	    "--coverage: there is no coverage table of \"%s\"; there is one "
	    "of %s",
	    visible_copy(shown, sizeof(shown), text_of(pack)),
	    buffer_text(&known));
	buffer_release(&known);
	return -1;
}

static int
list_coverage(const struct options *options, struct error *err)
{
	static const struct listing_column columns[] = {
	    {"control", coverage_control, NULL},
	    {"verdict", coverage_verdict, NULL},
	    {"why", coverage_why, NULL},
	    {"title", coverage_title, NULL},
	};
	/* The longest last, where it needs no padding. */
	static const size_t shown[] = {0, 1, 3, 2};
	struct listing listing = {
	    .command = COMMAND,
	    .csv = &options->csv,
	    .type = "control",
	    .columns = columns,
	    .column_count = LENGTH(columns),
	    .shown = shown,
	    .shown_count = LENGTH(shown),
	    .row_size = sizeof(struct coverage),
	};

	listing.rows = coverage_of(options->coverage, &listing.row_count);
	if (listing.rows == NULL)
		return no_coverage(options->coverage, err);
	return listing_print(&listing, &options->outputs[0], err);
}

static int
check_usage(const struct options *options, struct error *err)
{
	if (options->operands.count > 0)
		return error_set(err, ERROR_USAGE,
		    "`" COMMAND "` takes no operand; choose with --rule=GLOB");
	if (options->output_count > 1)
		return error_set(
		    err, ERROR_USAGE, "`" COMMAND "` writes one output");
	if (options->coverage != NULL &&
	    options->rule.count + options->skip_rule.count +
		    options->tag.count + options->set.count >
		0)
		return error_set(err, ERROR_USAGE,
		    "--coverage prints the controls of a benchmark; it takes "
		    "no --rule, --skip-rule, --tag or --set");
	return 0;
}

static int
status_of(int result, const struct messages *messages, const struct error *err)
{
	if (result == 0)
		return STATUS_OK;
	message_error(messages, "%s", err->text);
	return STATUS_CANNOT_RUN;
}

int
command_rules_list(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	int status = STATUS_CANNOT_RUN;
	struct policy policy;
	struct error err;

	if (check_usage(options, &err) < 0)
		return status_of(-1, &messages, &err);
	if (options->coverage != NULL)
		return status_of(list_coverage(options, &err), &messages, &err);
	/* What is wrong with a policy was said when it was loaded. */
	if (load_policy(options, &messages, &policy) == 0)
		status = status_of(
		    list_rules(options, &policy, &err), &messages, &err);
	policy_release(&policy);
	return status;
}

/*
 * The values of options, checked as they are read.
 */
#include "program/option_values.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "base/visible.h"

enum {
	SHOWN = 80,
	NOTE_NAME = 64
};

static int
bad_value(struct error *err, const char *option, const char *value,
    const char *expected)
{
	char shown[SHOWN];

	return error_set(err, ERROR_USAGE, "--%s is \"%s\"; expected %s",
	    option, visible_copy(shown, sizeof(shown), text_of(value)),
	    expected);
}

int
apply_policy(struct options *options, const char *value, struct error *err)
{
	if (*value == '\0')
		return bad_value(err, "policy", value, "a pack or a file");
	strings_add(&options->policies, value);
	return 0;
}

int
apply_exceptions(struct options *options, const char *value, struct error *err)
{
	if (*value == '\0')
		return bad_value(err, "exceptions", value, "a file");
	strings_add(&options->exceptions, value);
	return 0;
}

/* What it sets is known when the policy is: policy_build.c checks it. */
int
apply_set(struct options *options, const char *value, struct error *err)
{
	const char *equals = strchr(value, '=');

	if (equals == NULL || equals == value || equals[1] == '\0')
		return bad_value(err, "set", value,
		    "a parameter, = and its value, as in max_key_age=60d");
	strings_add(&options->set, value);
	return 0;
}

int
apply_suggest_exceptions(
    struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->suggest_exceptions = true;
	return 0;
}

int
apply_resolved(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->resolved = true;
	return 0;
}

static int
add_output(struct options *options, const struct format *format,
    const char *path, struct error *err)
{
	if (options->output_count == LIMIT_OUTPUTS)
		return error_set(err, ERROR_USAGE,
		    "at most %d outputs can be "
		    "written in one run",
		    LIMIT_OUTPUTS);
	options->outputs[options->output_count++] =
	    (struct output_request){format, path};
	return 0;
}

int
apply_format(struct options *options, const char *value, struct error *err)
{
	const char *colon = strchr(value, ':');
	char *name = xstrndup(
	    value, colon != NULL ? (size_t)(colon - value) : strlen(value));
	const struct format *format = format_find(name);
	char known[160] = "one of", shown[SHOWN];
	size_t len;

	for (size_t i = 0; i < format_count; i++) {
		len = strlen(known);
		snprintf(
		    known + len, sizeof(known) - len, " %s", formats[i]->name);
	}
	visible_copy(shown, sizeof(shown), text_of(name));
	free(name);
	if (format == NULL)
		return bad_value(err, "format", shown, known);
	if (colon != NULL && colon[1] == '\0')
		return bad_value(
		    err, "format", value, "a file name behind the colon");
	return add_output(
	    options, format, colon != NULL ? colon + 1 : NULL, err);
}

int
apply_output(struct options *options, const char *value, struct error *err)
{
	const struct format *format;

	if (*value == '\0')
		return bad_value(err, "output", value, "a file name");
	for (size_t i = options->output_count; i-- > 0;) {
		if (options->outputs[i].path != NULL)
			continue;
		options->outputs[i].path = value;
		return 0;
	}
	format = format_of_file(value);
	if (format == NULL)
		return bad_value(err, "output", value,
		    "an ending that tells "
		    "the format, or -f FORMAT before it");
	return add_output(options, format, value, err);
}

int
apply_as_of(struct options *options, const char *value, struct error *err)
{
	struct text text = text_of(value);

	if (strcmp(value, "now") == 0) {
		options->as_of = options->now;
		return 0;
	}
	if (timestamp_parse(text, &options->as_of) == 0 ||
	    timestamp_parse_date(text, &options->as_of) == 0)
		return 0;
	return bad_value(err, "as-of", value,
	    "a time such as "
	    "2026-09-11T13:15:19Z, a date such as 2026-09-11, or now");
}

int
apply_require_time(
    struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->require_time = true;
	return 0;
}

#define SEVERITIES "critical, high, medium, low or info"

int
apply_fail_on(struct options *options, const char *value, struct error *err)
{
	options->fail_never = strcmp(value, "none") == 0;
	options->fail_on = severity_find(value);
	if (options->fail_never || options->fail_on != SEVERITY_NONE)
		return 0;
	return bad_value(err, "fail-on", value, SEVERITIES ", or none");
}

int
apply_min_severity(
    struct options *options, const char *value, struct error *err)
{
	options->min_severity = severity_find(value);
	if (options->min_severity != SEVERITY_NONE)
		return 0;
	return bad_value(err, "min-severity", value, SEVERITIES);
}

static int
add_word(struct strings *strings, const char *option, const char *value,
    struct error *err)
{
	if (*value == '\0')
		return bad_value(err, option, value, "at least one character");
	strings_add(strings, value);
	return 0;
}

int
apply_rule(struct options *options, const char *value, struct error *err)
{
	return add_word(&options->rule, "rule", value, err);
}

int
apply_skip_rule(struct options *options, const char *value, struct error *err)
{
	return add_word(&options->skip_rule, "skip-rule", value, err);
}

int
apply_tag(struct options *options, const char *value, struct error *err)
{
	return add_word(&options->tag, "tag", value, err);
}

int
apply_all(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->all = true;
	return 0;
}

int
apply_summary(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->summary = true;
	return 0;
}

int
apply_csv_raw(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->csv.raw = true;
	return 0;
}

int
apply_csv_bom(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->csv.bom = true;
	return 0;
}

int
apply_no_header(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->csv.no_header = true;
	return 0;
}

static bool
is_note_name(struct text name)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789_.-";

	return name.len > 0 && name.len <= NOTE_NAME &&
	    text_consists_of(name, allowed);
}

int
apply_note(struct options *options, const char *value, struct error *err)
{
	const char *equals = strchr(value, '=');
	struct text name = {value, 0};

	if (equals != NULL)
		name.len = (size_t)(equals - value);
	if (!is_note_name(name))
		return bad_value(err, "note", value,
		    "a name of letters, digits, _ . and -, then = and its "
		    "value, as in ticket=SEC-1421");
	for (size_t i = 0; i < options->note_count; i++)
		if (text_equals(name, options->notes[i].name))
			return error_set(err, ERROR_USAGE,
			    "the note %s is given twice",
			    options->notes[i].name);
	options->notes = xgrow(options->notes, options->note_count,
	    &options->note_size, sizeof(*options->notes));
	options->notes[options->note_count++] = (struct note){
	    .name = xstrndup(name.ptr, name.len),
	    .value = equals + 1,
	};
	return 0;
}

/* The strings are copies: release_values() frees them. */
int
apply_columns(struct options *options, const char *value, struct error *err)
{
	const char *whole = value;

	while (*value != '\0') {
		size_t len = strcspn(value, ",");

		if (len == 0)
			return bad_value(err, "columns", value,
			    "names with one comma between two");
		strings_add(&options->columns, xstrndup(value, len));
		value += len;
		if (*value == ',' && value[1] != '\0')
			value++;
		else if (*value == ',')
			return bad_value(err, "columns", whole,
			    "a name behind the last comma");
	}
	if (options->columns.count == 0)
		return bad_value(err, "columns", value, "names of columns");
	return 0;
}

void
release_values(struct options *options)
{
	for (size_t i = 0; i < options->columns.count; i++)
		free((char *)(uintptr_t)options->columns.item[i]);
	for (size_t i = 0; i < options->note_count; i++)
		free((char *)(uintptr_t)options->notes[i].name);
	free(options->notes);
}

/* Which packs have a table is coverage.h's business. */
int
apply_coverage(struct options *options, const char *value, struct error *err)
{
	if (*value == '\0')
		return bad_value(err, "coverage", value, "a pack");
	options->coverage = value;
	return 0;
}

/* A second list would have to be read, or be lost in silence. */
static int
set_list(
    const char **list, const char *option, const char *value, struct error *err)
{
	if (*value == '\0')
		return bad_value(err, option, value, "a file, or -");
	if (*list != NULL)
		return error_set(err, ERROR_USAGE,
		    "--%s is given twice; join the lists into one", option);
	*list = value;
	return 0;
}

int
apply_files_from(struct options *options, const char *value, struct error *err)
{
	return set_list(&options->files_from, "files-from", value, err);
}

int
apply_nul(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->nul_separated = true;
	return 0;
}

int
apply_sha256sums(struct options *options, const char *value, struct error *err)
{
	return set_list(&options->sha256sums, "sha256sums", value, err);
}

int
apply_stdin_name(struct options *options, const char *value, struct error *err)
{
	if (*value == '\0')
		return bad_value(err, "stdin-name", value, "a name");
	options->stdin_name = value;
	return 0;
}

/* "8G" and the like; 0 where it is no size, or too large a one. */
static uint64_t
parse_size(const char *value)
{
	static const char units[] = "KMGT";
	uint64_t size = 0;
	const char *unit;

	for (; *value >= '0' && *value <= '9'; value++) {
		if (size > (UINT64_MAX - 9) / 10)
			return 0;
		size = size * 10 + (uint64_t)(*value - '0');
	}
	if (*value == '\0')
		return size;
	unit = strchr(units, *value);
	if (unit == NULL || value[1] != '\0')
		return 0;
	for (const char *u = units; u <= unit; u++) {
		if (size > UINT64_MAX / 1024)
			return 0;
		size *= 1024;
	}
	return size;
}

int
apply_max_decoded(struct options *options, const char *value, struct error *err)
{
	uint64_t size = parse_size(value);

	if (size == 0)
		return bad_value(err, "max-decoded", value,
		    "bytes, or a number with K, M, G or T");
	options->max_decoded = size;
	return 0;
}

/* Which of the names it is, or -1. */
static int
find_word(const char *value, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(value, names[i]) == 0)
			return i;
	return -1;
}

int
apply_sandbox(struct options *options, const char *value, struct error *err)
{
	static const char *const names[] = {
	    [SANDBOX_AUTO] = "auto",
	    [SANDBOX_REQUIRE] = "require",
	    [SANDBOX_OFF] = "off",
	};
	int mode = find_word(value, names, SANDBOX_OFF + 1);

	if (mode < 0)
		return bad_value(err, "sandbox", value, "auto, require or off");
	options->sandbox = (enum sandbox_mode)mode;
	return 0;
}

int
apply_self_test(struct options *options, const char *value, struct error *err)
{
	if (strcmp(value, "sandbox") != 0)
		return bad_value(err, "self-test", value, "sandbox");
	options->self_test = true;
	return 0;
}

int
apply_color(struct options *options, const char *value, struct error *err)
{
	static const char *const names[] = {
	    [WHEN_AUTO] = "auto",
	    [WHEN_ALWAYS] = "always",
	    [WHEN_NEVER] = "never",
	};
	int when = find_word(value, names, WHEN_NEVER + 1);

	if (when < 0)
		return bad_value(err, "color", value, "auto, always or never");
	options->color = (enum when)when;
	return 0;
}

int
apply_quiet(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->quiet = true;
	return 0;
}

int
apply_verbose(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->verbose = true;
	return 0;
}

int
apply_help(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->help = true;
	return 0;
}

int
apply_version(struct options *options, const char *value, struct error *err)
{
	(void)value;
	(void)err;
	options->version = true;
	return 0;
}

/* Exceptions to paste are what standard output is for then. */
static int
check_suggestions(const struct options *options, struct error *err)
{
	for (size_t i = 0; i < options->output_count; i++) {
		const struct output_request *output = &options->outputs[i];

		if (output->path == NULL || strcmp(output->path, "-") == 0)
			return error_set(err, ERROR_USAGE,
			    "--suggest-exceptions prints to standard output; "
			    "give the other output a file, as in -f %s:FILE",
			    output->format->name);
	}
	return 0;
}

static bool
has_output(const struct options *options, const char *format)
{
	for (size_t i = 0; i < options->output_count; i++)
		if (strcmp(options->outputs[i].format->name, format) == 0)
			return true;
	return false;
}

/* An option that no output of the run heeds was meant for another run. */
static int
check_shapes(const struct options *options, struct error *err)
{
	const struct {
		bool given;
		const char *option, *format;
	} shapes[] = {
	    {options->summary, "summary", "table"},
	    {options->csv.raw, "csv-raw", "csv"},
	    {options->csv.bom, "csv-bom", "csv"},
	    {options->csv.no_header, "no-header", "csv"},
	};

	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (shapes[i].given && !has_output(options, shapes[i].format))
			return error_set(err, ERROR_USAGE,
			    "--%s is for -f %s, and no output of this run has "
			    "that format",
			    shapes[i].option, shapes[i].format);
	if (options->summary && options->all && options->output_count == 1)
		return error_set(err, ERROR_USAGE,
		    "--all adds results and --summary leaves them out; give "
		    "one of them");
	if (options->csv.bom && options->csv.no_header)
		return error_set(err, ERROR_USAGE,
		    "--csv-bom is for the beginning of a file and --no-header "
		    "for what is put behind one; give one of them");
	return 0;
}

int
finish_outputs(struct options *options, struct error *err)
{
	if (options->suggest_exceptions && check_suggestions(options, err) < 0)
		return -1;
	if (options->output_count == 0 && !options->suggest_exceptions &&
	    add_output(options, formats[0], NULL, err) < 0)
		return -1;
	return check_shapes(options, err);
}

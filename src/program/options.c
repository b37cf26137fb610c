/*
 * The option table and the parser that follows it. getopt_long() is not
 * used: it takes abbreviated names, which breaks scripts when an option is
 * added.
 */
#include "program/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "program/option_values.h"
#include "program/sums.h"

const struct option option_table[] = {
    {'p', "policy", "NAME|FILE", FOR_CHECK | FOR_RULES,
	"built-in pack or policy file; repeatable;\n"
	"default mfa, or what MFA_CHECK_POLICY names",
	apply_policy},
    {'\0', "exceptions", "FILE", FOR_CHECK | FOR_POLICY,
	"exceptions apart from the policy; repeatable", apply_exceptions},
    {'\0', "set", "NAME=VALUE", FOR_CHECK | FOR_RULES | FOR_POLICY,
	"set a parameter, as in --set=max_key_age=60d", apply_set},
    {'f', "format", "FORMAT[:FILE]", FOR_CHECK | FOR_LIST | FOR_RULES,
	"output format; repeatable", apply_format},
    {'o', "output", "FILE", FOR_CHECK | FOR_LIST,
	"the file of the nearest -f before it that\n"
	"has none; else a further output, its format\n"
	"told by the ending",
	apply_output},
    {'\0', "as-of", "TIME", FOR_CHECK,
	"judge as of TIME (RFC 3339, a date, or now)", apply_as_of},
    {'\0', "require-time", NULL, FOR_CHECK, "never guess the time of a report",
	apply_require_time},
    {'\0', "fail-on", "SEVERITY|none", FOR_CHECK,
	"lowest severity that makes the exit status\n"
	"1; default: any finding",
	apply_fail_on},
    {'\0', "min-severity", "SEVERITY", FOR_CHECK,
	"hide less severe results, never unknown ones", apply_min_severity},
    {'\0', "rule", "GLOB", FOR_CHECK | FOR_RULES,
	"only rules whose id matches; repeatable", apply_rule},
    {'\0', "skip-rule", "GLOB", FOR_CHECK | FOR_RULES,
	"no rules whose id matches; repeatable", apply_skip_rule},
    {'\0', "tag", "REF", FOR_CHECK | FOR_RULES,
	"only rules with such a reference, as in\n"
	"--tag=cis-aws-6.0",
	apply_tag},
    {'\0', "all", NULL, FOR_CHECK, "also what passed or does not apply",
	apply_all},
    {'\0', "summary", NULL, FOR_CHECK,
	"table: defects and totals, no single results", apply_summary},
    {'\0', "csv-raw", NULL, FOR_CHECK | FOR_LIST | FOR_RULES,
	"csv: cells that a spreadsheet would run stay\n"
	"as they are",
	apply_csv_raw},
    {'\0', "csv-bom", NULL, FOR_CHECK | FOR_LIST | FOR_RULES,
	"csv: begin with a byte order mark, for Excel", apply_csv_bom},
    {'\0', "no-header", NULL, FOR_CHECK | FOR_LIST | FOR_RULES,
	"csv: leave out the line of names", apply_no_header},
    {'\0', "note", "NAME=VALUE", FOR_CHECK,
	"carry this in ndjson, json and sarif, as in\n"
	"--note=ticket=SEC-1421; repeatable",
	apply_note},
    {'\0', "columns", "NAME,...", FOR_LIST,
	"the columns to print, or all; default\n"
	"user,password_enabled,mfa_active",
	apply_columns},
    {'\0', "coverage", "PACK", FOR_RULES,
	"rules list: what of a benchmark's section on\n"
	"identity a report decides, as in\n"
	"--coverage=cis-aws-6.0",
	apply_coverage},
    {'\0', "suggest-exceptions", NULL, FOR_CHECK,
	"print exceptions for the findings, ready to\n"
	"be filled in, to standard output, which no\n"
	"other output may use then",
	apply_suggest_exceptions},
    {'\0', "resolved", NULL, FOR_POLICY,
	"policy show: the policy in effect, with the\n"
	"place that each value is from",
	apply_resolved},
    {'\0', "files-from", "FILE", FOR_CHECK | FOR_LIST,
	"read further operands from FILE, one a line;\n"
	"- for standard input",
	apply_files_from},
    {'0', NULL, NULL, FOR_CHECK | FOR_LIST, "the names in that list end in NUL",
	apply_nul},
    {'\0', "sha256sums", "FILE", FOR_CHECK | FOR_LIST,
	"every input must have the digest that this\n"
	"list, made by sha256sum, gives for it, and\n"
	"every file in it must be given",
	apply_sha256sums},
    {'\0', "stdin-name", "NAME", FOR_CHECK | FOR_LIST,
	"report standard input under this name", apply_stdin_name},
    {'\0', "max-decoded", "SIZE", FOR_CHECK | FOR_LIST,
	"most bytes that one compressed input may\n"
	"inflate to (K, M, G, T; default 8G)",
	apply_max_decoded},
    {'\0', "sandbox", "auto|require|off", FOR_CHECK | FOR_LIST,
	"let the kernel deny the run the network,\n"
	"other programs and other files to write;\n"
	"auto: as far as it can",
	apply_sandbox},
    {'\0', "self-test", "sandbox", FOR_CHECK, NULL, apply_self_test},
    {'\0', "color", "auto|always|never", FOR_ALL,
	"colour; auto: on a terminal without NO_COLOR", apply_color},
    {'q', "quiet", NULL, FOR_ALL, "no warnings", apply_quiet},
    {'v', "verbose", NULL, FOR_CHECK | FOR_LIST,
	"print what was read and judged, in one line", apply_verbose},
    {'h', "help", NULL, FOR_ALL, "print this help", apply_help},
    {'V', "version", NULL, FOR_ALL, "print the version and the libraries'",
	apply_version},
};

const size_t option_count = sizeof(option_table) / sizeof(*option_table);

void
strings_add(struct strings *strings, const char *string)
{
	strings->item = xgrow(strings->item, strings->count, &strings->size,
	    sizeof(*strings->item));
	strings->item[strings->count++] = string;
}

static const struct option *
find_letter(char letter)
{
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].letter == letter && letter != '\0')
			return &option_table[i];
	return NULL;
}

static const struct option *
find_name(struct text name)
{
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].name != NULL &&
		    text_equals(name, option_table[i].name))
			return &option_table[i];
	return NULL;
}

/* " (did you mean --format?)", or nothing. */
static const char *
suggestion(const char *name, char *text, size_t size)
{
	size_t best = 3, distance;

	text[0] = '\0';
	for (size_t i = 0; i < option_count; i++) {
		const char *known = option_table[i].name;
		size_t len = strlen(name);

		if (known == NULL || option_table[i].help == NULL)
			continue;
		distance = text_distance(name, known, 2);
		/* An abbreviation is refused, but named. */
		if (len >= 2 && strncmp(name, known, len) == 0)
			distance = 1;
		if (distance >= best)
			continue;
		best = distance;
		snprintf(text, size, "; did you mean --%s?", known);
	}
	return text;
}

static int
apply(struct options *options, const struct option *option, const char *value,
    struct error *err)
{
	if ((option->commands & options->command->mask) == 0)
		return error_set(err, ERROR_USAGE,
		    "%s%s does not belong to `mfa-check %s`",
		    option->name != NULL ? "--" : "-",
		    option->name != NULL ? option->name
					 : (const char[]){option->letter, '\0'},
		    options->command->name);
	return option->apply(options, value, err);
}

static int
parse_long(struct options *options, const char *argument, char **next,
    int *used, struct error *err)
{
	const char *equals = strchr(argument, '=');
	size_t len =
	    equals != NULL ? (size_t)(equals - argument) : strlen(argument);
	char *name = xstrndup(argument, len);
	const struct option *option = find_name(text_of(name));
	char shown[80], hint[80];
	int result = -1;

	if (option == NULL)
		error_set(err, ERROR_USAGE, "there is no option --%s%s",
		    visible_copy(shown, sizeof(shown), text_of(name)),
		    suggestion(name, hint, sizeof(hint)));
	else if (option->value == NULL && equals != NULL)
		error_set(err, ERROR_USAGE, "--%s takes no value", name);
	else if (option->value != NULL && equals == NULL && *next == NULL)
		error_set(err, ERROR_USAGE, "--%s needs a value: --%s=%s", name,
		    name, option->value);
	else if (option->value == NULL)
		result = apply(options, option, NULL, err);
	else if (equals != NULL)
		result = apply(options, option, equals + 1, err);
	else {
		*used = 1;
		result = apply(options, option, *next, err);
	}
	free(name);
	return result;
}

/* One or more letters behind one dash; the last may take a value. */
static int
parse_letters(struct options *options, const char *letters, char **next,
    int *used, struct error *err)
{
	for (; *letters != '\0'; letters++) {
		const struct option *option = find_letter(*letters);
		char shown[16];

		if (option == NULL)
			return error_set(err, ERROR_USAGE,
			    "there is no "
			    "option -%s",
			    visible_copy(shown, sizeof(shown),
				(struct text){letters, 1}));
		if (option->value == NULL) {
			if (apply(options, option, NULL, err) < 0)
				return -1;
			continue;
		}
		if (letters[1] != '\0')
			return apply(options, option, letters + 1, err);
		if (*next == NULL)
			return error_set(err, ERROR_USAGE,
			    "-%c needs a value: "
			    "-%c %s",
			    *letters, *letters, option->value);
		*used = 1;
		return apply(options, option, *next, err);
	}
	return 0;
}

static bool
is_command(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return true;
	return false;
}

/* A command behind an option would be read as a file. */
static int
add_operand(struct options *options, const char *argument, struct error *err)
{
	if (*argument == '\0')
		return error_set(err, ERROR_USAGE,
		    "an empty operand names no "
		    "file");
	if (options->operands.count == 0 && options->implied &&
	    is_command(argument))
		return error_set(err, ERROR_USAGE,
		    "the command comes before "
		    "the options: mfa-check %s ...; for a file of that name "
		    "give ./%s",
		    argument, argument);
	strings_add(&options->operands, argument);
	return 0;
}

static int
parse_arguments(struct options *options, char **arguments, struct error *err)
{
	bool options_end = false;
	int result = 0;

	for (; *arguments != NULL && result == 0; arguments++) {
		const char *argument = *arguments;
		int used = 0;

		if (options_end || argument[0] != '-' || argument[1] == '\0')
			result = add_operand(options, argument, err);
		else if (strcmp(argument, "--") == 0)
			options_end = true;
		else if (argument[1] == '-')
			result = parse_long(
			    options, argument + 2, arguments + 1, &used, err);
		else
			result = parse_letters(
			    options, argument + 1, arguments + 1, &used, err);
		arguments += used;
	}
	return result;
}

/* Names that later versions give to commands: a script that reads a file of
 * such a name today would break then. */
static const char *const reserved[] = {
    "merge", "diff", "history", "render", "schema"};

static bool
is_help(const char *argument)
{
	return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

/* "rules list, rules show": every command of that name. */
static int
need_verb(const char *name, const char *verb, struct error *err)
{
	struct buffer known;
	char shown[80];

	buffer_init(&known, 200);
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			buffer_appendf(&known, "%s%s",
			    known.len > 0 ? ", " : "", commands[i].verb);
	if (verb == NULL)
		error_set(err, ERROR_USAGE, "`mfa-check %s` needs a verb: %s",
		    name, buffer_text(&known));
	else
		error_set(err, ERROR_USAGE,
		    "`mfa-check %s` has no verb "
		    "\"%s\"; expected %s",
		    name, visible_copy(shown, sizeof(shown), text_of(verb)),
		    buffer_text(&known));
	buffer_release(&known);
	return -1;
}

/* The command that the first arguments name; *used of them. */
static int
find_command(char **arguments, const struct command **found, int *used,
    struct error *err)
{
	const char *name = arguments[0];
	bool known = false;

	*used = 0;
	*found = &commands[0];
	if (name == NULL)
		return 0;
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];

		if (strcmp(name, command->name) != 0)
			continue;
		known = true;
		*used = command->verb != NULL ? 2 : 1;
		*found = command;
		if (command->verb == NULL ||
		    (arguments[1] != NULL &&
			strcmp(arguments[1], command->verb) == 0))
			return 0;
	}
	for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++)
		if (strcmp(name, reserved[i]) == 0)
			return error_set(err, ERROR_USAGE,
			    "this version has "
			    "no command `%s`; for a file of that name give "
			    "./%s",
			    name, name);
	if (!known)
		return 0;
	*used = 1;
	if (arguments[1] != NULL && is_help(arguments[1]))
		return 0;
	return need_verb(name, arguments[1], err);
}

/* Tests choose the lane; a test of one that is not there proves nothing. */
static int
choose_lane(struct options *options, struct error *err)
{
	const char *name = getenv("MFA_CHECK_LANE");
	char shown[80];

	options->lane = lane_best();
	if (name == NULL)
		return 0;
	options->lane = lane_find(name);
	if (options->lane == LANE_COUNT)
		return error_set(err, ERROR_USAGE,
		    "MFA_CHECK_LANE is \"%s\"; expected libcsv, portable, "
		    "avx2 or avx512",
		    visible_copy(shown, sizeof(shown), text_of(name)));
	if (!lane_works(options->lane))
		return error_set(err, ERROR_USAGE,
		    "MFA_CHECK_LANE is %s, which this processor does not have",
		    lane_name(options->lane));
	return 0;
}

static void
read_environment(struct options *options)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	const char *read_size = getenv("MFA_CHECK_READ_SIZE");
	const char *policy = getenv("MFA_CHECK_POLICY");

	options->color_wanted = (no_color == NULL || *no_color == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0);
	if (read_size != NULL)
		options->read_size = strtoul(read_size, NULL, 10);
	if (options->policies.count == 0)
		strings_add(&options->policies,
		    policy != NULL && *policy != '\0' ? policy : "mfa");
}

int
options_parse(struct options *options, int argc, char **argv, struct error *err)
{
	static char *none[] = {NULL};
	char **arguments = argc > 0 ? argv + 1 : none;
	int used;

	*options = (struct options){
	    .as_of = TIMESTAMP_NONE,
	    .fail_on = SEVERITY_NONE,
	    .min_severity = SEVERITY_NONE,
	    .max_decoded = LIMIT_DECODED,
	    .now = (int64_t)time(NULL),
	};
	if (find_command(arguments, &options->command, &used, err) < 0)
		return -1;
	options->implied = used == 0;
	if (parse_arguments(options, arguments + used, err) < 0)
		return -1;
	read_environment(options);
	if (choose_lane(options, err) < 0)
		return -1;
	return finish_outputs(options, err);
}

void
options_release(struct options *options)
{
	free(options->operands.item);
	free(options->policies.item);
	free(options->exceptions.item);
	free(options->set.item);
	free(options->rule.item);
	free(options->skip_rule.item);
	free(options->tag.item);
	release_values(options);
	free(options->columns.item);
	buffer_release(&options->list);
	sums_free(options->sums);
}

bool
options_color(const struct options *options, int fd)
{
	if (options->color != WHEN_AUTO)
		return options->color == WHEN_ALWAYS;
	return options->color_wanted && isatty(fd) == 1;
}

unsigned
options_width(int fd)
{
	enum {
		NARROW = 40,
		DEFAULT = 80
	};
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return DEFAULT;
	return size.ws_col < NARROW ? NARROW : size.ws_col;
}

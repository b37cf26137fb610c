/*
 * A rule as SARIF's reportingDescriptor: what GitHub, DefectDojo and the
 * viewers show beside a result. Results are sarif_result.c.
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "base/visible.h"
#include "output/json_parts.h"
#include "output/sarif.h"

enum {
	/* GitHub's limits: code points of a description, tags of a rule. */
	DESCRIPTION_MAX = 1024,
	TAGS_MAX = 20,
};

/* GitHub reads over 9.0 as critical, 7.0 as high, 4.0 as medium; DefectDojo
 * cuts a little otherwise, so these are mid-band. Info has none. */
static const char *const security_severities[SEVERITY_COUNT] = {
    [SEVERITY_CRITICAL] = "9.5",
    [SEVERITY_HIGH] = "8.0",
    [SEVERITY_MEDIUM] = "5.5",
    [SEVERITY_LOW] = "2.0",
};

static const char *const levels[SEVERITY_COUNT + 1] = {
    [SEVERITY_CRITICAL] = "error",
    [SEVERITY_HIGH] = "error",
    [SEVERITY_MEDIUM] = "warning",
    [SEVERITY_LOW] = "note",
    [SEVERITY_INFO] = "note",
    [SEVERITY_NONE] = "none",
};

/* Query severities, as GitHub calls them. */
static const char *const problem_severities[SEVERITY_COUNT] = {
    [SEVERITY_CRITICAL] = "error",
    [SEVERITY_HIGH] = "error",
    [SEVERITY_MEDIUM] = "warning",
    [SEVERITY_LOW] = "recommendation",
    [SEVERITY_INFO] = "recommendation",
};

const char *
sarif_level(enum severity severity)
{
	return levels[severity];
}

/* "console-mfa" as "ConsoleMfa". */
static void
write_name(struct json *json, const char *id)
{
	bool start = true;

	json_put_begin(json, "name");
	for (; *id != '\0'; id++) {
		char c = *id;

		if (!isalnum((unsigned char)c)) {
			start = true;
			continue;
		}
		if (start)
			c = (char)toupper((unsigned char)c);
		start = false;
		json_put_slice_part(json, (struct text){&c, 1});
	}
	json_put_end(json);
}

/* {"text": ...}, a full stop where there is none. */
static void
write_sentence(struct json *json, const char *name, const char *text)
{
	size_t len = strlen(text);

	while (len > 0 && text[len - 1] == '\n')
		len--;
	json_put_open(json, name, '{');
	json_put_begin(json, "text");
	json_put_slice_part(json, (struct text){text, len});
	if (len == 0 || strchr(".!?", text[len - 1]) == NULL)
		json_put_part(json, ".");
	json_put_end(json);
	json_put_close(json, '}');
}

/* A rule's help as it is written; mark is what makes a line a heading. */
struct help {
	struct json *json;
	const char *mark;
	bool any; /* a section was written */
};

static void
put_heading(struct help *help, const char *heading)
{
	if (help->any)
		json_put_part(help->json, "\n\n");
	json_put_part(help->json, help->mark);
	json_put_part(help->json, heading);
	help->any = true;
}

static void
put_section(struct help *help, const char *heading, const char *text)
{
	size_t len = strlen(text);

	while (len > 0 && text[len - 1] == '\n')
		len--;
	put_heading(help, heading);
	if (len == 0)
		return;
	json_put_part(help->json, "\n\n");
	json_put_slice_part(help->json, (struct text){text, len});
}

static void
put_references(struct help *help, const struct rule_info *rule)
{
	if (rule->ref_count == 0)
		return;
	put_heading(help, "References");
	json_put_part(help->json, "\n");
	for (size_t i = 0; i < rule->ref_count; i++) {
		json_put_part(help->json, "\n- ");
		json_put_part(help->json, rule->refs[i].framework);
		json_put_part(help->json, ": ");
		json_put_part(help->json, rule->refs[i].control);
	}
}

static void
write_help(struct json *json, const char *name, const char *mark,
    const struct rule_info *rule)
{
	struct help help = {.json = json, .mark = mark};

	json_put_begin(json, name);
	if (rule->fix[0] != '\0')
		put_section(&help, "What to do", rule->fix);
	for (int i = 0; i < HELP_COUNT; i++) {
		if (rule->help[i] != NULL)
			put_section(&help, help_heading((enum help_section)i),
			    rule->help[i]);
	}
	put_references(&help, rule);
	if (!help.any)
		json_put_part(json, rule->title);
	json_put_end(json);
}

static void
write_tags(struct json *json, const struct rule_info *rule)
{
	static const char *const common[] = {"security", "aws", "iam"};
	size_t count = sizeof(common) / sizeof(common[0]);

	json_put_open(json, "tags", '[');
	for (size_t i = 0; i < count; i++)
		json_put_text(json, NULL, common[i]);
	for (size_t i = 0; i < rule->ref_count && count + i < TAGS_MAX; i++) {
		json_put_begin(json, NULL);
		json_put_part(json, rule->refs[i].framework);
		json_put_part(json, "/");
		json_put_part(json, rule->refs[i].control);
		json_put_end(json);
	}
	json_put_close(json, ']');
}

static void
write_properties(struct json *json, const struct rule_info *rule)
{
	json_put_open(json, "properties", '{');
	write_tags(json, rule);
	json_put_text(json, "precision", "very-high");
	if (rule->severity < SEVERITY_COUNT) {
		if (security_severities[rule->severity] != NULL)
			json_put_text(json, "security-severity",
			    security_severities[rule->severity]);
		json_put_text(json, "problem.severity",
		    problem_severities[rule->severity]);
	}
	json_put_text(json, "severity", severity_name(rule->severity));
	json_put_refs(json, rule);
	json_put_close(json, '}');
}

void
sarif_rule(struct json *json, const struct rule_info *rule)
{
	const char *checks = rule->help[HELP_CHECKS];

	if (checks == NULL || utf8_count(text_of(checks)) >= DESCRIPTION_MAX)
		checks = rule->title;
	json_put_open(json, NULL, '{');
	json_put_text(json, "id", rule->id);
	write_name(json, rule->id);
	write_sentence(json, "shortDescription", rule->title);
	write_sentence(json, "fullDescription", checks);
	json_put_open(json, "help", '{');
	write_help(json, "text", "", rule);
	write_help(json, "markdown", "## ", rule);
	json_put_close(json, '}');
	json_put_open(json, "defaultConfiguration", '{');
	json_put_text(json, "level", sarif_level(rule->severity));
	json_put_close(json, '}');
	write_properties(json, rule);
	json_put_close(json, '}');
}

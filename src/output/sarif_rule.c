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
	HELP_MAX = 256 << 10,
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
append_pascal(struct buffer *buffer, const char *id)
{
	bool start = true;

	for (; *id != '\0'; id++) {
		char c = *id;

		if (!isalnum((unsigned char)c)) {
			start = true;
			continue;
		}
		if (start)
			c = (char)toupper((unsigned char)c);
		start = false;
		buffer_append(buffer, &c, 1);
	}
}

/* {"text": ...}, a full stop where there is none. */
static void
write_sentence(struct json *json, const char *name, const char *text)
{
	struct buffer sentence;
	size_t len = strlen(text);

	buffer_init(&sentence, HELP_MAX);
	buffer_append(&sentence, text, len);
	if (len == 0 || strchr(".!?", text[len - 1]) == NULL)
		buffer_append_text(&sentence, ".");
	json_put_open(json, name, '{');
	json_put_slice(
	    json, "text", (struct text){sentence.data, sentence.len});
	json_put_close(json, '}');
	buffer_release(&sentence);
}

static void
append_section(struct buffer *help, const char *mark, const char *heading,
    const char *text)
{
	if (help->len > 0)
		buffer_append_text(help, "\n\n");
	buffer_append_text(help, mark);
	buffer_append_text(help, heading);
	buffer_append_text(help, "\n\n");
	buffer_append_text(help, text);
	while (help->len > 0 && help->data[help->len - 1] == '\n')
		help->len--;
}

static void
append_references(
    struct buffer *help, const char *mark, const struct rule_info *rule)
{
	if (rule->ref_count == 0)
		return;
	append_section(help, mark, "References", "");
	buffer_append_text(help, "\n");
	for (size_t i = 0; i < rule->ref_count; i++)
		buffer_appendf(help, "\n- %s: %s", rule->refs[i].framework,
		    rule->refs[i].control);
}

/* mark is what makes a line a heading. */
static void
write_help(struct json *json, const char *name, const char *mark,
    const struct rule_info *rule)
{
	struct buffer help;

	buffer_init(&help, HELP_MAX);
	if (rule->fix[0] != '\0')
		append_section(&help, mark, "What to do", rule->fix);
	for (int i = 0; i < HELP_COUNT; i++) {
		if (rule->help[i] != NULL)
			append_section(&help, mark,
			    help_heading((enum help_section)i), rule->help[i]);
	}
	append_references(&help, mark, rule);
	if (help.len == 0)
		buffer_append_text(&help, rule->title);
	json_put_slice(json, name, (struct text){help.data, help.len});
	buffer_release(&help);
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
		struct buffer tag;

		buffer_init(&tag, HELP_MAX);
		buffer_appendf(&tag, "%s/%s", rule->refs[i].framework,
		    rule->refs[i].control);
		json_put_text(json, NULL, buffer_text(&tag));
		buffer_release(&tag);
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
	struct buffer name;

	if (checks == NULL || utf8_count(text_of(checks)) >= DESCRIPTION_MAX)
		checks = rule->title;
	buffer_init(&name, HELP_MAX);
	append_pascal(&name, rule->id);
	json_put_open(json, NULL, '{');
	json_put_text(json, "id", rule->id);
	json_put_text(json, "name", buffer_text(&name));
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
	buffer_release(&name);
}

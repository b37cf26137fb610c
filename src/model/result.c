/*
 * Names of outcomes, severities, sections of help and sources of a report's
 * time, as users meet them in options, policies and outputs. It judges
 * nothing.
 */
#include "model/result.h"

#include <assert.h>
#include <string.h>

#include "model/event.h"

static const char *const outcome_names[OUTCOME_COUNT] = {
    [OUTCOME_FAIL] = "fail",
    [OUTCOME_PASS] = "pass",
    [OUTCOME_NOT_APPLICABLE] = "not_applicable",
    [OUTCOME_UNKNOWN] = "unknown",
    [OUTCOME_MANUAL] = "manual",
    [OUTCOME_SUPPRESSED] = "suppressed",
};

static const char *const severity_names[SEVERITY_COUNT + 1] = {
    [SEVERITY_CRITICAL] = "critical",
    [SEVERITY_HIGH] = "high",
    [SEVERITY_MEDIUM] = "medium",
    [SEVERITY_LOW] = "low",
    [SEVERITY_INFO] = "info",
    [SEVERITY_NONE] = "",
};

static const char *const time_from_names[] = {
    [TIME_NONE] = "",
    [TIME_OPTION] = "option",
    [TIME_ENVELOPE] = "envelope",
    [TIME_NAME] = "name",
    [TIME_MTIME] = "mtime",
    [TIME_CLOCK] = "clock",
};

static const struct {
	const char *key;
	const char *heading;
} sections[HELP_COUNT] = {
#define HELP_SECTION(id, key, heading) [HELP_##id] = {key, heading},
#include "model/help_sections.def"
#undef HELP_SECTION
};

const char *
outcome_name(enum outcome outcome)
{
	assert(outcome < OUTCOME_COUNT);
	return outcome_names[outcome];
}

const char *
severity_name(enum severity severity)
{
	assert(severity <= SEVERITY_NONE);
	return severity_names[severity];
}

enum severity
severity_find(const char *name)
{
	for (int i = 0; i < SEVERITY_COUNT; i++) {
		if (strcmp(severity_names[i], name) == 0)
			return (enum severity)i;
	}
	return SEVERITY_NONE;
}

const char *
help_key(enum help_section section)
{
	assert(section < HELP_COUNT);
	return sections[section].key;
}

const char *
help_heading(enum help_section section)
{
	assert(section < HELP_COUNT);
	return sections[section].heading;
}

const char *
time_from_name(enum time_from from)
{
	assert(from <= TIME_CLOCK);
	return time_from_names[from];
}

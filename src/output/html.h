/*
 * What the html format holds until the page can be written, and the parts
 * that write it. writer_html.c fills it from events; rows wait in strands.
 */
#ifndef MFA_OUTPUT_HTML_H
#define MFA_OUTPUT_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "output/strand.h"
#include "output/output.h"

/* A kind of table; its columns are in html_table.c. */
enum html_kind {
	HTML_FOUND,		/* findings of one rule */
	HTML_OTHER,		/* what passed or does not apply, of one rule */
	HTML_UNKNOWN,
	HTML_DEFECTS,
	HTML_MANUAL,
	HTML_EXCEPTED,
	HTML_WARNINGS,
	HTML_FILES,
	HTML_REPORTS,
	HTML_RULES,
	HTML_BARS,
	HTML_KIND_COUNT
};

struct html_rule {
	struct rule_info info;		/* a copy */
	uint64_t	 count[OUTCOME_COUNT];	/* its tally */
	struct strand	 found, passed, not_applicable;
	bool		 has_credentials;	/* a finding names one */
};

struct html_account {
	char		*name;
	uint64_t	 findings;	/* those that are shown */
};

/* Ages of the keys that were found too old. */
enum { HTML_AGES = 5 };

struct html {
	struct output	*output, *spool;
	char		*tool, *policy;	/* names: "a + b" */
	char		*choice;	/* options that chose rules, or "" */
	enum severity	 min_severity;
	struct html_rule *rules;	/* in policy order */
	size_t		 rule_count, rule_size, last_rule;
	uint64_t	 total[OUTCOME_COUNT];	/* of their tallies */
	struct html_account **accounts;	/* as they came */
	size_t		 account_count, account_size;
	void		*by_name;	/* tsearch(3): the same ones */
	struct html_account rest;	/* beyond LIMIT_ACCOUNTS */
	bool		 capped;	/* there are some */
	uint64_t	 ages[HTML_AGES];
	uint64_t	 guessed;	/* times of reports */
	int64_t		 first_time, last_time;	/* of all reports */
	char		*input, *layers;	/* of the current one */
	struct strand	 defects, unknown, manual, excepted, warnings;
	struct strand	 asked, files, reports;
};

/* The page as a whole, from the summary. */
void	html_page(struct html *, const struct summary *);

/* First screen, charts and the table of rules. */
void	html_notices(struct html *, const struct summary *);
void	html_facts(struct html *, const struct summary *);
void	html_charts(struct html *, const struct summary *);
/* Every rule with its denominators, and its findings as a bar. */
void	html_overview(struct html *);

/* A section for each rule, those with findings first. */
void	html_rules(struct html *);
/* Rules in the order of their sections; the caller frees the list. */
const struct html_rule **html_sorted_rules(const struct html *);
void	html_rule_link(struct output *, const struct html_rule *);

/* How the run was asked for, as a row for each option that was given. */
void	html_asked(struct html *, const struct run_info *);
void	html_file_row(struct html *, const struct input_end_info *);
void	html_report_row(struct html *, const struct report_info *);

/* A rule's help, which is plain text: paragraphs, numbered lists, and code
 * that is indented. */
void	html_help(struct output *, const char *text);

/* Tables: the whole of one, or what stands around its rows. */
void	html_strand_table(struct html *, const struct strand *, enum html_kind,
	    const char *caption);
void	html_table_begin(struct output *, enum html_kind,
	    const char *caption);
void	html_table_end(struct output *);
void	html_table_style(struct output *);

/* Rows of a strand. Where there are many, they are parted into tables. */
void	html_result_row(struct html *, struct strand *, enum html_kind,
	    const struct result *);
struct buffer *html_row_begin(struct strand *, enum html_kind);
void	html_row_end(struct html *, struct strand *);

/* A bar of the value against the most. */
void	html_bar(struct output *, const char *class, uint64_t value,
	    uint64_t most);
/* "1 finding", "2 findings" */
void	html_count(struct buffer *, uint64_t, const char *one,
	    const char *more);

#endif

/*
 * What the table format holds until it can be grouped, and the parts that
 * print it. writer_table.c fills it from events.
 */
#ifndef MFA_OUTPUT_TABLE_H
#define MFA_OUTPUT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "output/page.h"

enum {
	TABLE_HELD = 1000,		/* results, then widths are fixed */
	TABLE_HELD_BYTES = 1 << 20,	/* of their texts */
	TABLE_REPORTS = 5,		/* more reports are only counted */
};

#define TABLE_NO_RULE	SIZE_MAX

struct table_rule {
	char		*id, *title, *fix;
	enum severity	 severity;
	uint64_t	 count[OUTCOME_COUNT];	/* verdicts, by its tally */
};

/* A result, or a defect (rule TABLE_NO_RULE); all texts are visible. */
struct table_item {
	size_t		 order;		/* of arrival */
	size_t		 rule;
	enum outcome	 outcome;
	char		*account, *user, *credential, *source, *message;
	uint64_t	 line;
};

/* Columns, decided once. What does not fit its column gives way by taking a
 * line of its own. */
struct table_layout {
	bool		 accounts;	/* more than one was seen */
	bool		 line_only;	/* one source: its name is said above */
	bool		 where_below;
	bool		 message_below;
	size_t		 user, where;	/* widths */
};

struct table_report {
	char		*source, *account, *layers, *missing;
	int64_t		 time;
	enum time_from	 from;
	uint64_t	 judged;
	bool		 complete;
};

struct table {
	struct page	 page;
	struct table_rule *rules;
	size_t		 rule_count, rule_size;
	struct table_item *items;
	size_t		 item_count, item_size, item_bytes;
	bool		 streaming;	/* too many to hold: layout is fixed */
	bool		 summary;	/* defects and totals, no results */
	struct table_layout layout;
	char		*account;	/* the only one seen, or NULL */
	char		*layers;	/* of the current input */
	char		*policy;	/* names */
	char		*choice;	/* options that chose rules, or "" */
	enum severity	 min_severity;
	struct table_report reports[TABLE_REPORTS];
	uint64_t	 report_count;
	int64_t		 first_time, last_time;	/* of all reports */
	size_t		 worst_rule;	/* of all findings, or TABLE_NO_RULE */
};

/* Sorts and prints all items, rule by rule, and fixes the layout. */
void	table_groups(struct table *);

/* One item in the fixed layout, its rule named at its end. */
void	table_streamed(struct table *, const struct table_item *);

/* The reports that were read. */
void	table_reports(struct table *);

/* How much was judged and how sure that is; what to do next. */
void	table_totals(struct table *, const struct summary *);

#endif

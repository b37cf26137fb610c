/*
 * The lines of the table: results grouped by rule, from the most severe to
 * the least, and within a rule by outcome; then what could not be read.
 * Totals are table_totals.c.
 */
#include "output/table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"

enum {
	MARK = 2, /* columns before the user: a mark and a blank */
	GAP = 2,  /* blanks between two columns */
	ACCOUNT = 12,
	CREDENTIAL = 12,    /* "access_key_1" */
	TITLE = 10,         /* column of a heading's text */
	BELOW = 6,          /* indent of what stands below its line */
	MESSAGE_LEAST = 30, /* columns worth to be a column */
	USER_LEAST = 12,
	GROWTH = 2, /* line numbers grow after widths are fixed */
};

/* How an outcome is shown; rank orders them within a rule. */
static const struct {
	int rank;
	const char *mark;
	const char *one, *more; /* in headings */
	enum style style;
} outcomes[OUTCOME_COUNT] = {
    [OUTCOME_FAIL] = {0, "  ", "finding", "s", STYLE_PLAIN},
    [OUTCOME_UNKNOWN] = {1, "? ", "not judged", "", STYLE_YELLOW},
    [OUTCOME_MANUAL] = {2, "* ", "to check by hand", "", STYLE_PLAIN},
    [OUTCOME_SUPPRESSED] = {3, "~ ", "excepted", "", STYLE_DIM},
    [OUTCOME_PASS] = {4, "  ", "passed", "", STYLE_DIM},
    [OUTCOME_NOT_APPLICABLE] = {5, "  ", "not applicable", "", STYLE_DIM},
};

static const struct {
	const char *label;
	enum style style;
} severities[SEVERITY_COUNT + 1] = {
    [SEVERITY_CRITICAL] = {"CRITICAL", STYLE_BOLD_RED},
    [SEVERITY_HIGH] = {"HIGH", STYLE_RED},
    [SEVERITY_MEDIUM] = {"MEDIUM", STYLE_YELLOW},
    [SEVERITY_LOW] = {"LOW", STYLE_BOLD},
    [SEVERITY_INFO] = {"INFO", STYLE_DIM},
    [SEVERITY_NONE] = {"", STYLE_PLAIN},
};

static size_t
width_of(const char *text)
{
	return visible_width(text_of(text));
}

static const char *
user_of(const struct table_item *item)
{
	return item->user[0] == '\0' ? "(report)" : item->user;
}

/* "report.csv:12", "line 12", or "report.csv" for the report as a whole. */
static char *
where_of(const struct table_layout *layout, const struct table_item *item)
{
	if (item->line == 0)
		return xstrdup(layout->line_only ? "" : item->source);
	if (layout->line_only)
		return xasprintf("line %" PRIu64, item->line);
	return xasprintf("%s:%" PRIu64, item->source, item->line);
}

static size_t
where_width(const struct table *table, const struct table_layout *layout)
{
	size_t most = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		char *where;

		if (table->items[i].rule == TABLE_NO_RULE)
			continue;
		where = where_of(layout, &table->items[i]);
		if (width_of(where) > most)
			most = width_of(where);
		free(where);
	}
	return most;
}

/* The widest user that is no wider than most. */
static size_t
user_width(const struct table *table, size_t most)
{
	size_t width = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		size_t one = width_of(user_of(&table->items[i]));

		if (table->items[i].rule == TABLE_NO_RULE)
			continue;
		if (one <= most && one > width)
			width = one;
	}
	return width < USER_LEAST ? USER_LEAST : width;
}

/* True where all results have the same, get() being of one field. */
static bool
all_same(
    const struct table *table, const char *(*get)(const struct table_item *))
{
	const char *first = NULL;

	for (size_t i = 0; i < table->item_count; i++) {
		const char *value = get(&table->items[i]);

		if (table->items[i].rule == TABLE_NO_RULE)
			continue;
		if (first != NULL && strcmp(first, value) != 0)
			return false;
		first = value;
	}
	return true;
}

static const char *
get_account(const struct table_item *item)
{
	return item->account;
}

static const char *
get_source(const struct table_item *item)
{
	return item->source;
}

static bool
any_credential(const struct table_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (items[i].rule != TABLE_NO_RULE &&
		    items[i].credential[0] != '\0')
			return true;
	}
	return false;
}

/* The column in which the message begins. */
static size_t
message_column(const struct table_layout *layout, bool credential)
{
	size_t column = MARK + layout->user + GAP;

	if (layout->accounts)
		column += ACCOUNT + GAP;
	if (credential)
		column += CREDENTIAL + GAP;
	if (!layout->where_below)
		column += layout->where + GAP;
	return column;
}

/* What gives way, in this order: the source's name where there is only one,
 * the column that tells where, the message's column. Users wider than a
 * third of the page never widen their column. */
static void
fix_layout(struct table *table)
{
	struct table_layout *layout = &table->layout;
	size_t width = table->page.width;
	size_t most = width > MESSAGE_LEAST ? width - MESSAGE_LEAST : 0;
	bool credential =
	    table->streaming || any_credential(table->items, table->item_count);

	*layout = (struct table_layout){
	    .accounts = !all_same(table, get_account),
	    .user = user_width(table, width / 3),
	};
	layout->where = where_width(table, layout);
	if (table->streaming)
		layout->where += GROWTH;
	if (message_column(layout, credential) <= most)
		return;
	if (!table->streaming && all_same(table, get_source)) {
		layout->line_only = true;
		layout->where = where_width(table, layout);
		if (message_column(layout, credential) <= most)
			return;
	}
	layout->line_only = false;
	layout->where_below = true;
	layout->message_below = message_column(layout, credential) > most;
}

/* Writes a cell; what is too wide keeps the line for itself. */
static void
put_cell(struct page *page, enum style style, const char *text, size_t width)
{
	size_t end = page->column + width;

	page->hang = page->column;
	page_flow(page, style, text);
	if (page->column > end)
		page_end_line(page);
	page_column(page, end + GAP);
}

static void
put_user(struct table *table, const struct table_item *item, enum style style)
{
	struct page *page = &table->page;
	bool is_new = false;
	char *name;

	if (table->layout.accounts)
		put_cell(page, style, item->account, ACCOUNT);
	else if (table->account != NULL && item->account[0] != '\0')
		is_new = strcmp(item->account, table->account) != 0;
	/* An account that was not seen when the columns were fixed. */
	if (is_new)
		name = xasprintf("%s/%s", item->account, user_of(item));
	else
		name = xstrdup(user_of(item));
	put_cell(page, style, name, table->layout.user);
	free(name);
}

/* One item; rule is what stands after its message, or NULL. */
static void
put_item(struct table *table, const struct table_item *item, bool credential,
    const char *rule)
{
	const struct table_layout *layout = &table->layout;
	struct page *page = &table->page;
	enum style style = outcomes[item->outcome].style;
	enum style name_style = style == STYLE_DIM ? style : STYLE_PLAIN;
	char *where = where_of(layout, item);

	page_flow(page, style, outcomes[item->outcome].mark);
	put_user(table, item, name_style);
	if (credential)
		put_cell(page, name_style, item->credential, CREDENTIAL);
	if (!layout->where_below)
		put_cell(page, STYLE_DIM, where, layout->where);
	if (layout->message_below) {
		page_fresh_line(page);
		page_column(page, BELOW);
	}
	page->hang = page->column;
	page_flow(page, style, item->message);
	if (rule != NULL)
		page_flowf(page, STYLE_DIM, " [%s]", rule);
	if (layout->where_below && where[0] != '\0') {
		page_end_line(page);
		page_column(page, page->hang);
		page_flowf(page, STYLE_DIM, "in %s", where);
	}
	page_end_line(page);
	free(where);
}

static void
put_counts(struct page *page, const struct table_item *items, size_t count)
{
	const char *before = ": ";

	for (size_t i = 0; i < count;) {
		enum outcome outcome = items[i].outcome;
		uint64_t same = 0;

		for (; i < count && items[i].outcome == outcome; i++)
			same++;
		page_flow(page, STYLE_PLAIN, before);
		page_count(page, STYLE_PLAIN, same, outcomes[outcome].one,
		    outcomes[outcome].more);
		before = ", ";
	}
}

static void
put_heading(struct table *table, const struct table_item *items, size_t count)
{
	const struct table_rule *rule = &table->rules[items[0].rule];
	struct page *page = &table->page;

	page->hang = TITLE;
	page_flow(page, severities[rule->severity].style,
	    severities[rule->severity].label);
	page_column(page, TITLE);
	page_flow(page, STYLE_BOLD, rule->title);
	page_flowf(page, STYLE_DIM, " (%s)", rule->id);
	put_counts(page, items, count);
	/* More of it may follow below. */
	if (table->streaming)
		page_flow(page, STYLE_PLAIN, " so far");
	page_end_line(page);
}

static void
put_fix(struct table *table, const struct table_item *items, size_t count)
{
	static const char label[] = "What to do: ";
	const char *fix = table->rules[items[0].rule].fix;
	struct page *page = &table->page;
	bool wanted = false;

	for (size_t i = 0; i < count; i++)
		wanted = wanted || items[i].outcome == OUTCOME_FAIL ||
		    items[i].outcome == OUTCOME_MANUAL;
	if (!wanted || fix[0] == '\0')
		return;
	page_column(page, MARK);
	page->hang = MARK + sizeof(label) - 1;
	page_flow(page, STYLE_BOLD, label);
	page_flow(page, STYLE_PLAIN, fix);
	page_end_line(page);
}

static void
put_group(struct table *table, const struct table_item *items, size_t count)
{
	bool credential = any_credential(items, count);

	put_heading(table, items, count);
	for (size_t i = 0; i < count; i++)
		put_item(table, &items[i], credential, NULL);
	put_fix(table, items, count);
	page_end_line(&table->page);
}

/* A defect: where and what, in as many columns as that takes. */
static void
put_defect(struct page *page, const struct table_item *item, size_t width)
{
	struct table_layout layout = {.line_only = false};
	char *where = where_of(&layout, item);

	page_flow(page, STYLE_YELLOW, "? ");
	if (item->source[0] != '\0')
		put_cell(page, STYLE_PLAIN, where, width);
	page->hang = page->column;
	page_flow(page, STYLE_YELLOW, item->message);
	page_end_line(page);
	free(where);
}

static void
put_defects(struct table *table, const struct table_item *items, size_t count)
{
	struct table_layout layout = {.line_only = false};
	struct page *page = &table->page;
	size_t most = page->width * 2 / 5;
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		char *where = where_of(&layout, &items[i]);
		size_t one = width_of(where);

		if (one <= most && one > width)
			width = one;
		free(where);
	}
	page_flow(page, STYLE_BOLD_RED, "NOT READ OR NOT JUDGED");
	page_flow(page, STYLE_PLAIN, ": ");
	page_count(page, STYLE_PLAIN, count, "problem", "s");
	page_end_line(page);
	for (size_t i = 0; i < count; i++)
		put_defect(page, &items[i], width < BELOW ? BELOW : width);
	page_end_line(page);
}

/* What qsort(3) sorts: it takes no context, so the severity is beside. */
struct sort_key {
	enum severity severity;
	const struct table_item *item;
};

static int
compare_sizes(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_keys(const void *left, const void *right)
{
	const struct sort_key *a = left, *b = right;
	int order;

	order = compare_sizes(a->severity, b->severity);
	if (order == 0)
		order = compare_sizes(a->item->rule, b->item->rule);
	if (order == 0)
		order = outcomes[a->item->outcome].rank -
		    outcomes[b->item->outcome].rank;
	if (order == 0)
		order = compare_sizes(a->item->order, b->item->order);
	return order;
}

static void
sort_items(struct table *table)
{
	size_t count = table->item_count;
	struct sort_key *keys = xcalloc(count, sizeof(*keys));
	struct table_item *sorted = xcalloc(count, sizeof(*sorted));

	for (size_t i = 0; i < count; i++) {
		const struct table_item *item = &table->items[i];

		keys[i].item = item;
		keys[i].severity = item->rule == TABLE_NO_RULE
		    ? SEVERITY_NONE
		    : table->rules[item->rule].severity;
	}
	qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < count; i++)
		sorted[i] = *keys[i].item;
	free(table->items);
	free(keys);
	table->items = sorted;
	table->item_size = count;
}

void
table_groups(struct table *table)
{
	const struct table_item *items;

	fix_layout(table);
	if (table->item_count == 0)
		return;
	sort_items(table);
	items = table->items;
	for (size_t i = 0; i < table->item_count;) {
		size_t end = i;

		while (
		    end < table->item_count && items[end].rule == items[i].rule)
			end++;
		if (items[i].rule == TABLE_NO_RULE)
			put_defects(table, &items[i], end - i);
		else
			put_group(table, &items[i], end - i);
		i = end;
	}
}

void
table_streamed(struct table *table, const struct table_item *item)
{
	const struct table_rule *rule;
	char *label;

	if (item->rule == TABLE_NO_RULE) {
		put_defect(&table->page, item,
		    message_column(&table->layout, true) - MARK - GAP);
		return;
	}
	rule = &table->rules[item->rule];
	label = xasprintf("%s, %s", severities[rule->severity].label, rule->id);
	put_item(table, item, true, label);
	free(label);
}

/*
 * The table format, for a person: holds the first results so that they can
 * be grouped by rule and columns can fit, prints the rest as they come. It
 * prints nothing itself: lines are table_lines.c, totals table_totals.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "output/record.h"
#include "output/table.h"
#include "output/writer.h"

enum {
	WIDTH_DEFAULT = 80,
	WIDTH_LEAST = 40
};

struct writer {
	struct table table;
	size_t arrived;
};

static struct writer *
table_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));
	struct table *table = &writer->table;
	size_t width = look->width == 0 ? WIDTH_DEFAULT : look->width;

	(void)spool;
	table->page = (struct page){
	    .output = output,
	    .width = width < WIDTH_LEAST ? WIDTH_LEAST : width,
	    .color = look->color,
	};
	table->summary = look->summary;
	table->first_time = table->last_time = TIMESTAMP_NONE;
	table->worst_rule = TABLE_NO_RULE;
	table->min_severity = SEVERITY_NONE;
	table->layers = xstrdup("");
	table->policy = xstrdup("");
	table->choice = xstrdup("");
	return writer;
}

/* A copy that can be shown. */
static char *
visible_dup(const char *text)
{
	struct buffer buffer;
	char *copy;

	buffer_init(&buffer, OUTPUT_UNCAPPED);
	visible_append(&buffer, text_of(text));
	copy = xstrdup(buffer_text(&buffer));
	buffer_release(&buffer);
	return copy;
}

static char *
join(const char *const *item, size_t count, const char *between)
{
	struct buffer buffer;
	char *copy;

	buffer_init(&buffer, OUTPUT_UNCAPPED);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_text(&buffer, between);
		visible_append(&buffer, text_of(item[i]));
	}
	copy = xstrdup(buffer_text(&buffer));
	buffer_release(&buffer);
	return copy;
}

static void
take_run(struct writer *writer, const struct event *event)
{
	const struct run_info *run = event->u.run;
	char *choice = record_choice(run);

	free(writer->table.policy);
	writer->table.policy = join(run->policy.item, run->policy.count, " + ");
	free(writer->table.choice);
	writer->table.choice = visible_dup(choice);
	free(choice);
	writer->table.min_severity = run->min_severity;
}

static size_t
add_rule(struct table *table, const struct rule_info *info)
{
	table->rules = xgrow(table->rules, table->rule_count, &table->rule_size,
	    sizeof(*table->rules));
	table->rules[table->rule_count] = (struct table_rule){
	    .id = visible_dup(info->id),
	    .title = visible_dup(info->title),
	    .fix = visible_dup(info->fix),
	    .severity = info->severity,
	};
	return table->rule_count++;
}

static void
take_rule(struct writer *writer, const struct event *event)
{
	add_rule(&writer->table, event->u.rule);
}

static size_t
find_rule(struct table *table, const struct rule_info *info)
{
	if (info == NULL)
		return TABLE_NO_RULE;
	for (size_t i = 0; i < table->rule_count; i++) {
		if (strcmp(table->rules[i].id, info->id) == 0)
			return i;
	}
	return add_rule(table, info);
}

static void
take_input(struct writer *writer, const struct event *event)
{
	const struct input_info *input = event->u.input;

	free(writer->table.layers);
	/* From the outside in. */
	writer->table.layers = join(input->layers, input->layer_count, " > ");
}

static char *
message_of(const struct result *result)
{
	struct buffer text;
	char *copy;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_sentence(&text, result);
	copy = visible_dup(buffer_text(&text));
	buffer_release(&text);
	return copy;
}

static void
fill_item(
    struct writer *writer, struct table_item *item, const struct result *result)
{
	*item = (struct table_item){
	    .order = writer->arrived++,
	    .rule = find_rule(&writer->table, result->rule),
	    .outcome = result->outcome,
	    .account = visible_dup(result->account),
	    .user = visible_dup(result->user),
	    .credential = visible_dup(result->credential),
	    .source = visible_dup(result->source),
	    .message = message_of(result),
	    .line = result->line,
	};
}

static void
release_item(struct table_item *item)
{
	free(item->account);
	free(item->user);
	free(item->credential);
	free(item->source);
	free(item->message);
}

static void
release_items(struct table *table)
{
	for (size_t i = 0; i < table->item_count; i++)
		release_item(&table->items[i]);
	table->item_count = 0;
	table->item_bytes = 0;
}

/* The rule of the most severe finding, the first of these in the policy. */
static void
note_worst(struct table *table, const struct table_item *item)
{
	const struct table_rule *rules = table->rules;
	size_t worst = table->worst_rule;

	if (item->outcome != OUTCOME_FAIL)
		return;
	if (worst == TABLE_NO_RULE ||
	    rules[item->rule].severity < rules[worst].severity ||
	    (rules[item->rule].severity == rules[worst].severity &&
		item->rule < worst))
		table->worst_rule = item->rule;
}

/* While one account is seen its number is not shown: it is the first that
 * a result names, for defects and reports without ARNs name none. */
static void
note_account(struct table *table, const struct table_item *item)
{
	if (table->account == NULL && !table->layout.accounts &&
	    item->account[0] != '\0')
		table->account = xstrdup(item->account);
}

/* Too many to hold: from here on as they come, in the same columns. */
static void
start_streaming(struct table *table)
{
	table->streaming = true;
	table_groups(table);
	for (size_t i = 0; i < table->item_count; i++)
		note_account(table, &table->items[i]);
	release_items(table);
	table->page.hang = 0;
	page_flow(&table->page, STYLE_BOLD,
	    "AND MORE, in the order of the "
	    "reports, each with its severity and rule");
	page_end_line(&table->page);
}

static void
hold(struct table *table, struct table_item item)
{
	table->items = xgrow(table->items, table->item_count, &table->item_size,
	    sizeof(*table->items));
	table->items[table->item_count++] = item;
	table->item_bytes +=
	    strlen(item.user) + strlen(item.source) + strlen(item.message);
	if (table->item_count >= TABLE_HELD ||
	    table->item_bytes >= TABLE_HELD_BYTES)
		start_streaming(table);
}

static void
take_record(struct writer *writer, const struct event *event)
{
	struct table *table = &writer->table;
	struct table_item item;
	struct result result;

	if (!record_of(event, &result))
		return;
	fill_item(writer, &item, &result);
	note_worst(table, &item);
	if (table->summary && result.rule != NULL) {
		release_item(&item);
		return;
	}
	if (!table->streaming) {
		hold(table, item);
		return;
	}
	note_account(table, &item);
	table_streamed(table, &item);
	release_item(&item);
}

/* Which columns a report lacks: all names of a few, else how many. The
 * 23rd column is in few reports and missed in none. */
static char *
missing_of(const struct report_info *report)
{
	const char *names[3] = {NULL};
	size_t count = 0;
	char *list, *text;

	for (size_t i = 0; i < report->missing_count; i++) {
		if (report->missing[i] == COLUMN_ADDITIONAL_CREDENTIALS_INFO)
			continue;
		if (count < 3)
			names[count] = column_name(report->missing[i]);
		count++;
	}
	if (count == 0)
		return xstrdup("");
	if (count > 3)
		return xasprintf("without %zu of its columns", count);
	list = join(names, count, ", ");
	text = xasprintf("without %s", list);
	free(list);
	return text;
}

static void
take_report(struct writer *writer, const struct event *event)
{
	const struct report_info *report = event->u.report;
	struct table *table = &writer->table;
	uint64_t n = table->report_count++;

	if (report->report_time != TIMESTAMP_NONE) {
		if (table->first_time == TIMESTAMP_NONE ||
		    report->report_time < table->first_time)
			table->first_time = report->report_time;
		if (report->report_time > table->last_time)
			table->last_time = report->report_time;
	}
	if (n >= TABLE_REPORTS)
		return;
	table->reports[n] = (struct table_report){
	    .source = visible_dup(report->source),
	    .account = visible_dup(report->account),
	    .layers = xstrdup(table->layers),
	    .missing = missing_of(report),
	    .time = report->report_time,
	    .from = report->report_time_from,
	    .judged = report->judged,
	    .complete = report->complete,
	};
}

static void
take_tally(struct writer *writer, const struct event *event)
{
	const struct tally *tally = event->u.tally;
	size_t rule = find_rule(&writer->table, tally->rule);

	memcpy(writer->table.rules[rule].count, tally->count,
	    sizeof(tally->count));
}

static void
take_summary(struct writer *writer, const struct event *event)
{
	struct table *table = &writer->table;

	if (table->streaming)
		page_end_line(&table->page);
	table_reports(table);
	if (!table->streaming)
		table_groups(table);
	table_totals(table, event->u.summary);
}

static void
table_take(struct writer *writer, const struct event *event)
{
	static void (*const takers[])(struct writer *, const struct event *) = {
	    [EVENT_RUN] = take_run,
	    [EVENT_RULE] = take_rule,
	    [EVENT_INPUT] = take_input,
	    [EVENT_RESULT] = take_record,
	    [EVENT_PROBLEM] = take_record,
	    [EVENT_REPORT] = take_report,
	    [EVENT_INPUT_END] = NULL,
	    [EVENT_TALLY] = take_tally,
	    [EVENT_SUMMARY] = take_summary,
	};

	if (takers[event->kind] != NULL)
		takers[event->kind](writer, event);
}

static void
release_report(struct table_report *report)
{
	free(report->source);
	free(report->account);
	free(report->layers);
	free(report->missing);
}

static void
table_free(struct writer *writer)
{
	struct table *table = &writer->table;

	release_items(table);
	free(table->items);
	for (size_t i = 0; i < table->rule_count; i++) {
		free(table->rules[i].id);
		free(table->rules[i].title);
		free(table->rules[i].fix);
	}
	free(table->rules);
	for (size_t i = 0; i < TABLE_REPORTS; i++)
		release_report(&table->reports[i]);
	free(table->account);
	free(table->layers);
	free(table->policy);
	free(table->choice);
	free(writer);
}

const struct format format_table = {
    .name = "table",
    .ending = ".txt",
    .help = "findings by rule, for people",
    .new = table_new,
    .take = table_take,
    .free = table_free,
};

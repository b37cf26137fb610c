/*
 * `mfa-check list`: the benchmark's own audit table (`cut -d, -f1,4,8`) of
 * any input, every cell checked. No policy is involved.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "output/csv_write.h"
#include "output/json_write.h"
#include "policy/nearest.h"
#include "program/commands.h"
#include "program/gate.h"
#include "program/reading.h"

/* Widths are fixed after so many rows of a table; a longer cell later on
 * pushes its line out of step and is not cut. */
enum {
	HELD_ROWS = 1000,
	GAP = 2
};

struct list;

/* One way to print; a row of list_formats. */
struct list_format {
	const char *name;
	void (*header)(struct list *);
	void (*row)(struct list *, const struct user *);
	void (*end)(struct list *);
};

struct list {
	struct consumer consumer;
	struct gate gate; /* counts; it has no outputs */
	const struct list_format *format;
	struct output *out;
	const char *source;
	enum column columns[COLUMN_COUNT];
	size_t column_count;
	bool all;          /* --columns=all: whatever there is */
	struct text *held; /* cells of the table's first rows */
	size_t held_rows;
	size_t width[COLUMN_COUNT];
	bool streams; /* the widths are fixed */
};

static struct list *
of_consumer(struct consumer *consumer)
{
	return (
	    struct list *)((char *)consumer - offsetof(struct list, consumer));
}

static void
csv_header(struct list *list)
{
	const struct csv_shape *shape = &list->gate.options->csv;

	csv_begin(list->out, shape);
	if (shape->no_header)
		return;
	for (size_t i = 0; i < list->column_count; i++)
		output_printf(list->out, "%s%s", i > 0 ? "," : "",
		    column_name(list->columns[i]));
	output_text(list->out, "\n");
}

static void
csv_row(struct list *list, const struct user *user)
{
	char scratch[TIMESTAMP_SIZE];

	for (size_t i = 0; i < list->column_count; i++) {
		if (i > 0)
			output_text(list->out, ",");
		csv_cell(list->out,
		    user_text_of_aws(user, list->columns[i], scratch),
		    &list->gate.options->csv);
	}
	output_text(list->out, "\n");
}

static void
nothing(struct list *list)
{
	(void)list;
}

static void
ndjson_row(struct list *list, const struct user *user)
{
	struct json json = {.output = list->out, .first = true};
	char scratch[TIMESTAMP_SIZE];

	json_put_open(&json, NULL, '{');
	json_put_text(&json, "type", "row");
	json_put_text(&json, "source", list->source);
	json_put_number(&json, "line", user->row->line);
	for (size_t i = 0; i < list->column_count; i++) {
		enum column column = list->columns[i];

		if (user->cell[column] == CELL_ABSENT)
			json_put_null(&json, column_name(column));
		else
			json_put_slice(&json, column_name(column),
			    user_text_of_aws(user, column, scratch));
	}
	json_put_close(&json, '}');
	output_text(list->out, "\n");
}

static void
table_cell(struct list *list, size_t i, struct text cell)
{
	size_t width = visible_width(cell);

	output_slice(list->out, cell);
	if (i + 1 < list->column_count)
		output_printf(list->out, "%*s",
		    (int)(GAP +
			(width < list->width[i] ? list->width[i] - width : 0)),
		    "");
	else
		output_text(list->out, "\n");
}

static void
table_start(struct list *list)
{
	for (size_t i = 0; i < list->column_count; i++)
		table_cell(list, i, text_of(column_name(list->columns[i])));
	for (size_t i = 0; i < list->held_rows * list->column_count; i++) {
		table_cell(list, i % list->column_count, list->held[i]);
		free((char *)(uintptr_t)list->held[i].ptr);
	}
	free(list->held);
	list->held = NULL;
	list->streams = true;
}

static void
table_header(struct list *list)
{
	list->held =
	    xcalloc(HELD_ROWS * list->column_count, sizeof(*list->held));
	for (size_t i = 0; i < list->column_count; i++)
		list->width[i] = strlen(column_name(list->columns[i]));
}

static struct text
visible_cell(const struct user *user, enum column column)
{
	char scratch[TIMESTAMP_SIZE];
	struct buffer buffer;

	buffer_init(&buffer, SIZE_MAX / 2);
	visible_append(&buffer, user_text_of_aws(user, column, scratch));
	if (buffer.len == 0)
		buffer_append_text(&buffer, "-");
	buffer_text(&buffer);
	return (struct text){buffer.data, buffer.len};
}

static void
table_row(struct list *list, const struct user *user)
{
	for (size_t i = 0; i < list->column_count; i++) {
		struct text cell = visible_cell(user, list->columns[i]);
		size_t width = visible_width(cell);

		if (list->streams) {
			table_cell(list, i, cell);
			free((char *)(uintptr_t)cell.ptr);
			continue;
		}
		list->held[list->held_rows * list->column_count + i] = cell;
		if (width > list->width[i])
			list->width[i] = width;
	}
	if (!list->streams && ++list->held_rows == HELD_ROWS)
		table_start(list);
}

static void
table_end(struct list *list)
{
	if (!list->streams)
		table_start(list);
}

static const struct list_format list_formats[] = {
    {"table", table_header, table_row, table_end},
    {"csv", csv_header, csv_row, nothing},
    {"ndjson", nothing, ndjson_row, nothing},
};

static void
begin(struct consumer *consumer, const struct report *report,
    const char *source, const struct instant *instant)
{
	struct list *list = of_consumer(consumer);

	(void)instant;
	list->source = source;
	for (size_t i = 0; i < list->column_count; i++)
		if (report->place[list->columns[i]] < 0 && !list->all)
			message_warning(list->gate.messages,
			    "%s:%" PRIu64 ": the report has no column %s",
			    source, report->line,
			    column_name(list->columns[i]));
}

static void
set_instant(struct consumer *consumer, const struct instant *instant)
{
	(void)consumer;
	(void)instant;
}

static void
user(struct consumer *consumer, const struct user *who)
{
	struct list *list = of_consumer(consumer);

	list->format->row(list, who);
}

static void
end(struct consumer *consumer, enum time_doubt doubt)
{
	(void)doubt;
	(void)consumer;
}

static bool
wants_more(struct consumer *consumer)
{
	return !output_failed(of_consumer(consumer)->out);
}

static bool
writes_to(struct consumer *consumer, dev_t dev, ino_t ino)
{
	return output_is_inode(of_consumer(consumer)->out, dev, ino);
}

static int
no_column(const char *name, struct error *err)
{
	struct nearest nearest;
	char shown[80];

	nearest_init(&nearest, name);
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		nearest_offer(&nearest, column_name(column));
	error_set(err, ERROR_USAGE,
	    "--columns: a credential report has no column \"%s\"; %s",
	    visible_copy(shown, sizeof(shown), text_of(name)),
	    nearest_advice(&nearest));
	nearest_release(&nearest);
	return -1;
}

static int
choose_columns(
    struct list *list, const struct strings *wanted, struct error *err)
{
	static const enum column usual[] = {
	    COLUMN_USER, COLUMN_PASSWORD_ENABLED, COLUMN_MFA_ACTIVE};
	bool all = wanted->count == 1 && strcmp(wanted->item[0], "all") == 0;

	list->all = all;
	if (wanted->count > COLUMN_COUNT)
		return error_set(err, ERROR_USAGE,
		    "--columns: %zu columns are more than a report has",
		    wanted->count);
	for (size_t i = 0; wanted->count == 0 && i < 3; i++)
		list->columns[list->column_count++] = usual[i];
	for (enum column column = 0; all && column < COLUMN_COUNT; column++)
		list->columns[list->column_count++] = column;
	for (size_t i = 0; !all && i < wanted->count; i++) {
		enum column column = column_find(text_of(wanted->item[i]));

		if (column == COLUMN_NONE)
			return no_column(wanted->item[i], err);
		list->columns[list->column_count++] = column;
	}
	return 0;
}

static int
choose_format(
    struct list *list, const struct options *options, struct error *err)
{
	const char *name = options->outputs[0].format->name;

	if (options->output_count > 1)
		return error_set(err, ERROR_USAGE,
		    "`mfa-check list` writes "
		    "one output");
	for (size_t i = 0; i < sizeof(list_formats) / sizeof(*list_formats);
	     i++)
		if (strcmp(name, list_formats[i].name) == 0)
			list->format = &list_formats[i];
	if (list->format == NULL)
		return error_set(err, ERROR_USAGE,
		    "`mfa-check list` prints "
		    "table, csv or ndjson, not %s",
		    name);
	return 0;
}

static int
run(struct list *list, const struct options *options, struct error *err)
{
	const struct reading_options reading = {.options = options};
	int status, folder;

	if (choose_columns(list, &options->columns, err) < 0 ||
	    choose_format(list, options, err) < 0)
		return -1;
	list->out = output_open(options->outputs[0].path, err);
	if (list->out == NULL)
		return -1;
	folder = output_folder(list->out);
	if (sandbox_start(options, &folder, folder >= 0 ? 1 : 0,
		list->gate.messages, err) < 0)
		return -1;
	list->format->header(list);
	if (reading_run(&reading, &list->consumer, &list->gate.sink,
		&list->gate.summary, err) < 0)
		return -1;
	list->format->end(list);
	status = gate_finish(&list->gate, err);
	if (status < 0 || output_finish(list->out, err) < 0 ||
	    output_publish(list->out, err) < 0)
		return -1;
	return status;
}

int
command_list(const struct options *options)
{
	const struct messages messages = {
	    .quiet = options->quiet,
	    .color = options_color(options, STDERR_FILENO),
	};
	struct list list = {
	    .consumer = {begin, set_instant, user, end, wants_more, writes_to}};
	struct error err;
	int status;

	gate_init_without_outputs(&list.gate, options, &messages);
	status = run(&list, options, &err);
	if (status < 0) {
		message_error(&messages, "%s", err.text);
		status = STATUS_CANNOT_RUN;
	}
	output_free(list.out);
	return status;
}

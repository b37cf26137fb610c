/*
 * The three forms of a listing. Its columns say what stands in a cell; only
 * what a form needs around cells is here.
 */
#include "program/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "output/csv_write.h"

enum {
	GAP = 2
};

struct form {
	const char *name; /* the format's */
	void (*print)(struct output *, const struct listing *);
};

static const void *
row_at(const struct listing *listing, size_t i)
{
	return (const char *)listing->rows + i * listing->row_size;
}

/* The text of a cell, valid until the buffer's next use. */
static struct text
cell_text(
    struct buffer *cell, const struct listing_column *column, const void *row)
{
	buffer_reset(cell);
	column->cell(cell, row);
	return text_of(buffer_text(cell));
}

/* As people see it: safe to show, and a dash for nothing. */
static struct text
shown_text(
    struct buffer *shown, const struct listing_column *column, const void *row)
{
	struct buffer cell;

	buffer_init(&cell, OUTPUT_UNCAPPED);
	buffer_reset(shown);
	visible_append(shown, cell_text(&cell, column, row));
	if (shown->len == 0)
		buffer_append_text(shown, "-");
	buffer_release(&cell);
	return text_of(buffer_text(shown));
}

static size_t
column_width(const struct listing *listing, const struct listing_column *column,
    struct buffer *shown)
{
	size_t width = strlen(column->name);

	for (size_t i = 0; i < listing->row_count; i++) {
		size_t wide = visible_width(
		    shown_text(shown, column, row_at(listing, i)));

		if (wide > width)
			width = wide;
	}
	return width;
}

/* width 0: the last of its line. */
static void
put_cell(struct output *out, struct text cell, size_t width)
{
	output_slice(out, cell);
	if (width == 0)
		output_text(out, "\n");
	else
		output_printf(
		    out, "%*s", (int)(width - visible_width(cell) + GAP), "");
}

static void
print_table(struct output *out, const struct listing *listing)
{
	size_t count = listing->shown_count;
	size_t *width = xcalloc(count, sizeof(*width));
	const struct listing_column *column;
	struct buffer shown;

	buffer_init(&shown, OUTPUT_UNCAPPED);
	for (size_t c = 0; c < count; c++) {
		column = &listing->columns[listing->shown[c]];
		if (c + 1 < count)
			width[c] = column_width(listing, column, &shown);
		put_cell(out, text_of(column->name), width[c]);
	}
	for (size_t i = 0; i < listing->row_count; i++)
		for (size_t c = 0; c < count; c++) {
			column = &listing->columns[listing->shown[c]];
			put_cell(out,
			    shown_text(&shown, column, row_at(listing, i)),
			    width[c]);
		}
	buffer_release(&shown);
	free(width);
}

static void
print_names(struct output *out, const struct listing *listing)
{
	for (size_t c = 0; c < listing->column_count; c++)
		output_printf(
		    out, "%s%s", c > 0 ? "," : "", listing->columns[c].name);
	output_text(out, "\n");
}

static void
print_csv(struct output *out, const struct listing *listing)
{
	const struct listing_column *columns = listing->columns;
	struct buffer cell;

	buffer_init(&cell, OUTPUT_UNCAPPED);
	csv_begin(out, listing->csv);
	if (!listing->csv->no_header)
		print_names(out, listing);
	for (size_t i = 0; i < listing->row_count; i++) {
		for (size_t c = 0; c < listing->column_count; c++) {
			output_text(out, c > 0 ? "," : "");
			csv_cell(out,
			    cell_text(&cell, &columns[c], row_at(listing, i)),
			    listing->csv);
		}
		output_text(out, "\n");
	}
	buffer_release(&cell);
}

static void
print_object(struct output *out, const struct listing *listing, const void *row)
{
	struct json json = {.output = out, .first = true};
	struct buffer cell;

	buffer_init(&cell, OUTPUT_UNCAPPED);
	json_put_open(&json, NULL, '{');
	json_put_text(&json, "type", listing->type);
	for (size_t c = 0; c < listing->column_count; c++) {
		const struct listing_column *column = &listing->columns[c];

		if (column->json != NULL)
			column->json(&json, row);
		else
			json_put_slice(
			    &json, column->name, cell_text(&cell, column, row));
	}
	json_put_close(&json, '}');
	output_text(out, "\n");
	buffer_release(&cell);
}

static void
print_ndjson(struct output *out, const struct listing *listing)
{
	for (size_t i = 0; i < listing->row_count; i++)
		print_object(out, listing, row_at(listing, i));
}

static const struct form *
find_form(const struct listing *listing, const char *name, struct error *err)
{
	static const struct form forms[] = {
	    {"table", print_table},
	    {"csv", print_csv},
	    {"ndjson", print_ndjson},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (strcmp(name, forms[i].name) == 0)
			return &forms[i];
	error_set(err, ERROR_USAGE, "`%s` prints table, csv or ndjson, not %s",
	    listing->command, name);
	return NULL;
}

int
listing_print(const struct listing *listing,
    const struct output_request *request, struct error *err)
{
	const struct form *form =
	    find_form(listing, request->format->name, err);
	struct output *out;
	int result = -1;

	if (form == NULL)
		return -1;
	out = output_open(request->path, err);
	if (out == NULL)
		return -1;
	form->print(out, listing);
	if (output_finish(out, err) == 0 && output_publish(out, err) == 0)
		result = 0;
	output_free(out);
	return result;
}

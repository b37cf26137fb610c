/*
 * The tables of the html format: which columns each kind has, its rows, and
 * the styles that follow from the columns. What stands around a table is
 * its section's business.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "output/html.h"
#include "output/record.h"
#include "output/xml_write.h"

struct html_column {
	const char *heading;
	unsigned width; /* in percent, where there is room for columns */
	void (*put)(struct buffer *, const struct result *);
	enum {
		IS_TEXT,
		IS_ROW_HEADING,
		IS_NUMBER
	} role;
};

static void
put_rule(struct buffer *to, const struct result *result)
{
	buffer_append_text(to, "<a href=\"#rule-");
	xml_append(to, result->rule->id);
	buffer_append_text(to, "\">");
	xml_append(to, result->rule->id);
	buffer_append_text(to, "</a>");
}

static void
put_account(struct buffer *to, const struct result *result)
{
	xml_append(to, result->account);
}

static void
put_user(struct buffer *to, const struct result *result)
{
	xml_append(to, result->user[0] == '\0' ? "(report)" : result->user);
}

static void
put_credential(struct buffer *to, const struct result *result)
{
	xml_append(to, result->credential);
}

static void
put_message(struct buffer *to, const struct result *result)
{
	xml_append(to, record_message(result));
}

static void
put_reason(struct buffer *to, const struct result *result)
{
	xml_append(to,
	    result->reason[0] != '\0' ? result->reason
				      : record_message(result));
}

static void
put_place(struct buffer *to, const struct result *result)
{
	xml_append(
	    to, result->source[0] != '\0' ? result->source : RECORD_NO_SOURCE);
	if (result->line > 0)
		buffer_appendf(to, ":%" PRIu64, result->line);
}

/* With the column, as compilers write it. */
static void
put_exact_place(struct buffer *to, const struct result *result)
{
	struct record_span span = record_span(result);

	put_place(to, result);
	if (result->line > 0 && span.start > 0)
		buffer_appendf(to, ":%" PRIu32, span.start);
}

static void
put_evidence(struct buffer *to, const struct result *result)
{
	for (size_t i = 0; i < result->evidence_count; i++) {
		const struct evidence *cell = &result->evidence[i];

		buffer_append_text(to, i > 0 ? " <code>" : "<code>");
		xml_append(to, cell->name);
		buffer_append_text(to, "=<wbr>");
		xml_append(to, cell->value);
		buffer_append_text(to, "</code>");
	}
}

static void
put_exception(struct buffer *to, const struct result *result)
{
	if (result->suppression != NULL)
		xml_append(to, result->suppression->reason);
}

static void
put_owner(struct buffer *to, const struct result *result)
{
	if (result->suppression != NULL)
		xml_append(to, result->suppression->owner);
}

static void
put_end(struct buffer *to, const struct result *result)
{
	if (result->suppression != NULL)
		xml_append(to, result->suppression->expires);
}

enum {
	COLUMNS_MAX = 10,
	CREDENTIAL = 3, /* of HTML_FOUND and HTML_OTHER, counted from 1 */
	/* A browser lays out a table as a whole, and parts only when they
	 * come into view: 10,000 rows in one take it seconds. */
	PART_ROWS = 250
};

/* In the order of enum html_kind. */
static const struct {
	const char *class;
	struct html_column columns[COLUMNS_MAX];
} kinds[HTML_KIND_COUNT] = {
    {"found",
	{{"Account", 14, put_account, IS_TEXT},
	    {"User", 14, put_user, IS_ROW_HEADING},
	    {"Credential", 12, put_credential, IS_TEXT},
	    {"Finding", 19, put_message, IS_TEXT},
	    {"Source: line", 15, put_place, IS_TEXT},
	    {"Evidence", 26, put_evidence, IS_TEXT}}},
    {"other",
	{{"Account", 15, put_account, IS_TEXT},
	    {"User", 20, put_user, IS_ROW_HEADING},
	    {"Credential", 13, put_credential, IS_TEXT},
	    {"Source: line", 22, put_place, IS_TEXT},
	    {"Evidence", 30, put_evidence, IS_TEXT}}},
    {"unknown",
	{{"Rule", 14, put_rule, IS_TEXT}, {"Account", 14, put_account, IS_TEXT},
	    {"User", 14, put_user, IS_ROW_HEADING},
	    {"Credential", 12, put_credential, IS_TEXT},
	    {"Why it could not be judged", 30, put_reason, IS_TEXT},
	    {"Source: line", 16, put_place, IS_TEXT}}},
    {"defects",
	{{"Source: line", 35, put_exact_place, IS_ROW_HEADING},
	    {"What could not be read", 65, put_message, IS_TEXT}}},
    {"manual",
	{{"Rule", 18, put_rule, IS_TEXT}, {"Account", 14, put_account, IS_TEXT},
	    {"User", 16, put_user, IS_ROW_HEADING},
	    {"To check", 33, put_message, IS_TEXT},
	    {"Source: line", 19, put_place, IS_TEXT}}},
    {"excepted",
	{{"Rule", 12, put_rule, IS_TEXT}, {"Account", 13, put_account, IS_TEXT},
	    {"User", 12, put_user, IS_ROW_HEADING},
	    {"Finding", 16, put_message, IS_TEXT},
	    {"Reason", 14, put_exception, IS_TEXT},
	    {"Owner", 11, put_owner, IS_TEXT}, {"Ends", 11, put_end, IS_TEXT},
	    {"Source: line", 11, put_place, IS_TEXT}}},
    {"warnings",
	{{"Source: line", 35, put_exact_place, IS_ROW_HEADING},
	    {"Warning", 65, put_message, IS_TEXT}}},
    {"files",
	{{"File", 26, NULL, IS_ROW_HEADING}, {"Encoding", 14, NULL, IS_TEXT},
	    {"Bytes", 10, NULL, IS_NUMBER}, {"SHA-256", 36, NULL, IS_TEXT},
	    {"Read", 14, NULL, IS_TEXT}}},
    {"reports",
	{{"Report in", 17, NULL, IS_ROW_HEADING},
	    {"Account", 14, NULL, IS_TEXT}, {"As of", 22, NULL, IS_TEXT},
	    {"Rows", 7, NULL, IS_NUMBER}, {"Judged", 8, NULL, IS_NUMBER},
	    {"Rejected", 9, NULL, IS_NUMBER},
	    {"Columns missing", 23, NULL, IS_TEXT}}},
    {"rules",
	{{"Rule", 24, NULL, IS_ROW_HEADING}, {"Severity", 10, NULL, IS_TEXT},
	    {"Findings", 10, NULL, IS_NUMBER}, {"Chart", 12, NULL, IS_TEXT},
	    {"Not judged", 9, NULL, IS_NUMBER}, {"By hand", 8, NULL, IS_NUMBER},
	    {"Excepted", 10, NULL, IS_NUMBER}, {"Passed", 8, NULL, IS_NUMBER},
	    {"Does not apply", 9, NULL, IS_NUMBER}}},
    {"bars",
	{{"Which", 38, NULL, IS_ROW_HEADING}, {"How many", 18, NULL, IS_NUMBER},
	    {"Chart", 44, NULL, IS_TEXT}}},
};

static void
append_begin(struct buffer *to, enum html_kind kind, const char *caption)
{
	const struct html_column *column = kinds[kind].columns;

	buffer_appendf(
	    to, "<table class=\"%s\">\n<caption>", kinds[kind].class);
	xml_append(to, caption);
	buffer_append_text(to, "</caption>\n<thead><tr>");
	for (; column->heading != NULL; column++)
		buffer_appendf(to, "<th scope=\"col\"%s>%s</th>",
		    column->role == IS_NUMBER ? " class=\"n\"" : "",
		    column->heading);
	buffer_append_text(to, "</tr></thead>\n<tbody>\n");
}

#define TABLE_END "</tbody>\n</table>\n"

void
html_table_begin(
    struct output *output, enum html_kind kind, const char *caption)
{
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	append_begin(&text, kind, caption);
	output_slice(output, (struct text){text.data, text.len});
	buffer_release(&text);
}

void
html_table_end(struct output *output)
{
	output_text(output, TABLE_END);
}

void
html_strand_table(struct html *html, const struct strand *strand,
    enum html_kind kind, const char *caption)
{
	if (strand->rows == 0)
		return;
	output_text(html->output,
	    strand->rows > PART_ROWS ? "<div class=\"part\">\n" : "<div>\n");
	html_table_begin(html->output, kind, caption);
	strand_copy(strand, html->output, html->spool);
	output_text(html->output, TABLE_END "</div>\n");
}

struct buffer *
html_row_begin(struct strand *strand, enum html_kind kind)
{
	struct buffer *row = strand_begin(strand);

	if (strand->rows > 0 && strand->rows % PART_ROWS == 0) {
		char *caption =
		    xasprintf("Continued, from row %" PRIu64, strand->rows + 1);

		buffer_append_text(
		    row, TABLE_END "</div>\n<div class=\"part\">\n");
		append_begin(row, kind, caption);
		free(caption);
	}
	buffer_append_text(row, "<tr>");
	return row;
}

void
html_row_end(struct html *html, struct strand *strand)
{
	buffer_append_text(strand_begin(strand), "</tr>\n");
	strand_end(strand, html->spool);
}

void
html_result_row(struct html *html, struct strand *strand, enum html_kind kind,
    const struct result *result)
{
	const struct html_column *column = kinds[kind].columns;
	struct buffer *row = html_row_begin(strand, kind);

	for (; column->heading != NULL; column++) {
		bool heading = column->role == IS_ROW_HEADING;

		buffer_append_text(
		    row, heading ? "<th scope=\"row\">" : "<td>");
		column->put(row, result);
		buffer_append_text(row, heading ? "</th>" : "</td>");
	}
	html_row_end(html, strand);
}

/* Widths where cells stand side by side, headings as labels where a cell
 * takes a line of its own: by position, so that no cell has to say it. */
void
html_table_style(struct output *output)
{
	output_text(output, "@media (min-width:46.01rem),print{\n");
	for (int k = 0; k < HTML_KIND_COUNT; k++)
		for (int i = 0; kinds[k].columns[i].heading != NULL; i++)
			output_printf(output,
			    ".%s thead th:nth-child(%d){width:%u%%}\n",
			    kinds[k].class, i + 1, kinds[k].columns[i].width);
	output_text(output, "}\n@media screen and (max-width:46rem){\n");
	for (int k = 0; k < HTML_KIND_COUNT; k++)
		for (int i = 0; kinds[k].columns[i].heading != NULL; i++) {
			if (k == HTML_BARS ||
			    kinds[k].columns[i].role == IS_ROW_HEADING)
				continue;
			output_printf(output,
			    ".%s tbody>tr>:nth-child(%d)::before"
			    "{content:\"%s\"}\n",
			    kinds[k].class, i + 1, kinds[k].columns[i].heading);
		}
	output_text(output, "}\n");
	output_printf(output,
	    ".plain .found tr>:nth-child(%d){display:none}\n"
	    ".plain .other tr>:nth-child(%d){display:none}\n",
	    CREDENTIAL, CREDENTIAL);
}

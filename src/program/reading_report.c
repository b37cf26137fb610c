/*
 * The reports of one document: their events, and what is odd in them. It
 * opens nothing; reading.c does.
 */
#include "program/reading_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "model/reexport.h"

static void
find_missing(struct report_info *info, const struct report *report)
{
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		/* AWS documents the last column but does not write it. */
		if (report->place[column] == PLACE_MISSING &&
		    column != COLUMN_ADDITIONAL_CREDENTIALS_INFO)
			info->missing[info->missing_count++] = column;
}

static void
note_doubled_columns(struct reading *reading)
{
	const struct report *report = &reading->reader.report;

	for (enum column column = 0; column < COLUMN_COUNT; column++)
		if (report->place[column] == PLACE_TWICE)
			problem_report(&reading->problems, LEVEL_ERROR,
			    report->line, 0, reading->reader.row.byte,
			    "the header names the column %s more than once; "
			    "no rule can use it",
			    column_name(column));
	for (enum helper helper = 0; helper < HELPER_COUNT; helper++)
		if (report->helper[helper] == PLACE_TWICE)
			problem_report(&reading->problems, LEVEL_ERROR,
			    report->line, 0, reading->reader.row.byte,
			    "the header names the column %s more than once; "
			    "it was not used",
			    helper_name(helper));
}

static void
note_unknown_columns(struct reading *reading)
{
	const struct row *row = &reading->reader.row;
	struct buffer names;
	unsigned count = 0;

	buffer_init(&names, 200);
	for (uint32_t i = 0; i < row->count; i++) {
		if (heading_find(row_field(row, i)) != NULL)
			continue;
		buffer_append_text(&names, count++ > 0 ? ", \"" : "\"");
		visible_append(&names, row_field(row, i));
		buffer_append_text(&names, "\"");
	}
	if (count > 0)
		problem_report(&reading->problems, LEVEL_WARNING, row->line, 0,
		    row->byte,
		    "%u column%s of the header %s none of a credential "
		    "report's, so no rule uses %s: %s",
		    count, count == 1 ? "" : "s", count == 1 ? "is" : "are",
		    count == 1 ? "it" : "them", buffer_text(&names));
	buffer_release(&names);
}

/* generated: what a row tells, or TIMESTAMP_NONE. */
static struct instant
choose_instant(const struct reading *reading, int64_t generated)
{
	const struct options *options = reading->asked->options;
	const struct origin *origin = source_origin(reading->source);
	struct instant_sources sources = {
	    .option = options->as_of,
	    .envelope =
		generated != TIMESTAMP_NONE ? generated : origin->generated,
	    .name = reading->name,
	    .mtime = origin->mtime,
	    .clock = options->now,
	};

	return instant_choose(
	    &sources, reading->asked->needs_time && !options->require_time);
}

static void
begin_report(struct reading *reading)
{
	reading_announce(reading);
	reading->report_count++;
	reading->in_report = true;
	reading->has_instant = false;
	reading->report = (struct report_info){
	    .source = reading->name,
	    .account = "",
	    .complete = true,
	};
	find_missing(&reading->report, &reading->reader.report);
	note_doubled_columns(reading);
	note_unknown_columns(reading);
}

/* The time of the report is that of its first row that can be judged: only
 * then the consumer begins. */
static void
begin_judging(struct reading *reading, int64_t generated)
{
	if (reading->has_instant)
		return;
	reading->has_instant = true;
	reading->generated = generated;
	reading->instant = choose_instant(reading, generated);
	reading->report.report_time = reading->instant.time;
	reading->report.report_time_from = reading->instant.from;
	watch_begin(&reading->watch, reading->instant);
	reading->consumer->begin(reading->consumer, &reading->reader.report,
	    reading->name, &reading->instant);
}

/* Rows of one file may come from reports of several times. */
static void
change_instant(struct reading *reading, int64_t generated)
{
	struct instant instant;

	if (generated == reading->generated)
		return;
	reading->generated = generated;
	instant = choose_instant(reading, generated);
	watch_instant(&reading->watch, instant);
	reading->consumer->instant(reading->consumer, &instant);
}

static void
end_report(struct reading *reading)
{
	enum time_doubt doubt;

	if (!reading->in_report)
		return;
	begin_judging(reading, TIMESTAMP_NONE);
	if (reading->report.rows == 0)
		problem_report(&reading->problems, LEVEL_ERROR,
		    reading->reader.report.line, 0, 0,
		    "the report has a "
		    "header but no row; a genuine one has the root user's");
	doubt = watch_end(
	    &reading->watch, reading->reader.report.line, &reading->problems);
	reading->consumer->end(reading->consumer, doubt);
	reading_send(reading,
	    (struct event){.kind = EVENT_REPORT, .u.report = &reading->report});
	free(reading->account);
	reading->account = NULL;
	reading->in_report = false;
}

static void
note_bad_cell(struct reading *reading, int16_t place, const char *name,
    const char *expected)
{
	const struct row *row = reading->reader.user.row;
	uint32_t from, to;
	char shown[80];

	row_locate(row, (uint32_t)place, &from, &to);
	visible_copy(shown, sizeof(shown), row_field(row, (uint32_t)place));
	problem_report(&reading->problems, LEVEL_ERROR, row->line, from,
	    row->byte, "%s is \"%s\"; expected %s", name, shown, expected);
}

static void
note_bad_cells(struct reading *reading)
{
	const struct user *user = &reading->reader.user;

	for (enum column column = 0; column < COLUMN_COUNT; column++)
		if (user->cell[column] == CELL_BAD)
			note_bad_cell(reading, user->report->place[column],
			    column_name(column), user_expects(user, column));
	for (enum helper helper = 0; helper < HELPER_COUNT; helper++)
		if (user->helper[helper] == CELL_BAD)
			note_bad_cell(reading, user->report->helper[helper],
			    helper_name(helper), reexport_expects(helper));
}

static void
take_user(struct reading *reading)
{
	const struct user *user = &reading->reader.user;

	reading->report.rows++;
	reading->report.judged++;
	if (reading->account == NULL && user->account.len > 0) {
		reading->account =
		    xstrndup(user->account.ptr, user->account.len);
		reading->report.account = reading->account;
	}
	if (user_has_bad_cell(user))
		note_bad_cells(reading);
	begin_judging(reading, user_generated(user));
	change_instant(reading, user_generated(user));
	watch_user(&reading->watch, user, &reading->problems);
	reading->consumer->user(reading->consumer, user);
}

static void
take_rejected(struct reading *reading, const struct error *err)
{
	const struct row *row = &reading->reader.row;

	reading->report.rows++;
	reading->report.rejected++;
	problem_report(&reading->problems, LEVEL_ERROR, row->line, 0, row->byte,
	    "the row was not judged: %s", err->text);
}

/* Lines before the first header, once it is known whether there is one. */
void
reading_note_stray(struct reading *reading)
{
	const struct reader *reader = &reading->reader;
	char more[64] = "";

	if (reader->stray_count == 0)
		return;
	reading_announce(reading);
	if (reader->stray_count > 1)
		snprintf(more, sizeof(more),
		    ", the first of %" PRIu64 " lines that were not judged",
		    reader->stray_count);
	problem_report(&reading->problems, LEVEL_ERROR, reader->stray_line, 0,
	    0,
	    "expected a header that names user or arn and a column of "
	    "credentials; found \"%s\"%s%s%s%s",
	    reader->stray_text, more,
	    reader->stray_reason[0] != '\0' ? " (it cannot be one: " : "",
	    reader->stray_reason, reader->stray_reason[0] != '\0' ? ")" : "");
}

/* Pulls all rows of one document. */
void
reading_rows(struct reading *reading)
{
	struct reader *reader = &reading->reader;
	enum reader_item item;
	struct error err;

	while (reading_goes_on(reading)) {
		item = reader_next(reader, &err);
		if (item == READER_REPORT) {
			if (!reading->in_report)
				reading_note_stray(reading);
			end_report(reading);
			begin_report(reading);
		} else if (item == READER_USER)
			take_user(reading);
		else if (item == READER_REJECTED)
			take_rejected(reading, &err);
		else if (item == READER_FAILED) {
			reading_fail(reading, &err);
			break;
		} else
			break;
	}
	end_report(reading);
}

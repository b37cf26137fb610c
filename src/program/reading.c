/*
 * The loop over inputs, documents and reports. What is found out about an
 * input before it is known to be one that counts is held back, so that its
 * event comes first.
 */
#include "program/reading.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "csv/rows.h"
#include "input/folder.h"
#include "input/foreign.h"
#include "input/source.h"
#include "input/traces.h"
#include "model/reader.h"
#include "model/watch.h"

/* A problem from before its input was announced. */
struct early {
	struct problem problem;
	char *text;
};

struct reading {
	const struct reading_options *asked;
	struct consumer *consumer;
	struct sink *sink;
	struct folder_visitor visitor; /* of the folder being walked */
	struct problems problems;
	struct watch watch;
	uint64_t skipped;
	uint64_t folder_reports;
	bool refused; /* an input is an output of this run */
	struct error refusal;

	/* The input being read. */
	const char *name;
	bool in_folder;
	struct source *source;
	bool announced, complete;
	bool failed; /* it cannot be read further */
	uint64_t report_count;
	struct early *early;
	size_t early_count, early_size;

	/* The report being read. */
	struct reader reader;
	struct instant instant;
	struct report_info report;
	char *account;
	bool in_report;
};

static bool
goes_on(const struct reading *reading)
{
	return !reading->refused &&
	    reading->consumer->wants_more(reading->consumer);
}

static void
send(struct reading *reading, struct event event)
{
	reading->sink->take(reading->sink, &event);
}

static void
send_problem(struct reading *reading, const struct problem *problem)
{
	const struct problem_info info = {reading->name, problem};

	send(
	    reading, (struct event){.kind = EVENT_PROBLEM, .u.problem = &info});
}

static void
hold_problem(struct reading *reading, const struct problem *problem)
{
	struct early *early;

	reading->early = xgrow(reading->early, reading->early_count,
	    &reading->early_size, sizeof(*reading->early));
	early = &reading->early[reading->early_count++];
	early->problem = *problem;
	early->text = xstrdup(problem->text);
	early->problem.text = early->text;
}

static void
note_problem(struct problems *problems, const struct problem *problem)
{
	struct reading *reading = (struct reading *)((char *)problems -
	    offsetof(struct reading, problems));

	if (problem->level == LEVEL_ERROR) {
		reading->complete = false;
		reading->report.complete = false;
	}
	if (reading->announced)
		send_problem(reading, problem);
	else
		hold_problem(reading, problem);
}

static void
flush_early(struct reading *reading)
{
	for (size_t i = 0; i < reading->early_count; i++) {
		send_problem(reading, &reading->early[i].problem);
		free(reading->early[i].text);
	}
	reading->early_count = 0;
}

/* The input counts: its event, then what was held back. */
static void
announce(struct reading *reading)
{
	static const struct origin nothing = {.layer_count = 0};
	const struct origin *origin =
	    reading->source != NULL ? source_origin(reading->source) : &nothing;
	struct input_info info = {
	    reading->name, origin->layers, origin->layer_count};

	if (reading->announced)
		return;
	reading->announced = true;
	send(reading, (struct event){.kind = EVENT_INPUT, .u.input = &info});
	flush_early(reading);
}

static void
fail(struct reading *reading, const struct error *err)
{
	announce(reading);
	reading->failed = true;
	problem_report(&reading->problems, LEVEL_ERROR, err->line, 0, err->byte,
	    "%s", err->text);
}

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
}

static void
note_unknown_columns(struct reading *reading)
{
	const struct row *row = &reading->reader.row;
	struct buffer names;
	unsigned count = 0;

	buffer_init(&names, 200);
	for (uint32_t i = 0; i < row->count; i++) {
		if (column_find(row_field(row, i)) != COLUMN_NONE)
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

static void
begin_report(struct reading *reading)
{
	const struct options *options = reading->asked->options;
	const struct origin *origin = source_origin(reading->source);
	struct instant_sources sources = {
	    .option = options->as_of,
	    .envelope = origin->generated,
	    .name = reading->name,
	    .mtime = origin->mtime,
	    .clock = options->now,
	};

	announce(reading);
	reading->report_count++;
	reading->in_report = true;
	reading->instant = instant_choose(
	    &sources, reading->asked->needs_time && !options->require_time);
	reading->report = (struct report_info){
	    .source = reading->name,
	    .account = "",
	    .report_time = reading->instant.time,
	    .report_time_from = reading->instant.from,
	    .complete = true,
	};
	find_missing(&reading->report, &reading->reader.report);
	watch_begin(&reading->watch, reading->instant);
	note_doubled_columns(reading);
	note_unknown_columns(reading);
	reading->consumer->begin(reading->consumer, &reading->reader.report,
	    reading->name, &reading->instant);
}

static void
end_report(struct reading *reading)
{
	bool may_be_late;

	if (!reading->in_report)
		return;
	if (reading->report.rows == 0)
		problem_report(&reading->problems, LEVEL_ERROR,
		    reading->reader.report.line, 0, 0,
		    "the report has a "
		    "header but no row; a genuine one has the root user's");
	may_be_late = watch_end(
	    &reading->watch, reading->reader.report.line, &reading->problems);
	reading->consumer->end(reading->consumer, may_be_late);
	send(reading,
	    (struct event){.kind = EVENT_REPORT, .u.report = &reading->report});
	free(reading->account);
	reading->account = NULL;
	reading->in_report = false;
}

static void
note_bad_cells(struct reading *reading)
{
	const struct user *user = &reading->reader.user;
	uint32_t from, to;
	char shown[80];

	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		if (user->cell[column] != CELL_BAD)
			continue;
		row_locate(user->row, (uint32_t)user->report->place[column],
		    &from, &to);
		problem_report(&reading->problems, LEVEL_ERROR, user->row->line,
		    from, user->row->byte,
		    "%s is \"%s\"; "
		    "expected %s",
		    column_name(column),
		    visible_copy(shown, sizeof(shown), user_text(user, column)),
		    column_expects(column));
	}
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
	if (memchr(user->cell, CELL_BAD, sizeof(user->cell)) != NULL)
		note_bad_cells(reading);
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
static void
note_stray(struct reading *reading)
{
	const struct reader *reader = &reading->reader;
	char more[64] = "";

	if (reader->stray_count == 0)
		return;
	announce(reading);
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
static void
read_rows(struct reading *reading)
{
	struct reader *reader = &reading->reader;
	enum reader_item item;
	struct error err;

	while (goes_on(reading)) {
		item = reader_next(reader, &err);
		if (item == READER_REPORT) {
			if (!reading->in_report)
				note_stray(reading);
			end_report(reading);
			begin_report(reading);
		} else if (item == READER_USER)
			take_user(reading);
		else if (item == READER_REJECTED)
			take_rejected(reading, &err);
		else if (item == READER_FAILED) {
			fail(reading, &err);
			break;
		} else
			break;
	}
	end_report(reading);
}

/* A document without a header: true where it may be passed over, being a
 * file of a folder that has nothing of a report. */
static bool
is_no_report(const struct reading *reading, const struct foreign *foreign)
{
	if (!reading->in_folder || reading->announced ||
	    source_origin(reading->source)->layer_count > 0)
		return false;
	if (foreign != NULL)
		return !foreign->may_hold_report;
	return reading->reader.stray_count > 0 && !traces_found(reading->name);
}

static void
note_no_report(
    struct reading *reading, const struct foreign *foreign, const char *begins)
{
	announce(reading);
	if (foreign != NULL)
		problem_report(&reading->problems, LEVEL_ERROR, 0, 0, 0,
		    "this is %s, not a credential report; %s; it begins "
		    "\"%s\"",
		    foreign->what, foreign->advice, begins);
	else if (reading->reader.stray_count == 0)
		problem_report(&reading->problems, LEVEL_ERROR, 0, 0, 0,
		    "it is empty; a genuine report has a header and the root "
		    "user's row");
	else
		note_stray(reading);
}

static void
skip(struct reading *reading, const struct foreign *foreign, const char *begins)
{
	reading->skipped++;
	reading->announced = true; /* as far as problems are concerned */
	flush_early(reading);
	problem_report(&reading->problems, LEVEL_WARNING, 0, 0, 0,
	    "it is %s, no credential report, and was skipped; it begins "
	    "\"%s\"",
	    foreign != NULL ? foreign->what : "of another kind", begins);
}

/* The first line that is not blank, to be shown. */
static char *
excerpt(char *dst, size_t size, const uint8_t *bytes, ssize_t len)
{
	const uint8_t *from = bytes, *end = bytes + (len > 0 ? len : 0);
	const uint8_t *to;

	while (from < end && (*from == '\n' || *from == '\r'))
		from++;
	for (to = from; to < end && *to != '\n' && *to != '\r'; to++)
		;
	return visible_copy(
	    dst, size, (struct text){(const char *)from, (size_t)(to - from)});
}

/* False where the document was skipped, and with it the file. */
static bool
read_document(struct reading *reading, uint64_t *line, uint64_t *byte)
{
	struct stream *stream = source_stream(reading->source);
	uint64_t before = reading->report_count;
	const struct foreign *foreign = NULL;
	const uint8_t *bytes;
	struct error err;
	struct rows *rows;
	ssize_t n = stream_peek(stream, LIMIT_PREFIX, &bytes, &err);
	bool skipped = false;
	char begins[120];

	excerpt(begins, sizeof(begins), bytes, n);
	if (n > 0)
		foreign = foreign_find(bytes, (size_t)n);
	rows = rows_new(stream, *line, *byte);
	reader_init(&reading->reader, rows);
	if (foreign == NULL)
		read_rows(reading);
	if (reading->report_count == before && !reading->failed) {
		skipped = is_no_report(reading, foreign);
		if (skipped)
			skip(reading, foreign, begins);
		else
			note_no_report(reading, foreign, begins);
	}
	*line = rows_line(rows) + 1;
	*byte = rows_byte(rows);
	reader_release(&reading->reader);
	rows_free(rows);
	return !skipped;
}

static void
finish_input(struct reading *reading)
{
	struct input_end_info info = {.source = reading->name, .sha256 = ""};
	struct source_end end = {.sha256 = "", .size = 0};
	struct error err;

	/* Where reading failed already, that is the reason. */
	if (reading->source != NULL &&
	    source_finish(reading->source, &end, &err) < 0 && !reading->failed)
		fail(reading, &err);
	info.sha256 = end.sha256;
	info.size = end.size;
	info.complete = reading->complete;
	send(reading,
	    (struct event){.kind = EVENT_INPUT_END, .u.input_end = &info});
}

static void
begin_input(struct reading *reading, const char *name)
{
	reading->name = name;
	reading->announced = false;
	reading->complete = true;
	reading->failed = false;
	reading->report_count = 0;
}

static void
close_input(struct reading *reading)
{
	source_close(reading->source);
	reading->source = NULL;
}

/* Reading what is being written would judge neither, or never end. */
static bool
is_output(struct reading *reading)
{
	const struct source_identity *identity =
	    source_identity(reading->source);

	if (!identity->is_regular ||
	    !reading->consumer->writes_to(
		reading->consumer, identity->dev, identity->ino))
		return false;
	reading->refused = true;
	error_set(&reading->refusal, ERROR_USAGE,
	    "%s is read and written in one run; give the output another name",
	    reading->name);
	return true;
}

/* path NULL: standard input. */
static void
read_input(struct reading *reading, const char *path, const char *name)
{
	const struct options *options = reading->asked->options;
	const struct source_options source_options = {
	    .max_decoded = options->max_decoded,
	    .read_size = options->read_size,
	    .want_digest = reading->asked->want_digest,
	};
	uint64_t line = 1, byte = 0;
	struct error err;
	int more = 0;

	begin_input(reading, name);
	reading->source =
	    source_open(path, &source_options, &reading->problems, &err);
	if (reading->source == NULL)
		fail(reading, &err);
	else if (is_output(reading)) {
		close_input(reading);
		return;
	}
	while (!reading->failed && goes_on(reading) &&
	    (more = source_next(reading->source, &err)) > 0) {
		if (!read_document(reading, &line, &byte)) {
			close_input(reading);
			return;
		}
	}
	if (more < 0)
		fail(reading, &err);
	finish_input(reading);
	close_input(reading);
	reading->folder_reports += reading->report_count;
}

static struct reading *
of_visitor(struct folder_visitor *visitor)
{
	return (struct reading *)((char *)visitor -
	    offsetof(struct reading, visitor));
}

static void
visit_file(struct folder_visitor *visitor, const char *path)
{
	struct reading *reading = of_visitor(visitor);

	if (goes_on(reading))
		read_input(reading, path, path);
}

static void
visit_defect(
    struct folder_visitor *visitor, const char *path, const struct error *err)
{
	struct reading *reading = of_visitor(visitor);

	begin_input(reading, path);
	fail(reading, err);
	finish_input(reading);
}

static void
read_folder(struct reading *reading, const char *path)
{
	struct error err;

	reading->folder_reports = 0;
	reading->in_folder = true;
	folder_walk(path, &reading->visitor);
	reading->in_folder = false;
	if (reading->folder_reports > 0 || !goes_on(reading))
		return;
	error_set(&err, ERROR_INPUT,
	    "no credential report was found in this "
	    "folder");
	visit_defect(&reading->visitor, path, &err);
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int
reading_run(const struct reading_options *asked, struct consumer *consumer,
    struct sink *sink, uint64_t *skipped, struct error *err)
{
	const struct options *options = asked->options;
	struct reading reading = {
	    .asked = asked,
	    .consumer = consumer,
	    .sink = sink,
	    .problems = {note_problem},
	    .visitor = {visit_file, visit_defect},
	};

	watch_init(&reading.watch);
	if (options->operands.count == 0)
		read_input(&reading, NULL, options->stdin_name);
	for (size_t i = 0; i < options->operands.count; i++) {
		const char *operand = options->operands.item[i];

		if (!goes_on(&reading))
			break;
		if (strcmp(operand, "-") == 0)
			read_input(&reading, NULL, options->stdin_name);
		else if (is_folder(operand))
			read_folder(&reading, operand);
		else
			read_input(&reading, operand, operand);
	}
	watch_release(&reading.watch);
	free(reading.early);
	*skipped = reading.skipped;
	if (reading.refused)
		*err = reading.refusal;
	return reading.refused ? -1 : 0;
}

/*
 * The loop over inputs, documents and reports. What is found out about an
 * input before it is known to be one that counts is held back, so that its
 * event comes first.
 */
#include "program/reading_state.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/visible.h"
#include "csv/rows.h"
#include "input/folder.h"
#include "input/foreign.h"
#include "input/source.h"
#include "input/traces.h"
#include "model/reader.h"
#include "model/watch.h"

bool
reading_goes_on(const struct reading *reading)
{
	return !reading->refused &&
	    reading->consumer->wants_more(reading->consumer);
}

void
reading_send(struct reading *reading, struct event event)
{
	reading->sink->take(reading->sink, &event);
}

static void
send_problem(struct reading *reading, const struct problem *problem)
{
	const struct problem_info info = {reading->name, problem};

	reading_send(
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
void
reading_announce(struct reading *reading)
{
	static const struct origin nothing = {.layer_count = 0};
	const struct origin *origin =
	    reading->source != NULL ? source_origin(reading->source) : &nothing;
	struct input_info info = {
	    reading->name, origin->layers, origin->layer_count};

	if (reading->announced)
		return;
	reading->announced = true;
	reading_send(
	    reading, (struct event){.kind = EVENT_INPUT, .u.input = &info});
	flush_early(reading);
}

void
reading_fail(struct reading *reading, const struct error *err)
{
	reading_announce(reading);
	reading->failed = true;
	problem_report(&reading->problems, LEVEL_ERROR, err->line, 0, err->byte,
	    "%s", err->text);
}

/* A document without a header: true where it may be passed over, being a
 * file of a folder that has nothing of a report. */
static bool
is_no_report(const struct reading *reading, const struct foreign *foreign)
{
	if (!reading->in_folder || reading->announced ||
	    source_origin(reading->source)->is_encoded)
		return false;
	if (foreign != NULL)
		return !foreign->may_hold_report;
	return reading->reader.stray_count > 0 && !traces_found(reading->name);
}

static void
note_no_report(struct reading *reading, const struct foreign *foreign)
{
	reading_announce(reading);
	if (foreign != NULL)
		problem_report(&reading->problems, LEVEL_ERROR, 0, 0, 0,
		    "this is %s, not a credential report; %s; it begins "
		    "\"%s\"",
		    foreign->what, foreign->advice, reading->begins);
	else if (reading->reader.stray_count == 0)
		problem_report(&reading->problems, LEVEL_ERROR, 0, 0, 0,
		    "it is empty; a genuine report has a header and the root "
		    "user's row");
	else
		reading_note_stray(reading);
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

static void
read_document(struct reading *reading, uint64_t *line, uint64_t *byte)
{
	struct stream *stream = source_stream(reading->source);
	uint64_t before = reading->report_count;
	const struct foreign *foreign = NULL;
	const uint8_t *bytes;
	struct error err;
	struct rows *rows;
	ssize_t n = stream_peek(stream, LIMIT_PREFIX, &bytes, &err);

	excerpt(reading->begins, sizeof(reading->begins), bytes, n);
	if (n > 0)
		foreign = foreign_find(bytes, (size_t)n);
	rows = rows_new(stream, *line, *byte);
	rows_set_lane(rows, reading->asked->options->lane);
	reader_init(&reading->reader, rows);
	if (foreign == NULL)
		reading_rows(reading);
	if (reading->report_count == before && !reading->failed) {
		reading->passed_over = is_no_report(reading, foreign);
		reading->looks_like =
		    foreign != NULL ? foreign->what : "of another kind";
		if (!reading->passed_over)
			note_no_report(reading, foreign);
	}
	*line = rows_line(rows) + 1;
	*byte = rows_byte(rows);
	reader_release(&reading->reader);
	rows_free(rows);
}

static void
skip(struct reading *reading)
{
	reading->counts->skipped++;
	reading->announced = true; /* as far as problems are concerned */
	flush_early(reading);
	problem_report(&reading->problems, LEVEL_WARNING, 0, 0, 0,
	    "it is %s, no credential report, and was skipped%s%s%s",
	    reading->looks_like,
	    *reading->begins != '\0' ? "; it begins \"" : "", reading->begins,
	    *reading->begins != '\0' ? "\"" : "");
}

/* Reads the rest of the file, for its digest. What is passed over is not
 * read to its end unless it is listed, and thus of interest. */
static void
measure(struct reading *reading)
{
	struct error err;

	if (reading->source == NULL ||
	    (reading->passed_over && !reading_is_listed(reading)))
		return;
	/* Where reading failed already, that is the reason. */
	if (source_finish(reading->source, &reading->end, &err) < 0 &&
	    !reading->failed)
		reading_fail(reading, &err);
}

static void
finish_input(struct reading *reading)
{
	struct input_end_info info = {.source = reading->name};

	measure(reading);
	reading_check_bytes(reading);
	if (reading->passed_over && reading->complete) {
		skip(reading);
		return;
	}
	reading_announce(reading);
	info.sha256 = reading->end.sha256;
	info.size = reading->end.size;
	info.complete = reading->complete;
	reading_send(reading,
	    (struct event){.kind = EVENT_INPUT_END, .u.input_end = &info});
}

static void
begin_input(struct reading *reading, const char *name)
{
	reading->name = name;
	reading->listed_as = name;
	reading->passed_over = false;
	reading->begins[0] = '\0';
	reading->end = (struct source_end){.sha256 = ""};
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

/* A list of this run that lies among the reports is none of them. */
static bool
is_list(const struct reading *reading)
{
	const struct source_identity *own = source_identity(reading->source);

	for (int i = 0; i < 2; i++)
		if (reading->in_folder && own->is_regular &&
		    reading->lists[i].is_regular &&
		    reading->lists[i].dev == own->dev &&
		    reading->lists[i].ino == own->ino)
			return true;
	return false;
}

/* Standard input was named by the list's maker, or is called as the shell's
 * tools call it. */
static void
begin_stdin(struct reading *reading)
{
	const char *name = reading->asked->options->stdin_name;

	begin_input(reading, name != NULL ? name : "stdin");
	reading->listed_as = name != NULL ? name : "-";
}

/* path NULL: standard input. */
static void
read_input(struct reading *reading, const char *path)
{
	const struct options *options = reading->asked->options;
	const struct source_options source_options = {
	    .max_decoded = options->max_decoded,
	    .read_size = options->read_size,
	    .want_digest = reading->want_digest,
	};
	uint64_t line = 1, byte = 0;
	struct error err;
	int more = 0;

	if (path == NULL)
		begin_stdin(reading);
	else
		begin_input(reading, path);
	reading->source =
	    source_open(path, &source_options, &reading->problems, &err);
	if (reading->source == NULL)
		reading_fail(reading, &err);
	else if (is_output(reading)) {
		close_input(reading);
		return;
	} else if (is_list(reading)) {
		reading->passed_over = true;
		reading->looks_like = "a list of this run";
	}
	while (!reading->failed && !reading->passed_over &&
	    reading_goes_on(reading) &&
	    (more = source_next(reading->source, &err)) > 0)
		read_document(reading, &line, &byte);
	if (more < 0)
		reading_fail(reading, &err);
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

	if (reading_goes_on(reading))
		read_input(reading, path);
}

static void
visit_defect(
    struct folder_visitor *visitor, const char *path, const struct error *err)
{
	struct reading *reading = of_visitor(visitor);

	begin_input(reading, path);
	reading_fail(reading, err);
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
	if (reading->folder_reports > 0 || !reading_goes_on(reading))
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

/* A list was read before the outputs are written, but is evidence, too. */
static bool
is_written(
    struct reading *reading, const char *list, struct source_identity *identity)
{
	char shown[160];
	struct stat st;

	if (list == NULL || stat(list, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	*identity = (struct source_identity){true, st.st_dev, st.st_ino};
	if (!reading->consumer->writes_to(
		reading->consumer, st.st_dev, st.st_ino))
		return false;
	reading->refused = true;
	error_set(&reading->refusal, ERROR_USAGE,
	    "%s is read as a list and written in one run; give the output "
	    "another name",
	    visible_copy(shown, sizeof(shown), text_of(list)));
	return true;
}

static void
read_operands(struct reading *reading, const struct strings *operands)
{
	if (operands->count == 0)
		read_input(reading, NULL);
	for (size_t i = 0; i < operands->count; i++) {
		const char *operand = operands->item[i];

		if (!reading_goes_on(reading))
			break;
		if (strcmp(operand, "-") == 0)
			read_input(reading, NULL);
		else if (is_folder(operand))
			read_folder(reading, operand);
		else
			read_input(reading, operand);
	}
}

int
reading_run(const struct reading_options *asked, struct consumer *consumer,
    struct sink *sink, struct summary *counts, struct error *err)
{
	const struct options *options = asked->options;
	const struct strings *operands = &options->operands;
	struct reading reading = {
	    .asked = asked,
	    .consumer = consumer,
	    .sink = sink,
	    .counts = counts,
	    .problems = {note_problem},
	    .visitor = {visit_file, visit_defect},
	    /* A single file has no twin, and hashing takes its time. */
	    .want_digest = asked->want_digest || options->sums != NULL ||
		operands->count > 1 ||
		(operands->count == 1 && is_folder(operands->item[0])),
	};

	watch_init(&reading.watch);
	reading_bytes_init(&reading);
	if (!is_written(&reading, options->files_from, &reading.lists[0]) &&
	    !is_written(&reading, options->sha256sums, &reading.lists[1])) {
		read_operands(&reading, operands);
		reading_report_missing(&reading);
	}
	watch_release(&reading.watch);
	reading_bytes_release(&reading);
	free(reading.early);
	if (reading.refused)
		*err = reading.refusal;
	return reading.refused ? -1 : 0;
}

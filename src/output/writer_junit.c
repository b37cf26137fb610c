/*
 * The junit format: a suite for each report, named by its account, a case
 * for each result; then a suite for the run, with a case for each rule that
 * nobody failed and one for the reading. A suite's numbers
 * stand before its cases: cases wait in the spool, one a line, and what is
 * kept in memory is the head of each suite, 56 bytes a report.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "output/record.h"
#include "output/writer.h"
#include "output/xml_write.h"

/* How a case ended; the names are those of the counts' attributes. */
enum ending {
	ENDING_FAILURE,
	ENDING_ERROR,
	ENDING_SKIPPED,
	ENDING_COUNT
};

struct suite {
	char account[16]; /* twelve digits, or empty */
	int64_t report_time;
	uint64_t cases, ended[ENDING_COUNT];
};

struct writer {
	struct output *output, *spool;
	struct suite *suites;
	size_t suite_count, suite_size;
	struct suite open; /* what has come since the last one */
	size_t written;    /* cases of the suite being written */
	size_t at;         /* that suite */
	struct record_gaps gaps;
};

static const struct {
	const char *attribute, *element;
} endings[ENDING_COUNT] = {
    [ENDING_FAILURE] = {"failures", "failure"},
    [ENDING_ERROR] = {"errors", "error"},
    [ENDING_SKIPPED] = {"skipped", "skipped"},
};

static struct writer *
junit_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xcalloc(1, sizeof(*writer));

	(void)look;
	writer->output = output;
	writer->spool = spool;
	writer->open.report_time = TIMESTAMP_NONE;
	return writer;
}

/* ENDING_COUNT: it passed. */
static enum ending
ending_of(const struct result *result)
{
	switch (result->outcome) {
	case OUTCOME_FAIL:
		return ENDING_FAILURE;
	case OUTCOME_UNKNOWN:
		return ENDING_ERROR;
	case OUTCOME_PASS:
		return ENDING_COUNT;
	default:
		return ENDING_SKIPPED;
	}
}

/* "123456789012/alice access_key_1", or the file where nobody is meant. Test
 * tabs know a case again by class and name: without the account two users of
 * one name would be one. */
static void
put_case_name(struct output *spool, const struct result *result)
{
	output_text(spool, " name=\"");
	if (result->account[0] != '\0') {
		xml_text(spool, result->account);
		output_text(spool, "/");
	}
	xml_text(spool,
	    result->user[0] != '\0'
		? result->user
		: (result->source[0] != '\0' ? result->source
					     : RECORD_NO_SOURCE));
	if (result->credential[0] != '\0') {
		output_text(spool, " ");
		xml_text(spool, result->credential);
	}
	output_text(spool, "\"");
}

static void
put_details(struct output *spool, const struct result *result)
{
	if (result->source[0] != '\0') {
		xml_text(spool, result->source);
		if (result->line > 0)
			output_printf(spool, ":%" PRIu64, result->line);
	}
	if (result->rule != NULL && result->outcome == OUTCOME_FAIL &&
	    result->rule->fix[0] != '\0') {
		output_text(spool, ". ");
		xml_text(spool, result->rule->fix);
	}
}

static void
put_ending(
    struct output *spool, const struct result *result, enum ending ending)
{
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_sentence(&text, result);
	output_printf(spool, "<%s", endings[ending].element);
	xml_attribute(spool, "message", buffer_text(&text));
	if (ending == ENDING_SKIPPED)
		output_text(spool, "/>");
	else {
		xml_attribute(spool, "type",
		    result->rule == NULL
			? "incomplete"
			: severity_name(result->rule->severity));
		output_text(spool, ">");
		put_details(spool, result);
		output_printf(spool, "</%s>", endings[ending].element);
	}
	buffer_release(&text);
}

static void
take_record(struct writer *writer, const struct result *result)
{
	enum ending ending = ending_of(result);
	struct output *spool = writer->spool;

	output_text(spool, "<testcase");
	xml_attribute(spool, "classname",
	    result->rule == NULL ? RECORD_NO_SOURCE : result->rule->id);
	put_case_name(spool, result);
	output_text(spool, ">");
	if (ending != ENDING_COUNT) {
		put_ending(spool, result, ending);
		writer->open.ended[ending]++;
	}
	output_text(spool, "</testcase>\n");
	writer->open.cases++;
}

static void
close_suite(struct writer *writer)
{
	writer->suites = xgrow(writer->suites, writer->suite_count,
	    &writer->suite_size, sizeof(*writer->suites));
	writer->suites[writer->suite_count++] = writer->open;
	writer->open = (struct suite){.report_time = TIMESTAMP_NONE};
}

static void
take_report(struct writer *writer, const struct report_info *report)
{
	struct suite *open = &writer->open;

	if (open->cases == 0)
		return;
	snprintf(open->account, sizeof(open->account), "%s", report->account);
	open->report_time = report->report_time;
	close_suite(writer);
}

/* A rule that nobody failed and that was judged at all. */
static void
take_tally(struct writer *writer, const struct tally *tally)
{
	uint64_t judged =
	    tally->count[OUTCOME_PASS] + tally->count[OUTCOME_NOT_APPLICABLE];

	if (tally->count[OUTCOME_FAIL] > 0 ||
	    tally->count[OUTCOME_UNKNOWN] > 0 || judged == 0)
		return;
	output_text(writer->spool, "<testcase");
	xml_attribute(writer->spool, "classname", tally->rule->id);
	xml_attribute(writer->spool, "name", tally->rule->title);
	output_text(writer->spool, "></testcase>\n");
	writer->open.cases++;
}

/* So that a run that is clean and complete is never one without a case;
 * one that is not complete has a case that says so. */
static void
take_complete(struct writer *writer)
{
	output_text(writer->spool, "<testcase");
	xml_attribute(writer->spool, "classname", RECORD_NO_SOURCE);
	xml_attribute(writer->spool, "name", "everything was read and judged");
	output_text(writer->spool, "></testcase>\n");
	writer->open.cases++;
}

static void
put_gaps(struct writer *writer, const char *text)
{
	output_text(writer->spool, "<testcase");
	xml_attribute(writer->spool, "classname", RECORD_NO_SOURCE);
	xml_attribute(writer->spool, "name", "rules and results left out");
	output_text(writer->spool, "><skipped");
	xml_attribute(writer->spool, "message", text);
	output_text(writer->spool, "/></testcase>\n");
	writer->open.cases++;
	writer->open.ended[ENDING_SKIPPED]++;
}

static void
take_gaps(struct writer *writer, uint64_t hidden)
{
	struct buffer text;

	buffer_init(&text, OUTPUT_UNCAPPED);
	record_gaps_append(&text, &writer->gaps, hidden);
	if (text.len > 0)
		put_gaps(writer, buffer_text(&text));
	buffer_release(&text);
}

/* Jenkins' schema knows no skipped="" of all suites. */
static void
put_numbers(struct output *output, const struct suite *suite, int endings_said)
{
	output_printf(output, " tests=\"%" PRIu64 "\"", suite->cases);
	for (int i = 0; i < endings_said; i++)
		output_printf(output, " %s=\"%" PRIu64 "\"",
		    endings[i].attribute, suite->ended[i]);
}

static void
open_element(struct writer *writer)
{
	const struct suite *suite = &writer->suites[writer->at];
	char time[TIMESTAMP_SIZE];

	output_text(writer->output, "<testsuite");
	xml_attribute(writer->output, "name",
	    suite->account[0] != '\0' ? suite->account : RECORD_NO_SOURCE);
	put_numbers(writer->output, suite, ENDING_COUNT);
	if (suite->report_time != TIMESTAMP_NONE)
		xml_attribute(writer->output, "timestamp",
		    timestamp_format(time, suite->report_time));
	output_text(writer->output, ">\n");
}

/* A case from the spool, in its suite. */
static void
write_case(void *arg, struct text line)
{
	struct writer *writer = arg;

	if (writer->written == 0)
		open_element(writer);
	output_slice(writer->output, line);
	output_text(writer->output, "\n");
	if (++writer->written == writer->suites[writer->at].cases) {
		output_text(writer->output, "</testsuite>\n");
		writer->written = 0;
		writer->at++;
	}
}

static void
take_summary(struct writer *writer, const struct summary *summary)
{
	struct suite total = {.cases = 0};

	take_gaps(writer, summary->hidden);
	if (summary->status < 3)
		take_complete(writer);
	if (writer->open.cases > 0)
		close_suite(writer);
	for (size_t i = 0; i < writer->suite_count; i++) {
		total.cases += writer->suites[i].cases;
		for (int ending = 0; ending < ENDING_COUNT; ending++)
			total.ended[ending] += writer->suites[i].ended[ending];
	}
	output_text(writer->output,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
	xml_attribute(writer->output, "name", RECORD_NO_SOURCE);
	put_numbers(writer->output, &total, ENDING_SKIPPED);
	output_text(writer->output, ">\n");
	output_each_line(writer->output, writer->spool, write_case, writer);
	output_text(writer->output, "</testsuites>\n");
}

static void
junit_take(struct writer *writer, const struct event *event)
{
	struct result result;

	switch (event->kind) {
	case EVENT_RUN:
		record_gaps_note(&writer->gaps, event->u.run);
		break;
	case EVENT_REPORT:
		take_report(writer, event->u.report);
		break;
	case EVENT_INPUT: /* what came before is not about it */
	case EVENT_INPUT_END:
		if (writer->open.cases > 0)
			close_suite(writer);
		break;
	case EVENT_TALLY:
		take_tally(writer, event->u.tally);
		break;
	case EVENT_SUMMARY:
		take_summary(writer, event->u.summary);
		break;
	default:
		if (record_of(event, &result))
			take_record(writer, &result);
	}
}

static void
junit_free(struct writer *writer)
{
	record_gaps_release(&writer->gaps);
	free(writer->suites);
	free(writer);
}

const struct format format_junit = {
    .name = "junit",
    .ending = ".xml",
    .help = "test results: a case for each result",
    .needs = NEEDS_SPOOL,
    .new = junit_new,
    .take = junit_take,
    .free = junit_free,
};

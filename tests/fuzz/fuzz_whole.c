/*
 * The whole program, from bytes through a policy to verdicts, against a slow
 * oracle (report_oracle.h): made reports with random cells, valid and not,
 * under the pack mfa and a small random policy. The verdicts and the numbers
 * of rows that were judged and rejected are the same, whatever the reads.
 * FUZZ_LONGEST 1000
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "fuzz/fuzz.h"
#include "fuzz/report_oracle.h"
#include "fuzz/run.h"
#include "policy/policy_load.h"

enum {
	TEXT_MAX = 4 << 20,
	CELL_MAX = 40
};

/* All columns in AWS's order, or some in any, but those that make it a
 * header. */
static size_t
choose_columns(struct choices *choices, unsigned columns[ORACLE_COLUMNS])
{
	unsigned form = choose(choices, 4);
	bool has_user = false, has_data = false;
	size_t count = 0;

	for (unsigned i = 0; i < ORACLE_COLUMNS; i++)
		if (form == 0 || (form == 1 && i < ORACLE_COLUMNS - 1) ||
		    (form > 1 && chance(choices, 160)) ||
		    (form == i + 2 && !has_user) ||
		    (i == ORACLE_COLUMNS - 2 && !has_data)) {
			columns[count++] = i;
			has_user |= i < 2;
			has_data |= i >= 3 && i < ORACLE_COLUMNS - 1;
		}
	for (size_t i = count; i > 1 && form > 1; i--) {
		size_t k = choose(choices, (unsigned)i);
		unsigned other = columns[i - 1];

		columns[i - 1] = columns[k];
		columns[k] = other;
	}
	return count;
}

static const char *
valid_cell(unsigned column, struct choices *choices)
{
	static const char *const booleans[] = {
	    "true", "false", "TRUE", "False", "not_supported"};
	static const char *const dates[] = {"2024-02-29T23:59:59Z", "N/A",
	    "2026-01-01T00:00:00+00:00", "no_information", "not_supported",
	    "2023-02-29T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-01-01"};
	static const char *const tokens[] = {
	    "us-east-1", "s3", "N/A", "n/a", "a_b", "c c"};

	switch (oracle_kind(column)) {
	case ORACLE_BOOL:
		return booleans[choose(choices, 5)];
	case ORACLE_DATE:
		return dates[choose(choices, 8)];
	case ORACLE_TOKEN:
		return tokens[choose(choices, 6)];
	default:
		return choose(choices, 4) == 1 ? "2 more" : "N/A";
	}
}

/* Bytes of any kind, too few to name a column. */
static void
random_cell(char cell[CELL_MAX], struct choices *choices)
{
	static const char bytes[] = "a\"\t \x01\xc3\xa9\xff/:0A,;_N=\x7f\xc2";
	unsigned len = choose(choices, 6);

	for (unsigned i = 0; i < len; i++)
		cell[i] = bytes[choose(choices, sizeof(bytes) - 1)];
	cell[len] = '\0';
}

static void
write_cell(
    struct buffer *out, const char *cell, char separator, unsigned quoting)
{
	bool hard = strchr(cell, separator) != NULL || strchr(cell, '"');

	/* A bare comma would make surplus cells, of which the oracle knows
	 * only those of names. */
	if (!hard && quoting != 1) {
		buffer_append_text(out, cell);
		return;
	}
	buffer_append_text(
	    out, quoting == 2 && separator != ',' ? " \"" : "\"");
	for (; *cell != '\0'; cell++)
		buffer_append(out, *cell == '"' && quoting != 3 ? "\"\"" : cell,
		    *cell == '"' && quoting != 3 ? 2 : 1);
	buffer_append_text(out, "\"");
}

/* Who the row is about: in both cells, or in cells that disagree. */
struct who {
	char user[CELL_MAX], arn[2 * CELL_MAX];
};

static void
choose_who(struct who *who, struct choices *choices)
{
	static const char *const names[] = {"bob", "<root_account>", "al,ice",
	    "root", "e@f=g.h-i+j_k", "", "b b", "Bob"};
	static const char *const before[] = {"arn:aws:iam::123456789012:",
	    "arn:aws-us-gov:iam::222222222222:", "arn:aws:iam::12345678901:",
	    "arn:aws:iam::333333333333:", "arn:AWS:iam::123456789012:"};
	static const char *const paths[] = {
	    "user/", "user/a/b/", "root", "role/", "user/p,q/"};
	unsigned name = choose(choices, 8), path = choose(choices, 5);

	/* Nearly always what fits. */
	if (!chance(choices, 40) && path != 2)
		name = name == 1 || name > 4 ? 0 : name;
	if (!chance(choices, 40) && (path == 2 || name == 1))
		name = 1, path = 2;
	snprintf(who->user, sizeof(who->user), "%s", names[name]);
	snprintf(who->arn, sizeof(who->arn), "%s%s%s",
	    before[chance(choices, 90) ? choose(choices, 5) : 0], paths[path],
	    path == 2 ? "" : names[name]);
}

struct table {
	struct buffer *out;
	unsigned columns[ORACLE_COLUMNS + 2];
	size_t count;
	char separator;
};

static void
write_row(struct table *table, struct choices *choices)
{
	char one[2] = {table->separator, '\0'}, scratch[CELL_MAX];
	bool hostile = chance(choices, 60), bare = chance(choices, 60);
	size_t count = table->count;
	struct who who;

	choose_who(&who, choices);
	if (hostile && chance(choices, 60))
		count = choose(choices, (unsigned)count + 3);
	for (size_t i = 0; i < count; i++) {
		unsigned column =
		    i < table->count ? table->columns[i] : ORACLE_COLUMNS - 1;
		unsigned quoting = choose(choices, 8);
		const char *cell;

		if (i > 0)
			buffer_append_text(table->out, one);
		if (hostile && count <= table->count && chance(choices, 30)) {
			random_cell(scratch, choices);
			cell = scratch;
		} else if (column < 2)
			cell = column == 0 ? who.user : who.arn;
		else
			cell = valid_cell(column, choices);
		if (bare && column < 2 && cell != scratch)
			buffer_append_text(table->out, cell);
		else
			write_cell(table->out, cell, table->separator,
			    bare ? 0 : quoting);
	}
}

static void
write_header(struct table *table, struct choices *choices)
{
	bool upper = chance(choices, 60);

	for (size_t i = 0; i < table->count; i++) {
		const char *name = oracle_name(table->columns[i]);

		if (i > 0)
			buffer_append(table->out, &table->separator, 1);
		for (; *name != '\0'; name++) {
			char c = *name;

			if (upper && c >= 'a' && c <= 'z')
				c = (char)(c - 'a' + 'A');
			buffer_append(table->out, &c, 1);
		}
	}
}

static void
write_report(struct buffer *out, struct choices *choices)
{
	static const char *const ends[] = {"\n", "\r\n", "\r", "\n\n"};
	const char *end = ends[choose(choices, 4)];
	struct table table = {.out = out};
	unsigned rows = 1 + choose(choices, 8);

	table.separator = ",;\t"[choose(choices, 3)];
	table.count = choose_columns(choices, table.columns);
	/* A column that is named twice cannot be used. */
	if (chance(choices, 20) && table.count < ORACLE_COLUMNS)
		table.columns[table.count++] = 3 + choose(choices, 19);
	write_header(&table, choices);
	for (unsigned i = 0; i < rows; i++) {
		buffer_append_text(out, end);
		write_row(&table, choices);
	}
	if (chance(choices, 128))
		buffer_append_text(out, end);
}

/* What policy_load() reads: one file. */
struct file {
	struct policy_source source;
	struct buffer *text;
};

static char *
give(struct policy_source *source, const char *path, size_t *len,
    char **identity, struct error *err)
{
	struct buffer *text = ((struct file *)source)->text;

	(void)err;
	*len = text->len;
	*identity = xstrdup(path);
	return xstrndup(text->data, text->len);
}

static void
hear(struct policy_source *source, const char *text)
{
	(void)source;
	fuzz_hold(false, "the policy is refused: %s", text);
}

static void
load(struct policy *policy, const char *name, struct buffer *text)
{
	struct file file = {{give, hear}, text};
	const struct policy_request request = {
	    .source = &file.source,
	    .policies = {&name, 1},
	    .now = TIMESTAMP_NONE,
	};
	struct buffer errors, warnings;

	buffer_init(&errors, TEXT_MAX);
	buffer_init(&warnings, TEXT_MAX);
	policy_init(policy);
	fuzz_hold(policy_load(policy, &request, &errors, &warnings) == 0,
	    "the policy is refused:\n%s", buffer_text(&errors));
	buffer_release(&errors);
	buffer_release(&warnings);
}

static void
check(const struct buffer *report, const struct policy *policy,
    const struct oracle_policy *model, size_t step)
{
	static struct fuzz_share judged = {.name = "reports without defect"};
	struct buffer wanted;
	struct oracle oracle;
	struct run run;

	buffer_init(&wanted, TEXT_MAX);
	oracle_judge(&oracle, report->data, report->len, model, &wanted);
	run_read(&run, report->data, report->len, step, policy);
	fuzz_share_count(&judged, run.complete);
	fuzz_hold(
	    run.judged == oracle.judged && run.rejected == oracle.rejected,
	    "%lu rows are judged and %lu rejected; %lu and %lu are right:\n%s",
	    (unsigned long)run.judged, (unsigned long)run.rejected,
	    (unsigned long)oracle.judged, (unsigned long)oracle.rejected,
	    buffer_text(&run.problems));
	fuzz_hold_same("verdicts", &wanted, &run.verdicts);
	fuzz_hold(run.errors ==
		oracle.rejected + oracle.bad_cells + oracle.doubled +
		    oracle.is_empty,
	    "%lu errors; %lu rejected rows, %lu unreadable cells and %lu "
	    "doubled columns are right:\n%s",
	    (unsigned long)run.errors, (unsigned long)oracle.rejected,
	    (unsigned long)oracle.bad_cells, (unsigned long)oracle.doubled,
	    buffer_text(&run.problems));
	run_release(&run);
	buffer_release(&wanted);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const size_t steps[] = {1 << 20, 1, 11, 64};
	static struct policy pack;
	struct choices choices = {bytes, len};
	size_t step = steps[choose(&choices, 4)];
	struct oracle_policy model;
	struct buffer report, text;
	struct policy policy;

	if (pack.rule_count == 0)
		load(&pack, "mfa", NULL);
	buffer_init(&report, TEXT_MAX);
	buffer_init(&text, TEXT_MAX);
	oracle_choose(&model, &choices, &text);
	write_report(&report, &choices);
	if (getenv("FUZZ_SHOW") != NULL)
		fprintf(stderr, "%s----\n%s----\n", buffer_text(&text),
		    buffer_text(&report));
	check(&report, &pack, &oracle_mfa, step);
	load(&policy, "made", &text);
	check(&report, &policy, &model, step);
	policy_release(&policy);
	buffer_release(&report);
	buffer_release(&text);
	return 0;
}

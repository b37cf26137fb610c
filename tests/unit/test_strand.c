/*
 * Strands: rows that arrive mixed are written strand by strand, whole and in
 * their order, and a spool that lost some of them fails the output.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "output/strand.h"
#include "temp_folder.h"

enum {
	LANES = 3,
	ROWS = 9000
};

static void
add(struct strand *strand, struct output *spool, const char *fmt, int number)
{
	struct buffer *row = strand_begin(strand);

	buffer_appendf(row, "%d ", number);
	buffer_append_text(row, fmt);
	strand_end(strand, spool);
}

/* The strands as they were written to a file. */
static const char *
written(const struct strand *strands, size_t count, struct output *spool)
{
	char *path = in_folder("strands");
	struct output *output = open_output(path);

	for (size_t i = 0; i < count; i++)
		strand_copy(&strands[i], output, spool);
	publish(output);
	read_text(path);
	free(path);
	return text;
}

static void
test_order(void **state)
{
	struct strand strands[LANES] = {0};
	struct error err;
	struct output *spool = output_spool(&err);
	const char *at;

	(void)state;
	assert_non_null(spool);
	for (int i = 0; i < ROWS; i++)
		add(&strands[i % LANES], spool, "of a row that takes room\n",
		    i);
	assert_true(strands[0].extent_count > 5);
	at = written(strands, LANES, spool);
	for (int strand = 0; strand < LANES; strand++)
		for (int i = strand; i < ROWS; i += LANES) {
			assert_int_equal(strtol(at, NULL, 10), i);
			at = strchr(at, '\n') + 1;
		}
	assert_string_equal(at, "");
	for (int i = 0; i < LANES; i++) {
		assert_int_equal(strands[i].rows, ROWS / LANES);
		strand_release(&strands[i]);
	}
	output_free(spool);
}

static void
test_empty(void **state)
{
	struct strand strand = {0};
	struct error err;
	struct output *spool = output_spool(&err);

	(void)state;
	assert_non_null(spool);
	assert_string_equal(written(&strand, 1, spool), "");
	strand_release(&strand);
	output_free(spool);
}

static void
test_lost(void **state)
{
	char *path = in_folder("lost");
	struct output *output = open_output(path);
	struct error err;
	struct output *spool = output_spool(&err);

	(void)state;
	assert_non_null(spool);
	output_text(spool, "short");
	output_copy(output, spool, 0, 5);
	assert_false(output_failed(output));
	output_copy(output, spool, 2, 4);
	assert_true(output_failed(output));
	assert_int_equal(output_finish(output, &err), -1);
	output_free(output);
	output_free(spool);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_empty, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_lost, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Lanes: rows that arrive mixed are written lane by lane, whole and in their
 * order, and a spool that lost some of them fails the output.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "output/lane.h"
#include "temp_folder.h"

enum {
	LANES = 3,
	ROWS = 9000
};

static void
add(struct lane *lane, struct output *spool, const char *fmt, int number)
{
	struct buffer *row = lane_begin(lane);

	buffer_appendf(row, "%d ", number);
	buffer_append_text(row, fmt);
	lane_end(lane, spool);
}

/* The lanes as they were written to a file. */
static const char *
written(const struct lane *lanes, size_t count, struct output *spool)
{
	char *path = in_folder("lanes");
	struct output *output = open_output(path);

	for (size_t i = 0; i < count; i++)
		lane_copy(&lanes[i], output, spool);
	publish(output);
	read_text(path);
	free(path);
	return text;
}

static void
test_order(void **state)
{
	struct lane lanes[LANES] = {0};
	struct error err;
	struct output *spool = output_spool(&err);
	const char *at;

	(void)state;
	assert_non_null(spool);
	for (int i = 0; i < ROWS; i++)
		add(&lanes[i % LANES], spool, "of a row that takes room\n", i);
	assert_true(lanes[0].extent_count > 5);
	at = written(lanes, LANES, spool);
	for (int lane = 0; lane < LANES; lane++)
		for (int i = lane; i < ROWS; i += LANES) {
			assert_int_equal(strtol(at, NULL, 10), i);
			at = strchr(at, '\n') + 1;
		}
	assert_string_equal(at, "");
	for (int i = 0; i < LANES; i++) {
		assert_int_equal(lanes[i].rows, ROWS / LANES);
		lane_release(&lanes[i]);
	}
	output_free(spool);
}

static void
test_empty(void **state)
{
	struct lane lane = {0};
	struct error err;
	struct output *spool = output_spool(&err);

	(void)state;
	assert_non_null(spool);
	assert_string_equal(written(&lane, 1, spool), "");
	lane_release(&lane);
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

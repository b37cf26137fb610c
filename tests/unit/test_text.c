/*
 * Comparing text, growing buffers, sets of hashes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash_set.h"
#include "base/text.h"

static void
globs(void **state)
{
	static const struct {
		const char *text, *glob;
		bool matches;
	} cases[] = {
	    {"svc-a", "svc-*", true},
	    {"svc", "svc-*", false},
	    {"xsvc-a", "svc-*", false},
	    {"ci-1-x", "ci-?-*", true},
	    {"ci--x", "ci-?-*", false},
	    {"", "*", true},
	    {"", "", true},
	    {"a", "", false},
	    {"abcabd", "*ab?", true},
	    {"SVC-a", "svc-*", false},
	    {"a*b", "a[*]b", false},
	    {"aaaaaaaaab", "*a*a*a*b", true},
	    {"aaaaaaaaac", "*a*a*a*b", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (text_matches_glob(text_of(cases[i].text), cases[i].glob) !=
		    cases[i].matches)
			fail_msg("%s %s", cases[i].text, cases[i].glob);
}

static void
distances(void **state)
{
	(void)state;
	assert_int_equal(text_distance("severty", "severity", 2), 1);
	assert_int_equal(text_distance("rule", "rules", 2), 1);
	assert_int_equal(text_distance("abc", "abc", 2), 0);
	assert_int_equal(text_distance("abc", "xyz", 2), 3);
	assert_int_equal(text_distance("", "ab", 2), 2);
	assert_int_equal(text_distance("ab", "", 2), 2);
	assert_int_equal(text_distance("", "abc", 2), 3);
	assert_int_equal(text_distance("password_age", "sword_age", 2), 3);
	assert_int_equal(text_distance("xypassword", "password", 2), 2);
	assert_int_equal(text_distance("password", "passwordxy", 2), 2);
	assert_int_equal(text_distance("xpassword_age", "password_agey", 2), 2);
	assert_int_equal(text_distance("xpassword_ae", "password_agey", 2), 3);
}

static void
blanks(void **state)
{
	(void)state;
	assert_true(text_equals(text_trim(text_of(" \ta b\t ")), "a b"));
	assert_true(text_equals(text_trim(text_of(" \t ")), ""));
	assert_false(text_equals_nocase(text_of("a"), "ab"));
	assert_true(text_equals_nocase(text_of("N/a"), "n/A"));
}

static void
buffers_keep_their_cap(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, 5);
	assert_string_equal(buffer_text(&buffer), "");
	assert_int_equal(buffer_append_text(&buffer, "abc"), 0);
	assert_int_equal(buffer_appendf(&buffer, "%d", 123), -1);
	assert_int_equal(buffer_append(&buffer, "de", 2), 0);
	assert_int_equal(buffer_append(&buffer, "f", SIZE_MAX), -1);
	assert_string_equal(buffer_text(&buffer), "abcde");
	buffer_release(&buffer);
}

static void
long_errors_end_in_dots(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(error_set(&err, ERROR_INPUT, "%2000d", 1), -1);
	assert_string_equal(err.text + sizeof(err.text) - 4, "...");
	assert_int_equal(error_at(&err, 7, "x"), -1);
	assert_int_equal(err.byte, 7);
}

static void
sets(void **state)
{
	struct hash_set *set = hash_set_new(4);

	(void)state;
	assert_false(hash_set_add(set, 1));
	assert_true(hash_set_add(set, 1));
	assert_false(hash_set_add(set, 9));
	assert_false(hash_set_add(set, 17));
	assert_false(hash_set_add(set, 0xffff));
	assert_true(hash_set_add(set, 9));
	assert_false(hash_set_add(set, 5)); /* full */
	assert_false(hash_set_add(set, 5));
	assert_false(hash_set_add(set, UINT64_MAX - 1));
	hash_set_clear(set);
	assert_false(hash_set_add(set, 9));
	assert_int_equal(hash_text_nocase(HASH_SEED, text_of("Bob")),
	    hash_text_nocase(HASH_SEED, text_of("bOB")));
	hash_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(globs),
	    cmocka_unit_test(distances),
	    cmocka_unit_test(blanks),
	    cmocka_unit_test(buffers_keep_their_cap),
	    cmocka_unit_test(long_errors_end_in_dots),
	    cmocka_unit_test(sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

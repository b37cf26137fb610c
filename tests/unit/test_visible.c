/*
 * UTF-8, escapes for people, widths, and the list of temporary files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/visible.h"

struct pair {
	const char *in;
	const char *out;
};

static const struct pair escapes[] = {
    {"", ""},
    {"plain text, a\\backslash", "plain text, a\\backslash"},
    {"\x1b[31m", "\\x1b[31m"},
    {"a\tb\nc\rd\x7f", "a\\x09b\\x0ac\\x0dd\\x7f"},
    {"\xc2\x80\xc2\x9b", "\\u0080\\u009b"},
    {"\xe2\x80\xae", "\\u202e"},
    {"\xd8\x9c", "\\u061c"},
    {"\xe2\x81\xa6\xe2\x81\xa9", "\\u2066\\u2069"},
    {"\xe2\x80\x8b\xe2\x80\x8d\xe2\x80\x8e", "\\u200b\\u200d\\u200e"},
    {"\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029"},
    {"\xef\xbb\xbf", "\\ufeff"},
    {"\xe1\x85\x9f\xe1\x85\xa0", "\\u115f\\u1160"},
    {"\xe3\x85\xa4\xef\xbe\xa0", "\\u3164\\uffa0"},
    {"\xcd\x8f\xe1\x9e\xb4\xf0\x9d\x85\xb3", "\\u034f\\u17b4\\U0001d173"},
    {"\xf3\xa0\x80\x81", "\\U000e0001"},
    {"\xff", "\\xff"},
    {"\xc0\xaf", "\\xc0\\xaf"},
    {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
    {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
    {"\xe2\x82", "\\xe2\\x82"},
    {"\xc3\xa4 \xe4\xb8\xad \xf0\x9f\x94\x91",
	"\xc3\xa4 \xe4\xb8\xad \xf0\x9f\x94\x91"},
};

static void
test_append(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, 4096);
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		buffer_reset(&buffer);
		visible_append(&buffer, text_of(escapes[i].in));
		assert_string_equal(buffer_text(&buffer), escapes[i].out);
		/* What is visible stays as it is. */
		buffer_reset(&buffer);
		visible_append(&buffer, text_of(escapes[i].out));
		assert_string_equal(buffer_text(&buffer), escapes[i].out);
	}
	buffer_release(&buffer);
}

static void
test_append_nul_and_cap(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, 6);
	visible_append(&buffer, (struct text){"a\0b", 3});
	assert_string_equal(buffer_text(&buffer), "a\\x00b");
	visible_append(&buffer, text_of("more"));
	assert_int_equal(buffer.len, 6);
	buffer_release(&buffer);
}

static void
test_copy(void **state)
{
	char dst[8];

	(void)state;
	assert_string_equal(
	    visible_copy(dst, 8, text_of("1234567")), "1234567");
	assert_string_equal(
	    visible_copy(dst, 8, text_of("12345678")), "1234...");
	/* An escape or a character is there whole or not at all. */
	assert_string_equal(visible_copy(dst, 8,
				text_of("12\x1b"
					"5678")),
	    "12...");
	assert_string_equal(visible_copy(dst, 8,
				text_of("123\xc3\xa4"
					"678")),
	    "123...");
	assert_string_equal(visible_copy(dst, 4, text_of("12345")), "...");
	assert_string_equal(visible_copy(dst, 2, text_of("12345")), ".");
	assert_string_equal(visible_copy(dst, 1, text_of("1")), "");
}

static void
test_every_size(void **state)
{
	char dst[32];

	(void)state;
	for (size_t size = 1; size <= sizeof(dst); size++) {
		memset(dst, 'x', sizeof(dst));
		visible_copy(dst, size,
		    text_of("a\x1b\xe2\x80\xae"
			    "b\xff"
			    "c"));
		assert_non_null(memchr(dst, '\0', size));
		for (size_t i = size; i < sizeof(dst); i++)
			assert_int_equal(dst[i], 'x');
	}
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(visible_width(text_of("")), 0);
	assert_int_equal(visible_width(text_of("abc")), 3);
	assert_int_equal(visible_width(text_of("\xc3\xa4")), 1);
	assert_int_equal(visible_width(text_of("a\xcc\x88")), 1);
	assert_int_equal(visible_width(text_of("\xe4\xb8\xad\xe6\x96\x87")), 4);
	assert_int_equal(visible_width(text_of("\xf0\x9f\x94\x91")), 2);
	assert_int_equal(visible_width(text_of("\xef\xbc\xa1")), 2);
	assert_int_equal(visible_width(text_of("\xff")), 1);
}

/* Every code point, encoded here by the book, comes back. */
static void
test_next_all(void **state)
{
	(void)state;
	for (int32_t code = 1; code <= 0x10ffff; code++) {
		unsigned char b[4];
		size_t len, used;
		int32_t want = code;

		if (code < 0x80) {
			b[0] = (unsigned char)code;
			len = 1;
		} else if (code < 0x800) {
			b[0] = (unsigned char)(0xc0 | code >> 6);
			b[1] = (unsigned char)(0x80 | (code & 0x3f));
			len = 2;
		} else if (code < 0x10000) {
			b[0] = (unsigned char)(0xe0 | code >> 12);
			b[1] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
			b[2] = (unsigned char)(0x80 | (code & 0x3f));
			len = 3;
		} else {
			b[0] = (unsigned char)(0xf0 | code >> 18);
			b[1] = (unsigned char)(0x80 | (code >> 12 & 0x3f));
			b[2] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
			b[3] = (unsigned char)(0x80 | (code & 0x3f));
			len = 4;
		}
		if (code >= 0xd800 && code < 0xe000)
			want = -1;
		assert_int_equal(
		    utf8_next((struct text){(char *)b, len}, &used), want);
		assert_int_equal(used, want < 0 ? 1 : len);
	}
}

static void
test_valid_and_count(void **state)
{
	size_t bad = 0;

	(void)state;
	assert_true(utf8_valid(text_of("\xc3\xa4 ok"), &bad));
	assert_false(utf8_valid(text_of("ok \xc3"), &bad));
	assert_int_equal(bad, 3);
	assert_false(utf8_valid(text_of("\xe0\x80\xaf"), &bad));
	assert_int_equal(bad, 0);
	assert_int_equal(utf8_count(text_of("\xc3\xa4\xff"
					    "b")),
	    3);
}

static void
test_cleanup(void **state)
{
	char kept[] = "/tmp/mfa-check-kept.XXXXXX";
	char gone[] = "/tmp/mfa-check-gone.XXXXXX";

	(void)state;
	close(mkstemp(kept));
	close(mkstemp(gone));
	cleanup_add(kept);
	cleanup_add(gone);
	cleanup_forget(kept);
	cleanup_run();
	assert_int_equal(access(kept, F_OK), 0);
	assert_int_equal(access(gone, F_OK), -1);
	cleanup_forget(gone);
	unlink(kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_append),
	    cmocka_unit_test(test_append_nul_and_cap),
	    cmocka_unit_test(test_copy),
	    cmocka_unit_test(test_every_size),
	    cmocka_unit_test(test_width),
	    cmocka_unit_test(test_next_all),
	    cmocka_unit_test(test_valid_and_count),
	    cmocka_unit_test(test_cleanup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

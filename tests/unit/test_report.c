/*
 * What a report knows of its header, what is restored of a re-export, and
 * what a fingerprint depends on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "memory_stream.h"
#include "model/fingerprint.h"
#include "model/reader.h"
#include "model/reexport.h"

#define AWS                                                             \
	"user,arn,user_creation_time,password_enabled,"                 \
	"password_last_used,password_last_changed,"                     \
	"password_next_rotation,mfa_active,access_key_1_active,"        \
	"access_key_1_last_rotated,access_key_1_last_used_date,"        \
	"access_key_1_last_used_region,access_key_1_last_used_service," \
	"access_key_2_active,access_key_2_last_rotated,"                \
	"access_key_2_last_used_date,access_key_2_last_used_region,"    \
	"access_key_2_last_used_service,cert_1_active,"                 \
	"cert_1_last_rotated,cert_2_active,cert_2_last_rotated"

/* Steampipe's names: a null stands for a word. */
#define NULLS "user_name,user_arn,password_enabled,password_last_used"
#define ARN "arn:aws:iam::123456789012:user/a"

struct opened {
	struct stream *stream;
	struct rows *rows;
	struct reader reader;
};

static void
open_report(struct opened *opened, const char *text)
{
	struct error err;

	opened->stream = memory_stream(text, strlen(text), 4096);
	opened->rows = rows_new(opened->stream, 1, 0);
	reader_init(&opened->reader, opened->rows);
	assert_int_equal(reader_next(&opened->reader, &err), READER_REPORT);
}

static void
close_report(struct opened *opened)
{
	reader_release(&opened->reader);
	rows_free(opened->rows);
	stream_close(opened->stream);
}

static void
is_of_aws(const char *header, bool wanted)
{
	struct opened opened;

	open_report(&opened, header);
	assert_int_equal(opened.reader.report.is_of_aws, wanted);
	close_report(&opened);
}

static void
headers_of_aws(void **state)
{
	(void)state;
	is_of_aws(AWS, true);
	is_of_aws(AWS ",additional_credentials_info", true);
	is_of_aws(AWS ",other", false);
	is_of_aws(AWS ",additional_credentials_info,other", false);
	is_of_aws("arn,user,mfa_active", false);
	is_of_aws("user,mfa_active", false);
	is_of_aws("other," AWS, false);
}

/* The class of password_last_used, a letter: D date, I no_information,
 * A not applicable, B bad. */
static void
last_used(const char *header, const char *row, char wanted)
{
	static const struct {
		enum cell cell;
		char letter;
	} letters[] = {{CELL_DATE, 'D'}, {CELL_NO_INFORMATION, 'I'},
	    {CELL_NOT_APPLICABLE, 'A'}, {CELL_BAD, 'B'}};
	struct opened opened;
	struct error err;
	char text[1024], got = '?';

	snprintf(text, sizeof(text), "%s\n%s\n", header, row);
	open_report(&opened, text);
	assert_int_equal(reader_next(&opened.reader, &err), READER_USER);
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (opened.reader.user.cell[COLUMN_PASSWORD_LAST_USED] ==
		    letters[i].cell)
			got = letters[i].letter;
	if (got != wanted)
		fail_msg("%s gave %c, not %c", row, got, wanted);
	close_report(&opened);
}

static void
nulls_of_password_last_used(void **state)
{
	(void)state;
	last_used(NULLS, "a," ARN ",true,2026-09-11T13:15:19Z", 'D');
	last_used(NULLS, "a," ARN ",true,2026-09-11 13:15:19+00", 'D');
	last_used(NULLS, "a," ARN ",true,", 'I');
	last_used(NULLS, "a," ARN ",false,", 'A');
	last_used(NULLS, "a," ARN ",true,<null>", 'I');
	last_used(NULLS, "a," ARN ",true,soon", 'B');
#define STATUS NULLS ",password_status"
	last_used(STATUS, "a," ARN ",true,2026-09-11T13:15:19Z,used", 'D');
	last_used(STATUS, "a," ARN ",true,,used", 'B');
	last_used(STATUS, "a," ARN ",true,2026-09-11T13:15:19Z,not_set", 'B');
	last_used(STATUS, "a," ARN ",true,,never_used", 'I');
	last_used(STATUS, "a," ARN ",true,,not_set", 'A');
	last_used(STATUS, "a," ARN ",true,,other", 'B');
}

static void
helpers(void **state)
{
	struct opened opened;
	struct error err;
	int64_t time;

	(void)state;
	assert_string_equal(reexport_expects(HELPER_GENERATED_TIME),
	    "a time such as 2026-09-11T13:15:19Z");
	assert_string_equal(reexport_expects(HELPER_PASSWORD_STATUS),
	    "used, never_used or not_set");
	assert_string_equal(
	    reexport_expects(HELPER_ACCOUNT_ID), "an account of 12 digits");
	/* A header of another report behind one with a helper. */
	open_report(&opened,
	    "user,mfa_active,generated_time\na,true,2026-09-11T13:15:19Z\n"
	    "user,mfa_active\nb,true\n");
	assert_true(opened.reader.report.has_helpers);
	assert_int_equal(reader_next(&opened.reader, &err), READER_USER);
	time = user_generated(&opened.reader.user);
	assert_int_equal(time, 1789132519);
	assert_int_equal(reader_next(&opened.reader, &err), READER_REPORT);
	assert_false(opened.reader.report.has_helpers);
	assert_int_equal(reader_next(&opened.reader, &err), READER_USER);
	time = user_generated(&opened.reader.user);
	assert_int_equal(time, TIMESTAMP_NONE);
	close_report(&opened);
}

static void
hex_of(const struct fingerprint *fingerprint, char hex[DIGEST_HEX_SIZE])
{
	struct digest *digest = digest_new();

	fingerprint_make(fingerprint, digest, hex);
	digest_free(digest);
}

/* Each variant differs from all before it. */
static void
fingerprints(void **state)
{
	const struct fingerprint row = {.rule = "r",
	    .account = text_of("123456789012"),
	    .of_row = true,
	    .arn = text_of(ARN),
	    .user = text_of("a"),
	    .created = 1,
	    .of_slot = true,
	    .rotated = 2,
	    .slot = 1};
	struct fingerprint variants[10];
	char hex[10][DIGEST_HEX_SIZE], same[DIGEST_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < 10; i++)
		variants[i] = row;
	variants[1].rule = "s";
	variants[2].account = text_of("");
	variants[3].of_row = false;
	variants[4].arn = text_of("");
	variants[5].created = TIMESTAMP_NONE;
	variants[6].of_slot = false;
	variants[7].rotated = TIMESTAMP_NONE;
	variants[8].same_rotated = true;
	variants[9].same_rotated = true;
	variants[9].slot = 2;
	for (size_t i = 0; i < 10; i++) {
		hex_of(&variants[i], hex[i]);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(hex[i], hex[k]);
	}
	/* The slot counts only where the date does not tell it. */
	variants[0].slot = 2;
	variants[0].user = text_of("b");
	hex_of(&variants[0], same);
	assert_string_equal(same, hex[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_of_aws),
	    cmocka_unit_test(nulls_of_password_last_used),
	    cmocka_unit_test(helpers),
	    cmocka_unit_test(fingerprints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

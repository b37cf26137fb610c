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
#include "model/watch.h"

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
accounts_told_twice(void **state)
{
	struct opened opened;

	(void)state;
	open_report(&opened, "user,mfa_active,account_id,account_id\n");
	assert_int_equal(
	    opened.reader.report.helper[HELPER_ACCOUNT_ID], PLACE_TWICE);
	assert_int_equal(
	    opened.reader.report.helper[HELPER_GENERATED_TIME], PLACE_MISSING);
	close_report(&opened);
	open_report(&opened, "arn,mfa_active,account_id,account_id\n");
	assert_int_equal(
	    opened.reader.report.helper[HELPER_ACCOUNT_ID], PLACE_MISSING);
	close_report(&opened);
	open_report(&opened, "arn,mfa_active,account_id\n");
	assert_int_equal(opened.reader.report.helper[HELPER_ACCOUNT_ID], 2);
	close_report(&opened);
}

struct heard {
	struct problems problems;
	char texts[2048];
};

static void
hear(struct problems *problems, const struct problem *problem)
{
	struct heard *heard = (struct heard *)problems;
	size_t at = strlen(heard->texts);

	snprintf(heard->texts + at, sizeof(heard->texts) - at, "%d: %s\n",
	    (int)problem->line, problem->text);
}

/* What is said of a report at that instant, and of its end. */
static void
watch(struct watch *watch, const char *text, struct instant instant,
    const char *wanted, enum time_doubt doubt)
{
	struct heard heard = {{hear}, ""};
	struct opened opened;
	struct error err;

	open_report(&opened, text);
	watch_begin(watch, instant);
	while (reader_next(&opened.reader, &err) == READER_USER)
		watch_user(watch, &opened.reader.user, &heard.problems);
	assert_int_equal(watch_end(watch, 1, &heard.problems), doubt);
	assert_string_equal(heard.texts, wanted);
	close_report(&opened);
}

#define WATCHED \
	"user,arn,mfa_active,password_next_rotation,cert_1_last_rotated\n"
#define ROOT_ARN "arn:aws:iam::123456789012:root"
#define LATER "2026-09-11T13:15:20Z"

static void
watches(void **state)
{
	static const struct instant told = {1789132519, TIME_OPTION};
	static const struct instant guess = {1789132519, TIME_MTIME};
	struct watch it;

	(void)state;
	watch_init(&it);
	watch(&it, WATCHED "a," ARN ",true,N/A,N/A\nA," ARN ",true,N/A,N/A\n",
	    told,
	    "3: user \"A\" stands in this report more than once "
	    "(letter case ignored); each row is judged\n"
	    "3: user \"A\" is not the name at the end of its ARN\n",
	    TIME_UNDOUBTED);
	/* Of another report nothing is remembered. */
	watch(&it,
	    WATCHED "a," ARN ",true,N/A,N/A\nroot," ROOT_ARN
		    ",true,N/A,N/A\nroot_account," ROOT_ARN
		    ",true,N/A,N/A\n<root_account>," ROOT_ARN ",true,N/A,N/A\n",
	    told, "", TIME_UNDOUBTED);
	watch(&it, WATCHED "b," ARN ",true,N/A,N/A\naa," ARN ",true,N/A,N/A\n",
	    told,
	    "2: user \"b\" is not the name at the end of its ARN\n"
	    "3: user \"aa\" is not the name at the end of its ARN\n",
	    TIME_UNDOUBTED);
	/* A date after T, said once; an expiry may be. */
	watch(&it,
	    WATCHED "a," ARN ",true," LATER ",2026-09-11T13:15:19Z\n"
		    "b," ARN "/b,true,N/A," LATER "\n"
		    "c," ARN "/c,true,N/A," LATER "\n",
	    told,
	    "3: cert_1_last_rotated lies after the report's time "
	    "2026-09-11T13:15:19Z (from the option): that time is too "
	    "early, or the date is wrong\n",
	    TIME_UNDOUBTED);
	watch(&it, WATCHED "a," ARN ",true,N/A,2026-09-11T13:15:19Z\n", guess,
	    "", TIME_UNDOUBTED);
	watch(&it, "user,mfa_active,cert_1_last_rotated\na,true," LATER "\n",
	    guess,
	    "2: cert_1_last_rotated lies after the report's time "
	    "2026-09-11T13:15:19Z (from the mtime): that time "
	    "is too early, or the date is wrong\n",
	    TIME_MAY_BE_EARLY);
	watch_release(&it);
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
	    cmocka_unit_test(accounts_told_twice),
	    cmocka_unit_test(watches),
	    cmocka_unit_test(fingerprints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

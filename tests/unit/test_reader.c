/*
 * Rows to reports: headers wherever they stand, users, rejected rows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "memory_stream.h"
#include "model/reader.h"

/* "H1 U2:alice R3 " for every item of the text. */
static void
describe(const char *text, size_t step, char *out, size_t size)
{
	struct stream *stream = memory_stream(text, strlen(text), step);
	struct rows *rows = rows_new(stream, 1, 0);
	enum reader_item item;
	struct reader reader;
	struct error err;
	size_t at = 0;

	out[0] = '\0';
	reader_init(&reader, rows);
	while ((item = reader_next(&reader, &err)) > READER_END) {
		at += (size_t)snprintf(out + at, size - at, "%c%d",
		    item == READER_REPORT     ? 'H'
			: item == READER_USER ? 'U'
					      : 'R',
		    (int)reader.row.line);
		if (item == READER_USER)
			at += (size_t)snprintf(out + at, size - at, ":%.*s",
			    (int)reader.user.name.len, reader.user.name.ptr);
		at += (size_t)snprintf(out + at, size - at, " ");
	}
	if (reader.stray_count > 0)
		snprintf(out + at, size - at, "S%d", (int)reader.stray_line);
	reader_release(&reader);
	rows_free(rows);
	stream_close(stream);
}

static void
expect(const char *text, const char *wanted)
{
	static const size_t steps[] = {1, 5, 4096};
	char got[512];

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		describe(text, steps[i], got, sizeof(got));
		if (strcmp(got, wanted) != 0)
			fail_msg("%s\ngave %s\nnot  %s", text, got, wanted);
	}
}

#define HEADER "user,password_enabled,mfa_active"
#define ARNS "arn,mfa_active"

static void
headers(void **state)
{
	(void)state;
	expect(HEADER "\na,true,false\n", "H1 U2:a ");
	expect("USER;Password_Enabled;MFA_ACTIVE\na;true;false", "H1 U2:a ");
	expect("mfa_active\tx\tuser\nTRUE\t\ta", "H1 U2:a ");
	expect("user,arn\na,b\n", "S1");
	expect("# note\nsep=,\n" HEADER "\na,true,false\n", "H3 U4:a S1");
	expect("a,true,false\n", "S1");
	expect("user,mfa_active\nuser,true\n", "H1 U2:user ");
}

static void
several_reports(void **state)
{
	(void)state;
	expect(HEADER "\na,true,false\n" HEADER "\nb,true,true\n",
	    "H1 U2:a H3 U4:b ");
	expect(
	    HEADER "\na,true,false" HEADER "\nb,true,true", "H1 U2:a H2 U3:b ");
	expect(HEADER "\na,true,false\xef\xbb\xbf" HEADER "\nb,true,true",
	    "H1 U2:a H2 U3:b ");
	expect("\"user\",\"mfa_active\"\n\"a\",\"true\"\"user\","
	       "\"mfa_active\"\n\"b\",\"false\"",
	    "H1 U2:a H2 U3:b ");
	expect(HEADER "\na,true,falseuser;mfa_active\nb;true\n",
	    "H1 U2:a H2 U3:b ");
	expect(HEADER HEADER "\na,true,false\n", "H1 H1 U2:a ");
	expect(HEADER "\na,tr" HEADER "\nb,true,true\n", "H1 R2 H2 U3:b ");
	/* A last row whose last cell is empty, and one cut behind a comma. */
	expect("user,mfa_active,additional_credentials_info\na,true,"
	       "user,mfa_active,additional_credentials_info\nb,true,",
	    "H1 U2:a H2 U3:b ");
	expect(HEADER "\na,true," HEADER "\nb,true,true\n", "H1 U2:a H2 U3:b ");
	expect(HEADER "\na,true,false\nuser;mfa_active\nb;true\n",
	    "H1 U2:a H3 U4:b ");
}

/* Whoever may create a user chooses the text of a row. */
static void
rows_that_pose_as_headers(void **state)
{
	(void)state;
	expect("user,arn,password_enabled,mfa_active\n"
	       "z,arn:aws:iam::123456789012:user/a,user,mfa_active,b/z,true,"
	       "false\n"
	       "c,arn:aws:iam::123456789012:user/c,true,true\n"
	       "z,arn:aws:iam::123456789012:user/a,<root_account>,true,b/z,"
	       "true,false\n",
	    "H1 R2 U3:c R4 ");
	expect("note, mfa_active,password_enabled,user\n1,true,true,a\n",
	    "H1 U2:a ");
	expect("  user,mfa_active\na,true\n", "H1 U2:a ");
	expect(",user,mfa_active\n0,a,true,user,mfa_active\n0,b,true",
	    "H1 U2:a H2 U3:b ");
}

static void
identities(void **state)
{
	(void)state;
	expect(ARNS "\narn:aws:iam::111122223333:user/x/y/bob,true\n"
		    "arn:aws-cn:iam::111122223333:root,true\n"
		    "arn:aws:iam::11112222333:user/bob,true\n"
		    "arn:aws:iam::111122223333:role/bob,true\n"
		    "arn:aws:iam::111122223333:user/,true\n"
		    "arn:gcp:iam::111122223333:user/bob,true\n"
		    "\"arn:aws:iam::111122223333:user/,\"\"/a,b\",true\n",
	    "H1 U2:bob U3:<root_account> R4 R5 R6 R7 U8:a,b ");
	expect(HEADER "\n<root_account>,not_supported,true\nroot,true,true\n"
		      "b b,true,true\n,true,true\n",
	    "H1 U2:<root_account> U3:root R4 "
	    "R5 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers),
	    cmocka_unit_test(several_reports),
	    cmocka_unit_test(rows_that_pose_as_headers),
	    cmocka_unit_test(identities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

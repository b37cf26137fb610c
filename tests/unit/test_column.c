/*
 * The grammar of every kind of cell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/column.h"
#include "model/identity.h"

static void
cells(void **state)
{
	static const struct {
		enum column column;
		const char *text;
		enum cell cell;
	} cases[] = {
	    {COLUMN_MFA_ACTIVE, "true", CELL_TRUE},
	    {COLUMN_MFA_ACTIVE, "FALSE", CELL_FALSE},
	    {COLUMN_MFA_ACTIVE, "yes", CELL_BAD},
	    {COLUMN_MFA_ACTIVE, "1", CELL_BAD},
	    {COLUMN_MFA_ACTIVE, "", CELL_BAD},
	    {COLUMN_MFA_ACTIVE, "tru", CELL_BAD},
	    {COLUMN_MFA_ACTIVE, "truee", CELL_BAD},
	    {COLUMN_MFA_ACTIVE, "N/A", CELL_BAD},
	    {COLUMN_MFA_ACTIVE, "not_supported", CELL_BAD},
	    {COLUMN_MFA_ACTIVE, "no_information", CELL_BAD},
	    {COLUMN_PASSWORD_ENABLED, "Not_Supported", CELL_NOT_SUPPORTED},
	    {COLUMN_PASSWORD_ENABLED, "N/A", CELL_BAD},
	    {COLUMN_PASSWORD_LAST_USED, "no_information", CELL_NO_INFORMATION},
	    {COLUMN_PASSWORD_LAST_USED, "n/a", CELL_NOT_APPLICABLE},
	    {COLUMN_PASSWORD_LAST_USED, "not_supported", CELL_BAD},
	    {COLUMN_PASSWORD_LAST_CHANGED, "not_supported", CELL_NOT_SUPPORTED},
	    {COLUMN_PASSWORD_LAST_CHANGED, "no_information", CELL_BAD},
	    {COLUMN_USER_CREATION_TIME, "N/A", CELL_BAD},
	    {COLUMN_USER_CREATION_TIME, "2026-09-11T13:15:19Z", CELL_DATE},
	    {COLUMN_CERT_2_LAST_ROTATED, "N/A", CELL_NOT_APPLICABLE},
	    {COLUMN_CERT_2_LAST_ROTATED, "N", CELL_BAD},
	    {COLUMN_CERT_2_LAST_ROTATED, "", CELL_BAD},
	    {COLUMN_ACCESS_KEY_1_LAST_USED_REGION, "us-east-1", CELL_TEXT},
	    {COLUMN_ACCESS_KEY_1_LAST_USED_REGION, "N/A", CELL_NOT_APPLICABLE},
	    {COLUMN_ACCESS_KEY_1_LAST_USED_SERVICE, "", CELL_BAD},
	    {COLUMN_ACCESS_KEY_1_LAST_USED_SERVICE,
		"access_key_1_last_used_service", CELL_BAD},
	    {COLUMN_ADDITIONAL_CREDENTIALS_INFO, "", CELL_EMPTY},
	    {COLUMN_ADDITIONAL_CREDENTIALS_INFO, "3 keys, see API", CELL_TEXT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (column_check(cases[i].column, text_of(cases[i].text)) !=
		    cases[i].cell)
			fail_msg("%s \"%s\"", column_name(cases[i].column),
			    cases[i].text);
}

/* What is said where a cell cannot be read: the words that it may hold. */
static void
expectations(void **state)
{
	static const struct {
		enum column column;
		const char *text;
	} cases[] = {
	    {COLUMN_USER, "an IAM user name"},
	    {COLUMN_ARN, "the ARN of an IAM user"},
	    {COLUMN_USER_CREATION_TIME, "a time such as 2026-09-11T13:15:19Z"},
	    {COLUMN_PASSWORD_ENABLED,
		"true or false (not_supported for the root user only)"},
	    {COLUMN_PASSWORD_LAST_USED,
		"a time such as 2026-09-11T13:15:19Z, N/A or no_information"},
	    {COLUMN_PASSWORD_LAST_CHANGED,
		"a time such as 2026-09-11T13:15:19Z, N/A or not_supported"},
	    {COLUMN_MFA_ACTIVE, "true or false"},
	    {COLUMN_CERT_1_LAST_ROTATED,
		"a time such as 2026-09-11T13:15:19Z, or N/A"},
	    {COLUMN_ACCESS_KEY_1_LAST_USED_REGION,
		"a name of letters, digits, '.', ':' and '-', or N/A"},
	    {COLUMN_ADDITIONAL_CREDENTIALS_INFO, "any text"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
		    column_expects(cases[i].column), cases[i].text);
	assert_int_equal(column_check(COLUMN_USER, text_of("a")), CELL_TEXT);
	assert_int_equal(column_check(COLUMN_ARN, text_of("a")), CELL_TEXT);
}

static void
names(void **state)
{
	(void)state;
	for (enum column column = 0; column < COLUMN_COUNT; column++)
		assert_int_equal(
		    column_find(text_of(column_name(column))), column);
	assert_int_equal(column_find(text_of("MFA_Active")), COLUMN_MFA_ACTIVE);
	assert_int_equal(column_find(text_of("mfa")), COLUMN_NONE);
	assert_int_equal(column_find(text_of("")), COLUMN_NONE);
}

static void
users_and_arns(void **state)
{
	struct identity id;

	(void)state;
	assert_true(identity_is_user_name(text_of("=1+1,a@b_c-d.e")));
	assert_false(identity_is_user_name(text_of("a b")));
	assert_false(identity_is_user_name(text_of("<root>")));
	assert_true(identity_parse(
	    text_of("arn:aws-us-gov:iam::123456789012:user/a/<b>/c"), &id));
	assert_true(text_equals(id.partition, "aws-us-gov"));
	assert_true(text_equals(id.account, "123456789012"));
	assert_true(text_equals(id.path, "/a/<b>/"));
	assert_true(text_equals(id.name, "c"));
	assert_false(id.is_root);
	assert_true(
	    identity_parse(text_of("arn:aws:iam::123456789012:root"), &id));
	assert_true(id.is_root);
	assert_false(identity_parse(
	    text_of("arn:aws:iam::123456789012:<root_account>"), &id));
	assert_false(identity_parse(text_of("arn:aws:iam::1:root"), &id));
	assert_false(
	    identity_parse(text_of("arn:aws:s3::123456789012:root"), &id));
	assert_false(identity_parse(
	    text_of("arn:aws:iam:us-east-1:123456789012:root"), &id));
	assert_false(identity_parse(
	    text_of("arn:aws:iam::123456789012:user/a b/c"), &id));
	assert_false(identity_parse(
	    text_of("arn:aws:iam::123456789012:user/\x7f/c"), &id));
	assert_false(
	    identity_parse(text_of("arn:aw:iam::123456789012:root"), &id));
	assert_false(
	    identity_parse(text_of("arn:aws_x:iam::123456789012:root"), &id));
	assert_false(identity_parse(text_of("arn"), &id));
	assert_false(identity_parse(text_of(""), &id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells),
	    cmocka_unit_test(expectations),
	    cmocka_unit_test(names),
	    cmocka_unit_test(users_and_arns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

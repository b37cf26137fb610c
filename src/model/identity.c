/*
 * User names and ARNs; see identity.h.
 */
#include "model/identity.h"

#include <string.h>

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool
is_plain_name(struct text name)
{
	return name.len >= 1 && name.len <= IDENTITY_NAME_MAX &&
	    text_consists_of(name, UPPER LOWER DIGITS "_+=,.@-");
}

bool
identity_is_user_name(struct text name)
{
	return is_plain_name(name) || text_equals(name, ROOT_NAME);
}

bool
identity_is_account(struct text text)
{
	return text.len == IDENTITY_ACCOUNT_LEN &&
	    text_consists_of(text, DIGITS);
}

/* The text before the next colon; what is left begins behind it. */
static bool
take_part(struct text *left, struct text *part)
{
	const char *colon = memchr(left->ptr, ':', left->len);

	if (colon == NULL)
		return false;
	part->ptr = left->ptr;
	part->len = (size_t)(colon - left->ptr);
	left->len -= part->len + 1;
	left->ptr = colon + 1;
	return true;
}

static bool
is_partition(struct text text)
{
	return text.len >= 3 && text.len <= 32 &&
	    memcmp(text.ptr, "aws", 3) == 0 &&
	    text_consists_of(text, LOWER "-");
}

/* A path is made of any printable ASCII characters but blanks. */
static bool
is_path(struct text text)
{
	if (text.len > IDENTITY_PATH_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < 0x21 || text.ptr[i] > 0x7e)
			return false;
	return true;
}

/* "user/NAME" or "user/PATH/NAME". */
static bool
parse_user(struct text resource, struct identity *identity)
{
	static const char prefix[] = "user/";
	const char *slash;

	if (resource.len <= strlen(prefix) ||
	    memcmp(resource.ptr, prefix, strlen(prefix)) != 0)
		return false;
	slash = memrchr(resource.ptr, '/', resource.len);
	identity->path.ptr = resource.ptr + strlen(prefix) - 1;
	identity->path.len = (size_t)(slash - identity->path.ptr) + 1;
	identity->name.ptr = slash + 1;
	identity->name.len = resource.len - (size_t)(slash + 1 - resource.ptr);
	return is_path(identity->path) && is_plain_name(identity->name);
}

bool
identity_parse(struct text arn, struct identity *identity)
{
	struct text part, left = arn;

	if (!take_part(&left, &part) || !text_equals(part, "arn") ||
	    !take_part(&left, &identity->partition) ||
	    !is_partition(identity->partition) || !take_part(&left, &part) ||
	    !text_equals(part, "iam") || !take_part(&left, &part) ||
	    part.len != 0 || !take_part(&left, &identity->account) ||
	    !identity_is_account(identity->account))
		return false;
	identity->is_root = text_equals(left, "root");
	if (!identity->is_root)
		return parse_user(left, identity);
	identity->name = text_of(ROOT_NAME);
	identity->path = text_of("");
	return true;
}

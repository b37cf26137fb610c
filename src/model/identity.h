/*
 * The grammar of IAM user names and ARNs (IAM User Guide, "IAM and AWS STS
 * quotas", and the API's patterns).
 */
#ifndef MFA_MODEL_IDENTITY_H
#define MFA_MODEL_IDENTITY_H

#include <stdbool.h>

#include "base/text.h"

/* The name that AWS gives the root user in a report; < and > cannot stand
 * in the name of a user. */
#define ROOT_NAME "<root_account>"

enum {
	IDENTITY_NAME_MAX = 64,		/* characters of a user's name */
	IDENTITY_PATH_MAX = 512,	/* of a path, with both slashes */
	IDENTITY_ACCOUNT_LEN = 12	/* digits of an account */
};

struct identity {
	struct text	 account, partition;
	struct text	 path;		/* "/a/b/" or "/" */
	struct text	 name;		/* ROOT_NAME where it is root */
	bool		 is_root;
};

/* Splits an ARN; false where it is none of an IAM user or root. What the
 * identity holds points into the ARN. */
bool	identity_parse(struct text arn, struct identity *);

/* True for 1 to 64 of A-Z a-z 0-9 _ + = , . @ -, and for ROOT_NAME. */
bool	identity_is_user_name(struct text);

/* True for 12 digits. */
bool	identity_is_account(struct text);

#endif

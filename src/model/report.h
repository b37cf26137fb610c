/*
 * A credential report: which column stands where, and its rows as typed
 * users. Nothing is converted before a rule asks.
 *
 * A user and what it points to is valid until the next row is read.
 */
#ifndef MFA_MODEL_REPORT_H
#define MFA_MODEL_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/timestamp.h"
#include "csv/rows.h"
#include "model/column.h"

enum place {
	PLACE_MISSING = -1,	/* the header does not name the column */
	PLACE_TWICE = -2,	/* it names it more than once: not to be used */
};

struct report {
	int16_t		 place[COLUMN_COUNT];	/* field, or enum place */
	int16_t		 helper[HELPER_COUNT];	/* the same for these */
	bool		 is_of_aws;	/* AWS's columns in AWS's order */
	bool		 has_helpers;	/* the header names one */
	bool		 has_nulls;	/* names and nulls of a re-export */
	uint32_t	 field_count;
	char		 separator;
	uint64_t	 line;			/* of the header */
};

/* One row. Without the arn column account, partition ("aws") and path are
 * as mfa-check(1) has them: account that of account_id, path empty. */
struct user {
	const struct report	*report;
	const struct row	*row;
	struct text		 name, arn, account, partition, path;
	bool			 is_root;
	uint8_t			 cell[COLUMN_COUNT];	/* enum cell */
	uint8_t			 helper[HELPER_COUNT];	/* the same */
};

/* Key and certificate slots as column numbers. */
struct credential {
	const char	*name;		/* as in a record: "access_key_1" */
	int		 slot;		/* 1 or 2 */
	enum column	 active, rotated, used, region, service;
};

extern const struct credential credential_keys[2];
extern const struct credential credential_certs[2];

/* True where the row names user or arn and at least one of AWS's columns
 * 4 to 22, and no cell of it is a value (true, a time, an ARN ...). */
bool	report_is_header(const struct row *);

/* Reads the header; the row must be one. */
void	report_begin(struct report *, const struct row *);

/* Checks every cell of a row. -1 with the reason where it must be rejected:
 * number of fields, user or ARN. */
int	report_row(const struct report *, const struct row *, struct user *,
	    struct error *);

/* The text of a cell; empty where the column is absent. */
struct text user_text(const struct user *, enum column);
struct text user_helper_text(const struct user *, enum helper);

/* The cell as AWS writes it: a null as the word for which it stands, a time
 * of another form as RFC 3339, in scratch. */
struct text user_text_of_aws(const struct user *, enum column,
	    char scratch[TIMESTAMP_SIZE]);

/* True where a cell or a helper is unreadable. */
bool	user_has_bad_cell(const struct user *);

/* What may stand in that cell of this row, for messages. */
const char *user_expects(const struct user *, enum column);

/* The instant of a cell of class CELL_DATE. */
int64_t	user_time(const struct user *, enum column);

/* When AWS made the report that the row is of, where the row tells; else
 * TIMESTAMP_NONE. */
int64_t	user_generated(const struct user *);

#endif

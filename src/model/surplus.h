/*
 * Rows with more cells than columns, since a comma in a user name or a path
 * was not quoted. Both are legal there, and whether AWS quotes them is not
 * known.
 */
#ifndef MFA_MODEL_SURPLUS_H
#define MFA_MODEL_SURPLUS_H

#include "csv/rows.h"
#include "model/report.h"

/*
 * Where the report has AWS's columns in AWS's order: joins cells so that
 * there is a valid user, an ARN that ends in it, and only readable cells
 * behind. 0 and the user; -1 where that cannot be done: err, which holds why
 * the row was no user before, says why.
 */
int	surplus_join(struct rows *, const struct report *, struct row *,
	    struct user *, struct error *);

#endif

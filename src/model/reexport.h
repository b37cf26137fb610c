/*
 * What re-exports of a report do otherwise than AWS: a null stands for
 * several words, times have other forms, and columns of their own restore
 * what was lost (Steampipe's table aws_iam_credential_report).
 */
#ifndef MFA_MODEL_REEXPORT_H
#define MFA_MODEL_REEXPORT_H

#include "model/report.h"

/* The account that the row's account_id names; empty where there is none. */
struct text reexport_account(const struct user *);

/* Classifies the helpers of a row whose cells were checked by AWS's grammar,
 * and checks those cells anew where the names are a re-export's. */
void	reexport_row(struct user *);

/* What may stand there, for messages. */
const char *reexport_expects(enum helper);

#endif

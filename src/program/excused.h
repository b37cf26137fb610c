/*
 * What became of the exceptions of a run.
 */
#ifndef MFA_PROGRAM_EXCUSED_H
#define MFA_PROGRAM_EXCUSED_H

#include "base/message.h"
#include "model/event.h"
#include "policy/exception.h"

/* Warns of each exception that suppressed nothing or was met by findings
 * outside its time; verbose: says of the others how much they suppressed.
 * uses has an entry for each exception. */
void	excused_report(const struct policy *, const struct exception_use *uses,
	    bool verbose, struct sink *);

#endif

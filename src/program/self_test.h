/*
 * --self-test=sandbox: the program goes into its sandbox and tries to get
 * out. It is for the test suite, and for whoever wants to see the sandbox at
 * work on a machine; the help does not name it.
 */
#ifndef MFA_PROGRAM_SELF_TEST_H
#define MFA_PROGRAM_SELF_TEST_H

#include "base/message.h"

/* Prints what was refused; the exit status. */
int	self_test_sandbox(const struct messages *);

#endif

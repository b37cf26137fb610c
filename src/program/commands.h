/*
 * What each command does; each returns the exit status.
 */
#ifndef MFA_PROGRAM_COMMANDS_H
#define MFA_PROGRAM_COMMANDS_H

#include "program/options.h"

enum { STATUS_OK = 0, STATUS_CANNOT_RUN = 2 };

int	command_check(const struct options *);
int	command_list(const struct options *);
int	command_rules_list(const struct options *);
int	command_rules_show(const struct options *);
int	command_completion(const struct options *);
int	command_policy_check(const struct options *);
int	command_policy_schema(const struct options *);
int	command_policy_show(const struct options *);
int	command_policy_test(const struct options *);

#endif

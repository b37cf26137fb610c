/*
 * What each option does with its value; used by the option table only.
 */
#ifndef MFA_PROGRAM_OPTION_VALUES_H
#define MFA_PROGRAM_OPTION_VALUES_H

#include "program/options.h"

#define APPLY(name)							\
	int	apply_##name(struct options *, const char *value,	\
		    struct error *)

APPLY(policy);
APPLY(exceptions);
APPLY(set);
APPLY(suggest_exceptions);
APPLY(resolved);
APPLY(format);
APPLY(output);
APPLY(as_of);
APPLY(require_time);
APPLY(fail_on);
APPLY(min_severity);
APPLY(rule);
APPLY(skip_rule);
APPLY(tag);
APPLY(all);
APPLY(summary);
APPLY(csv_raw);
APPLY(csv_bom);
APPLY(no_header);
APPLY(note);
APPLY(columns);
APPLY(coverage);
APPLY(files_from);
APPLY(nul);
APPLY(sha256sums);
APPLY(stdin_name);
APPLY(max_decoded);
APPLY(sandbox);
APPLY(self_test);
APPLY(color);
APPLY(quiet);
APPLY(verbose);
APPLY(help);
APPLY(version);

/* After the last option: the default output, and options that fit none. */
int	finish_outputs(struct options *, struct error *);
/* Frees the copies that values were split into. */
void	release_values(struct options *);

#endif

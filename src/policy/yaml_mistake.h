/*
 * What libyaml says of a text that is no YAML, said so that one knows what
 * to write.
 */
#ifndef MFA_POLICY_YAML_MISTAKE_H
#define MFA_POLICY_YAML_MISTAKE_H

#include "policy/complaint.h"

struct yaml_mistake {
	const char	*problem;	/* libyaml's words */
	const char	*context;	/* NULL: none */
	size_t		 at, context_at; /* byte offsets in the source */
	/* The text that was read last: from where to where. */
	size_t		 text_at, text_end;
};

void	yaml_mistake_complain(struct complaints *,
	    const struct yaml_mistake *);

#endif

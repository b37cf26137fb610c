/*
 * What `aws iam get-credential-report` puts around a report, whatever the
 * form: its members, once a decoder has found them.
 */
#ifndef MFA_INPUT_ENVELOPE_H
#define MFA_INPUT_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/text.h"
#include "input/decode.h"

/* All borrowed. */
struct envelope {
	struct text	 content;	/* what is left of it; ptr NULL: none */
	struct text	 generated;	/* ptr NULL: none, or no text */
	struct text	 format;	/* ptr NULL: none, or no text */
	struct text	 state;		/* of a report that is being made */
	bool		 has_generated, has_format;
};

/*
 * Sets the document's time; one that cannot be read is a problem, as is a
 * format other than text/csv, for it may be the begin of what follows; the
 * content is read all the same. what: "JSON object"; at: the envelope's
 * place below. 0, or -1 where there is no content.
 */
int	envelope_open(const struct envelope *, const char *what,
	    const struct decode_env *, uint64_t at, struct error *);

/* The next bytes of the content: their number, 0 at the end. */
ssize_t	envelope_read(struct envelope *, uint8_t *dst, size_t cap);

#endif

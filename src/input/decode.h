/*
 * The table of decoders: each takes one layer of encoding off. To add one,
 * write decode_x.c and add a line to decoders.def.
 */
#ifndef MFA_INPUT_DECODE_H
#define MFA_INPUT_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "input/stream.h"

/* What a decoder may use besides the bytes below it. */
struct decode_env {
	struct stream	*below;		/* borrowed */
	struct problems	*problems;
	uint64_t	 max_decoded;	/* bytes that it may inflate to */
	uint64_t	*inflated;	/* bytes so far, over all documents */
	int64_t		*generated;	/* to be set where the layer tells
					 * the document's time; else left */
};

struct decoder {
	const char	*name;		/* as in a record's layers */
	bool		 is_text;	/* a way to write any text: what it
					 * holds need not be a report */
	/* How sure it is from the first bytes (at most LIMIT_PREFIX): 0 not
	 * mine; of several the largest wins. Must not depend on how many
	 * bytes beyond the first 512 it is shown. */
	int		(*bid)(const uint8_t *, size_t len);
	void		*(*new)(const struct decode_env *);
	struct stream_ops ops;
	/* After read returned 0: 1 where another document follows in this
	 * layer 0 at the end, -1 failed. NULL: the
	 * layer holds one document. */
	int		(*next)(void *, struct error *);
	/* The library that does the work and its version, or NULL. */
	const char	*(*library)(void);
};

extern const struct decoder *const decoders[];
extern const size_t decoder_count;

/* The decoder that takes bytes which begin so, or NULL. */
const struct decoder *decode_find(const uint8_t *, size_t len);

#define DECODER(name) extern const struct decoder decoder_##name;
#include "input/decoders.def"
#undef DECODER

#endif

/*
 * YAML as a run of items, by libyaml; the only module that knows it. Items
 * are pulled one by one, so that whoever pulls can refuse depth, which
 * libyaml does not limit. It accepts duplicate keys, anchors, aliases and
 * tags: what to think of them is the caller's business.
 */
#ifndef MFA_BASE_YAML_READ_H
#define MFA_BASE_YAML_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum yaml_kind {
	YAML_IS_DOCUMENT,	/* begins */
	YAML_IS_DOCUMENT_END,
	YAML_IS_LIST,
	YAML_IS_LIST_END,
	YAML_IS_MAP,
	YAML_IS_MAP_END,
	YAML_IS_TEXT,
	YAML_IS_ALIAS,
	YAML_IS_END,		/* of the stream */
};

/* Places are counted in characters from the begin, lines from 1. */
struct yaml_item {
	enum yaml_kind	 kind;
	struct text	 text;		/* may hold NUL; "": none */
	const char	*anchor;	/* or an alias's name; NULL: none */
	const char	*tag;		/* NULL: none */
	bool		 quoted;	/* a text in quotes or a block */
	size_t		 begin, end;
	uint64_t	 line;
};

/* Why there is no next item. */
struct yaml_failure {
	const char	*problem;	/* libyaml's words, or NULL */
	const char	*context;	/* what it was about, or NULL */
	size_t		 place;		/* in characters */
	size_t		 context_place;
	uint64_t	 line;
	bool		 bad_bytes;	/* no UTF-8, or no character of YAML */
	size_t		 byte;		/* of those: their offset */
};

/* Up to cap bytes, 0 at the end or where there are no more. */
typedef size_t yaml_pull(void *arg, uint8_t *dst, size_t cap);

struct yaml_reader;

/* Of UTF-8 text, borrowed, or of what pull gives. */
struct yaml_reader *yaml_reader_new_text(struct text);
struct yaml_reader *yaml_reader_new(yaml_pull *, void *arg);
void	yaml_reader_free(struct yaml_reader *);

/* The next item, borrowed until the next call; 0, or -1 for good. */
int	yaml_reader_next(struct yaml_reader *, struct yaml_item *);
void	yaml_reader_failure(const struct yaml_reader *, struct yaml_failure *);

/* Takes over the memory of the current item's text, to be freed. */
char	*yaml_reader_take(struct yaml_reader *);

/* The version of libyaml. */
const char *yaml_library_version(void);

#endif

/*
 * The table of report columns and the check of one cell against its
 * column's grammar. The table is columns.def: to add a column, add a line.
 */
#ifndef MFA_MODEL_COLUMN_H
#define MFA_MODEL_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum column {
#define COLUMN(id, name, kind, words) COLUMN_##id,
#include "model/columns.def"
#undef COLUMN
	COLUMN_COUNT,
	COLUMN_NONE = COLUMN_COUNT
};

/* Columns of re-exports that no policy sees; reexport.h uses them. */
enum helper {
#define COLUMN(id, name, kind, words)
#define HELPER(id, name) HELPER_##id,
#include "model/columns.def"
#undef COLUMN
	HELPER_COUNT,
	HELPER_NONE = HELPER_COUNT
};

/* What a cell of a header can name. */
struct heading {
	const char	*name;
	enum column	 column;	/* or COLUMN_NONE */
	enum helper	 helper;	/* or HELPER_NONE */
	bool		 is_renamed;	/* a re-export's name of the column */
};

extern const struct heading headings[];
extern const size_t heading_count;

/* What a cell was found to be. */
enum cell {
	CELL_ABSENT,		/* the report has no such column */
	CELL_BAD,		/* outside its column's grammar: unreadable */
	CELL_TRUE,
	CELL_FALSE,
	CELL_DATE,
	CELL_TEXT,
	CELL_EMPTY,		/* no bytes, where the grammar allows that */
	CELL_NOT_APPLICABLE,	/* N/A */
	CELL_NO_INFORMATION,
	CELL_NOT_SUPPORTED,
};

const char *column_name(enum column);

const char *helper_name(enum helper);

/* The column of that name, letter case ignored, or COLUMN_NONE. */
enum column column_find(struct text name);

/* The heading of that name, letter case ignored, or NULL. */
const struct heading *heading_find(struct text name);

/* A time, true or false, the name of a region or service. */
bool column_is_date(enum column);
bool column_is_truth(enum column);
bool column_is_token(enum column);

/* What AWS writes for a cell of that class: "N/A"; NULL where that is no
 * word. */
const char *column_word(enum cell);

/* The class of one cell; never CELL_ABSENT. */
enum cell column_check(enum column, struct text);

/* What may stand in the column, for messages: "true or false". */
const char *column_expects(enum column);

#endif

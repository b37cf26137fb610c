/*
 * The table of report columns and the check of one cell against its
 * column's grammar. The table is columns.def: to add a column, add a line.
 */
#ifndef MFA_MODEL_COLUMN_H
#define MFA_MODEL_COLUMN_H

#include <stdint.h>

#include "base/text.h"

enum column {
#define COLUMN(id, name, kind, words) COLUMN_##id,
#include "model/columns.def"
#undef COLUMN
	COLUMN_COUNT,
	COLUMN_NONE = COLUMN_COUNT
};

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

/* The column of that name, letter case ignored, or COLUMN_NONE. */
enum column column_find(struct text name);

/* The class of one cell; never CELL_ABSENT. */
enum cell column_check(enum column, struct text);

/* What may stand in the column, for messages: "true or false". */
const char *column_expects(enum column);

#endif

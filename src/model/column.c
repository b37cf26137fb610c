/*
 * The grammar of every column. It decides what a cell is, not what that
 * means for a user.
 */
#include "model/column.h"

#include <stdbool.h>
#include <string.h>

#include "base/timestamp.h"

enum kind {
	KIND_USER,
	KIND_ARN,
	KIND_DATE,
	KIND_BOOL,
	KIND_TOKEN,
	KIND_FREE,
};

/* Words that may stand in a column instead of a value. */
enum {
	NOT_APPLICABLE = 1 << 0,
	NO_INFORMATION = 1 << 1,
	NOT_SUPPORTED = 1 << 2,
};

struct column_row {
	const char *name;
	enum kind kind;
	unsigned words;
};

static const struct column_row columns[COLUMN_COUNT] = {
#define COLUMN(id, name, kind, words) {name, KIND_##kind, words},
#include "model/columns.def"
#undef COLUMN
};

const struct heading headings[] = {
#define COLUMN(id, name, kind, words) {name, COLUMN_##id, HELPER_NONE, false},
#define RENAMED(id, name) {name, COLUMN_##id, HELPER_NONE, true},
#define HELPER(id, name) {name, COLUMN_NONE, HELPER_##id, false},
#include "model/columns.def"
#undef COLUMN
};

const size_t heading_count = sizeof(headings) / sizeof(*headings);

static const char *const helpers[HELPER_COUNT] = {
#define COLUMN(id, name, kind, words)
#define HELPER(id, name) name,
#include "model/columns.def"
#undef COLUMN
};

static const struct {
	const char *text;
	unsigned word;
	enum cell cell;
} words[] = {
    {"N/A", NOT_APPLICABLE, CELL_NOT_APPLICABLE},
    {"no_information", NO_INFORMATION, CELL_NO_INFORMATION},
    {"not_supported", NOT_SUPPORTED, CELL_NOT_SUPPORTED},
};

const char *
column_name(enum column column)
{
	return columns[column].name;
}

enum column
column_find(struct text name)
{
	enum column column = 0;

	while (column < COLUMN_COUNT &&
	    !text_equals_nocase(name, columns[column].name))
		column++;
	return column;
}

const char *
helper_name(enum helper helper)
{
	return helpers[helper];
}

const struct heading *
heading_find(struct text name)
{
	for (size_t i = 0; i < heading_count; i++)
		if (text_equals_nocase(name, headings[i].name))
			return &headings[i];
	return NULL;
}

bool
column_is_date(enum column column)
{
	return columns[column].kind == KIND_DATE;
}

bool
column_is_truth(enum column column)
{
	return columns[column].kind == KIND_BOOL;
}

bool
column_is_token(enum column column)
{
	return columns[column].kind == KIND_TOKEN;
}

const char *
column_word(enum cell cell)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].cell == cell)
			return words[i].text;
	return NULL;
}

static enum cell
check_bool(struct text text)
{
	if (text_equals_nocase(text, "true"))
		return CELL_TRUE;
	return text_equals_nocase(text, "false") ? CELL_FALSE : CELL_BAD;
}

static enum cell
check_date(struct text text)
{
	int64_t ignored;

	return timestamp_parse(text, &ignored) == 0 ? CELL_DATE : CELL_BAD;
}

/* A region or a service namespace. An underscore occurs in neither, which
 * also keeps the name of a column from passing for a value. */
static enum cell
check_token(struct text text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-";

	return text.len > 0 && text.len <= 128 &&
		text_consists_of(text, allowed)
	    ? CELL_TEXT
	    : CELL_BAD;
}

static enum cell
check_value(enum kind kind, struct text text)
{
	switch (kind) {
	case KIND_DATE:
		return check_date(text);
	case KIND_BOOL:
		return check_bool(text);
	case KIND_TOKEN:
		return check_token(text);
	case KIND_FREE:
		return text.len > 0 ? CELL_TEXT : CELL_EMPTY;
	case KIND_USER:
	case KIND_ARN:
		break;
	}
	/* report.c checks both with the rest of the row. */
	return CELL_TEXT;
}

enum cell
column_check(enum column column, struct text text)
{
	const struct column_row *row = &columns[column];

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if ((row->words & words[i].word) != 0 &&
		    text_equals_nocase(text, words[i].text))
			return words[i].cell;
	return check_value(row->kind, text);
}

const char *
column_expects(enum column column)
{
	const struct column_row *row = &columns[column];

	switch (row->kind) {
	case KIND_BOOL:
		return row->words != 0
		    ? "true or false (not_supported for the root user only)"
		    : "true or false";
	case KIND_DATE:
		if (row->words & NO_INFORMATION)
			return "a time such as 2026-09-11T13:15:19Z, N/A or "
			       "no_information";
		if (row->words & NOT_SUPPORTED)
			return "a time such as 2026-09-11T13:15:19Z, N/A or "
			       "not_supported";
		return row->words != 0
		    ? "a time such as 2026-09-11T13:15:19Z, or N/A"
		    : "a time such as 2026-09-11T13:15:19Z";
	case KIND_TOKEN:
		return "a name of letters, digits, '.', ':' and '-', or N/A";
	case KIND_USER:
		return "an IAM user name";
	case KIND_ARN:
		return "the ARN of an IAM user";
	case KIND_FREE:
		break;
	}
	return "any text";
}

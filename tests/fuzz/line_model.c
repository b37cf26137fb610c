/*
 * What one line of CSV means (line_model.h). One state for each thing that
 * can be met at a place; blanks are spaces and TABs.
 */
#include "line_model.h"

enum state {
	AT_START,  /* of a cell; blanks are dropped */
	IN_BARE,   /* a cell without quotes */
	IN_QUOTES, /* whatever stands there is text */
	AT_QUOTE,  /* just behind a quote inside a quoted cell */
	BEHIND     /* blanks behind a quote that ended the cell */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Blanks at either edge are dropped, inside quotes too: that is our rule,
 * not libcsv's. */
static void
add_cell(struct line_model *model, size_t begin, size_t end)
{
	while (begin < end && is_blank(model->bytes[begin]))
		begin++;
	while (end > begin && is_blank(model->bytes[end - 1]))
		end--;
	if (model->count == LINE_MODEL_CELLS) {
		model->too_many = true;
		return;
	}
	model->begin[model->count] = begin;
	model->end[model->count++] = end;
}

/* A byte that is no separator: the next state. Text goes to bytes[*len]. */
static enum state
step(struct line_model *model, enum state state, char c, size_t *len)
{
	switch (state) {
	case AT_START:
		if (is_blank(c))
			return AT_START;
		if (c == '"')
			return IN_QUOTES;
		model->bytes[(*len)++] = c;
		return IN_BARE;
	case IN_BARE:
		model->bad = model->bad || c == '"';
		model->bytes[(*len)++] = c;
		return IN_BARE;
	case IN_QUOTES:
		if (c == '"')
			return AT_QUOTE;
		model->bytes[(*len)++] = c;
		return IN_QUOTES;
	case AT_QUOTE:
		if (c == '"') {
			model->bytes[(*len)++] = c;
			return IN_QUOTES;
		}
		model->bad = model->bad || !is_blank(c);
		return BEHIND;
	case BEHIND:
		model->bad = model->bad || !is_blank(c);
	}
	return BEHIND;
}

void
line_model_read(
    struct line_model *model, const char *line, size_t len, char separator)
{
	enum state state = AT_START;
	size_t used = 0, begin = 0;

	model->bad = model->too_many = false;
	model->count = 0;
	for (size_t i = 0; i < len; i++) {
		/* A TAB that separates is no blank. */
		if (line[i] == separator && state != IN_QUOTES) {
			add_cell(model, begin, used);
			begin = used;
			state = AT_START;
		} else {
			state = step(model, state, line[i], &used);
		}
	}
	model->bad = model->bad || state == IN_QUOTES;
	if (state != AT_START || model->count > 0 || model->too_many)
		add_cell(model, begin, used);
}

/*
 * Splitting messages; their values are field.c's.
 */
#include "policy/placeholder.h"

#include <string.h>

/* The field that a placeholder names. */
static void
find_field(struct piece *piece)
{
	static const char suffix[] = ".days";
	struct text name = {piece->text.ptr + 1, piece->text.len - 2};
	size_t len = strlen(suffix);

	if (name.len > len &&
	    memcmp(name.ptr + name.len - len, suffix, len) == 0) {
		piece->days = true;
		name.len -= len;
	}
	piece->field = field_find(name);
	if (piece->field == FIELD_NONE)
		piece->kind = PIECE_UNKNOWN;
	else if (piece->days &&
	    (fields[piece->field].type & (TYPE_AGE | TYPE_SPAN | TYPE_TIME)) ==
		0)
		piece->kind = PIECE_NO_DAYS;
	else
		piece->kind = PIECE_FIELD;
}

struct piece
placeholder_next(const char **message)
{
	struct piece piece = {.kind = PIECE_END, .field = FIELD_NONE};
	const char *at = *message, *end;
	size_t len = strcspn(at, "{");

	piece.text = (struct text){at, len};
	*message = at + len;
	if (len > 0) {
		piece.kind = PIECE_TEXT;
		return piece;
	}
	if (*at == '\0')
		return piece;
	end = strchr(at, '}');
	if (end == NULL) {
		piece.kind = PIECE_OPEN;
		piece.text.len = strlen(at);
		*message = at + piece.text.len;
		return piece;
	}
	piece.text.len = (size_t)(end - at) + 1;
	*message = end + 1;
	find_field(&piece);
	return piece;
}

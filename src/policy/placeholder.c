/*
 * Splitting messages; their values are field.c's.
 */
#include "policy/placeholder.h"

#include <string.h>

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
	piece.field = field_find((struct text){at + 1, piece.text.len - 2});
	piece.kind = piece.field != FIELD_NONE ? PIECE_FIELD : PIECE_UNKNOWN;
	*message = end + 1;
	return piece;
}

/*
 * UTF-8 and what of it can be shown safely. Widths come from a table of
 * its own, so no locale is involved. It does not quote for any format:
 * that is the writers' business.
 */
#include "base/visible.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct range {
	int32_t first, last;
};

/* What a terminal or editor acts on, or shows as nothing at all: controls,
 * joiners, marks and overrides of direction ("Trojan Source", CVE-2021-42574),
 * line separators, the Hangul fillers, annotation marks, tags: Unicode's
 * Default_Ignorable_Code_Point, less the selectors of a variant, which emoji
 * are written with, and the format characters besides. */
static const struct range hidden[] = {{0x0000, 0x001f}, {0x007f, 0x009f},
    {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c}, {0x115f, 0x1160},
    {0x17b4, 0x17b5}, {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e},
    {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0},
    {0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
    {0xe0000, 0xe007f}};

/* Unicode 15, East Asian Width W and F, emoji included; runs that only
 * unassigned code points part are joined. */
static const struct range wide[] = {{0x1100, 0x115f}, {0x231a, 0x231b},
    {0x2329, 0x232a}, {0x23e9, 0x23ec}, {0x23f0, 0x23f0}, {0x23f3, 0x23f3},
    {0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267f, 0x267f},
    {0x2693, 0x2693}, {0x26a1, 0x26a1}, {0x26aa, 0x26ab}, {0x26bd, 0x26be},
    {0x26c4, 0x26c5}, {0x26ce, 0x26ce}, {0x26d4, 0x26d4}, {0x26ea, 0x26ea},
    {0x26f2, 0x26f3}, {0x26f5, 0x26f5}, {0x26fa, 0x26fa}, {0x26fd, 0x26fd},
    {0x2705, 0x2705}, {0x270a, 0x270b}, {0x2728, 0x2728}, {0x274c, 0x274c},
    {0x274e, 0x274e}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797},
    {0x27b0, 0x27b0}, {0x27bf, 0x27bf}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50},
    {0x2b55, 0x2b55}, {0x2e80, 0x303e}, {0x3041, 0x4dbf}, {0x4e00, 0xa4cf},
    {0xa960, 0xa97f}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe10, 0xfe19},
    {0xfe30, 0xfe6f}, {0xff01, 0xff60}, {0xffe0, 0xffe6}, {0x16fe0, 0x18d08},
    {0x1aff0, 0x1b2fb}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf},
    {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320},
    {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393},
    {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0},
    {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440},
    {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e},
    {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596},
    {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5},
    {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6df},
    {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7f0},
    {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff},
    {0x1fa70, 0x1faf8}, {0x20000, 0x2fffd}, {0x30000, 0x3fffd}};

/* Marks that stand on the character before them. */
static const struct range combining[] = {{0x0300, 0x036f}, {0x0483, 0x0489},
    {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2}, {0x05c4, 0x05c5},
    {0x05c7, 0x05c7}, {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670},
    {0x06d6, 0x06dc}, {0x06df, 0x06e4}, {0x06e7, 0x06e8}, {0x06ea, 0x06ed},
    {0x0711, 0x0711}, {0x0730, 0x074a}, {0x07a6, 0x07b0}, {0x07eb, 0x07f3},
    {0x0816, 0x082d}, {0x0859, 0x085b}, {0x0898, 0x089f}, {0x08ca, 0x0902},
    {0x093a, 0x093a}, {0x093c, 0x093c}, {0x0941, 0x0948}, {0x094d, 0x094d},
    {0x0951, 0x0957}, {0x0962, 0x0963}, {0x0981, 0x0981}, {0x09bc, 0x09bc},
    {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x0eb1, 0x0eb1},
    {0x0eb4, 0x0ebc}, {0x0ec8, 0x0ece}, {0x1160, 0x11ff}, {0x1ab0, 0x1ace},
    {0x1dc0, 0x1dff}, {0x20d0, 0x20f0}, {0x302a, 0x302d}, {0x3099, 0x309a},
    {0xa66f, 0xa672}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef}};

/* The longest escape, \U0010ffff, and NUL. */
enum {
	ESCAPE_SIZE = 16
};

static bool
in_ranges(const struct range *range, size_t count, int32_t code)
{
	size_t low = 0;

	while (count > 0) {
		size_t half = count / 2;

		if (code > range[low + half].last) {
			low += half + 1;
			count -= half + 1;
		} else if (code >= range[low + half].first) {
			return true;
		} else {
			count = half;
		}
	}
	return false;
}

bool
visible_is_plain(int32_t code)
{
	return code >= 0 && !in_ranges(hidden, COUNT(hidden), code);
}

int32_t
utf8_next(struct text text, size_t *used)
{
	static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)text.ptr;
	size_t need = 1;
	int32_t code = p[0];

	*used = 1;
	if (p[0] < 0x80)
		return code;
	if (p[0] >= 0xc2 && p[0] < 0xe0)
		need = 2, code &= 0x1f;
	else if (p[0] >= 0xe0 && p[0] < 0xf0)
		need = 3, code &= 0x0f;
	else if (p[0] >= 0xf0 && p[0] < 0xf5)
		need = 4, code &= 0x07;
	else
		return -1;
	if (text.len < need)
		return -1;
	for (size_t i = 1; i < need; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		code = code << 6 | (p[i] & 0x3f);
	}
	if (code < least[need] || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000))
		return -1;
	*used = need;
	return code;
}

/* The escape of a code point, or of the byte where that is -1. */
static size_t
escape(char out[ESCAPE_SIZE], int32_t code, unsigned char byte)
{
	int len;

	if (code < 0x80)
		len = snprintf(out, ESCAPE_SIZE, "\\x%02x", byte);
	else if (code <= 0xffff)
		len = snprintf(out, ESCAPE_SIZE, "\\u%04x", (unsigned)code);
	else
		len = snprintf(out, ESCAPE_SIZE, "\\U%08x", (unsigned)code);
	return (size_t)len;
}

/* Takes one character off the text: itself, or its escape in scratch. */
static struct text
next_visible(struct text *text, char scratch[ESCAPE_SIZE])
{
	struct text out = *text;
	size_t used;
	int32_t code = utf8_next(*text, &used);

	if (!visible_is_plain(code)) {
		out.ptr = scratch;
		out.len = escape(scratch, code, (unsigned char)text->ptr[0]);
	} else {
		out.len = used;
	}
	text->ptr += used;
	text->len -= used;
	return out;
}

/* Bytes at the start that are printable ASCII: nearly all of them. */
static size_t
plain_run(struct text text)
{
	size_t i = 0;

	while (i < text.len && text.ptr[i] >= 0x20 && text.ptr[i] < 0x7f)
		i++;
	return i;
}

void
visible_append(struct buffer *buffer, struct text text)
{
	char scratch[ESCAPE_SIZE];

	while (text.len > 0) {
		size_t run = plain_run(text);
		struct text part = {text.ptr, run};

		if (run == 0) {
			part = next_visible(&text, scratch);
		} else {
			text.ptr += run;
			text.len -= run;
		}
		if (buffer_append(buffer, part.ptr, part.len) != 0)
			return;
	}
}

char *
visible_copy(char *dst, size_t size, struct text text)
{
	static const char dots[] = "...";
	char scratch[ESCAPE_SIZE];
	size_t len = 0;
	size_t fits = 0; /* bytes that leave room for the dots */

	if (size == 0)
		return dst;
	while (text.len > 0) {
		struct text part = next_visible(&text, scratch);

		if (len + sizeof(dots) <= size)
			fits = len;
		if (part.len >= size - len) {
			size_t room = size - fits;
			size_t n = room < sizeof(dots) ? room : sizeof(dots);

			memcpy(dst + fits, dots, n);
			dst[fits + n - 1] = '\0';
			return dst;
		}
		memcpy(dst + len, part.ptr, part.len);
		len += part.len;
	}
	dst[len] = '\0';
	return dst;
}

size_t
visible_width(struct text text)
{
	size_t width = 0;
	size_t used;

	while (text.len > 0) {
		int32_t code = utf8_next(text, &used);

		if (in_ranges(wide, COUNT(wide), code))
			width += 2;
		else if (!in_ranges(combining, COUNT(combining), code))
			width++;
		text.ptr += used;
		text.len -= used;
	}
	return width;
}

bool
utf8_valid(struct text text, size_t *bad)
{
	const char *start = text.ptr;
	size_t used;

	while (text.len > 0) {
		if (utf8_next(text, &used) < 0) {
			*bad = (size_t)(text.ptr - start);
			return false;
		}
		text.ptr += used;
		text.len -= used;
	}
	return true;
}

size_t
utf8_count(struct text text)
{
	size_t count = 0;
	size_t used;

	while (text.len > 0) {
		(void)utf8_next(text, &used);
		text.ptr += used;
		text.len -= used;
		count++;
	}
	return count;
}

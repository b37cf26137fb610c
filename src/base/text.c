/*
 * Comparing borrowed text. ASCII rules only, whatever the locale.
 */
#include "base/text.h"

#include <string.h>

struct text
text_of(const char *string)
{
	return (struct text){.ptr = string, .len = strlen(string)};
}

bool
text_equals(struct text text, const char *string)
{
	return strlen(string) == text.len &&
	    (text.len == 0 || memcmp(text.ptr, string, text.len) == 0);
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool
text_equals_nocase(struct text text, const char *string)
{
	if (strlen(string) != text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (lower(text.ptr[i]) != lower(string[i]))
			return false;
	return true;
}

bool
text_consists_of(struct text text, const char *bytes)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '\0' || strchr(bytes, text.ptr[i]) == NULL)
			return false;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct text
text_trim(struct text text)
{
	while (text.len > 0 && is_blank(text.ptr[0])) {
		text.ptr++;
		text.len--;
	}
	while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

/*
 * Backtracks to the last star only, so the time is at most the product of
 * both lengths.
 */
bool
text_matches_glob(struct text text, const char *glob)
{
	const char *star = NULL;
	size_t at = 0, retry = 0;

	while (at < text.len) {
		if (*glob == '*') {
			star = ++glob;
			retry = at;
		} else if (*glob == '?' ||
		    (*glob != '\0' && *glob == text.ptr[at])) {
			glob++;
			at++;
		} else if (star != NULL) {
			glob = star;
			at = ++retry;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}

enum {
	DISTANCE_MAX_LEN = 63
};

static size_t
smallest(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

size_t
text_distance(const char *a, const char *b, size_t limit)
{
	size_t row[DISTANCE_MAX_LEN + 1];
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len > DISTANCE_MAX_LEN || b_len > DISTANCE_MAX_LEN ||
	    a_len > b_len + limit || b_len > a_len + limit)
		return limit + 1;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		/* What is farther from the diagonal is too far anyway. */
		size_t first = i > limit + 1 ? i - limit : 1;
		size_t last = b_len < i + limit ? b_len : i + limit;
		size_t diagonal = row[first - 1], best;

		row[first - 1] = first == 1 ? i : limit + 1;
		best = row[first - 1];
		for (size_t j = first; j <= last; j++) {
			size_t above = row[j];

			row[j] = smallest(above + 1, row[j - 1] + 1,
			    diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
			best = row[j] < best ? row[j] : best;
		}
		if (best > limit)
			return limit + 1;
	}
	return row[b_len] <= limit ? row[b_len] : limit + 1;
}

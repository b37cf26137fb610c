/*
 * The scanner of scan.h. Each scan_*.c includes it behind the header of its
 * instruction set.
 */
#ifndef MFA_CSV_SCAN_BODY_H
#define MFA_CSV_SCAN_BODY_H

#include "csv/scan.h"

#ifndef SIMD
#include "base/simd_portable.h"
#endif

/* The last separator and quote before a block of 64 bytes, as its bit 63. A
 * line begins as if a separator stood before it. */
struct scan_before {
	uint64_t separators, quotes;
};

/* The mask moved up by so many places, with what was before it. */
SIMD uint64_t
scan_shift(uint64_t mask, uint64_t before, unsigned places)
{
	return mask << places | before >> (64 - places);
}

/*
 * Nothing where each separator has a quote at either side and those are two;
 * the line's end counts as a separator. With two quotes for each cell in the
 * whole line, no other quote is left.
 */
SIMD uint64_t
scan_misquoted(
    uint64_t separators, uint64_t quotes, const struct scan_before *before)
{
	uint64_t opens =
	    scan_shift(separators, before->separators, 1);
	uint64_t closes = scan_shift(quotes, before->quotes, 1);

	return (separators & ~closes) | (opens & ~quotes) |
	    (separators & scan_shift(separators, before->separators, 2));
}

/* How many bytes end the line at bytes[at], 0 where nothing does. */
SIMD uint32_t
scan_line_end(const uint8_t *bytes, size_t at)
{
	if (bytes[at] != '\r')
		return bytes[at] == '\n' ? 1 : 0;
	return bytes[at + 1] == '\n' ? 2 : 1;
}

/* The line's first odd byte, which ends it or makes it irregular. */
SIMD enum scan_result
scan_stop(const uint8_t *bytes, size_t len, size_t at, bool at_end,
    struct scan_line *line)
{
	/* Of a CR that is the last byte it is not known what it is. */
	if (at >= len || (bytes[at] == '\r' && at + 1 == len)) {
		if (!at_end)
			return SCAN_MORE;
		line->end_len = at < len ? 1 : 0;
	} else {
		line->end_len = scan_line_end(bytes, at);
		if (line->end_len == 0)
			return SCAN_IRREGULAR;
	}
	line->len = (uint32_t)at;
	return at > 0 && at <= LIMIT_LINE ? SCAN_REGULAR : SCAN_IRREGULAR;
}

SIMD enum scan_result
scan_bare(const uint8_t *bytes, size_t len, uint8_t separator, bool at_end,
    struct scan_line *line)
{
	uint32_t at = 0, count = 0;
	uint64_t odd;

	for (;; at += 64) {
		uint64_t separators = simd_equal(bytes + at, separator);
		uint64_t stop;

		odd = (simd_odd(bytes + at) & ~separators) |
		    simd_equal(bytes + at, '"');
		stop = odd & -odd;
		/* The line's end closes a cell, too. */
		separators = (separators & (stop - 1)) | stop;
		count += simd_spread(separators, at, line->end + 1 + count);
		if (count > LIMIT_CELLS || at > LIMIT_LINE)
			return SCAN_IRREGULAR;
		if (odd != 0)
			break;
	}
	line->count = count;
	at += (uint32_t)__builtin_ctzll(odd);
	return scan_stop(bytes, len, at, at_end, line);
}

SIMD enum scan_result
scan_quoted(const uint8_t *bytes, size_t len, uint8_t separator, bool at_end,
    struct scan_line *line)
{
	struct scan_before before = {UINT64_C(1) << 63, 0};
	uint32_t at = 0, count = 0, quote_count = 0;
	uint64_t odd, misquoted = 0;
	enum scan_result result;

	for (;; at += 64) {
		uint64_t separators = simd_equal(bytes + at, separator);
		uint64_t quotes = simd_equal(bytes + at, '"');
		uint64_t stop, within;

		odd = simd_odd(bytes + at) & ~separators;
		stop = odd & -odd;
		within = stop - 1;
		separators = (separators & within) | stop;
		quotes &= within;
		/* Behind the line's end no cell is opened. */
		misquoted |= scan_misquoted(separators, quotes, &before) &
		    (within | stop);
		before = (struct scan_before){separators, quotes};
		quote_count += (uint32_t)__builtin_popcountll(quotes);
		count += simd_spread(separators, at - 1, line->end + 1 + count);
		if (count > LIMIT_CELLS || at > LIMIT_LINE)
			return SCAN_IRREGULAR;
		if (odd != 0)
			break;
	}
	line->count = count;
	result = scan_stop(
	    bytes, len, at + (uint32_t)__builtin_ctzll(odd), at_end, line);
	return result == SCAN_REGULAR &&
		(misquoted != 0 || quote_count != 2 * count)
	    ? SCAN_IRREGULAR
	    : result;
}

SIMD_TARGET enum scan_result
SIMD_NAME(scan)(const uint8_t *bytes, size_t len, char separator, bool at_end,
    struct scan_line *line)
{
	line->quoted = bytes[0] == '"';
	line->end[0] = (uint32_t)(line->quoted ? 1 - 3 : 0 - 1);
	return line->quoted
	    ? scan_quoted(bytes, len, (uint8_t)separator, at_end, line)
	    : scan_bare(bytes, len, (uint8_t)separator, at_end, line);
}

#endif

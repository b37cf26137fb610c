/*
 * The arithmetic of base64; see base64.h.
 */
#include "input/base64.h"

/* The value and one; 0 where it is no symbol. */
static const uint8_t values[256] = {
    ['A'] = 1,
    ['B'] = 2,
    ['C'] = 3,
    ['D'] = 4,
    ['E'] = 5,
    ['F'] = 6,
    ['G'] = 7,
    ['H'] = 8,
    ['I'] = 9,
    ['J'] = 10,
    ['K'] = 11,
    ['L'] = 12,
    ['M'] = 13,
    ['N'] = 14,
    ['O'] = 15,
    ['P'] = 16,
    ['Q'] = 17,
    ['R'] = 18,
    ['S'] = 19,
    ['T'] = 20,
    ['U'] = 21,
    ['V'] = 22,
    ['W'] = 23,
    ['X'] = 24,
    ['Y'] = 25,
    ['Z'] = 26,
    ['a'] = 27,
    ['b'] = 28,
    ['c'] = 29,
    ['d'] = 30,
    ['e'] = 31,
    ['f'] = 32,
    ['g'] = 33,
    ['h'] = 34,
    ['i'] = 35,
    ['j'] = 36,
    ['k'] = 37,
    ['l'] = 38,
    ['m'] = 39,
    ['n'] = 40,
    ['o'] = 41,
    ['p'] = 42,
    ['q'] = 43,
    ['r'] = 44,
    ['s'] = 45,
    ['t'] = 46,
    ['u'] = 47,
    ['v'] = 48,
    ['w'] = 49,
    ['x'] = 50,
    ['y'] = 51,
    ['z'] = 52,
    ['0'] = 53,
    ['1'] = 54,
    ['2'] = 55,
    ['3'] = 56,
    ['4'] = 57,
    ['5'] = 58,
    ['6'] = 59,
    ['7'] = 60,
    ['8'] = 61,
    ['9'] = 62,
    ['+'] = 63,
    ['/'] = 64,
};

int
base64_value(uint8_t symbol)
{
	return values[symbol] - 1;
}

size_t
base64_groups(const uint8_t *symbols, size_t max, uint8_t *dst)
{
	size_t n = 0;

	for (; n < max; n++, symbols += 4, dst += 3) {
		uint32_t a = values[symbols[0]] - 1U;
		uint32_t b = values[symbols[1]] - 1U;
		uint32_t c = values[symbols[2]] - 1U;
		uint32_t d = values[symbols[3]] - 1U;
		uint32_t bits = a << 18 | b << 12 | c << 6 | d;

		/* Of no symbol all bits are set. */
		if ((a | b | c | d) > 63)
			break;
		dst[0] = (uint8_t)(bits >> 16);
		dst[1] = (uint8_t)(bits >> 8);
		dst[2] = (uint8_t)bits;
	}
	return n;
}

unsigned
base64_symbol(struct base64 *group, unsigned value, uint8_t *dst)
{
	group->bits = group->bits << 6 | value;
	if (++group->symbols < 4)
		return 0;
	dst[0] = (uint8_t)(group->bits >> 16);
	dst[1] = (uint8_t)(group->bits >> 8);
	dst[2] = (uint8_t)group->bits;
	*group = (struct base64){0};
	return 3;
}

int
base64_pad(struct base64 *group, uint8_t *dst)
{
	if (group->symbols < 2)
		return -1;
	if (group->symbols + ++group->padding < 4)
		return 0;
	if (group->symbols == 2) {
		if ((group->bits & 0xf) != 0)
			return -1;
		dst[0] = (uint8_t)(group->bits >> 4);
		*group = (struct base64){0};
		return 1;
	}
	if ((group->bits & 0x3) != 0)
		return -1;
	dst[0] = (uint8_t)(group->bits >> 10);
	dst[1] = (uint8_t)(group->bits >> 2);
	*group = (struct base64){0};
	return 2;
}

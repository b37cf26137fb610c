/*
 * The arithmetic of base64; see base64.h.
 */
#include "input/base64.h"

int
base64_value(uint8_t symbol)
{
	if (symbol >= 'A' && symbol <= 'Z')
		return symbol - 'A';
	if (symbol >= 'a' && symbol <= 'z')
		return symbol - 'a' + 26;
	if (symbol >= '0' && symbol <= '9')
		return symbol - '0' + 52;
	if (symbol == '+')
		return 62;
	return symbol == '/' ? 63 : -1;
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

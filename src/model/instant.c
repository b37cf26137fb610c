/*
 * Choosing T. It reads no clock itself: what "now" is comes from options.
 */
#include "model/instant.h"

#include "base/timestamp.h"

struct instant
instant_choose(const struct instant_sources *sources, bool may_guess)
{
	int64_t from_name = TIMESTAMP_NONE;
	const struct instant candidates[] = {
	    {sources->option, TIME_OPTION},
	    {sources->envelope, TIME_ENVELOPE},
	    {timestamp_from_name(sources->name, &from_name) == 0
		    ? from_name
		    : TIMESTAMP_NONE,
		TIME_NAME},
	    {may_guess ? sources->mtime : TIMESTAMP_NONE, TIME_MTIME},
	    {may_guess ? sources->clock : TIMESTAMP_NONE, TIME_CLOCK},
	};

	for (size_t i = 0; i < sizeof(candidates) / sizeof(*candidates); i++)
		if (candidates[i].time != TIMESTAMP_NONE)
			return candidates[i];
	return (struct instant){TIMESTAMP_NONE, TIME_NONE};
}

bool
instant_is_guess(const struct instant *instant)
{
	return instant->from == TIME_MTIME || instant->from == TIME_CLOCK;
}

bool
instant_is_stated(const struct instant *instant)
{
	return instant->from == TIME_OPTION || instant->from == TIME_ENVELOPE;
}

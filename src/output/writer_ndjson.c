/*
 * The ndjson format: every event is one JSON object on a line of its own.
 * Nothing is kept.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "output/json_event.h"
#include "output/writer.h"

struct writer {
	struct json json;
};

static struct writer *
ndjson_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xmalloc(sizeof(*writer));

	(void)spool;
	(void)look;
	writer->json = (struct json){.output = output, .first = true};
	return writer;
}

static void
ndjson_take(struct writer *writer, const struct event *event)
{
	struct json *json = &writer->json;

	json->first = true;
	json_put_event(json, event);
	output_write(json->output, "\n", 1);
}

static void
ndjson_free(struct writer *writer)
{
	free(writer);
}

const struct format format_ndjson = {
    .name = "ndjson",
    .ending = ".ndjson",
    .help = "every fact of the run, one JSON object a line",
    .needs = NEEDS_DIGEST,
    .new = ndjson_new,
    .take = ndjson_take,
    .free = ndjson_free,
};

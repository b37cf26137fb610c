/*
 * The json format: the objects of the ndjson format as one array, each on a
 * line of its own, so that it streams and can still be read by people.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "output/json_event.h"
#include "output/writer.h"

struct writer {
	struct json json;
};

static struct writer *
json_new(struct output *output, struct output *spool, const struct look *look)
{
	struct writer *writer = xmalloc(sizeof(*writer));

	(void)spool;
	(void)look;
	writer->json = (struct json){.output = output, .first = true};
	output_text(output, "[\n");
	return writer;
}

static void
json_take(struct writer *writer, const struct event *event)
{
	struct json *json = &writer->json;

	json->first = true;
	json_put_event(json, event);
	/* The summary is the last event of a run. */
	output_text(
	    json->output, event->kind == EVENT_SUMMARY ? "\n]\n" : ",\n");
}

static void
json_free(struct writer *writer)
{
	free(writer);
}

const struct format format_json = {
    .name = "json",
    .ending = ".json",
    .help = "the same objects in one JSON array",
    .needs = NEEDS_DIGEST,
    .new = json_new,
    .take = json_take,
    .free = json_free,
};

/*
 * libyaml's events as items; see yaml_read.h.
 */
#include "base/yaml_read.h"

#include <stdlib.h>
#include <yaml.h>

#include "base/alloc.h"

struct yaml_reader {
	yaml_parser_t parser;
	yaml_event_t event; /* of the current item */
	yaml_pull *pull;
	void *arg;
};

/* libyaml's read handler: 1, or 0 where it failed, which pull never does. */
static int
read_some(void *arg, unsigned char *dst, size_t cap, size_t *got)
{
	struct yaml_reader *reader = arg;

	*got = reader->pull(reader->arg, dst, cap);
	return 1;
}

static struct yaml_reader *
reader_new(void)
{
	struct yaml_reader *reader = xcalloc(1, sizeof(*reader));

	/* The only way in which it can fail. */
	if (!yaml_parser_initialize(&reader->parser))
		alloc_failed();
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	return reader;
}

struct yaml_reader *
yaml_reader_new_text(struct text text)
{
	struct yaml_reader *reader = reader_new();

	yaml_parser_set_input_string(
	    &reader->parser, (const unsigned char *)text.ptr, text.len);
	return reader;
}

struct yaml_reader *
yaml_reader_new(yaml_pull *pull, void *arg)
{
	struct yaml_reader *reader = reader_new();

	reader->pull = pull;
	reader->arg = arg;
	yaml_parser_set_input(&reader->parser, read_some, reader);
	return reader;
}

void
yaml_reader_free(struct yaml_reader *reader)
{
	if (reader == NULL)
		return;
	yaml_event_delete(&reader->event);
	yaml_parser_delete(&reader->parser);
	free(reader);
}

static void
fill_scalar(const yaml_event_t *event, struct yaml_item *item)
{
	item->kind = YAML_IS_TEXT;
	item->text = (struct text){
	    (const char *)event->data.scalar.value, event->data.scalar.length};
	item->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	item->anchor = (const char *)event->data.scalar.anchor;
	item->tag = (const char *)event->data.scalar.tag;
}

static void
fill(const yaml_event_t *event, struct yaml_item *item)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		fill_scalar(event, item);
		break;
	case YAML_ALIAS_EVENT:
		item->kind = YAML_IS_ALIAS;
		item->anchor = (const char *)event->data.alias.anchor;
		break;
	case YAML_SEQUENCE_START_EVENT:
		item->kind = YAML_IS_LIST;
		item->anchor = (const char *)event->data.sequence_start.anchor;
		item->tag = (const char *)event->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		item->kind = YAML_IS_MAP;
		item->anchor = (const char *)event->data.mapping_start.anchor;
		item->tag = (const char *)event->data.mapping_start.tag;
		break;
	case YAML_SEQUENCE_END_EVENT:
		item->kind = YAML_IS_LIST_END;
		break;
	case YAML_MAPPING_END_EVENT:
		item->kind = YAML_IS_MAP_END;
		break;
	case YAML_DOCUMENT_START_EVENT:
		item->kind = YAML_IS_DOCUMENT;
		break;
	case YAML_DOCUMENT_END_EVENT:
		item->kind = YAML_IS_DOCUMENT_END;
		break;
	default:
		item->kind = YAML_IS_END;
	}
}

int
yaml_reader_next(struct yaml_reader *reader, struct yaml_item *item)
{
	yaml_event_t *event = &reader->event;

	do {
		yaml_event_delete(event);
		if (!yaml_parser_parse(&reader->parser, event)) {
			if (reader->parser.error == YAML_MEMORY_ERROR)
				alloc_failed();
			return -1;
		}
	} while (event->type == YAML_STREAM_START_EVENT);
	*item = (struct yaml_item){
	    .text = {"", 0},
	    .begin = event->start_mark.index,
	    .end = event->end_mark.index,
	    .line = event->start_mark.line + 1,
	};
	fill(event, item);
	return 0;
}

void
yaml_reader_failure(
    const struct yaml_reader *reader, struct yaml_failure *failure)
{
	const yaml_parser_t *parser = &reader->parser;

	*failure = (struct yaml_failure){
	    .problem = parser->problem,
	    .context = parser->context,
	    .place = parser->problem_mark.index,
	    .context_place = parser->context_mark.index,
	    .line = parser->problem_mark.line + 1,
	    .bad_bytes = parser->error == YAML_READER_ERROR,
	    .byte = parser->problem_offset,
	};
}

char *
yaml_reader_take(struct yaml_reader *reader)
{
	char *text = (char *)reader->event.data.scalar.value;

	reader->event.data.scalar.value = NULL;
	return text;
}

const char *
yaml_library_version(void)
{
	return yaml_get_version_string();
}

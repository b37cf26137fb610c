/*
 * Wrapping and colour for texts that people read. Every line ends without
 * blanks and with its colour switched off.
 */
#include "output/page.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/log_text.h"
#include "base/visible.h"

static const char *const codes[STYLE_COUNT] = {
    [STYLE_PLAIN] = "",
    [STYLE_BOLD] = "\033[1m",
    [STYLE_DIM] = "\033[2m",
    [STYLE_RED] = "\033[31m",
    [STYLE_BOLD_RED] = "\033[1;31m",
    [STYLE_YELLOW] = "\033[33m",
};

static void
switch_on(struct page *page, enum style style)
{
	if (page->color)
		output_text(page->output, codes[style]);
}

static void
switch_off(struct page *page, enum style style)
{
	if (page->color && style != STYLE_PLAIN)
		output_text(page->output, "\033[0m");
}

/* Blanks are written when something follows, so no line ends in one. */
static void
write_blanks(struct page *page, size_t count)
{
	page->column += count;
	page->blanks += count;
}

static void
write_plain(struct page *page, struct text text)
{
	for (; page->blanks > 0; page->blanks--)
		output_write(page->output, " ", 1);
	output_slice(page->output, text);
	page->column += visible_width(text);
	if (!log_text_is_blank(text))
		page->begun = true;
}

/* The colon that begins a command as \x3a. */
static struct text
defused(struct page *page, struct text text)
{
	const char *colon = memchr(text.ptr, ':', text.len);
	size_t before = (size_t)(colon - text.ptr);

	write_plain(page, (struct text){text.ptr, before});
	write_plain(page, text_of("\\x3a"));
	return (struct text){colon + 1, text.len - before - 1};
}

static void
write_text(struct page *page, struct text text)
{
	struct buffer safe;

	if (!page->begun && log_text_is_command(text))
		text = defused(page, text);
	if (text.len == 0 || memchr(text.ptr, '#', text.len) == NULL) {
		write_plain(page, text);
		return;
	}
	buffer_init(&safe, OUTPUT_UNCAPPED);
	log_text_append(&safe, text);
	write_plain(page, text_of(buffer_text(&safe)));
	buffer_release(&safe);
}

static struct text
take(struct text *text, size_t len)
{
	struct text taken = {text->ptr, len};

	text->ptr += len;
	text->len -= len;
	return taken;
}

/* As many bytes of the text as fit into so many columns, at least one
 * character. */
static size_t
fitting(struct text text, size_t columns)
{
	size_t len = 0;
	size_t used;

	while (len < text.len) {
		struct text rest = {text.ptr + len, text.len - len};

		(void)utf8_next(rest, &used);
		if (len > 0 &&
		    visible_width((struct text){text.ptr, len + used}) >
			columns)
			break;
		len += used;
	}
	return len;
}

static void
wrap(struct page *page, enum style style)
{
	switch_off(page, style);
	page_end_line(page);
	write_blanks(page, page->hang);
	switch_on(page, style);
}

/* Columns left for words; the last one is kept for a comma or the like,
 * which must not begin a line. */
static size_t
room(const struct page *page)
{
	size_t end = page->width - 1;

	return page->column < end ? end - page->column : 0;
}

static bool
is_closing(struct text word)
{
	return word.len == 1 && strchr(",.:;)", word.ptr[0]) != NULL;
}

/* A word too long for any line. */
static void
break_word(struct page *page, enum style style, struct text word)
{
	while (word.len > 0) {
		size_t len;

		if (room(page) == 0)
			wrap(page, style);
		len = fitting(word, room(page));
		/* A wide character may have taken the last column. */
		if (is_closing((struct text){word.ptr + len, word.len - len}) &&
		    page->column + visible_width((struct text){word.ptr, len}) <
			page->width)
			len = word.len;
		write_text(page, take(&word, len));
	}
}

static void
put_word(struct page *page, enum style style, size_t blanks, struct text word)
{
	size_t width = visible_width(word);

	if (blanks + width <= room(page) ||
	    (blanks == 0 && is_closing(word) && page->column < page->width)) {
		write_blanks(page, blanks);
		write_text(page, word);
		return;
	}
	/* The line's start is as good as it gets. */
	if (page->column > page->hang)
		wrap(page, style);
	if (width <= room(page))
		write_text(page, word);
	else
		break_word(page, style, word);
}

void
page_flow(struct page *page, enum style style, const char *text)
{
	struct text rest = text_of(text);

	switch_on(page, style);
	while (rest.len > 0) {
		size_t blanks = 0;
		size_t len = 0;

		while (blanks < rest.len && rest.ptr[blanks] == ' ')
			blanks++;
		take(&rest, blanks);
		while (len < rest.len && rest.ptr[len] != ' ')
			len++;
		if (len == 0)
			write_blanks(page, blanks);
		else
			put_word(page, style, blanks, take(&rest, len));
	}
	switch_off(page, style);
}

void
page_flowf(struct page *page, enum style style, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		alloc_failed();
	page_flow(page, style, text);
	free(text);
}

void
page_column(struct page *page, size_t column)
{
	if (page->column > column)
		page_fresh_line(page);
	write_blanks(page, column - page->column);
}

void
page_fresh_line(struct page *page)
{
	if (page->column != page->blanks)
		page_end_line(page);
	page->column = 0;
	page->blanks = 0;
}

void
page_end_line(struct page *page)
{
	output_write(page->output, "\n", 1);
	page->column = 0;
	page->blanks = 0;
	page->begun = false;
}

void
page_count(struct page *page, enum style style, uint64_t count, const char *one,
    const char *more)
{
	char *text =
	    xasprintf("%" PRIu64 " %s%s", count, one, count == 1 ? "" : more);

	switch_on(page, style);
	put_word(page, style, 0, text_of(text));
	switch_off(page, style);
	free(text);
}

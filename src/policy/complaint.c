/*
 * Collecting and showing the errors of a policy. What is wrong is decided
 * by those who complain; nothing is printed here.
 */
#include "policy/complaint.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/visible.h"

enum {
	TAB_STOP = 8,
	/* Code points shown before and behind the caret of a long line. */
	SHOWN_BEFORE = 100,
	SHOWN_BEHIND = 60,
	TEXT_CAP = 1024,
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

void
complaints_init(
    struct complaints *complaints, const char *file, struct text source)
{
	*complaints = (struct complaints){.file = file, .source = source};
}

void
complaints_release(struct complaints *complaints)
{
	for (size_t i = 0; i < complaints->kept; i++)
		free(complaints->first[i].text);
	complaints->kept = 0;
}

bool
complaints_want(const struct complaints *complaints, size_t at)
{
	return complaints->kept < LIMIT_POLICY_ERRORS ||
	    at < complaints->first[complaints->kept - 1].at;
}

/* Behind those at the same place: they were said first. */
static void
insert(struct complaints *complaints, size_t at, size_t said_len, char *text)
{
	struct complaint *first = complaints->first;
	size_t i;

	if (complaints->kept == LIMIT_POLICY_ERRORS)
		free(first[--complaints->kept].text);
	i = complaints->kept++;
	for (; i > 0 && first[i - 1].at > at; i--)
		first[i] = first[i - 1];
	first[i] =
	    (struct complaint){.at = at, .said_len = said_len, .text = text};
}

static bool
was_said(const struct complaints *complaints, size_t at, const char *text,
    size_t len)
{
	for (size_t i = 0; i < complaints->kept; i++)
		if (complaints->first[i].at == at &&
		    complaints->first[i].said_len == len &&
		    memcmp(complaints->first[i].text, text, len) == 0)
			return true;
	return false;
}

/* Where a parameter is used whose value is complained about. */
static void
append_use(char *text, size_t size, const struct complaints *to,
    const struct complaints *user)
{
	bool same = to == user || to == user->warnings;

	snprintf(text, size, "; $%s is used in %s%sline %" PRIu64,
	    user->moved.name, same ? "" : user->file, same ? "" : ", ",
	    complaints_line(user, user->moved.from));
}

static void
add(struct complaints *to, size_t at, const struct complaints *user,
    const char *fmt, va_list ap)
{
	char text[TEXT_CAP];
	size_t len;

	if (!complaints_want(to, at)) {
		to->count++;
		return;
	}
	vsnprintf(text, sizeof(text), fmt, ap);
	len = strlen(text);
	if (was_said(to, at, text, len))
		return;
	if (user != NULL)
		append_use(text + len, sizeof(text) - len, to, user);
	to->count++;
	insert(to, at, len, xstrdup(text));
}

static bool
is_moved(const struct complaints *complaints, size_t at)
{
	return complaints->moved.to != NULL && complaints->moved.from == at;
}

void
complain(struct complaints *complaints, size_t at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (is_moved(complaints, at))
		add(complaints->moved.to, complaints->moved.at, complaints, fmt,
		    ap);
	else
		add(complaints, at, NULL, fmt, ap);
	va_end(ap);
}

void
complain_softly(struct complaints *complaints, size_t at, const char *fmt, ...)
{
	bool moved = is_moved(complaints, at);
	struct complaints *to =
	    moved ? complaints->moved.to->warnings : complaints->warnings;
	va_list ap;

	if (to == NULL)
		return;
	va_start(ap, fmt);
	add(to, moved ? complaints->moved.at : at, moved ? complaints : NULL,
	    fmt, ap);
	va_end(ap);
}

void
complaints_move(struct complaints *complaints, size_t from,
    struct complaints *to, size_t at, const char *name)
{
	complaints->moved.from = from;
	complaints->moved.to = to;
	complaints->moved.at = at;
	complaints->moved.name = name;
}

static size_t
line_begin(struct text source, size_t at)
{
	while (at > 0 && source.ptr[at - 1] != '\n')
		at--;
	if (at == 0 && source.len >= 3 &&
	    memcmp(source.ptr, byte_order_mark, 3) == 0)
		return 3;
	return at;
}

static size_t
line_end(struct text source, size_t at)
{
	while (at < source.len && source.ptr[at] != '\n')
		at++;
	if (at > 0 && at < source.len && source.ptr[at - 1] == '\r')
		at--;
	return at;
}

uint64_t
complaints_line(const struct complaints *complaints, size_t at)
{
	uint64_t line = 1;

	for (size_t i = 0; i < at && i < complaints->source.len; i++)
		line += complaints->source.ptr[i] == '\n';
	return line;
}

/* One code point forward or back; bytes that are no UTF-8 count as one. */
static size_t
step(struct text source, size_t at)
{
	size_t used;

	utf8_next((struct text){source.ptr + at, source.len - at}, &used);
	return at + used;
}

static size_t
step_back(struct text source, size_t at)
{
	at--;
	for (int i = 0;
	     i < 3 && at > 0 && ((unsigned char)source.ptr[at] & 0xc0) == 0x80;
	     i++)
		at--;
	return at;
}

/* Appends source text made visible, tabs as the blanks that they show as;
 * width is the columns used so far. */
static size_t
show_text(struct buffer *out, struct text source, size_t from, size_t to,
    size_t width)
{
	while (from < to) {
		size_t next = step(source, from), before = out->len;

		if (source.ptr[from] == '\t') {
			size_t blanks = TAB_STOP - width % TAB_STOP;

			buffer_appendf(out, "%*s", (int)blanks, "");
		} else {
			visible_append(
			    out, (struct text){source.ptr + from, next - from});
		}
		width += visible_width(
		    (struct text){out->data + before, out->len - before});
		from = next;
	}
	return width;
}

static void
show_source(const struct complaints *complaints, size_t at, struct buffer *out)
{
	struct text source = complaints->source;
	size_t begin = line_begin(source, at), end = line_end(source, at);
	size_t from = at < begin ? begin : at, to = at, width = 0;

	for (int i = 0; i < SHOWN_BEFORE && from > begin; i++)
		from = step_back(source, from);
	for (int i = 0; i < SHOWN_BEHIND && to < end; i++)
		to = step(source, to);
	buffer_appendf(out, "%6" PRIu64 " | ", complaints_line(complaints, at));
	if (from > begin) {
		buffer_append_text(out, "...");
		width = 3;
	}
	width = show_text(out, source, from, at, width);
	show_text(out, source, at, to < end ? to : end, width);
	buffer_append_text(out, to < end ? "...\n" : "\n");
	buffer_appendf(out, "       | %*s^\n", (int)width, "");
}

void
complaints_show_as(
    const struct complaints *complaints, const char *word, struct buffer *out)
{
	for (size_t i = 0; i < complaints->kept; i++) {
		const struct complaint *it = &complaints->first[i];
		size_t begin = line_begin(complaints->source, it->at);
		size_t column = it->at <= begin ? 1
						: 1 +
			utf8_count((struct text){
			    complaints->source.ptr + begin, it->at - begin});

		visible_append(out, text_of(complaints->file));
		buffer_appendf(out,
		    ":%" PRIu64 ":%zu: ", complaints_line(complaints, it->at),
		    column);
		buffer_append_text(out, word);
		visible_append(out, text_of(it->text));
		buffer_append_text(out, "\n");
		show_source(complaints, it->at, out);
	}
	if (complaints->count > complaints->kept)
		buffer_appendf(out, "and %" PRIu64 " more\n",
		    complaints->count - complaints->kept);
}

void
complaints_show(const struct complaints *complaints, struct buffer *out)
{
	complaints_show_as(complaints, "", out);
}

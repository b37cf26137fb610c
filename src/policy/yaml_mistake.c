/*
 * libyaml's errors in our words. Its sentences name its grammar; what was
 * meant is seen in the source around the place, mostly a text without the
 * quotes that it needs. libyaml itself is yaml_tree.c's.
 */
#include "policy/yaml_mistake.h"

#include <inttypes.h>
#include <string.h>

enum {
	SHOWN = 60 /* bytes of a text that is shown with its quotes */
};

#define BLANKS " \t"
#define LINE_ENDS "\r\n"

/* A place in the source and what may be asked of it. */
struct spot {
	struct complaints *complaints;
	struct text source;
	const struct yaml_mistake *mistake;
	size_t at;
};

static char
char_at(const struct spot *spot, size_t at)
{
	return at < spot->source.len ? spot->source.ptr[at] : '\n';
}

static size_t
line_begin(const struct spot *spot, size_t at)
{
	while (at > 0 && char_at(spot, at - 1) != '\n')
		at--;
	return at;
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* The first place from there on whose character is none of the set. */
static size_t
skip(const struct spot *spot, size_t at, const char *set)
{
	while (at < spot->source.len && is_one_of(char_at(spot, at), set))
		at++;
	return at;
}

static size_t
line_end(const struct spot *spot, size_t at)
{
	while (
	    at < spot->source.len && !is_one_of(char_at(spot, at), LINE_ENDS))
		at++;
	return at;
}

/* Where the value of a line's key begins; its end where it has none. */
static size_t
value_begin(const struct spot *spot, size_t at)
{
	size_t end = line_end(spot, at);

	for (at = line_begin(spot, at); at < end; at++)
		if (char_at(spot, at) == ':' &&
		    is_one_of(char_at(spot, at + 1), BLANKS))
			return skip(spot, at + 1, BLANKS);
	return end;
}

/* "text that ... needs quotes: write "...""; of the text from there to the
 * end of its line, or to what ends it in brackets. */
static void
wants_quotes(struct spot *spot, size_t from, bool whole_line, const char *what)
{
	size_t to = from, end = line_end(spot, from);

	while (to < end && (whole_line || !is_one_of(char_at(spot, to), ",]}")))
		to++;
	while (to > from && is_one_of(char_at(spot, to - 1), BLANKS))
		to--;
	if (to - from <= SHOWN &&
	    memchr(spot->source.ptr + from, '"', to - from) == NULL)
		complain(spot->complaints, from,
		    "a text %s needs quotes: write \"%.*s\"", what,
		    (int)(to - from), spot->source.ptr + from);
	else
		complain(spot->complaints, from,
		    "a text %s needs quotes around the whole of it%s", what,
		    memchr(spot->source.ptr + from, '"', to - from) != NULL
			? ", '...' where it has \" inside"
			: "");
}

static bool
say_no_token(struct spot *spot)
{
	char what[] = "that begins with ?";

	what[sizeof(what) - 2] = char_at(spot, spot->at);
	if (!is_one_of(char_at(spot, spot->at), "@`%"))
		return false;
	wants_quotes(spot, spot->at, false, what);
	return true;
}

/* The begin of the line before that is not empty and no comment; that of the
 * first line where there is none. */
static size_t
line_before(const struct spot *spot, size_t begin)
{
	while (begin > 0) {
		begin = line_begin(spot, begin - 1);
		if (!is_one_of(
			char_at(spot, skip(spot, begin, BLANKS)), "#\r\n"))
			break;
	}
	return begin;
}

/* A line such as "-id: x" or "policy:1" is a text, with which the next line
 * goes on. */
static bool
say_blank_missing(struct spot *spot, size_t begin)
{
	size_t end = line_end(spot, begin), colon;

	begin = skip(spot, begin, BLANKS);
	if (end - begin > SHOWN)
		return false;
	if (char_at(spot, begin) == '-' &&
	    !is_one_of(char_at(spot, begin + 1), BLANKS LINE_ENDS "-")) {
		complain(spot->complaints, begin,
		    "a blank is missing behind the \"-\": write \"- %.*s\"",
		    (int)(end - begin - 1), spot->source.ptr + begin + 1);
		return true;
	}
	begin = skip(spot, begin, BLANKS "-");
	colon = skip(spot, begin, "abcdefghijklmnopqrstuvwxyz0123456789_-");
	if (colon == begin || char_at(spot, colon) != ':' ||
	    is_one_of(char_at(spot, colon + 1), BLANKS LINE_ENDS))
		return false;
	complain(spot->complaints, begin,
	    "a blank is missing behind the colon: write \"%.*s: %.*s\"",
	    (int)(colon - begin), spot->source.ptr + begin,
	    (int)(end - colon - 1), spot->source.ptr + colon + 1);
	return true;
}

/* Behind the colon of a text, or of a key that is indented too deep. */
static bool
say_no_mapping(struct spot *spot)
{
	size_t value = value_begin(spot, spot->at);
	size_t begin = line_begin(spot, spot->at);

	if (spot->at >= value && char_at(spot, spot->at) == ':') {
		wants_quotes(spot, value, true, "with \": \" in it");
		return true;
	}
	if (begin > 0 && say_blank_missing(spot, line_before(spot, begin)))
		return true;
	complain(spot->complaints, skip(spot, begin, BLANKS),
	    "this line is indented deeper than the line before, so that it "
	    "goes on with its text: keys of one map begin in the same column");
	return true;
}

static bool
say_no_list(struct spot *spot)
{
	complain(spot->complaints, spot->at,
	    "a text that begins with \"- \" needs quotes, and a list begins in "
	    "a line of its own: write the \"-\" in the next line");
	return true;
}

/* A line without a key: mostly a colon without its blank. */
static bool
say_no_colon(struct spot *spot)
{
	size_t from = spot->mistake->context_at, end = line_end(spot, from);
	size_t colon = from;

	while (colon < end && char_at(spot, colon) != ':')
		colon++;
	if (colon < end && end - from <= SHOWN)
		complain(spot->complaints, from,
		    "a blank is missing behind the colon: write \"%.*s: %.*s\"",
		    (int)(colon - from), spot->source.ptr + from,
		    (int)(end - colon - 1), spot->source.ptr + colon + 1);
	else
		complain(spot->complaints, from,
		    "this line has no key: write \"key: value\", or, where it "
		    "goes on with the text before, indent it deeper");
	return true;
}

/* True where what opens there is closed further on; quotes are skipped where
 * they begin a text. */
static bool
is_closed(const struct spot *spot, size_t at)
{
	const char end = char_at(spot, at) == '{' ? '}' : ']';
	size_t depth = 0;
	char quote = '\0', before = ' ';

	for (; at < spot->source.len; at++) {
		char c = char_at(spot, at);

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (is_one_of(c, "\"'") && is_one_of(before, " [{,:"))
			quote = c;
		else if (is_one_of(c, "[{"))
			depth++;
		else if (is_one_of(c, "]}") && --depth == 0)
			return c == end;
		before = c;
	}
	return false;
}

static bool
say_no_comma(struct spot *spot)
{
	size_t from = spot->mistake->context_at;
	bool is_map = char_at(spot, from) == '{';

	if (!is_closed(spot, from))
		complain(spot->complaints, from,
		    "this %c is not closed: there is no %c for it; a text that "
		    "begins with it needs quotes",
		    is_map ? '{' : '[', is_map ? '}' : ']');
	else
		complain(spot->complaints, spot->at,
		    "a comma is missing before this, or quotes around a text: "
		    "what stands in %s is parted by commas",
		    is_map ? "{ }" : "[ ]");
	return true;
}

static bool
say_no_content(struct spot *spot)
{
	size_t from = spot->mistake->context_at;

	if (is_one_of(char_at(spot, from), "[{") && !is_closed(spot, from))
		return say_no_comma(spot);
	complain(spot->complaints, spot->at,
	    "a value is missing before this character; a text that begins "
	    "with it needs quotes");
	return true;
}

static bool
say_open_quote(struct spot *spot)
{
	if (spot->mistake->context == NULL ||
	    strstr(spot->mistake->context, "quoted") == NULL)
		return false;
	complain(spot->complaints, spot->mistake->context_at,
	    "this quote is not closed: write one more at the end of the text");
	return true;
}

/* In the middle of a line: behind what ends a value. */
static bool
say_behind_value(struct spot *spot)
{
	size_t begin = skip(spot, line_begin(spot, spot->at), BLANKS), end;
	const struct yaml_mistake *mistake = spot->mistake;

	end = spot->at;
	while (end > begin && is_one_of(char_at(spot, end - 1), BLANKS))
		end--;
	if (end == begin)
		return false;
	if (is_one_of(char_at(spot, end - 1), "]}")) {
		char what[] = "that begins with ?";
		size_t value = value_begin(spot, spot->at);

		if (!is_one_of(char_at(spot, value), "[{"))
			return false;
		what[sizeof(what) - 2] = char_at(spot, value);
		wants_quotes(spot, value, true, what);
		return true;
	}
	if (mistake->text_end != end ||
	    !is_one_of(char_at(spot, end - 1), "\"'"))
		return false;
	complain(spot->complaints, spot->at,
	    "here stands something behind the end of a text in quotes (it "
	    "begins in line %" PRIu64
	    "): is a quote too many or missing there? A quote inside is "
	    "written \\\" in \"...\" and '' in '...'",
	    complaints_line(spot->complaints, mistake->text_at));
	return true;
}

/* A line that begins in a column where nothing goes on. */
static bool
say_no_key(struct spot *spot)
{
	size_t begin = line_begin(spot, spot->at), before, indent;

	if (say_behind_value(spot))
		return true;
	if (skip(spot, begin, BLANKS) != spot->at || begin == 0)
		return false;
	before = line_before(spot, begin);
	indent = skip(spot, before, BLANKS "-") - before;
	if (indent == spot->at - begin)
		return false;
	complain(spot->complaints, spot->at,
	    "this line is indented by %zu blanks, the one before by %zu: keys "
	    "of one map begin in the same column, and so do the \"-\" of a "
	    "list",
	    spot->at - begin, indent);
	return true;
}

/* A colon without value in brackets. */
static bool
say_colon(struct spot *spot)
{
	size_t from = spot->mistake->context_at;

	if (spot->at <= from || spot->at - from > SHOWN)
		return false;
	complain(spot->complaints, from,
	    "no value stands behind \"%.*s:\": write a blank and the value, as "
	    "in {mfa_active: false}; a text with a colon at its end needs "
	    "quotes",
	    (int)(spot->at - from), spot->source.ptr + from);
	return true;
}

/* An anchor or an alias without a name. */
static bool
say_no_name(struct spot *spot)
{
	size_t from = spot->mistake->context_at;
	char what[] = "that begins with ?";

	if (!is_one_of(char_at(spot, from), "*&!"))
		return false;
	what[sizeof(what) - 2] = char_at(spot, from);
	wants_quotes(spot, from, false, what);
	return true;
}

static bool
say_directive(struct spot *spot)
{
	complain(spot->complaints, line_begin(spot, spot->at),
	    "a policy needs no line that begins with %%: remove it");
	return true;
}

static bool
say_second(struct spot *spot)
{
	size_t at = line_begin(spot, spot->at);

	while (at > 0) {
		at = line_begin(spot, at - 1);
		if (spot->source.len - at > 3 &&
		    memcmp(spot->source.ptr + at, "...", 3) == 0) {
			complain(spot->complaints, spot->at,
			    "the policy ended with \"...\" in line %" PRIu64
			    ": remove that line, or what follows it",
			    complaints_line(spot->complaints, at));
			return true;
		}
	}
	at = line_begin(spot, spot->at);
	if (say_behind_value(spot) ||
	    (at > 0 && say_blank_missing(spot, line_before(spot, at))))
		return true;
	complain(spot->complaints, spot->at,
	    "the policy ended before this: it is one map of keys that begin "
	    "in the first column, such as \"name: acme\"");
	return true;
}

static bool
say_escape(struct spot *spot)
{
	complain(spot->complaints, spot->at,
	    "a \\ in double quotes begins an escape: write \\\\ for one, or "
	    "put the text in single quotes");
	return true;
}

static bool
say_block(struct spot *spot)
{
	size_t from = spot->mistake->context_at;

	if (is_one_of(char_at(spot, from), ">|"))
		wants_quotes(spot, from, true,
		    char_at(spot, from) == '>' ? "that begins with >"
					       : "that begins with |");
	return is_one_of(char_at(spot, from), ">|");
}

/* By how libyaml's sentence begins; each may find that it is something else. */
static const struct {
	const char *problem;
	bool (*say)(struct spot *);
} known[] = {
    {"found character that cannot start any token", say_no_token},
    {"mapping values are not allowed", say_no_mapping},
    {"block sequence entries are not allowed", say_no_list},
    {"could not find expected ':'", say_no_colon},
    {"did not find expected ',' or", say_no_comma},
    {"did not find expected node content", say_no_content},
    {"found unexpected end of stream", say_open_quote},
    {"found unexpected document indicator", say_open_quote},
    {"did not find expected key", say_no_key},
    {"did not find expected '-' indicator", say_no_key},
    {"found unexpected ':'", say_colon},
    {"did not find expected alphabetic", say_no_name},
    {"found incompatible YAML document", say_directive},
    {"found unknown directive", say_directive},
    {"could not find expected directive", say_directive},
    {"found duplicate %", say_directive},
    {"did not find expected <document start>", say_second},
    {"found unknown escape character", say_escape},
    {"did not find expected hexdecimal", say_escape},
    {"did not find expected comment or line break", say_block},
};

/* In the blanks that a line begins with. */
static bool
is_indenting_tab(const struct spot *spot)
{
	return char_at(spot, spot->at) == '\t' &&
	    spot->at < skip(spot, line_begin(spot, spot->at), BLANKS);
}

void
yaml_mistake_complain(
    struct complaints *complaints, const struct yaml_mistake *mistake)
{
	struct spot spot = {
	    complaints, complaints->source, mistake, mistake->at};
	const char *problem = mistake->problem;

	if (is_indenting_tab(&spot)) {
		complain(complaints, spot.at,
		    "a tab cannot indent YAML, only blanks can: write blanks "
		    "for it");
		return;
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strncmp(problem, known[i].problem,
			strlen(known[i].problem)) == 0 &&
		    known[i].say(&spot))
			return;
	if (mistake->context != NULL && mistake->context_at < mistake->at)
		complain(complaints, mistake->at,
		    "this is no YAML: %s (%s that begins in line %" PRIu64 ")",
		    problem, mistake->context,
		    complaints_line(complaints, mistake->context_at));
	else
		complain(
		    complaints, mistake->at, "this is no YAML: %s", problem);
}

/*
 * Policies: `policy show --resolved` of one that is accepted means the same
 * and is accepted, and what is wrong in any other is told with a place that
 * exists. FUZZ_LONGEST 1200
 *
 * A first byte that is odd makes a policy from the bytes that follow
 * (grammar.h), else they are the text, where a line "=====" begins the next
 * of the files main, base and exceptions.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "fuzz/fuzz.h"
#include "fuzz/grammar.h"
#include "fuzz/made_report.h"
#include "policy/pack.h"
#include "policy/policy_load.h"

enum {
	TEXT_MAX = 4 << 20
};

struct files {
	struct policy_source source;
	struct documents *documents;
	struct buffer said;
};

/* What came of reading. */
struct loaded {
	struct policy policy;
	struct buffer errors, warnings, resolved;
	int result;
};

static struct buffer *
document(struct documents *documents, const char *name)
{
	if (strcmp(name, "main") == 0)
		return &documents->main;
	if (strcmp(name, "base") == 0)
		return &documents->base;
	return strcmp(name, "exceptions") == 0 ? &documents->exceptions : NULL;
}

static char *
give(struct policy_source *source, const char *path, size_t *len,
    char **identity, struct error *err)
{
	struct files *files = (struct files *)source;
	struct buffer *text = document(files->documents, path);
	char shown[80];

	if (text == NULL ||
	    (text->len == 0 && text != &files->documents->main)) {
		error_set(err, ERROR_POLICY, "%s is not there",
		    visible_copy(shown, sizeof(shown), text_of(path)));
		return NULL;
	}
	*len = text->len;
	*identity = xstrdup(path);
	return xstrndup(text->data, text->len);
}

static void
hear(struct policy_source *source, const char *text)
{
	buffer_append_text(&((struct files *)source)->said, text);
}

static size_t
count_lines(struct text text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	return lines;
}

/* The code points of a line. */
static size_t
line_width(struct text text, unsigned long line)
{
	const char *end = text.ptr + text.len, *next;

	for (; line > 1; line--)
		text.ptr = (const char *)memchr(
			       text.ptr, '\n', (size_t)(end - text.ptr)) +
		    1;
	next = memchr(text.ptr, '\n', (size_t)(end - text.ptr));
	text.len = (size_t)((next != NULL ? next : end) - text.ptr);
	return utf8_count(text);
}

/* The text of a file or pack whose name and ':' a line begins with. */
static size_t
named(struct documents *documents, const char *line, struct text *text)
{
	static const char prefix[] = "builtin:";
	size_t skip =
	    strncmp(line, prefix, strlen(prefix)) == 0 ? strlen(prefix) : 0;
	size_t len = skip + strcspn(line + skip, ":");
	char *name = xstrndup(line + skip, len - skip);
	const struct pack *pack = skip > 0 ? pack_find(name) : NULL;
	struct buffer *file = skip > 0 ? NULL : document(documents, name);

	free(name);
	fuzz_hold(pack != NULL || file != NULL, "no file is named: %s", line);
	*text = pack != NULL ? (struct text){pack->text, pack->len}
			     : (struct text){buffer_text(file), file->len};
	return len;
}

/* "FILE:LINE:COLUMN: " of a file that was read, inside it. */
static void
check_place(struct documents *documents, const char *line)
{
	struct text text;
	size_t len = named(documents, line, &text);
	unsigned long row, column;
	char *end;

	row = strtoul(line + len + 1, &end, 10);
	fuzz_hold(*end == ':', "no line: %s", line);
	column = strtoul(end + 1, &end, 10);
	fuzz_hold(strncmp(end, ": ", 2) == 0 && end[2] != '\0',
	    "no column or no sentence: %s", line);
	fuzz_hold(row >= 1 && row <= count_lines(text),
	    "no such line in %zu: %s", count_lines(text), line);
	fuzz_hold(column >= 1 && column <= line_width(text, row) + 1,
	    "no such column in %zu: %s", line_width(text, row), line);
}

/* Each complaint is its sentence, the source and a caret. */
static void
check_complaints(struct documents *documents, struct buffer *complaints)
{
	char *line = complaints->len > 0 ? complaints->data : NULL, *end;
	int of_three = 0;
	size_t bad;

	fuzz_hold(
	    utf8_valid((struct text){complaints->data, complaints->len}, &bad),
	    "complaints are no UTF-8: %s", buffer_text(complaints));
	for (size_t i = 0; i < complaints->len; i++)
		fuzz_hold(complaints->data[i] == '\n' ||
			((unsigned char)complaints->data[i] >= 0x20 &&
			    complaints->data[i] != 0x7f),
		    "a control character: %s", buffer_text(complaints));
	for (; line != NULL && line < complaints->data + complaints->len;
	     line = end + 1) {
		end = memchr(line, '\n',
		    complaints->len - (size_t)(line - complaints->data));
		fuzz_hold(end != NULL, "no line end: %s", line);
		*end = '\0';
		if (of_three == 0 && strncmp(line, "and ", 4) != 0)
			check_place(documents, line);
		of_three = strncmp(line, "and ", 4) == 0 && of_three == 0
		    ? 0
		    : (of_three + 1) % 3;
		fuzz_hold(of_three != 0 || line[0] == ' ' ||
			strncmp(line, "and ", 4) == 0,
		    "no caret: %s", line);
		*end = '\n';
	}
	fuzz_hold(
	    of_three == 0, "a complaint in part: %s", buffer_text(complaints));
}

static void
load(struct loaded *loaded, struct documents *documents)
{
	static const char *const policy = "main",
				 *const exceptions = "exceptions";
	struct files files = {{give, hear}, documents, {NULL, 0, 0, 0}};
	struct policy_request request = {
	    .source = &files.source,
	    .policies = {&policy, 1},
	    .exceptions = {&exceptions, documents->exceptions.len > 0},
	    .settings = {documents->settings, documents->setting_count},
	    .resolved = &loaded->resolved,
	};

	timestamp_parse(text_of("2026-08-01T00:00:00Z"), &request.now);
	buffer_init(&files.said, TEXT_MAX);
	buffer_init(&loaded->errors, TEXT_MAX);
	buffer_init(&loaded->warnings, TEXT_MAX);
	buffer_init(&loaded->resolved, TEXT_MAX);
	policy_init(&loaded->policy);
	loaded->result = policy_load(
	    &loaded->policy, &request, &loaded->errors, &loaded->warnings);
	fuzz_hold(
	    (loaded->result == 0) == (loaded->errors.len + files.said.len == 0),
	    "the result is %d, and it is said: %s%s", loaded->result,
	    buffer_text(&files.said), buffer_text(&loaded->errors));
	check_complaints(documents, &loaded->errors);
	check_complaints(documents, &loaded->warnings);
	buffer_release(&files.said);
}

static void
release(struct loaded *loaded)
{
	policy_release(&loaded->policy);
	buffer_release(&loaded->errors);
	buffer_release(&loaded->warnings);
	buffer_release(&loaded->resolved);
}

/* Without the origins, which name the file that was read. */
static void
strip_origins(const struct buffer *resolved, struct buffer *out)
{
	const char *at = resolved->data, *end = at + resolved->len;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		const char *origin = line_end;

		while (origin > at && strncmp(origin, "  # ", 4) != 0)
			origin--;
		if (origin == at && strncmp(at, "  # ", 4) != 0 && *at != '#')
			origin = line_end;
		buffer_append(out, at, (size_t)(origin - at));
		buffer_append_text(out, "\n");
		at = line_end + 1;
	}
}

static void
check_same(const struct loaded *loaded, const struct loaded *again)
{
	const struct policy *const both[] = {&loaded->policy, &again->policy};
	char digests[2][DIGEST_HEX_SIZE];
	struct buffer texts[2], verdicts[2];

	for (int i = 0; i < 2; i++) {
		policy_digest(both[i], digests[i]);
		buffer_init(&texts[i], TEXT_MAX);
		buffer_init(&verdicts[i], TEXT_MAX);
	}
	strip_origins(&loaded->resolved, &texts[0]);
	strip_origins(&again->resolved, &texts[1]);
	fuzz_hold_same("resolved policies", &texts[0], &texts[1]);
	fuzz_hold(strcmp(digests[0], digests[1]) == 0, "digests differ: %s",
	    texts[0].data);
	made_report_judge(both, 2, verdicts);
	fuzz_hold_same("verdicts", &verdicts[0], &verdicts[1]);
	for (int i = 0; i < 2; i++) {
		buffer_release(&texts[i]);
		buffer_release(&verdicts[i]);
	}
}

static void
check_resolved(struct loaded *loaded)
{
	struct documents documents;
	struct loaded again;

	documents_init(&documents);
	buffer_append(
	    &documents.main, loaded->resolved.data, loaded->resolved.len);
	load(&again, &documents);
	fuzz_hold(again.result == 0, "the resolved policy is refused:\n%s%s",
	    buffer_text(&loaded->resolved), buffer_text(&again.errors));
	check_same(loaded, &again);
	release(&again);
	documents_release(&documents);
}

static void
split_text(const uint8_t *bytes, size_t len, struct documents *documents)
{
	static const char border[] = "\n=====\n";
	struct buffer *const into[] = {
	    &documents->main, &documents->base, &documents->exceptions};

	for (int i = 0; i < 3; i++) {
		const uint8_t *end = memmem(bytes, len, border, strlen(border));
		size_t part = end != NULL ? (size_t)(end - bytes) : len;

		buffer_append(into[i], bytes, part);
		if (end == NULL)
			return;
		bytes += part + strlen(border);
		len -= part + strlen(border);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static struct fuzz_share made = {.name = "made policies accepted"};
	static struct fuzz_share mutated = {.name = "texts accepted"};
	struct documents documents;
	struct loaded loaded;
	bool is_made = len > 0 && (bytes[0] & 1) != 0;

	if (len == 0)
		return 0;
	documents_init(&documents);
	if (is_made)
		grammar_write(
		    &(struct choices){bytes + 1, len - 1}, &documents);
	else
		split_text(bytes + 1, len - 1, &documents);
	if (getenv("FUZZ_SHOW") != NULL)
		fprintf(stderr, "%s=====\n%s=====\n%s",
		    buffer_text(&documents.main), buffer_text(&documents.base),
		    buffer_text(&documents.exceptions));
	load(&loaded, &documents);
	if (getenv("FUZZ_SHOW") != NULL)
		fprintf(stderr, "----\n%s", buffer_text(&loaded.errors));
	fuzz_share_count(is_made ? &made : &mutated, loaded.result == 0);
	if (loaded.result == 0)
		check_resolved(&loaded);
	release(&loaded);
	documents_release(&documents);
	return 0;
}

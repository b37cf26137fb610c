/*
 * Envelopes and all other layers, by whole runs: made reports that were
 * wrapped give their own rows; damage is found, or did no harm; whatever was
 * read complete is what plain decoders of the outermost layer give.
 * FUZZ_LONGEST 3000
 *
 * A first byte that is odd makes reports and layers from the bytes that
 * follow, else they are the input.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "fuzz/plain_decode.h"
#include "fuzz/run.h"
#include "fuzz/wrapping.h"

enum {
	TEXT_MAX = 16 << 20,
	OUTER_MAX = 4,
	CUTS = 6,
	WHOLE = 1 << 20 /* a step that gives all at once */
};

static const char header[] =
    "user,arn,user_creation_time,password_enabled,password_last_used,"
    "password_last_changed,password_next_rotation,mfa_active,"
    "access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,"
    "access_key_1_last_used_service,access_key_2_active,"
    "access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,"
    "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/* What was made: the input, and what is true of it. */
struct made {
	struct buffer input;
	struct buffer rows;     /* of all documents */
	size_t document_end[4]; /* in rows */
	unsigned documents;
	unsigned layers;  /* of each */
	bool checked;     /* a checksum is over each document */
	bool ends;        /* each document tells its end */
	bool all_checked; /* the same over the whole input */
	bool all_end;
};

static const char narrow_header[] = "user,password_enabled,mfa_active";

static void
write_row(struct buffer *out, bool is_narrow, struct choices *choices,
    unsigned number)
{
	static const char *const names[] = {
	    "bob", "a.very-long+name", "x", "c,d", "Eve_1", "=2@3"};
	unsigned k = choose(choices, 6), bits = choose(choices, 16);
	const char *quote = k == 3 ? "\"" : "";
	const char *password = bits & 1 ? "true" : "false";
	const char *mfa = bits & 2 ? "true" : "false";

	if (is_narrow) {
		/* A row, like the header, is a multiple of 3 bytes with its
		 * LF, so that in base64 its end is that of a group. */
		size_t len = 2 * strlen(quote) + strlen(names[k]) +
		    strlen(",,\n") + strlen(password) + strlen(mfa);

		buffer_appendf(out, "%s%s%0*u%s,%s,%s", quote, names[k],
		    (int)(4 - (len + 1) % 3), number, quote, password, mfa);
		return;
	}
	buffer_appendf(out, "%s%s%u%s,", quote, names[k], number, quote);
	buffer_appendf(out,
	    "%sarn:aws:iam::123456789012:user/p/%s%u%s,"
	    "2024-05-%02uT00:00:00Z,%s,N/A,N/A,N/A,%s,"
	    "false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,%s,N/A",
	    quote, names[k], number, quote, 1 + bits, password, mfa,
	    bits & 4 ? "true" : "false");
}

/* A report; its rows are appended to those that are expected. Of one with
 * few columns a cut is often the end of a row. */
static void
write_report(struct made *made, struct buffer *out, struct choices *choices)
{
	unsigned form = choose(choices, 8);
	bool is_narrow = (form & 4) != 0;
	unsigned count = 1 + choose(choices, is_narrow ? 40 : 4);
	const char *newline = form & 1 ? "\r\n" : "\n";

	buffer_append_text(out, is_narrow ? narrow_header : header);
	for (unsigned i = 0; i < count; i++) {
		size_t at;

		buffer_append_text(out, newline);
		at = out->len;
		write_row(out, is_narrow, choices, i);
		buffer_append(&made->rows, out->data + at, out->len - at);
		buffer_append_text(&made->rows, "\n");
	}
	if (form & 2)
		buffer_append_text(out, newline);
	made->document_end[made->documents++] = made->rows.len;
}

/* One form for all documents, since a stream has only one. */
static void
write_documents(struct made *made, struct choices *choices)
{
	enum wrapping form = choose(choices, WRAP_UTF16);
	unsigned count = 1 + choose(choices, 3), packed;
	bool pack = choose(choices, 3) == 1 && form > WRAP_BASE64;
	struct choices same = *choices;

	made->checked = pack || form == WRAP_GZIP;
	made->ends = made->checked || wrapping_has_end(form);
	for (int i = 0; i < 5; i++)
		choose(choices, 256);
	for (unsigned i = 0; i < count; i++) {
		/* The variant of the form is the same, too: a list of YAML
		 * is no map. */
		struct choices variant = same;
		struct buffer document;
		unsigned layers;

		buffer_init(&document, TEXT_MAX);
		write_report(made, &document, choices);
		packed = pack ? wrap(&document, WRAP_GZIP, &variant) : 0;
		variant = same;
		layers = packed + wrap(&document, form, &variant);
		if (layers > made->layers)
			made->layers = layers;
		buffer_append(&made->input, document.data, document.len);
		buffer_release(&document);
	}
}

static void
wrap_all(struct made *made, const enum wrapping outer[OUTER_MAX],
    struct choices *choices)
{
	for (unsigned i = 0; i < OUTER_MAX && made->input.len < 20000; i++) {
		/* Of several members the last ones can be cut off unseen. */
		struct choices none = {NULL, 0};

		made->layers += wrap(&made->input, outer[i],
		    outer[i] == WRAP_GZIP ? &none : choices);
		made->all_checked |= outer[i] == WRAP_GZIP;
		made->all_end |=
		    made->all_checked || wrapping_has_end(outer[i]);
	}
}

static void
make(struct made *made, struct choices *choices)
{
	enum wrapping outer[OUTER_MAX];

	*made = (struct made){.documents = 0};
	buffer_init(&made->input, TEXT_MAX);
	buffer_init(&made->rows, TEXT_MAX);
	for (unsigned i = 0; i < OUTER_MAX; i++)
		outer[i] = choose(choices, 4) != 1
		    ? WRAP_NONE
		    : choose(choices, WRAP_COUNT);
	write_documents(made, choices);
	wrap_all(made, outer, choices);
}

static void
release(struct made *made)
{
	buffer_release(&made->input);
	buffer_release(&made->rows);
}

/* What is in a single object of JSON. */
static bool
read_json(const struct buffer *text, struct buffer *out)
{
	json_t *object =
	    json_loadb(text->data, text->len, JSON_REJECT_DUPLICATES, NULL);
	json_t *content = json_object_get(object, "Content");

	bool is_there = json_is_string(content);

	if (is_there)
		buffer_append(out, json_string_value(content),
		    json_string_length(content));
	json_decref(object);
	return is_there;
}

/* Takes the outermost layer off where a plain decoder can. */
static bool
peel(const struct run *run, const struct buffer *text, struct buffer *out)
{
	const char *layer = run->layer_count > 0 ? run->layers[0] : "";
	const uint8_t *bytes = (const uint8_t *)text->data;

	if (strcmp(layer, "gzip") == 0)
		return plain_gunzip(bytes, text->len, out);
	if (strcmp(layer, "base64") == 0)
		return plain_base64_is(bytes, text->len) &&
		    plain_base64(bytes, text->len, out);
	return strcmp(layer, "json") == 0 && read_json(text, out);
}

/* What was read complete is what the decoders of others give. */
static void
check_peeled(struct run *run, const struct buffer *input)
{
	static struct fuzz_share peeled = {.name = "complete and peeled"};
	struct buffer out;
	struct run inner;
	bool is_peeled;

	if (!run->complete)
		return;
	buffer_init(&out, TEXT_MAX);
	is_peeled = peel(run, input, &out);
	fuzz_share_count(&peeled, is_peeled);
	if (is_peeled) {
		run_read(&inner, out.data, out.len, WHOLE, NULL);
		fuzz_hold_same("rows", &run->rows, &inner.rows);
		run_release(&inner);
	}
	buffer_release(&out);
}

static void
check_whole(struct made *made, size_t step)
{
	struct run run;

	run_read(&run, made->input.data, made->input.len, step, NULL);
	if (made->layers > LIMIT_LAYERS) {
		fuzz_hold(!run.complete, "%u layers were read", made->layers);
	} else {
		fuzz_hold(run.complete, "a whole input has errors:\n%s",
		    buffer_text(&run.problems));
		fuzz_hold_same("rows", &made->rows, &run.rows);
		fuzz_hold(
		    made->documents > 1 || run.layer_count == made->layers,
		    "%zu layers are told; there are %u", run.layer_count,
		    made->layers);
	}
	check_peeled(&run, &made->input);
	run_release(&run);
}

/* What is done to the input, chosen before all else. */
enum damage_kind {
	CUT,
	CHANGED,
	DELETED,
	INSERTED,
	DAMAGE_COUNT
};

struct damage {
	enum damage_kind kind;
	size_t at; /* from the end: there damage is hard to find */
	char byte;
};

static struct damage
choose_damage(struct choices *choices)
{
	struct damage damage = {.kind = choose(choices, DAMAGE_COUNT)};

	damage.byte = (char)choose(choices, 256);
	for (int i = 0; i < 3; i++)
		damage.at = damage.at << 8 | choose(choices, 256);
	return damage;
}

static void
append_damaged(
    struct buffer *out, const struct buffer *input, const struct damage *damage)
{
	enum damage_kind kind = damage->kind;
	size_t at = input->len - 1 - damage->at % input->len;
	char c = damage->byte;

	buffer_append(out, input->data, at);
	if (kind == CHANGED && c == input->data[at])
		c = (char)(c ^ 1);
	if (kind == INSERTED || kind == CHANGED)
		buffer_append(out, &c, 1);
	if (kind == CHANGED || kind == DELETED)
		at++;
	if (kind != CUT)
		buffer_append(out, input->data + at, input->len - at);
}

/* The rows of the first documents, or for some of the last one, too. */
static bool
is_cut_of(const struct made *made, const struct run *run)
{
	size_t len = run->rows.len;
	bool at_end = false;

	if (len > made->rows.len || len == 0 ||
	    memcmp(run->rows.data, made->rows.data, len) != 0)
		return false;
	for (unsigned i = 0; i < made->documents; i++)
		at_end |= made->document_end[i] == len;
	return at_end || !made->ends;
}

static bool
has_all(struct made *made, struct run *run)
{
	return run->rows.len == made->rows.len &&
	    memcmp(run->rows.data, made->rows.data, run->rows.len) == 0;
}

static size_t
count_lines(const struct buffer *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->len; i++)
		count += text->data[i] == '\n';
	return count;
}

static void
show(const struct buffer *input)
{
	if (getenv("FUZZ_SHOW") != NULL) {
		fwrite(input->data, 1, input->len, stderr);
		fputs("\n----\n", stderr);
	}
}

static void
check_damaged(struct made *made, const struct damage *damage)
{
	static struct fuzz_share complete = {.name = "damaged and complete"};
	enum damage_kind kind = damage->kind;
	struct run run, again;
	struct buffer input;

	buffer_init(&input, TEXT_MAX);
	append_damaged(&input, &made->input, damage);
	show(&input);
	run_read(&run, input.data, input.len, WHOLE, NULL);
	run_read(&again, input.data, input.len, 29, NULL);
	run_hold_same(&run, &again);
	check_peeled(&run, &input);
	fuzz_share_count(&complete, run.complete);
	if (run.complete && made->all_checked)
		fuzz_hold(has_all(made, &run), "damage was not found");
	else if (run.complete && kind == CUT && made->all_end)
		fuzz_hold(has_all(made, &run), "a cut was not found");
	else if (run.complete && kind == CUT)
		fuzz_hold(is_cut_of(made, &run), "a cut gave other rows:\n%s",
		    buffer_text(&run.rows));
	else if (run.complete && made->checked)
		fuzz_hold(has_all(made, &run),
		    "damage of one document was not found:\n%s",
		    buffer_text(&run.rows));
	else if (run.complete)
		fuzz_hold(count_lines(&run.rows) >= count_lines(&made->rows),
		    "rows were lost:\n%s", buffer_text(&run.rows));
	buffer_release(&input);
	run_release(&run);
	run_release(&again);
}

static void
check_bytes(const uint8_t *bytes, size_t len)
{
	static struct fuzz_share complete = {.name = "bytes complete"};
	const struct buffer input = {(char *)(uintptr_t)bytes, len, len, len};
	struct run run, again;

	run_read(&run, bytes, len, WHOLE, NULL);
	run_read(&again, bytes, len, 7, NULL);
	run_hold_same(&run, &again);
	fuzz_share_count(&complete, run.complete);
	check_peeled(&run, &input);
	run_release(&run);
	run_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const size_t steps[] = {WHOLE, 5, 64, 1};
	struct choices choices = {bytes, len};
	struct damage damage;
	struct made made;

	if (choose(&choices, 2) == 0) {
		check_bytes(choices.at, choices.left);
		return 0;
	}
	damage = choose_damage(&choices);
	make(&made, &choices);
	show(&made.input);
	check_whole(&made, steps[len % 4]);
	/* Of all places few are the end of a row, where a cut can hide. */
	for (int i = 0; i < CUTS && made.layers <= LIMIT_LAYERS; i++) {
		check_damaged(&made, &damage);
		damage.at += 1 + made.input.len / CUTS;
		if (damage.kind != CUT)
			break;
	}
	release(&made);
	return 0;
}

/*
 * Opening one input and stacking its layers. The decoders come from the
 * table; nothing here names one.
 */
#include "input/source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/timestamp.h"
#include "input/decode.h"

/* The file itself: the lowest layer. */
struct file {
	const struct source_options *options;
	int fd;
	struct digest *digest; /* or NULL */
	uint64_t size;         /* bytes read so far */
	uint64_t start;        /* where standard input stood already */
	struct stat before;
};

struct layer {
	const struct decoder *decoder;
	struct decode_env env;
	struct stream *stream;
	void *state;
};

struct source {
	struct source_options options;
	struct problems *problems;
	struct file *file; /* belongs to bottom */
	struct stream *bottom;
	struct layer layers[LIMIT_LAYERS];
	uint64_t inflated[LIMIT_LAYERS]; /* by a layer at that depth */
	struct origin origin;
	struct source_identity identity;
	bool begun;
};

static ssize_t
file_read(void *layer, uint8_t *dst, size_t cap, struct error *err)
{
	struct file *file = layer;
	ssize_t n;

	if (file->options->read_size > 0 && cap > file->options->read_size)
		cap = file->options->read_size;
	do {
		n = read(file->fd, dst, cap);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		error_set(
		    err, ERROR_SYSTEM, "cannot be read: %s", strerror(errno));
		err->byte = file->size;
		return -1;
	}
	file->size += (uint64_t)n;
	if (file->digest != NULL)
		digest_update(file->digest, dst, (size_t)n);
	return n;
}

static void
file_free(void *layer)
{
	struct file *file = layer;

	if (file->fd != STDIN_FILENO)
		close(file->fd);
	digest_free(file->digest);
	free(file);
}

static const struct stream_ops file_ops = {file_read, file_free};

/* -1 with a reason, or the descriptor. */
static int
open_file(const char *path, struct stat *st, struct error *err)
{
	int fd = STDIN_FILENO;

	if (path != NULL)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, st) < 0) {
		error_set(
		    err, ERROR_SYSTEM, "cannot be opened: %s", strerror(errno));
		if (fd > STDIN_FILENO)
			close(fd);
		return -1;
	}
	if (S_ISDIR(st->st_mode)) {
		error_set(err, ERROR_INPUT, "is a folder; expected a file");
		if (path != NULL)
			close(fd);
		return -1;
	}
	return fd;
}

/* A program before us may have read a part of standard input. */
static uint64_t
start_of(const char *path, const struct stat *st)
{
	off_t start = path == NULL ? lseek(STDIN_FILENO, 0, SEEK_CUR) : 0;

	if (start <= 0)
		return 0;
	return (uint64_t)(start < st->st_size ? start : st->st_size);
}

struct source *
source_open(const char *path, const struct source_options *options,
    struct problems *problems, struct error *err)
{
	struct source *source;
	struct stat st;
	int fd = open_file(path, &st, err);

	if (fd < 0)
		return NULL;
	source = xcalloc(1, sizeof(*source));
	source->options = *options;
	source->problems = problems;
	source->file = xcalloc(1, sizeof(*source->file));
	source->file->options = &source->options;
	source->file->fd = fd;
	source->file->before = st;
	source->file->start = start_of(path, &st);
	if (options->want_digest)
		source->file->digest = digest_new();
	source->bottom = stream_new(&file_ops, source->file);
	source->origin.generated = TIMESTAMP_NONE;
	source->identity =
	    (struct source_identity){S_ISREG(st.st_mode), st.st_dev, st.st_ino};
	source->origin.mtime =
	    S_ISREG(st.st_mode) ? st.st_mtim.tv_sec : TIMESTAMP_NONE;
	return source;
}

struct stream *
source_stream(struct source *source)
{
	size_t count = source->origin.layer_count;

	return count > 0 ? source->layers[count - 1].stream : source->bottom;
}

static void
pop_layer(struct source *source)
{
	stream_close(source_stream(source));
	source->origin.layer_count--;
}

static void
push_layer(struct source *source, const struct decoder *decoder)
{
	struct layer *layer = &source->layers[source->origin.layer_count];

	layer->decoder = decoder;
	layer->env = (struct decode_env){
	    .below = source_stream(source),
	    .problems = source->problems,
	    .max_decoded = source->options.max_decoded,
	    .inflated = &source->inflated[source->origin.layer_count],
	    .generated = &source->origin.generated,
	};
	if (!decoder->is_text)
		source->origin.is_encoded = true;
	layer->state = decoder->new (&layer->env);
	layer->stream = stream_new(&decoder->ops, layer->state);
	source->origin.layers[source->origin.layer_count++] = decoder->name;
}

/* Some editors put a byte order mark before any kind of text. */
static ssize_t
peek_behind_bom(struct stream *stream, const uint8_t **bytes, struct error *err)
{
	ssize_t n = stream_peek(stream, LIMIT_PREFIX, bytes, err);

	if (n < 3 || memcmp(*bytes, "\xef\xbb\xbf", 3) != 0)
		return n;
	stream_consume(stream, 3);
	return stream_peek(stream, LIMIT_PREFIX, bytes, err);
}

/* Stacks decoders until none takes the bytes. */
static int
stack_layers(struct source *source, struct error *err)
{
	const struct decoder *decoder;
	const uint8_t *bytes;
	ssize_t n;

	for (;;) {
		n = peek_behind_bom(source_stream(source), &bytes, err);
		if (n < 0)
			return -1;
		decoder = decode_find(bytes, (size_t)n);
		if (decoder == NULL)
			return 0;
		if (source->origin.layer_count == LIMIT_LAYERS)
			return error_at(err, 0,
			    "more than %d layers of "
			    "encoding lie over each other; the inner ones "
			    "were not read",
			    LIMIT_LAYERS);
		push_layer(source, decoder);
	}
}

/* A reader that saw what it wanted may have left the rest of a document. */
static int
drain(struct stream *stream, struct error *err)
{
	const uint8_t *bytes;
	ssize_t n;

	while ((n = stream_peek(stream, 1, &bytes, err)) > 0)
		stream_consume(stream, (size_t)n);
	return n < 0 ? -1 : 0;
}

int
source_next(struct source *source, struct error *err)
{
	struct layer *layer;
	int more = 0;

	if (!source->begun) {
		source->begun = true;
		return stack_layers(source, err) < 0 ? -1 : 1;
	}
	if (drain(source_stream(source), err) < 0)
		return -1;
	source->origin.generated = TIMESTAMP_NONE;
	while (source->origin.layer_count > 0) {
		layer = &source->layers[source->origin.layer_count - 1];
		if (layer->decoder->next != NULL)
			more = layer->decoder->next(layer->state, err);
		if (more != 0)
			break;
		pop_layer(source);
	}
	if (more <= 0)
		return more;
	stream_restart(layer->stream);
	return stack_layers(source, err) < 0 ? -1 : 1;
}

const struct source_identity *
source_identity(const struct source *source)
{
	return &source->identity;
}

const struct origin *
source_origin(const struct source *source)
{
	return &source->origin;
}

/* A file that was written to meanwhile was judged in part only. */
static int
check_unchanged(const struct file *file, struct error *err)
{
	const struct stat *before = &file->before;
	struct stat after;

	if (!S_ISREG(before->st_mode))
		return 0;
	if (fstat(file->fd, &after) < 0)
		return error_set(err, ERROR_SYSTEM,
		    "cannot be checked for "
		    "changes: %s",
		    strerror(errno));
	if (after.st_size == before->st_size &&
	    after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	    after.st_mtim.tv_nsec == before->st_mtim.tv_nsec &&
	    file->start + file->size == (uint64_t)before->st_size)
		return 0;
	return error_set(err, ERROR_INPUT,
	    "it was changed while it was being read: it had %jd bytes before "
	    "and %jd after, and %" PRIu64 " were read",
	    (intmax_t)before->st_size, (intmax_t)after.st_size, file->size);
}

int
source_finish(struct source *source, struct source_end *end, struct error *err)
{
	int failed;

	while (source->origin.layer_count > 0)
		pop_layer(source);
	end->sha256[0] = '\0';
	failed = drain(source->bottom, err);
	end->size = source->file->size;
	if (failed < 0)
		return -1;
	if (source->file->digest != NULL)
		digest_hex(source->file->digest, end->sha256);
	return check_unchanged(source->file, err);
}

void
source_close(struct source *source)
{
	if (source == NULL)
		return;
	while (source->origin.layer_count > 0)
		pop_layer(source);
	stream_close(source->bottom);
	free(source);
}

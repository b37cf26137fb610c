/*
 * Reading policy files into memory; what they mean is policy's business. A
 * name is a built-in pack's or a file's; no folder is searched, for a file
 * planted among the evidence must not become the policy.
 */
#include "program/load_policy.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "base/visible.h"
#include "policy/pack.h"

/* More than this in errors is more than anybody reads. */
enum {
	ERRORS_MAX = 256 << 10,
	SHOWN = 200
};

struct source {
	struct policy_source source;
	const struct messages *messages;
};

static ssize_t
read_all(int fd, char *text, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t n = read(fd, text + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

/* A name that can be none of a file may be a pack's, mistyped. */
static bool
looks_like_file(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') != NULL ||
	    (len > 5 && strcmp(name + len - 5, ".yaml") == 0) ||
	    (len > 4 && strcmp(name + len - 4, ".yml") == 0);
}

static void
no_pack(const char *shown, struct error *err)
{
	struct buffer known;

	buffer_init(&known, SIZE_MAX);
	pack_append_names(&known);
	error_set(err, ERROR_POLICY,
	    "policy \"%s\" is neither a file nor a built-in pack; the packs "
	    "are: %s",
	    shown, buffer_text(&known));
	buffer_release(&known);
}

static void
explain(const char *path, int failure, struct error *err)
{
	char shown[SHOWN];

	visible_copy(shown, sizeof(shown), text_of(path));
	if (failure == ENOENT && !looks_like_file(path))
		no_pack(shown, err);
	else
		error_set(err, ERROR_POLICY, "policy %s cannot be read: %s",
		    shown, strerror(failure));
}

/* The same for the same file, whatever its name. */
static char *
identify(int fd)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return NULL;
	return xasprintf("%" PRIuMAX ":%" PRIuMAX, (uintmax_t)status.st_dev,
	    (uintmax_t)status.st_ino);
}

/* Of a file that is too large one byte more than it may have. */
static char *
read_file(const char *path, size_t *len, char **identity, struct error *err)
{
	char *text = xmalloc(LIMIT_POLICY + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read_all(fd, text, LIMIT_POLICY + 1);
	int failure = errno;

	*identity = fd >= 0 ? identify(fd) : NULL;
	if (n >= 0 && *identity == NULL)
		failure = errno;
	if (fd >= 0)
		close(fd);
	if (n >= 0 && *identity != NULL) {
		*len = (size_t)n;
		return text;
	}
	free(text);
	free(*identity);
	*identity = NULL;
	explain(path, failure, err);
	return NULL;
}

static const struct pack *
pack_named(const char *name)
{
	static const char prefix[] = "builtin:";

	return pack_find(strncmp(name, prefix, strlen(prefix)) == 0
		? name + strlen(prefix)
		: name);
}

bool
load_policy_is_pack(const char *name)
{
	return pack_named(name) != NULL;
}

char *
load_policy_text(const char *name, size_t *len, struct error *err)
{
	const struct pack *pack = pack_named(name);
	char *identity = NULL, *text, shown[SHOWN];

	if (pack != NULL) {
		*len = pack->len;
		return xstrndup(pack->text, pack->len);
	}
	text = read_file(name, len, &identity, err);
	free(identity);
	if (text == NULL || *len <= LIMIT_POLICY)
		return text;
	visible_copy(shown, sizeof(shown), text_of(name));
	error_set(err, ERROR_POLICY,
	    "%s is larger than %zu bytes, the most that such a file may have",
	    shown, LIMIT_POLICY);
	free(text);
	return NULL;
}

static char *
give_file(struct policy_source *source, const char *path, size_t *len,
    char **identity, struct error *err)
{
	(void)source;
	return read_file(path, len, identity, err);
}

static void
say(struct policy_source *source, const char *text)
{
	message_error(((struct source *)source)->messages, "%s", text);
}

static struct policy_names
names_of(const struct strings *strings)
{
	return (struct policy_names){strings->item, strings->count};
}

static int
load(const struct policy_request *asked, const struct messages *messages,
    struct policy *policy)
{
	struct source source = {{give_file, say}, messages};
	struct policy_request request = *asked;
	struct buffer errors, warnings;
	int result;

	request.source = &source.source;
	buffer_init(&errors, ERRORS_MAX);
	buffer_init(&warnings, ERRORS_MAX);
	result = policy_load(policy, &request, &errors, &warnings);
	if (errors.len > 0)
		message_plain(buffer_text(&errors));
	if (warnings.len > 0 && !messages->quiet)
		message_plain(buffer_text(&warnings));
	buffer_release(&errors);
	buffer_release(&warnings);
	return result;
}

int
load_one_policy(const struct options *options, const struct messages *messages,
    const char *name, struct buffer *resolved, struct policy *policy)
{
	const struct policy_request request = {
	    .policies = {&name, 1},
	    .exceptions = names_of(&options->exceptions),
	    .settings = names_of(&options->set),
	    .now = resolved != NULL ? options->now : TIMESTAMP_NONE,
	    .resolved = resolved,
	};

	policy_init(policy);
	return load(&request, messages, policy);
}

int
load_and_check(const struct options *options, const struct messages *messages,
    const char *name)
{
	const struct policy_request request = {
	    .policies = {&name, 1},
	    .exceptions = names_of(&options->exceptions),
	    .settings = names_of(&options->set),
	    .now = options->now,
	    .any_kind = true,
	};
	struct policy policy;
	int result;

	policy_init(&policy);
	result = load(&request, messages, &policy);
	policy_release(&policy);
	return result;
}

int
load_policy(const struct options *options, const struct messages *messages,
    struct policy *policy)
{
	const struct policy_request request = {
	    .policies = names_of(&options->policies),
	    .exceptions = names_of(&options->exceptions),
	    .settings = names_of(&options->set),
	    .now = TIMESTAMP_NONE,
	};
	const struct selection selection = {
	    .rule = options->rule.item,
	    .rule_count = options->rule.count,
	    .skip_rule = options->skip_rule.item,
	    .skip_rule_count = options->skip_rule.count,
	    .tag = options->tag.item,
	    .tag_count = options->tag.count,
	};
	struct error err;

	policy_init(policy);
	if (load(&request, messages, policy) < 0)
		return -1;
	if (policy_select(policy, &selection, &err) == 0)
		return 0;
	message_error(messages, "%s", err.text);
	return -1;
}

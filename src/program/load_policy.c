/*
 * Reading policy files into memory; what they mean is policy's business. A
 * name is a built-in pack's or a file's; no folder is searched, for a file
 * planted among the evidence must not become the policy.
 */
#include "program/load_policy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/visible.h"
#include "policy/pack.h"

/* More than this in errors is more than anybody reads. */
enum {
	ERRORS_MAX = 256 << 10
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

static void
no_policy(const char *name, struct error *err)
{
	struct buffer known;

	buffer_init(&known, 256);
	for (size_t i = 0; i < pack_count; i++)
		buffer_appendf(
		    &known, "%s%s", i > 0 ? ", " : "", packs[i].name);
	error_set(err, ERROR_POLICY,
	    "policy \"%s\" is neither a file nor a built-in pack; the packs "
	    "are: %s",
	    name, buffer_text(&known));
	buffer_release(&known);
}

static char *
read_file(const char *path, size_t *len, struct error *err)
{
	char *text = xmalloc(LIMIT_POLICY + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read_all(fd, text, LIMIT_POLICY + 1);
	int failure = errno;

	if (fd >= 0)
		close(fd);
	if (n >= 0 && (size_t)n <= LIMIT_POLICY) {
		*len = (size_t)n;
		return text;
	}
	free(text);
	if (n < 0 && failure == ENOENT)
		no_policy(path, err);
	else if (n < 0)
		error_set(err, ERROR_POLICY, "policy %s cannot be read: %s",
		    path, strerror(failure));
	else
		error_set(
		    err, ERROR_POLICY, "policy %s is larger than 1 MiB", path);
	return NULL;
}

char *
load_policy_text(const char *name, size_t *len, struct error *err)
{
	const struct pack *pack = pack_find(name);

	if (pack == NULL)
		return read_file(name, len, err);
	*len = pack->len;
	return xstrndup(pack->text, pack->len);
}

static int
load_one(
    const char *name, const struct messages *messages, struct policy *policy)
{
	struct buffer errors;
	struct error err;
	size_t len;
	char *text = load_policy_text(name, &len, &err);
	int result;

	if (text == NULL) {
		message_error(messages, "%s", err.text);
		return -1;
	}
	buffer_init(&errors, ERRORS_MAX);
	result = policy_read(policy, name, text, len, &errors);
	if (result < 0)
		message_plain(buffer_text(&errors));
	buffer_release(&errors);
	free(text);
	return result;
}

int
load_policy(const struct options *options, const struct messages *messages,
    struct policy *policy)
{
	const struct selection selection = {
	    .rule = options->rule.item,
	    .rule_count = options->rule.count,
	    .skip_rule = options->skip_rule.item,
	    .skip_rule_count = options->skip_rule.count,
	    .tag = options->tag.item,
	    .tag_count = options->tag.count,
	};
	struct error err;
	int result = 0;

	policy_init(policy);
	for (size_t i = 0; i < options->policies.count; i++)
		if (load_one(options->policies.item[i], messages, policy) < 0)
			result = -1;
	if (result == 0 && policy_select(policy, &selection, &err) < 0) {
		message_error(messages, "%s", err.text);
		result = -1;
	}
	return result;
}

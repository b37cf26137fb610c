/*
 * Searching a file for words of reports. It decides nothing about them: a
 * false alarm costs a look, a report that was passed over a finding.
 */
#include "input/traces.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/limits.h"
#include "input/base64.h"

/* All in lower case: letter case is ignored. */
static const char *const traces[] = {
    /* headers, also cut ones; rows; re-exports */
    "user,arn", "user;arn", "user\tarn", "\"user\",\"", "\"user\";\"",
    "user_creation", "password_enabled", "password_last_", "mfa_active",
    "access_key_1_", "access_key_2_", "cert_1_", "<root_account>",
    /* envelopes */
    "\"content\"", "generatedtime", "reportformat", "getcredentialreport",
    /* what the AWS command says instead of a report */
    "an error occurred (", "<html", "<!doctype html",
    /* the begin of a report, of gzip data and of UTF-16 in base64 */
    "dxnlcixhcm4", "invzzxiil", "h4si", "//51ahma"};

enum {
	LONGEST = 32,
	BLOCK = LIMIT_READ,
	/* A line of base64 is 64 symbols or more; a word is not. */
	BASE64_LINE = 60
};

struct search {
	uint8_t bytes[LONGEST + BLOCK]; /* the end of the last block first */
	size_t kept;
	uint64_t symbols, others; /* of base64, before the first line end */
	bool in_first_line;
	bool only_nul;
};

static bool
holds_trace(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < sizeof(traces) / sizeof(*traces); i++)
		if (memmem(bytes, len, traces[i], strlen(traces[i])) != NULL)
			return true;
	return false;
}

static void
count_symbols(struct search *search, uint8_t byte)
{
	if (byte == '\n' || byte == '\r')
		search->in_first_line = search->symbols + search->others == 0;
	else if (base64_value(byte) >= 0 || byte == '-' || byte == '_')
		search->symbols++;
	else
		search->others++;
}

/* Takes a block of n bytes that was read behind what is kept. */
static bool
search_block(struct search *search, size_t n)
{
	uint8_t *block = search->bytes + search->kept;
	size_t len = search->kept + n;

	for (size_t i = 0; i < n; i++) {
		if (search->in_first_line)
			count_symbols(search, block[i]);
		if (block[i] != 0)
			search->only_nul = false;
		if (block[i] >= 'A' && block[i] <= 'Z')
			block[i] = (uint8_t)(block[i] - 'A' + 'a');
	}
	if (holds_trace(search->bytes, len))
		return true;
	search->kept = len < LONGEST ? len : LONGEST;
	memmove(
	    search->bytes, search->bytes + len - search->kept, search->kept);
	return false;
}

static bool
search_file(int fd)
{
	struct search search = {.in_first_line = true, .only_nul = true};
	ssize_t n;

	for (;;) {
		n = read(fd, search.bytes + search.kept, BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if (search_block(&search, (size_t)n))
			return true;
	}
	return n < 0 || search.only_nul ||
	    (search.symbols >= BASE64_LINE &&
		search.others * 20 <= search.symbols);
}

bool
traces_found(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool found;

	if (fd < 0)
		return true;
	found = search_file(fd);
	close(fd);
	return found;
}

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
    "access_key_1_", "access_key_2_", "cert_1_", "<root_account>", ":iam::",
    /* envelopes */
    "\"content\"", "generatedtime", "reportformat", "getcredentialreport",
    /* what the AWS command says instead of a report */
    "an error occurred (", "unable to locate credentials",
    "partial credentials found", "the config profile (",
    "could not connect to the endpoint", "error when retrieving token from",
    "ssl validation failed", "<html", "<!doctype html",
    /* the begin of a report, of gzip data and of UTF-16 in base64 */
    "dxnlcix", "invzzxi", "h4si", "//51ahma"};

enum {
	LONGEST = 32,
	BLOCK = LIMIT_READ,
	/* A line of base64 is 64 symbols or more; a word is not. */
	BASE64_LINE = 60,
	/* The longest name in a list of digests. */
	NAME_MAX_LEN = 255
};

struct search {
	uint8_t bytes[LONGEST + BLOCK]; /* the end of the last block first */
	size_t kept;
	uint64_t symbols, others;    /* of base64, before the first line end */
	size_t digits, blanks, name; /* of a list of digests, in this line */
	bool in_first_line;
	bool only_nul;
	bool no_digests; /* some line is none of such a list */
	bool begun;
	bool is_wide; /* UTF-16: without its NUL bytes a word is one */
};

static bool
holds_trace(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < sizeof(traces) / sizeof(*traces); i++)
		if (memmem(bytes, len, traces[i], strlen(traces[i])) != NULL)
			return true;
	return false;
}

static uint8_t
lower(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte - 'A' + 'a') : byte;
}

bool
traces_begin(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = lower(bytes[i]);
	return holds_trace(bytes, len);
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

static bool
is_digit(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
	    (byte >= 'A' && byte <= 'F');
}

/* MD5, SHA-1 and the lengths of SHA-2, BLAKE2 and SHA-3. */
static bool
is_digest(size_t digits)
{
	return digits == 32 || digits == 40 || digits == 56 || digits == 64 ||
	    digits == 96 || digits == 128;
}

static void
end_digest_line(struct search *search)
{
	if (search->digits + search->blanks > 0 && search->name == 0)
		search->no_digests = true;
	search->digits = search->blanks = search->name = 0;
}

/*
 * A list of digests, as sha256sum prints it, has long lines of symbols, but
 * no report has lines of a digest, a blank, a blank or '*', and a name.
 */
static void
follow_digests(struct search *search, uint8_t byte)
{
	if (byte == '\n')
		end_digest_line(search);
	else if (search->blanks == 2)
		search->name++;
	else if (search->blanks == 0 && is_digit(byte))
		search->digits++;
	else if (is_digest(search->digits) &&
	    (byte == ' ' || (byte == '*' && search->blanks == 1)))
		search->blanks++;
	else
		search->no_digests = true;
	if (search->name > NAME_MAX_LEN)
		search->no_digests = true;
}

static void
follow(struct search *search, uint8_t byte)
{
	if (search->in_first_line)
		count_symbols(search, byte);
	if (!search->no_digests)
		follow_digests(search, byte);
	if (byte != 0)
		search->only_nul = false;
}

/* Takes a block of n bytes that was read behind what is kept. */
static bool
search_block(struct search *search, size_t n)
{
	uint8_t *block = search->bytes + search->kept;
	size_t len = search->kept;

	if (!search->begun)
		search->is_wide = n >= 2 && (block[0] ^ block[1]) == 1 &&
		    (block[0] & block[1]) == 0xfe;
	search->begun = true;
	search->only_nul = search->only_nul && !search->is_wide;
	for (size_t i = 0; i < n; i++) {
		uint8_t byte = block[i];

		if (search->is_wide && (byte == 0 || byte >= 0xfe))
			continue;
		follow(search, byte);
		search->bytes[len++] = lower(byte);
	}
	if (holds_trace(search->bytes, len))
		return true;
	search->kept = len < LONGEST ? len : LONGEST;
	memmove(
	    search->bytes, search->bytes + len - search->kept, search->kept);
	return false;
}

static bool
looks_like_base64(const struct search *search)
{
	return search->symbols >= BASE64_LINE &&
	    search->others * 20 <= search->symbols;
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
	end_digest_line(&search);
	return n < 0 || search.only_nul ||
	    (looks_like_base64(&search) && search.no_digests);
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

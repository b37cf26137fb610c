/*
 * The table of what is no report, by its first bytes, and what no bytes mark.
 */
#include "input/foreign.h"

#include "input/deflate.h"
#include "input/traces.h"

struct signature {
	const char *bytes;
	size_t len;
	size_t at; /* offset */
	struct foreign foreign;
};

#define BYTES(literal) literal, sizeof(literal) - 1
#define ZLIB_ADVICE "decompress it with `zlib-flate -uncompress`"
#define UNPACK "unpack it and give the files in it"

static const struct signature signatures[] = {
    {BYTES("PK\x03\x04"), 0, {"a zip archive", UNPACK, true}},
    {BYTES("PK\x05\x06"), 0, {"an empty zip archive", UNPACK, true}},
    {BYTES("ustar"), 257, {"a tar archive", UNPACK, true}},
    {BYTES("\xfd"
	   "7zXZ"),
	0, {"xz data", "decompress it with `xz -dc`", true}},
    {BYTES("BZh"), 0, {"bzip2 data", "decompress it with `bzip2 -dc`", true}},
    {BYTES("\x28\xb5\x2f\xfd"), 0,
	{"zstd data", "decompress it with `zstd -dc`", true}},
    {BYTES("7z\xbc\xaf\x27\x1c"), 0, {"a 7z archive", UNPACK, true}},
    {BYTES("\x1f\x9d"), 0,
	{"compress (.Z) data", "decompress it with `uncompress -c`", true}},
    {BYTES("-----BEGIN PGP MESSAGE"), 0,
	{"a PGP message", "decrypt it with `gpg -d`", true}},
    {BYTES("\xff\xfe\0\0"), 0,
	{"UTF-32 text", "convert it with `iconv -f UTF-32 -t UTF-8`", true}},
    {BYTES("\0\0\xfe\xff"), 0,
	{"UTF-32 text", "convert it with `iconv -f UTF-32 -t UTF-8`", true}},
    {BYTES("\x78\x01"), 0, {"zlib data", ZLIB_ADVICE, true}},
    {BYTES("\x78\x9c"), 0, {"zlib data", ZLIB_ADVICE, true}},
    {BYTES("\x78\xda"), 0, {"zlib data", ZLIB_ADVICE, true}},
    {BYTES("An error occurred ("), 0,
	{"an error of the AWS command",
	    "run `aws iam get-credential-report` again", true}},
    {BYTES("<!doctype html"), 0,
	{"an HTML page", "download the report again", true}},
    {BYTES("<html"), 0, {"an HTML page", "download the report again", true}},
    {BYTES("<?xml"), 0,
	{"an XML document",
	    "save the report with the "
	    "AWS command or the console",
	    true}},
    {BYTES("<GetCredentialReportResponse"), 0,
	{"the raw answer of the "
	 "AWS API",
	    "save the report with the AWS command or the console", true}},
    {BYTES("%PDF-"), 0, {"a PDF document", "it holds no report", false}},
};

static const struct foreign utf16[] = {
    {"UTF-16 text without a byte order mark",
	"convert it with `iconv -f UTF-16BE -t UTF-8`", true},
    {"UTF-16 text without a byte order mark",
	"convert it with `iconv -f UTF-16LE -t UTF-8`", true},
};
static const struct foreign gpg = {
    "data encrypted by OpenPGP", "decrypt it with `gpg -d`", true};

static const struct foreign zlib = {"zlib data", ZLIB_ADVICE, true};
static const struct foreign deflate = {"raw deflate data",
    "decompress it with `python3 -c 'import sys, zlib; "
    "sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read(), -15))'`",
    true};

/* Anything may look like deflated data for some bytes, so what comes out
 * has to be known from reports. */
static const struct foreign *
find_deflate(const uint8_t *bytes, size_t len)
{
	uint8_t begin[512];

	for (int i = 0; i < 2; i++)
		if (traces_begin(begin,
			deflate_look(bytes, len, i == 0, begin, sizeof(begin))))
			return i == 0 ? &zlib : &deflate;
	return NULL;
}

/* ASCII in two bytes a character: every other byte is NUL, the first or
 * the second. */
static const struct foreign *
find_utf16(const uint8_t *bytes, size_t len)
{
	size_t zeros[2] = {0, 0};

	if (len < 16)
		return NULL;
	for (size_t i = 0; i < 16; i++)
		if (bytes[i] == 0)
			zeros[i % 2]++;
	if (zeros[0] + zeros[1] != 8 || (zeros[0] != 0 && zeros[1] != 0))
		return NULL;
	return &utf16[zeros[0] != 0 ? 0 : 1];
}

/* A binary OpenPGP packet (RFC 4880 section 4.2): public-key or symmetric
 * encrypted session key, the first packet of an encrypted file. */
static bool
is_openpgp(const uint8_t *bytes, size_t len)
{
	size_t version = 2;

	if (len < 4)
		return false;
	/* A new-format length of 192 and more takes two bytes. */
	if ((bytes[0] == 0xc1 || bytes[0] == 0xc3) && bytes[1] >= 192)
		version = 3;
	switch (bytes[0]) {
	case 0x84:
	case 0xc1:
		return bytes[version] == 3;
	case 0x85:
		return bytes[3] == 3;
	case 0x8c:
	case 0xc3:
		return bytes[version] == 4;
	default:
		return false;
	}
}

static bool
is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static uint8_t
lower(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte - 'A' + 'a') : byte;
}

/* Letter case ignored, for HTML; NUL is a byte like others. */
static bool
matches(const struct signature *s, const uint8_t *bytes, size_t len)
{
	if (len < s->at + s->len)
		return false;
	for (size_t i = 0; i < s->len; i++)
		if (lower(bytes[s->at + i]) != lower((uint8_t)s->bytes[i]))
			return false;
	return true;
}

const struct foreign *
foreign_find(const uint8_t *bytes, size_t len)
{
	const struct foreign *foreign = find_utf16(bytes, len);

	if (foreign != NULL)
		return foreign;
	/* The AWS command puts an empty line before its errors. */
	while (len > 0 && is_space(bytes[0])) {
		bytes++;
		len--;
	}
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++) {
		const struct signature *s = &signatures[i];

		if (matches(s, bytes, len))
			return &s->foreign;
	}
	return is_openpgp(bytes, len) ? &gpg : find_deflate(bytes, len);
}

/*
 * The table of what is no report, by its first bytes.
 */
#include "input/foreign.h"

#include <string.h>
#include <strings.h>

struct signature {
	const char *bytes;
	size_t len;
	size_t at; /* offset */
	struct foreign foreign;
};

#define BYTES(literal) literal, sizeof(literal) - 1
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
    {BYTES("\xff\xfe"), 0,
	{"UTF-16 text", "convert it with `iconv -f UTF-16 -t UTF-8`", true}},
    {BYTES("\xfe\xff"), 0,
	{"UTF-16 text", "convert it with `iconv -f UTF-16 -t UTF-8`", true}},
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
    {BYTES("Content: "), 0,
	{"YAML of the AWS command",
	    "save the report with `--output json` or `--output text`", true}},
    {BYTES("- Content: "), 0,
	{"YAML of the AWS command",
	    "save the report with `--output json` or `--output text`", true}},
    {BYTES("----------"), 0,
	{"a table of the AWS command",
	    "save the report with `--output json` or `--output text`", true}},
    {BYTES("%PDF-"), 0, {"a PDF document", "it holds no report", false}},
};

static const struct foreign utf16_without_bom = {"UTF-16 text without a "
						 "byte order mark",
    "convert it with `iconv -f UTF-16LE -t UTF-8`", true};
static const struct foreign gpg = {
    "data encrypted by OpenPGP", "decrypt it with `gpg -d`", true};

/* ASCII in two bytes a character: every other byte is NUL. */
static bool
is_utf16(const uint8_t *bytes, size_t len)
{
	size_t zeros[2] = {0, 0};

	if (len < 16)
		return false;
	for (size_t i = 0; i < 16; i++)
		if (bytes[i] == 0)
			zeros[i % 2]++;
	return zeros[0] + zeros[1] == 8 && (zeros[0] == 0 || zeros[1] == 0);
}

/* A binary OpenPGP packet (RFC 4880 section 4.2): public-key or symmetric
 * encrypted session key, the first packet of an encrypted file. */
static bool
is_openpgp(const uint8_t *bytes, size_t len)
{
	return len >= 4 &&
	    ((bytes[0] == 0x85 && bytes[3] == 3) ||
		(bytes[0] == 0x84 && bytes[2] == 3) ||
		(bytes[0] == 0x8c && bytes[2] == 4) ||
		(bytes[0] == 0xc1 && bytes[2] == 3) ||
		(bytes[0] == 0xc3 && bytes[2] == 4));
}

static bool
is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

const struct foreign *
foreign_find(const uint8_t *bytes, size_t len)
{
	/* The AWS command puts an empty line before its errors. */
	while (len > 0 && is_space(bytes[0])) {
		bytes++;
		len--;
	}
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++) {
		const struct signature *s = &signatures[i];

		if (len >= s->at + s->len &&
		    strncasecmp(
			(const char *)bytes + s->at, s->bytes, s->len) == 0)
			return &s->foreign;
	}
	if (is_utf16(bytes, len))
		return &utf16_without_bom;
	return is_openpgp(bytes, len) ? &gpg : NULL;
}

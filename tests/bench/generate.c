/*
 * Writes a report of the form that AWS writes, of at least so many bytes; the
 * same arguments give the same bytes everywhere. One row in a hundred is a
 * finding of the pack mfa, and few more are of cis-aws-6.0 as of 2026-01-01.
 *
 *	generate BYTES [quoted]
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CELLS = 22,
	CELL_SIZE = 160
};

static const char header[] =
    "user,arn,user_creation_time,password_enabled,password_last_used,"
    "password_last_changed,password_next_rotation,mfa_active,"
    "access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,"
    "access_key_1_last_used_service,access_key_2_active,"
    "access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,"
    "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n";

static const char *const names[] = {"alice", "bob", "carol", "dave", "erin",
    "frank", "grace", "heidi", "ivan", "judy", "mallory", "nina", "oscar",
    "peggy", "rupert", "sybil", "trent", "victor", "walter", "zoe"};
static const char *const paths[] = {
    "", "engineering/", "service-accounts/ci/", "division_abc/subdivision/"};
static const char *const regions[] = {"us-east-1", "eu-west-1", "eu-central-1",
    "ap-southeast-2", "us-west-2", "N/A"};
static const char *const services[] = {
    "s3", "ec2", "iam", "sts", "lambda", "cloudformation", "dynamodb", "N/A"};

#define PICK(list) (list)[draw(sizeof(list) / sizeof(*(list)))]

/* splitmix64 (S. Vigna) */
static uint64_t
draw(uint64_t below)
{
	static uint64_t state;
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

static bool
chance(unsigned percent)
{
	return draw(100) < percent;
}

static void
date(char cell[CELL_SIZE])
{
	static const unsigned days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned month = (unsigned)draw(12);

	snprintf(cell, CELL_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ",
	    2012 + (unsigned)draw(13), month + 1,
	    1 + (unsigned)draw(days[month]), (unsigned)draw(24),
	    (unsigned)draw(60), (unsigned)draw(60));
}

/* In the month before 2026. */
static void
recent_date(char cell[CELL_SIZE])
{
	snprintf(cell, CELL_SIZE, "2025-12-%02uT%02u:%02u:%02uZ",
	    1 + (unsigned)draw(31), (unsigned)draw(24), (unsigned)draw(60),
	    (unsigned)draw(60));
}

static void
word(char cell[CELL_SIZE], const char *text)
{
	snprintf(cell, CELL_SIZE, "%s", text);
}

static void
date_or_none(char cell[CELL_SIZE], bool is_date)
{
	if (is_date)
		recent_date(cell);
	else
		word(cell, "N/A");
}

static void
truth(char cell[CELL_SIZE], bool value)
{
	word(cell, value ? "true" : "false");
}

/* No name occurs twice. */
static void
name(char cell[CELL_SIZE])
{
	static unsigned number;

	number++;
	if (chance(60))
		snprintf(cell, CELL_SIZE, "%s.%s%u", PICK(names), PICK(names),
		    number);
	else
		snprintf(cell, CELL_SIZE, "svc-%s-%u", PICK(names), number);
}

static void
password(char row[CELLS][CELL_SIZE])
{
	bool enabled = chance(50);

	truth(row[3], enabled);
	if (enabled && chance(15))
		word(row[4], "no_information");
	else
		date_or_none(row[4], enabled);
	date_or_none(row[5], enabled);
	date_or_none(row[6], enabled && chance(60));
	truth(row[7], enabled ? !chance(2) : chance(10));
}

static void
access_key(
    char row[CELLS][CELL_SIZE], unsigned at, unsigned percent, unsigned active)
{
	bool present = chance(percent), used = present && chance(97);

	truth(row[at], present && chance(active));
	date_or_none(row[at + 1], present);
	date_or_none(row[at + 2], used);
	word(row[at + 3], used ? PICK(regions) : "N/A");
	word(row[at + 4], used ? PICK(services) : "N/A");
}

static void
certificate(char row[CELLS][CELL_SIZE], unsigned at)
{
	bool present = chance(2);

	truth(row[at], present && chance(75));
	date_or_none(row[at + 1], present);
}

static void
user(char row[CELLS][CELL_SIZE])
{
	name(row[0]);
	snprintf(row[1], CELL_SIZE, "arn:aws:iam::123456789012:user/%s%.64s",
	    PICK(paths), row[0]);
	date(row[2]);
	password(row);
	access_key(row, 8, 65, 75);
	access_key(row, 13, 20, 0);
	certificate(row, 18);
	certificate(row, 20);
}

static void
root(char row[CELLS][CELL_SIZE])
{
	user(row);
	word(row[0], "<root_account>");
	word(row[1], "arn:aws:iam::123456789012:root");
	truth(row[7], true);
}

/* Returns the bytes written. */
static uint64_t
print_row(char row[CELLS][CELL_SIZE], bool quoted)
{
	const char *quote = quoted ? "\"" : "";
	uint64_t len = 0;

	for (unsigned i = 0; i < CELLS; i++)
		len += (uint64_t)printf("%s%s%s%c", quote, row[i], quote,
		    i + 1 < CELLS ? ',' : '\n');
	return len;
}

int
main(int argc, char **argv)
{
	static char row[CELLS][CELL_SIZE];
	uint64_t bytes = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, len;
	bool quoted = argc > 2 && strcmp(argv[2], "quoted") == 0;

	if (bytes == 0) {
		fputs("usage: generate BYTES [quoted]\n", stderr);
		return 2;
	}
	fputs(header, stdout);
	root(row);
	for (len = print_row(row, quoted); len < bytes;
	     len += print_row(row, quoted))
		user(row);
	return fflush(stdout) == 0 && ferror(stdout) == 0 ? 0 : 1;
}

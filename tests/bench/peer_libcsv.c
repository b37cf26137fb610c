/*
 * libcsv with empty callbacks over a file: what reading a report by it costs
 * before anything is done with the fields.
 */
#include <csv.h>
#include <fcntl.h>
#include <unistd.h>

static void
take_field(void *bytes, size_t len, void *arg)
{
	(void)bytes;
	(void)len;
	(void)arg;
}

static void
take_row(int end, void *arg)
{
	(void)end;
	(void)arg;
}

int
main(int argc, char **argv)
{
	static char block[256 << 10];
	struct csv_parser parser;
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : STDIN_FILENO;
	ssize_t n;

	if (fd < 0 || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return 2;
	while ((n = read(fd, block, sizeof(block))) > 0)
		if (csv_parse(&parser, block, (size_t)n, take_field, take_row,
			NULL) != (size_t)n)
			return 1;
	return n < 0 || csv_fini(&parser, take_field, take_row, NULL) != 0;
}

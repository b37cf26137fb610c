/*
 * Inflates a gzip file of one member through zlib and drops the bytes: the
 * least that any reader of it has to do.
 */
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

int
main(int argc, char **argv)
{
	static unsigned char in[64 << 10], out[256 << 10];
	z_stream z = {.next_in = in};
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : STDIN_FILENO;
	int status = Z_OK;
	ssize_t n = 0;

	if (fd < 0 || inflateInit2(&z, 15 + 16) != Z_OK)
		return 2;
	while (status == Z_OK && (n = read(fd, in, sizeof(in))) > 0) {
		z.next_in = in;
		z.avail_in = (unsigned)n;
		do {
			z.next_out = out;
			z.avail_out = sizeof(out);
			status = inflate(&z, Z_NO_FLUSH);
		} while (status == Z_OK && z.avail_out == 0);
	}
	return status != Z_STREAM_END;
}

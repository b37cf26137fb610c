/*
 * Runs a command and prints its peak of resident memory in KiB. A process
 * takes over the peak of the one that called exec, and this one is small.
 *
 *	peak COMMAND [ARGUMENT]...
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct rusage used;
	int status;
	pid_t child = fork();

	if (child == 0 && argc > 1)
		execv(argv[1], argv + 1);
	if (child <= 0 || wait4(child, &status, 0, &used) < 0)
		return 2;
	printf("%ld\n", used.ru_maxrss);
	return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : 1;
}

/*
 * Calls that the sandbox has to refuse. They are made by number, so that the
 * program still has no symbol of the network or of other programs, and with
 * arguments that do no harm where nothing refuses them.
 */
#include "program/self_test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/output.h"
#include "program/commands.h"
#include "program/sandbox.h"
#include "program/sandbox_seccomp.h"

#define NO_FILE "/nonexistent/mfa-check"
#define NEW_FILE "mfa-check-self-test~"

/* What was opened before: the sandbox must make it useless. */
struct prepared {
	int datagram; /* a socket */
	int pair[2];  /* connected sockets: only reading and writing stays */
	int nameless; /* a file in /tmp */
	int folder;   /* the one in which files may be made */
	pid_t parent;
};

struct probe {
	const char *name;
	bool always; /* also under the reduced filter */
	long number;
	long argument[5];
};

static long
address_of(const void *object)
{
	return (long)(intptr_t)object;
}

/* Whether the sandbox refused: without it these calls succeed or complain of
 * their arguments. */
static bool
is_refused(const struct probe *probe, long *result)
{
	const long *argument = probe->argument;
	pid_t self = getpid();

	*result = syscall(probe->number, argument[0], argument[1], argument[2],
	    argument[3], argument[4]);
	if (getpid() != self)
		_exit(0); /* a process that must not be */
	return *result < 0 &&
	    (errno == EPERM || errno == EACCES || errno == ENOSYS);
}

static int
try_all(const struct probe *probes, size_t count, bool reduced,
    struct output *out, struct error *err)
{
	unsigned refused = 0;
	long result;

	for (size_t i = 0; i < count; i++) {
		if (reduced && !probes[i].always)
			continue;
		if (!is_refused(&probes[i], &result))
			return error_set(err, ERROR_SYSTEM,
			    "the sandbox did not refuse %s: it gave %ld (%s)",
			    probes[i].name, result,
			    result < 0 ? strerror(errno) : "success");
		output_printf(
		    out, "refused: %s: %s\n", probes[i].name, strerror(errno));
		refused++;
	}
	output_printf(out, "%u calls were refused\n", refused);
	return 0;
}

static int
try_calls(const struct prepared *prepared, bool reduced, struct output *out,
    struct error *err)
{
	const struct sockaddr_in nobody = {
	    .sin_family = AF_INET,
	    .sin_port = htons(9),
	    .sin_addr = {htonl(INADDR_LOOPBACK)},
	};
	const long where = address_of(&nobody), size = sizeof(nobody);
	const long file = address_of(NO_FILE);
	static const char *const none[] = {NULL};
	unsigned char zeros[256] = {0};
	int pair[2];
	char link[64];
	const struct probe probes[] = {
	    {"socket(AF_INET)", true, SYS_socket, {AF_INET, SOCK_STREAM}},
	    {"socket(AF_INET6)", true, SYS_socket, {AF_INET6, SOCK_DGRAM}},
	    {"socket(AF_UNIX)", true, SYS_socket, {AF_UNIX, SOCK_STREAM}},
	    {"socket(AF_NETLINK)", true, SYS_socket, {AF_NETLINK, SOCK_RAW}},
	    {"socketpair", true, SYS_socketpair,
		{AF_UNIX, SOCK_STREAM, 0, address_of(pair)}},
	    {"connect", true, SYS_connect, {prepared->datagram, where, size}},
	    {"bind", true, SYS_bind, {prepared->datagram, where, size}},
	    {"listen", true, SYS_listen, {prepared->datagram, 1}},
	    {"accept4", true, SYS_accept4, {prepared->datagram}},
	    {"sendto", true, SYS_sendto, {prepared->pair[0], file, 1}},
	    {"sendmsg", true, SYS_sendmsg,
		{prepared->pair[0], address_of(zeros)}},
	    {"io_uring_setup", true, SYS_io_uring_setup,
		{1, address_of(zeros)}},
	    {"execve", true, SYS_execve,
		{file, address_of(none), address_of(none)}},
	    {"execveat", true, SYS_execveat,
		{AT_FDCWD, file, address_of(none), address_of(none)}},
	    {"bpf", true, SYS_bpf, {0, address_of(zeros), sizeof(zeros)}},
	    {"clone of a process", false, SYS_clone, {SIGCHLD}},
	    {"clone3", false, SYS_clone3, {0, 0}},
	    {"ptrace", false, SYS_ptrace, {PTRACE_TRACEME}},
	    {"kill", false, SYS_kill, {prepared->parent, 0}},
	    {"tgkill of another process", false, SYS_tgkill,
		{prepared->parent, prepared->parent, 0}},
	    {"ioctl(TIOCSTI)", false, SYS_ioctl, {-1, TIOCSTI, file}},
	    {"memfd_create", false, SYS_memfd_create, {file, 0}},
	    {"fchmodat", false, SYS_fchmodat, {AT_FDCWD, file, 0600}},
	    {"mkdirat", false, SYS_mkdirat, {AT_FDCWD, file, 0700}},
	    {"openat for writing", true, SYS_openat,
		{AT_FDCWD, address_of("/dev/null"), O_WRONLY}},
	    {"openat of a new file", true, SYS_openat,
		{AT_FDCWD, address_of(NEW_FILE), O_WRONLY | O_CREAT | O_EXCL,
		    0600}},
	    {"linkat outside of the outputs' folders", true, SYS_linkat,
		{AT_FDCWD, address_of(link), AT_FDCWD,
		    address_of("/tmp/" NEW_FILE), AT_SYMLINK_FOLLOW}},
	};

	snprintf(link, sizeof(link), "/proc/self/fd/%d", prepared->nameless);
	return try_all(
	    probes, sizeof(probes) / sizeof(*probes), reduced, out, err);
}

/* By number, as the calls that follow. */
static int
prepare(struct prepared *prepared, struct error *err)
{
	prepared->parent = getppid();
	prepared->datagram = (int)syscall(SYS_socket, AF_INET, SOCK_DGRAM, 0);
	prepared->folder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	prepared->nameless = open("/tmp", O_WRONLY | O_TMPFILE, 0600);
	if (syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, prepared->pair) <
		0 ||
	    prepared->datagram < 0 || prepared->folder < 0 ||
	    prepared->nameless < 0)
		return error_set(err, ERROR_SYSTEM,
		    "the self-test cannot be prepared: %s", strerror(errno));
	return 0;
}

static int
enter(
    const struct prepared *prepared, struct sandbox *sandbox, struct error *err)
{
	const struct sandbox_needs needs = {
	    .reads_files = true,
	    .folders = &prepared->folder,
	    .folder_count = 1,
	};

	return sandbox_enter(sandbox, SANDBOX_REQUIRE, &needs, err);
}

/* The other table of calls of x86-64 has a socket(2) of its own. Whoever
 * tries it is killed, so a child does. */
static int
try_x32(const struct prepared *prepared, struct error *err)
{
	static const struct rlimit no_core = {0, 0};
	const long x32_socket = 0x40000000 + SYS_socket;
	struct sandbox sandbox;
	int status = 0;
	pid_t child;

	if (seccomp_arch() != SECCOMP_X86_64)
		return 0;
	child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &no_core);
		if (enter(prepared, &sandbox, err) == 0)
			syscall(x32_socket, AF_INET, SOCK_STREAM, 0);
		_exit(0);
	}
	if (child > 0 && waitpid(child, &status, 0) == child &&
	    WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return 0;
	return error_set(err, ERROR_SYSTEM,
	    "a call by the x32 table was not answered with SIGSYS");
}

/* A caller may give us sockets as standard input and output. */
static int
try_inherited(const struct prepared *prepared, struct error *err)
{
	char byte = 'x';

	if (write(prepared->pair[0], &byte, 1) == 1 &&
	    read(prepared->pair[1], &byte, 1) == 1)
		return 0;
	return error_set(err, ERROR_SYSTEM,
	    "the sandbox refused to write to an open socket: %s",
	    strerror(errno));
}

static int
test(struct output *out, struct error *err)
{
	struct prepared prepared;
	struct sandbox sandbox;

	if (prepare(&prepared, err) < 0 || try_x32(&prepared, err) < 0 ||
	    enter(&prepared, &sandbox, err) < 0 ||
	    try_inherited(&prepared, err) < 0 ||
	    try_calls(&prepared, sandbox.reduced, out, err) < 0)
		return -1;
	return output_finish(out, err);
}

int
self_test_sandbox(const struct messages *messages)
{
	struct error err;
	struct output *out = output_open(NULL, &err);
	int result = out != NULL ? test(out, &err) : -1;

	if (result < 0)
		message_error(messages, "%s", err.text);
	output_free(out);
	return result < 0 ? STATUS_CANNOT_RUN : STATUS_OK;
}

/*
 * The filter of system calls, run by an interpreter of its instructions, so
 * that the one for another processor is tested as well; and threads in a
 * process that the kernel holds to it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "program/sandbox.h"
#include "program/sandbox_seccomp.h"

enum {
	PID = 4321,
	REFUSED = SECCOMP_RET_ERRNO | EPERM,
	UNKNOWN = SECCOMP_RET_ERRNO | ENOSYS,
};

static const struct seccomp_spec full = {
    .arch = SECCOMP_X86_64, .reads = true, .writes = true, .pid = PID};

/* The kernel's interpreter, as far as the filter uses it. */
static uint32_t
interpret(const struct sock_filter *program, size_t count,
    const struct seccomp_data *data)
{
	uint32_t a = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sock_filter *in = &program[i];
		bool holds = false;

		switch (in->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			assert_true(in->k + sizeof(a) <= sizeof(*data));
			memcpy(&a, (const char *)data + in->k, sizeof(a));
			continue;
		case BPF_ALU | BPF_AND | BPF_K:
			a &= in->k;
			continue;
		case BPF_RET | BPF_K:
			return in->k;
		case BPF_JMP | BPF_JEQ | BPF_K:
			holds = a == in->k;
			break;
		case BPF_JMP | BPF_JGT | BPF_K:
			holds = a > in->k;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			holds = a >= in->k;
			break;
		default:
			fail_msg("instruction %zu is unknown", i);
		}
		i += holds ? in->jt : in->jf;
	}
	fail_msg("the filter ends without an answer");
	return 0;
}

static uint32_t
ask_arch(const struct seccomp_spec *spec, uint32_t arch, int number,
    unsigned argument, uint64_t value)
{
	struct sock_filter program[SECCOMP_MAX];
	size_t count = seccomp_build(spec, program);
	struct seccomp_data data = {.nr = number, .arch = arch};

	data.args[argument] = value;
	return interpret(program, count, &data);
}

static uint32_t
ask(const struct seccomp_spec *spec, int number, unsigned argument,
    uint64_t value)
{
	return ask_arch(spec,
	    spec->arch == SECCOMP_ARM64 ? AUDIT_ARCH_AARCH64
					: AUDIT_ARCH_X86_64,
	    number, argument, value);
}

static void
test_numbers_are_the_processor_s(void **state)
{
	(void)state;
#if defined(__x86_64__)
#define CHECK(name, x86) assert_int_equal(SYS_##name, x86);
#define ALLOW(when, name, x86, arm) CHECK(name, x86)
#define ALLOW_IF(when, name, x86, arm, argument, mask, value) CHECK(name, x86)
#define MISSING(name, x86, arm) CHECK(name, x86)
#define REFUSE(name, x86, arm) CHECK(name, x86)
#include "program/syscalls.def"
#else
	skip();
#endif
}

static void
test_only_the_native_table(void **state)
{
	const int x32 = 0x40000000;

	(void)state;
	assert_int_equal(ask_arch(&full, AUDIT_ARCH_I386, 0, 0, 0),
	    SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(ask_arch(&full, AUDIT_ARCH_AARCH64, 63, 0, 0),
	    SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(ask(&full, x32, 0, 0), SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(ask(&full, x32 + 41, 0, 0), SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(ask(&full, -2, 0, 0), SECCOMP_RET_KILL_PROCESS);
	/* A tracer that injects an error skips the call so. */
	assert_int_equal(ask(&full, -1, 0, 0), UNKNOWN);
}

static void
test_unknown_and_refused(void **state)
{
	(void)state;
	assert_int_equal(ask(&full, 451, 0, 0), UNKNOWN);
	assert_int_equal(ask(&full, 435, 0, 0), UNKNOWN);
	assert_int_equal(ask(&full, 41, 0, 0), REFUSED);
	assert_int_equal(ask(&full, 425, 0, 0), REFUSED);
	assert_int_equal(ask(&full, 450, 0, 0), REFUSED);
	assert_int_equal(ask(&full, 0, 0, 0), SECCOMP_RET_ALLOW);
}

static void
test_arguments(void **state)
{
	(void)state;
	assert_int_equal(
	    ask(&full, 257, 2, O_RDONLY | O_DIRECTORY), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&full, 257, 2, O_WRONLY), REFUSED);
	assert_int_equal(ask(&full, 257, 2, O_RDWR), REFUSED);
	assert_int_equal(ask(&full, 257, 2, O_CREAT), REFUSED);
	assert_int_equal(ask(&full, 257, 2, O_TRUNC), REFUSED);
	assert_int_equal(ask(&full, 257, 2, O_TMPFILE | O_RDWR), REFUSED);
	assert_int_equal(ask(&full, 2, 1, O_RDONLY), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&full, 2, 1, O_WRONLY), REFUSED);
	assert_int_equal(ask(&full, 234, 0, PID), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&full, 234, 0, 1), REFUSED);
	assert_int_equal(ask(&full, 56, 0, SIGCHLD), REFUSED);
	assert_int_equal(ask(&full, 56, 0, CLONE_VM | CLONE_VFORK), REFUSED);
	assert_int_equal(
	    ask(&full, 56, 0, CLONE_VM | CLONE_THREAD), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&full, 16, 1, TIOCGWINSZ), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&full, 16, 1, TCGETS), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&full, 16, 1, TIOCSTI), REFUSED);
}

static void
test_groups(void **state)
{
	struct seccomp_spec spec = {.arch = SECCOMP_X86_64, .pid = PID};

	(void)state;
	assert_int_equal(ask(&spec, 257, 2, O_RDONLY), REFUSED);
	assert_int_equal(ask(&spec, 217, 0, 0), REFUSED);
	assert_int_equal(ask(&spec, 264, 0, 0), REFUSED);
	assert_int_equal(ask(&spec, 263, 0, 0), REFUSED);
	assert_int_equal(ask(&spec, 1, 0, 0), SECCOMP_RET_ALLOW);
	spec.writes = true;
	assert_int_equal(ask(&spec, 257, 2, O_RDONLY), REFUSED);
	assert_int_equal(ask(&spec, 264, 0, 0), SECCOMP_RET_ALLOW);
}

static void
test_arm64(void **state)
{
	struct seccomp_spec spec = full;

	(void)state;
	spec.arch = SECCOMP_ARM64;
	assert_int_equal(ask(&spec, 63, 0, 0), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&spec, 56, 2, O_RDONLY), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&spec, 56, 2, O_WRONLY), REFUSED);
	assert_int_equal(ask(&spec, 198, 0, 0), REFUSED);
	assert_int_equal(ask(&spec, 221, 0, 0), REFUSED);
	assert_int_equal(ask(&spec, 220, 0, SIGCHLD), REFUSED);
	assert_int_equal(ask(&spec, 220, 0, CLONE_THREAD), SECCOMP_RET_ALLOW);
	assert_int_equal(ask_arch(&spec, AUDIT_ARCH_X86_64, 0, 0, 0),
	    SECCOMP_RET_KILL_PROCESS);
}

/* Instrumented builds: the network, io_uring and programs, no more. */
static void
test_reduced(void **state)
{
	static const int refused[] = {41, 53, 49, 50, 43, 288, 42, 44, 46, 307,
	    425, 426, 427, 59, 322, 321};
	struct seccomp_spec spec = full;
	unsigned count = 0;

	(void)state;
	spec.reduced = true;
	for (int number = 0; number < 500; number++)
		count += ask(&spec, number, 0, 0) != SECCOMP_RET_ALLOW;
	assert_int_equal(count, sizeof(refused) / sizeof(*refused));
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_int_equal(ask(&spec, refused[i], 0, 0), REFUSED);
	assert_int_equal(
	    ask(&spec, 0x40000000, 0, 0), SECCOMP_RET_KILL_PROCESS);
}

static void *
try_socket(void *refused)
{
	*(bool *)refused =
	    syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM;
	return NULL;
}

/* In a child, since there is no way out. */
static void
test_threads_work_and_are_confined(void **state)
{
	static const struct sandbox_needs needs = {.reads_files = false};
	struct sandbox sandbox;
	struct error err;
	pthread_t thread;
	bool refused = false;
	int status;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		if (sandbox_enter(&sandbox, SANDBOX_AUTO, &needs, &err) < 0 ||
		    !sandbox.seccomp)
			_exit(77);
		if (pthread_create(&thread, NULL, try_socket, &refused) != 0)
			_exit(2);
		pthread_join(thread, NULL);
		_exit(refused ? 0 : 3);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
test_off_changes_nothing(void **state)
{
	static const struct sandbox_needs needs = {.reads_files = false};
	struct sandbox sandbox;
	struct error err;
	struct buffer text;
	int fd;

	(void)state;
	assert_int_equal(sandbox_enter(&sandbox, SANDBOX_OFF, &needs, &err), 0);
	fd = (int)syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
	assert_true(fd >= 0);
	close(fd);
	buffer_init(&text, 100);
	sandbox_append(&sandbox, &text);
	assert_string_equal(buffer_text(&text), "seccomp=off landlock=off");
	buffer_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numbers_are_the_processor_s),
	    cmocka_unit_test(test_only_the_native_table),
	    cmocka_unit_test(test_unknown_and_refused),
	    cmocka_unit_test(test_arguments),
	    cmocka_unit_test(test_groups),
	    cmocka_unit_test(test_arm64),
	    cmocka_unit_test(test_reduced),
	    cmocka_unit_test(test_threads_work_and_are_confined),
	    cmocka_unit_test(test_off_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * From syscalls.def to a program for the kernel. It is written without
 * libseccomp: a list of calls needs no library, and this can be read whole.
 * A plain chain of comparisons, for the kernel remembers which calls are
 * allowed whatever their arguments are.
 */
#include "program/sandbox_seccomp.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#define ALL_BITS UINT32_MAX

enum when {
	ALWAYS,
	READS,
	WRITES
};

enum {
	NONE = -1,
	/* Bit 30 marks calls of x32, another table of the same processor. */
	X32_BIT = 0x40000000,
	/* Later calls than those of Linux 6.0 are unknown here: a library that
	 * tries one has to hear that, and does without. */
	NEWEST = 450,
};

enum kind {
	KIND_ALLOW,
	KIND_ALLOW_IF,
	KIND_MISSING,
	KIND_REFUSE
};

struct call {
	enum kind kind;
	enum when when;
	int number[2]; /* on x86-64, on arm64 */
	unsigned argument;
	uint32_t mask, value;
};

struct builder {
	struct sock_filter *program;
	size_t count;
};

enum seccomp_arch
seccomp_arch(void)
{
#if defined(__x86_64__) && !defined(__ILP32__)
	return SECCOMP_X86_64;
#elif defined(__aarch64__) && !defined(__ILP32__) && !defined(__AARCH64EB__)
	return SECCOMP_ARM64;
#else
	return SECCOMP_NO_ARCH;
#endif
}

static void
emit(struct builder *builder, struct sock_filter instruction)
{
	assert(builder->count < SECCOMP_MAX);
	builder->program[builder->count++] = instruction;
}

static void
load(struct builder *builder, size_t offset)
{
	emit(builder,
	    (struct sock_filter)BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void
answer(struct builder *builder, uint32_t action)
{
	emit(builder, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

/* Goes on where the condition holds, else skips so many instructions. */
static void
unless(struct builder *builder, unsigned short test, uint32_t value,
    unsigned char skip)
{
	emit(builder,
	    (struct sock_filter)BPF_JUMP(
		(unsigned short)(BPF_JMP | BPF_K | test), value, 0, skip));
}

static uint32_t
refusal(int number)
{
	return SECCOMP_RET_ERRNO | (uint32_t)number;
}

/* The accumulator holds the number before and behind it. */
static void
add_check(struct builder *builder, uint32_t number, const struct call *call)
{
	unless(builder, BPF_JEQ, number, 5);
	/* The low half: both processors are little-endian. */
	load(builder,
	    offsetof(struct seccomp_data, args) +
		call->argument * sizeof(uint64_t));
	emit(builder,
	    (struct sock_filter)BPF_STMT(
		BPF_ALU | BPF_AND | BPF_K, call->mask));
	unless(builder, BPF_JEQ, call->value, 1);
	answer(builder, SECCOMP_RET_ALLOW);
	load(builder, offsetof(struct seccomp_data, nr));
}

static void
add_call(struct builder *builder, uint32_t number, const struct call *call)
{
	static const uint32_t answers[] = {
	    [KIND_ALLOW] = SECCOMP_RET_ALLOW,
	    [KIND_MISSING] = SECCOMP_RET_ERRNO | ENOSYS,
	    [KIND_REFUSE] = SECCOMP_RET_ERRNO | EPERM,
	};

	if (call->kind == KIND_ALLOW_IF) {
		add_check(builder, number, call);
		return;
	}
	unless(builder, BPF_JEQ, number, 1);
	answer(builder, answers[call->kind]);
}

static bool
is_wanted(const struct seccomp_spec *spec, const struct call *call)
{
	if (spec->reduced)
		return call->kind == KIND_REFUSE;
	return call->when == ALWAYS || (call->when == READS && spec->reads) ||
	    (call->when == WRITES && spec->writes);
}

/* Numbers mean what they say only in the processor's own table. */
static void
add_arch(struct builder *builder, enum seccomp_arch arch)
{
	load(builder, offsetof(struct seccomp_data, arch));
	emit(builder,
	    (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
		arch == SECCOMP_X86_64 ? AUDIT_ARCH_X86_64 : AUDIT_ARCH_AARCH64,
		1, 0));
	answer(builder, SECCOMP_RET_KILL_PROCESS);
	load(builder, offsetof(struct seccomp_data, nr));
	unless(builder, BPF_JGE, X32_BIT, 2);
	/* What a tracer skips has the number -1, and does nothing. */
	emit(builder,
	    (struct sock_filter)BPF_JUMP(
		BPF_JMP | BPF_JEQ | BPF_K, UINT32_MAX, 1, 0));
	answer(builder, SECCOMP_RET_KILL_PROCESS);
}

size_t
seccomp_build(const struct seccomp_spec *spec, struct sock_filter *program)
{
#define ALLOW(when, name, x86, arm) {KIND_ALLOW, when, {x86, arm}, 0, 0, 0},
#define ALLOW_IF(when, name, x86, arm, argument, mask, value) \
	{KIND_ALLOW_IF, when, {x86, arm}, argument, mask, value},
#define MISSING(name, x86, arm) {KIND_MISSING, ALWAYS, {x86, arm}, 0, 0, 0},
#define REFUSE(name, x86, arm) {KIND_REFUSE, ALWAYS, {x86, arm}, 0, 0, 0},
	const struct call calls[] = {
#include "program/syscalls.def"
	};
#undef ALLOW
#undef ALLOW_IF
#undef MISSING
#undef REFUSE
	struct builder builder = {program, 0};

	assert(spec->arch != SECCOMP_NO_ARCH);
	add_arch(&builder, spec->arch);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		int number = calls[i].number[spec->arch == SECCOMP_ARM64];

		if (number != NONE && is_wanted(spec, &calls[i]))
			add_call(&builder, (uint32_t)number, &calls[i]);
	}
	if (spec->reduced) {
		answer(&builder, SECCOMP_RET_ALLOW);
		return builder.count;
	}
	unless(&builder, BPF_JGT, NEWEST, 1);
	answer(&builder, refusal(ENOSYS));
	answer(&builder, refusal(EPERM));
	return builder.count;
}

/* By prctl(2): valgrind does not know seccomp(2). */
int
seccomp_install(const struct seccomp_spec *spec)
{
	struct sock_filter program[SECCOMP_MAX];
	struct sock_fprog filter = {.filter = program};

	if (spec->arch == SECCOMP_NO_ARCH) {
		errno = ENOSYS;
		return -1;
	}
	filter.len = (unsigned short)seccomp_build(spec, program);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

/*
 * The numbers of arm64 in syscalls.def are those of the kernel's generic
 * table, which is arm64's; a program of its own, for the host's table has
 * the same names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* asm/unistd.h of arm64 asks for these. */
#define __BITS_PER_LONG 64
#define __ARCH_WANT_RENAMEAT
#define __ARCH_WANT_NEW_STAT
#define __ARCH_WANT_SYS_CLONE3
#include <asm-generic/unistd.h>

/* Calls that arm64 does not have. */
enum {
	NONE = -1,
	__NR_poll = NONE,
	__NR_stat = NONE,
	__NR_lstat = NONE,
	__NR_open = NONE,
	__NR_rename = NONE,
	__NR_unlink = NONE,
	__NR_time = NONE,
};

static void
test_numbers(void **state)
{
	(void)state;
#define CHECK(name, arm) assert_int_equal(__NR_##name, arm);
#define ALLOW(when, name, x86, arm) CHECK(name, arm)
#define ALLOW_IF(when, name, x86, arm, argument, mask, value) CHECK(name, arm)
#define MISSING(name, x86, arm) CHECK(name, arm)
#define REFUSE(name, x86, arm) CHECK(name, arm)
#include "program/syscalls.def"
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

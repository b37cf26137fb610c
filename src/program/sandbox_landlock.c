/*
 * Landlock by its system calls: no C library has functions for them yet, and
 * the headers of Debian 12 know only its second version.
 */
#include "program/sandbox_landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The same on every processor. */
enum {
	CREATE_RULESET = 444,
	ADD_RULE = 445,
	RESTRICT_SELF = 446,
};

enum {
	ASK_VERSION = 1,
	PATH_BENEATH = 1
};

/* linux/landlock.h: LANDLOCK_ACCESS_FS_..., _NET_..., LANDLOCK_SCOPE_... */
#define BIT(n) ((uint64_t)1 << (n))
#define WRITE_FILE BIT(1)
#define REMOVE_FILE BIT(5)
#define MAKE_REG BIT(8)
/* EXECUTE and WRITE_FILE; REMOVE_DIR to MAKE_SYM: all but READ_FILE and
 * READ_DIR, bits 2 and 3. */
#define FS_1 (BIT(0) | BIT(1) | (BIT(13) - BIT(4)))
#define FS_REFER BIT(13)
#define FS_TRUNCATE BIT(14)
#define FS_IOCTL_DEV BIT(15)
#define NET_TCP (BIT(0) | BIT(1))
#define SCOPE_ALL (BIT(0) | BIT(1))

struct ruleset {
	uint64_t fs, net, scoped;
};

struct beneath {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

/* What each version added; the size of the structure that it takes. */
static const struct version {
	int abi;
	size_t size;
	struct ruleset handled;
} versions[] = {
    {7, 24, {FS_1 | FS_REFER | FS_TRUNCATE | FS_IOCTL_DEV, NET_TCP, SCOPE_ALL}},
    {6, 24, {FS_1 | FS_REFER | FS_TRUNCATE | FS_IOCTL_DEV, NET_TCP, SCOPE_ALL}},
    {5, 16, {FS_1 | FS_REFER | FS_TRUNCATE | FS_IOCTL_DEV, NET_TCP, 0}},
    {4, 16, {FS_1 | FS_REFER | FS_TRUNCATE, NET_TCP, 0}},
    {3, 8, {FS_1 | FS_REFER | FS_TRUNCATE, 0, 0}},
    {2, 8, {FS_1 | FS_REFER, 0, 0}},
    {1, 8, {FS_1, 0, 0}},
};

/* The newest version that the kernel has. Some distributions' kernels claim
 * one of which they lack a part: then an older one is tried. */
static int
create(int newest, int *abi)
{
	int fd = -1;

	errno = EOPNOTSUPP;
	for (size_t i = 0; fd < 0 && i < sizeof(versions) / sizeof(*versions);
	     i++) {
		*abi = versions[i].abi;
		if (*abi <= newest)
			fd = (int)syscall(CREATE_RULESET, &versions[i].handled,
			    versions[i].size, 0);
	}
	return fd;
}

/* What target.c does there: link a nameless file, rename it over the old
 * one, remove it where that fails. */
static int
allow(int ruleset, const int *folders, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct beneath rule = {
		    REMOVE_FILE | MAKE_REG, folders[i]};

		if (syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) < 0)
			return -1;
	}
	return 0;
}

/* gcov writes its counts when the program ends, where the objects are. */
static int
allow_counts(int ruleset)
{
#if defined(MFA_COVERAGE)
	const struct beneath rule = {
	    WRITE_FILE | MAKE_REG, open(MFA_COVERAGE, O_PATH | O_CLOEXEC)};

	return (int)syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0);
#else
	(void)ruleset;
	return 0;
#endif
}

int
landlock_confine(const int *folders, size_t count)
{
	long newest = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
	int abi, ruleset, failure;

	if (newest < 0)
		return -1;
	ruleset = create((int)newest, &abi);
	if (ruleset < 0)
		return -1;
	if (allow(ruleset, folders, count) == 0 && allow_counts(ruleset) == 0 &&
	    syscall(RESTRICT_SELF, ruleset, 0) == 0) {
		close(ruleset);
		return abi;
	}
	failure = errno;
	close(ruleset);
	errno = failure;
	return -1;
}

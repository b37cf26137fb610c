/*
 * The filter of system calls (seccomp): which calls there are is in
 * syscalls.def, how they become a program for the kernel is here. It knows
 * nothing of options and messages.
 */
#ifndef MFA_PROGRAM_SANDBOX_SECCOMP_H
#define MFA_PROGRAM_SANDBOX_SECCOMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sock_filter;

enum seccomp_arch {
	SECCOMP_NO_ARCH,	/* a processor that has no table */
	SECCOMP_X86_64,
	SECCOMP_ARM64,
};

struct seccomp_spec {
	enum seccomp_arch arch;
	bool		 reads, writes;	/* the groups of syscalls.def */
	bool		 reduced;	/* refuse what is named only */
	uint32_t	 pid;		/* signals go to this process only */
};

/* Instructions of the longest filter, with room to add calls. */
enum { SECCOMP_MAX = 512 };

/* The processor that this is built for. */
enum seccomp_arch seccomp_arch(void);

/* Writes the filter into room for SECCOMP_MAX instructions; how many it has. */
size_t	seccomp_build(const struct seccomp_spec *,
	    struct sock_filter *program);

/* Installs the filter for this process and what it starts; the process must
 * have given up new privileges. 0, or -1 with errno. */
int	seccomp_install(const struct seccomp_spec *);

#endif

/*
 * Where the process may write (Landlock). Reading stays free, and so do
 * descriptors that are open already.
 */
#ifndef MFA_PROGRAM_SANDBOX_LANDLOCK_H
#define MFA_PROGRAM_SANDBOX_LANDLOCK_H

#include <stddef.h>

/* From now on files are made, renamed and removed below these folders only,
 * and nothing else of a file system is changed, no program started, no TCP
 * port bound or connected, as far as the kernel's version knows. The process
 * must have given up new privileges. The version in force, or -1 with errno
 * and nothing confined. */
int	landlock_confine(const int *folders, size_t count);

#endif

/*
 * The named temporary files that must go when the process ends early: a
 * small table that a signal handler may read at any moment. It does not
 * install handlers and knows nothing of what the files are for.
 */
#include "base/cleanup.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"

/* Lock-free atomics are all that a handler may share with the program. */
static _Atomic(const char *) paths[LIMIT_OUTPUTS * 2];

enum {
	PATH_COUNT = sizeof(paths) / sizeof(paths[0])
};

void
cleanup_add(const char *path)
{
	for (int i = 0; i < PATH_COUNT; i++) {
		const char *none = NULL;

		if (atomic_compare_exchange_strong(&paths[i], &none, path))
			return;
	}
	assert(!"more temporary files than outputs");
}

void
cleanup_forget(const char *path)
{
	for (int i = 0; i < PATH_COUNT; i++) {
		const char *old = atomic_load(&paths[i]);

		if (old != NULL && strcmp(old, path) == 0)
			atomic_store(&paths[i], NULL);
	}
}

void
cleanup_run(void)
{
	for (int i = 0; i < PATH_COUNT; i++) {
		const char *path = atomic_load(&paths[i]);

		if (path != NULL)
			(void)unlink(path);
	}
}

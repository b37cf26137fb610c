/*
 * The order in which the process confines itself, and what is said where the
 * kernel cannot do it. The two mechanisms are sandbox_landlock.c (which
 * files) and sandbox_seccomp.c (which system calls).
 */
#include "program/sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/json_read.h"
#include "program/options.h"
#include "program/sandbox_landlock.h"
#include "program/sandbox_seccomp.h"

/* Some instruments need calls of their own when the program ends: the leak
 * checker of AddressSanitizer clones and traces it, gcov writes its counts
 * wherever the objects were built. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#endif
#if !defined(IS_SANITIZED)
#define IS_SANITIZED false
#endif
#if defined(MFA_COVERAGE)
#define IS_COUNTED true
#else
#define IS_COUNTED false
#endif

static void
note_missing(struct sandbox *sandbox, const char *what)
{
	size_t len = strlen(sandbox->missing);

	snprintf(sandbox->missing + len, sizeof(sandbox->missing) - len,
	    "%s%s (%s)", len > 0 ? " and " : "", what, strerror(errno));
}

static void
confine_files(struct sandbox *sandbox, const struct sandbox_needs *needs)
{
	int version = landlock_confine(needs->folders, needs->folder_count);

	if (version < 0)
		note_missing(sandbox, "no Landlock");
	else
		sandbox->landlock = version;
}

static void
confine_calls(struct sandbox *sandbox, const struct sandbox_needs *needs)
{
	const struct seccomp_spec spec = {
	    .arch = seccomp_arch(),
	    .reads = needs->reads_files,
	    .writes = needs->folder_count > 0,
	    .reduced = IS_SANITIZED || IS_COUNTED,
	    .pid = (uint32_t)getpid(),
	};

	if (seccomp_install(&spec) < 0) {
		note_missing(sandbox, "no seccomp filter");
		return;
	}
	sandbox->seccomp = true;
	sandbox->reduced = spec.reduced;
}

int
sandbox_enter(struct sandbox *sandbox, enum sandbox_mode mode,
    const struct sandbox_needs *needs, struct error *err)
{
	*sandbox = (struct sandbox){.seccomp = false};
	if (mode == SANDBOX_OFF)
		return 0;
	/* Both ask for it: what is confined could fool a set-user-ID program
	 * otherwise. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
		note_missing(sandbox, "neither a seccomp filter nor Landlock");
	} else {
		/* The filter has no place for the calls of Landlock. */
		confine_files(sandbox, needs);
		confine_calls(sandbox, needs);
	}
	if (mode == SANDBOX_REQUIRE && sandbox->missing[0] != '\0')
		return error_set(err, ERROR_USAGE,
		    "--sandbox=require: this system offers %s",
		    sandbox->missing);
	return 0;
}

static bool
reads_files(const struct options *options)
{
	for (size_t i = 0; i < options->operands.count; i++)
		if (strcmp(options->operands.item[i], "-") != 0)
			return true;
	return false;
}

int
sandbox_start(const struct options *options, const int *folders,
    size_t folder_count, const struct messages *messages, struct error *err)
{
	const struct sandbox_needs needs = {
	    .reads_files = reads_files(options),
	    .folders = folders,
	    .folder_count = folder_count,
	};
	struct sandbox sandbox;

	json_prepare();
	if (sandbox_enter(&sandbox, options->sandbox, &needs, err) < 0)
		return -1;
	if (sandbox.missing[0] != '\0')
		message_warning(messages,
		    "the sandbox is not complete: this system offers %s; "
		    "--sandbox=off says that this is known",
		    sandbox.missing);
	return 0;
}

void
sandbox_append(const struct sandbox *sandbox, struct buffer *text)
{
	const char *on = sandbox->reduced ? "reduced" : "on";

	buffer_appendf(
	    text, "seccomp=%s landlock=", sandbox->seccomp ? on : "off");
	if (sandbox->landlock > 0)
		buffer_appendf(text, "abi%d", sandbox->landlock);
	else
		buffer_append_text(text, "off");
}

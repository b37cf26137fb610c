/*
 * The members of an envelope; see envelope.h.
 */
#include "input/envelope.h"

#include <string.h>

#include "base/timestamp.h"
#include "base/visible.h"

/* Why an envelope without Content is none that can be judged. */
static int
no_content(const struct envelope *envelope, const char *what, uint64_t at,
    struct error *err)
{
	char shown[64];

	if (envelope->state.ptr == NULL)
		return error_at(err, at,
		    "the %s has no text member \"Content\", so it holds no "
		    "report; expected what `aws iam get-credential-report` "
		    "prints",
		    what);
	return error_at(err, at,
	    "this is the answer of `aws iam "
	    "generate-credential-report` (State: %s), not a report; run `aws "
	    "iam get-credential-report` when it says COMPLETE",
	    visible_copy(shown, sizeof(shown), envelope->state));
}

/* A text that is cut or longer may have swallowed a report. */
static void
check_format(
    const struct envelope *envelope, const struct decode_env *env, uint64_t at)
{
	struct text format = envelope->format;
	char shown[64];

	if (!envelope->has_format || text_equals(format, "text/csv"))
		return;
	if (format.ptr == NULL)
		format = text_of("(no text)");
	problem_report(env->problems, LEVEL_ERROR, 0, 0, at,
	    "the envelope's ReportFormat is \"%s\"; expected text/csv, and "
	    "what else stands there was not read",
	    visible_copy(shown, sizeof(shown), format));
}

int
envelope_open(const struct envelope *envelope, const char *what,
    const struct decode_env *env, uint64_t at, struct error *err)
{
	struct text time = envelope->generated;
	char shown[64];

	if (envelope->content.ptr == NULL)
		return no_content(envelope, what, at, err);
	if (time.ptr == NULL)
		time = text_of("(no text)");
	if (envelope->has_generated &&
	    timestamp_parse(time, env->generated) < 0)
		problem_report(env->problems, LEVEL_ERROR, 0, 0, at,
		    "the envelope's GeneratedTime \"%s\" is no time; "
		    "expected one such as 2026-09-11T13:15:19Z",
		    visible_copy(shown, sizeof(shown), time));
	check_format(envelope, env, at);
	return 0;
}

ssize_t
envelope_read(struct envelope *envelope, uint8_t *dst, size_t cap)
{
	struct text *content = &envelope->content;
	size_t n = content->len < cap ? content->len : cap;

	memcpy(dst, content->ptr, n);
	content->ptr += n;
	content->len -= n;
	return (ssize_t)n;
}

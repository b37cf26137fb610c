/*
 * The use of exceptions in words.
 */
#include "program/excused.h"

#include <inttypes.h>

#include "base/buffer.h"
#include "base/visible.h"

enum {
	SENTENCE_MAX = 2000
};

static void
append_count(struct buffer *out, uint64_t count)
{
	buffer_appendf(
	    out, "%" PRIu64 " %s", count, count == 1 ? "result" : "results");
}

/* Results from before or after its time. */
static void
append_missed(struct buffer *out, const struct missed *missed,
    const char *happened, const char *day, const char *which, const char *again)
{
	if (missed->count == 0)
		return;
	buffer_appendf(out, "; it %s on ", happened);
	visible_append(out, text_of(day));
	if (missed->count > missed->excused) {
		buffer_appendf(out, ", and %s count%s: ", which, again);
		append_count(out, missed->count - missed->excused);
	}
	if (missed->excused > 0) {
		buffer_appendf(
		    out, ", and another exception covers %s: ", which);
		append_count(out, missed->excused);
	}
}

static void
describe(struct buffer *out, const struct exception *exception,
    const struct exception_use *use)
{
	buffer_append_text(out, "this exception suppressed ");
	append_count(out, use->suppressed);
	append_missed(out, &use->late, "expired", exception->given.expires,
	    "later ones", " again");
	append_missed(out, &use->early, "was approved", exception->approved_day,
	    "earlier ones", "");
	if (use->second > 0) {
		buffer_append_text(
		    out, "; an exception before it covers what it covers: ");
		append_count(out, use->second);
	}
	if (use->untimed > 0) {
		buffer_append_text(out,
		    "; its days cannot be compared with a report whose time "
		    "is not known (--as-of=TIME says it): ");
		append_count(out, use->untimed);
	}
}

static void
say(const struct exception *exception, const struct buffer *sentence)
{
	struct buffer line;

	buffer_init(&line, (size_t)SENTENCE_MAX * 2);
	visible_append(&line, text_of(exception->file));
	buffer_appendf(&line, ":%" PRIu64 ": ", exception->line);
	buffer_append(&line, sentence->data, sentence->len);
	buffer_append_text(&line, "\n");
	message_plain(buffer_text(&line));
	buffer_release(&line);
}

static void
warn(const struct exception *exception, struct buffer *sentence,
    struct sink *sink)
{
	const struct problem problem = {
	    .level = LEVEL_WARNING,
	    .line = exception->line,
	    .text = buffer_text(sentence),
	};
	const struct problem_info info = {
	    .source = exception->file, .problem = &problem};
	const struct event event = {.kind = EVENT_PROBLEM, .u.problem = &info};

	sink->take(sink, &event);
}

void
excused_report(const struct policy *policy, const struct exception_use *uses,
    bool verbose, struct sink *sink)
{
	for (size_t i = 0; i < policy->exception_count; i++) {
		const struct exception *exception = &policy->exceptions[i];
		struct buffer sentence;

		/* --rule and its like may have left none of its rules. */
		if (!exception_has_rule(exception, policy))
			continue;
		buffer_init(&sentence, SENTENCE_MAX);
		describe(&sentence, exception, &uses[i]);
		if (uses[i].suppressed == 0 || uses[i].late.count > 0 ||
		    uses[i].untimed > 0)
			warn(exception, &sentence, sink);
		else if (verbose)
			say(exception, &sentence);
		buffer_release(&sentence);
	}
}

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

static void
describe(struct buffer *out, const struct exception *exception,
    const struct exception_use *use)
{
	buffer_append_text(out, "this exception suppressed ");
	append_count(out, use->suppressed);
	if (use->late > 0) {
		buffer_append_text(out, "; it expired on ");
		visible_append(out, text_of(exception->given.expires));
		buffer_append_text(out, ", and later ones count again: ");
		append_count(out, use->late);
	}
	if (use->early > 0) {
		buffer_append_text(out, "; it was approved on ");
		visible_append(out, text_of(exception->approved_day));
		buffer_append_text(out, ", and earlier ones count: ");
		append_count(out, use->early);
	}
}

static void
say(const struct exception *exception, const struct buffer *sentence,
    const struct messages *messages)
{
	struct buffer line;

	buffer_init(&line, (size_t)SENTENCE_MAX * 2);
	visible_append(&line, text_of(exception->file));
	buffer_appendf(&line, ":%" PRIu64 ": ", exception->line);
	buffer_append(&line, sentence->data, sentence->len);
	buffer_append_text(&line, "\n");
	message_plain(messages, buffer_text(&line));
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
    const struct messages *messages, bool verbose, struct sink *sink)
{
	for (size_t i = 0; i < policy->exception_count; i++) {
		const struct exception *exception = &policy->exceptions[i];
		struct buffer sentence;

		/* --rule and its like may have left none of its rules. */
		if (!exception_has_rule(exception, policy))
			continue;
		buffer_init(&sentence, SENTENCE_MAX);
		describe(&sentence, exception, &uses[i]);
		if (uses[i].suppressed == 0 || uses[i].late > 0)
			warn(exception, &sentence, sink);
		else if (verbose)
			say(exception, &sentence, messages);
		buffer_release(&sentence);
	}
}

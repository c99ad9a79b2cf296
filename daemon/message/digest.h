/* One letter about many: the day's letter of a rule with `digest`, and the one summary that a new
 * installation sends before it is armed. A line a subject, the worst first as the caller sorted. */
#ifndef MESSAGE_DIGEST_H
#define MESSAGE_DIGEST_H

#include "message/letter.h"

enum digest_kind {
	DIGEST_DAY, /* what is new since yesterday's */
	DIGEST_TRIAL /* what would be told, were hentra armed */
};

/* A letter lists at most so many lines. */
#define DIGEST_LINES_MOST 60

/* And so many cases in all, of each line as many as it is due: no more than a letter of its own has, and
 * no fewer than the three worst. The summary of trial mode and the end of an alert list none. */
#define DIGEST_CASES_MOST 30
#define DIGEST_CASES_EACH 3
size_t digest_cases_each(size_t lines);

/* Each view is one line: its news, rule, subject, language and worst cases; what is common is taken from the
 * first. There is at least one. */
void digest_render(enum digest_kind kind, const struct news_view *lines, size_t count,
	const char *key, struct letter *ret_letter);

#endif

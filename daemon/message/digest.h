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

/* Each view is one line: its news, rule, subject and language; what is common is taken from the
 * first. There is at least one. */
void digest_render(enum digest_kind kind, const struct news_view *lines, size_t count,
	const char *key, struct letter *ret_letter);

#endif

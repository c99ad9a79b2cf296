/* The survey: what no count and no index answers – what was finished lately, what was overdue a working
 * day ago, when a case was last received – read from all cases in one walk.
 *
 * Walked once a day, and only when a rule asks. In between its numbers follow the tally: what has been
 * closed or received since the walk is the difference of the counts. So a pass stays proportional to
 * change; after a day, or when so much was closed that it cannot all be new, it is walked again: in
 * slices and in a reading of its own, so that nothing waits for it. */
#ifndef EVALUATE_SURVEY_H
#define EVALUATE_SURVEY_H

#include "evaluate/subjects.h"

struct ground;
struct survey;

/* What it answers, of enum measure_need. */
#define SURVEY_NEEDS (NEED_RECENT | NEED_BEFORE | NEED_RECEIPTS)

struct survey *survey_new(struct ground *ground);
void survey_free(struct survey *survey);
/* Before a pass: walks, when it is time for it and a rule asks, until a moment of the monotonic clock. The
 * pass may begin when it is done. `needs`: of all rules. */
int survey_walk(struct survey *survey, unsigned needs, instant now, int64_t until_ms,
	bool *ret_done, struct error *error);
/* A pass begins: the tally may have moved. */
void survey_begin(struct survey *survey);
/* Every case of the subject that was finished late in the last days, as the walk found it, the latest
 * first; `code` lives until the next walk. The callback's non-zero return stops and comes back. */
struct survey_late {
	const char *code;
	uint32_t unit, field, procedure;
	instant received, due, finished;
	int days; /* working days late */
};
typedef int survey_late_fn(void *user, const struct survey_late *late);
int survey_late(
	struct survey *survey, const struct subject *subject, survey_late_fn *on_late, void *user);
/* Fills the recent_, overdue_before and silent_days (whole working days) of `input`, or says that they are unknown. */
int survey_measure(struct survey *survey, const struct subject *subject, instant now,
	struct measure_input *input, struct error *error);
/* The day a case was last received, by what is known already; DAY_NONE: nothing is. */
day survey_last_received(struct survey *survey, const struct subject *subject, day today);

#endif

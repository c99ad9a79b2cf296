/* Judging cases (judge_rows.c), and by which settings and which calendar they were judged since when
 * (judgings.c). */
#ifndef STORE_CASES_JUDGE_ROWS_H
#define STORE_CASES_JUDGE_ROWS_H

#include "core/time/calendar.h"
#include "store/cases/case_row.h"

/* What the row does to the tally under way, by the facts in force as reports count it: those that its
 * verdict froze with, else those said last. Uncounted rows do nothing. Reads the history of a case that was
 * rewritten: what is in the row is in the history too. */
int row_tally(struct store *store, const struct case_row *row, const struct judge *judge, int sign,
	struct error *error);
/* Judges the row at `now`: a frozen verdict stands while the facts are closed; otherwise bucket,
 * closed_at and next_change are set, and the verdict freezes when the portal states the finish, with
 * `seen`, the observation that said so.
 * Called when facts changed, or for a verdict that is not frozen. */
int row_judge(struct store *store, struct case_row *row, const struct judge *judge, instant now,
	instant seen, struct error *error);
/* One transaction: judges again what time changed by `now`. */
int pass_due(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error);

/* Open cases are judged by these settings, and this calendar, from `since` on. */
struct judging {
	instant since;
	struct judge judge;
	uint64_t calendar; /* its version */
};
int judging_keep(
	struct store *store, const struct judge *judge, instant since, struct error *error);
int calendar_keep(struct store *store, const struct calendar *calendar, struct error *error);
/* Reads all of them into the store. A calendar that is not kept, or was of another time zone, is
 * `usual`, which must live as long as they are used. */
int judgings_load(struct store *store, const struct calendar *usual, struct error *error);
/* The one in force at an instant, of those loaded last; NULL: none. */
const struct judge *judging_at(const struct store *store, instant at);
/* A kept calendar, which lives as long as the store; NULL: it is not kept. */
int calendar_kept(struct store *store, uint64_t version, const struct zone *zone,
	const struct calendar **ret_calendar, struct error *error);
void judgings_free(struct store *store);

#endif

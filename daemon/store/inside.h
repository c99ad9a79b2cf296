/* The store's inside: what an open store is. Nothing here leaves the layer; what other layers call stands
 * in store.h and its like (store_witness.h, store_past.h …).
 *
 * Rooms, each seeing what stands before it: schema/ (the file itself: opened, set up, brought up to date,
 * copied), cases/ (pages, rows, history, tallies, closings of days, verdicts), outbox/ (alerts and what they
 * cause), witness/ (suspicions, and what purged cases leave), audit/. A prototype stands in the header of
 * its file, or of the idea that its file serves. */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "base/text.h"
#include "core/time/calendar.h"
#include "store/cases/case_row.h"
#include "store/cases/closing.h"
#include "store/cases/dictionary.h"
#include "store/cases/kept_tally.h"
#include "store/cases/portal_rows.h"
#include "store/cases/row_walk.h"
#include "store/sql.h"
#include "store/store.h"
#include "store/transaction.h"
#include "store/writes.h"

struct store {
	struct sql_connection *sql;
	enum store_mode mode;
	int lock; /* file descriptor of the one-writer lock; -1 */
	bool loaded; /* what is kept in memory is there */
	bool begun; /* a transaction is open */
	bool durable; /* … and wants synchronous FULL */
	struct writes writes; /* … and what waits in it */

	struct portal_entry *portals;
	size_t portal_count, portal_capacity;
	bool recount; /* the portals' order or `counted` changed: recount before the tally is used */

	struct dictionary units, fields, procedures, officers;
	struct running_poll *polls;
	size_t poll_count, poll_capacity;
	struct ruling ruling;

	int64_t last_case; /* the highest id given */
	struct text code; /* of the case told of last */
	struct text suspect; /* and of the suspicion */
	struct walk judged; /* how far store_judge_all_open came */
	int64_t next_episode, next_delivery;
	struct text episode; /* the strings store_episode() lent last */
	instant newest; /* newest observation or pass */
	instant judged_at; /* last complete pass */
	struct walk purging; /* how far store_purge_step came */
	struct calendar **calendars; /* kept ones that were asked for */
	size_t calendar_count, calendar_capacity;
	struct judging *judgings; /* ascending by `since`; none before judgings_load() */
	size_t judging_count, judging_capacity;
	struct unit_looks *unit_looks; /* what store_look_at_units found; NULL: it looks at none */
	struct gaps *gaps; /* what store_look_at_numbers has read; NULL: nothing yet */
	bool has_purged; /* … anything, ever */
	uint64_t purge_key[2];
	struct mass_change *mass_changes; /* by portal, then time */
	size_t mass_change_count, mass_change_capacity;
	bool mass_changes_known; /* … as the file has them */
	instant day_ends; /* from then on the day before waits to be closed; at open: long ago */
	size_t journaled; /* cells in the tally's journal; at open: whether there are any */
	struct tally delta; /* of the transaction under way */
	/* What was counted since the last closing, or since its summing began, so that the next one
	 * costs what changed; not known before the first. */
	struct day_sums since_day;
	bool since_day_known;
	struct closing closing; /* how far the closing of a day has come */
	char trouble[3][512]; /* of the polls last asked for */
};

/* Observations are kept to the second. */
static inline instant whole_second(instant at)
{
	instant rest = at % SECOND_MS;
	return at - (rest < 0 ? rest + SECOND_MS : rest);
}

#endif

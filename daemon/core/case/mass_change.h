/* Mass changes: what one poll changed in bulk, and what that says of single suspicions in it.
 *
 * "Reset the overdue cases" in bulk is a button that portals have: many rewrites at once are no excuse
 * for any one of them, and nothing that a unit does clears it. Only two forms are trouble between systems:
 * - a technical event of the portal: one kind of fact changes for all, also for those that gain nothing by
 *   it, in all units. It puts suspicions of this kind of change in doubt, and of no other;
 * - late news: a unit (or the portal) shows life again after days without any. What its cases say may have
 *   happened since the last sign of life, and no earlier.
 * Thresholds are documented in packaging/doc/suspicions.md. */
#ifndef CORE_CASE_MASS_CHANGE_H
#define CORE_CASE_MASS_CHANGE_H

#include "core/case/witness.h"

enum mass_kind { /* stored */
	MASS_TECHNICAL = 1,
	MASS_LATE_NEWS,
	MASS_ENDED /* of one unit: cases that were open for long ended at once */
};
struct mass_change {
	uint32_t portal;
	uint32_t unit; /* 0: of the whole portal */
	enum mass_kind kind;
	enum fact fact; /* of MASS_TECHNICAL: what changed; else 0 */
	instant from, to; /* the poll */
	instant since; /* of MASS_LATE_NEWS: the last sign of life before; else NONE */
	int64_t cases;
};

/* What a change rewrites: not what a case's life brings, but another word on what was said before. A mask
 * of 1 << fact (due, finished, received; status: it is open again, or pauses), and REWRITES_LATE: news of
 * a finish or of a supplement request that is more than a day older than the last poll. */
#define REWRITES_LATE 1u
unsigned change_rewrites(const struct case_facts *before, const struct case_facts *after,
	const struct case_life *life_after, instant last_poll);

/* Of one fact in one poll of a portal. The control are changed cases that had nothing to gain: open ones
 * that were not overdue, and closed ones that were not made better. */
struct mass_count {
	int64_t changed;
	int64_t control_open, control_closed;
	int64_t units; /* touched */
};
/* What there was to be changed. */
struct mass_stock {
	int64_t open; /* open cases that are not overdue */
	int64_t closed;
	int64_t units; /* with open cases */
};
#define MASS_TECHNICAL_LEAST 20 /* so many changed … */
#define MASS_TECHNICAL_UNITS 3 /* … in so many units, and in half of all that have open cases … */
#define MASS_TECHNICAL_CONTROL 10 /* … so many of the control, and half of all there are of it */
bool mass_is_technical(const struct mass_count *count, const struct mass_stock *stock);

/* Late news: new cases that were received after the last sign of life and more than a day before the last
 * poll, and other late news that gains nothing, so many in all, when that sign is a day older than that poll. */
#define MASS_LATE_NEWS_LEAST 2
/* And of a portal: in so many units. */
#define MASS_LATE_NEWS_UNITS 3
bool mass_is_late_news(int64_t arrivals, int64_t late, instant alive, instant last_poll);
/* Did this new case come late, by what is known of its unit (`alive` NONE: nothing)? */
bool mass_arrived_late(const struct case_facts *facts, instant alive, instant last_poll);

/* Cases that had been open for more than a day and ended at once, as nobody works, are told to the detector
 * of units (detector_unit.h) from so many on: their finishes lie so close together, or the poll came so
 * soon after the last one. */
#define MASS_ENDED_LEAST 10
#define MASS_ENDED_WITHIN_MS (10 * MINUTE_MS)
/* The most finishes that lie within it; sorts them. */
int64_t mass_ended(instant *finishes, size_t count);

/* Due dates moved, or finishes dated back, without a doubt, in one unit within an hour: from so many on they
 * are a suspicion of the unit itself, SUSPICION_AT_ONCE. */
#define MASS_REWRITTEN_LEAST 3
#define MASS_REWRITTEN_WITHIN_MS HOUR_MS

/* The mass change of a kind that covers a poll in a unit of a portal; NULL: none. `fact` 0: whatever. */
const struct mass_change *mass_change_find(const struct mass_change *changes, size_t count,
	uint32_t portal, uint32_t unit, enum mass_kind kind, enum fact fact, instant by);

#endif

/* Detectors: each a pure function of what the witness keeps of a case, and a row (detector.c).
 *
 * What was found once stays found: a detector reads the whole history, so that looking again after
 * each change gives what one look at the end gives. By time alone something new can only be found at
 * the instant that a look returns. */
#ifndef CORE_CASE_DETECTOR_H
#define CORE_CASE_DETECTOR_H

#include "core/case/moments.h"
#include "core/case/suspicion.h"

/* A poll in which so many cases of a portal (or of one unit) were rewritten without gaining by it
 * that it was rather the portals' synchronisation. */
struct mass_rewrite {
	uint32_t portal;
	uint32_t unit; /* 0: of the whole portal */
	instant from, to; /* the poll */
};
/* From so many rewritten cases on, when fewer than half of them gained by it. */
#define MASS_REWRITE_OF_UNIT 5
#define MASS_REWRITE_OF_PORTAL 20
#define MASS_REWRITE_UNITS 3 /* touched at least, for the portal's */
bool mass_rewrite_is(int64_t rewritten, int64_t gained, int64_t units, bool of_portal);
/* And a unit of which a poll brings new cases that were received more than a day before the poll before
 * it, and other late news, so many in all: it had not been synchronised for days. */
#define MASS_REWRITE_LATE_NEWS 2
bool mass_rewrite_is_late_news(int64_t arrivals, int64_t rewritten, int64_t gained);

/* Is a change a rewriting: not what a case's life brings, but another word on what was said before,
 * or news of a finish that is more than a day old? */
bool change_rewrites(const struct case_facts *before, const struct case_facts *after,
	const struct case_life *life_after, instant last_poll);

/* What is known of a case. */
struct witnessed {
	struct case_state state;
	struct case_life life;
	const struct change *changes;
	size_t change_count;
	const struct pause *pauses;
	size_t pause_count;
	const struct mass_rewrite *mass_rewrites; /* of all portals */
	size_t mass_rewrite_count;
	uint32_t portal;
	const struct judge *judge;
	bool tells_returns; /* the portal ever says that a result was handed over */
	instant at; /* up to then it is known: the portal's last complete poll */
};

/* At most one finding a kind. *ret_look: when time alone may add one; NONE: never. */
size_t detect(const struct witnessed *witnessed,
	struct finding ret_findings[static SUSPICION_COUNT], instant *ret_look);

/* Values that come back within so long, and portals not read for so long: trouble between systems. */
#define COMES_BACK_MS (3 * DAY_MS)
#define NOT_HANDED_OVER_DAYS 3
#define PARKED_DAYS 15

/* --- for the detectors (detector_*.c) ---------------------------------------------------------- */

struct looking {
	const struct witnessed *of;
	const struct moments *moments;
	const struct calendar *calendar;
	const struct zone *zone;
	instant look; /* the earliest instant asked for */
	struct finding *finding; /* of the detector at work */
	bool found;
};
typedef void detector_fn(struct looking *looking);

/* Keeps the better one: without a doubt before with one, then the surer, then the earlier. */
void look_found(struct looking *looking, struct finding finding);
/* Time alone may add something at `at`. */
void look_again(struct looking *looking, instant at);
/* Was it seen in a mass rewrite of the portal or the unit? */
bool look_mass_rewrite(const struct looking *looking, uint32_t unit, instant by); /* NONE: no */
/* 00:00 after the n-th working day from the day of `at`; NONE where the calendar ends. */
instant look_after_days(const struct looking *looking, instant at, int days);

detector_fn detect_moved_due, detect_back_dated, detect_late_supplement, detect_parked,
	detect_not_handed_over, detect_late_acceptance, detect_undated, detect_no_apology,
	detect_vanished;

#endif

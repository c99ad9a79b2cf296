/* Detectors: each a pure function of what the witness keeps of a case, and a row (detector.c).
 *
 * What was found once stays found: a detector reads the whole history, so that looking again after
 * each change gives what one look at the end gives. By time alone something new can only be found at
 * the instant that a look returns. */
#ifndef CORE_CASE_DETECTOR_H
#define CORE_CASE_DETECTOR_H

#include "core/case/mass_change.h"
#include "core/case/moments.h"
#include "core/case/suspicion.h"

/* What is known of a case. */
struct witnessed {
	struct case_state state;
	struct case_life life;
	const struct change *changes;
	size_t change_count;
	const struct pause *pauses;
	size_t pause_count;
	const struct mass_change *mass_changes; /* of all portals */
	size_t mass_change_count;
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
/* Was it seen in a technical event of the portal that changed this fact? `by` NONE: no. */
bool look_technical(const struct looking *looking, enum fact fact, instant by);
/* The last sign of life of the unit before the poll `by`, when that brought late news of it; else NONE. */
instant look_alive(const struct looking *looking, uint32_t unit, instant by);
/* 00:00 after the n-th working day from the day of `at`; NONE where the calendar ends. */
instant look_after_days(const struct looking *looking, instant at, int days);

detector_fn detect_moved_due, detect_back_dated, detect_late_supplement, detect_parked,
	detect_not_handed_over, detect_late_acceptance, detect_undated, detect_no_apology,
	detect_vanished;

#endif

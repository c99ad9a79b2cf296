/* The path of a case: in which bucket it stood when, as its facts tell it now.
 * While nobody has explained its status, all of an open path is unclear.
 *
 * submitted → unaccepted → received → in time or undated → paused … → due soon → overdue → closed.
 * A pure function of facts and pauses: form II.06 at a past day and past tallies are folds of
 * paths, so their identities hold by construction. "As it read on a date" is the path of the facts
 * known then: witness_at() for the facts, pause_known_at() for the pauses. */
#ifndef CORE_CASE_PATH_H
#define CORE_CASE_PATH_H

#include "core/case/verdict.h"

/* A stretch in which the clock stood, as polls saw it and as the portal said it. */
struct pause {
	uint8_t status; /* 5, 6, 8, 11 … 15; 0: the portal's lock */
	instant began_after; /* the last poll that can have seen it running; NONE: seen paused first */
	instant began_by; /* the poll that saw it paused */
	instant began_said; /* the portal's own time stamp; NONE: not said */
	instant ended_after; /* the last poll that saw it paused; NONE: still paused */
	instant ended_by; /* the poll that saw it running */
	instant ended_said;
};

/* [from, to): the portal's stamps when polls do not contradict them, else the bounds that make the
 * pause shortest. to = NONE: still paused. */
struct pause_span {
	instant from;
	instant to;
	bool uncertain; /* ±: a bound is an observation */
};
struct pause_span pause_span_of(const struct pause *pause);
/* Does it stop this judge's clock? Each status and the lock are switched by `pause-on`. */
bool pause_stops_clock(const struct pause *pause, const struct judge *judge);
/* The pause as known at an instant; false: not known yet. */
bool pause_known_at(const struct pause *pause, instant at, struct pause *ret_pause);

/* The bucket at an instant; -1: the case did not exist yet (or not for this office). For a day of a
 * report pass its last ms. For the instant of the last observation this is verdict_of(). */
int path_bucket_at(const struct case_facts *facts, const struct case_life *life,
	const struct pause *pauses, size_t count, const struct judge *judge, instant at);

struct path_step {
	instant at;
	enum bucket bucket; /* from `at` on */
};
/* All steps in order, each with another bucket than the one before; the rest of the future as it
 * would go if nothing more were said. `steps` has room for PATH_STEPS(count). Returns how many. */
#define PATH_STEPS(pauses) (8 + 4 * (pauses))
size_t path_of(const struct case_facts *facts, const struct case_life *life,
	const struct pause *pauses, size_t count, const struct judge *judge,
	struct path_step *steps);

#endif

/* Mass changes: what a poll under way changes in bulk is counted as it runs, and kept (core/case/mass_change.h). */
#ifndef STORE_WITNESS_MASS_CHANGES_H
#define STORE_WITNESS_MASS_CHANGES_H

#include "base/hash.h"
#include "core/case/mass_change.h"
#include "store/cases/case_row.h"

/* What a poll under way changed: of each fact, and of each unit of which it brought anything. */
struct poll_changes {
	struct poll_unit {
		uint32_t unit;
		int64_t arrivals; /* new cases that came late, by the unit's last sign of life */
		int64_t late; /* other late news that gains nothing */
		int64_t ended; /* cases that had been open for long … */
		instant *finishes; /* … and of these, when it is said to the minute */
		size_t finish_count, finish_capacity;
		unsigned facts; /* 1 << fact: of this fact some case was rewritten */
	} * units;
	struct map places; /* unit -> its place in units */
	size_t count, capacity, last; /* the place asked for last */
	struct mass_count facts[FACT_COUNT];
};

struct running_poll; /* polls.h */
/* A change of a known case in a poll under way. */
void changes_count(struct running_poll *poll, const struct case_row *before,
	const struct case_row *after, const struct judge *judge, instant last_poll, instant now);
/* A new case; `alive`: of its unit. */
void changes_count_new(
	struct running_poll *poll, const struct case_row *row, instant alive, instant last_poll);
/* A case that the sweep at its end found to be missing. */
void changes_count_missing(struct running_poll *poll, const struct case_row *row);
/* At the end of a poll, in its transaction, the kept tally settled: writes its mass changes, and when its
 * units were alive. */
int changes_write(struct store *store, struct running_poll *poll, instant now, struct error *error);
/* After the commit. */
void changes_take(struct store *store, const struct running_poll *poll);
void changes_free(struct poll_changes *changes);
int mass_changes_load(struct store *store, struct error *error);

#endif

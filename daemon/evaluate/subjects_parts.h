/* What subjects.c (the sum, and who there is) and subjects_measure.c (what else is known) share. */
#ifndef EVALUATE_SUBJECTS_PARTS_H
#define EVALUATE_SUBJECTS_PARTS_H

#include "core/alert/cutoff.h"
#include "evaluate/subjects.h"

#define SUBJECTS_OLDEST_UNKNOWN (-1)

/* What the portals behind a subject allow, at worst. */
struct backing {
	enum portal_footing footing;
	instant stale_since;
	instant observed;
};

struct subjects {
	struct ground *ground;
	instant now;
	struct roll_up *roll_up;
	const struct directory *directory; /* the roll-up's */
	const char **codes; /* of the units, by number - 1 */
	size_t codes_capacity;
	struct backing *lines; /* by line of the roll-up */
	int *oldest; /* by line; SUBJECTS_OLDEST_UNKNOWN: not asked yet */
	bool *current; /* by line: the row of today, of those with its code */
	size_t lines_capacity, oldest_capacity, current_capacity;
	struct survey *survey;
	unsigned cut; /* of enum measure_need: what cutoffs were computed for in this pass */
	struct cutoffs cutoffs;
	day current_on; /* as of this day; DAY_NONE: not known yet */
	struct backing all; /* of every counted portal */
	uint32_t *units; /* every unit's number */
	size_t unit_count, units_capacity;
	struct counts *fields; /* by number, 0: without a field */
	size_t fields_count, fields_capacity;
};

#endif

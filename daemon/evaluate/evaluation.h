/* One evaluation: every rule on every subject, as of one instant, in turns; what a turn found out is
 * committed at its end. */
#ifndef EVALUATE_EVALUATION_H
#define EVALUATE_EVALUATION_H

#include "evaluate/subjects.h"
#include "ground/alerts.h"

struct ground;
struct evaluation;

/* `subjects` is borrowed. What the rules measured is the ground's `readings` as long as it lives. */
struct evaluation *evaluation_new(struct ground *ground, struct subjects *subjects);
void evaluation_free(struct evaluation *evaluation);

/* Starts over as of `now`; the subjects were summed. */
void evaluation_begin(struct evaluation *evaluation, instant now);
/* Goes on until about `until_ms` (monotonic) and commits: alerts and deliveries in one transaction.
 * Memory follows the store, never leads it: after a failure begin again. */
int evaluation_go_on(
	struct evaluation *evaluation, int64_t until_ms, bool *ret_done, struct error *error);
/* The next instant at which an alert moves by time alone; NONE: never. */
instant evaluation_next(struct evaluation *evaluation);

#endif

/* One evaluation: every rule on every subject, as of one instant, in turns; what a turn found out is
 * committed at its end. */
#ifndef APP_EVALUATION_H
#define APP_EVALUATION_H

#include "app/alerts.h"
#include "app/subjects.h"

struct app;
struct evaluation;

/* `alerts` and `subjects` are borrowed. */
struct evaluation *evaluation_new(
	struct app *app, struct alerts *alerts, struct subjects *subjects);
void evaluation_free(struct evaluation *evaluation);

/* Starts over as of `now`; the subjects were summed. */
void evaluation_begin(struct evaluation *evaluation, instant now);
/* Goes on until about `until_ms` (monotonic) and commits: alerts and deliveries in one transaction.
 * Memory follows the store, never leads it: after a failure begin again. */
int evaluation_go_on(
	struct evaluation *evaluation, int64_t until_ms, bool *ret_done, struct error *error);
/* What the rules measured at the last pass that could; good as long as the evaluation. */
struct readings;
const struct readings *evaluation_readings(const struct evaluation *evaluation);
/* The next instant at which an alert moves by time alone; NONE: never. */
instant evaluation_next(struct evaluation *evaluation);

#endif

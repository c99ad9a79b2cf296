/* The evaluator: after a change or when an instant has come, judges the open cases whose own moment
 * passed, sums per subject, moves the alerts, and writes their news with its deliveries to the
 * outbox – alerts and deliveries in one transaction.
 *
 * A pass reads the clock once and takes turns of the loop, each bounded in time. It runs when a
 * portal was read completely, when an operator wrote, and at the next instant at which anything can
 * change by time alone: a case's, an alert's, a portal going stale. A subject is stepped only while
 * every portal behind it is settled; a stale one freezes. */
#ifndef EVALUATE_EVALUATOR_H
#define EVALUATE_EVALUATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct ground;
struct evaluator;

/* Reads the alerts from the store. */
int evaluator_new(struct ground *ground, struct evaluator **ret_evaluator, struct error *error);
void evaluator_free(struct evaluator *evaluator);

/* Something changed: a pass begins in a moment, or once more after the one under way. */
void evaluator_kick(struct evaluator *evaluator);
/* Days wait to be closed before more may be put: a pass begins with that, by pieces. False: it cannot
 * now (NULL: there is none), so that whoever asks has to put, which closes them at once. */
bool evaluator_closes_days(struct evaluator *evaluator);
/* Verdict settings or calendar changed: the next pass judges every open case again first. */
void evaluator_rejudge(struct evaluator *evaluator);
/* A new site was swapped in: rules, communes and channels are read anew. */
void evaluator_site_changed(struct evaluator *evaluator);

bool evaluator_busy(const struct evaluator *evaluator);
/* Until when (monotonic, ms) it must have moved, or it is stuck; INT64_MAX: nothing to do. */
int64_t evaluator_moves_by(struct evaluator *evaluator);

struct json_writer;
/* What it is doing, as members of an object. */
void evaluator_debug(const struct evaluator *evaluator, struct json_writer *json);

#endif

/* The clock: the only place that reads one. A pass reads it once and hands the instant on.
 *
 * There are two: the domain clock, by which cases are judged, rules run and observations are dated
 * (it can be set by --now and then stands still), and the real one for what others compare with
 * theirs: Date:, webhook-timestamp, expiry of tokens and certificates. */
#ifndef SITE_CLOCK_H
#define SITE_CLOCK_H

#include "core/time/civil.h"

instant clock_now(void); /* the domain's time */
instant clock_real(void);
/* A machine that woke without a clock of its own shows 1970, and what it would then see first would be
 * dated so for ever. Before 2015, when no portal was: impossible. */
bool clock_possible(instant now);
/* For timers: goes on evenly whatever is done to the clocks. */
int64_t clock_monotonic_ms(void);
/* Stops the domain clock at an instant; INSTANT_NONE lets it be the real one again. */
void clock_set(instant now);
bool clock_is_set(void);

#endif

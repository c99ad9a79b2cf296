/* What the page's trend is drawn from, kept in memory: the closing tallies of the last evenings, read
 * from the store once when a day has ended, in slices between the loop's other turns; and what was
 * closed month by month, summed from the live tally at most every few seconds and only for readers.
 *
 * Kept by the portals' units, so that merged communes show what their parts were. */
#ifndef WEB_TREND_HISTORY_H
#define WEB_TREND_HISTORY_H

#include <stdint.h>

#include "base/arena.h"
#include "core/time/civil.h"
#include "page/trend.h"

struct ground;
struct trend;

struct trend *trend_new(struct ground *ground);
/* NULL is allowed. */
void trend_free(struct trend *trend);
/* A pass is over: has a day ended? */
void trend_follow(struct trend *trend);

/* Of some units (`units` NULL: of all), in the arena. NULL while the evenings are read for the first
 * time. */
const struct page_trend *trend_of(struct trend *trend, instant now, const uint32_t *units,
	size_t unit_count, int64_t overdue_now, struct arena *arena);

#endif

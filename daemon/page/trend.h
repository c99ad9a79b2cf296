/* How it went: the overdue cases of the last evenings, and the share closed in time month by month, as
 * two small drawings (inline SVG: no script, no file). Each is said in words above its drawing; the
 * months are read out one by one to who does not see it.
 *
 * What is not known is left blank, never drawn as nothing. */
#ifndef PAGE_TREND_H
#define PAGE_TREND_H

#include "core/time/period.h"
#include "page/frame.h"

#define TREND_EVENINGS 30
#define TREND_MONTHS 12
struct page_trend {
	day first; /* of the evenings */
	int64_t overdue[TREND_EVENINGS]; /* as the day ended; -1: not known */
	int64_t overdue_now;
	int32_t month; /* the first reporting month (period.h); the last one is that of now */
	int64_t in_time[TREND_MONTHS]; /* closed early or on time */
	int64_t closed[TREND_MONTHS]; /* early, on time or late */
};
/* NULL: nothing. */
void trend_add(struct text *out, const struct page_look *look, const struct page_trend *trend);

#endif

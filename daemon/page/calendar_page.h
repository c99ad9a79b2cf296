/* The calendar that deadlines are counted by: the days of a year that the weekly pattern alone does not
 * say, with their reasons, and whether the year's notice is known. */
#ifndef PAGE_CALENDAR_PAGE_H
#define PAGE_CALENDAR_PAGE_H

#include "core/time/calendar.h"
#include "page/frame.h"

/* This year and the next, as far as the calendar knows them. */
void calendar_page(struct text *out, const struct page_look *look, const struct calendar *calendar);

#endif

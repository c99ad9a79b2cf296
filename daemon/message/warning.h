/* The warning before due dates: one letter to a commune with the cases that are due in so many working
 * days, the nearest first. It is no news of an alert: nothing is overdue yet. */
#ifndef MESSAGE_WARNING_H
#define MESSAGE_WARNING_H

#include "message/letter.h"

/* `view` as for a letter: its cases are those it warns of, with their `days_left`; `more` counts those
 * beyond. Its news says rule, subject, counts and when. */
void warning_render(const struct news_view *view, const char *key, struct letter *ret_letter);

#endif

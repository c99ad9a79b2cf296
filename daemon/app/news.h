/* From news of an alert to the deliveries it causes: who is told, and the message each one gets,
 * written at once so that it never changes while it is tried. */
#ifndef APP_NEWS_H
#define APP_NEWS_H

#include "app/subjects.h"
#include "store/store.h"

struct app;

/* Deliveries under construction: the strings are owned. Zero-initialised is empty. */
struct deliveries {
	struct delivery *items;
	size_t count, capacity;
};
void deliveries_clear(struct deliveries *deliveries); /* keeps the memory */
void deliveries_free(struct deliveries *deliveries);

/* Adds one delivery for each recipient of the rule's channels. The news has its episode number. */
int news_deliveries(struct app *app, const struct rule_settings *rule,
	const struct subject *subject, const struct alert_news *news, int oldest_overdue_days,
	struct deliveries *deliveries, struct error *error);

#endif

/* One message: from news of an alert to the delivery that carries it, written whole so that it never
 * changes while it is tried. */
#ifndef APP_NEWS_H
#define APP_NEWS_H

#include "app/case_sheet.h"
#include "app/subjects.h"
#include "base/arena.h"
#include "message/digest.h"
#include "store/store.h"

struct app;
struct channel_settings;

/* Deliveries under construction: the strings are owned. Zero-initialised is empty. */
struct deliveries {
	struct delivery *items;
	size_t count, capacity;
};
void deliveries_clear(struct deliveries *deliveries); /* keeps the memory */
void deliveries_free(struct deliveries *deliveries);

/* What the messages about one subject have in common: its numbers and its worst cases. */
struct news_draft {
	struct app *app;
	const struct subject *subject;
	instant now;
	struct news_view view;
	bool listed; /* were the cases read? */
	struct arena arena;
	struct letter_case cases[LETTER_CASES_MOST];
	size_t count;
	struct case_sheet sheets[2]; /* by language: Vietnamese, English */
};
/* A case as messages show it. Its code is borrowed from `found`, names from the store. */
void news_case(
	struct app *app, const struct store_case *found, instant now, struct letter_case *ret_case);
/* What is given is borrowed until the end. */
void news_draft_begin(struct news_draft *draft, struct app *app, const struct rule *rule,
	const struct subject *subject, int oldest_overdue_days, instant now);
void news_draft_end(struct news_draft *draft);
/* Adds the delivery to one recipient and returns its index, or a negative errno. The news has its
 * episode, its sequence, and what this recipient was told last. */
int news_write(struct news_draft *draft, const struct alert_news *news,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries, struct error *error);
/* The delivery of a warning before due dates to one recipient (message/warning.h). The draft's view has
 * its news and cases. */
void warning_write(struct news_draft *draft, const int *days_left,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries);
/* The delivery of one letter about many (message/digest.h): its index. */
int digest_write(enum digest_kind kind, const struct news_view *lines, size_t count,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries);

#endif

/* One message: from news of an alert to the delivery that carries it, written whole so that it never
 * changes while it is tried. */
#ifndef EVALUATE_NEWS_H
#define EVALUATE_NEWS_H

#include "evaluate/case_sheet.h"
#include "evaluate/news_cases.h"
#include "ground/deliveries.h"
#include "message/digest.h"

struct ground;
struct channel_settings;

/* What the messages about one subject have in common: its numbers and its worst cases. */
struct news_draft {
	struct ground *ground;
	struct subjects *subjects;
	const struct subject *subject;
	instant now;
	struct news_view view;
	bool listed; /* were the cases read? */
	struct arena arena; /* of the cases */
	struct case_sheet sheets[2]; /* by language: Vietnamese, English */
};
/* What is given is borrowed until the end. */
void news_draft_begin(struct news_draft *draft, struct ground *ground, struct subjects *subjects,
	const struct rule *rule, const struct subject *subject, int oldest_overdue_days,
	instant now);
void news_draft_end(struct news_draft *draft);
/* Adds the delivery to one recipient and returns its index, or a negative errno. The news has its
 * episode, its sequence, and what this recipient was told last. */
int news_write(struct news_draft *draft, const struct alert_news *news,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries, struct error *error);
/* The delivery of a warning before due dates (message/warning.h) to one recipient: of all the cases, the
 * nearest first. The draft's view has its news. */
int warning_write(struct news_draft *draft, const struct letter_case *cases, size_t count,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries, struct error *error);
/* The delivery of one letter about many (message/digest.h): its index. */
int digest_write(enum digest_kind kind, struct news_view *lines, size_t count,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries);

#endif

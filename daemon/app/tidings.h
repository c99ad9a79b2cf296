/* Tidings: what a turn of the evaluation found out, to be committed at once. */
#ifndef APP_TIDINGS_H
#define APP_TIDINGS_H

#include "app/news.h"

/* Zero-initialised is empty. */
struct tidings {
	struct alert_news *news;
	size_t news_count, news_capacity;
	struct deliveries deliveries;
	struct telling_change *tellings; /* strings good until the pass ends */
	size_t telling_count, telling_capacity;
	struct warning *warnings; /* strings and cases good until the pass ends */
	size_t warning_count, warning_capacity;
	bool summary; /* the one summary of trial mode is among the deliveries */
};
void tidings_clear(struct tidings *tidings); /* keeps the memory */
void tidings_free(struct tidings *tidings);
void tidings_add_news(struct tidings *tidings, const struct alert_news *news);
void tidings_add_warning(struct tidings *tidings, const struct warning *warning);
void tidings_add_telling(struct tidings *tidings, const struct telling_change *change);

#endif

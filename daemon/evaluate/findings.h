/* Findings: what a turn of the evaluation found out, to be committed at once. */
#ifndef EVALUATE_FINDINGS_H
#define EVALUATE_FINDINGS_H

#include "evaluate/news.h"

/* Zero-initialised is empty. */
struct findings {
	struct alert_news *news;
	size_t news_count, news_capacity;
	struct deliveries deliveries;
	struct telling_change *tellings; /* strings good until the pass ends */
	size_t telling_count, telling_capacity;
	struct warning *warnings; /* strings and cases good until the pass ends */
	size_t warning_count, warning_capacity;
	bool summary; /* the one summary of trial mode is among the deliveries */
};
void findings_clear(struct findings *findings); /* keeps the memory */
void findings_free(struct findings *findings);
void findings_add_news(struct findings *findings, const struct alert_news *news);
void findings_add_warning(struct findings *findings, const struct warning *warning);
void findings_add_telling(struct findings *findings, const struct telling_change *change);

#endif

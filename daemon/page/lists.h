/* Pages that are a list: the cases of a commune, the alerts, the deliveries. Rows are bounded by
 * whoever fills them; `more` says that there are others. No page shows a person's data. */
#ifndef PAGE_LISTS_H
#define PAGE_LISTS_H

#include "page/standing.h"
#include "page/trend.h"

struct page_case {
	const char *code;
	const char *procedure;
	enum bucket bucket;
	instant received, due; /* NONE: not said */
	int overdue_days; /* working days; 0: not overdue */
};
struct commune_view {
	const char *code, *name;
	const struct counts *counts;
	const struct page_standing *standings; /* of every rule on communes */
	size_t standing_count;
	const struct page_case *cases; /* worst first */
	size_t case_count;
	bool more;
	const struct page_trend *trend; /* NULL: not known yet */
	struct page_fresh fresh; /* of its own portals */
};
void commune_page(struct text *out, const struct page_look *look, const struct commune_view *view);

void alerts_page(struct text *out, const struct page_look *look, const struct page_standing *alerts,
	size_t count, bool more);

struct page_delivery {
	int64_t id;
	int64_t episode;
	const char *channel, *recipient;
	const char *subject; /* of a letter; of an event its type */
	const char *state; /* in words */
	int attempts;
	instant created;
	const char *answer;
};
void deliveries_page(struct text *out, const struct page_look *look,
	const struct page_delivery *deliveries, size_t count, bool more);

#endif

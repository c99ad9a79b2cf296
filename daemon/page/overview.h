/* The first page: how the province stands – communes worst first, portals, what is being told. */
#ifndef PAGE_OVERVIEW_H
#define PAGE_OVERVIEW_H

#include "core/alert/tally.h"
#include "page/standing.h"
#include "page/trend.h"

struct page_commune {
	const char *code;
	const char *name;
	const struct counts *counts;
	enum alert_state state; /* the worst of its alerts */
	enum severity severity;
	const struct page_standing *standings; /* of every rule on communes, for programs */
	size_t standing_count;
};
/* Worst first: more overdue cases, then more that are due soon, then by code. */
int page_commune_compare(const void *left, const void *right);

struct page_portal {
	const char *name;
	instant complete; /* when the newest complete poll began; NONE: never */
	bool stale;
	bool doubtful; /* what it says is in doubt, and not taken over */
	const char *complaint; /* one sentence; "" when all is well */
};

struct overview {
	const struct counts *total;
	const struct page_commune *communes; /* in the order to be shown */
	size_t commune_count;
	const struct page_portal *portals;
	size_t portal_count;
	const struct page_standing
		*standings; /* of the province, its portals, and fields in trouble */
	size_t standing_count;
	int64_t firing, critical; /* alerts */
	int64_t waiting, dead; /* deliveries */
	bool trial; /* nobody is told yet */
	const char *reload_refused; /* why the last reload was; NULL: it was not */
	const struct page_trend *trend; /* NULL: not known yet */
};
void overview_page(struct text *out, const struct page_look *look, const struct overview *overview);

/* "120 hồ sơ đang giải quyết: 30 quá hạn, 12 sắp đến hạn, …" */
void counts_sentence(struct text *out, const struct page_look *look, const struct counts *counts);

#endif

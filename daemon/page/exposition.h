/* Metrics for Prometheus: the text format 0.0.4, or OpenMetrics 1.0. Names: contract. */
#ifndef PAGE_EXPOSITION_H
#define PAGE_EXPOSITION_H

#include "core/civil.h"
#include "page/overview.h"

/* A counter or gauge with two labels; what is counted since the daemon's start. */
struct metered {
	const char *first, *second;
	int64_t value;
};
struct exposition {
	const char *version;
	const struct page_commune *communes;
	size_t commune_count;
	const struct page_portal *portals;
	size_t portal_count;
	const struct metered *polls; /* portal, result */
	size_t poll_count;
	const struct metered *alerts; /* rule, state */
	size_t alert_count;
	const struct metered *deliveries; /* channel, result */
	size_t delivery_count;
	const struct metered *outbox; /* state, "" */
	size_t outbox_count;
	int64_t provisional; /* years in use without a notice of days off */
};
void exposition_add(struct text *out, const struct exposition *exposition, bool open_metrics);
const char *exposition_type(bool open_metrics); /* Content-Type */
/* Does a header Accept ask for OpenMetrics? */
bool exposition_wants_open_metrics(struct slice accept);

#endif

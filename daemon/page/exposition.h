/* Metrics for Prometheus: the text format 0.0.4, or OpenMetrics 1.0. Names: contract.
 *
 * What the rules measure is a family for each unit of core/alert/measure.h, for a family must not mix units:
 * hentra_measure_cases, hentra_measure_ratio (0 to 1), hentra_measure_workdays and
 * hentra_measure_seconds, by rule, measure, scope and subject; beside them hentra_rule_level_… with the
 * levels of each rule, by rule, measure and band (fire, critical, clear). A value that is not known, or
 * rests on stale data, has no series.
 *
 * How many series there can be: rules × their measures × communes (or fields, or portals). Fields come
 * from the portals, so nobody here bounds them: whoever fills `standings` does, and says in left_out
 * how many were left out. */
#ifndef PAGE_EXPOSITION_H
#define PAGE_EXPOSITION_H

#include "core/time/civil.h"
#include "page/overview.h"
#include "page/standing.h"

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
	const struct page_standing *standings; /* each rule of the configuration on each subject */
	size_t standing_count;
	int64_t left_out; /* rules on subjects that are not among them */
	const struct rule *const *rules;
	size_t rule_count;
	bool reload_successful; /* the last one; none yet counts as successful */
	instant reload_success_at; /* when a configuration last came into force */
	int64_t provisional; /* years in use without a notice of days off */
};
void exposition_add(struct text *out, const struct exposition *exposition, bool open_metrics);
const char *exposition_type(bool open_metrics); /* Content-Type */
/* A part of it: what the rules measure, and their levels (exposition_measures.c). */
void exposition_add_measures(struct text *out, const struct exposition *exposition);
/* Does a header Accept ask for OpenMetrics? */
bool exposition_wants_open_metrics(struct slice accept);

#endif

/* A snapshot: how everything stands now, as the page and its metrics show it. Made for one answer
 * from the live tally and a few bounded readings of the store, then freed. */
#ifndef WEB_SNAPSHOT_H
#define WEB_SNAPSHOT_H

#include "base/arena.h"
#include "core/alert/roll_up.h"
#include "page/api.h"
#include "page/lists.h"
#include "page/overview.h"
#include "store/store.h"
#include "web/meters.h"

struct ground;
struct trend;

#define SNAPSHOT_ROWS 100 /* of a list; the page says that there are more */

struct snapshot {
	struct ground *ground;
	struct roll_up *roll_up; /* borrowed */
	struct trend *trend; /* borrowed */
	instant now;
	struct arena arena; /* what follows lives in it */
	struct counts total;
	struct page_commune *communes; /* worst first */
	size_t commune_count;
	struct page_portal *portals;
	size_t portal_count;
};
/* Joins the units of today and sums; `roll_up` is kept by the caller from one to the next. */
void snapshot_take(struct snapshot *snapshot, struct ground *ground, struct roll_up *roll_up,
	struct trend *trend);
void snapshot_free(struct snapshot *snapshot);
/* How fresh the numbers of some units are (`units` NULL: of all): the worst of their counted portals. */
struct page_fresh snapshot_fresh(
	const struct snapshot *snapshot, const uint32_t *units, size_t unit_count);

struct snapshot_alerts { /* how many there are */
	int64_t firing, critical;
	struct meters by_rule; /* rule, state; freed by the caller */
};
void snapshot_alerts(const struct snapshot *snapshot, struct snapshot_alerts *ret_alerts);
int snapshot_overview(
	struct snapshot *snapshot, struct overview *ret_overview, struct error *error);
/* -ENOENT: no such commune. */
int snapshot_commune(struct snapshot *snapshot, const char *code, struct commune_view *ret_view,
	struct error *error);
int snapshot_deliveries(struct snapshot *snapshot, bool english,
	struct page_delivery **ret_deliveries, size_t *ret_count, struct error *error);

/* A case by its code: the one that counts, where several portals list it. -ENOENT: there is none. */
int snapshot_case(struct snapshot *snapshot, const char *code, struct case_answer *ret_state,
	struct error *error);

/* A name for people: of a commune, else the subject's own. In the snapshot's arena, or static. */
const char *snapshot_subject(
	const struct snapshot *snapshot, enum scope scope, const char *subject);
/* Does the daemon do its work? If not, *ret_trouble is one sentence. */
bool snapshot_healthy(const struct snapshot *snapshot, struct text *ret_trouble);
/* Years in use without a notice of days off. */
int64_t snapshot_provisional(const struct snapshot *snapshot);
const char *snapshot_delivery_state(enum delivery_state state); /* "handed_over" */

#endif

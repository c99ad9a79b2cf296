/* How the rules stand on their subjects, for the page and its metrics: from the last pass's readings,
 * the alerts in memory, and the holds in force. Nothing is measured again. */
#ifndef WEB_STANDINGS_H
#define WEB_STANDINGS_H

#include "page/standing.h"
#include "web/snapshot.h"

/* How many standings the metrics show at most: beyond that the fields' are left out. */
#define STANDINGS_MOST 20000

/* All of these live in the snapshot's arena. */
struct standing_list {
	struct page_standing *items;
	size_t count;
};

/* Of every rule on communes: one commune, by its code. Worst first. */
int standings_of_commune(struct snapshot *snapshot, const char *code, const char *name,
	struct standing_list *ret_list, struct error *error);
/* The same for each of the snapshot's communes: fills their `standings`. */
int standings_of_communes(struct snapshot *snapshot, struct error *error);
/* Of the province, then of its portals, by every rule on them; then of fields in trouble. */
int standings_of_province(
	struct snapshot *snapshot, struct standing_list *ret_list, struct error *error);
/* The worst SNAPSHOT_ROWS alerts that are not inactive, whatever became of their rules. */
int standings_of_alerts(struct snapshot *snapshot, struct standing_list *ret_list, bool *ret_more,
	struct error *error);
/* Every rule on each of its subjects, up to STANDINGS_MOST: the province and portals first, then
 * communes, then fields. */
int standings_of_all(struct snapshot *snapshot, struct standing_list *ret_list,
	int64_t *ret_left_out, struct error *error);

#endif

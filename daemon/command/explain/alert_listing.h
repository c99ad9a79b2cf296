/* What `hentractl alerts` writes, as rows of a table or as JSON. */
#ifndef COMMAND_EXPLAIN_ALERT_LISTING_H
#define COMMAND_EXPLAIN_ALERT_LISTING_H

#include "command/explain/acknowledged.h"
#include "command/explain/bounced_addresses.h"
#include "command/explain/deliveries_told.h"

struct listing {
	struct tool *tool;
	struct json_writer json;
	bool stale; /* a counted portal is */
	struct table *table; /* NULL with --json */
	struct deliveries_told told; /* of the episode under way */
	struct error trouble; /* of reading them */
	struct bounced_addresses returned;
	struct acknowledged held;
	const char *commune; /* only its alerts; NULL: all */
};

/* The news of episodes: what was told, when and to whom. */
struct table *alert_news_table(struct tool *tool);
void alert_news_row(struct listing *listing, const struct alert_news *news);
void alert_news_json(struct listing *listing, const struct alert_news *news);

#endif

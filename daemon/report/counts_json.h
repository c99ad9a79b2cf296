/* Counts as JSON members: named alike in events, on the page and by the tool. */
#ifndef REPORT_COUNTS_JSON_H
#define REPORT_COUNTS_JSON_H

#include "base/json.h"
#include "core/alert/tally.h"

/* A member a bucket, then received, received_online, carried_over, then on_time_rate and
 * kept_rate as shares of one with 4 decimals; null: of nothing. */
void counts_add_json(struct json_writer *json, const struct counts *counts);

#endif

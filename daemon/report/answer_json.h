/* The object around every list for programs, by the tool and under /api/v1/ alike: as_of, stale, the
 * list under its name, more. */
#ifndef REPORT_ANSWER_JSON_H
#define REPORT_ANSWER_JSON_H

#include "base/json.h"
#include "core/time/zone.h"

/* as_of and stale, into an object that is open. `stale`: a counted portal behind it was read too long ago,
 * or never. */
void answer_json_state(
	struct json_writer *json, const struct zone *zone, instant as_of, bool stale);
/* Begins the object and its list. */
void answer_json_begin(struct json_writer *json, const struct zone *zone, instant as_of, bool stale,
	const char *list);
/* Ends both; `more`: there are more than were listed. */
void answer_json_end(struct json_writer *json, bool more);

#endif

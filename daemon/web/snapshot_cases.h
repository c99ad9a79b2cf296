/* The list of cases that programs ask for: /api/v1/cases?commune=…&bucket=…&field=… */
#ifndef WEB_SNAPSHOT_CASES_H
#define WEB_SNAPSHOT_CASES_H

#include "web/snapshot.h"

struct cases_wanted { /* "": any */
	const char *commune, *bucket, *field;
};
/* The worst SNAPSHOT_ROWS; without a bucket those that are open. -EINVAL: no such bucket; -ENOENT: no such
 * commune or field. */
int snapshot_cases(struct snapshot *snapshot, const struct cases_wanted *wanted,
	struct listed_case **ret_cases, size_t *ret_count, bool *ret_more, struct error *error);

#endif

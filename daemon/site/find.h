/* Where a file that the configuration names is found: see site.h. */
#ifndef SITE_FIND_H
#define SITE_FIND_H

#include "base/suggest.h"
#include "base/text.h"

struct find {
	const char *folder; /* of the configuration */
	const char *kind; /* "profiles", "calendar"; NULL: the vendor ships none of this kind */
	const char *ending; /* ".profile": may be left out; NULL: may not */
};

/* The first place that holds a regular file; false with *ret_path naming the places looked at,
 * separated by ", ". */
bool find_file(const struct find *find, const char *name, struct text *ret_path);
/* ": did you mean opencps?", by the names of the files there are in those places; "" when none is near. */
void find_near(const struct find *find, const char *name, char ret_near[static SUGGEST_MAX]);

#endif

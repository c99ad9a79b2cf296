/* A profile: how one vendor's portal is asked and understood, as a data file (NAME.profile).
 * The format is documented in config/profiles/README.md. Parsing is pure: text in,
 * profile or a list of problems out. */
#ifndef PORTAL_PROFILE_H
#define PORTAL_PROFILE_H

#include "base/error.h"
#include "base/slice.h"
#include "core/time/zone.h"

struct profile;

/* Problems as file:line sentences, all at once. */
typedef void profile_problem_fn(void *user, const char *file, int line, const char *sentence);

/* -EINVAL after reporting at least one problem. */
int profile_parse(const char *file, struct slice content, profile_problem_fn *on_problem,
	void *user, struct profile **ret_profile);
void profile_free(struct profile *profile);

/* As it says, else the name of its file. */
const char *profile_title(const struct profile *profile);
bool profile_is_csv(const struct profile *profile);
/* The headers the portal's section must name (OpenCPS: groupId); NULL-terminated, may be empty. */
const char *const *profile_required_headers(const struct profile *profile);

/* --- what to ask ------------------------------------------------------------------------- */

/* A cycle reads one or more listings (e.g. "open", "closed"), each page by page. */
enum cycle_kind { CYCLE_SWEEP, CYCLE_INCREMENTAL };

/* The values templates may use; absent ones are empty or 0. */
struct request_values {
	int64_t page_index; /* 0 based count of pages already read of this listing */
	int64_t page_size;
	struct slice cursor; /* as found in the page before */
	instant from; /* window of a windowed listing */
	instant to;
	struct slice session; /* session token, for bodies that carry it */
	struct slice agency; /* from the portal's `agency` setting */
	const struct zone
		*zone; /* of the configuration, for profiles with `zone = portal`; may be NULL */
};

struct request {
	char *method; /* "GET", "POST" */
	char *path_query; /* "/o/rest/v2/dossiers?start=0&end=1000…", percent-encoded */
	bool from_root; /* of the host; else below the path that the portal's url has */
	char *body; /* NULL: none */
	char **headers; /* "Name: value", NULL-terminated */
};
void request_free(struct request *request);

int profile_listing_count(const struct profile *profile, enum cycle_kind kind);
const char *profile_listing_name(const struct profile *profile, enum cycle_kind kind, int listing);
/* Does the listing cover every case (so that a case it does not hold is gone)? Else those of its window,
 * if it has one. */
bool profile_listing_covers_all(const struct profile *profile, enum cycle_kind kind, int listing);
/* Is the listing bounded by a {from}..{to} window? Then app passes one (last complete cycle minus
 * overlap … now). */
bool profile_listing_windowed(const struct profile *profile, enum cycle_kind kind, int listing);
/* Is the listing sorted by change time, newest first? Then it may be left after a page whose
 * newest_updated is before the window's `from`: what follows is known. */
bool profile_listing_newest_first(const struct profile *profile, enum cycle_kind kind, int listing);
int64_t profile_window_overlap_ms(const struct profile *profile);
int profile_default_page_size(const struct profile *profile);

int profile_request(const struct profile *profile, enum cycle_kind kind, int listing,
	const struct request_values *values, struct request *ret_request, struct error *error);

/* --- after a page ------------------------------------------------------------------------ */

struct page_result {
	int64_t records; /* elements of the list, good or not */
	int64_t set_aside;
	int64_t total; /* as the portal says; -1: not said */
	bool list_seen; /* the list was there (or may be absent when empty, as profiled) */
	bool last_said; /* the page says it is the last (`last`, absent cursor …) */
	bool last_known; /* the page holds a flag that says whether it is the last */
	instant newest_updated; /* of the page's records; INSTANT_NONE when one does not say */
	char cursor[1024]; /* "" when none */
};

enum page_next { PAGE_NEXT, PAGE_END, PAGE_INCOMPLETE };
/* What follows after `page_index` + 1 pages and `records_so_far` records of this listing.
 * PAGE_INCOMPLETE: the page limit, or a trusted total that was not reached (sentence says which). */
enum page_next profile_page_next(const struct profile *profile, const struct page_result *result,
	int64_t page_index, int64_t records_so_far, int64_t page_size, struct error *error);

#endif

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

/* What a portal's own section says of a status, beside or instead of the profile: -EINVAL with a sentence. */
int profile_explain_status(
	struct profile *profile, const char *word, const char *meaning, struct error *error);
/* Cases whose status nobody has explained are judged by their dates. */
void profile_judge_unknown_by_dates(struct profile *profile);

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
	int64_t start; /* records already read of this listing */
	int64_t page_size;
	struct slice cursor; /* as found in the page before */
	struct slice asked; /* path and query, from the host's root, that brought it */
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

/* How far a listing has been read, and what is known of its end. Zero-initialised at its beginning. */
struct listing_read {
	int64_t pages; /* that came whole */
	int64_t listed; /* records on them */
	int64_t records; /* the same without pages that were there before */
	int64_t total; /* as the portal says; -1: it does not */
	int64_t page_size; /* to ask for: smaller than at first when the portal caps its pages */
	bool all_there; /* by the portal's own count: the next page may only disprove it */
	bool short_page; /* the newest: the end, unless another page comes */
};

enum page_next { PAGE_NEXT, PAGE_END, PAGE_INCOMPLETE };
/* What follows after a page. A list ends by evidence: its total is reached, a flag says so, a page is
 * empty or repeats what came before, no next one is named; a short page is none until a further
 * request brings nothing. `in_a_row`: how many pages, this one the last, have brought nothing new.
 * PAGE_INCOMPLETE: the page limit, fewer than the portal counts, or no end (the sentence says which). */
enum page_next profile_page_next(const struct profile *profile, struct listing_read *read,
	const struct page_result *page, int in_a_row, struct error *error);

/* What came instead of a page. */
enum no_page {
	NO_PAGE_TROUBLE, /* something that says nothing of there being one */
	NO_PAGE_SUCH, /* "there is no such page" */
	NO_PAGE_NOTHING /* no content, or null where the list should be */
};
/* Behind the last page portals say many things; once all is there they decide nothing. PAGE_NEXT: it
 * is no end, but a page that failed. PAGE_INCOMPLETE: as above. */
enum page_next profile_no_page(const struct profile *profile, const struct listing_read *read,
	enum no_page what, struct error *error);

#endif

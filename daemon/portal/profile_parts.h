/* What a profile is made of: shared by the files of this layer, invisible outside it. */
#ifndef PORTAL_PROFILE_PARTS_H
#define PORTAL_PROFILE_PARTS_H

#include "portal/mapping.h"
#include "portal/profile.h"
#include "portal/sign_in.h"
#include "portal/template.h"

enum body_type { BODY_JSON, BODY_FORM };

/* One listing of a cycle; what it leaves out is as in [request]. */
struct listing {
	char *name;
	int line; /* of its section, for sentences */
	char *method; /* NULL: as in [request], there: GET, or POST with a body */
	struct template path;
	struct template query;
	struct template body;
	bool covers_all; /* a case that is not in it is gone */
	bool newest_first; /* sorted by `updated`, so that it may be left at the known ones */
	int64_t reach_ms; /* its window reaches back so far, whenever the last cycle was; 0: from there */
};
#define LISTINGS_MAX 8
struct listings {
	struct listing listing[LISTINGS_MAX];
	int count;
};

/* A list of owned strings, NULL-terminated. */
struct strings {
	char **text;
	size_t count;
	size_t capacity;
};
void strings_add(struct strings *strings, struct slice text);
void strings_clear(struct strings *strings);

/* What is read from an answer outside its records; also the slots of the answer's pointer tree. */
enum answer_value {
	ANSWER_TOTAL,
	ANSWER_LAST,
	ANSWER_CURSOR,
	ANSWER_ERROR,
	ANSWER_MESSAGE,
	ANSWER_TOKEN, /* sign-in answers */
	ANSWER_EXPIRES,
	ANSWER_VALUES
};
/* Where things are in an answer, and which answers are failures in disguise. */
struct answer_plan {
	struct pointer_node tree;
	bool has[ANSWER_VALUES];
	char *first_list; /* the records pointer, for sentences */
	struct words ok; /* the values of ANSWER_ERROR that mean success */
};

enum paging_style { PAGING_NONE, PAGING_OFFSET, PAGING_PAGE, PAGING_CURSOR, PAGING_LINK };
enum paging_end { END_SHORT_PAGE, END_EMPTY_PAGE, END_LAST_FLAG };
struct paging {
	int style; /* enum paging_style */
	int end; /* enum paging_end */
	int64_t first_page;
	bool trust_total;
	int64_t page_size;
	int64_t page_limit;
};

enum oauth2_grant { GRANT_BY_SETTINGS, GRANT_CLIENT_CREDENTIALS, GRANT_PASSWORD };
enum client_auth { CLIENT_AUTH_BASIC, CLIENT_AUTH_BODY };
enum token_source { TOKEN_IN_BODY, TOKEN_IN_HEADER, TOKEN_IN_COOKIE };
struct sign_in_plan {
	int kind; /* enum sign_in_kind: the default of portals with this profile */
	char *method;
	struct template path;
	struct template body;
	int body_type; /* enum body_type */
	struct strings headers;
	struct answer_plan answer;
	enum token_source source;
	char *token_name; /* the header or cookie that brings the token */
	struct template send; /* "Authorization: Bearer {session}"; not set: by {session} alone */
	int64_t lifetime_ms; /* 0: as the answer says, else until refused */
	int grant; /* enum oauth2_grant */
	int client_auth; /* enum client_auth */
};

struct profile {
	char *name;
	char *title;
	int format; /* 0 json, 1 csv: mapping.csv once known */
	int separator; /* csv: 0 found with the header, else , ; tab | by number */
	struct mapping mapping;
	struct strings required_columns;
	int records_absent; /* 0 error, 1 empty: no list is an empty list */
	struct answer_plan answer;
	char *cursor_header; /* the header that brings the cursor; NULL: the answer's body does */
	struct listing request; /* [request]: what listings share */
	int body_type;
	struct strings headers;
	struct strings required_headers;
	int midnight_is_day; /* 0 time, 1 day: mapping.dates.midnight_is_day once known */
	struct date_format window_format;
	int64_t window_overlap_ms;
	struct paging paging;
	struct listings listings[2]; /* by enum cycle_kind */
	struct sign_in_plan sign_in;
};

/* The listings of a cycle: a profile without incremental ones sweeps every time. */
const struct listings *profile_listings(const struct profile *profile, enum cycle_kind kind);
/* The template of a listing, or the one it shares. */
static inline const struct template *listing_template(
	const struct template *own, const struct template *shared)
{
	return own->text ? own : shared;
}

/* Does a request of the listing use a placeholder? */
bool listing_uses(const struct profile *profile, const struct listing *listing, enum place place);

/* --- for the reader ---------------------------------------------------------------------- */

/* Sets one key. -ENOENT: no such key (the sentence suggests one); -EINVAL: a wrong value. */
int profile_set_key(struct profile *profile, struct listing *listing, struct slice section,
	struct slice key, struct slice value, struct error *error);
/* The table's rows in order, for the documentation's test; NULL behind the last. */
const char *profile_key_at(size_t index, const char **ret_section);
/* Is there a section of this kind? If not, *ret_near is the nearest (or NULL). */
bool profile_has_section(struct slice kind, const char **ret_near);

#endif

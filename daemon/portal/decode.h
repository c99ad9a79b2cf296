/* Decoding a page as its bytes arrive: bytes -> case records. Memory is bounded by depth, by one
 * record's mapped values and by one token; personal fields are skipped inside the parser and never
 * copied. One decoder a page. */
#ifndef PORTAL_DECODE_H
#define PORTAL_DECODE_H

#include "core/case/case_record.h"
#include "portal/profile.h"

/* Called for each usable record, in the order of the page. A negative return ends the page. */
typedef int decode_record_fn(void *user, const struct case_record *record);
/* Called for each record set aside: which (1 based), its code if it had one, why. */
typedef void decode_problem_fn(void *user, int64_t index, struct slice code,
	enum record_problem problem, const char *detail);

struct decode_options {
	const struct profile *profile;
	instant now; /* to see dates in the future; the cycle's time */
	const struct zone
		*zone; /* of the configuration, for profiles with `zone = portal`; may be NULL */
	bool keep_officer; /* officer names only if switched on */
	decode_record_fn *on_record;
	decode_problem_fn *on_problem;
	void *user;
};

struct decoder;
struct decoder *decoder_new(const struct decode_options *options);
/* A header of the answer, before its body: some tell there where the next page is. */
void decoder_header(struct decoder *decoder, struct slice name, struct slice value);
/* -EBADMSG: the page is not what the profile says (not JSON, HTML, no list, error envelope …): a
 * named condition in the sentence, which holds nothing of the page's text but the names of columns. */
int decoder_feed(struct decoder *decoder, const char *data, size_t length, struct error *error);
int decoder_end(struct decoder *decoder, struct page_result *ret_result, struct error *error);
/* After decoder_end() failed: was null all that stood where the list should be? */
bool decoder_list_is_null(const struct decoder *decoder);
void decoder_free(struct decoder *decoder);

#endif

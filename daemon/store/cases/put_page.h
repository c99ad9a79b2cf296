/* A page under way: what the store knows of its cases is read at once, its records change that in memory, and
 * what changed is written in bulk. The store's own. */
#ifndef STORE_CASES_PUT_PAGE_H
#define STORE_CASES_PUT_PAGE_H

#include "store/cases/batch.h"
#include "store/cases/case_row.h"
#include "store/cases/polls.h"

/* A case that the page lists, and what is known of it. */
struct listed {
	struct slice key;
	const struct batch_record *record; /* the last one of this code: it counts */
	size_t first, last; /* its records in the batch's order */
	int64_t id; /* 0: there is no such case */
	bool differs; /* the record says something else, or the case was absent: then … */
	size_t row; /* … in page->rows */
	size_t rival,
		rival_count; /* cases of this code that other counted portals list: in page->rivals */
	bool may_adopt; /* a case may wait under the record's former code */
};

struct known_row {
	struct case_row row;
	instant changed; /* when it was seen to change last; NONE: never */
};

/* What putting one page needs everywhere. */
struct page {
	struct store *store;
	struct running_poll *poll;
	const struct batch *batch;
	const struct judge *judge;
	instant now;
	instant seen; /* now, to the second */
	bool has_rivals; /* another counted portal may list the same codes */
	bool repeating; /* the record under way: its case was listed by an earlier batch of the poll */
	bool growing; /* none of the codes before was known: probably none of the next ones is */
	bool waiting; /* cases wait to be accepted: some may have got their code since */
	struct listed *listed; /* of the keys under way, ascending */
	size_t listed_count;
	struct known_row *rows; /* of those that differ */
	size_t row_count, row_capacity;
	struct case_row *rivals;
	size_t rival_count, rival_capacity;
	int64_t last_case;
	int64_t returned; /* vanished cases that are listed again */
	int64_t *ids; /* of the cases listed, for the poll's memory after the commit */
	size_t id_count;
	struct put_result result;
	struct error *error;
};

/* --- page_known.c --------------------------------------------------------------------------- */

/* Reads what is known of the cases under way. */
int page_read_known(struct page *page);
/* The case under way with this key, if it is listed; NULL. */
struct listed *page_find(const struct page *page, struct slice key);
/* Reads the case of `listed` again, for it is another one now. */
int page_read_again(struct page *page, struct listed *listed);

/* --- put_record.c --------------------------------------------------------------------------- */

/* Puts what is listed: its case is added, changed, or found unchanged. In the transaction. */
int page_put_record(struct page *page, struct listed *listed);
/* The state that a record brings, its names numbered. */
int page_state_of(struct page *page, const struct batch_record *record,
	struct case_state *ret_state, uint32_t *ret_officer);
/* One cycle said two things of one case: which, is kept. */
int page_keep_conflict(struct page *page, const struct batch_record *record,
	const struct case_state *before, const struct case_state *after, bool same_page);

#endif

/* A page under way, and what its records do, one by one. The store's own. */
#ifndef STORE_CASES_PUT_PAGE_H
#define STORE_CASES_PUT_PAGE_H

#include "store/cases/batch.h"
#include "store/cases/polls.h"

/* What putting one page needs everywhere. */
struct page {
	struct store *store;
	struct running_poll *poll;
	const struct batch *batch;
	const struct judge *judge;
	instant now;
	instant seen; /* now, to the second */
	bool rivals; /* another counted portal may list the same codes */
	bool repeating; /* the record under way: its case was listed by an earlier batch of the poll */
	bool waiting; /* cases wait to be accepted: some may have got their code since */
	bool growing; /* the record before was new: the next one probably is too */
	int64_t last_case;
	int64_t returned; /* vanished cases that are listed again */
	int64_t *ids; /* of the cases listed, for the poll's memory after the commit */
	size_t id_count;
	struct put_result result;
	struct error *error;
};

/* --- put_record.c ------------------------------------------------------------------------ */

/* Puts one record: its case is added, changed, or found unchanged. In the transaction. */
int page_put_record(struct page *page, const struct batch_record *record);
/* The state that a record brings, its names numbered. */
int page_state_of(struct page *page, const struct batch_record *record,
	struct case_state *ret_state, uint32_t *ret_officer);
/* One cycle said two things of one case: which, is kept. */
int page_keep_conflict(struct page *page, const struct batch_record *record,
	const struct case_state *before, const struct case_state *after, bool same_page);

#endif

/* The gate of a poll that is weighed (store/store_doubt.h): what it holds back, counted by kind. */
#ifndef STORE_CASES_GATE_H
#define STORE_CASES_GATE_H

#include "core/case/plausibility.h"
#include "store/cases/case_row.h"
#include "store/store.h"

#define GATE_CODES 3 /* examples of a kind */
#define GATE_HELD_MOST                                                                             \
	4000 /* records: more are weighed by what was listed so far, and let go or dropped */

struct gate {
	bool on;
	bool letting_go; /* what was held comes again: that is no repetition */
	struct plausibility_bounds bounds;
	unsigned accepted; /* kinds, a mask */
	unsigned doubts; /* found before the end: what comes is dropped */
	struct plausibility sum;
	struct batch *held;
	char *codes[IMPLAUSIBLE_COUNT]; /* a line each */
	int code_count[IMPLAUSIBLE_COUNT];
};
void gate_free(struct gate *gate);

struct page; /* put_page.h */
struct batch_record;
/* Is a change of a known case held back? */
bool gate_holds(struct page *page, const struct batch_record *record, const struct case_row *row,
	const struct case_state *state);
/* Holds back a new case. */
void gate_hold_new(struct page *page, const struct batch_record *record);
/* After a page's commit: too many are held. */
int gate_relieve(struct store *store, int64_t poll, const struct judge *judge, instant now,
	struct tally *tally, struct error *error);
/* A complete poll settles what is in doubt; in its transaction. */
struct running_poll;
int gate_clear(struct store *store, const struct running_poll *poll, struct error *error);

#endif

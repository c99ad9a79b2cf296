/* Walks over all cases: each met where it stands, or a step of them copied. */
#ifndef STORE_CASES_ROW_WALK_H
#define STORE_CASES_ROW_WALK_H

#include "base/text.h"
#include "store/cases/case_row.h"
#include "store/sql.h"

/* A walk over all cases in steps, in the order of their keys. What a step found is copied, so that
 * its cases may be written. Zero-initialised stands at the beginning. */
struct walk {
	struct text key; /* stands behind this case */
	int64_t portal;
	bool over;
	struct text keys; /* of the step's cases */
	struct walked {
		size_t begin, length; /* in keys */
		int64_t id;
		uint32_t portal;
		int traits;
		enum bucket bucket;
	} * cases;
	size_t count, capacity;
};

/* What a walk does with a row, which is good during the call. Non-zero ends the walk and comes back. It
 * may use other statements than the walk's. */
typedef int row_fn(void *user, const struct case_row *row);
/* Meets up to `most` more rows. `list` is cases_met or cases_audited, which stands where it is between the
 * calls; *ret_over: there was no more row. */
int rows_meet(struct store *store, struct sql_row *list, int most, row_fn *on_row, void *user,
	bool *ret_over, struct error *error);
/* All of them. */
int rows_meet_all(struct store *store, row_fn *on_row, void *user, struct error *error);

/* Rows that are copied before any is written: the statement walks the index that the writing moves.
 * Zero-initialised is empty. */
struct row_list {
	struct case_row *rows;
	struct text keys;
	size_t count, capacity;
};
int row_list_add(void *list, const struct sql_row *from, struct error *error); /* a sql_row_fn */
void row_list_settle(
	struct row_list *list); /* after the last: from here on the rows have their keys */
void row_list_free(struct row_list *list);

/* Reads the next `most` cases. */
int walk_step(struct store *store, struct walk *walk, int most, struct error *error);
struct slice walk_key(const struct walk *walk, size_t i);
void walk_restart(struct walk *walk);
void walk_free(struct walk *walk);

#endif

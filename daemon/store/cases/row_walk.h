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
struct meeting {
	row_fn *on_row;
	void *user;
	int left;
	int result;
};
/* Meets up to `most` more rows from within SQLite, where a row costs half of what it costs stepped to
 * from outside. `list` is cases_met or cases_audited, which stands where it is between the calls;
 * *ret_over: there was no more row. */
int rows_meet(struct store *store, sqlite3_stmt *list, int most, row_fn *on_row, void *user,
	bool *ret_over, struct error *error);
/* All of them. */
int rows_meet_all(struct store *store, row_fn *on_row, void *user, struct error *error);

/* Reads the next `most` cases. */
int walk_step(struct store *store, struct walk *walk, int most, struct error *error);
struct slice walk_key(const struct walk *walk, size_t i);
void walk_restart(struct walk *walk);
void walk_free(struct walk *walk);

#endif

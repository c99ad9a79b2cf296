/* A row of `cases`: read and written (case_row.c), and as readers get it (reading_cases.c). */
#ifndef STORE_CASES_CASE_ROW_H
#define STORE_CASES_CASE_ROW_H

#include "store/sql.h"

/* A row of `cases`. `key` is good until the statement is stepped or reset. */
#define ABSENT_VANISHED 2
struct case_row {
	int64_t id;
	uint32_t portal;
	struct slice key;
	uint64_t hash;
	uint8_t absent; /* consecutive complete sweeps that did not list it, at most ABSENT_VANISHED */
	struct case_state state;
	struct case_life life;
	uint32_t officer;
	enum bucket bucket;
	instant closed_at; /* in force */
	instant next_change;
	bool uncertain;
	bool counted;
	bool frozen; /* the verdict in force stands whatever the portal says later */
	bool rewritten; /* facts changed since it froze */
	instant frozen_at; /* the observation it was frozen with */
	int64_t ruling;
	bool changed; /* it has a history */
	bool suspect; /* it has suspicions */
	instant look; /* when detectors look at it again; NONE: when it changes */
};

/* The row of a statement of CASE_COLUMNS. -EBADMSG: it is damaged. */
int row_read(const struct sql_row *from, struct case_row *row, struct error *error);
/* 1: found, with `key` as given; 0: there is none. */
int row_get(struct store *store, uint32_t portal, struct slice key, struct case_row *ret_row,
	struct error *error);
/* The columns of `cases`, in the order of CASE_COLUMNS in statements.def. `facts` is the last column of the
 * table and the first asked for: SQLite then finds all columns of a row in one go. */
enum case_column {
	CASE_COLUMN_FACTS,
	CASE_COLUMN_KEY,
	CASE_COLUMN_PORTAL,
	CASE_COLUMN_ID,
	CASE_COLUMN_TRAITS,
	CASE_COLUMN_UNIT,
	CASE_COLUMN_FIELD,
	CASE_COLUMN_BUCKET,
	CASE_COLUMN_DUE,
	CASE_COLUMN_SUBMITTED,
	CASE_COLUMN_ODD,
	CASE_COLUMN_NEXT_CHANGE,
	CASE_COLUMN_LOOK,
	CASE_COLUMN_COUNT
};
/* What is needed of a row to see that nothing changed. */
struct row_glance {
	int64_t id;
	uint32_t portal;
	int absent;
	uint64_t hash;
};
int row_glance(const struct sql_row *from, struct row_glance *glance, struct error *error);
/* Adds the row, or writes all of it but its id: later, in the order of a transaction (store/writes.h). Its key
 * lives until then. */
int row_write(struct store *store, bool add, const struct case_row *row, struct error *error);
/* Writes the traits and the next look only. */
int row_write_traits(struct store *store, const struct case_row *row, struct error *error);
/* Single traits of the column `traits`. */
int traits_absent(int traits);
bool traits_frozen(int traits);
bool traits_witnessed(int traits); /* it has a history or suspicions */
/* Writes bucket, next_change, closed_at and the traits only. */
int row_write_verdict(struct store *store, const struct case_row *row, struct error *error);

/* The row for readers, but for what stands in its history: `changes`, and an earlier due. The code is
 * good until the next. */
struct store_case case_of_row(struct store *store, const struct case_row *row);

#endif

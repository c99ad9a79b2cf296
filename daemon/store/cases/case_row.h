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
/* Adds the row, or writes all of it but its id. */
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

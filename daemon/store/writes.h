/* Rows that are written in bulk: they wait in the transaction until they are many, somebody has to see them,
 * or it commits. */
#ifndef STORE_WRITES_H
#define STORE_WRITES_H

#include "store/sql.h"

/* In the order in which they are written. */
enum lane {
	LANE_UNITS,
	LANE_FIELDS,
	LANE_PROCEDURES,
	LANE_OFFICERS,
	LANE_CASES_ADDED,
	LANE_CASES_SET,
	LANE_HISTORY,
	LANE_PAUSES_ENDED,
	LANE_PAUSES_BEGUN,
	LANE_COUNT
};

struct writes {
	struct write_lane {
		struct sql_value *values; /* of its rows, one after the other */
		uint8_t *bytes; /* WRITE_BYTES a row */
		size_t count; /* of rows */
	} lanes[LANE_COUNT];
};
#define WRITE_BYTES 192

/* The values of one more row, to be filled before anything else is called; `ret_bytes` (or NULL): room for
 * WRITE_BYTES that live as long as the row waits. Other bytes must live until the transaction ends. */
int writes_next(struct store *store, enum lane lane, struct sql_value **ret_values,
	uint8_t **ret_bytes, struct error *error);
/* One more row, given as the values of a statement. */
#define write_later(store, error, lane, ...)                                                       \
	writes_add(store, error, lane, SQL_VALUES(__VA_ARGS__), SQL_VALUE_COUNT(__VA_ARGS__))
int writes_add(struct store *store, struct error *error, enum lane lane,
	const struct sql_value *values, size_t count);
/* Writes what waits: before a statement that has to see it, and before the commit. */
int writes_flush(struct store *store, struct error *error);
void writes_forget(struct store *store);
void writes_free(struct store *store);

#endif

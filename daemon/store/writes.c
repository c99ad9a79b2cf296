#include "store/writes.h"

#include "base/memory.h"
#include "store/inside.h"

/* So many are at hand in the processor's nearest memory. */
#define ROWS_AT_ONCE 32

static const struct {
	enum sql name;
	size_t width;
	bool bytes;
} lanes[LANE_COUNT] = {
	[LANE_UNITS] = {SQL_unit_add, 4, false},
	[LANE_FIELDS] = {SQL_field_add, 4, false},
	[LANE_PROCEDURES] = {SQL_procedure_add, 4, false},
	[LANE_OFFICERS] = {SQL_officer_add, 4, false},
	[LANE_CASES_ADDED] = {SQL_case_add, CASE_COLUMN_COUNT, true},
	[LANE_CASES_SET] = {SQL_case_set, CASE_COLUMN_COUNT, true},
	[LANE_HISTORY] = {SQL_history_add, 5, false},
	[LANE_PAUSES_ENDED] = {SQL_pause_end, 5, false},
	[LANE_PAUSES_BEGUN] = {SQL_pause_begin, 5, false},
};

int writes_flush(struct store *store, struct error *error)
{
	int result = 0;
	for (int i = 0; i < LANE_COUNT && result == 0; i++) {
		struct write_lane *lane = &store->writes.lanes[i];
		if (lane->count)
			result = sql_write(store, error, lanes[i].name, lane->values,
				lanes[i].width, lane->count);
		lane->count = 0;
	}
	return result;
}

int writes_next(struct store *store, enum lane which, struct sql_value **ret_values,
	uint8_t **ret_bytes, struct error *error)
{
	struct write_lane *lane = &store->writes.lanes[which];
	size_t width = lanes[which].width;
	int result = lane->count == ROWS_AT_ONCE ? writes_flush(store, error) : 0;
	if (result < 0)
		return result;
	if (!lane->values) {
		lane->values = xcalloc(ROWS_AT_ONCE * width, sizeof(*lane->values));
		lane->bytes = lanes[which].bytes ? xmalloc(ROWS_AT_ONCE * WRITE_BYTES) : NULL;
	}
	*ret_values = lane->values + lane->count * width;
	if (ret_bytes)
		*ret_bytes = lane->bytes + lane->count * WRITE_BYTES;
	lane->count++;
	return 0;
}

int writes_add(struct store *store, struct error *error, enum lane lane,
	const struct sql_value *values, size_t count)
{
	struct sql_value *room;
	int result = writes_next(store, lane, &room, NULL, error);
	for (size_t i = 0; i < count && result == 0; i++)
		room[i] = values[i + 1];
	return result;
}

void writes_forget(struct store *store)
{
	for (int i = 0; i < LANE_COUNT; i++)
		store->writes.lanes[i].count = 0;
}

void writes_free(struct store *store)
{
	for (int i = 0; i < LANE_COUNT; i++) {
		free(store->writes.lanes[i].values);
		free(store->writes.lanes[i].bytes);
	}
}

/* Putting a page: the one place where facts come into the store. */
#include <errno.h>

#include "base/memory.h"
#include "store/batch.h"
#include "store/sqlite_store.h"

/* What putting one page needs everywhere. */
struct page {
	struct store *store;
	struct running_poll *poll;
	const struct batch *batch;
	const struct judge *judge;
	instant now;
	instant seen; /* now, to the second */
	bool rivals; /* another counted portal may list the same codes */
	int64_t *ids; /* of the cases listed, for the poll's memory after the commit */
	size_t id_count;
	struct put_result result;
	struct error *error;
};

static int find_case(struct page *page, uint32_t portal, struct slice code, int64_t *ret_id,
	uint64_t *ret_hash, int *ret_absent)
{
	sqlite3_stmt *find = sql_use(page->store, SQL_case_find);
	sqlite3_bind_int64(find, 1, portal);
	sql_bind_slice(find, 2, code);
	int result = sql_step(page->store, find, page->error);
	if (result <= 0)
		return result;
	*ret_id = sqlite3_column_int64(find, 0);
	*ret_hash = (uint64_t)sqlite3_column_int64(find, 1);
	*ret_absent = sqlite3_column_int(find, 2);
	sqlite3_reset(find);
	return 1;
}

/* The state that a record brings, its names numbered. */
static int state_of(struct page *page, const struct batch_record *record,
	struct case_state *ret_state, uint32_t *ret_officer)
{
	struct store *store = page->store;
	const struct batch *batch = page->batch;
	uint32_t portal = page->poll->portal;
	struct {
		struct dictionary *dictionary;
		enum batch_text code, name;
		uint32_t *number;
	} names[] = {
		{&store->units, TEXT_UNIT, TEXT_UNIT_NAME, &ret_state->unit},
		{&store->procedures, TEXT_PROCEDURE, TEXT_PROCEDURE_NAME, &ret_state->procedure},
		{&store->fields, TEXT_FIELD, TEXT_FIELD_NAME, &ret_state->field},
		{&store->officers, TEXT_OFFICER, TEXT_OFFICER, ret_officer},
	};
	int result = 0;
	for (size_t i = 0; i < ARRAY_SIZE(names) && result == 0; i++)
		result = dictionary_number(store, names[i].dictionary, portal,
			batch_text(batch, record, names[i].code),
			batch_text(batch, record, names[i].name), names[i].number, page->error);
	ret_state->facts = record->facts;
	return result;
}

static bool precedes(const struct store *store, uint32_t a, uint32_t b)
{
	int place_a = store->portals[a - 1].place, place_b = store->portals[b - 1].place;
	return place_a != place_b ? place_a < place_b : a < b;
}

static int get_row(struct page *page, int64_t id, struct case_row *row)
{
	sqlite3_stmt *get = sql_use(page->store, SQL_case_get);
	sqlite3_bind_int64(get, 1, id);
	int result = sql_step(page->store, get, page->error);
	if (result == 0)
		return error_set(page->error, -EBADMSG,
			"the store is corrupt: an index names a case that is not there");
	if (result < 0)
		return result;
	row_read(get, row); /* row->code is good until the reset: the callers put their own */
	sqlite3_reset(get);
	return 0;
}

/* A case that a counted portal named earlier now lists too: it counts no more here. */
static int uncount(struct page *page, int64_t id)
{
	struct case_row row;
	int result = get_row(page, id, &row);
	if (result < 0 || !row.counted)
		return result;
	row_tally(page->store, &row, page->judge, -1);
	row.counted = false;
	return row_write_verdict(page->store, &row, page->error);
}

/* Does a new case count here? The first named counted portal that lists a code counts it. */
static int claim(struct page *page, struct slice code, bool *ret_counted)
{
	struct store *store = page->store;
	uint32_t own = page->poll->portal;
	*ret_counted = store->portals[own - 1].counted;
	if (!*ret_counted || !page->rivals)
		return 0;
	for (uint32_t other = 1; other <= store->portal_count; other++) {
		int64_t id;
		uint64_t hash;
		int absent;
		if (other == own || !store->portals[other - 1].counted)
			continue;
		int result = find_case(page, other, code, &id, &hash, &absent);
		if (result > 0 && precedes(store, other, own))
			*ret_counted = false;
		else if (result > 0)
			result = uncount(page, id);
		if (result < 0)
			return result;
	}
	return 0;
}

static int add_case(struct page *page, const struct batch_record *record)
{
	struct store *store = page->store;
	struct case_row row = {
		.portal = page->poll->portal,
		.code = batch_text(page->batch, record, TEXT_CODE),
		.hash = record->hash,
		.life = {.first_seen = page->seen, .closed_seen = INSTANT_NONE},
	};
	int result = state_of(page, record, &row.state, &row.officer);
	if (result == 0)
		result = claim(page, row.code, &row.counted);
	if (result < 0)
		return result;
	life_observe(&row.life, &row.state.facts, page->seen);
	result = row_judge(store, &row, page->judge, page->now, page->error);
	if (result < 0)
		return result;
	sqlite3_stmt *add = sql_use(store, SQL_case_add);
	row_bind(add, &row);
	sqlite3_bind_null(add, 1); /* the next number */
	result = sql_run(store, add, page->error);
	if (result < 0)
		return result;
	row.id = sqlite3_last_insert_rowid(store->db);
	row_tally(store, &row, page->judge, 1);
	page->ids[page->id_count++] = row.id;
	page->result.added++;
	return pauses_follow(
		store, row.id, NULL, &row.state.facts, INSTANT_NONE, page->seen, page->error);
}

/* Keeps every value that is about to be overwritten. */
static int keep_history(struct page *page, const struct case_row *row,
	const struct case_state *state, const enum fact *changed, size_t count)
{
	struct change change = {.by = page->seen};
	int result = history_after(page->store, row, &change.after, page->error);
	for (size_t i = 0; i < count && result == 0; i++) {
		change.fact = changed[i];
		change.value = state_value(&row->state, changed[i]);
		result = history_add(page->store, row, &change, page->error);
	}
	if (result == 0)
		result = pauses_follow(page->store, row->id, &row->state.facts, &state->facts,
			change.after, page->seen, page->error);
	return result;
}

/* The case is listed again after two complete sweeps without it. */
static int keep_return(struct page *page, const struct case_row *row)
{
	struct change back = {.fact = FACT_LISTED,
		.value = 0,
		.after = page->store->portals[row->portal - 1].sweep,
		.by = page->seen};
	return history_add(page->store, row, &back, page->error);
}

static int change_case(struct page *page, const struct batch_record *record, int64_t id)
{
	struct store *store = page->store;
	struct case_row row;
	struct case_state state = {0};
	enum fact changed[FACT_COUNT];
	int result = get_row(page, id, &row);
	if (result == 0)
		result = state_of(page, record, &state, &row.officer);
	if (result < 0)
		return result;
	size_t count = state_diff(&row.state, &state, changed);
	if (row.absent >= 2)
		result = keep_return(page, &row);
	if (result == 0 && count) {
		row_tally(store, &row, page->judge, -1);
		result = keep_history(page, &row, &state, changed, count);
		row.state = state;
		life_observe(&row.life, &row.state.facts, page->seen);
		if (result == 0)
			result = row_judge(store, &row, page->judge, page->now, page->error);
		row_tally(store, &row, page->judge, 1);
	}
	if (result < 0)
		return result;
	row.code = batch_text(page->batch, record, TEXT_CODE);
	row.hash = record->hash;
	row.absent = 0;
	sqlite3_stmt *set = sql_use(store, SQL_case_set);
	row_bind(set, &row);
	page->result.changed += count > 0;
	page->result.unchanged += count == 0;
	return sql_run(store, set, page->error);
}

static int put_record(struct page *page, const struct batch_record *record)
{
	int64_t id;
	uint64_t hash;
	int absent;
	int result = find_case(page, page->poll->portal, batch_text(page->batch, record, TEXT_CODE),
		&id, &hash, &absent);
	if (result <= 0)
		return result < 0 ? result : add_case(page, record);
	page->ids[page->id_count++] = id;
	bool same = hash == record->hash;
	if (seen_has(&page->poll->seen, id)) {
		page->result.repeated++;
		page->result.conflicting += !same;
	}
	if (same && absent == 0) {
		page->result.unchanged++;
		return 0;
	}
	return change_case(page, record, id);
}

/* Of equal codes in one batch the last one counts. */
static bool superseded(struct page *page, const struct batch_record *const *records, size_t i)
{
	const struct batch *batch = page->batch;
	if (i + 1 == batch->count || !slice_equal(batch_text(batch, records[i], TEXT_CODE),
					     batch_text(batch, records[i + 1], TEXT_CODE)))
		return false;
	page->result.repeated++;
	page->result.conflicting += records[i]->hash != records[i + 1]->hash;
	return true;
}

static int put_records(struct page *page)
{
	cleanup(cleanup_free) const struct batch_record **records = batch_sorted(page->batch);
	for (size_t i = 0; i < page->batch->count; i++) {
		if (superseded(page, records, i))
			continue;
		int result = put_record(page, records[i]);
		if (result < 0)
			return result;
	}
	return 0;
}

static bool has_rivals(const struct store *store, uint32_t own)
{
	for (uint32_t other = 1; other <= store->portal_count; other++)
		if (other != own && store->portals[other - 1].counted)
			return true;
	return false;
}

static int put_in_transaction(struct page *page)
{
	struct store *store = page->store;
	int result = store_begin(store, false, page->error);
	if (result == 0)
		result = poll_write_asides(store, page->poll, page->error);
	if (result == 0)
		result = put_records(page);
	if (result == 0)
		result = tally_write_delta(store, page->error);
	if (result == 0 && page->result.added + page->result.changed)
		result = newest_write(store, page->now, page->error);
	if (result == 0)
		result = store_commit(store, page->error);
	if (result < 0)
		store_rollback(store);
	return result;
}

int store_put_page(struct store *store, int64_t poll, const struct batch *batch,
	const struct judge *judge, instant now, struct tally *tally, struct put_result *ret_result,
	struct error *error)
{
	struct running_poll *running = poll_running(store, poll);
	if (!running)
		return error_set(error, -EINVAL, "no such poll under way: %lld", (long long)poll);
	int result = store_recount(store, judge, tally, error);
	if (result < 0)
		return result;
	cleanup(cleanup_free) int64_t *ids = xmalloc(batch->count * sizeof(*ids));
	struct page page = {
		.store = store,
		.poll = running,
		.batch = batch,
		.judge = judge,
		.now = now,
		.seen = whole_second(now),
		.rivals = has_rivals(store, running->portal),
		.ids = ids,
		.error = error,
	};
	result = put_in_transaction(&page);
	if (result < 0)
		return result;
	tally_take_delta(store, tally);
	poll_asides_written(running);
	for (size_t i = 0; i < page.id_count; i++) {
		seen_add(&running->seen, ids[i]);
		if (ids[i] > store->last_case)
			store->last_case = ids[i];
	}
	running->changed += page.result.added + page.result.changed;
	newest_take(store, now);
	*ret_result = page.result;
	return 0;
}

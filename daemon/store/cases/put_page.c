/* Putting a page: its records in the order of their keys, some hundred at once, in one transaction. */
#include "store/cases/put_page.h"

#include <errno.h>

#include "base/memory.h"
#include "store/cases/closing.h"
#include "store/cases/dictionary.h"
#include "store/cases/kept_tally.h"
#include "store/cases/polls.h"
#include "store/cases/seen.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/weighing.h"

static int supersede(
	struct page *page, const struct batch_record *record, const struct batch_record *by)
{
	struct case_state before = {0}, after = {0};
	uint32_t officer;
	page->result.repeated++;
	if (record->hash == by->hash)
		return 0;
	int result = page_state_of(page, record, &before, &officer);
	if (result == 0)
		result = page_state_of(page, by, &after, &officer);
	if (result == 0)
		result = page_keep_conflict(page, by, &before, &after, record->page == by->page);
	return result;
}

/* Of equal codes in one batch the last one counts. */
static int put_listed(struct page *page, struct listed *listed, const struct batch_order *order)
{
	int result = 0;
	for (size_t i = listed->first; i < listed->last && result == 0; i++)
		result = supersede(page, order[i].record, order[i + 1].record);
	return result < 0 ? result : page_put_record(page, listed);
}

/* So many cases are read at once: what is known of them bounds the memory that a page takes. */
#define KEYS_AT_ONCE 256

/* The next codes from *next on. */
static void list_keys(struct page *page, const struct batch_order *order, size_t *next)
{
	size_t count = page->batch->count;
	page->listed_count = 0;
	while (*next < count && page->listed_count < KEYS_AT_ONCE) {
		struct listed *listed = &page->listed[page->listed_count++];
		size_t last = *next;
		while (last + 1 < count && slice_equal(order[last].key, order[last + 1].key))
			last++;
		*listed = (struct listed){.key = order[last].key,
			.record = order[last].record,
			.first = *next,
			.last = last};
		*next = last + 1;
	}
}

static int put_records(struct page *page)
{
	cleanup(cleanup_free) struct batch_order *order = batch_sorted(page->batch);
	struct listed listed[KEYS_AT_ONCE];
	int result = 0;
	page->listed = listed;
	for (size_t next = 0; next < page->batch->count && result == 0;) {
		list_keys(page, order, &next);
		result = page_read_known(page);
		for (size_t i = 0; i < page->listed_count && result == 0; i++)
			result = put_listed(page, &listed[i], order);
	}
	if (result == 0)
		result = writes_flush(page->store, page->error);
	free(page->rows);
	free(page->rivals);
	return result;
}

/* Is there anything that adopt() could find? In a portal's first sync there is not. */
static int see_waiting(struct page *page)
{
	if (page->store->portals[page->poll->portal - 1].complete == INSTANT_NONE)
		return 0;
	int waiting = sql_is(page->store, page->error, SQL_case_waiting);
	page->waiting = waiting > 0;
	return waiting < 0 ? waiting : 0;
}

static bool has_rivals(const struct store *store, uint32_t own)
{
	for (uint32_t other = 1; other <= store->portal_count; other++)
		if (other != own && store->portals[other - 1].counted)
			return true;
	return false;
}

static int write_counters(struct page *page)
{
	struct store *store = page->store;
	int64_t listed = store->portals[page->poll->portal - 1].listed;
	int result = 0;
	if (page->result.added + page->result.changed)
		result = newest_write(store, page->now, page->error);
	if (result == 0 && page->result.added)
		result = meta_put(store, "last_case", page->last_case, page->error);
	if (result == 0 && page->result.added + page->returned)
		result = portal_write_listed(store, page->poll->portal,
			listed + page->result.added + page->returned, page->error);
	return result;
}

/* What is remembered only when the transaction stands. */
static void remember(struct page *page)
{
	struct store *store = page->store;
	struct running_poll *poll = page->poll;
	for (size_t i = 0; i < page->id_count; i++)
		poll->distinct += seen_add(&poll->seen, page->ids[i]);
	status_words_merge(&poll->unknown, &page->batch->unknown);
	poll->changed += page->result.added + page->result.changed;
	store->portals[poll->portal - 1].listed += page->result.added + page->returned;
	store->last_case = page->last_case;
	poll_asides_written(poll);
	newest_take(store, page->now);
}

static int put_in_transaction(struct page *page)
{
	struct store *store = page->store;
	int result = store_begin_own(store, false, page->error);
	if (result == 0)
		result = see_waiting(page);
	if (result == 0)
		result = put_records(page);
	if (result == 0)
		result = poll_write_asides(store, page->poll, page->error);
	if (result == 0)
		result = tally_write_delta(store, page->error);
	if (result == 0)
		result = write_counters(page);
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
	if (result == 0)
		result = days_follow(store, judge, now, tally, error);
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
		.has_rivals = has_rivals(store, running->portal),
		.growing = true,
		.last_case = store->last_case,
		.ids = ids,
		.error = error,
	};
	result = put_in_transaction(&page);
	if (result < 0)
		return result;
	tally_take_delta(store, tally);
	remember(&page);
	*ret_result = page.result;
	return gate_relieve(store, poll, judge, now, tally, error);
}

/* Polls, what could not be used of them, and absences. */
#include "store/cases/polls.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/history.h"
#include "store/cases/kept_tally.h"
#include "store/cases/row_walk.h"
#include "store/cases/seen.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/mass_changes.h"
#include "store/writes.h"

#define ASIDES_MAX 1000 /* a portal */
#define POLLS_KEPT_MS (400 * DAY_MS) /* as long as cases are kept after closing */
#define WALK_STEP 4096

struct running_poll *poll_running(struct store *store, int64_t poll)
{
	for (size_t i = 0; i < store->poll_count; i++)
		if (store->polls[i].id == poll)
			return &store->polls[i];
	return NULL;
}

void poll_asides_written(struct running_poll *poll)
{
	for (size_t i = 0; i < poll->aside_count; i++) {
		free(poll->asides[i].code);
		free(poll->asides[i].detail);
	}
	poll->aside_count = 0;
}

static void poll_free(struct running_poll *poll)
{
	poll_asides_written(poll);
	free(poll->asides);
	seen_free(&poll->seen);
	status_words_clear(&poll->unknown);
	changes_free(&poll->changes);
	gate_free(&poll->gate);
}

void polls_free(struct store *store)
{
	for (size_t i = 0; i < store->poll_count; i++)
		poll_free(&store->polls[i]);
	free(store->polls);
}

int newest_write(struct store *store, instant now, struct error *error)
{
	return now > store->newest ? meta_put(store, "newest", now, error) : 0;
}

void newest_take(struct store *store, instant now)
{
	if (now > store->newest)
		store->newest = now;
}

int store_poll_begin(struct store *store, uint32_t portal, bool sweep, instant now,
	int64_t *ret_poll, struct error *error)
{
	int result = store_begin_own(store, false, error);
	if (result < 0)
		return result;
	int64_t id = 0;
	result = sql_number(store, error, &id, 0, SQL_poll_begin, as_number(portal),
		as_number(sweep), as_number(now));
	if (result == 0)
		result = newest_write(store, now, error);
	result = store_finish(store, result, error);
	if (result < 0)
		return result;
	newest_take(store, now);
	array_reserve(store->polls, &store->poll_capacity, store->poll_count + 1);
	store->polls[store->poll_count++] = (struct running_poll){.id = id,
		.portal = portal,
		.sweep = sweep,
		.reaches = INSTANT_NONE,
		.started = whole_second(now)};
	*ret_poll = id;
	return 0;
}

void store_poll_reaches(struct store *store, int64_t poll, instant from)
{
	struct running_poll *running = poll_running(store, poll);
	if (running)
		running->reaches = from;
}

int store_set_aside(struct store *store, int64_t poll, struct slice code,
	enum record_problem problem, const char *detail, instant now, struct error *error)
{
	struct running_poll *running = poll_running(store, poll);
	if (!running)
		return error_set(error, -EINVAL, "no such poll under way: %lld", (long long)poll);
	if (running->aside_count >= ASIDES_MAX)
		return 0;
	array_reserve(running->asides, &running->aside_capacity, running->aside_count + 1);
	running->asides[running->aside_count++] = (struct aside_entry){
		.code = xstrndup(code.data, code.length < 128 ? code.length : 128),
		.detail = xstrndup(detail, strnlen(detail, 300)),
		.problem = problem,
		.seen = now,
	};
	return 0;
}

int poll_write_asides(struct store *store, struct running_poll *poll, struct error *error)
{
	int result = 0;
	for (size_t i = 0; i < poll->aside_count && result == 0; i++) {
		const struct aside_entry *aside = &poll->asides[i];
		result = sql_run(store, error, SQL_aside_put, as_number(poll->portal),
			as_text(aside->code), as_number(aside->problem), as_text(aside->detail),
			as_number(aside->seen));
	}
	if (result < 0 || !poll->aside_count)
		return result;
	return sql_run(
		store, error, SQL_aside_bound, as_number(poll->portal), as_number(ASIDES_MAX));
}

/* What a complete sweep did not meet again was mended, or is gone. */
static int forget_mended(struct store *store, const struct running_poll *poll, struct error *error)
{
	return sql_run(
		store, error, SQL_aside_mended, as_number(poll->portal), as_number(poll->started));
}

/* Would the sweep have listed this case? */
static bool is_reached(const struct running_poll *poll, const struct case_facts *facts)
{
	instant came = facts->received;
	if (came == INSTANT_NONE || (facts->submitted != INSTANT_NONE && facts->submitted < came))
		came = facts->submitted;
	return poll->reaches == INSTANT_NONE || (came != INSTANT_NONE && came >= poll->reaches);
}

/* One more complete sweep did not list this case; the second makes it vanished, in its history. The next
 * pass judges it: it has the tally. */
static int count_absence(struct store *store, struct running_poll *poll, struct slice key,
	instant now, struct error *error)
{
	struct portal_entry *portal = &store->portals[poll->portal - 1];
	struct case_row row;
	int result = row_get(store, poll->portal, key, &row, error);
	if (result <= 0)
		return result;
	if (!is_reached(poll, &row.state.facts))
		return 0;
	row.absent++;
	if (row.absent < ABSENT_VANISHED)
		return row_write_traits(store, &row, error);
	row.changed = true;
	row.look = poll->started;
	row.life.vanished = whole_second(now);
	if (bucket_open(row.bucket) &&
		(row.next_change == INSTANT_NONE || row.next_change > row.life.vanished))
		row.next_change = row.life.vanished;
	changes_count_missing(poll, &row);
	result = row_write(store, false, &row, error);
	if (result < 0)
		return result;
	struct change gone = {.fact = FACT_LISTED,
		.value = LISTED,
		.after = portal->sweep_before,
		.by = row.life.vanished};
	poll->vanished++;
	return history_add(store, &row, &gone, error);
}

static bool is_absent(const struct running_poll *poll, const struct walked *walked)
{
	return walked->portal == poll->portal && !seen_has(&poll->seen, walked->id) &&
	       traits_absent(walked->traits) < ABSENT_VANISHED;
}

/* Walks over all cases unless the sweep listed as many as there are. */
static int count_absences(
	struct store *store, struct running_poll *poll, instant now, struct error *error)
{
	cleanup(walk_free) struct walk walk = {0};
	int64_t listed = store->portals[poll->portal - 1].listed;
	int result = 0;
	poll->vanished = 0;
	walk.over = poll->distinct >= listed;
	while (!walk.over && result == 0) {
		result = walk_step(store, &walk, WALK_STEP, error);
		for (size_t i = 0; i < walk.count && result == 0; i++)
			if (is_absent(poll, &walk.cases[i]))
				result = count_absence(store, poll, walk_key(&walk, i), now, error);
		if (result == 0) /* the keys of the walk end with its step */
			result = writes_flush(store, error);
	}
	if (result == 0 && poll->vanished)
		result = portal_write_listed(store, poll->portal, listed - poll->vanished, error);
	return result;
}

static int write_end(struct store *store, const struct running_poll *poll, enum poll_result ended,
	const int64_t counts[static 3], const char *trouble, instant now, struct error *error)
{
	int result = sql_run(store, error, SQL_poll_end, as_number(poll->id), as_number(now),
		as_number(ended), as_number(counts[0]), as_number(counts[1]),
		as_number(poll->changed), as_number(counts[2]), as_text(trouble));
	if (result < 0)
		return result;
	return sql_run(store, error, SQL_polls_purge, as_number(now - POLLS_KEPT_MS));
}

static int write_known(struct store *store, const struct running_poll *poll, struct error *error)
{
	if (poll->started <= store->portals[poll->portal - 1].known)
		return 0;
	return sql_run(
		store, error, SQL_portal_known, as_number(poll->portal), as_number(poll->started));
}

/* Fewer due times at 00:00 may be chance. */
#define MIDNIGHTS_LEAST 3

static bool all_at_midnight(const struct running_poll *poll)
{
	return poll->timed >= MIDNIGHTS_LEAST && poll->timed == poll->at_midnight;
}

/* Dates kept in a timestamp: noticed of a whole sweep only. */
static int write_midnight(struct store *store, const struct running_poll *poll, struct error *error)
{
	if (all_at_midnight(poll) == store->portals[poll->portal - 1].midnight)
		return 0;
	return sql_run(store, error, SQL_portal_midnight, as_number(poll->portal),
		as_number(all_at_midnight(poll)));
}

/* Words of statuses: what a complete sweep met replaces what was kept, other polls add what is new. */
static int write_unknown(
	struct store *store, const struct running_poll *poll, instant now, struct error *error)
{
	int result = 0;
	if (poll->sweep)
		result = sql_run(store, error, SQL_status_words_clear, as_number(poll->portal));
	for (size_t i = 0; i < poll->unknown.count && result == 0; i++)
		result = sql_run(store, error,
			poll->sweep ? SQL_status_word_put : SQL_status_word_new,
			as_number(poll->portal), as_text(poll->unknown.list[i].text),
			as_number(whole_second(now)), as_number(poll->unknown.list[i].count));
	if (result == 0 && poll->sweep)
		result = sql_run(store, error, SQL_status_words_drop, as_number(poll->portal));
	return result;
}

static int end_in_transaction(struct store *store, struct running_poll *poll,
	enum poll_result ended, const int64_t counts[static 3], const char *trouble, instant now,
	struct error *error)
{
	int result = store_begin_own(store, false, error);
	if (result == 0)
		result = poll_write_asides(store, poll, error);
	if (result == 0 && poll->sweep && ended == POLL_COMPLETE)
		result = forget_mended(store, poll, error);
	if (result == 0 && poll->sweep && ended == POLL_COMPLETE)
		result = count_absences(store, poll, now, error);
	if (result == 0 && poll->sweep && ended == POLL_COMPLETE)
		result = write_midnight(store, poll, error);
	if (result == 0 && ended == POLL_COMPLETE)
		result = write_unknown(store, poll, now, error);
	if (result == 0)
		result = tally_settle(store, error);
	if (result == 0)
		result = changes_write(store, poll, now, error);
	if (result == 0)
		result = write_end(store, poll, ended, counts, trouble, now, error);
	if (result == 0 && ended == POLL_COMPLETE)
		result = write_known(store, poll, error);
	if (result == 0 && ended == POLL_COMPLETE)
		result = sql_run(store, error, SQL_doubts_settled, as_number(poll->portal),
			as_number(poll->sweep));
	if (result == 0)
		result = newest_write(store, now, error);
	return store_finish(store, result, error);
}

int store_poll_end(struct store *store, int64_t poll, enum poll_result ended, int64_t pages,
	int64_t records, int64_t set_aside, const char *trouble, instant now, struct error *error)
{
	const int64_t counts[] = {pages, records, set_aside};
	struct running_poll *running = poll_running(store, poll);
	if (!running)
		return error_set(error, -EINVAL, "no such poll under way: %lld", (long long)poll);
	int result = end_in_transaction(store, running, ended, counts, trouble, now, error);
	if (result < 0)
		return result;
	newest_take(store, now);
	changes_take(store, running);
	if (ended == POLL_COMPLETE) {
		struct portal_entry *portal = &store->portals[running->portal - 1];
		portal->listed -= running->vanished;
		portal->complete = running->started;
		if (running->started > portal->known)
			portal->known = running->started;
		if (running->sweep) {
			portal->midnight = all_at_midnight(running);
			portal->sweep_before = portal->sweep;
			portal->sweep = running->started;
		}
	}
	poll_free(running);
	*running = store->polls[--store->poll_count];
	sql_give_back_memory(store);
	return 0;
}

static int read_poll(struct store *store, enum sql which, uint32_t portal,
	struct store_poll *ret_poll, struct error *error)
{
	struct sql_row *last = sql_use(store, which, as_number(portal));
	int result = sql_step(store, last, error);
	*ret_poll = (struct store_poll){
		.portal = portal, .started = INSTANT_NONE, .ended = INSTANT_NONE, .trouble = ""};
	if (result <= 0)
		return result;
	ret_poll->id = sql_int64(last, 0);
	ret_poll->sweep = sql_int(last, 2) != 0;
	ret_poll->started = sql_instant(last, 3);
	ret_poll->ended = sql_instant(last, 4);
	ret_poll->result = (enum poll_result)sql_int(last, 5);
	ret_poll->pages = sql_int64(last, 6);
	ret_poll->records = sql_int64(last, 7);
	ret_poll->changed = sql_int64(last, 8);
	ret_poll->set_aside = sql_int64(last, 9);
	/* copied: a statement left on its row would hold the file's old state and stop writing */
	ret_poll->trouble = store->trouble[which - SQL_poll_last_complete];
	snprintf(store->trouble[which - SQL_poll_last_complete], sizeof(store->trouble[0]), "%s",
		sql_text(last, 10));
	sql_end(last);
	return 0;
}

int store_last_polls(struct store *store, uint32_t portal, struct store_poll *ret_complete,
	struct store_poll *ret_sweep, struct store_poll *ret_newest, struct error *error)
{
	int result = read_poll(store, SQL_poll_last_complete, portal, ret_complete, error);
	if (result == 0)
		result = read_poll(store, SQL_poll_last_sweep, portal, ret_sweep, error);
	if (result == 0)
		result = read_poll(store, SQL_poll_last, portal, ret_newest, error);
	if (result == 0 && ret_newest->id == 0)
		return -ENOENT;
	return result;
}

int store_asides(struct store *store, store_aside_fn *on_aside, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_asides);
	int result = 0;
	while (sql_more(store, list, &result, error))
		result = on_aside(user, sql_u32(list, 0), sql_text(list, 1),
			(enum record_problem)sql_int(list, 2), sql_text(list, 3),
			sql_instant(list, 4), sql_int64(list, 5));
	return result;
}

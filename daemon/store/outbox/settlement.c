/* What becomes of a delivery: how an attempt ended, and an operator's word. */
#include <errno.h>

#include "store/outbox/outbox.h"
#include "store/sql.h"
#include "store/store.h"
#include "store/transaction.h"

/* Whose it is and how it stands; what it says is not read. 1: found, and the statement stays on its row;
 * 0: no such delivery. */
static int find_thread(struct store *store, int64_t id, struct delivery *ret_delivery,
	struct sql_row **ret_row, struct error *error)
{
	*ret_row = sql_use(store, SQL_delivery_thread, as_number(id));
	int result = sql_step(store, *ret_row, error);
	if (result > 0)
		*ret_delivery = (struct delivery){
			.id = id,
			.episode = sql_int64(*ret_row, 0),
			.channel = sql_text(*ret_row, 1),
			.recipient = sql_text(*ret_row, 2),
			.sequence = sql_int(*ret_row, 3),
			.state = (enum delivery_state)sql_int(*ret_row, 4),
		};
	return result;
}

/* What a delivery that was to be tried again becomes, for the world may have moved on. */
static int waiting_or_not(struct store *store, const struct delivery *delivery,
	enum delivery_state *ret_state, struct error *error)
{
	*ret_state = delivery->state == DELIVERY_DROPPED ? DELIVERY_DROPPED : DELIVERY_WAITING;
	if (*ret_state == DELIVERY_DROPPED || !delivery->episode)
		return 0;
	int moved_on = telling_moved_on(store, delivery->id, error);
	if (moved_on > 0)
		*ret_state = DELIVERY_REPLACED;
	if (moved_on != 0)
		return moved_on < 0 ? moved_on : 0;
	int64_t newer = 0;
	int result = sql_number(store, error, &newer, 0, SQL_delivery_newer, AS_THREAD(delivery),
		as_number(delivery->sequence));
	if (newer)
		*ret_state = DELIVERY_REPLACED;
	return result;
}

static int write_settlement(struct store *store, const struct settlement *settlement,
	enum delivery_state state, instant now, struct error *error)
{
	bool waits = state == DELIVERY_WAITING;
	return sql_run(store, error, SQL_delivery_settle, as_number(settlement->id),
		as_number(state), as_number(waits ? settlement->next_at : now),
		as_instant(waits ? INSTANT_NONE : now), as_text(settlement->answer));
}

/* When the last news before a closing was not accepted after all, the closing is not told either. */
static int drop_untold_closing(
	struct store *store, const struct delivery *delivery, instant now, struct error *error)
{
	if (!delivery->episode)
		return 0;
	return sql_run(store, error, SQL_delivery_untold, AS_THREAD(delivery), as_number(now));
}

static int settle_one(
	struct store *store, const struct settlement *settlement, instant now, struct error *error)
{
	struct delivery delivery;
	struct sql_row *row;
	enum delivery_state state = settlement->state;
	int result = find_thread(store, settlement->id, &delivery, &row, error);
	if (result == 0)
		return error_set(
			error, -ENOENT, "no such delivery: %lld", (long long)settlement->id);
	if (result > 0 && state == DELIVERY_WAITING)
		result = waiting_or_not(store, &delivery, &state, error);
	if (result >= 0)
		result = write_settlement(store, settlement, state, now, error);
	if (result == 0 && state == DELIVERY_HANDED_OVER)
		result = tellings_accept(store, delivery.id, now, error);
	if (result == 0 && (state == DELIVERY_REPLACED || state == DELIVERY_DEAD))
		result = drop_untold_closing(store, &delivery, now, error);
	sql_end(row);
	return result;
}

int store_settle_deliveries(struct store *store, const struct settlement *settlements, size_t count,
	instant now, struct error *error)
{
	int result = store_begin(store, true, error);
	for (size_t i = 0; i < count && result == 0; i++)
		result = settle_one(store, &settlements[i], now, error);
	return store_finish(store, result, error);
}

/* The state a delivery is in, for an operator's word. */
static int state_of(
	struct store *store, int64_t id, enum delivery_state *ret_state, struct error *error)
{
	struct delivery delivery;
	struct sql_row *row;
	int result = find_thread(store, id, &delivery, &row, error);
	sql_end(row);
	if (result == 0)
		return error_set(error, -ENOENT, "no such delivery: %lld", (long long)id);
	if (result < 0)
		return result;
	*ret_state = delivery.state;
	return 0;
}

static int retry(struct store *store, int64_t id, instant now, struct error *error)
{
	enum delivery_state state;
	int result = state_of(store, id, &state, error);
	if (result < 0)
		return result;
	if (state == DELIVERY_HANDED_OVER)
		return error_set(
			error, -EINVAL, "delivery %lld was handed over already", (long long)id);
	return sql_run(store, error, SQL_delivery_again, as_number(id), as_number(now));
}

static int drop(struct store *store, int64_t id, instant now, struct error *error)
{
	struct settlement settlement = {.id = id, .answer = "dropped by an operator"};
	enum delivery_state state;
	int result = state_of(store, id, &state, error);
	if (result < 0)
		return result;
	if (state != DELIVERY_WAITING && state != DELIVERY_SENDING && state != DELIVERY_DEAD)
		return error_set(error, -EINVAL, "delivery %lld is settled already", (long long)id);
	return write_settlement(store, &settlement, DELIVERY_DROPPED, now, error);
}

static int operate(struct store *store, int64_t id, instant now, struct error *error,
	int (*word)(struct store *, int64_t, instant, struct error *))
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = word(store, id, now, error);
	return store_finish(store, result, error);
}

int store_retry_delivery(struct store *store, int64_t id, instant now, struct error *error)
{
	return operate(store, id, now, error, retry);
}

int store_drop_delivery(struct store *store, int64_t id, instant now, struct error *error)
{
	return operate(store, id, now, error, drop);
}

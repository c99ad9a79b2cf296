/* The outbox: deliveries are added, taken and listed. What becomes of them: settlement.c. */
#include "store/outbox/outbox.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "store/inside.h"
#include "store/sql.h"

bool delivery_closes(const struct delivery *delivery, const struct news_batch *batch)
{
	for (size_t i = 0; i < batch->news_count; i++)
		if (batch->news[i].kind == NEWS_CLOSED &&
			batch->news[i].episode == delivery->episode &&
			batch->news[i].sequence == delivery->sequence)
			return true;
	return false;
}

/* Was (or is being) this recipient told anything of the episode? */
static int was_told(struct store *store, const struct delivery *delivery, struct error *error)
{
	return sql_is(store, error, SQL_delivery_told, AS_THREAD(delivery));
}

static int give_key(struct store *store, struct delivery *delivery, struct error *error)
{
	int64_t instance;
	delivery->id = store->next_delivery++;
	if (delivery->key[0])
		return 0;
	int result = meta_get(store, "instance", &instance, error);
	if (result < 0)
		return result;
	snprintf(delivery->key, sizeof(delivery->key), "hentra-%016llx-%lld",
		(unsigned long long)instance, (long long)delivery->id);
	return 0;
}

static int add_message(struct store *store, const struct delivery *delivery, struct error *error)
{
	return sql_run(store, error, SQL_message_add, as_number(delivery->id),
		as_text(delivery->subject), as_text(delivery->body), as_text(delivery->html),
		as_text(delivery->headers));
}

static int add_attachment(struct store *store, const struct delivery *delivery, struct error *error)
{
	if (!delivery->attachment_name || !delivery->attachment_name[0])
		return 0;
	return sql_run(store, error, SQL_attachment_add, as_number(delivery->id),
		as_text(delivery->attachment_name), as_blob(delivery->attachment));
}

int delivery_add(struct store *store, struct delivery *delivery, bool closing, instant now,
	struct error *error)
{
	int told = 1, result = give_key(store, delivery, error);
	if (result == 0 && delivery->episode) {
		result = sql_run(
			store, error, SQL_delivery_replace, AS_THREAD(delivery), as_number(now));
		if (result == 0 && closing)
			result = told = was_told(store, delivery, error);
	}
	if (result < 0)
		return result;
	delivery->state = told ? DELIVERY_WAITING : DELIVERY_REPLACED;
	result = sql_run(store, error, SQL_delivery_add, as_number(delivery->id),
		as_text(delivery->key), as_number(delivery->episode), as_number(delivery->sequence),
		as_text(delivery->channel), as_text(delivery->recipient), as_text(delivery->type),
		as_number(delivery->state), as_number(0),
		as_number(delivery->created > now ? delivery->created : now),
		as_number(delivery->next_at > now ? delivery->next_at : now),
		as_instant(told ? INSTANT_NONE : now),
		as_text(told ? "" : "opened and closed before anything was accepted"),
		as_number(closing));
	if (result == 0)
		result = add_message(store, delivery, error);
	if (result == 0)
		result = add_attachment(store, delivery, error);
	return result < 0 ? result : meta_put(store, "delivery", delivery->id, error);
}

static void read_delivery(struct sql_row *row, struct delivery *delivery)
{
	*delivery = (struct delivery){
		.id = sql_int64(row, 0),
		.episode = sql_int64(row, 2),
		.sequence = sql_int(row, 3),
		.channel = sql_text(row, 4),
		.recipient = sql_text(row, 5),
		.type = sql_text(row, 6),
		.subject = sql_text(row, 7),
		.body = sql_text(row, 8),
		.html = sql_text(row, 9),
		.headers = sql_text(row, 10),
		.state = (enum delivery_state)sql_int(row, 11),
		.attempts = sql_int(row, 12),
		.created = sql_instant(row, 13),
		.next_at = sql_instant(row, 14),
		.settled_at = sql_instant(row, 15),
		.answer = sql_text(row, 16),
	};
	snprintf(delivery->key, sizeof(delivery->key), "%s", sql_text(row, 1));
	delivery->attachment_name = "";
}

/* Of delivery_get alone: a list shows no attachments and no threads. */
static void read_rest(struct sql_row *row, struct delivery *delivery)
{
	if (!sql_null(row, 19))
		delivery->root = sql_text(row, 19);
	if (sql_null(row, 18))
		return;
	delivery->attachment_name = sql_text(row, 17);
	delivery->attachment = sql_blob(row, 18);
}

static int lease(struct store *store, instant now, int64_t lease_ms, int64_t *ids, int most,
	const char *busy, int *ret_count, struct error *error)
{
	int result = 0;
	*ret_count = 0;
	struct sql_row *due =
		sql_use(store, SQL_deliveries_due, as_number(now), as_number(most), as_text(busy));
	while (sql_more(store, due, &result, error))
		ids[(*ret_count)++] = sql_int64(due, 0);
	for (int i = 0; i < *ret_count && result == 0; i++)
		result = sql_run(store, error, SQL_delivery_lease, as_number(ids[i]),
			as_number(now + lease_ms));
	return result;
}

/* 1: found, and the statement stays on its row; 0: no such delivery. */
static int find_delivery(struct store *store, int64_t id, struct delivery *ret_delivery,
	struct sql_row **ret_row, struct error *error)
{
	*ret_row = sql_use(store, SQL_delivery_get, as_number(id));
	int result = sql_step(store, *ret_row, error);
	if (result > 0) {
		read_delivery(*ret_row, ret_delivery);
		read_rest(*ret_row, ret_delivery);
	}
	return result;
}

/* In one transaction: each would lock the store and look for the newest frames by itself. */
static int tell_leased(struct store *store, const int64_t *ids, int count,
	store_delivery_fn *on_delivery, void *user, struct error *error)
{
	bool begun;
	int result = sql_reading(store, &begun, error);
	if (result < 0)
		return result;
	for (int i = 0; i < count && result == 0; i++) {
		struct delivery delivery;
		struct sql_row *row;
		result = find_delivery(store, ids[i], &delivery, &row, error);
		if (result > 0)
			result = on_delivery(user, &delivery);
		sql_end(row);
	}
	sql_reading_end(store);
	return result;
}

int store_take_deliveries(struct store *store, instant now, int64_t lease_ms, int most,
	const char *busy, store_delivery_fn *on_delivery, void *user, struct error *error)
{
	cleanup(cleanup_free) int64_t *ids = xcalloc((size_t)most, sizeof(*ids));
	int count = 0;
	instant next;
	int result = store_next_delivery(store, &next, error);
	if (result < 0 || next == INSTANT_NONE || next > now)
		return result;
	/* a lease that a power cut forgets is a delivery made twice, with one id: no sync for it */
	result = store_begin(store, false, error);
	if (result == 0)
		result = lease(store, now, lease_ms, ids, most, busy, &count, error);
	result = store_finish(store, result, error);
	return result < 0 ? result : tell_leased(store, ids, count, on_delivery, user, error);
}

int store_next_delivery(struct store *store, instant *ret_at, struct error *error)
{
	return sql_number(store, error, ret_at, INSTANT_NONE, SQL_delivery_next);
}

int store_deliveries(struct store *store, const struct delivery_filter *filter,
	store_delivery_fn *on_delivery, void *user, struct error *error)
{
	int result = 0;
	struct sql_value first = as_number(filter->id ? filter->id : INT64_MIN),
			 last = as_number(filter->id ? filter->id : INT64_MAX),
			 states = as_number(filter->states ? filter->states : UINT32_MAX),
			 part = as_number(filter->part),
			 limit = as_number(filter->limit > 0 ? filter->limit : INT32_MAX);
	struct sql_row *list =
		filter->episode ? sql_use(store, SQL_deliveries_of_episode, first, last, states,
					  part, limit, as_number(filter->episode))
				: sql_use(store, SQL_deliveries, first, last, states, part, limit);
	while (sql_more(store, list, &result, error)) {
		struct delivery delivery;
		read_delivery(list, &delivery);
		result = on_delivery(user, &delivery);
	}
	return result;
}

int store_count_deliveries(struct store *store, int64_t counts[static 6], struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_delivery_counts);
	int result = 0;
	memset(counts, 0, 6 * sizeof(*counts));
	while (sql_more(store, list, &result, error)) {
		int state = sql_int(list, 0);
		if (state >= 0 && state < 6)
			counts[state] = sql_int64(list, 1);
	}
	return result;
}

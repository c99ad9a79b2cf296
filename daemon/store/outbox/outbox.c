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

void delivery_bind_thread(sqlite3_stmt *statement, const struct delivery *delivery)
{
	sqlite3_bind_int64(statement, 1, delivery->episode);
	sql_bind_text(statement, 2, delivery->channel);
	sql_bind_text(statement, 3, delivery->recipient);
}

/* Was (or is being) this recipient told anything of the episode? */
static int was_told(struct store *store, const struct delivery *delivery, struct error *error)
{
	sqlite3_stmt *told = sql_use(store, SQL_delivery_told);
	delivery_bind_thread(told, delivery);
	int result = sql_step(store, told, error);
	sqlite3_reset(told);
	return result;
}

static int replace_waiting(
	struct store *store, const struct delivery *delivery, instant now, struct error *error)
{
	sqlite3_stmt *replace = sql_use(store, SQL_delivery_replace);
	delivery_bind_thread(replace, delivery);
	sqlite3_bind_int64(replace, 4, now);
	return sql_run(store, replace, error);
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
	sqlite3_stmt *add = sql_use(store, SQL_message_add);
	sqlite3_bind_int64(add, 1, delivery->id);
	sql_bind_text(add, 2, delivery->subject);
	sql_bind_text(add, 3, delivery->body);
	sql_bind_text(add, 4, delivery->html);
	sql_bind_text(add, 5, delivery->headers);
	return sql_run(store, add, error);
}

static int add_attachment(struct store *store, const struct delivery *delivery, struct error *error)
{
	if (!delivery->attachment_name || !delivery->attachment_name[0])
		return 0;
	sqlite3_stmt *add = sql_use(store, SQL_attachment_add);
	sqlite3_bind_int64(add, 1, delivery->id);
	sql_bind_text(add, 2, delivery->attachment_name);
	sqlite3_bind_blob64(
		add, 3, delivery->attachment.data, delivery->attachment.length, SQLITE_STATIC);
	return sql_run(store, add, error);
}

int delivery_add(struct store *store, struct delivery *delivery, bool closing, instant now,
	struct error *error)
{
	int told = 1, result = give_key(store, delivery, error);
	if (result == 0 && delivery->episode) {
		result = replace_waiting(store, delivery, now, error);
		if (result == 0 && closing)
			result = told = was_told(store, delivery, error);
	}
	if (result < 0)
		return result;
	delivery->state = told ? DELIVERY_WAITING : DELIVERY_REPLACED;
	sqlite3_stmt *add = sql_use(store, SQL_delivery_add);
	sqlite3_bind_int64(add, 1, delivery->id);
	sql_bind_text(add, 2, delivery->key);
	sqlite3_bind_int64(add, 3, delivery->episode);
	sqlite3_bind_int(add, 4, delivery->sequence);
	sql_bind_text(add, 5, delivery->channel);
	sql_bind_text(add, 6, delivery->recipient);
	sql_bind_text(add, 7, delivery->type);
	sqlite3_bind_int(add, 8, (int)delivery->state);
	sqlite3_bind_int(add, 9, 0);
	sqlite3_bind_int64(add, 10, delivery->created > now ? delivery->created : now);
	sqlite3_bind_int64(add, 11, delivery->next_at > now ? delivery->next_at : now);
	sql_bind_instant(add, 12, told ? INSTANT_NONE : now);
	sql_bind_text(add, 13, told ? "" : "opened and closed before anything was accepted");
	sqlite3_bind_int(add, 14, closing);
	result = sql_run(store, add, error);
	if (result == 0)
		result = add_message(store, delivery, error);
	if (result == 0)
		result = add_attachment(store, delivery, error);
	return result < 0 ? result : meta_put(store, "delivery", delivery->id, error);
}

static void read_delivery(sqlite3_stmt *row, struct delivery *delivery)
{
	*delivery = (struct delivery){
		.id = sqlite3_column_int64(row, 0),
		.episode = sqlite3_column_int64(row, 2),
		.sequence = sqlite3_column_int(row, 3),
		.channel = sql_text(row, 4),
		.recipient = sql_text(row, 5),
		.type = sql_text(row, 6),
		.subject = sql_text(row, 7),
		.body = sql_text(row, 8),
		.html = sql_text(row, 9),
		.headers = sql_text(row, 10),
		.state = (enum delivery_state)sqlite3_column_int(row, 11),
		.attempts = sqlite3_column_int(row, 12),
		.created = sql_instant(row, 13),
		.next_at = sql_instant(row, 14),
		.settled_at = sql_instant(row, 15),
		.answer = sql_text(row, 16),
	};
	snprintf(delivery->key, sizeof(delivery->key), "%s", sql_text(row, 1));
	delivery->attachment_name = "";
}

/* Of delivery_get alone: a list shows no attachments. */
static void read_attachment(sqlite3_stmt *row, struct delivery *delivery)
{
	if (sqlite3_column_type(row, 18) == SQLITE_NULL)
		return;
	delivery->attachment_name = sql_text(row, 17);
	delivery->attachment =
		(struct slice){sqlite3_column_blob(row, 18), (size_t)sqlite3_column_bytes(row, 18)};
}

static int lease(struct store *store, instant now, int64_t lease_ms, int64_t *ids, int most,
	const char *busy, int *ret_count, struct error *error)
{
	sqlite3_stmt *due = sql_use(store, SQL_deliveries_due);
	int result;
	*ret_count = 0;
	sqlite3_bind_int64(due, 1, now);
	sqlite3_bind_int(due, 2, most);
	sql_bind_text(due, 3, busy);
	while ((result = sql_step(store, due, error)) > 0)
		ids[(*ret_count)++] = sqlite3_column_int64(due, 0);
	for (int i = 0; i < *ret_count && result == 0; i++) {
		sqlite3_stmt *take = sql_use(store, SQL_delivery_lease);
		sqlite3_bind_int64(take, 1, ids[i]);
		sqlite3_bind_int64(take, 2, now + lease_ms);
		result = sql_run(store, take, error);
	}
	return result;
}

/* 1: found, and the statement stays on its row; 0: no such delivery. */
static int find_delivery(struct store *store, int64_t id, struct delivery *ret_delivery,
	sqlite3_stmt **ret_row, struct error *error)
{
	*ret_row = sql_use(store, SQL_delivery_get);
	sqlite3_bind_int64(*ret_row, 1, id);
	int result = sql_step(store, *ret_row, error);
	if (result > 0) {
		read_delivery(*ret_row, ret_delivery);
		read_attachment(*ret_row, ret_delivery);
	}
	return result;
}

/* In one transaction: each would lock the store and look for the newest frames by itself. */
static int tell_leased(struct store *store, const int64_t *ids, int count,
	store_delivery_fn *on_delivery, void *user, struct error *error)
{
	int result = sql_exec(store, "BEGIN", error);
	if (result < 0)
		return result;
	for (int i = 0; i < count && result == 0; i++) {
		struct delivery delivery;
		sqlite3_stmt *row;
		result = find_delivery(store, ids[i], &delivery, &row, error);
		if (result > 0)
			result = on_delivery(user, &delivery);
		sqlite3_reset(row);
	}
	struct error ending;
	int ended = sql_exec(store, "COMMIT", result < 0 ? &ending : error);
	return result < 0 ? result : ended;
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
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	return result < 0 ? result : tell_leased(store, ids, count, on_delivery, user, error);
}

int store_next_delivery(struct store *store, instant *ret_at, struct error *error)
{
	sqlite3_stmt *next = sql_use(store, SQL_delivery_next);
	int result = sql_step(store, next, error);
	if (result < 0)
		return result;
	*ret_at = result ? sql_instant(next, 0) : INSTANT_NONE;
	sqlite3_reset(next);
	return 0;
}

int store_deliveries(struct store *store, const struct delivery_filter *filter,
	store_delivery_fn *on_delivery, void *user, struct error *error)
{
	sqlite3_stmt *list =
		sql_use(store, filter->episode ? SQL_deliveries_of_episode : SQL_deliveries);
	int result;
	sqlite3_bind_int64(list, 1, filter->id ? filter->id : INT64_MIN);
	sqlite3_bind_int64(list, 2, filter->id ? filter->id : INT64_MAX);
	sqlite3_bind_int64(list, 3, filter->states ? filter->states : UINT32_MAX);
	sqlite3_bind_int(list, 4, (int)filter->part);
	sqlite3_bind_int(list, 5, filter->limit > 0 ? filter->limit : INT32_MAX);
	if (filter->episode)
		sqlite3_bind_int64(list, 6, filter->episode);
	while ((result = sql_step(store, list, error)) > 0) {
		struct delivery delivery;
		read_delivery(list, &delivery);
		result = on_delivery(user, &delivery);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

int store_count_deliveries(struct store *store, int64_t counts[static 6], struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_delivery_counts);
	int result;
	memset(counts, 0, 6 * sizeof(*counts));
	while ((result = sql_step(store, list, error)) > 0) {
		int state = sqlite3_column_int(list, 0);
		if (state >= 0 && state < 6)
			counts[state] = sqlite3_column_int64(list, 1);
	}
	return result;
}

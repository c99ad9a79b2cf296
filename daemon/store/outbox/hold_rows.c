/* Holds, and whether hentra is armed: what operators say about telling. */
#include <errno.h>

#include <string.h>

#include "store/inside.h"
#include "store/outbox/outbox.h"
#include "store/sql.h"
#include "store/store_acknowledge.h"

int holds_follow(struct store *store, const struct alert_news *news, struct error *error)
{
	if (news->kind != NEWS_CLOSED && news->kind != NEWS_RAISED)
		return 0;
	return sql_run(store, error, SQL_holds_end, as_number(news->episode), as_number(news->at),
		as_number(news->kind == NEWS_CLOSED), as_number(news->severity));
}

static int add_hold(struct store *store, struct hold *hold, struct error *error)
{
	bool linked = hold->token && hold->token[0];
	return sql_number(store, error, &hold->id, 0, SQL_hold_add, as_number(hold->kind),
		as_number(hold->episode), as_text(hold->rule), as_number(hold->scope),
		as_text(hold->subject), as_number(hold->severity), as_number(hold->starts),
		as_number(hold->until), as_text(hold->by), as_text(hold->why),
		linked ? as_text(hold->token) : as_null());
}

static int end_hold(struct store *store, int64_t id, instant now, struct error *error)
{
	int result = sql_run(store, error, SQL_hold_end, as_number(id), as_number(now));
	if (result == 0 && !sql_changed(store))
		return error_set(error, -ENOENT, "no hold %lld is in force", (long long)id);
	return result;
}

int store_add_hold(struct store *store, struct hold *hold, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = add_hold(store, hold, error);
	return store_finish(store, result, error);
}

int store_link_used(struct store *store, const char *token, bool *ret_used, struct error *error)
{
	int result = sql_is(store, error, SQL_hold_of_token, as_text(token));
	if (result < 0)
		return result;
	*ret_used = result > 0;
	return 0;
}

/* Whether a link may still acknowledge: its alert is open, and it was not used. */
static int may_acknowledge(struct store *store, const struct hold *hold, struct error *error)
{
	struct store_episode episode;
	bool used = false;
	int result = store_link_used(store, hold->token, &used, error);
	if (used)
		return error_set(error, -EALREADY, "the link was used already");
	if (result == 0)
		result = store_episode(store, hold->episode, &episode, error);
	if (result == 0 || (result > 0 && episode.closed != INSTANT_NONE))
		return error_set(error, -ENOENT, "the alert is over");
	return result < 0 ? result : 0;
}

int store_acknowledge(struct store *store, struct hold *hold, struct error *error)
{
	if (hold->kind != HOLD_ACKNOWLEDGEMENT || !hold->token || !hold->token[0])
		return error_set(error, -EINVAL, "not an acknowledgement by a link");
	int result = store_begin(store, true, error);
	if (result == 0)
		result = may_acknowledge(store, hold, error);
	if (result == 0)
		result = add_hold(store, hold, error);
	return store_finish(store, result, error);
}

int store_link_key(struct store *store, const unsigned char fresh[static LINK_KEY_BYTES],
	unsigned char ret_key[static LINK_KEY_BYTES], struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = sql_run(store, error, SQL_link_key_keep,
			as_blob((struct slice){(const char *)fresh, LINK_KEY_BYTES}));
	result = store_finish(store, result, error);
	return result < 0 ? result : store_read_link_key(store, ret_key, error);
}

int store_read_link_key(
	struct store *store, unsigned char ret_key[static LINK_KEY_BYTES], struct error *error)
{
	struct sql_row *key = sql_use(store, SQL_link_key);
	int result = sql_step(store, key, error);
	struct slice bytes = result > 0 ? sql_blob(key, 0) : SLICE("");
	bool whole = bytes.length == LINK_KEY_BYTES;
	if (whole)
		memcpy(ret_key, bytes.data, LINK_KEY_BYTES);
	sql_end(key);
	if (result < 0 || whole)
		return result < 0 ? result : 0;
	return error_set(error, -ENOENT, "no link was signed yet");
}

int store_end_hold(struct store *store, int64_t id, instant now, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = end_hold(store, id, now, error);
	return store_finish(store, result, error);
}

int store_holds(struct store *store, bool all, instant now, store_hold_fn *on_hold, void *user,
	struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_holds, as_number(all), as_number(now));
	while (sql_more(store, list, &result, error)) {
		struct hold hold = {
			.id = sql_int64(list, 0),
			.kind = (enum hold_kind)sql_int(list, 1),
			.episode = sql_int64(list, 2),
			.rule = sql_text(list, 3),
			.scope = sql_int(list, 4),
			.subject = sql_text(list, 5),
			.severity = (enum severity)sql_int(list, 6),
			.starts = sql_int64(list, 7),
			.until = sql_int64(list, 8),
			.by = sql_text(list, 9),
			.why = sql_text(list, 10),
			.ended = sql_instant(list, 11),
			.token = sql_text(list, 12),
		};
		result = on_hold(user, &hold);
	}
	return result;
}

int store_armed(struct store *store, instant *ret_at, struct error *error)
{
	return meta_instant(store, "armed", ret_at, error);
}

int store_summarised(struct store *store, instant *ret_at, struct error *error)
{
	return meta_instant(store, "summarised", ret_at, error);
}

int store_arm(struct store *store, instant now, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = meta_put(store, "armed", now, error);
	return store_finish(store, result, error);
}

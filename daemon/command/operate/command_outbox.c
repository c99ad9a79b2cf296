/* hentractl outbox: deliveries, and what an operator may do with them. */
#include <errno.h>

#include "base/memory.h"
#include "command/tool/list.h"
#include "command/tool/wake_daemon.h"
#include "command/words/delivery_words.h"

/* --- list ----------------------------------------------------------------------------------- */

struct listing {
	struct list list;
	int64_t limit; /* 0: all */
	int64_t shown;
	bool more;
};

static void delivery_row(struct list *list, const struct delivery *delivery)
{
	const struct tool *tool = list->tool;
	struct table *table = list->table;
	char at[WHEN_MAX];
	table_add_number(table, delivery->id);
	table_add_number(table, delivery->episode);
	table_add(table, delivery->channel);
	table_add(table, delivery->recipient);
	table_add(table, delivery_state_words(tool, delivery->state));
	table_add_number(table, delivery->attempts);
	table_add(table, when(tool, delivery->created, at));
	table_add(table, delivery->state == DELIVERY_WAITING
				 ? when(tool, delivery->next_at, at)
				 : when(tool, delivery->settled_at, at));
	table_add(table, delivery->answer);
}

static void delivery_members(
	struct json_writer *json, const struct tool *tool, const struct delivery *delivery)
{
	json_number(json, "id", delivery->id);
	json_string(json, "key", delivery->key);
	json_number(json, "episode", delivery->episode);
	json_number(json, "sequence", delivery->sequence);
	json_string(json, "channel", delivery->channel);
	json_string(json, "type", delivery->type);
	json_string(json, "recipient", delivery->recipient);
	json_string(json, "subject", delivery->subject);
	json_string(json, "state", delivery_state_name(delivery->state));
	json_number(json, "attempts", delivery->attempts);
	json_instant(tool, json, "created", delivery->created);
	json_instant(tool, json, "next_at",
		delivery->state == DELIVERY_WAITING ? delivery->next_at : INSTANT_NONE);
	json_instant(tool, json, "settled_at", delivery->settled_at);
	json_string(json, "answer", delivery->answer[0] ? delivery->answer : NULL);
}

static int list_delivery(void *user, const struct delivery *delivery)
{
	struct listing *listing = user;
	if (listing->limit && listing->shown == listing->limit) {
		listing->more = true;
		return 1;
	}
	listing->shown++;
	struct list *list = &listing->list;
	if (list->table) {
		delivery_row(list, delivery);
		return 0;
	}
	json_object(&list->json, NULL);
	delivery_members(&list->json, list->tool, delivery);
	json_object_end(&list->json);
	tool_flow(list->tool);
	return 0;
}

static void begin_list(struct listing *listing, struct tool *tool)
{
	static const struct column columns[] = {
		{"id", "Số", "Id", ALIGN_RIGHT, true},
		{"episode", "Đợt", "Episode", ALIGN_RIGHT, true},
		{"channel", "Kênh", "Channel", ALIGN_LEFT, false},
		{"recipient", "Người nhận", "Recipient", ALIGN_LEFT, false},
		{"state", "Trạng thái", "State", ALIGN_LEFT, false},
		{"attempts", "Số lần gửi", "Attempts", ALIGN_RIGHT, true},
		{"created", "Lập lúc", "Created", ALIGN_LEFT, false},
		{"next", "Gửi lại/xong lúc", "Next/settled", ALIGN_LEFT, false},
		{"answer", "Trả lời", "Answer", ALIGN_LEFT, false},
	};
	list_begin(&listing->list, tool, columns, ARRAY_SIZE(columns));
}

enum exit_code command_outbox_list(struct tool *tool, const struct arguments *arguments)
{
	struct listing listing = {0};
	const char *state = argument(arguments, "--state");
	int only = state ? delivery_state_from_name(state) : -1;
	if (state && only < 0)
		return tool_fail(EXIT_USAGE,
			"unknown state %s; the states are waiting, sending, handed_over, dead, "
			"replaced, dropped",
			state);
	enum exit_code exit = tool_limit(tool, arguments, &listing.limit);
	if (!exit)
		exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	struct error error = {0};
	begin_list(&listing, tool);
	struct delivery_filter filter = {.states = state ? 1u << only : 0,
		.limit = listing.limit ? (int)listing.limit + 1 : 0,
		.part = DELIVERY_SUBJECT};
	if (store_deliveries(tool->store, &filter, list_delivery, &listing, &error) < 0) {
		list_free(&listing.list);
		return tool_failed(&error);
	}
	list_end(&listing.list, state ? say(tool, "Không có thư nào ở trạng thái này.\n",
						"No delivery is in this state.\n")
				      : say(tool, "Hộp thư đi trống.\n", "The outbox is empty.\n"));
	if (listing.more)
		list_add_more(&listing.list);
	return EXIT_FINE;
}

/* --- show ------------------------------------------------------------------------------------- */

struct showing {
	struct tool *tool;
	bool found;
};

static void show_line(struct text *out, const struct tool *tool, const char *vi, const char *en,
	const char *value)
{
	text_printf(out, "%s: %s\n", say(tool, vi, en), value[0] ? value : "–");
}

static void show_text(const struct tool *tool, const struct delivery *delivery, struct text *out)
{
	char at[WHEN_MAX];
	text_printf(out, "%s %lld (%s)\n", say(tool, "Thư", "Delivery"), (long long)delivery->id,
		delivery->key);
	text_printf(out, "%s: %lld-%d\n", say(tool, "Đợt-tin", "Episode-news"),
		(long long)delivery->episode, delivery->sequence);
	show_line(out, tool, "Kênh", "Channel", delivery->channel);
	show_line(out, tool, "Người nhận", "Recipient", delivery->recipient);
	show_line(out, tool, "Trạng thái", "State", delivery_state_words(tool, delivery->state));
	text_printf(out, "%s: %d\n", say(tool, "Số lần gửi", "Attempts"), delivery->attempts);
	show_line(out, tool, "Lập lúc", "Created", when(tool, delivery->created, at));
	if (delivery->state == DELIVERY_WAITING)
		show_line(out, tool, "Gửi lại lúc", "Next", when(tool, delivery->next_at, at));
	if (delivery->settled_at != INSTANT_NONE)
		show_line(out, tool, "Xong lúc", "Settled", when(tool, delivery->settled_at, at));
	show_line(out, tool, "Trả lời", "Answer", delivery->answer);
	show_line(out, tool, "Tiêu đề", "Subject", delivery->subject);
	if (delivery->headers[0])
		text_printf(out, "%s\n", delivery->headers);
	text_printf(out, "\n%s\n", delivery->body);
}

static int show_delivery(void *user, const struct delivery *delivery)
{
	struct showing *showing = user;
	struct tool *tool = showing->tool;
	showing->found = true;
	if (!tool->json) {
		show_text(tool, delivery, &tool->out);
		return 0;
	}
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	delivery_members(&json, tool, delivery);
	json_string(&json, "headers", delivery->headers[0] ? delivery->headers : NULL);
	json_string(&json, "body", delivery->body);
	json_string(&json, "html", delivery->html[0] ? delivery->html : NULL);
	json_object_end(&json);
	tool_json_end(tool, &json);
	return 0;
}

static enum exit_code read_id(const char *word, int64_t *ret_id)
{
	*ret_id = tool_number(word);
	if (*ret_id <= 0)
		return tool_fail(EXIT_USAGE, "%s is not the number of a delivery", word);
	return EXIT_FINE;
}

static enum exit_code no_delivery(int64_t id)
{
	return tool_fail(EXIT_NO, "there is no delivery %lld", (long long)id);
}

enum exit_code command_outbox_show(struct tool *tool, const struct arguments *arguments)
{
	int64_t id;
	enum exit_code exit = read_id(arguments->positional[0], &id);
	if (!exit)
		exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	struct showing showing = {.tool = tool};
	struct error error = {0};
	if (store_deliveries(tool->store,
		    &(struct delivery_filter){.id = id, .part = DELIVERY_WHOLE}, show_delivery,
		    &showing, &error) < 0)
		return tool_failed(&error);
	return showing.found ? EXIT_FINE : no_delivery(id);
}

/* --- retry and drop --------------------------------------------------------------------------- */

typedef int change_fn(struct store *store, int64_t id, instant now, struct error *error);

/* Changes each delivery in a transaction of its own; what one refuses does not stop the others. */
static enum exit_code change_each(struct tool *tool, const struct arguments *arguments,
	change_fn *change, const char *vi, const char *en)
{
	int64_t id;
	for (int i = 0; i < arguments->count; i++) {
		enum exit_code bad = read_id(arguments->positional[i], &id);
		if (bad)
			return bad;
	}
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	if (exit)
		return exit;
	bool changed = false;
	struct error error = {0};
	instant at;
	if (wake_instant(tool, &at, &error) < 0)
		return tool_failed(&error);
	for (int i = 0; i < arguments->count; i++) {
		read_id(arguments->positional[i], &id);
		int result = change(tool->store, id, at, &error);
		if (result == -ENOENT)
			exit = no_delivery(id);
		else if (result == -EINVAL)
			exit = tool_fail(EXIT_NO, "%s", error.text);
		else if (result < 0)
			return tool_failed(&error);
		else
			changed = true;
		if (result >= 0 && !tool->json)
			text_printf(&tool->out, "%s %lld %s\n", say(tool, "Thư", "Delivery"),
				(long long)id, say(tool, vi, en));
	}
	if (changed)
		wake_daemon(tool);
	return exit;
}

enum exit_code command_outbox_retry(struct tool *tool, const struct arguments *arguments)
{
	return change_each(tool, arguments, store_retry_delivery, "được gửi lại ngay",
		"will be tried again now");
}

enum exit_code command_outbox_drop(struct tool *tool, const struct arguments *arguments)
{
	return change_each(tool, arguments, store_drop_delivery, "sẽ không được gửi nữa",
		"will not be sent any more");
}

/* hentractl status: is hentra doing its work, and what needs a person? */
#include "base/plural.h"
#include "command/case_words.h"
#include "command/health.h"
#include "store/store_witness.h"

static const char *portal_state_words(const struct tool *tool, enum portal_state state)
{
	static const char *const vi[] = {[PORTAL_NEVER] = "chưa đọc xong lần nào",
		[PORTAL_READING] = "đang đọc",
		[PORTAL_FINE] = "tốt",
		[PORTAL_FAILING] = "lần đọc cuối hỏng",
		[PORTAL_STALE] = "DỮ LIỆU CŨ"};
	static const char *const en[] = {[PORTAL_NEVER] = "never read completely",
		[PORTAL_READING] = "reading",
		[PORTAL_FINE] = "fine",
		[PORTAL_FAILING] = "last poll failed",
		[PORTAL_STALE] = "STALE"};
	return tool->english ? en[state] : vi[state];
}

static void portals_text(struct tool *tool, const struct health *health)
{
	static const struct column columns[] = {
		{"name", "Cổng", "Portal", ALIGN_LEFT, false},
		{"state", "Tình trạng", "State", ALIGN_LEFT, false},
		{"last_complete", "Đọc đủ lần cuối", "Last complete poll", ALIGN_LEFT, false},
		{"cases", "Hồ sơ đang mở", "Open cases", ALIGN_RIGHT, true},
		{"set_aside", "Để riêng", "Set aside", ALIGN_RIGHT, true},
		{"error", "Lỗi", "Error", ALIGN_LEFT, false},
	};
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < health->portal_count; i++) {
		const struct portal_health *portal = &health->portals[i];
		char at[WHEN_MAX];
		table_add(table, portal->name);
		table_add(table, portal_state_words(tool, portal->state));
		table_add(table, when(tool, portal->last_complete, at));
		if (portal->counted)
			table_add_number(table, counts_open(&portal->counts));
		else
			table_add(table, say(tool, "không tính", "not counted"));
		table_add_number(table, portal->set_aside);
		table_add(table, portal->error ? portal->error : "");
	}
	tool_table(tool, table, say(tool, "Chưa khai báo cổng nào.\n", "No portals.\n"));
}

static long long bucket(const struct counts *counts, enum bucket which)
{
	return (long long)counts->bucket[which];
}

static void totals_text(struct tool *tool, const struct health *health)
{
	const struct counts *total = &health->total;
	struct text *out = &tool->out;
	text_printf(out,
		say(tool,
			"\nHồ sơ     %lld đang giải quyết: %lld quá hạn, %lld sắp đến hạn, %lld "
			"trong hạn, %lld tạm dừng, %lld không hẹn ngày\n",
			"\nCases     %lld open: %lld overdue, %lld due soon, %lld in time, %lld "
			"paused, %lld undated\n"),
		(long long)counts_open(total), bucket(total, BUCKET_OVERDUE),
		bucket(total, BUCKET_DUE_SOON), bucket(total, BUCKET_IN_TIME),
		bucket(total, BUCKET_PAUSED), bucket(total, BUCKET_UNDATED_OPEN));
	text_printf(out,
		say(tool,
			"          %lld đã xong trong năm báo cáo: %lld trước hạn, %lld đúng hạn, "
			"%lld trễ hạn, %lld khác\n",
			"          %lld closed in the reporting year: %lld early, %lld on time, "
			"%lld "
			"late, %lld other\n"),
		(long long)counts_closed(total), bucket(total, BUCKET_EARLY),
		bucket(total, BUCKET_ON_TIME), bucket(total, BUCKET_LATE),
		bucket(total, BUCKET_WITHDRAWN) + bucket(total, BUCKET_UNDATED_CLOSED));
	plural_printf(out,
		say(tool, "Cảnh báo  %lld đang báo (%lld báo động), %lld chờ\n",
			"Alerts    %lld firing (%lld critical), %lld pending\n"),
		(long long)health->firing, (long long)health->critical, (long long)health->pending);
	text_printf(out,
		say(tool,
			"Thư đi    %lld chờ gửi, %lld đang gửi, %lld đã bàn giao, %lld không gửi "
			"được\n",
			"Outbox    %lld waiting, %lld sending, %lld handed over, %lld dead\n"),
		(long long)health->deliveries[DELIVERY_WAITING],
		(long long)health->deliveries[DELIVERY_SENDING],
		(long long)health->deliveries[DELIVERY_HANDED_OVER],
		(long long)health->deliveries[DELIVERY_DEAD]);
}

static void asides_text(struct tool *tool, const struct health *health)
{
	static const struct column columns[] = {
		{"portal", "Cổng", "Portal", ALIGN_LEFT, false},
		{"code", "Mã hồ sơ", "Case", ALIGN_LEFT, false},
		{"problem", "Vì sao để riêng", "Set aside because", ALIGN_LEFT, false},
		{"count", "Số lần", "Times", ALIGN_RIGHT, true},
		{"seen", "Lần cuối", "Last seen", ALIGN_LEFT, false},
	};
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	for (int i = 0; i < health->aside_count; i++) {
		const struct health_aside *aside = &health->asides[i];
		cleanup(text_free) struct text why = {0};
		char at[WHEN_MAX];
		text_printf(&why, "%s%s%s",
			tool->english ? record_problem_sentence(aside->problem)
				      : record_problem_sentence_vi(aside->problem),
			aside->detail[0] ? ": " : "", aside->detail);
		table_add(table, store_portal_name(tool->store, aside->portal));
		table_add(table, aside->code[0] ? aside->code : "–");
		table_add(table, why.data);
		table_add_number(table, aside->count);
		table_add(table, when(tool, aside->seen, at));
	}
	text_add_char(&tool->out, '\n');
	tool_table(tool, table, "");
}

/* The last night's audit. */
static void audit_text(struct tool *tool)
{
	struct audit_result audit;
	struct error error;
	char at[WHEN_MAX];
	instant audited;
	if (store_last_audit(tool->store, &audited, &audit, &error) < 0)
		return;
	int64_t differences = audit.differences + audit.misjudged + audit.suspicions;
	plural_printf(&tool->out,
		say(tool, "Kiểm tra lúc %s: %lld hồ sơ tính lại, %lld chỗ lệch\n",
			"Audited at %s: %lld case(s) refolded, %lld difference(s)\n"),
		when(tool, audited, at), (long long)audit.cases, (long long)differences);
}

static void audit_json(struct tool *tool, struct json_writer *json)
{
	struct audit_result audit;
	struct error error;
	instant audited;
	if (store_last_audit(tool->store, &audited, &audit, &error) < 0) {
		json_null(json, "audit");
		return;
	}
	json_object(json, "audit");
	json_instant(tool, json, "at", audited);
	json_number(json, "cases", audit.cases);
	json_number(json, "differences", audit.differences + audit.misjudged + audit.suspicions);
	json_object_end(json);
}

static void health_text(struct tool *tool, const struct health *health)
{
	char now[WHEN_MAX], judged[WHEN_MAX];
	text_printf(&tool->out,
		say(tool, "hentra, tỉnh %s, lúc %s; số liệu tính lúc %s\n\n",
			"hentra, province %s, at %s; counted at %s\n\n"),
		tool_settings(tool)->hentra.province, when(tool, tool->now, now),
		when(tool, health->judged_at, judged));
	portals_text(tool, health);
	totals_text(tool, health);
	audit_text(tool);
	if (health->need_count == 0)
		return;
	text_printf(&tool->out, "\n%s\n", say(tool, "Cần để ý", "Needs attention"));
	for (size_t i = 0; i < health->need_count; i++)
		text_printf(&tool->out, "  - %s\n", health->needs[i]);
	if (health->aside_count)
		asides_text(tool, health);
}

/* How many cases have which oddity; only those that there are. */
static void odd_json(const struct portal_health *portal, struct json_writer *json)
{
	json_object(json, "odd");
	for (int bit = 0; bit < ODD_COUNT; bit++)
		if (portal->oddities.odd[bit])
			json_number(
				json, odd_name((enum odd)(1 << bit)), portal->oddities.odd[bit]);
	json_object_end(json);
}

static void portal_json(
	struct tool *tool, const struct portal_health *portal, struct json_writer *json)
{
	static const char *const states[] = {[PORTAL_NEVER] = "never",
		[PORTAL_READING] = "reading",
		[PORTAL_FINE] = "fine",
		[PORTAL_FAILING] = "failing",
		[PORTAL_STALE] = "stale"};
	json_object(json, NULL);
	json_string(json, "name", portal->name);
	json_string(json, "profile", portal->profile);
	json_bool(json, "counted", portal->counted);
	json_string(json, "state", states[portal->state]);
	json_bool(json, "stale", portal->stale);
	json_instant(tool, json, "last_complete", portal->last_complete);
	json_instant(tool, json, "last_sweep", portal->last_sweep);
	json_instant(tool, json, "last_poll", portal->last_poll);
	json_string(json, "error", portal->error);
	json_number(json, "set_aside", portal->set_aside);
	json_number(json, "duplicates", portal->duplicates);
	json_number(json, "due_unreadable", portal->oddities.due_unreadable);
	json_number(json, "vanished", portal->oddities.vanished);
	odd_json(portal, json);
	if (portal->counted) {
		json_object(json, "tally");
		view_counts_json(json, &portal->counts);
		json_object_end(json);
	} else {
		json_null(json, "tally");
	}
	json_object_end(json);
}

static void asides_json(struct tool *tool, const struct health *health, struct json_writer *json)
{
	json_array(json, "asides");
	for (int i = 0; i < health->aside_count; i++) {
		const struct health_aside *aside = &health->asides[i];
		json_object(json, NULL);
		json_string(json, "portal", store_portal_name(tool->store, aside->portal));
		json_string(json, "code", aside->code[0] ? aside->code : NULL);
		json_string(json, "problem", record_problem_sentence(aside->problem));
		json_string(json, "detail", aside->detail[0] ? aside->detail : NULL);
		json_number(json, "count", aside->count);
		json_instant(tool, json, "seen", aside->seen);
		json_object_end(json);
	}
	json_array_end(json);
}

static void channels_json(struct tool *tool, const struct health *health, struct json_writer *json)
{
	json_array(json, "channels_off");
	for (size_t i = 0; i < health->channel_off_count; i++) {
		json_object(json, NULL);
		json_string(json, "channel", health->channels_off[i].name);
		json_instant(tool, json, "since", health->channels_off[i].since);
		json_string(json, "answer", health->channels_off[i].answer);
		json_object_end(json);
	}
	json_array_end(json);
}

static void health_json(struct tool *tool, const struct health *health)
{
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	json_string(&json, "province", tool_settings(tool)->hentra.province);
	json_instant(tool, &json, "now", tool->now);
	json_instant(tool, &json, "judged_at", health->judged_at);
	json_instant(tool, &json, "clock_ahead", health->clock_ahead);
	json_array(&json, "portals");
	for (size_t i = 0; i < health->portal_count; i++)
		portal_json(tool, &health->portals[i], &json);
	json_array_end(&json);
	json_object(&json, "total");
	view_counts_json(&json, &health->total);
	json_object_end(&json);
	json_object(&json, "alerts");
	json_number(&json, "firing", health->firing);
	json_number(&json, "critical", health->critical);
	json_number(&json, "pending", health->pending);
	json_object_end(&json);
	json_object(&json, "outbox");
	for (int state = 0; state < DELIVERY_STATES; state++)
		json_number(&json, delivery_state_name((enum delivery_state)state),
			health->deliveries[state]);
	json_object_end(&json);
	channels_json(tool, health, &json);
	audit_json(tool, &json);
	json_number(&json, "set_aside", health->set_aside);
	json_number(&json, "duplicates", health->duplicates);
	asides_json(tool, health, &json);
	json_array(&json, "calendar_provisional");
	for (int i = 0; i < health->provisional_count; i++)
		json_number(&json, NULL, health->provisional[i]);
	json_array_end(&json);
	json_array(&json, "needs");
	for (size_t i = 0; i < health->need_count; i++)
		json_string(&json, NULL, health->needs[i]);
	json_array_end(&json);
	json_object_end(&json);
	tool_json_end(tool, &json);
}

enum exit_code command_status(struct tool *tool, const struct arguments *arguments)
{
	(void)arguments;
	struct health health;
	enum exit_code exit = health_load(&health, tool);
	if (!exit && tool->json)
		health_json(tool, &health);
	else if (!exit)
		health_text(tool, &health);
	health_free(&health);
	return exit;
}

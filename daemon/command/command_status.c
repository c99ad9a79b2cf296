/* hentractl status: is hentra doing its work, and what needs a person? */
#include <stdio.h>

#include "base/plural.h"
#include "command/case_words.h"
#include "command/health.h"
#include "report/width.h"

#define SCREEN_COLUMNS 80
#define TITLE_COLUMNS 10
#define ASIDES_TEXT 3

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
	}
	tool_table(tool, table, say(tool, "Chưa khai báo cổng nào.\n", "No portals.\n"));
	for (size_t i = 0; i < health->portal_count; i++) {
		const struct portal_health *portal = &health->portals[i];
		if (!portal->error || portal->state == PORTAL_NEVER) /* told among the needs */
			continue;
		text_printf(&tool->out, "%s: ", portal->name);
		wrap_add(&tool->out, slice_of(portal->error), SCREEN_COLUMNS,
			strlen(portal->name) + 2, "    ");
		text_add_char(&tool->out, '\n');
	}
}

static long long bucket(const struct counts *counts, enum bucket which)
{
	return (long long)counts->bucket[which];
}

/* A line of the totals: a title of ten columns, then the sentence, settled and wrapped. */
static void add_line(struct tool *tool, const char *title, char *sentence)
{
	text_add(&tool->out, title);
	plural(sentence);
	wrap_add(&tool->out, slice_of(sentence), SCREEN_COLUMNS, TITLE_COLUMNS, "          ");
	text_add_char(&tool->out, '\n');
}

static void cases_text(struct tool *tool, const struct counts *total)
{
	char line[400];
	snprintf(line, sizeof(line),
		say(tool,
			"%lld đang giải quyết: %lld quá hạn, %lld sắp đến hạn, %lld "
			"trong hạn, %lld tạm dừng, %lld không hẹn ngày",
			"%lld open: %lld overdue, %lld due soon, %lld in time, %lld "
			"paused, %lld undated"),
		(long long)counts_open(total), bucket(total, BUCKET_OVERDUE),
		bucket(total, BUCKET_DUE_SOON), bucket(total, BUCKET_IN_TIME),
		bucket(total, BUCKET_PAUSED), bucket(total, BUCKET_UNDATED_OPEN));
	add_line(tool, say(tool, "Hồ sơ     ", "Cases     "), line);
	snprintf(line, sizeof(line),
		say(tool,
			"%lld đã xong trong năm báo cáo: %lld trước hạn, %lld đúng hạn, "
			"%lld trễ hạn, %lld khác",
			"%lld closed in the reporting year: %lld early, %lld on time, "
			"%lld late, %lld other"),
		(long long)counts_closed(total), bucket(total, BUCKET_EARLY),
		bucket(total, BUCKET_ON_TIME), bucket(total, BUCKET_LATE),
		bucket(total, BUCKET_WITHDRAWN) + bucket(total, BUCKET_UNDATED_CLOSED));
	add_line(tool, "          ", line);
}

static void totals_text(struct tool *tool, const struct health *health)
{
	char line[400];
	cleanup(text_free) struct text waiting = {0};
	text_add_char(&tool->out, '\n');
	cases_text(tool, &health->total);
	snprintf(line, sizeof(line),
		say(tool, "%lld đang báo (%lld báo động), %lld chờ",
			"%lld firing (%lld critical), %lld pending"),
		(long long)health->firing, (long long)health->critical, (long long)health->pending);
	add_line(tool, say(tool, "Cảnh báo  ", "Alerts    "), line);
	waiting_text(&health->waiting, tool, &waiting);
	if (waiting.length)
		add_line(tool, say(tool, "Chưa báo  ", "Not told  "), waiting.data);
	snprintf(line, sizeof(line),
		say(tool,
			"%lld chờ gửi, %lld đang gửi, %lld đã bàn giao, %lld không gửi "
			"được",
			"%lld waiting, %lld sending, %lld handed over, %lld dead"),
		(long long)health->deliveries[DELIVERY_WAITING],
		(long long)health->deliveries[DELIVERY_SENDING],
		(long long)health->deliveries[DELIVERY_HANDED_OVER],
		(long long)health->deliveries[DELIVERY_DEAD]);
	add_line(tool, say(tool, "Thư đi    ", "Outbox    "), line);
}

/* The first few; the portal's data want mending. */
static void asides_text(struct tool *tool, const struct health *health)
{
	text_printf(&tool->out, "\n%s\n", say(tool, "Bản ghi để riêng", "Records set aside"));
	for (int i = 0; i < health->aside_count && i < ASIDES_TEXT; i++) {
		const struct health_aside *aside = &health->asides[i];
		cleanup(text_free) struct text line = {0};
		char at[WHEN_MAX];
		plural_printf(&line,
			say(tool, "%s %s: %s%s%s (%lld lần, lần cuối %s)",
				"%s %s: %s%s%s (%lld time(s), last at %s)"),
			store_portal_name(tool->store, aside->portal),
			aside->code[0] ? aside->code : "–",
			tool->english ? record_problem_sentence(aside->problem)
				      : record_problem_sentence_vi(aside->problem),
			aside->detail[0] ? ": " : "", aside->detail, (long long)aside->count,
			when(tool, aside->seen, at));
		text_add(&tool->out, "  - ");
		wrap_add(&tool->out, text_slice(&line), SCREEN_COLUMNS, 4, "    ");
		text_add_char(&tool->out, '\n');
	}
	if (health->aside_count > ASIDES_TEXT)
		text_add(&tool->out, say(tool, "  (còn nữa: hentractl --json status)\n",
					     "  (more: hentractl --json status)\n"));
}

/* The last night's audit. */
static void audit_text(struct tool *tool, const struct health *health)
{
	char at[WHEN_MAX], line[200];
	if (health->audited == INSTANT_NONE)
		return;
	snprintf(line, sizeof(line),
		say(tool, "lúc %s: %lld hồ sơ tính lại, %lld chỗ lệch",
			"at %s: %lld case(s) refolded, %lld difference(s)"),
		when(tool, health->audited, at), (long long)health->audit.cases,
		(long long)health_differences(health));
	add_line(tool, say(tool, "Kiểm tra  ", "Audited   "), line);
}

static void audit_json(struct tool *tool, const struct health *health, struct json_writer *json)
{
	if (health->audited == INSTANT_NONE) {
		json_null(json, "audit");
		return;
	}
	json_object(json, "audit");
	json_instant(tool, json, "at", health->audited);
	json_number(json, "cases", health->audit.cases);
	json_number(json, "differences", health_differences(health));
	json_object_end(json);
}

static const char *owner_words(const struct tool *tool, enum store_owner owner)
{
	switch (owner) {
	case STORE_OWNER_RUNS:
		return say(tool, "đang chạy", "running");
	case STORE_OWNER_NONE:
		return say(tool, "KHÔNG CHẠY", "NOT RUNNING");
	default:
		return say(tool, "không rõ (hãy hỏi với quyền root)", "not known (ask as root)");
	}
}

static void needs_text(struct tool *tool, const struct health *health)
{
	if (health->need_count == 0) {
		text_printf(&tool->out, "\n%s\n",
			say(tool, "Không có gì cần để ý.", "Nothing needs attention."));
		return;
	}
	text_printf(&tool->out, "\n%s\n", say(tool, "Cần để ý", "Needs attention"));
	for (size_t i = 0; i < health->need_count; i++) {
		text_add(&tool->out, "  - ");
		wrap_add(&tool->out, slice_of(health->needs[i]), SCREEN_COLUMNS, 4, "    ");
		text_add_char(&tool->out, '\n');
	}
	if (health->aside_count)
		asides_text(tool, health);
}

/* One screen of 80 columns and 24 lines, while a province is as it should be. */
static void health_text(struct tool *tool, const struct health *health)
{
	char now[WHEN_MAX], judged[WHEN_MAX];
	text_printf(&tool->out,
		say(tool, "hentra, tỉnh %s, lúc %s\nhentrad   %s; số liệu tính lúc %s\n\n",
			"hentra, province %s, at %s\nhentrad   %s; counted at %s\n\n"),
		tool_settings(tool)->hentra.province, when(tool, tool->now, now),
		owner_words(tool, health->owner), when(tool, health->judged_at, judged));
	portals_text(tool, health);
	totals_text(tool, health);
	audit_text(tool, health);
	needs_text(tool, health);
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
	static const char *const owners[] = {[STORE_OWNER_NONE] = "stopped",
		[STORE_OWNER_RUNS] = "running",
		[STORE_OWNER_UNKNOWN] = "unknown"};
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	json_string(&json, "province", tool_settings(tool)->hentra.province);
	json_instant(tool, &json, "now", tool->now);
	json_string(&json, "daemon", owners[health->owner]);
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
	waiting_json(&health->waiting, tool, &json);
	channels_json(tool, health, &json);
	json_array(&json, "returned");
	for (size_t i = 0; i < health->returned.count; i++)
		json_string(&json, NULL, health->returned.items[i]);
	json_array_end(&json);
	audit_json(tool, health, &json);
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

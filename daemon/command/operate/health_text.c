/* hentractl status for people: what is most pressing on one screen, or everything. */
#include <stdint.h>
#include <stdio.h>

#include "base/plural.h"
#include "command/operate/health.h"
#include "command/tool/screen.h"
#include "command/words/case_words.h"
#include "report/width.h"

#define TITLE_COLUMNS 10
#define NAME_COLUMNS 14 /* what the other columns leave of a line */
#define LINES_LEAST 6 /* of portals and needs together, whatever the rest takes */

static const char *portal_state_words(const struct tool *tool, enum portal_state state)
{
	static const char *const vi[] = {[PORTAL_NEVER] = "chưa đọc xong lần nào",
		[PORTAL_READING] = "đang đọc",
		[PORTAL_FINE] = "tốt",
		[PORTAL_DOUBTFUL] = "ĐANG NGHI NGỜ",
		[PORTAL_FAILING] = "lần đọc cuối hỏng",
		[PORTAL_STALE] = "DỮ LIỆU CŨ"};
	static const char *const en[] = {[PORTAL_NEVER] = "never read completely",
		[PORTAL_READING] = "reading",
		[PORTAL_FINE] = "fine",
		[PORTAL_DOUBTFUL] = "IN DOUBT",
		[PORTAL_FAILING] = "last poll failed",
		[PORTAL_STALE] = "STALE"};
	return tool->english ? en[state] : vi[state];
}

/* --- portals ------------------------------------------------------------------------------------ */

/* A name is ASCII; two names that begin alike are told apart by their ends. */
static void name_text(const char *name, size_t columns, struct text *out)
{
	size_t length = strlen(name);
	if (length <= columns)
		text_add(out, name);
	else
		text_printf(
			out, "%.*s…%s", (int)(columns / 2 - 1), name, name + length - columns / 2);
}

static void add_portal(struct tool *tool, struct table *table, const struct portal_health *portal,
	size_t name_columns)
{
	cleanup(text_free) struct text name = {0};
	char at[WHEN_MAX];
	name_text(portal->name, name_columns, &name);
	table_add(table, name.data);
	table_add(table, portal_state_words(tool, portal->state));
	table_add(table, when(tool, portal->last_complete, at));
	if (portal->counted)
		table_add_number(table, counts_open(&portal->counts));
	else
		table_add(table, say(tool, "không tính", "not counted"));
	table_add_number(table, portal->set_aside);
}

/* As many as asked for; when these are not all, the worst ones. */
static void portal_table(struct tool *tool, const struct health *health, size_t shown, bool all)
{
	static const struct column columns[] = {
		{"name", "Cổng", "Portal", ALIGN_LEFT, false},
		{"state", "Tình trạng", "State", ALIGN_LEFT, false},
		{"last_complete", "Đọc đủ lần cuối", "Last complete poll", ALIGN_LEFT, false},
		{"cases", "Hồ sơ đang mở", "Open cases", ALIGN_RIGHT, true},
		{"set_aside", "Để riêng", "Set aside", ALIGN_RIGHT, true},
	};
	static const enum portal_state worst_first[] = {PORTAL_STALE, PORTAL_DOUBTFUL, PORTAL_NEVER,
		PORTAL_FAILING, PORTAL_READING, PORTAL_FINE};
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	size_t name_columns = all ? SIZE_MAX : NAME_COLUMNS;
	bool fit = shown >= health->portal_count;
	for (size_t i = 0; fit && i < health->portal_count; i++)
		add_portal(tool, table, &health->portals[i], name_columns);
	for (size_t state = 0; !fit && state < ARRAY_SIZE(worst_first); state++)
		for (size_t i = 0; i < health->portal_count && table_rows(table) < shown; i++)
			if (health->portals[i].state == worst_first[state])
				add_portal(tool, table, &health->portals[i], name_columns);
	tool_table(tool, table, say(tool, "Chưa khai báo cổng nào.\n", "No portals.\n"));
}

/* What went wrong last, where no need tells it. */
static void portal_errors(const struct health *health, struct screen_list *list)
{
	for (size_t i = 0; i < health->portal_count; i++) {
		const struct portal_health *portal = &health->portals[i];
		cleanup(text_free) struct text start = {0};
		if (!portal->error ||
			(portal->state == PORTAL_NEVER && !health_together(health, PORTAL_NEVER)))
			continue;
		text_printf(&start, "%s: ", portal->name);
		screen_list_add(list, start.data, slice_of(portal->error), "    ");
	}
}

/* In at most `lines` lines, three or more. */
static void portals_text(struct tool *tool, const struct health *health,
	const struct screen_list *errors, size_t lines)
{
	size_t count = health->portal_count, left;
	if (1 + count + (errors->count > 0) > lines) {
		portal_table(tool, health, lines - 2, false);
		text_printf(&tool->out,
			say(tool, "… và %zu cổng khác, lỗi từng cổng: hentractl status --all\n",
				"… and %zu more, what is wrong with each: hentractl status "
				"--all\n"),
			count - (lines - 2));
		return;
	}
	portal_table(tool, health, count, lines == SCREEN_ENDLESS);
	left = screen_list_write(
		errors, lines == SCREEN_ENDLESS ? lines : lines - 1 - count, &tool->out);
	if (left)
		text_printf(&tool->out,
			say(tool, "… và lỗi của %zu cổng khác: hentractl status --all\n",
				"… and what is wrong with %zu more: hentractl status --all\n"),
			left);
}

/* --- totals ------------------------------------------------------------------------------------- */

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
	if (total->bucket[BUCKET_UNCLEAR] || total->bucket[BUCKET_VANISHED]) {
		snprintf(line, sizeof(line),
			say(tool, "%lld chưa rõ trạng thái, %lld cổng không còn liệt kê",
				"%lld with an unclear status, %lld listed no more"),
			bucket(total, BUCKET_UNCLEAR), bucket(total, BUCKET_VANISHED));
		add_line(tool, "          ", line);
	}
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
	text_add(&waiting, say(tool, "thư hoặc sự kiện: ", "messages: "));
	size_t title = waiting.length;
	waiting_text(&health->waiting, tool, &waiting);
	if (waiting.length > title)
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

static void owner_text(const struct tool *tool, const struct health *health, struct text *out)
{
	char at[WHEN_MAX];
	if (health->owner == STORE_OWNER_RUNS)
		text_add(out, say(tool, "đang chạy", "running"));
	else if (health->owner == STORE_OWNER_UNKNOWN)
		text_add(out,
			say(tool, "không rõ (hãy hỏi với quyền root)", "not known (ask as root)"));
	else if (health->stopped_at != INSTANT_NONE)
		text_printf(out, say(tool, "ĐÃ DỪNG lúc %s", "STOPPED cleanly at %s"),
			when(tool, health->stopped_at, at));
	else
		text_add(out, say(tool, "KHÔNG CHẠY", "NOT RUNNING"));
}

/* --- needs -------------------------------------------------------------------------------------- */

static void needs_text(struct tool *tool, const struct screen_list *needs, size_t lines)
{
	if (needs->count == 0) {
		text_printf(&tool->out, "\n%s\n",
			say(tool, "Không có gì cần để ý.", "Nothing needs attention."));
		return;
	}
	text_printf(&tool->out, "\n%s\n", say(tool, "Cần để ý", "Needs attention"));
	size_t left = screen_list_write(needs, lines, &tool->out);
	if (left)
		text_printf(&tool->out,
			say(tool, "  … và %zu mục khác: hentractl status --all\n",
				"  … and %zu more: hentractl status --all\n"),
			left);
}

/* Records one by one; on one screen the needs say how many there are. */
static void asides_text(struct tool *tool, const struct health *health)
{
	if (health->aside_count)
		text_printf(
			&tool->out, "\n%s\n", say(tool, "Bản ghi để riêng", "Records set aside"));
	for (size_t i = 0; i < health->aside_count; i++) {
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
}

/* --- the whole ---------------------------------------------------------------------------------- */

static void head_text(struct tool *tool, const struct health *health)
{
	const struct settings *settings = tool_settings(tool);
	const char *name = settings->hentra.province_name;
	char now[WHEN_MAX], judged[WHEN_MAX];
	cleanup(text_free) struct text daemon = {0};
	owner_text(tool, health, &daemon);
	text_printf(&tool->out,
		say(tool, "hentra, %s%s, lúc %s\nhentrad   %s; số liệu tính lúc %s\n\n",
			"hentra, %s%s, at %s\nhentrad   %s; counted at %s\n\n"),
		name[0] ? "" : say(tool, "tỉnh ", "province "),
		name[0] ? name : settings->hentra.province, when(tool, tool->now, now), daemon.data,
		when(tool, health->judged_at, judged));
}

/* Lines that are left for portals and needs: head and totals always stand whole. */
static size_t lines_free(struct text *out, struct tool *tool, const struct health *health)
{
	struct text before = tool->out;
	tool->out = (struct text){0};
	head_text(tool, health);
	totals_text(tool, health);
	audit_text(tool, health);
	*out = tool->out;
	tool->out = before;
	size_t taken = screen_count_lines(text_slice(out)) + 2; /* the title of the needs */
	return taken + LINES_LEAST < SCREEN_LINES ? SCREEN_LINES - taken : LINES_LEAST;
}

void health_text(const struct health *health, struct tool *tool, bool all)
{
	cleanup(screen_list_free) struct screen_list errors = {0}, needs = {0};
	cleanup(text_free) struct text fixed = {0};
	size_t lines = lines_free(&fixed, tool, health);
	portal_errors(health, &errors);
	for (size_t i = 0; i < health->need_count; i++)
		screen_list_add(&needs, "  - ", slice_of(health->needs[i]), "    ");
	size_t portals = screen_share(lines, 1 + health->portal_count + screen_list_lines(&errors),
		screen_list_lines(&needs));
	head_text(tool, health);
	portals_text(tool, health, &errors, all ? SCREEN_ENDLESS : portals);
	totals_text(tool, health);
	audit_text(tool, health);
	needs_text(tool, &needs, all ? SCREEN_ENDLESS : lines - portals);
	if (all)
		asides_text(tool, health);
}

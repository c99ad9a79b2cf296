/* What a person should look at, the most pressing first. */
#include <stdarg.h>
#include <stdio.h>

#include "base/plural.h"
#include "command/operate/health.h"
#include "command/words/case_words.h"

static void need(struct health *health, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void need(struct health *health, const char *format, ...)
{
	char sentence[700];
	va_list args;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	plural(sentence);
	array_reserve(health->needs, &health->need_capacity, health->need_count + 1);
	health->needs[health->need_count++] = xstrdup(sentence);
}

/* --- the daemon --------------------------------------------------------------------------------- */

/* The last thing it wrote: a pass, or the beginning of a poll. */
static instant last_sign(const struct health *health)
{
	instant last = health->judged_at;
	for (size_t i = 0; i < health->portal_count; i++)
		if (health->portals[i].last_poll != INSTANT_NONE &&
			(last == INSTANT_NONE || health->portals[i].last_poll > last))
			last = health->portals[i].last_poll;
	return last;
}

/* With --now nobody is to blame: it asks about another time than the daemon's. */
static void daemon_needs(struct health *health, const struct tool *tool)
{
	char at[WHEN_MAX];
	if (health->wrong)
		need(health, "%s",
			health->owner == STORE_OWNER_RUNS
				? say(tool,
					  "cấu hình hiện tại sai, hentrad chạy với cấu hình cũ: "
					  "sửa, "
					  "rồi hentractl check, systemctl reload hentra",
					  "the configuration is wrong, hentrad runs with the one "
					  "it "
					  "read before: mend it, hentractl check, systemctl reload "
					  "hentra")
				: say(tool,
					  "cấu hình hiện tại sai, hentrad không khởi động với nó: "
					  "hentractl check nêu từng dòng",
					  "the configuration is wrong, hentrad does not start with "
					  "it: hentractl check names each line"));
	else if (health->configuration.refused)
		need(health,
			say(tool,
				"lần nạp cấu hình gần nhất bị từ chối, hentrad chạy với cấu hình "
				"cũ: "
				"%s (sửa xong: hentractl reload)",
				"the last reload was refused, hentrad runs with the configuration "
				"it had: %s (when mended: hentractl reload)"),
			health->configuration.why);
	if (tool->said_now != INSTANT_NONE)
		return;
	if (health->owner == STORE_OWNER_NONE && health->stopped_at != INSTANT_NONE)
		need(health,
			say(tool,
				"hentrad đã được dừng đúng cách lúc %s: không đọc cổng, không gửi "
				"thư; chạy lại: systemctl start hentra",
				"hentrad was stopped cleanly at %s: nothing is read, nothing is "
				"sent; systemctl start hentra starts it"),
			when(tool, health->stopped_at, at));
	else if (health->owner == STORE_OWNER_NONE)
		need(health,
			say(tool,
				"hentrad không chạy (đọc hoặc tính lần cuối lúc %s): không đọc "
				"cổng, không "
				"gửi thư; chạy: systemctl start hentra, vì sao dừng: journalctl "
				"-xu hentra",
				"hentrad is not running (it read or counted last at %s): nothing "
				"is read, "
				"nothing is sent; systemctl start hentra, and journalctl -xu "
				"hentra says why it ended"),
			when(tool, last_sign(health), at));
	else if (health->owner == STORE_OWNER_UNKNOWN && health->view.behind)
		need(health, "%s",
			say(tool,
				"hình như hentrad không chạy: có hồ sơ đã đổi tình trạng sau lần "
				"tính cuối",
				"hentrad seems not to run: cases changed their state since the "
				"last pass"));
}

/* --- portals ---------------------------------------------------------------------------------- */

#define PORTALS_NAMED 3

static size_t portals_in(
	const struct health *health, enum portal_state state, struct text *ret_names)
{
	size_t count = 0;
	for (size_t i = 0; i < health->portal_count; i++) {
		if (health->portals[i].state != state)
			continue;
		if (count++ < PORTALS_NAMED)
			text_printf(
				ret_names, "%s%s", count > 1 ? ", " : "", health->portals[i].name);
	}
	if (count > PORTALS_NAMED)
		text_add(ret_names, ", …");
	return count;
}

bool health_together(const struct health *health, enum portal_state state)
{
	cleanup(text_free) struct text names = {0};
	return portals_in(health, state, &names) > PORTALS_NAMED;
}

/* Many in the same trouble are one need: others would be out of sight behind them. */
static void together_needs(struct health *health, const struct tool *tool)
{
	cleanup(text_free) struct text never = {0}, stale = {0};
	size_t count = portals_in(health, PORTAL_NEVER, &never);
	if (count > PORTALS_NAMED)
		need(health,
			say(tool,
				"%zu cổng chưa đọc xong lần nào: %s (xem: hentractl check "
				"--connect)",
				"%zu portals never read completely: %s (see hentractl check "
				"--connect)"),
			count, never.data);
	count = portals_in(health, PORTAL_STALE, &stale);
	if (count > PORTALS_NAMED)
		need(health,
			say(tool,
				"%zu cổng có dữ liệu cũ: %s; cảnh báo đứng yên đến khi đọc lại "
				"được (xem: hentractl check --connect)",
				"%zu portals are stale: %s; alerts are frozen until they are read "
				"again (see hentractl check --connect)"),
			count, stale.data);
}

/* It answers, but a whole reporting month went by without a case. */
static bool is_silent(const struct health *health, const struct portal_health *portal)
{
	return portal->received > 0 && portal->received < period_month_of(health->view.today) - 1;
}

static void portal_needs(struct health *health, const struct tool *tool)
{
	char at[WHEN_MAX];
	together_needs(health, tool);
	for (size_t i = 0; i < health->portal_count; i++) {
		const struct portal_health *portal = &health->portals[i];
		if (health_together(health, portal->state))
			continue;
		if (portal->doubts)
			need(health,
				say(tool,
					"cổng %s: số liệu mới chưa được đưa vào, cảnh báo đứng "
					"yên: "
					"%s (xem xong chạy: hentractl portal accept %s, hoặc "
					"reject)",
					"portal %s: what it says is not taken over, alerts are "
					"frozen: %s (decide by hentractl portal accept %s, or "
					"reject)"),
				portal->name, portal->doubts, portal->name);
		else if (portal->state == PORTAL_NEVER)
			need(health,
				say(tool,
					"cổng %s: chưa đọc xong lần nào%s%s (xem: hentractl check "
					"--connect)",
					"portal %s: never read completely%s%s (see hentractl check "
					"--connect)"),
				portal->name, portal->error ? ": " : "",
				portal->error ? portal->error : "");
		else if (portal->stale)
			need(health,
				say(tool,
					"cổng %s: dữ liệu cũ, đọc đủ lần cuối lúc %s; cảnh báo "
					"đứng yên đến khi đọc lại được (xem: hentractl check "
					"--connect)",
					"portal %s: stale, last read completely at %s; alerts are "
					"frozen until it is read again (see hentractl check "
					"--connect)"),
				portal->name, when(tool, portal->last_complete, at));
		else if (is_silent(health, portal))
			need(health,
				say(tool,
					"cổng %s: không có hồ sơ nào tiếp nhận sau kỳ báo cáo "
					"tháng "
					"%d/%d: cổng có phải bản cũ, hay nhầm nhóm? (xem: "
					"hentractl "
					"check --connect)",
					"portal %s: no case was received after the reporting month "
					"%d/%d: is it an old copy, or the wrong group? (see "
					"hentractl check --connect)"),
				portal->name, portal->received % 12 + 1, portal->received / 12);
	}
}

static bool is_configured(const struct health *health, uint32_t portal)
{
	for (size_t i = 0; i < health->portal_count; i++)
		if (health->portals[i].id == portal)
			return true;
	return false;
}

/* Open cases that no configured portal lists: nobody will ever say that they are closed. */
static void gone_needs(struct health *health, const struct tool *tool)
{
	const struct view *view = &health->view;
	for (uint32_t id = 1; *store_portal_name(tool->store, id); id++) {
		struct counts counts = {0};
		if (is_configured(health, id))
			continue;
		for (size_t i = 0; i < view->tally.used; i++)
			if (view_unit(view, view->tally.cells[i].key.unit).portal == id)
				counts_add_cell(&counts, &view->tally.cells[i]);
		if (counts_open(&counts))
			need(health,
				say(tool,
					"cổng %s không còn trong cấu hình, mà %lld hồ sơ đang mở "
					"chỉ cổng này có vẫn được tính như lần đọc cuối: hãy khai "
					"báo lại cổng (counted = no: không tính nữa)",
					"portal %s is configured no more, and %lld open case(s) "
					"that it alone lists still count as they were read last: "
					"configure it again (counted = no: count no more)"),
				store_portal_name(tool->store, id),
				(long long)counts_open(&counts));
	}
}

/* --- telling ------------------------------------------------------------------------------------ */

static void channel_needs(struct health *health, const struct tool *tool)
{
	char at[WHEN_MAX];
	if (health->deliveries[DELIVERY_DEAD])
		need(health,
			say(tool,
				"%lld thư không gửi được (xem: hentractl outbox list --state dead)",
				"%lld dead message(s) (see hentractl outbox list --state dead)"),
			(long long)health->deliveries[DELIVERY_DEAD]);
	for (size_t i = 0; i < health->channel_off_count; i++) {
		const struct health_channel *channel = &health->channels_off[i];
		need(health,
			say(tool,
				"kênh %s: đã tắt từ %s vì nơi nhận không nhận nữa (%s); hãy sửa "
				"cấu hình rồi nạp lại",
				"channel %s: switched off since %s, its receiver wants nothing "
				"more (%s); mend the configuration and reload"),
			channel->name, when(tool, channel->since, at), channel->answer);
	}
}

/* Whose letters come back: a chair who is not told. */
static void bounced_addresses_needs(struct health *health, const struct tool *tool)
{
	if (health->returned.count > 0)
		need(health,
			say(tool,
				"%lld địa chỉ bị trả lại thư, như %s (xem: hentractl outbox "
				"bounced)",
				"%lld address(es) letters to which come back, such as %s (see "
				"hentractl outbox bounced)"),
			(long long)health->returned.count, health->returned.items[0]);
}

static void trial_needs(struct health *health, const struct tool *tool)
{
	if (!health->trial)
		return;
	need(health, "%s",
		say(tool,
			"đang chạy thử: chưa gửi cho ai ngoài văn phòng; số liệu đúng rồi thì: "
			"hentractl arm (xem: hentractl help arm)",
			"trial mode: nobody but the office is told yet; when the numbers are "
			"right: hentractl arm (see hentractl help arm)"));
	if (!settings_reach_office(tool_settings(tool)))
		need(health, "%s",
			say(tool,
				"không quy tắc nào gửi tới một địa chỉ cố định: thư tổng hợp khi "
				"chạy thử không tới ai",
				"no rule writes to a fixed address: nobody gets the summary of "
				"trial mode"));
}

/* --- numbers -------------------------------------------------------------------------------------- */

static void number_needs(struct health *health, const struct tool *tool)
{
	char at[WHEN_MAX];
	if (health_differences(health))
		need(health,
			say(tool, "kiểm tra đêm lúc %s thấy %lld chỗ lệch (xem: hentractl audit)",
				"the audit at %s found %lld difference(s) (see hentractl audit)"),
			when(tool, health->audited, at), (long long)health_differences(health));
	if (health->clock_ahead != INSTANT_NONE && health->clock_ahead > tool->now)
		need(health,
			say(tool,
				"đồng hồ máy từng chạy trước, đến %s: những gì ghi nhận lúc đó "
				"mang ngày giờ sai",
				"the clock was once ahead, until %s: what was seen then bears "
				"wrong dates"),
			when(tool, health->clock_ahead, at));
	const struct counts *unmapped =
		roll_up_counts(health->view.roll_up, roll_up_unmapped(health->view.roll_up));
	if (!counts_empty(unmapped))
		need(health,
			say(tool,
				"%lld hồ sơ của đơn vị chưa khai báo trong communes.csv "
				"(xem: hentractl cases --commune unmapped)",
				"%lld case(s) of units that communes.csv does not know "
				"(see hentractl cases --commune unmapped)"),
			(long long)(counts_open(unmapped) + counts_closed(unmapped)));
}

static void calendar_needs(struct health *health, const struct tool *tool)
{
	const struct calendar *calendar = tool_calendar(tool);
	int years[2];
	int count = calendar_missing_notices(calendar, health->view.today, years);
	for (int i = 0; i < count; i++) {
		int year = years[i];
		if (!calendar_provisional(calendar, year)) {
			need(health,
				say(tool, "lịch làm việc không có năm %d",
					"the calendar does not know the year %d"),
				year);
			continue;
		}
		health->provisional[health->provisional_count++] = year;
		need(health,
			say(tool,
				"lịch năm %d là tạm tính: chưa có thông báo nghỉ lễ; hãy thêm vào "
				"calendar.vn.conf",
				"the calendar of %d is provisional: no notice yet; add it to "
				"calendar.vn.conf"),
			year);
	}
}

/* --- records -------------------------------------------------------------------------------------- */

/* All that is odd with a portal's cases in one sentence: each by itself is seldom pressing. */
static void odd_needs(
	struct health *health, const struct tool *tool, const struct portal_health *portal)
{
	cleanup(text_free) struct text odd = {0};
	int64_t unreadable = portal->oddities.due_unreadable;
	if (unreadable)
		text_printf(&odd, "%s%lld %s", "; ", (long long)unreadable,
			say(tool, "hồ sơ đang mở có ngày hẹn trả không đọc được",
				"open, their due date cannot be read"));
	for (int bit = 0; bit < ODD_COUNT; bit++) {
		int64_t count = portal->oddities.odd[bit];
		/* unreadable due dates are told of open cases alone, unknown statuses by their words */
		bool told = 1 << bit == ODD_DUE_UNUSABLE ||
			    (1 << bit == ODD_STATUS_UNKNOWN && portal->word_count);
		if (count && !told)
			text_printf(&odd, "; %lld %s", (long long)count,
				odd_words(tool, (enum odd)(1 << bit)));
	}
	if (odd.length)
		need(health, say(tool, "cổng %s, hồ sơ bất thường: %s", "portal %s, odd cases: %s"),
			portal->name, odd.data + strlen("; "));
}

/* A due time that is 00:00 in every case is a day that a timestamp keeps. */
static void midnight_need(
	struct health *health, const struct tool *tool, const struct portal_health *portal)
{
	if (portal->oddities.due_at_midnight)
		need(health,
			say(tool,
				"cổng %s: mọi ngày hẹn trả đều ghi 00:00, tức là chỉ hẹn ngày; "
				"thêm dòng "
				"\"midnight = day\" vào mục [dates] của hồ sơ cấu hình cổng %s "
				"(nếu "
				"không, hạn trả hết ngay khi ngày đó bắt đầu khi so theo giờ)",
				"portal %s: every due time is 00:00, midnight, so days are "
				"promised: add "
				"the line \"midnight = day\" to [dates] of the profile %s (without "
				"it, "
				"what is compared by the hour is late from the first minute of its "
				"day)"),
			portal->name, portal->profile);
}

/* A status that nobody has explained is a question: the first of all, with the line to add for the most
 * frequent one; the others are named beside it. */
static void word_need(
	struct health *health, const struct tool *tool, const struct portal_health *portal)
{
	cleanup(text_free) struct text others = {0};
	const struct unknown_word *first = &portal->words[0];
	char since[WHEN_MAX];
	if (!portal->word_count)
		return;
	for (size_t i = 1; i < portal->word_count; i++)
		text_printf(&others, "%s\"%s\" (%lld)",
			i > 1 ? ", " : say(tool, "; cũng vậy: ", "; so are "),
			portal->words[i].word, (long long)portal->words[i].cases);
	const char *unclear = portal->asks ? say(tool, ", chưa rõ trạng thái", ", unclear")
					   : say(tool, ", đang xét theo ngày", ", judged by dates");
	need(health,
		say(tool,
			"cổng %s: chưa ai giải thích trạng thái \"%s\" (%lld hồ sơ từ %s%s); thêm "
			"vào "
			"[portal %s]: status = %s: NGHĨA%s",
			"portal %s: nobody has explained the status \"%s\" (%lld case(s) since "
			"%s%s); "
			"add to [portal %s]: status = %s: MEANING%s"),
		portal->name, first->word, (long long)first->cases, when(tool, first->since, since),
		unclear, portal->name, first->word, others.data ? others.data : "");
}

static void word_needs(struct health *health, const struct tool *tool)
{
	for (size_t i = 0; i < health->portal_count; i++)
		word_need(health, tool, &health->portals[i]);
}

/* Cases that vanished are kept and asked about; they alone neither open, repeat nor close an alert. */
static void vanished_need(
	struct health *health, const struct tool *tool, const struct portal_health *portal)
{
	if (portal->oddities.vanished)
		need(health,
			say(tool,
				"cổng %s: %lld hồ sơ không còn được cổng liệt kê; vẫn giữ, tính "
				"riêng "
				"(xem: hentractl cases --bucket vanished; hồ sơ không còn nữa: "
				"hentractl settle MÃ gone)",
				"portal %s: %lld case(s) that it lists no more, kept and counted "
				"apart "
				"(see hentractl cases --bucket vanished; those that are gone: "
				"hentractl settle CASE gone)"),
			portal->name, (long long)portal->oddities.vanished);
}

/* What the portals say that cannot be taken as it stands. */
static void record_needs(struct health *health, const struct tool *tool)
{
	if (health->set_aside)
		need(health,
			say(tool,
				"%lld bản ghi không đọc được, để riêng: dữ liệu của cổng cần sửa "
				"(xem: hentractl status --all)",
				"%lld record(s) that could not be read, set aside: the portal's "
				"data want mending (see hentractl status --all)"),
			(long long)health->set_aside);
	if (health->duplicates)
		need(health,
			say(tool,
				"%lld mã hồ sơ đến hai lần trong một lượt đọc với nội dung khác "
				"nhau; lần sau được tính",
				"%lld code(s) twice in a cycle with different content, the last "
				"one counts"),
			(long long)health->duplicates);
	for (size_t i = 0; i < health->portal_count; i++) {
		const struct portal_health *portal = &health->portals[i];
		odd_needs(health, tool, portal);
		midnight_need(health, tool, portal);
		vanished_need(health, tool, portal);
	}
}

void health_needs(struct health *health, const struct tool *tool)
{
	word_needs(health, tool);
	daemon_needs(health, tool);
	portal_needs(health, tool);
	gone_needs(health, tool);
	channel_needs(health, tool);
	bounced_addresses_needs(health, tool);
	trial_needs(health, tool);
	number_needs(health, tool);
	calendar_needs(health, tool);
	record_needs(health, tool);
}

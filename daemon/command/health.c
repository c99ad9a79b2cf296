#include "command/health.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/plural.h"
#include "command/case_words.h"

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

/* --- portals ---------------------------------------------------------------------------------- */

static enum portal_state state_of(
	const struct portal_health *portal, const struct store_poll *newest)
{
	if (portal->stale)
		return portal->last_complete == INSTANT_NONE ? PORTAL_NEVER : PORTAL_STALE;
	if (portal->last_complete == INSTANT_NONE)
		return newest->id && newest->result == POLL_RUNNING ? PORTAL_READING : PORTAL_NEVER;
	bool bad = newest->id && newest->result != POLL_COMPLETE && newest->result != POLL_RUNNING;
	return bad ? PORTAL_FAILING : PORTAL_FINE;
}

static int read_polls(struct portal_health *portal, const struct portal_settings *settings,
	struct tool *tool, struct error *error)
{
	struct store_poll complete = {0}, sweep = {0}, newest = {0};
	int result = store_last_polls(tool->store, portal->id, &complete, &sweep, &newest, error);
	if (result < 0 && result != -ENOENT)
		return result;
	if (complete.id)
		portal->last_complete = complete.ended;
	if (sweep.id)
		portal->last_sweep = sweep.ended;
	if (newest.id)
		portal->last_poll = newest.started;
	if (newest.id && newest.result != POLL_COMPLETE && newest.trouble && newest.trouble[0])
		portal->error = xstrdup(newest.trouble);
	portal->stale = portal->last_complete == INSTANT_NONE ||
			tool->now >= site_stale_at(tool->site, settings, complete.started);
	portal->state = state_of(portal, &newest);
	return store_oddities(tool->store, portal->id, &portal->oddities, error);
}

static void count_portal(struct portal_health *portal, const struct health *health)
{
	const struct view *view = &health->view;
	struct roll_up_range range = roll_up_year(view->today);
	for (size_t i = 0; i < view->tally.used; i++) {
		const struct tally_cell *cell = &view->tally.cells[i];
		bool inside = cell->key.month == 0 || (cell->key.month >= range.month_from &&
							      cell->key.month <= range.month_to);
		if (inside && view_unit(view, cell->key.unit).portal == portal->id)
			counts_add_cell(&portal->counts, cell);
	}
}

static int read_portal(struct health *health, struct tool *tool,
	const struct portal_settings *settings, struct error *error)
{
	struct portal_health *portal = &health->portals[health->portal_count++];
	*portal = (struct portal_health){.name = settings->name,
		.profile = settings->profile,
		.counted = settings->counted,
		.last_complete = INSTANT_NONE,
		.last_sweep = INSTANT_NONE,
		.last_poll = INSTANT_NONE,
		.stale = true};
	int result =
		store_portal(tool->store, settings->name, settings->counted, &portal->id, error);
	if (result == -ENOENT) /* in the configuration, but the daemon has not begun with it */
		return 0;
	if (result < 0)
		return result;
	count_portal(portal, health);
	return read_polls(portal, settings, tool, error);
}

static void portal_needs(struct health *health, const struct tool *tool)
{
	char at[WHEN_MAX];
	for (size_t i = 0; i < health->portal_count; i++) {
		const struct portal_health *portal = &health->portals[i];
		if (portal->state == PORTAL_NEVER)
			need(health,
				say(tool, "cổng %s: chưa đọc xong lần nào%s%s",
					"portal %s: never read completely%s%s"),
				portal->name, portal->error ? ": " : "",
				portal->error ? portal->error : "");
		else if (portal->stale)
			need(health,
				say(tool,
					"cổng %s: dữ liệu cũ, đọc đủ lần cuối lúc %s; cảnh báo "
					"đứng yên đến khi đọc lại được",
					"portal %s: stale, last read completely at %s; alerts are "
					"frozen until it is read again"),
				portal->name, when(tool, portal->last_complete, at));
	}
}

/* --- the rest --------------------------------------------------------------------------------- */

static int count_aside(void *user, uint32_t portal, const char *code, enum record_problem problem,
	const char *detail, instant seen, int64_t count)
{
	struct health *health = user;
	bool twice = problem == RECORD_DUPLICATE;
	health->set_aside += twice ? 0 : count;
	health->duplicates += twice;
	for (size_t i = 0; i < health->portal_count; i++)
		if (health->portals[i].id == portal) {
			health->portals[i].set_aside += twice ? 0 : count;
			health->portals[i].duplicates += twice;
		}
	if (health->aside_count < ASIDES_SHOWN)
		health->asides[health->aside_count++] = (struct health_aside){
			portal, xstrdup(code), xstrdup(detail), problem, seen, count};
	return 0;
}

static int take_channel(void *user, const char *channel, instant at, const char *answer)
{
	struct health *health = user;
	array_reserve(
		health->channels_off, &health->channel_off_capacity, health->channel_off_count + 1);
	health->channels_off[health->channel_off_count++] =
		(struct health_channel){xstrdup(channel), xstrdup(answer), at};
	return 0;
}

static int count_alert(void *user, const struct alert *alert)
{
	struct health *health = user;
	health->pending += alert->state == ALERT_PENDING;
	health->firing += alert->state == ALERT_FIRING;
	health->critical += alert->state == ALERT_FIRING && alert->severity == SEVERITY_CRITICAL;
	return 0;
}

/* The year in use, and from 1 December the next one (domain notes: notices come late). */
static void check_calendar(struct health *health, const struct tool *tool)
{
	const struct calendar *calendar = tool_calendar(tool);
	struct civil_date today = civil_date(health->view.today);
	for (int year = today.year; year <= today.year + (today.month == 12); year++) {
		if (year > calendar_last_year(calendar) || year < calendar_first_year(calendar)) {
			need(health,
				say(tool, "lịch làm việc không có năm %d",
					"the calendar does not know the year %d"),
				year);
			continue;
		}
		if (!calendar_provisional(calendar, year))
			continue;
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

static void channel_needs(struct health *health, const struct tool *tool)
{
	char at[WHEN_MAX];
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

/* Dates and words that cannot be true; unreadable due dates of open cases are told by themselves. */
static void odd_needs(
	struct health *health, const struct tool *tool, const struct portal_health *portal)
{
	for (int bit = 0; bit < ODD_COUNT; bit++) {
		int64_t count = portal->oddities.odd[bit];
		enum odd odd = (enum odd)(1 << bit);
		if (count && odd != ODD_DUE_UNUSABLE)
			need(health,
				say(tool, "cổng %s: %lld hồ sơ: %s", "portal %s: %lld case(s): %s"),
				portal->name, (long long)count, odd_words(tool, odd));
	}
}

/* What the portals say that cannot be taken as it stands. */
static void record_needs(struct health *health, const struct tool *tool)
{
	if (health->set_aside)
		need(health,
			say(tool, "%lld bản ghi không đọc được, để riêng",
				"records that could not be read, set aside: %lld"),
			(long long)health->set_aside);
	if (health->duplicates)
		need(health,
			say(tool,
				"%lld mã hồ sơ đến hai lần trong một lượt đọc với nội dung khác "
				"nhau; lần sau được tính",
				"codes that came twice in a cycle with different content, the "
				"last one counts: %lld"),
			(long long)health->duplicates);
	for (size_t i = 0; i < health->portal_count; i++) {
		const struct portal_health *portal = &health->portals[i];
		if (portal->oddities.due_unreadable)
			need(health,
				say(tool,
					"cổng %s: %lld hồ sơ đang mở có ngày hẹn trả không đọc "
					"được",
					"portal %s: open cases whose due date cannot be read: "
					"%lld"),
				portal->name, (long long)portal->oddities.due_unreadable);
		odd_needs(health, tool, portal);
		if (portal->oddities.vanished)
			need(health,
				say(tool,
					"cổng %s: %lld hồ sơ không còn được cổng liệt kê; vẫn giữ "
					"và vẫn tính",
					"portal %s: cases that it lists no more, kept and still "
					"counted: %lld"),
				portal->name, (long long)portal->oddities.vanished);
	}
}

static void other_needs(struct health *health, struct tool *tool)
{
	if (health->trial)
		need(health, "%s",
			say(tool, "đang chạy thử: chưa gửi cho ai (xem: hentractl help arm)",
				"trial mode: nobody is told yet (see hentractl help arm)"));
	if (health->trial && !settings_reach_office(tool_settings(tool)))
		need(health, "%s",
			say(tool,
				"không quy tắc nào gửi tới một địa chỉ cố định: thư tổng hợp khi "
				"chạy thử không tới ai",
				"no rule writes to a fixed address: nobody gets the summary of "
				"trial mode"));
	const struct counts *unmapped =
		roll_up_counts(health->view.roll_up, roll_up_unmapped(health->view.roll_up));
	if (!counts_empty(unmapped))
		need(health,
			say(tool,
				"%lld hồ sơ của đơn vị chưa khai báo trong communes.csv "
				"(xem: hentractl cases --commune unmapped)",
				"cases of units that communes.csv does not know: %lld "
				"(see hentractl cases --commune unmapped)"),
			(long long)(counts_open(unmapped) + counts_closed(unmapped)));
	if (health->clock_ahead != INSTANT_NONE && health->clock_ahead > tool->now) {
		char at[WHEN_MAX];
		need(health,
			say(tool,
				"đồng hồ máy từng chạy trước, đến %s: những gì ghi nhận lúc đó "
				"mang ngày giờ sai",
				"the clock was once ahead, until %s: what was seen then bears "
				"wrong dates"),
			when(tool, health->clock_ahead, at));
	}
	record_needs(health, tool);
	channel_needs(health, tool);
	if (health->deliveries[DELIVERY_DEAD])
		need(health,
			say(tool,
				"%lld thư không gửi được (xem: hentractl outbox list --state dead)",
				"dead deliveries: %lld (see hentractl outbox list --state "
				"dead)"),
			(long long)health->deliveries[DELIVERY_DEAD]);
	/* with --now looking ahead nobody is to blame */
	if (health->view.behind && tool->said_now == INSTANT_NONE)
		need(health, "%s",
			say(tool,
				"hình như hentrad không chạy: có hồ sơ đã đổi tình trạng sau lần "
				"tính cuối",
				"hentrad seems not to run: cases changed their state since the "
				"last "
				"pass"));
}

static int read_store(struct health *health, struct tool *tool, struct error *error)
{
	const struct settings *settings = tool_settings(tool);
	health->portals = xcalloc(settings->portal_count, sizeof(*health->portals));
	for (size_t i = 0; i < settings->portal_count; i++) {
		int result = read_portal(health, tool, &settings->portals[i], error);
		if (result < 0)
			return result;
	}
	instant armed = INSTANT_NONE;
	int result = store_armed(tool->store, &armed, error);
	health->trial = settings->hentra.trial && armed == INSTANT_NONE;
	if (result >= 0)
		result = store_asides(tool->store, count_aside, health, error);
	health->clock_ahead = INSTANT_NONE;
	if (result >= 0)
		result = store_clock_ahead(tool->store, &health->clock_ahead, error);
	if (result >= 0)
		result = store_channels_off(tool->store, take_channel, health, error);
	if (result >= 0)
		result = store_load_alerts(tool->store, count_alert, health, error);
	if (result >= 0)
		result = store_count_deliveries(tool->store, health->deliveries, error);
	return result;
}

enum exit_code health_load(struct health *health, struct tool *tool)
{
	*health = (struct health){0};
	enum exit_code exit = view_load(&health->view, tool);
	if (exit)
		return exit;
	struct error error = {0};
	if (read_store(health, tool, &error) < 0)
		return tool_failed(&error);
	struct roll_up_range range = roll_up_year(health->view.today);
	roll_up_sum(health->view.roll_up, &health->view.tally, &range);
	health->total = *roll_up_total(health->view.roll_up);
	health->judged_at = health->view.judged_at;
	portal_needs(health, tool);
	check_calendar(health, tool);
	other_needs(health, tool);
	return EXIT_FINE;
}

void health_free(struct health *health)
{
	for (size_t i = 0; i < health->portal_count; i++)
		free(health->portals[i].error);
	free(health->portals);
	for (int i = 0; i < health->aside_count; i++) {
		free(health->asides[i].code);
		free(health->asides[i].detail);
	}
	for (size_t i = 0; i < health->channel_off_count; i++) {
		free(health->channels_off[i].name);
		free(health->channels_off[i].answer);
	}
	free(health->channels_off);
	for (size_t i = 0; i < health->need_count; i++)
		free(health->needs[i]);
	free(health->needs);
	view_free(&health->view);
}

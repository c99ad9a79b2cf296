#include "command/explain/why_past.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/explain/fold.h"
#include "command/tool/named_commune.h"
#include "command/tool/view.h"
#include "command/words/alert_words.h"
#include "command/words/delivery_words.h"
#include "conf/settings.h"
#include "core/alert/hold.h"
#include "store/store_past.h"

/* An episode as its last news until then left it. */
struct open_episode {
	struct alert_news last; /* strings owned */
};

struct past {
	struct tool *tool;
	const char *commune; /* NULL: all */
	instant at;
	struct open_episode *episodes;
	size_t count, capacity;
	const struct alert_news *shown; /* whose deliveries and holds are listed */
	size_t listed;
	bool judged; /* some portal of the commune had been read completely by then */
};

/* --- what was open --------------------------------------------------------------------------- */

/* News comes newest first: the first of an episode until then is its last word. */
static int on_news(void *user, const struct alert_news *news)
{
	struct past *past = user;
	bool wanted = !past->commune ||
		      (news->scope == SCOPE_COMMUNE && strcmp(news->subject, past->commune) == 0);
	if (news->at > past->at || !wanted)
		return 0;
	for (size_t i = 0; i < past->count; i++)
		if (past->episodes[i].last.episode == news->episode)
			return 0;
	array_reserve(past->episodes, &past->capacity, past->count + 1);
	struct alert_news *last = &past->episodes[past->count++].last;
	*last = *news;
	last->rule = xstrdup(news->rule);
	last->subject = xstrdup(news->subject);
	return 0;
}

static bool was_open(const struct open_episode *episode)
{
	return episode->last.kind != NEWS_CLOSED;
}

/* --- who was told ---------------------------------------------------------------------------- */

static int on_delivery(void *user, const struct delivery *delivery)
{
	struct past *past = user;
	const struct tool *tool = past->tool;
	struct text *out = &past->tool->out;
	char written[WHEN_MAX], settled[WHEN_MAX];
	if (delivery->created > past->at)
		return 0;
	past->listed++;
	bool done = delivery->settled_at != INSTANT_NONE && delivery->settled_at <= past->at;
	text_printf(out,
		say(tool, "  %s %s: tin %d, viết lúc %s, ", "  %s %s: news %d, written %s, "),
		delivery->channel, delivery->recipient, delivery->sequence,
		when(tool, delivery->created, written));
	if (!done)
		text_add(out, say(tool, "lúc đó chưa gửi được", "not accepted by then"));
	else
		text_printf(out, "%s %s", delivery_state_words(tool, delivery->state),
			when(tool, delivery->settled_at, settled));
	if (done && delivery->answer[0])
		text_printf(out, " (%s)", delivery->answer);
	text_add_char(out, '\n');
	return 0;
}

static int on_hold(void *user, const struct hold *hold)
{
	struct past *past = user;
	const struct tool *tool = past->tool;
	const struct alert_news *news = past->shown;
	struct hold_subject subject = {
		news->episode, news->rule, news->scope, news->subject, news->severity};
	char until[WHEN_MAX];
	bool ended = hold->ended != INSTANT_NONE && hold->ended <= past->at;
	if (ended || hold->starts > past->at || hold->until <= past->at ||
		!hold_covers(hold, &subject))
		return 0;
	text_printf(&past->tool->out, "  %s #%lld, %s %s, %s %s%s%s\n",
		hold->kind == HOLD_SILENCE ? say(tool, "đang tạm im", "silenced")
					   : say(tool, "đã nhận xử lý", "acknowledged"),
		(long long)hold->id, say(tool, "đến", "until"), when(tool, hold->until, until),
		say(tool, "do", "by"), hold->by, hold->why[0] ? ": " : "", hold->why);
	return 0;
}

static int add_recipients(struct past *past, const struct alert_news *news, struct error *error)
{
	struct tool *tool = past->tool;
	past->shown = news;
	past->listed = 0;
	int result = store_deliveries(tool->store,
		&(struct delivery_filter){.episode = news->episode}, on_delivery, past, error);
	if (result == 0 && past->listed == 0)
		text_add(&tool->out, say(tool, "  chưa viết thư nào cho ai\n",
					     "  nothing was written to anybody\n"));
	return result < 0 ? result : store_holds(tool->store, true, past->at, on_hold, past, error);
}

/* --- one rule -------------------------------------------------------------------------------- */

static void add_conditions(struct tool *tool, const struct rule *rule)
{
	char text[128];
	text_printf(&tool->out, " (%s ", say(tool, "báo khi", "fires at"));
	for (int i = 0; i < rule->fire_count; i++)
		text_printf(&tool->out, "%s%s", i ? ", " : "",
			condition_words(&rule->fire[i], tool->english, text));
	text_add_char(&tool->out, ')');
}

static int add_open(struct past *past, const struct alert_news *news, struct error *error)
{
	struct tool *tool = past->tool;
	const struct rule_settings *rule = settings_rule(tool_settings(tool), news->rule);
	char since[WHEN_MAX], at[WHEN_MAX];
	text_printf(&tool->out, "%s, %s %s: %s, %s %s; %s %s (%s)\n  ", news->rule, news->subject,
		alert_subject_name(tool, news->scope, news->subject),
		news->severity == SEVERITY_CRITICAL ? say(tool, "BÁO ĐỘNG", "CRITICAL")
						    : say(tool, "đang báo", "firing"),
		say(tool, "từ", "since"), when(tool, news->since, since),
		say(tool, "tin cuối", "last news"), when(tool, news->at, at),
		news_words(tool, news->kind));
	alert_values_text(tool, news->rule, news->value, &tool->out);
	if (rule)
		add_conditions(tool, &rule->rule);
	text_add_char(&tool->out, '\n');
	return add_recipients(past, news, error);
}

/* What the rule was measured at then, and what kept it quiet. */
static void add_quiet(struct past *past, const struct rule *rule, const struct measure_input *input)
{
	struct tool *tool = past->tool;
	int64_t values[CONDITIONS_MAX] = {0};
	char amount[40];
	for (int i = 0; i < rule->fire_count; i++)
		values[i] = measures[rule->fire[i].measure].value(input);
	text_printf(&tool->out, "%s: ", rule->name);
	if (input->unknown & rule_needs(rule))
		text_add(&tool->out,
			say(tool, "không báo, chưa đủ số liệu: ", "quiet, not all is known: "));
	else if (rule_fires(rule, input))
		text_printf(&tool->out,
			say(tool, "đủ điều kiện nhưng chưa báo, chờ %s: ",
				"the conditions hold, not told yet (for %s): "),
			duration_format(rule->hold, amount));
	else
		text_printf(&tool->out, "%s: ", say(tool, "không báo", "quiet"));
	alert_values_text(tool, rule->name, values, &tool->out);
	add_conditions(tool, rule);
	text_add_char(&tool->out, '\n');
}

/* --- the commune ----------------------------------------------------------------------------- */

static int add_stale(struct past *past, uint32_t portal, struct error *error)
{
	struct tool *tool = past->tool;
	const struct portal_settings *settings =
		settings_portal(tool_settings(tool), store_portal_name(tool->store, portal));
	instant ended = INSTANT_NONE;
	bool polled;
	char since[WHEN_MAX];
	if (!settings || !settings->counted)
		return 0;
	int result = store_complete_by(tool->store, portal, past->at, &ended, &polled, error);
	if (result < 0)
		return result;
	if (ended == INSTANT_NONE)
		text_printf(&tool->out,
			say(tool, "cổng %s chưa từng được đọc trọn: không gì được xét\n",
				"portal %s had never been read completely: nothing was judged\n"),
			settings->name);
	past->judged |= ended != INSTANT_NONE;
	if (ended != INSTANT_NONE && past->at >= site_stale_at(tool->site, settings, ended))
		text_printf(&tool->out,
			say(tool, "cổng %s: số liệu cũ từ %s, mọi việc dừng\n",
				"portal %s: its data were stale, last read %s: nothing moved\n"),
			settings->name, when(tool, ended, since));
	return 0;
}

static bool is_open(const struct past *past, const char *rule)
{
	for (size_t i = 0; i < past->count; i++)
		if (was_open(&past->episodes[i]) && strcmp(past->episodes[i].last.rule, rule) == 0)
			return true;
	return false;
}

static int add_rules(struct past *past, const struct fold *fold, const struct view *view,
	size_t line, struct error *error)
{
	const struct settings *settings = tool_settings(past->tool);
	size_t count;
	const uint32_t *units = roll_up_units(view->roll_up, line, &count);
	struct fold_sum sum = fold_sum_of(fold, 0, units, count, 0);
	struct measure_input input = fold_input(fold, 0, &sum);
	uint32_t seen = 0;
	int result = 0;
	past->judged = count == 0; /* no portal has a case of this commune */
	for (size_t i = 0; i < count && result == 0; i++) {
		uint32_t portal = view->units[units[i] - 1].portal;
		if (portal == seen)
			continue;
		seen = portal;
		result = add_stale(past, portal, error);
	}
	/* unknown is not zero: of a time before the first reading there are no numbers */
	for (size_t i = 0; i < settings->rule_count && past->judged; i++) {
		const struct rule_settings *rule = &settings->rules[i];
		if (rule->rule.scope == SCOPE_COMMUNE && rule->warn_count == 0 &&
			!is_open(past, rule->rule.name))
			add_quiet(past, &rule->rule, &input);
	}
	return result;
}

static enum exit_code why_commune(struct past *past)
{
	struct tool *tool = past->tool;
	struct error error = {0};
	struct view view;
	struct fold fold = {0};
	enum exit_code exit = view_load(&view, tool);
	if (exit)
		return exit;
	view_join(&view, tool, zone_day(tool_zone(tool), past->at));
	int line = view_line_of_code(&view, tool, past->commune);
	if (line < 0)
		exit = named_commune_unknown(tool, past->commune);
	else if (fold_run(&fold, tool, &past->at, 1, &error) < 0 ||
		 add_rules(past, &fold, &view, (size_t)line, &error) < 0)
		exit = tool_failed(&error);
	fold_free(&fold);
	view_free(&view);
	return exit;
}

enum exit_code why_alerts_at(struct tool *tool, const char *commune, instant at)
{
	struct past past = {.tool = tool, .commune = commune, .at = at};
	struct error error = {0};
	enum exit_code exit = EXIT_FINE;
	int result = store_news(tool->store, 0, on_news, &past, &error);
	for (size_t i = 0; i < past.count && result == 0; i++)
		if (was_open(&past.episodes[i]))
			result = add_open(&past, &past.episodes[i].last, &error);
	if (result < 0)
		exit = tool_failed(&error);
	else if (commune)
		exit = why_commune(&past);
	else if (tool->out.length == 0)
		text_add(&tool->out,
			say(tool, "Lúc đó không có cảnh báo nào.\n", "No alert was open then.\n"));
	for (size_t i = 0; i < past.count; i++) {
		free((char *)past.episodes[i].last.rule);
		free((char *)past.episodes[i].last.subject);
	}
	free(past.episodes);
	return exit;
}

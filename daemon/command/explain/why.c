#include "command/explain/why.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/explain/bounced_addresses.h"
#include "command/explain/deliveries_told.h"
#include "command/explain/fold.h"
#include "command/tool/named_commune.h"
#include "command/tool/view.h"
#include "command/words/alert_words.h"
#include "command/words/delivery_words.h"
#include "conf/settings.h"

struct why {
	struct tool *tool;
	const char *commune; /* NULL: all */
	struct deliveries_told told;
	struct bounced_addresses returned;
	bool *active; /* by rule: has it an alert on the commune? */
};

/* --- one alert ---------------------------------------------------------------------------- */

static int on_telling(void *user, const struct telling *telling)
{
	struct why *why = user;
	struct tool *tool = why->tool;
	struct text *out = &tool->out;
	char at[WHEN_MAX];
	text_printf(out, "  %s ", telling->channel);
	bounced_addresses_add(tool, &why->returned, telling->recipient, out);
	text_add(out, ": ");
	if (telling->accepted.sequence > 0)
		text_printf(out, "%s %s", say(tool, "đã báo lúc", "told at"),
			when(tool, telling->accepted.at, at));
	else
		text_add(out, say(tool, "chưa được báo", "not told yet"));
	text_printf(out, "; %s", telling_wait_words(tool, telling->wait));
	if (telling->next_at != INSTANT_NONE)
		text_printf(out, ", %s", when(tool, telling->next_at, at));
	text_add_char(out, '\n');
	return 0;
}

/* Every delivery of the episode, oldest first, with the receiver's word. */
static void add_deliveries(struct why *why, int64_t episode)
{
	struct tool *tool = why->tool;
	char at[WHEN_MAX];
	struct error
		error; /* the command's own reading of the alerts says what is wrong with a store */
	if (deliveries_told_load(&why->told, tool->store, episode, &error) < 0)
		return;
	for (size_t i = why->told.count; i-- > 0;) {
		const struct deliveries_told_delivery *delivery = &why->told.deliveries[i];
		if (delivery->episode != episode)
			continue;
		bool settled = delivery->settled_at != INSTANT_NONE;
		text_printf(&tool->out, "    %s %lld → %s: %s %s\n", say(tool, "thư", "delivery"),
			(long long)delivery->id, delivery->recipient,
			delivery_state_words(tool, delivery->state),
			when(tool, settled ? delivery->settled_at : delivery->next_at, at));
	}
}

static void add_conditions(struct tool *tool, const struct condition *conditions, int count)
{
	char text[128];
	for (int i = 0; i < count; i++)
		text_printf(&tool->out, "%s%s", i ? ", " : "",
			condition_words(&conditions[i], tool->english, text));
}

/* " (báo khi …; báo động khi …)": against what the values stand. */
static void add_levels(struct tool *tool, const struct rule *rule)
{
	text_printf(&tool->out, " (%s ", say(tool, "báo khi", "fires at"));
	add_conditions(tool, rule->fire, rule->fire_count);
	if (rule->critical_count > 0) {
		text_printf(&tool->out, "; %s ", say(tool, "BÁO ĐỘNG khi", "critical at"));
		add_conditions(tool, rule->critical, rule->critical_count);
	}
	text_add(&tool->out, ")\n");
}

static void mark_active(struct why *why, const struct alert *alert)
{
	const struct settings *settings = tool_settings(why->tool);
	for (size_t i = 0; i < settings->rule_count; i++)
		why->active[i] |= strcmp(settings->rules[i].rule.name, alert->rule) == 0;
}

static int on_alert(void *user, const struct alert *alert)
{
	struct why *why = user;
	struct tool *tool = why->tool;
	const struct rule_settings *rule = settings_rule(tool_settings(tool), alert->rule);
	char at[WHEN_MAX];
	struct error error = {0};
	if (alert->state == ALERT_INACTIVE)
		return 0;
	if (why->commune &&
		(alert->scope != SCOPE_COMMUNE || strcmp(alert->subject, why->commune) != 0))
		return 0;
	mark_active(why, alert);
	text_printf(&tool->out, "%s, %s %s: %s, %s %s\n  ", alert->rule, alert->subject,
		alert_subject_name(tool, alert->scope, alert->subject),
		alert_state_words(tool, alert), say(tool, "từ", "since"),
		when(tool, alert->state == ALERT_FIRING ? alert->fired_at : alert->active_at, at));
	alert_values_text(tool, alert->rule, alert->value, &tool->out);
	if (rule)
		add_levels(tool, &rule->rule);
	else
		text_add_char(&tool->out, '\n');
	if (alert->frozen_at != INSTANT_NONE)
		text_printf(&tool->out, "  %s %s\n",
			say(tool, "số liệu cũ, mọi việc dừng từ", "stale: nothing moves since"),
			when(tool, alert->frozen_at, at));
	int result = alert->episode
			     ? store_tellings(tool->store, alert->episode, on_telling, why, &error)
			     : 0;
	if (alert->episode)
		add_deliveries(why, alert->episode);
	return result;
}

/* --- what is quiet ------------------------------------------------------------------------ */

struct commune_now {
	size_t line;
	struct fold fold;
	struct fold_sum sum;
	struct measure_input input;
};

static bool is_quiet(const struct why *why, size_t rule)
{
	const struct rule_settings *settings = &tool_settings(why->tool)->rules[rule];
	return !why->active[rule] && settings->rule.scope == SCOPE_COMMUNE;
}

/* The tally says most; what it does not is folded from all cases, when a quiet rule asks. */
static enum exit_code measure_now(struct why *why, struct view *view, struct commune_now *now)
{
	struct tool *tool = why->tool;
	const struct settings *settings = tool_settings(tool);
	struct roll_up_range year = roll_up_year(view->today);
	struct error error = {0};
	unsigned needs = 0;
	size_t count;
	roll_up_sum(view->roll_up, &view->tally, &year);
	now->input = (struct measure_input){.counts = roll_up_counts(view->roll_up, now->line)};
	for (size_t i = 0; i < settings->rule_count; i++)
		if (is_quiet(why, i))
			needs |= rule_needs(&settings->rules[i].rule);
	if (!(needs & ~(unsigned)NEED_OLDEST))
		return needs ? view_oldest_overdue(
				       view, tool, now->line, 0, &now->input.oldest_overdue_days)
			     : EXIT_FINE;
	if (fold_run(&now->fold, tool, &tool->now, 1, &error) < 0)
		return tool_failed(&error);
	const uint32_t *units = roll_up_units(view->roll_up, now->line, &count);
	now->sum = fold_sum_of(&now->fold, 0, units, count, 0);
	now->input = fold_input(&now->fold, 0, &now->sum);
	return EXIT_FINE;
}

static void add_quiet(struct why *why, const struct rule *rule, const struct measure_input *input)
{
	struct tool *tool = why->tool;
	int64_t values[CONDITIONS_MAX] = {0};
	for (int c = 0; c < rule->fire_count; c++)
		values[c] = measures[rule->fire[c].measure].value(input);
	int64_t few = rule_too_few(rule, input);
	text_printf(&tool->out, "%s: ", rule->name);
	if (input->unknown & rule_needs(rule))
		text_add(&tool->out,
			say(tool, "không báo, chưa đủ số liệu", "quiet, not all is known"));
	else if (few >= 0)
		plural_printf(&tool->out,
			say(tool,
				"không báo vì tỷ lệ chỉ tính trên %lld hồ sơ, cần ít nhất %lld "
				"(min-cases)",
				"quiet because its share is over only %lld case(s): min-cases is "
				"%lld"),
			(long long)few, (long long)rule->min_cases);
	else
		text_add(&tool->out, say(tool, "không báo", "quiet"));
	text_printf(&tool->out, ": %s %lld; ", say(tool, "đang mở", "open"),
		(long long)counts_open(input->counts));
	alert_values_text(tool, rule->name, values, &tool->out);
	add_levels(tool, rule);
}

/* The last day on which a rule that warns looked at the commune. */
static int on_warning(void *user, const char *rule, const char *subject, day date, int64_t cases)
{
	const struct why *why = user;
	struct tool *tool = why->tool;
	char when_text[WHEN_MAX];
	if (strcmp(subject, why->commune) == 0)
		plural_printf(&tool->out,
			say(tool, "%s: nhắc hạn ngày %s: %lld hồ sơ\n",
				"%s: warned on %s: %lld case(s)\n"),
			rule, when_day(tool, date, when_text), (long long)cases);
	return 0;
}

static enum exit_code why_quiet(struct why *why)
{
	struct tool *tool = why->tool;
	const struct settings *settings = tool_settings(tool);
	struct commune_now now = {0};
	struct error error = {0};
	struct view view;
	enum exit_code exit = view_load(&view, tool);
	if (exit)
		return exit;
	int line = view_line_of_code(&view, tool, why->commune);
	now.line = line < 0 ? 0 : (size_t)line;
	exit = line < 0 ? named_commune_unknown(tool, why->commune) : measure_now(why, &view, &now);
	for (size_t i = 0; i < settings->rule_count && !exit; i++)
		if (is_quiet(why, i) && settings->rules[i].warn_count == 0)
			add_quiet(why, &settings->rules[i].rule, &now.input);
	if (!exit && store_warnings(tool->store, on_warning, why, &error) < 0)
		exit = tool_failed(&error);
	fold_free(&now.fold);
	view_free(&view);
	return exit;
}

enum exit_code why_alerts(struct tool *tool, const char *commune)
{
	struct why why = {.tool = tool, .commune = commune};
	struct error error = {0};
	enum exit_code exit = EXIT_FINE;
	why.active = xcalloc(tool_settings(tool)->rule_count + 1, sizeof(*why.active));
	if (bounced_addresses_load(&why.returned, tool->store, &error) < 0 ||
		store_load_alerts(tool->store, on_alert, &why, &error) < 0)
		exit = tool_failed(&error);
	else if (commune)
		exit = why_quiet(&why);
	else if (tool->out.length == 0)
		text_add(&tool->out, say(tool, "Không có cảnh báo nào.\n", "No active alerts.\n"));
	deliveries_told_free(&why.told);
	bounced_addresses_free(&why.returned);
	free(why.active);
	return exit;
}

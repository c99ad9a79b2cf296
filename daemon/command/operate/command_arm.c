/* hentractl arm: the end of trial mode, and when whom that reaches. */
#include "base/memory.h"
#include "base/plural.h"
#include "command/explain/waiting.h"
#include "command/tool/tool.h"
#include "command/tool/wake_daemon.h"
#include "conf/recipients.h"

struct arming {
	struct tool *tool;
	struct recipients recipients;
	int alerts;
	int64_t at_once; /* recipients */
	struct waiting waiting;
};

/* What the daemon's next pass will decide, trial mode over: core/alert/telling.h says it. */
static void plan(struct arming *arming, const struct alert *alert, const struct rule_settings *rule,
	const struct recipient *recipient)
{
	const struct tool *tool = arming->tool;
	const struct channel_settings *channel =
		settings_channel(tool_settings(tool), recipient->channel);
	struct telling telling;
	enum news_kind kind;
	struct telling_input input = {.calendar = tool_calendar(tool),
		.now = tool->now,
		.open = true,
		.severity = alert->severity,
		.opened = alert->fired_at,
		.stale = alert->frozen_at != INSTANT_NONE,
		.addressed = true,
		.after = recipient->after,
		.office_hours = channel && channel->working_hours_only,
		.digest_minute = rule->digest_minute,
		.held = {INSTANT_NONE, INSTANT_NONE}};
	telling_init(&telling, alert->episode, recipient->channel, recipient->address);
	if (telling_step(&telling, &input, &kind) == TELL_NEWS)
		arming->at_once++;
	else
		waiting_add(&arming->waiting, &telling);
}

static int on_alert(void *user, const struct alert *alert)
{
	struct arming *arming = user;
	struct tool *tool = arming->tool;
	const struct rule_settings *rule = settings_rule(tool_settings(tool), alert->rule);
	if (alert->state != ALERT_FIRING)
		return 0;
	arming->alerts++;
	if (!waiting_recipients(tool, alert, &arming->recipients))
		return 0;
	for (size_t i = 0; i < arming->recipients.count; i++)
		plan(arming, alert, rule, &arming->recipients.items[i]);
	return 0;
}

static void say_armed(struct arming *arming, bool dry)
{
	struct tool *tool = arming->tool;
	struct text *out = &tool->out;
	cleanup(text_free) struct text waiting = {0};
	waiting_text(&arming->waiting, tool, &waiting);
	text_add(out, dry ? say(tool, "Nếu rời chế độ chạy thử: ", "Without trial mode: ")
			  : say(tool, "Đã rời chế độ chạy thử: ", "Trial mode is over: "));
	plural_printf(out,
		say(tool, "%d cảnh báo đang mở, %lld thư hoặc sự kiện gửi ngay",
			"%d open alert(s), %lld message(s) sent at once"),
		arming->alerts, (long long)arming->at_once);
	if (waiting.length)
		text_printf(out, ", %s", waiting.data);
	text_add(out, say(tool, ".\nAi được báo, lúc nào: hentractl alerts\n",
			      ".\nWho is told when: hentractl alerts\n"));
	if (arming->waiting.count[TELLING_OFFICE_HOURS])
		text_add(out, say(tool,
				      "Không đợi giờ làm việc: hours = any trong [channel …] rồi "
				      "systemctl reload hentra\n",
				      "Without waiting for office hours: hours = any in "
				      "[channel …], then systemctl reload hentra\n"));
	if (store_owner(tool_settings(tool)->hentra.store) == STORE_OWNER_NONE)
		text_add(out, say(tool,
				      "hentrad không chạy: chưa gửi gì cho đến khi systemctl start "
				      "hentra\n",
				      "hentrad is not running: nothing is sent before systemctl "
				      "start hentra\n"));
}

enum exit_code command_arm(struct tool *tool, const struct arguments *arguments)
{
	bool dry = argument(arguments, "--dry-run") != NULL;
	enum exit_code exit = tool_store(tool, dry ? STORE_READ : STORE_OPERATE);
	struct arming arming = {.tool = tool, .waiting = WAITING_NONE};
	struct error error = {0};
	instant armed = INSTANT_NONE;
	char at[WHEN_MAX];
	if (exit)
		return exit;
	if (store_armed(tool->store, &armed, &error) < 0)
		return tool_failed(&error);
	if (armed != INSTANT_NONE)
		return tool_fail(EXIT_NO, "armed already, since %s", when(tool, armed, at));
	int result = store_load_alerts(tool->store, on_alert, &arming, &error);
	recipients_free(&arming.recipients);
	if (result < 0 || (!dry && store_arm(tool->store, tool->now, &error) < 0))
		return tool_failed(&error);
	if (!dry)
		wake_daemon(tool);
	say_armed(&arming, dry);
	return EXIT_FINE;
}

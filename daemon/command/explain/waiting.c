#include "command/explain/waiting.h"

#include "base/memory.h"
#include "core/alert/alert.h"

/* What people want to know apart; the first kind of a row is that of its time. */
static const struct row {
	const char *name, *until; /* for programs */
	const char *vi, *en;
	enum telling_wait waits[2];
	int wait_count;
} rows[] = {
	{"office_hours", "office_hours_until", "đợi giờ làm việc", "waiting for office hours",
		{TELLING_OFFICE_HOURS}, 1},
	{"digest", "digest_until", "đợi thư tổng hợp của ngày", "waiting for the day's letter",
		{TELLING_DIGEST}, 1},
	{"held", "held_until", "đang giữ (tạm im, đã nhận)", "held by an operator",
		{TELLING_SILENCED, TELLING_ACKNOWLEDGED}, 2},
	{"stale", NULL, "đợi số liệu mới", "waiting for fresh numbers", {TELLING_STALE}, 1},
	{"trial", NULL, "đợi lệnh arm", "waiting for hentractl arm", {TELLING_TRIAL}, 1},
};

static int64_t row_count(const struct waiting *waiting, const struct row *row, instant *ret_next)
{
	int64_t count = 0;
	*ret_next = INSTANT_NONE;
	for (int i = 0; i < row->wait_count; i++) {
		instant next = waiting->next[row->waits[i]];
		count += waiting->count[row->waits[i]];
		if (next != INSTANT_NONE && (*ret_next == INSTANT_NONE || next < *ret_next))
			*ret_next = next;
	}
	return count;
}

/* --- summing ---------------------------------------------------------------------------------- */

struct sum {
	struct waiting *waiting;
	struct tool *tool;
	const struct alert *alert; /* whose tellings are summed; NULL: of one that is over */
	struct recipients recipients; /* of that alert */
	struct error *error;
};

bool waiting_recipients(struct tool *tool, const struct alert *alert, struct recipients *recipients)
{
	const struct rule_settings *rule = settings_rule(tool_settings(tool), alert->rule);
	day today = zone_day(tool_zone(tool), tool->now);
	recipients_clear(recipients);
	if (!rule)
		return false;
	int row = alert->scope == SCOPE_COMMUNE
			  ? directory_of_code(tool_directory(tool), slice_of(alert->subject), today)
			  : -1;
	recipients_of(recipients, tool_settings(tool), rule,
		row < 0 ? NULL : directory_at(tool_directory(tool), (size_t)row));
	return true;
}

/* Trial mode hides what else a telling would wait for. Whose rung of the ladder is not reached would
 * be told nothing by `arm`. */
static bool is_early(const struct sum *sum, const struct telling *telling)
{
	const struct recipient *recipient =
		recipients_find(&sum->recipients, telling->channel, telling->recipient);
	instant joins;
	return telling->wait == TELLING_TRIAL && sum->alert && recipient &&
	       recipient->after.amount != 0 &&
	       duration_after(recipient->after, tool_calendar(sum->tool), sum->alert->fired_at,
		       &joins) == 0 &&
	       joins > sum->tool->now;
}

void waiting_add(struct waiting *waiting, const struct telling *telling)
{
	instant *next = &waiting->next[telling->wait];
	waiting->count[telling->wait]++;
	if (telling->next_at != INSTANT_NONE && (*next == INSTANT_NONE || telling->next_at < *next))
		*next = telling->next_at;
}

static int on_telling(void *user, const struct telling *telling)
{
	struct sum *sum = user;
	if (!is_early(sum, telling))
		waiting_add(sum->waiting, telling);
	return 0;
}

static int on_episode(void *user, int64_t episode)
{
	struct sum *sum = user;
	return store_tellings(sum->tool->store, episode, on_telling, sum, sum->error);
}

static int on_alert(void *user, const struct alert *alert)
{
	struct sum *sum = user;
	if (alert->state != ALERT_FIRING)
		return 0;
	sum->alert = alert;
	waiting_recipients(sum->tool, alert, &sum->recipients);
	return on_episode(sum, alert->episode);
}

int waiting_load(struct waiting *ret_waiting, struct tool *tool, struct error *error)
{
	struct sum sum = {.waiting = ret_waiting, .tool = tool, .error = error};
	*ret_waiting = (struct waiting)WAITING_NONE;
	int result = store_load_alerts(tool->store, on_alert, &sum, error);
	recipients_free(&sum.recipients);
	sum.alert = NULL;
	return result < 0 ? result : store_tellings_over(tool->store, on_episode, &sum, error);
}

/* --- what is said ------------------------------------------------------------------------------- */

void waiting_text(const struct waiting *waiting, const struct tool *tool, struct text *out)
{
	const char *between = "";
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		instant next;
		char at[WHEN_MAX];
		int64_t count = row_count(waiting, &rows[i], &next);
		if (!count)
			continue;
		text_printf(out, "%s%lld %s", between, (long long)count,
			say(tool, rows[i].vi, rows[i].en));
		if (next != INSTANT_NONE && rows[i].until)
			text_printf(out, " (%s)", when(tool, next, at));
		between = ", ";
	}
}

void waiting_json(const struct waiting *waiting, const struct tool *tool, struct json_writer *json)
{
	json_object(json, "waiting");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		instant next;
		json_number(json, rows[i].name, row_count(waiting, &rows[i], &next));
		if (rows[i].until)
			json_instant(tool, json, rows[i].until, next);
	}
	json_object_end(json);
}

#include "command/operate/health.h"

#include <errno.h>
#include <stdlib.h>

#include "store/store_doubt.h"

#define ASK_BRIEF_MS 1000 /* the daemon about its configuration */

/* --- portals ---------------------------------------------------------------------------------- */

static enum portal_state state_of(
	const struct portal_health *portal, const struct store_poll *newest)
{
	if (portal->doubtful != INSTANT_NONE)
		return PORTAL_DOUBTFUL;
	if (portal->stale)
		return portal->last_complete == INSTANT_NONE ? PORTAL_NEVER : PORTAL_STALE;
	if (portal->last_complete == INSTANT_NONE)
		return newest->id && newest->result == POLL_RUNNING ? PORTAL_READING : PORTAL_NEVER;
	bool bad = newest->id && newest->result != POLL_COMPLETE && newest->result != POLL_RUNNING;
	return bad ? PORTAL_FAILING : PORTAL_FINE;
}

struct doubting {
	struct portal_health *portal;
	struct text words;
	bool english;
};

static int meet_doubt(void *user, const struct store_doubt *doubt)
{
	struct doubting *doubting = user;
	if (doubt->portal != doubting->portal->id)
		return 0;
	if (doubting->words.length)
		text_add(&doubting->words, "; ");
	implausible_say(doubt->kind, doubt->cases, doubt->of, doubt->codes, doubting->english,
		&doubting->words);
	if (doubt->decided != DOUBT_OPEN)
		text_printf(&doubting->words, doubting->english ? " [%s by %s]" : " [%s: %s]",
			doubting->english
				? (doubt->decided == DOUBT_ACCEPTED ? "accepted" : "rejected")
				: (doubt->decided == DOUBT_ACCEPTED ? "đã chấp nhận" : "đã bác bỏ"),
			doubt->by);
	return 0;
}

static int read_doubts(struct portal_health *portal, struct tool *tool, struct error *error)
{
	struct doubting doubting = {.portal = portal, .english = tool->english};
	bool accepted;
	int result = store_doubtful(tool->store, portal->id, &portal->doubtful, &accepted, error);
	if (result == 0)
		result = store_doubts(tool->store, meet_doubt, &doubting, error);
	if (doubting.words.length)
		portal->doubts = text_take(&doubting.words);
	text_free(&doubting.words);
	return result;
}

static int take_word(void *user, const char *word, instant since, int64_t cases)
{
	struct portal_health *portal = user;
	if (portal->word_count < UNKNOWN_WORDS_SHOWN)
		portal->words[portal->word_count++] =
			(struct unknown_word){xstrdup(word), since, cases};
	return 0;
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
	result = read_doubts(portal, tool, error);
	if (result < 0)
		return result;
	portal->state = state_of(portal, &newest);
	portal->asks = settings->unknown_status == 0;
	result = store_status_words(tool->store, portal->id, take_word, portal, error);
	return result < 0 ? result
			  : store_oddities(tool->store, portal->id, &portal->oddities, error);
}

static void count_portal(struct portal_health *portal, const struct health *health)
{
	const struct view *view = &health->view;
	struct roll_up_range range = roll_up_year(view->today);
	for (size_t i = 0; i < view->tally.used; i++) {
		const struct tally_cell *cell = &view->tally.cells[i];
		bool inside = cell->key.month == 0 || (cell->key.month >= range.month_from &&
							      cell->key.month <= range.month_to);
		if (view_unit(view, cell->key.unit).portal != portal->id)
			continue;
		if (inside)
			counts_add_cell(&portal->counts, cell);
		if (cell->count[TALLY_RECEIVED] > 0 && cell->key.month > portal->received)
			portal->received = cell->key.month;
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
		.doubtful = INSTANT_NONE,
		.last_sweep = INSTANT_NONE,
		.last_poll = INSTANT_NONE,
		.stale = true};
	int result = store_find_portal(tool->store, settings->name, &portal->id, error);
	if (result == -ENOENT) /* in the configuration, but the daemon has not begun with it */
		return 0;
	if (result < 0)
		return result;
	count_portal(portal, health);
	return read_polls(portal, settings, tool, error);
}

bool health_stale(const struct health *health)
{
	for (size_t i = 0; i < health->portal_count; i++)
		if (health->portals[i].counted && health->portals[i].stale)
			return true;
	return false;
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
	array_reserve(health->asides, &health->aside_capacity, health->aside_count + 1);
	health->asides[health->aside_count++] =
		(struct health_aside){portal, xstrdup(code), xstrdup(detail), problem, seen, count};
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

/* None was made before the first night. */
static int read_audit(struct health *health, struct store *store, struct error *error)
{
	health->audited = INSTANT_NONE;
	int result = store_last_audit(store, &health->audited, &health->audit, error);
	return result == -ENOENT ? 0 : result;
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
	health->clock_ahead = health->stopped_at = INSTANT_NONE;
	if (result >= 0)
		result = store_clock_ahead(tool->store, &health->clock_ahead, error);
	if (result >= 0)
		result = store_stopped(tool->store, &health->stopped_at, error);
	if (result >= 0)
		result = store_channels_off(tool->store, take_channel, health, error);
	if (result >= 0)
		result = bounced_addresses_load(&health->returned, tool->store, error);
	if (result >= 0)
		result = store_load_alerts(tool->store, count_alert, health, error);
	if (result >= 0)
		result = store_count_deliveries(tool->store, health->deliveries, error);
	if (result >= 0)
		result = waiting_load(&health->waiting, tool, error);
	return result < 0 ? result : read_audit(health, tool->store, error);
}

/* As far as whoever asks may know it. */
static void ask_configuration(struct health *health, const struct tool *tool)
{
	cleanup(text_free) struct text answer = {0};
	struct error error;

	if (ask_daemon(tool, "debug", ASK_BRIEF_MS, &answer, &error) == 0)
		daemon_configuration_of(&answer, &health->configuration);
}

enum exit_code health_load(struct health *health, struct tool *tool, bool wrong)
{
	*health = (struct health){.owner = STORE_OWNER_UNKNOWN, .wrong = wrong};
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
	health->owner = store_owner(tool_settings(tool)->hentra.store);
	if (health->owner == STORE_OWNER_RUNS)
		ask_configuration(health, tool);
	health_needs(health, tool);
	return EXIT_FINE;
}

int64_t health_differences(const struct health *health)
{
	const struct audit_result *audit = &health->audit;
	return audit->differences + audit->misjudged + audit->suspicions;
}

void health_free(struct health *health)
{
	for (size_t i = 0; i < health->portal_count; i++) {
		free(health->portals[i].error);
		free(health->portals[i].doubts);
		for (size_t j = 0; j < health->portals[i].word_count; j++)
			free(health->portals[i].words[j].word);
	}
	free(health->portals);
	for (size_t i = 0; i < health->aside_count; i++) {
		free(health->asides[i].code);
		free(health->asides[i].detail);
	}
	free(health->asides);
	for (size_t i = 0; i < health->channel_off_count; i++) {
		free(health->channels_off[i].name);
		free(health->channels_off[i].answer);
	}
	free(health->channels_off);
	bounced_addresses_free(&health->returned);
	for (size_t i = 0; i < health->need_count; i++)
		free(health->needs[i]);
	free(health->needs);
	view_free(&health->view);
}

/* A poller's life and its cycles; when they start stands in poller_plan.c, what is known after them in
 * poller_standing.c. */
#include <errno.h>
#include <stdio.h>

#include "base/json.h"
#include "base/memory.h"
#include "ground/ground.h"
#include "poll/page_memory.h"
#include "poll/poller_parts.h"
#include "poll/session.h"
#include "site/clock.h"

/* --- what a cycle came to --------------------------------------------------------------------- */

static void tell_read(struct poller *poller, enum poll_result result)
{
	poller->ground->calls->portal_read(poller->ground->user, poller->portal, result);
}

static void on_cycle_done(void *user, const struct cycle_report *report)
{
	struct poller *poller = user;

	poller->cycle = NULL;
	poller->portal->reading = false;
	if (report->result == POLL_COMPLETE)
		poller_cycle_complete(poller, report);
	else
		poller_cycle_failed(poller, report);
	poller_heed_doubt(poller);
	tell_read(poller, report->result);
}

/* Each file is judged for itself. With --once their sum is told when none is left. */
static void on_file(void *user, const struct cycle_report *report)
{
	struct poller *poller = user;

	if (!report) {
		tell_read(poller, poller->once_result);
		return;
	}
	if (report->result == POLL_COMPLETE)
		poller_cycle_complete(poller, report);
	else
		poller_cycle_failed(poller, report);
	if (!poller->once)
		tell_read(poller, report->result);
	else if (report->result != POLL_COMPLETE)
		poller->once_result = report->result;
}

/* --- cycles ------------------------------------------------------------------------------- */

static enum cycle_kind next_kind(const struct portal *portal, instant now)
{
	/* A sweep from the future: the clock was wrong then. */
	if (portal->complete == INSTANT_NONE || portal->sweep == INSTANT_NONE ||
		portal->sweep > now || now - portal->sweep >= portal->settings->full_sweep_ms ||
		profile_listing_count(portal->profile, CYCLE_INCREMENTAL) == 0)
		return CYCLE_SWEEP;
	return CYCLE_INCREMENTAL;
}

static void begin_cycle(struct poller *poller)
{
	struct portal *portal = poller->portal;
	instant now = clock_now();
	enum cycle_kind kind = next_kind(portal, now);
	instant since = kind == CYCLE_SWEEP
				? now - portal->settings->since_ms
				: portal->complete - profile_window_overlap_ms(portal->profile);
	struct error error;
	int result = cycle_start(
		&(struct cycle_options){
			.ground = poller->ground,
			.portal = portal,
			.session = poller->session,
			.memory = poller->memory,
			.kind = kind,
			.since = since,
			.on_done = on_cycle_done,
			.user = poller,
		},
		&poller->cycle, &error);
	if (ground_store_busy(poller->ground, &poller->busy, result)) {
		poller_plan(poller, (int64_t)(STORE_BUSY_S * 1000));
		return;
	}
	portal->settled = false;
	portal->reading = true;
	if (result == 0)
		return;
	struct cycle_report report = {.result = POLL_FAILED, .started = now, .trouble = error.text};
	on_cycle_done(poller, &report);
}

static void on_turn(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct poller *poller = watcher->data;
	int64_t wait_ms = poller_closed_for_ms(poller);

	if (wait_ms > 0)
		poller_plan(poller, wait_ms);
	else
		begin_cycle(poller);
}

/* --- from outside ------------------------------------------------------------------------- */

/* One for all with the same credentials. It borrows from the first of them, which is freed with the
 * others of its site and asks for nothing any more by then. */
static struct session *open_session(const struct pollers *pollers, const struct poller *poller)
{
	struct session_options options = {
		.ground = poller->ground,
		.settings = poller->portal->settings,
		.profile = poller->portal->profile,
		.sign_in = &poller->secrets.settings,
	};

	for (size_t i = 0; i < pollers->count; i++)
		if (session_serves(pollers->items[i]->session, &options))
			return session_share(pollers->items[i]->session);
	return session_new(&options);
}

static enum sign_in_kind sign_in_kind_of(const struct portal *portal)
{
	if (settings_where(portal->site->settings, &portal->settings->sign_in).line > 0)
		return (enum sign_in_kind)portal->settings->sign_in;
	return sign_in_default(portal->profile);
}

static void poller_halt(struct poller *poller)
{
	poller->halted_reading = poller->cycle != NULL;
	cycle_stop(poller->cycle);
	poller->cycle = NULL;
	drop_folder_free(poller->folder);
	poller->folder = NULL;
	poller->portal->reading = false;
	poller->portal->has_reader = false;
	ev_timer_stop(poller->ground->loop, &poller->turn);
}

static void poller_free(struct poller *poller)
{
	poller_halt(poller);
	session_free(poller->session);
	page_memory_free(poller->memory);
	portal_secrets_forget(&poller->secrets);
	free(poller);
}

static int poller_new(const struct pollers *pollers, struct ground *ground, struct portal *portal,
	struct poller **ret_poller, struct error *error)
{
	struct poller *poller = xcalloc(1, sizeof(*poller));

	poller->ground = ground;
	poller->portal = portal;
	poller->memory = page_memory_new();
	poller->moves_by = INT64_MAX;
	ev_init(&poller->turn, on_turn);
	poller->turn.data = poller;
	int result = portal_secrets_read(portal->settings, &poller->secrets, error);
	if (result < 0) {
		poller_free(poller);
		return result;
	}
	if (portal->settings->path[0])
		poller->folder = drop_folder_new(&(struct drop_folder_options){
			.ground = ground,
			.portal = portal,
			.on_file = on_file,
			.user = poller,
		});
	poller->secrets.settings.kind = sign_in_kind_of(portal);
	poller->session = open_session(pollers, poller);
	*ret_poller = poller;
	return 0;
}

int pollers_new(struct ground *ground, struct portals *portals, struct pollers *ret_pollers,
	struct error *error)
{
	struct pollers pollers = {.items = xcalloc(portals->count + 1, sizeof(struct poller *))};

	for (; pollers.count < portals->count; pollers.count++) {
		int result = poller_new(&pollers, ground, &portals->items[pollers.count],
			&pollers.items[pollers.count], error);
		if (result < 0) {
			pollers_free(&pollers);
			return result;
		}
	}
	*ret_pollers = pollers;
	return 0;
}

void pollers_free(struct pollers *pollers)
{
	for (size_t i = 0; i < pollers->count; i++)
		poller_free(pollers->items[i]);
	free(pollers->items);
	*pollers = (struct pollers){0};
}

void pollers_heed_doubts(const struct pollers *pollers)
{
	for (size_t i = 0; i < pollers->count; i++) {
		struct poller *poller = pollers->items[i];
		bool accepted;

		if (poller->portal->doubtful == INSTANT_NONE)
			continue;
		portal_heed_doubt(poller->portal, poller->ground->store, &accepted);
		if (accepted && !poller->cycle && !poller->folder && !poller->once)
			poller_plan(poller, 0);
	}
}

int pollers_halt(const struct pollers *pollers)
{
	int reading = 0;

	for (size_t i = 0; i < pollers->count; i++) {
		reading += pollers->items[i]->portal->reading;
		poller_halt(pollers->items[i]);
	}
	return reading;
}

/* When its turn is: that of the poller of the same portal before a reload, or by what was read last. */
static int64_t first_wait(const struct poller *poller, const struct poller *old)
{
	const struct portal *portal = poller->portal;
	int64_t every_ms = portal->settings->every_ms, wait_ms = 0;
	instant now = clock_now();

	/* A cycle under way was cut short by the reload: it is begun again at once. */
	if (old)
		wait_ms = old->halted_reading ? 0 : poller_waits_ms(old);
	else if (portal->settled && portal->complete <= now)
		wait_ms = portal->complete + every_ms - now;
	return wait_ms < 0 ? 0 : wait_ms > every_ms ? every_ms : wait_ms;
}

static const struct poller *reader_of(const struct pollers *pollers, uint32_t portal)
{
	for (size_t i = 0; i < pollers->count; i++)
		if (pollers->items[i]->portal->id == portal)
			return pollers->items[i];
	return NULL;
}

void pollers_start(const struct pollers *pollers, const struct pollers *old)
{
	for (size_t i = 0; i < pollers->count; i++) {
		struct poller *poller = pollers->items[i];
		const struct poller *before = reader_of(old, poller->portal->id);
		poller->portal->has_reader = true;
		if (before)
			poller->due_ms = before->due_ms;
		if (poller->folder)
			drop_folder_start(poller->folder);
		else
			poller_plan(poller, first_wait(poller, before));
	}
}

void pollers_run_once(const struct pollers *pollers)
{
	for (size_t i = 0; i < pollers->count; i++) {
		struct poller *poller = pollers->items[i];
		poller->portal->has_reader = poller->once = true;
		poller->once_result = POLL_COMPLETE;
		if (poller->folder)
			drop_folder_run_once(poller->folder);
		else
			poller_plan(poller, 0);
	}
}

static int64_t moves_by(const struct poller *poller)
{
	if (poller->folder)
		return drop_folder_moves_by(poller->folder);
	return poller->cycle ? cycle_moves_by(poller->cycle) : poller->moves_by;
}

const char *pollers_stuck(const struct pollers *pollers, int64_t now_ms)
{
	for (size_t i = 0; i < pollers->count; i++)
		if (moves_by(pollers->items[i]) < now_ms)
			return pollers->items[i]->portal->settings->name;
	return NULL;
}

void pollers_debug(const struct pollers *pollers, size_t index, struct json_writer *json)
{
	const struct poller *poller = pollers->items[index];
	bool reading = poller->portal->reading;

	json_string(json, "phase", reading ? "reading" : poller->folder ? "watching" : "waiting");
	json_bool(json, "signed_in", !session_token_needed(poller->session));
	if (poller->cycle)
		cycle_debug(poller->cycle, json);
	else if (!poller->folder)
		json_number(json, "next_in_ms", poller_waits_ms(poller));
}

/* A poller's life and its cycles; when they start stands in poller_plan.c, what is known after them in
 * poller_standing.c. */
#include <errno.h>
#include <stdio.h>

#include "app/app.h"
#include "app/desk.h"
#include "app/page_memory.h"
#include "app/poller_parts.h"
#include "base/memory.h"
#include "site/clock.h"

/* --- what a cycle came to --------------------------------------------------------------------- */

static void on_cycle_done(void *user, const struct cycle_report *report)
{
	struct poller *poller = user;

	poller->cycle = NULL;
	if (report->result == POLL_COMPLETE)
		poller_cycle_complete(poller, report);
	else
		poller_cycle_failed(poller, report);
	app_portal_read(poller->app, poller, report);
}

/* Each file is judged for itself. With --once their sum is told when none is left. */
static void on_file(void *user, const struct cycle_report *report)
{
	struct poller *poller = user;

	if (!report) {
		app_portal_read(poller->app, poller, &poller->once_report);
		return;
	}
	if (report->result == POLL_COMPLETE)
		poller_cycle_complete(poller, report);
	else
		poller_cycle_failed(poller, report);
	if (!poller->once)
		app_portal_read(poller->app, poller, report);
	else if (report->result != POLL_COMPLETE)
		poller->once_report.result = report->result;
}

/* --- cycles ------------------------------------------------------------------------------- */

static enum cycle_kind next_kind(const struct poller *poller, instant now)
{
	/* A sweep from the future: the clock was wrong then. */
	if (poller->complete == INSTANT_NONE || poller->sweep == INSTANT_NONE ||
		poller->sweep > now || now - poller->sweep >= poller->settings->full_sweep_ms ||
		profile_listing_count(poller->profile, CYCLE_INCREMENTAL) == 0)
		return CYCLE_SWEEP;
	return CYCLE_INCREMENTAL;
}

static void begin_cycle(struct poller *poller)
{
	instant now = clock_now();
	enum cycle_kind kind = next_kind(poller, now);
	instant since = kind == CYCLE_SWEEP
				? now - poller->settings->since_ms
				: poller->complete - profile_window_overlap_ms(poller->profile);
	struct error error;

	poller->settled = false;
	if (cycle_start(
		    &(struct cycle_options){
			    .app = poller->app,
			    .settings = poller->settings,
			    .profile = poller->profile,
			    .desk = poller->desk,
			    .memory = poller->memory,
			    .subject = poller->subject,
			    .portal = poller->portal,
			    .kind = kind,
			    .since = since,
			    .on_done = on_cycle_done,
			    .user = poller,
		    },
		    &poller->cycle, &error) == 0)
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

static int load_last_polls(struct poller *poller, struct error *error)
{
	struct store_poll complete, sweep, newest;
	int result = store_last_polls(
		poller->app->store, poller->portal, &complete, &sweep, &newest, error);

	poller->complete = poller->sweep = INSTANT_NONE;
	if (result == -ENOENT)
		return 0;
	if (result < 0)
		return result;
	poller->complete = complete.id ? complete.started : INSTANT_NONE;
	poller->sweep = sweep.id ? sweep.started : INSTANT_NONE;
	poller->settled = complete.id && newest.id == complete.id;
	return 0;
}

/* One for all with the same credentials. It borrows from the first of them, which is freed with the
 * others of its site and asks for nothing any more by then. */
static struct desk *open_desk(const struct poller *poller)
{
	const struct app *app = poller->app;
	struct desk_options options = {
		.app = poller->app,
		.settings = poller->settings,
		.profile = poller->profile,
		.sign_in = &poller->secrets.settings,
	};

	for (size_t i = 0; i < app->poller_count; i++)
		if (desk_serves(app->pollers[i]->desk, &options))
			return desk_share(app->pollers[i]->desk);
	return desk_new(&options);
}

int poller_new(struct app *app, const struct portal_settings *settings, uint32_t portal,
	struct poller **ret_poller, struct error *error)
{
	struct poller *poller = xcalloc(1, sizeof(*poller));

	poller->app = app;
	poller->settings = settings;
	poller->portal = portal;
	poller->profile = app_profile(app, settings);
	poller->begun = clock_now();
	poller->memory = page_memory_new();
	poller->moves_by = INT64_MAX;
	snprintf(poller->subject, sizeof(poller->subject), "portal %s", settings->name);
	ev_init(&poller->turn, on_turn);
	poller->turn.data = poller;
	int result = load_last_polls(poller, error);
	if (result == 0)
		result = portal_secrets_read(settings, &poller->secrets, error);
	if (result < 0) {
		poller_free(poller);
		return result;
	}
	if (settings->path[0])
		poller->folder = drop_folder_new(&(struct drop_folder_options){
			.app = app,
			.settings = settings,
			.profile = poller->profile,
			.portal = poller->portal,
			.on_file = on_file,
			.user = poller,
		});
	poller->secrets.settings.kind = app_sign_in_kind(app, settings);
	poller->desk = open_desk(poller);
	*ret_poller = poller;
	return 0;
}

void poller_halt(struct poller *poller)
{
	poller->halted_reading = poller->cycle != NULL;
	cycle_stop(poller->cycle);
	poller->cycle = NULL;
	drop_folder_free(poller->folder);
	poller->folder = NULL;
	ev_timer_stop(poller->app->loop, &poller->turn);
}

void poller_free(struct poller *poller)
{
	if (!poller)
		return;
	poller_halt(poller);
	desk_free(poller->desk);
	page_memory_free(poller->memory);
	portal_secrets_forget(&poller->secrets);
	free(poller);
}

void poller_start(struct poller *poller)
{
	int64_t wait_ms = 0;
	instant now = clock_now();

	if (poller->folder) {
		drop_folder_start(poller->folder);
		return;
	}
	if (poller->settled && poller->complete <= now)
		wait_ms = poller->complete + poller->settings->every_ms - now;
	poller_plan(poller, wait_ms > 0 ? wait_ms : 0);
}

void poller_run_once(struct poller *poller)
{
	poller->once = true;
	poller->once_report = (struct cycle_report){
		.result = POLL_COMPLETE, .started = clock_now(), .trouble = ""};
	if (poller->folder)
		drop_folder_run_once(poller->folder);
	else
		poller_plan(poller, 0);
}

void poller_take_over(struct poller *poller, const struct poller *old)
{
	int64_t wait_ms = poller_waits_ms(old);

	poller->failures = old->failures;
	poller->bad_since = old->bad_since;
	poller->stale_said = old->stale_said;
	poller->due_ms = old->due_ms;
	poller->begun = old->begun;
	if (poller->folder) {
		drop_folder_start(poller->folder);
		return;
	}
	/* A cycle under way was cut short by the reload: it is begun again at once. */
	if (old->halted_reading || wait_ms < 0)
		wait_ms = 0;
	else if (wait_ms > poller->settings->every_ms)
		wait_ms = poller->settings->every_ms;
	poller_plan(poller, wait_ms);
}

const struct portal_settings *poller_settings(const struct poller *poller)
{
	return poller->settings;
}

uint32_t poller_portal(const struct poller *poller)
{
	return poller->portal;
}

bool poller_reading(const struct poller *poller)
{
	return poller->cycle || (poller->folder && drop_folder_reading(poller->folder));
}

instant poller_complete(const struct poller *poller)
{
	return poller->complete;
}

int64_t poller_moves_by(const struct poller *poller)
{
	if (poller->folder)
		return drop_folder_moves_by(poller->folder);
	return poller->cycle ? cycle_moves_by(poller->cycle) : poller->moves_by;
}

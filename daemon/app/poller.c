#include "app/poller.h"

#include <errno.h>
#include <ev.h>
#include <stdio.h>

#include "app/app.h"
#include "app/desk.h"
#include "app/drop_folder.h"
#include "app/event_ids.h"
#include "app/page_memory.h"
#include "app/random.h"
#include "base/log.h"
#include "base/memory.h"
#include "core/backoff.h"
#include "site/clock.h"
#include "site/portal_secrets.h"

#define JITTER 0.05
#define BACKOFF_FIRST_MS (30 * SECOND_MS)
#define BACKOFF_CAP_MS (30 * MINUTE_MS)
#define SLACK_MS (60 * SECOND_MS)

struct poller {
	struct app *app;
	const struct portal_settings *settings;
	const struct profile *profile;
	struct portal_secrets secrets;
	struct desk *desk;
	struct page_memory *memory;
	uint32_t portal;
	char subject[80]; /* "portal dongnai", for log lines */
	struct cycle *cycle;
	struct drop_folder *folder; /* of a portal of files: each is a cycle of its own */
	struct cycle_report once_report; /* of its files with --once */
	ev_timer turn;
	int64_t due_ms; /* monotonic: the grid's next point; 0: none yet */
	int64_t moves_by;
	bool once;
	bool halted_reading; /* it was halted in the middle of a cycle */
	instant complete; /* when the newest complete poll, or sweep, began; NONE: never */
	instant sweep;
	bool settled;
	instant begun; /* when this poller first had nothing complete to go by */
	bool stale_said;
	int failures; /* in a row */
	instant bad_since;
};

/* --- planning ----------------------------------------------------------------------------- */

static void plan(struct poller *poller, int64_t wait_ms)
{
	struct ev_loop *loop = poller->app->loop;

	poller->moves_by = clock_monotonic_ms() + wait_ms + SLACK_MS;
	ev_timer_stop(loop, &poller->turn);
	ev_timer_set(&poller->turn, (double)wait_ms / 1000., 0.);
	ev_timer_start(loop, &poller->turn);
}

/* The grid's next point that has not passed, and a little later. */
static void plan_next(struct poller *poller)
{
	int64_t now_ms = clock_monotonic_ms(), every_ms = poller->settings->every_ms;
	double late = random_share() * JITTER * (double)every_ms;

	if (poller->due_ms == 0)
		poller->due_ms = now_ms;
	while (poller->due_ms <= now_ms)
		poller->due_ms += every_ms * (1 + (now_ms - poller->due_ms) / every_ms);
	plan(poller, poller->due_ms - now_ms + (int64_t)late);
}

static void plan_retry(struct poller *poller, int64_t retry_after_ms)
{
	int64_t every_ms = poller->settings->every_ms;
	int64_t first_ms = every_ms < BACKOFF_FIRST_MS ? every_ms : BACKOFF_FIRST_MS;
	int64_t cap_ms = every_ms > BACKOFF_CAP_MS ? every_ms : BACKOFF_CAP_MS;

	plan(poller,
		backoff_poll(poller->failures, first_ms, cap_ms, retry_after_ms, random_share()));
}

/* Outside office hours, when the portal is only read inside them: how long to wait; 0: not. */
static int64_t closed_for_ms(const struct poller *poller)
{
	struct app *app = poller->app;
	instant now = clock_now(), opens;

	if (!poller->settings->office_hours_only || poller->once ||
		calendar_open(app->judge.calendar, now) ||
		calendar_add_work(app->judge.calendar, now, 0, &opens) < 0)
		return 0;
	/* Not further than an hour ahead, for the clock may be set. */
	return opens - now < HOUR_MS ? opens - now + 1 : HOUR_MS;
}

/* --- the outcome of a cycle --------------------------------------------------------------- */

static const char *lasted(int64_t ms, char buffer[static 40])
{
	long long minutes = (long long)(ms / MINUTE_MS);

	if (minutes >= 60)
		snprintf(buffer, 40, "%lld h %lld min", minutes / 60, minutes % 60);
	else if (minutes > 0)
		snprintf(buffer, 40, "%lld min", minutes);
	else
		snprintf(buffer, 40, "%lld s", (long long)(ms / SECOND_MS));
	return buffer;
}

static void cycle_was_complete(struct poller *poller, const struct cycle_report *report)
{
	char buffer[64];

	if (poller->failures > 0)
		log_event(LOG_NOTABLE, EVENT_PORTAL_RECOVERED, poller->subject,
			"read completely again after %s and %d failed cycle(s)",
			lasted(clock_now() - poller->bad_since, buffer), poller->failures);
	poller->failures = 0;
	poller->settled = true;
	poller->complete = report->started;
	if (report->sweep)
		poller->sweep = report->started;
	if (poller->folder)
		return; /* it has told of the file */
	log_line(LOG_ROUTINE, poller->subject,
		"%s complete: %lld page(s), %lld record(s), %lld changed, %lld set aside%s",
		report->sweep ? "sweep" : "cycle", (long long)report->pages,
		(long long)report->records, (long long)report->changed,
		(long long)report->set_aside, cycle_report_doubts(report, buffer));
	if (!poller->once)
		plan_next(poller);
}

static void cycle_failed(struct poller *poller, const struct cycle_report *report)
{
	if (poller->failures++ == 0)
		poller->bad_since = report->started;
	poller->settled = false;
	if (poller->folder) {
		log_event(LOG_CAUTION, EVENT_PORTAL_FAILED, poller->subject, "not taken: %s",
			report->trouble);
		return;
	}
	if (!poller->once)
		plan_retry(poller, report->retry_after_ms);
	char next[64] = "", buffer[40];
	int64_t wait_ms = poller->moves_by - SLACK_MS - clock_monotonic_ms();
	if (!poller->once)
		snprintf(next, sizeof(next), "; next try in %s", lasted(wait_ms, buffer));
	if (poller->failures == 1)
		log_event(LOG_CAUTION, EVENT_PORTAL_FAILED, poller->subject,
			"not read completely: %s (%lld page(s) came; alerts keep their state%s)",
			report->trouble, (long long)report->pages, next);
	else
		log_line(LOG_DETAIL, poller->subject, "cycle %d in a row failed%s: %s",
			poller->failures, next, report->trouble);
}

static void on_cycle_done(void *user, const struct cycle_report *report)
{
	struct poller *poller = user;

	poller->cycle = NULL;
	if (report->result == POLL_COMPLETE)
		cycle_was_complete(poller, report);
	else
		cycle_failed(poller, report);
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
		cycle_was_complete(poller, report);
	else
		cycle_failed(poller, report);
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
	int64_t wait_ms = closed_for_ms(poller);

	if (wait_ms > 0)
		plan(poller, wait_ms);
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

int poller_new(struct app *app, const struct portal_settings *settings, struct poller **ret_poller,
	struct error *error)
{
	struct poller *poller = xcalloc(1, sizeof(*poller));

	poller->app = app;
	poller->settings = settings;
	poller->profile = app_profile(app, settings);
	poller->begun = clock_now();
	poller->memory = page_memory_new();
	poller->moves_by = INT64_MAX;
	snprintf(poller->subject, sizeof(poller->subject), "portal %s", settings->name);
	ev_init(&poller->turn, on_turn);
	poller->turn.data = poller;
	int result =
		store_portal(app->store, settings->name, settings->counted, &poller->portal, error);
	if (result == 0)
		result = load_last_polls(poller, error);
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
	plan(poller, wait_ms > 0 ? wait_ms : 0);
}

void poller_run_once(struct poller *poller)
{
	poller->once = true;
	poller->once_report = (struct cycle_report){
		.result = POLL_COMPLETE, .started = clock_now(), .trouble = ""};
	if (poller->folder)
		drop_folder_run_once(poller->folder);
	else
		plan(poller, 0);
}

void poller_take_over(struct poller *poller, const struct poller *old)
{
	int64_t wait_ms = old->moves_by - SLACK_MS - clock_monotonic_ms();

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
	plan(poller, wait_ms);
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

instant poller_stale_at(const struct poller *poller)
{
	return site_stale_at(poller->app->site, poller->settings,
		poller->complete != INSTANT_NONE ? poller->complete : poller->begun);
}

enum portal_footing poller_footing(const struct poller *poller, instant now)
{
	if (now >= poller_stale_at(poller))
		return PORTAL_STALE;
	return poller->settled && !poller_reading(poller) ? PORTAL_SETTLED : PORTAL_UNSETTLED;
}

void poller_say_stale(struct poller *poller, instant now)
{
	char at[ZONE_TEXT_MAX];
	bool stale = poller_footing(poller, now) == PORTAL_STALE;

	if (stale && !poller->stale_said)
		log_event(LOG_FAILURE, EVENT_PORTAL_STALE, poller->subject,
			"stale: not read completely since %s; its alerts are frozen",
			zone_format(app_zone(poller->app),
				poller->complete != INSTANT_NONE ? poller->complete : poller->begun,
				at));
	poller->stale_said = stale;
}

int64_t poller_moves_by(const struct poller *poller)
{
	if (poller->folder)
		return drop_folder_moves_by(poller->folder);
	return poller->cycle ? cycle_moves_by(poller->cycle) : poller->moves_by;
}

const char *poller_complaint(const struct poller *poller, char buffer[static 200])
{
	char since[ZONE_TEXT_MAX];

	buffer[0] = '\0';
	if (poller->failures > 0)
		snprintf(buffer, 200, "%s fails since %s", poller->subject,
			zone_format(app_zone(poller->app), poller->bad_since, since));
	return buffer;
}

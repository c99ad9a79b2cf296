#include "app/app.h"

#include <errno.h>
#include <ev.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/control.h"
#include "app/ending.h"
#include "app/heartbeat.h"
#include "app/lag.h"
#include "app/nightly.h"
#include "app/reload.h"
#include "app/service.h"
#include "app/wake_socket.h"
#include "base/log.h"
#include "base/memory.h"
#include "deliver/dispatcher.h"
#include "evaluate/evaluator.h"
#include "ground/alerts.h"
#include "ground/event_ids.h"
#include "site/clock.h"
#include "web/page_server.h"

#define WARNINGS_LOGGED 6 /* of one file, at each start and reload */

/* --- what the jobs report ----------------------------------------------------------------- */

static void on_portal_read(void *user, const struct portal *portal, enum poll_result result)
{
	static const char *const results[] = {
		"running", "complete", "incomplete", "failed", "cut_short"};
	struct app *app = user;
	bool complete = result == POLL_COMPLETE;

	page_server_polled(app->page, portal->settings->name, results[result]);
	if (complete)
		heartbeat_beat(app->heartbeat);
	service_refresh(app->service);
	if (!app->ground.once) {
		if (complete)
			evaluator_kick(app->evaluator);
		return;
	}
	app->once_incomplete += !complete;
	if (--app->once_left == 0)
		evaluator_kick(app->evaluator);
}

static void on_pass_done(void *user)
{
	struct app *app = user;

	service_refresh(app->service);
	page_server_passed(app->page);
	/* With --once the outbox is drained when everything is read and judged. */
	if (app->ground.once && app->once_left == 0)
		dispatcher_kick(app->dispatcher);
}

static void on_pass_failed(void *user)
{
	struct app *app = user;

	if (!app->ground.once)
		return;
	app->exit = DAEMON_ENVIRONMENT;
	ev_break(app->ground.loop, EVBREAK_ALL);
}

static void on_news_written(void *user)
{
	struct app *app = user;

	if (!app->ground.once)
		dispatcher_kick(app->dispatcher);
}

static void on_delivered(void *user, const char *channel, const char *result)
{
	struct app *app = user;

	page_server_delivered(app->page, channel, result);
}

static void on_outbox_drained(void *user)
{
	struct app *app = user;

	service_refresh(app->service);
	if (app->ground.once && app->once_left == 0 && !evaluator_busy(app->evaluator))
		ev_break(app->ground.loop, EVBREAK_ALL);
}

static void on_woken(void *user)
{
	struct app *app = user;

	pollers_heed_doubts(&app->pollers);
	evaluator_kick(app->evaluator);
	dispatcher_kick(app->dispatcher);
	nightly_kick(app->nightly);
}

static bool on_closes_days(void *user)
{
	struct app *app = user;

	return evaluator_closes_days(app->evaluator);
}

static const char *stuck_job(void *user, int64_t now_ms)
{
	struct app *app = user;
	const char *portal = pollers_stuck(&app->pollers, now_ms);

	if (portal)
		return portal;
	if (evaluator_moves_by(app->evaluator) < now_ms)
		return "evaluator";
	if (dispatcher_moves_by(app->dispatcher) < now_ms)
		return "dispatcher";
	return NULL;
}

static const struct ground_calls calls = {
	.portal_read = on_portal_read,
	.pass_done = on_pass_done,
	.pass_failed = on_pass_failed,
	.news_written = on_news_written,
	.delivered = on_delivered,
	.outbox_drained = on_outbox_drained,
	.woken = on_woken,
	.closes_days = on_closes_days,
	.stuck_job = stuck_job,
};

void app_wire(struct app *app)
{
	app->ground.calls = &calls;
	app->ground.user = app;
}

/* --- building and taking down ------------------------------------------------------------- */

static bool left_out(struct app_problems *problems, const char *file)
{
	if (strcmp(problems->file, file) != 0) {
		snprintf(problems->file, sizeof(problems->file), "%s", file);
		problems->warnings = 0;
	}
	bool out = problems->warnings++ >= WARNINGS_LOGGED;
	problems->left_out += out;
	return out;
}

void app_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	struct app_problems *problems = user;
	enum log_level most = level == PROBLEM_ERROR ? LOG_FAILURE : LOG_CAUTION;

	if (level == PROBLEM_WARNING && left_out(problems, file))
		return;
	if (line > 0)
		log_line(most, NULL, "%s:%d: %s", file, line, sentence);
	else
		log_line(most, NULL, "%s%s%s", file, file[0] ? ": " : "", sentence);
}

void app_problems_end(const struct app_problems *problems)
{
	if (problems->left_out)
		log_line(LOG_CAUTION, NULL, "and %d more warning(s): hentractl check lists them",
			problems->left_out);
}

static enum daemon_exit load_site(struct app *app)
{
	struct app_problems problems = {0};
	int result = site_load(app->options.config, app_problem, &problems, &app->ground.site);

	if (result < 0) {
		log_line(LOG_FAILURE, NULL, "the configuration is not usable: %s: nothing started",
			app->options.config);
		return result == -EINVAL ? DAEMON_CONFIGURATION : DAEMON_ENVIRONMENT;
	}
	log_set_level((enum log_level)ground_settings(&app->ground)->hentra.log_level);
	if (!clock_possible(clock_real())) {
		char shown[ZONE_TEXT_MAX];
		log_line(LOG_FAILURE, NULL,
			"the clock cannot be right: %s: nothing started; set it (timedatectl), and "
			"see \"The clock\" in the handbook",
			zone_format(ground_zone(&app->ground), clock_real(), shown));
		return DAEMON_ENVIRONMENT;
	}
	app->ground.judge = site_judge(app->ground.site);
	site_check_briefly(app->ground.site, clock_now(), app_problem, &problems);
	app_problems_end(&problems);
	return DAEMON_FINE;
}

/* --now must not lie before what the store has seen: history would run backwards. */
static int check_now(const struct app *app, struct error *error)
{
	instant newest;
	char said[ZONE_TEXT_MAX], seen[ZONE_TEXT_MAX];
	int result = store_newest(app->ground.store, &newest, error);

	if (result < 0 || app->options.now == INSTANT_NONE || newest == INSTANT_NONE ||
		newest <= app->options.now)
		return result;
	return error_set(error, -EINVAL,
		"--now %s lies before the store's newest observation (%s): refused",
		zone_format(ground_zone(&app->ground), app->options.now, said),
		zone_format(ground_zone(&app->ground), newest, seen));
}

static int open_store(struct app *app, struct error *error)
{
	int result = store_open(
		ground_settings(&app->ground)->hentra.store, STORE_OWN, &app->ground.store, error);

	if (result == 0)
		result = check_now(app, error);
	if (result == 0)
		result = store_load_tally(app->ground.store, &app->ground.tally, error);
	return result;
}

static int make_jobs(struct app *app, struct error *error)
{
	struct ground *ground = &app->ground;

	ground->alerts = alerts_new();
	app->service = service_new(ground);
	app->heartbeat = heartbeat_new(ground);
	app->dispatcher = dispatcher_new(ground);
	app->nightly = nightly_new(ground);
	int result = portals_prepare(&ground->portals, ground->site, ground->store, error);
	if (result == 0)
		result = pollers_new(ground, &ground->portals, &app->pollers, error);
	if (result == 0)
		result = portals_register(&ground->portals, ground->store, error);
	if (result == 0)
		result = store_recount(ground->store, &ground->judge, &ground->tally, error);
	if (result == 0)
		result = evaluator_new(ground, &app->evaluator, error);
	return result;
}

static void take_down(struct app *app)
{
	page_server_free(app->page);
	app->page = NULL;
	wake_socket_free(app->wake);
	control_free(app->control);
	pollers_free(&app->pollers);
	dispatcher_free(app->dispatcher);
	evaluator_free(app->evaluator);
	nightly_free(app->nightly);
	heartbeat_free(app->heartbeat);
	service_free(app->service);
	alerts_free(app->ground.alerts);
	portals_release(&app->ground.portals);
	ground_free_transfers(&app->ground);
	tally_free(&app->ground.tally);
	store_close(app->ground.store);
	site_free(app->ground.site);
	lag_free(app->lag);
	ev_loop_destroy(app->ground.loop);
}

/* --- signals ------------------------------------------------------------------------------ */

static void on_hangup(struct ev_loop *loop, ev_signal *watcher, int events)
{
	(void)loop, (void)events;
	struct app *app = watcher->data;

	if (!app->stopping && !app->ground.once)
		reload(app);
}

static void on_stop(struct ev_loop *loop, ev_signal *watcher, int events)
{
	(void)loop, (void)events;
	ending_begin(watcher->data);
}

static void watch_signals(struct app *app)
{
	static const int stops[] = {SIGTERM, SIGINT};

	signal(SIGPIPE, SIG_IGN);
	ev_signal_init(&app->hangup, on_hangup, SIGHUP);
	app->hangup.data = app;
	ev_signal_start(app->ground.loop, &app->hangup);
	for (size_t i = 0; i < ARRAY_SIZE(stops); i++) {
		ev_signal_init(&app->stop[i], on_stop, stops[i]);
		app->stop[i].data = app;
		ev_signal_start(app->ground.loop, &app->stop[i]);
	}
}

/* --- running ------------------------------------------------------------------------------ */

static void run_once(struct app *app)
{
	app->once_left = app->pollers.count;
	pollers_run_once(&app->pollers);
	if (app->pollers.count == 0)
		evaluator_kick(app->evaluator);
	ev_run(app->ground.loop, 0);
	if (app->once_incomplete > 0 && app->exit == DAEMON_FINE)
		app->exit = DAEMON_INCOMPLETE;
}

static void run(struct app *app)
{
	ending_not_yet(app);
	store_set_patience(app->ground.store, STORE_PATIENCE_MS);
	app->ground.reload.at = clock_now();
	app->wake = wake_socket_new(&app->ground);
	app->control = control_new(app);
	app->page = page_server_new(&app->ground);
	service_ready(app->service);
	log_event(LOG_NOTABLE, EVENT_STARTED, NULL, "hentra %s started: %zu portal(s), store %s",
		HENTRA_VERSION, app->pollers.count, ground_settings(&app->ground)->hentra.store);
	pollers_start(&app->pollers, &(struct pollers){0});
	nightly_start(app->nightly);
	evaluator_kick(app->evaluator);
	dispatcher_kick(app->dispatcher);
	ev_run(app->ground.loop, 0);
	ending_note(app);
}

static void say_lag(const struct app *app)
{
	struct lag_summary lag = lag_summary(app->lag);

	log_line(LOG_DETAIL, NULL,
		"longest turn of the loop: %lld ms, 99.9 %% within %lld ms of %lld",
		(long long)lag.longest_ms, (long long)lag.p999_ms, (long long)lag.turns);
}

enum daemon_exit app_run(const struct options *options)
{
	struct app app = {.options = *options, .exit = DAEMON_FINE};
	struct error error;

	app.ground.once = options->once;
	app_wire(&app);
	clock_set(options->now);
	app.ground.loop = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
	app.lag = lag_new(app.ground.loop);
	app.exit = load_site(&app);
	if (app.exit == DAEMON_FINE) {
		ground_make_transfers(&app.ground);
		watch_signals(&app);
		if (open_store(&app, &error) < 0 || make_jobs(&app, &error) < 0) {
			log_line(LOG_FAILURE, NULL, "%s", error.text);
			app.exit = DAEMON_ENVIRONMENT;
		} else if (options->once) {
			run_once(&app);
		} else {
			run(&app);
		}
		say_lag(&app);
	}
	take_down(&app);
	return app.exit;
}

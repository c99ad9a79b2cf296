#include "app/app.h"

#include <errno.h>
#include <ev.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/dispatcher.h"
#include "app/ending.h"
#include "app/evaluator.h"
#include "app/event_ids.h"
#include "app/heartbeat.h"
#include "app/lag.h"
#include "app/night.h"
#include "app/page_server.h"
#include "app/reload.h"
#include "app/service.h"
#include "app/wake.h"
#include "base/log.h"
#include "base/memory.h"
#include "site/clock.h"

#define WARNINGS_LOGGED 6 /* of one file, at each start and reload */
#define PORTAL_REQUESTS 4 /* at once per host */
#define HOOK_REQUESTS 16
#define MAIL_WORKERS 4

/* --- what the jobs report ----------------------------------------------------------------- */

const struct profile *app_profile(const struct app *app, const struct portal_settings *portal)
{
	return app->site->profiles[portal - app_settings(app)->portals];
}

enum sign_in_kind app_sign_in_kind(const struct app *app, const struct portal_settings *portal)
{
	if (settings_where(app_settings(app), &portal->sign_in).line > 0)
		return (enum sign_in_kind)portal->sign_in;
	return sign_in_default(app_profile(app, portal));
}

const struct poller *app_poller(const struct app *app, uint32_t portal)
{
	for (size_t i = 0; i < app->poller_count; i++)
		if (poller_portal(app->pollers[i]) == portal)
			return app->pollers[i];
	return NULL;
}

void app_portal_read(struct app *app, struct poller *poller, const struct cycle_report *report)
{
	static const char *const results[] = {
		"running", "complete", "incomplete", "failed", "cut_short"};
	bool complete = report->result == POLL_COMPLETE;

	page_server_polled(app->page, poller_settings(poller)->name, results[report->result]);
	if (complete)
		heartbeat_beat(app->heartbeat);
	service_refresh(app->service);
	if (!app->options.once) {
		if (complete)
			evaluator_kick(app->evaluator);
		return;
	}
	app->once_incomplete += !complete;
	if (--app->once_left == 0)
		evaluator_kick(app->evaluator);
}

void app_pass_done(struct app *app)
{
	service_refresh(app->service);
	page_server_passed(app->page);
	/* With --once the outbox is drained when everything is read and judged. */
	if (app->options.once && app->once_left == 0)
		dispatcher_kick(app->dispatcher);
}

void app_pass_failed(struct app *app)
{
	if (!app->options.once)
		return;
	app->exit = DAEMON_ENVIRONMENT;
	ev_break(app->loop, EVBREAK_ALL);
}

void app_news_written(struct app *app)
{
	if (!app->options.once)
		dispatcher_kick(app->dispatcher);
}

void app_outbox_drained(struct app *app)
{
	service_refresh(app->service);
	if (app->options.once && app->once_left == 0 && !evaluator_busy(app->evaluator))
		ev_break(app->loop, EVBREAK_ALL);
}

void app_woken(struct app *app)
{
	evaluator_kick(app->evaluator);
	dispatcher_kick(app->dispatcher);
	night_kick(app->night);
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

static void make_transfers(struct app *app)
{
	const struct settings *settings = app_settings(app);
	char agent[200];
	struct transfers_options options = {.loop = app->loop, .user_agent = agent};

	snprintf(agent, sizeof(agent), "hentra/%s%s%s%s", HENTRA_VERSION,
		settings->mail.from[0] ? " (" : "", settings->mail.from,
		settings->mail.from[0] ? ")" : "");
	options.most_per_host = PORTAL_REQUESTS;
	app->portal_transfers = transfers_new(&options);
	options.most_per_host = HOOK_REQUESTS;
	app->private_hooks = transfers_new(&options);
	options.refuse_private = true;
	app->public_hooks = transfers_new(&options);
	options.refuse_private = false;
	options.most_per_host = MAIL_WORKERS;
	app->mail_transfers = transfers_new(&options);
}

static int register_portals(struct app *app, uint32_t *ret_ids, struct error *error)
{
	const struct settings *settings = app_settings(app);
	size_t count = settings->portal_count;
	cleanup(cleanup_free) struct store_registration *portals =
		xcalloc(count + 1, sizeof(*portals));
	for (size_t i = 0; i < count; i++)
		portals[i] = (struct store_registration){
			settings->portals[i].name, settings->portals[i].counted};
	return store_register_portals(app->store, portals, count, ret_ids, error);
}

int app_make_pollers(struct app *app, struct error *error)
{
	const struct settings *settings = app_settings(app);

	app->pollers = xcalloc(settings->portal_count + 1, sizeof(*app->pollers));
	cleanup(cleanup_free) uint32_t *ids = xcalloc(settings->portal_count + 1, sizeof(*ids));
	int result = register_portals(app, ids, error);
	if (result < 0)
		return result;
	for (size_t i = 0; i < settings->portal_count; i++) {
		result = poller_new(app, &settings->portals[i], ids[i],
			&app->pollers[app->poller_count], error);
		if (result < 0)
			return result;
		app->poller_count++;
	}
	return store_recount(app->store, &app->judge, &app->tally, error);
}

void app_free_pollers(struct poller **pollers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		poller_free(pollers[i]);
	free(pollers);
}

void app_start_pollers(struct app *app, struct poller **old, size_t old_count)
{
	for (size_t i = 0; i < app->poller_count; i++) {
		struct poller *poller = app->pollers[i];
		const struct poller *before = NULL;
		for (size_t o = 0; o < old_count && !before; o++)
			if (poller_portal(old[o]) == poller_portal(poller))
				before = old[o];
		if (before)
			poller_take_over(poller, before);
		else
			poller_start(poller);
	}
}

static enum daemon_exit load_site(struct app *app)
{
	struct app_problems problems = {0};
	int result = site_load(app->options.config, app_problem, &problems, &app->site);

	if (result < 0) {
		log_line(LOG_FAILURE, NULL, "the configuration is not usable: %s: nothing started",
			app->options.config);
		return result == -EINVAL ? DAEMON_CONFIGURATION : DAEMON_ENVIRONMENT;
	}
	log_set_level((enum log_level)app_settings(app)->hentra.log_level);
	if (!clock_possible(clock_real())) {
		char shown[ZONE_TEXT_MAX];
		log_line(LOG_FAILURE, NULL,
			"the clock cannot be right: %s: nothing started; set it (timedatectl), and "
			"see \"The clock\" in the handbook",
			zone_format(app_zone(app), clock_real(), shown));
		return DAEMON_ENVIRONMENT;
	}
	app->judge = site_judge(app->site);
	site_check_briefly(app->site, clock_now(), app_problem, &problems);
	app_problems_end(&problems);
	return DAEMON_FINE;
}

/* --now must not lie before what the store has seen: history would run backwards. */
static int check_now(const struct app *app, struct error *error)
{
	instant newest;
	char said[ZONE_TEXT_MAX], seen[ZONE_TEXT_MAX];
	int result = store_newest(app->store, &newest, error);

	if (result < 0 || app->options.now == INSTANT_NONE || newest == INSTANT_NONE ||
		newest <= app->options.now)
		return result;
	return error_set(error, -EINVAL,
		"--now %s lies before the store's newest observation (%s): refused",
		zone_format(app_zone(app), app->options.now, said),
		zone_format(app_zone(app), newest, seen));
}

static int open_store(struct app *app, struct error *error)
{
	int result = store_open(app_settings(app)->hentra.store, STORE_OWN, &app->store, error);

	if (result == 0)
		result = check_now(app, error);
	if (result == 0)
		result = store_load_tally(app->store, &app->tally, error);
	return result;
}

static int make_jobs(struct app *app, struct error *error)
{
	app->service = service_new(app);
	app->heartbeat = heartbeat_new(app);
	app->dispatcher = dispatcher_new(app);
	app->night = night_new(app);
	int result = evaluator_new(app, &app->evaluator, error);
	return result < 0 ? result : app_make_pollers(app, error);
}

static void take_down(struct app *app)
{
	page_server_free(app->page);
	app->page = NULL;
	wake_free(app->wake);
	app_free_pollers(app->pollers, app->poller_count);
	dispatcher_free(app->dispatcher);
	evaluator_free(app->evaluator);
	night_free(app->night);
	heartbeat_free(app->heartbeat);
	service_free(app->service);
	transfers_free(app->portal_transfers);
	transfers_free(app->public_hooks);
	transfers_free(app->private_hooks);
	transfers_free(app->mail_transfers);
	tally_free(&app->tally);
	store_close(app->store);
	site_free(app->site);
	lag_free(app->lag);
	ev_loop_destroy(app->loop);
}

/* --- signals ------------------------------------------------------------------------------ */

static void on_hangup(struct ev_loop *loop, ev_signal *watcher, int events)
{
	(void)loop, (void)events;
	struct app *app = watcher->data;

	if (!app->stopping && !app->options.once)
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
	ev_signal_start(app->loop, &app->hangup);
	for (size_t i = 0; i < ARRAY_SIZE(stops); i++) {
		ev_signal_init(&app->stop[i], on_stop, stops[i]);
		app->stop[i].data = app;
		ev_signal_start(app->loop, &app->stop[i]);
	}
}

/* --- running ------------------------------------------------------------------------------ */

static void run_once(struct app *app)
{
	app->once_left = app->poller_count;
	for (size_t i = 0; i < app->poller_count; i++)
		poller_run_once(app->pollers[i]);
	if (app->poller_count == 0)
		evaluator_kick(app->evaluator);
	ev_run(app->loop, 0);
	if (app->once_incomplete > 0 && app->exit == DAEMON_FINE)
		app->exit = DAEMON_INCOMPLETE;
}

static void run(struct app *app)
{
	ending_not_yet(app);
	app->wake = wake_new(app);
	app->page = page_server_new(app);
	service_ready(app->service);
	log_event(LOG_NOTABLE, EVENT_STARTED, NULL, "hentra %s started: %zu portal(s), store %s",
		HENTRA_VERSION, app->poller_count, app_settings(app)->hentra.store);
	app_start_pollers(app, NULL, 0);
	night_start(app->night);
	evaluator_kick(app->evaluator);
	dispatcher_kick(app->dispatcher);
	ev_run(app->loop, 0);
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

	clock_set(options->now);
	app.loop = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
	app.lag = lag_new(app.loop);
	app.exit = load_site(&app);
	if (app.exit == DAEMON_FINE) {
		make_transfers(&app);
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

#include "app/reload.h"

#include "app/app.h"
#include "app/dispatcher.h"
#include "app/evaluator.h"
#include "app/event_ids.h"
#include "app/page_server.h"
#include "app/service.h"
#include "base/log.h"
#include "site/clock.h"
#include "site/portal_secrets.h"

/* Only what can change without closing the store. */
static bool can_swap(const struct app *app, const struct site *fresh)
{
	const char *was = app_settings(app)->hentra.store, *is = fresh->settings->hentra.store;

	if (strcmp(was, is) == 0)
		return true;
	log_line(LOG_FAILURE, NULL,
		"the store cannot change while hentrad runs: %s: systemctl restart hentra", is);
	return false;
}

/* A secret that cannot be read would leave a portal unread: found before anything is touched. */
static bool secrets_are_there(const struct site *fresh)
{
	for (size_t i = 0; i < fresh->settings->portal_count; i++) {
		struct portal_secrets secrets;
		struct error error;
		if (portal_secrets_read(&fresh->settings->portals[i], &secrets, &error) < 0) {
			log_line(LOG_FAILURE, NULL, "%s", error.text);
			return false;
		}
		portal_secrets_forget(&secrets);
	}
	return true;
}

static void swap_site(struct app *app, struct site *fresh)
{
	struct site *old_site = app->site;
	struct poller **old = app->pollers;
	size_t old_count = app->poller_count;
	uint64_t old_judge = judge_version(&app->judge);
	struct error error;

	for (size_t i = 0; i < old_count; i++)
		poller_halt(old[i]);
	app->site = fresh;
	app->judge = site_judge(fresh);
	app->pollers = NULL;
	app->poller_count = 0;
	log_set_level((enum log_level)app_settings(app)->hentra.log_level);
	if (app_make_pollers(app, &error) < 0)
		log_line(LOG_FAILURE, NULL, "not every portal can be read: %s", error.text);
	evaluator_site_changed(app->evaluator);
	dispatcher_site_changed(app->dispatcher);
	if (judge_version(&app->judge) != old_judge)
		evaluator_rejudge(app->evaluator);
	app_start_pollers(app, old, old_count);
	page_server_site_changed(app->page);
	app_free_pollers(old, old_count);
	site_free(old_site);
}

void reload(struct app *app)
{
	struct site *fresh = NULL;
	struct app_problems problems = {0};

	service_reloading(app->service);
	if (site_load(app->options.config, app_problem, &problems, &fresh) < 0 ||
		!can_swap(app, fresh) || !secrets_are_there(fresh)) {
		log_event(LOG_FAILURE, EVENT_RELOAD_REFUSED, NULL,
			"the configuration is not usable, the old one stays in force: %s",
			app->options.config);
		site_free(fresh);
	} else {
		site_check_briefly(fresh, clock_now(), app_problem, &problems);
		app_problems_end(&problems);
		swap_site(app, fresh);
		log_event(LOG_NOTABLE, EVENT_RELOADED, NULL, "configuration reloaded: %s",
			app->options.config);
	}
	service_ready(app->service);
	service_refresh(app->service);
}

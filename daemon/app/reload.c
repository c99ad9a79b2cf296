#include "app/reload.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/service.h"
#include "base/log.h"
#include "deliver/dispatcher.h"
#include "evaluate/evaluator.h"
#include "ground/event_ids.h"
#include "site/clock.h"
#include "web/page_server.h"

/* What is prepared beside the site in force. */
struct prepared {
	struct site *site;
	struct portals portals;
	struct pollers pollers;
};

static void prepared_free(struct prepared *prepared)
{
	pollers_free(&prepared->pollers);
	portals_release(&prepared->portals);
	site_free(prepared->site);
}

/* Only what can change without closing the store. */
static int check_store(const struct app *app, const struct site *fresh, struct error *error)
{
	const char *was = ground_settings(&app->ground)->hentra.store;
	const char *is = fresh->settings->hentra.store;

	if (strcmp(was, is) == 0)
		return 0;
	return error_set(error, -EINVAL,
		"the store cannot change while hentrad runs: %s: systemctl restart hentra", is);
}

static int load(struct app *app, struct prepared *fresh, struct error *error)
{
	struct app_problems problems = {0};
	int result = site_load(app->options.config, app_problem, &problems, &fresh->site);

	if (result < 0)
		return error_set(error, result, "%s has mistakes: hentractl check lists them",
			app->options.config);
	result = check_store(app, fresh->site, error);
	if (result < 0)
		return result;
	site_check_briefly(fresh->site, clock_now(), app_problem, &problems);
	app_problems_end(&problems);
	return 0;
}

/* All that can fail, and the store last: nothing of the site in force is touched before it is done. */
static int prepare(struct app *app, struct prepared *fresh, struct error *error)
{
	struct ground *ground = &app->ground;
	int result = load(app, fresh, error);

	if (result == 0)
		result = portals_prepare(&fresh->portals, fresh->site, ground->store, error);
	if (result == 0)
		result = pollers_new(ground, &fresh->portals, &fresh->pollers, error);
	if (result == 0)
		result = portals_register(&fresh->portals, ground->store, error);
	return result;
}

/* Cannot fail. What was in force comes back in `fresh`, to be freed. */
static void swap(struct app *app, struct prepared *fresh)
{
	struct ground *ground = &app->ground;
	struct prepared old = {ground->site, ground->portals, app->pollers};
	uint64_t old_judge = judge_version(&ground->judge);

	pollers_halt(&old.pollers);
	portals_take_over(&fresh->portals, &old.portals);
	ground->site = fresh->site;
	ground->judge = site_judge(fresh->site);
	ground->portals = fresh->portals;
	app->pollers = fresh->pollers;
	log_set_level((enum log_level)ground_settings(ground)->hentra.log_level);
	evaluator_site_changed(app->evaluator);
	dispatcher_site_changed(app->dispatcher);
	if (judge_version(&ground->judge) != old_judge)
		evaluator_rejudge(app->evaluator);
	pollers_start(&app->pollers, &old.pollers);
	page_server_site_changed(app->page);
	*fresh = old;
}

void reload(struct app *app)
{
	struct reload_outcome *outcome = &app->ground.reload;
	struct prepared fresh = {0};
	struct error error;

	service_reloading(app->service);
	outcome->refused = prepare(app, &fresh, &error) < 0;
	if (outcome->refused) {
		snprintf(outcome->why, sizeof(outcome->why), "%s", error.text);
		log_event(LOG_FAILURE, EVENT_RELOAD_REFUSED, NULL,
			"the configuration is not usable, the old one stays in force: %s",
			error.text);
	} else {
		swap(app, &fresh);
		outcome->at = clock_now();
		outcome->why[0] = '\0';
		log_event(LOG_NOTABLE, EVENT_RELOADED, NULL, "configuration reloaded: %s",
			app->options.config);
	}
	prepared_free(&fresh);
	service_ready(app->service);
	service_refresh(app->service);
}

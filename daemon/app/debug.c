#include "app/debug.h"

#include <unistd.h>

#include "app/app.h"
#include "app/lag.h"
#include "app/nightly.h"
#include "base/json.h"
#include "deliver/dispatcher.h"
#include "evaluate/evaluator.h"
#include "ground/alerts.h"
#include "site/clock.h"

static void add_instant(
	struct json_writer *json, const struct app *app, const char *key, instant at)
{
	char shown[ZONE_TEXT_MAX];

	json_string(json, key,
		at == INSTANT_NONE ? NULL : zone_format(ground_zone(&app->ground), at, shown));
}

static void add_configuration(struct json_writer *json, const struct app *app)
{
	const struct reload_outcome *outcome = &app->ground.reload;

	json_object(json, "configuration");
	json_string(json, "file", app->options.config);
	add_instant(json, app, "in_force_since", outcome->at);
	json_bool(json, "last_reload_successful", !outcome->refused);
	json_string(json, "refused", outcome->refused ? outcome->why : NULL);
	json_object_end(json);
}

static void add_portals(struct json_writer *json, const struct app *app)
{
	const struct portals *portals = &app->ground.portals;
	static const char *const footings[] = {"settled", "unsettled", "stale"};

	json_array(json, "portals");
	for (size_t i = 0; i < portals->count; i++) {
		const struct portal *portal = &portals->items[i];
		json_object(json, NULL);
		json_string(json, "name", portal->settings->name);
		json_string(json, "footing", footings[portal_footing(portal, clock_now())]);
		add_instant(json, app, "last_complete", portal->complete);
		add_instant(json, app, "last_sweep", portal->sweep);
		json_number(json, "failures", portal->failures);
		pollers_debug(&app->pollers, i, json);
		json_object_end(json);
	}
	json_array_end(json);
}

static void add_transfers(struct json_writer *json, const struct app *app)
{
	const struct ground *ground = &app->ground;

	json_object(json, "transfers");
	json_number(json, "portals", transfers_running(ground->portal_transfers));
	json_number(json, "webhooks", transfers_running(ground->public_hooks));
	json_number(json, "private_webhooks", transfers_running(ground->private_hooks));
	json_number(json, "mail", transfers_running(ground->mail_transfers));
	json_object_end(json);
}

static void add_loop(struct json_writer *json, const struct app *app)
{
	struct lag_summary lag = lag_summary(app->lag);

	json_object(json, "loop");
	json_number(json, "turns", lag.turns);
	json_number(json, "longest_ms", lag.longest_ms);
	json_number(json, "p999_ms", lag.p999_ms);
	json_object_end(json);
}

void debug_json(const struct app *app, struct text *out)
{
	struct json_writer json = {.out = out};

	json_object(&json, NULL);
	json_string(&json, "version", HENTRA_VERSION);
	json_number(&json, "pid", getpid());
	add_instant(&json, app, "now", clock_now());
	add_configuration(&json, app);
	add_portals(&json, app);
	json_object(&json, "evaluator");
	evaluator_debug(app->evaluator, &json);
	json_number(&json, "alerts_firing", (int64_t)alerts_firing(app->ground.alerts));
	json_object_end(&json);
	json_object(&json, "dispatcher");
	dispatcher_debug(app->dispatcher, &json);
	json_object_end(&json);
	json_string(&json, "nightly", nightly_task(app->nightly));
	add_transfers(&json, app);
	add_loop(&json, app);
	json_object_end(&json);
	text_add(out, "\n");
}

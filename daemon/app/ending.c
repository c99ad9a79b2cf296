#include "app/ending.h"

#include "app/app.h"
#include "app/service.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/plural.h"
#include "base/text.h"
#include "deliver/dispatcher.h"
#include "site/clock.h"

#define STOP_MS 3000 /* for deliveries under way */
#define STOP_LOOK_S 0.05

static void note(struct app *app, instant at)
{
	struct error error;

	if (store_note_stop(app->ground.store, at, &error) < 0)
		log_line(LOG_CAUTION, NULL, "the daemon's end is not noted: %s", error.text);
}

void ending_not_yet(struct app *app)
{
	note(app, INSTANT_NONE);
}

static void on_stop_look(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)events;
	struct app *app = watcher->data;

	if (dispatcher_under_way(app->dispatcher) == 0 || clock_monotonic_ms() >= app->stop_by)
		ev_break(loop, EVBREAK_ALL);
}

void ending_begin(struct app *app)
{
	if (app->stopping)
		return;
	app->stopping = true;
	app->stop_by = clock_monotonic_ms() + STOP_MS;
	service_stopping(app->service);
	app->stop_attempts = dispatcher_under_way(app->dispatcher);
	app->stop_polls = pollers_halt(&app->pollers);
	dispatcher_stop(app->dispatcher);
	if (app->ground.once)
		app->once_incomplete += app->once_left;
	ev_timer_init(&app->stop_look, on_stop_look, 0., STOP_LOOK_S);
	app->stop_look.data = app;
	ev_timer_start(app->ground.loop, &app->stop_look);
}

void ending_note(struct app *app)
{
	int cut_off = dispatcher_under_way(app->dispatcher);
	int64_t counts[DELIVERY_DROPPED + 1] = {0};
	cleanup(text_free) struct text line = {0};
	struct error error;

	dispatcher_free(app->dispatcher);
	app->dispatcher = NULL;
	if (store_count_deliveries(app->ground.store, counts, &error) < 0)
		log_line(LOG_CAUTION, NULL, "%s", error.text);
	plural_printf(&line, "hentra stopped: %lld message(s) left in the outbox",
		(long long)(counts[DELIVERY_WAITING] + counts[DELIVERY_SENDING]));
	if (app->stop_attempts)
		plural_printf(&line, "; %d delivery attempt(s) under way finished, %d cut off",
			app->stop_attempts - cut_off, cut_off);
	if (app->stop_polls)
		plural_printf(&line, "; %d poll(s) cut short", app->stop_polls);
	log_line(LOG_NOTABLE, NULL, "%s", line.data);
	note(app, clock_now());
}

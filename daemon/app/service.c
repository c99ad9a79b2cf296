#include "app/service.h"

#include <errno.h>
#include <ev.h>
#include <stdio.h>
#include <systemd/sd-daemon.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/plural.h"
#include "base/text.h"
#include "core/alert/roll_up.h"
#include "ground/alerts.h"
#include "ground/ground.h"
#include "site/clock.h"

#define REFRESH_S 1.0

struct service {
	struct ground *ground;
	ev_timer watchdog;
	ev_timer refresh;
	bool ready;
	bool stuck_said;
	char *status; /* as last told */
};

/* --- watchdog ----------------------------------------------------------------------------- */

static void on_watchdog(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct service *service = watcher->data;
	const char *stuck =
		service->ground->calls->stuck_job(service->ground->user, clock_monotonic_ms());

	if (!stuck)
		sd_notify(0, "WATCHDOG=1");
	else if (!service->stuck_said)
		log_line(LOG_FAILURE, NULL, "no progress, the watchdog is not fed: %s", stuck);
	service->stuck_said = stuck != NULL;
}

/* --- status ------------------------------------------------------------------------------- */

static void add_totals(const struct ground *ground, struct text *status)
{
	struct counts total = {0};

	for (size_t i = 0; i < ground->tally.used; i++)
		if (ground->tally.cells[i].key.month == 0)
			counts_add_cell(&total, &ground->tally.cells[i]);
	plural_printf(status, "%lld open case(s), %lld overdue; %zu alert(s)",
		(long long)counts_open(&total), (long long)total.bucket[BUCKET_OVERDUE],
		alerts_firing(ground->alerts));
}

static void add_outbox(const struct ground *ground, struct text *status)
{
	int64_t counts[6];
	struct error error;

	if (store_count_deliveries(ground->store, counts, &error) < 0)
		return;
	plural_printf(status, "; %lld message(s) waiting, %lld given up",
		(long long)(counts[DELIVERY_WAITING] + counts[DELIVERY_SENDING]),
		(long long)counts[DELIVERY_DEAD]);
}

static void add_portals(const struct ground *ground, struct text *status)
{
	char buffer[200];
	instant oldest = INSTANT_NONE;

	for (size_t i = 0; i < ground->portals.count; i++) {
		instant complete = ground->portals.items[i].complete;
		if (i == 0 || complete < oldest)
			oldest = complete;
	}
	if (oldest != INSTANT_NONE)
		text_printf(status, "; all portals read since %s",
			zone_format(ground_zone(ground), oldest, buffer));
	for (size_t i = 0; i < ground->portals.count; i++)
		if (portal_complaint(&ground->portals.items[i], buffer)[0])
			text_printf(status, "; %s", buffer);
}

static void on_refresh(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct service *service = watcher->data;
	cleanup(text_free) struct text status = {0};

	add_totals(service->ground, &status);
	add_outbox(service->ground, &status);
	add_portals(service->ground, &status);
	if (service->status && strcmp(service->status, status.data) == 0)
		return;
	sd_notifyf(0, "STATUS=%s", status.data);
	free(service->status);
	service->status = text_take(&status);
}

void service_refresh(struct service *service)
{
	if (service->ready && !ev_is_active(&service->refresh)) {
		ev_timer_set(&service->refresh, REFRESH_S, 0.);
		ev_timer_start(service->ground->loop, &service->refresh);
	}
}

/* --- from outside ------------------------------------------------------------------------- */

struct service *service_new(struct ground *ground)
{
	struct service *service = xcalloc(1, sizeof(*service));
	uint64_t period_us = 0;

	service->ground = ground;
	ev_init(&service->watchdog, on_watchdog);
	service->watchdog.data = service;
	ev_init(&service->refresh, on_refresh);
	service->refresh.data = service;
	if (!ground->once && sd_watchdog_enabled(0, &period_us) > 0) {
		double half_s = (double)period_us / 2e6;
		ev_timer_set(&service->watchdog, half_s, half_s);
		ev_timer_start(ground->loop, &service->watchdog);
	}
	return service;
}

void service_free(struct service *service)
{
	if (!service)
		return;
	ev_timer_stop(service->ground->loop, &service->watchdog);
	ev_timer_stop(service->ground->loop, &service->refresh);
	free(service->status);
	free(service);
}

void service_ready(struct service *service)
{
	service->ready = !service->ground->once;
	if (service->ready)
		sd_notify(0, "READY=1\nSTATUS=reading the portals");
}

void service_reloading(struct service *service)
{
	(void)service;
	sd_notify(0, "RELOADING=1\nSTATUS=reading the configuration");
}

void service_stopping(struct service *service)
{
	service->ready = false;
	sd_notify(0, "STOPPING=1\nSTATUS=ending");
}

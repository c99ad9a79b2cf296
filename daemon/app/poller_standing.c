/* How a portal stands: what the outcome of its cycles changes, and what is said of it. */
#include <stdio.h>

#include "app/app.h"
#include "app/event_ids.h"
#include "app/poller_parts.h"
#include "base/log.h"
#include "site/clock.h"

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

void poller_cycle_complete(struct poller *poller, const struct cycle_report *report)
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
		poller_plan_next(poller);
}

void poller_cycle_failed(struct poller *poller, const struct cycle_report *report)
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
		poller_plan_retry(poller, report->retry_after_ms);
	char next[64] = "", buffer[40];
	if (!poller->once)
		snprintf(next, sizeof(next), "; next try in %s",
			lasted(poller_waits_ms(poller), buffer));
	if (poller->failures == 1)
		log_event(LOG_CAUTION, EVENT_PORTAL_FAILED, poller->subject,
			"not read completely: %s (%lld page(s) came; alerts keep their state%s)",
			report->trouble, (long long)report->pages, next);
	else
		log_line(LOG_DETAIL, poller->subject, "cycle %d in a row failed%s: %s",
			poller->failures, next, report->trouble);
}

/* --- what is asked of it ------------------------------------------------------------------- */

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

const char *poller_complaint(const struct poller *poller, char buffer[static 200])
{
	char since[ZONE_TEXT_MAX];

	buffer[0] = '\0';
	if (poller->failures > 0)
		snprintf(buffer, 200, "%s fails since %s", poller->subject,
			zone_format(app_zone(poller->app), poller->bad_since, since));
	return buffer;
}

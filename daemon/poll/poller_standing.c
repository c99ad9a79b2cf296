/* What the outcome of a cycle changes of how its portal stands, and what is logged of it. */
#include <stdio.h>

#include "base/log.h"
#include "ground/event_ids.h"
#include "ground/ground.h"
#include "ground/notices.h"
#include "poll/poller_parts.h"
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
	struct portal *portal = poller->portal;
	char buffer[64];

	if (portal->failures > 0)
		log_event(LOG_NOTABLE, EVENT_PORTAL_RECOVERED, portal->subject,
			"read completely again after %s and %d failed cycle(s)",
			lasted(clock_now() - portal->bad_since, buffer), portal->failures);
	portal->failures = 0;
	portal->settled = true;
	portal->complete = report->started;
	if (report->sweep)
		portal->sweep = report->started;
	if (poller->folder)
		return; /* it has told of the file */
	log_line(LOG_ROUTINE, portal->subject,
		"%s complete: %lld page(s), %lld record(s), %lld changed, %lld set aside%s",
		report->sweep ? "sweep" : "cycle", (long long)report->pages,
		(long long)report->records, (long long)report->changed,
		(long long)report->set_aside, cycle_report_doubts(report, buffer));
	if (!poller->once)
		poller_plan_next(poller);
}

void poller_cycle_failed(struct poller *poller, const struct cycle_report *report)
{
	struct portal *portal = poller->portal;

	if (portal->failures++ == 0)
		portal->bad_since = report->started;
	portal->settled = false;
	if (poller->folder) {
		log_event(LOG_CAUTION, EVENT_PORTAL_FAILED, portal->subject, "not taken: %s",
			report->trouble);
		return;
	}
	if (!poller->once)
		poller_plan_retry(poller, report->retry_after_ms);
	char next[64] = "", buffer[40];
	if (!poller->once)
		snprintf(next, sizeof(next), "; next try in %s",
			lasted(poller_waits_ms(poller), buffer));
	if (portal->failures == 1)
		log_event(LOG_CAUTION, EVENT_PORTAL_FAILED, portal->subject,
			"not read completely: %s (%lld page(s) came; alerts keep their state%s)",
			report->trouble, (long long)report->pages, next);
	else
		log_line(LOG_DETAIL, portal->subject, "cycle %d in a row failed%s: %s",
			portal->failures, next, report->trouble);
}

void poller_heed_doubt(struct poller *poller)
{
	struct portal *portal = poller->portal;
	instant before = portal->doubtful;
	bool accepted;

	portal_heed_doubt(portal, poller->ground->store, &accepted);
	if (before == INSTANT_NONE && portal->doubtful != INSTANT_NONE) {
		log_event(LOG_FAILURE, EVENT_PORTAL_DOUBTFUL, portal->subject,
			"what it says is in doubt: its alerts are frozen until it is accepted or "
			"the portal says again what it said before (hentractl status)");
		notices_portal_doubtful(poller->ground, portal);
	} else if (before != INSTANT_NONE && portal->doubtful == INSTANT_NONE) {
		log_event(LOG_NOTABLE, EVENT_PORTAL_RECOVERED, portal->subject, "in doubt no more");
	}
}

#include "ground/portals.h"

#include <errno.h>
#include <stdio.h>

#include "base/log.h"
#include "base/memory.h"
#include "ground/event_ids.h"
#include "site/clock.h"
#include "store/store_doubt.h"

/* --- loading -------------------------------------------------------------------------------- */

static int load_last_polls(struct portal *portal, struct store *store, struct error *error)
{
	struct store_poll complete, sweep, newest;
	int result = store_find_portal(store, portal->settings->name, &portal->id, error);

	if (result == 0)
		result = store_last_polls(store, portal->id, &complete, &sweep, &newest, error);
	if (result == -ENOENT)
		return 0; /* never polled, or never seen */
	if (result < 0)
		return result;
	portal->complete = complete.id ? complete.started : INSTANT_NONE;
	portal->sweep = sweep.id ? sweep.started : INSTANT_NONE;
	portal->settled = complete.id && newest.id == complete.id;
	bool accepted;
	return store_doubtful(store, portal->id, &portal->doubtful, &accepted, error);
}

int portals_prepare(
	struct portals *portals, const struct site *site, struct store *store, struct error *error)
{
	const struct settings *settings = site->settings;
	struct portals fresh = {.items = xcalloc(settings->portal_count + 1, sizeof(*fresh.items))};

	for (; fresh.count < settings->portal_count; fresh.count++) {
		struct portal *portal = &fresh.items[fresh.count];
		*portal = (struct portal){.site = site,
			.settings = &settings->portals[fresh.count],
			.profile = site->profiles[fresh.count],
			.complete = INSTANT_NONE,
			.sweep = INSTANT_NONE,
			.doubtful = INSTANT_NONE,
			.begun = clock_now(),
			.bad_since = INSTANT_NONE};
		snprintf(portal->subject, sizeof(portal->subject), "portal %s",
			portal->settings->name);
		int result = load_last_polls(portal, store, error);
		if (result < 0) {
			portals_release(&fresh);
			return result;
		}
	}
	*portals = fresh;
	return 0;
}

int portals_register(struct portals *portals, struct store *store, struct error *error)
{
	cleanup(cleanup_free) struct store_registration *named =
		xcalloc(portals->count + 1, sizeof(*named));
	cleanup(cleanup_free) uint32_t *ids = xcalloc(portals->count + 1, sizeof(*ids));

	for (size_t i = 0; i < portals->count; i++)
		named[i] = (struct store_registration){
			portals->items[i].settings->name, portals->items[i].settings->counted};
	int result = store_register_portals(store, named, portals->count, ids, error);
	for (size_t i = 0; result == 0 && i < portals->count; i++)
		portals->items[i].id = ids[i];
	return result;
}

void portals_take_over(struct portals *portals, const struct portals *old)
{
	for (size_t i = 0; i < portals->count; i++) {
		struct portal *portal = &portals->items[i];
		const struct portal *before = portals_find(old, portal->id);
		if (!before)
			continue;
		portal->complete = before->complete;
		portal->sweep = before->sweep;
		portal->doubtful = before->doubtful;
		portal->settled = before->settled;
		portal->begun = before->begun;
		portal->stale_said = before->stale_said;
		portal->failures = before->failures;
		portal->bad_since = before->bad_since;
	}
}

void portals_release(struct portals *portals)
{
	free(portals->items);
	*portals = (struct portals){0};
}

const struct portal *portals_find(const struct portals *portals, uint32_t id)
{
	for (size_t i = 0; i < portals->count; i++)
		if (portals->items[i].id == id)
			return &portals->items[i];
	return NULL;
}

/* --- how one stands ------------------------------------------------------------------------- */

instant portal_stale_at(const struct portal *portal)
{
	instant since = portal->complete != INSTANT_NONE ? portal->complete : portal->begun;

	return portal->has_reader ? site_stale_at(portal->site, portal->settings, since) : since;
}

instant portal_frozen_at(const struct portal *portal)
{
	instant stale_at = portal_stale_at(portal);

	return portal->doubtful != INSTANT_NONE && portal->doubtful < stale_at ? portal->doubtful
									       : stale_at;
}

void portal_heed_doubt(struct portal *portal, struct store *store, bool *ret_accepted)
{
	struct error error;

	*ret_accepted = false;
	if (store_doubtful(store, portal->id, &portal->doubtful, ret_accepted, &error) < 0)
		log_line(LOG_CAUTION, portal->subject, "%s", error.text);
}

enum portal_footing portal_footing(const struct portal *portal, instant now)
{
	if (now >= portal_stale_at(portal) || portal->doubtful != INSTANT_NONE)
		return PORTAL_STALE;
	return portal->settled && !portal->reading ? PORTAL_SETTLED : PORTAL_UNSETTLED;
}

void portal_say_stale(struct portal *portal, instant now)
{
	char at[ZONE_TEXT_MAX];
	bool stale = now >= portal_stale_at(portal);

	if (stale && !portal->stale_said)
		log_event(LOG_FAILURE, EVENT_PORTAL_STALE, portal->subject,
			"stale: not read completely since %s; its alerts are frozen",
			zone_format(portal->site->zone,
				portal->complete != INSTANT_NONE ? portal->complete : portal->begun,
				at));
	portal->stale_said = stale;
}

const char *portal_complaint(const struct portal *portal, char buffer[static 200])
{
	char since[ZONE_TEXT_MAX];

	buffer[0] = '\0';
	if (!portal->has_reader)
		snprintf(buffer, 200, "%s is not read by anything", portal->subject);
	else if (portal->doubtful != INSTANT_NONE)
		snprintf(buffer, 200, "%s is in doubt since %s", portal->subject,
			zone_format(portal->site->zone, portal->doubtful, since));
	else if (portal->failures > 0)
		snprintf(buffer, 200, "%s fails since %s", portal->subject,
			zone_format(portal->site->zone, portal->bad_since, since));
	return buffer;
}

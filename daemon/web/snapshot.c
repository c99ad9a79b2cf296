#include "web/snapshot.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "ground/alerts.h"
#include "ground/ground.h"
#include "site/clock.h"
#include "web/standings.h"
#include "web/trend_history.h"

/* --- communes and portals ------------------------------------------------------------------- */

static void join(struct snapshot *snapshot)
{
	size_t count;
	const struct store_unit *units = store_units(snapshot->ground->store, &count);
	const char **codes = arena_alloc(&snapshot->arena, count + 1, sizeof(*codes));
	day today = zone_day(ground_zone(snapshot->ground), snapshot->now);
	struct roll_up_range range = roll_up_year(today);

	for (size_t i = 0; i < count; i++)
		codes[i] = units[i].code;
	roll_up_join(snapshot->roll_up, snapshot->ground->site->directory, today, codes, count);
	roll_up_sum(snapshot->roll_up, &snapshot->ground->tally, &range);
	snapshot->total = *roll_up_total(snapshot->roll_up);
}

static const char *line_name(const struct snapshot *snapshot, size_t line)
{
	const struct commune *commune = roll_up_commune(snapshot->roll_up, line);
	bool english = ground_settings(snapshot->ground)->hentra.language == LANGUAGE_EN;

	if (commune)
		return commune->name;
	return english ? "Units not in communes.csv" : "Đơn vị chưa khai báo";
}

static bool is_worse(const struct alert *alert, const struct page_commune *than)
{
	if (alert->state != than->state)
		return alert->state > than->state;
	return alert->state != ALERT_INACTIVE && alert->severity > than->severity;
}

/* By line: the worst alert of each commune. */
static struct page_commune *find_worst(struct snapshot *snapshot)
{
	const struct ground *ground = snapshot->ground;
	const struct alerts *alerts = ground->alerts;
	day today = zone_day(ground_zone(ground), snapshot->now);
	size_t lines = roll_up_lines(snapshot->roll_up);
	struct page_commune *worst = arena_alloc(&snapshot->arena, lines + 1, sizeof(*worst));

	for (size_t i = 0; i < lines; i++)
		worst[i].state = ALERT_INACTIVE;
	for (size_t i = 0; i < alerts_count(alerts); i++) {
		const struct alert *alert = alerts_at(alerts, i);
		int line = alert->scope != SCOPE_COMMUNE
				   ? -1
				   : directory_of_code(ground->site->directory,
					     slice_of(alert->subject), today);
		if (line >= 0 && is_worse(alert, &worst[line])) {
			worst[line].state = alert->state;
			worst[line].severity = alert->severity;
		}
	}
	return worst;
}

static void list_communes(struct snapshot *snapshot)
{
	size_t lines = roll_up_lines(snapshot->roll_up);
	const struct page_commune *worst = find_worst(snapshot);

	snapshot->communes = arena_alloc(&snapshot->arena, lines + 1, sizeof(*snapshot->communes));
	for (size_t line = 0; line < lines; line++)
		if (roll_up_shown(snapshot->roll_up, line))
			snapshot->communes[snapshot->commune_count++] =
				(struct page_commune){.code = roll_up_code(snapshot->roll_up, line),
					.name = line_name(snapshot, line),
					.counts = roll_up_counts(snapshot->roll_up, line),
					.state = worst[line].state,
					.severity = worst[line].severity};
	qsort(snapshot->communes, snapshot->commune_count, sizeof(*snapshot->communes),
		page_commune_compare);
}

static void list_portals(struct snapshot *snapshot)
{
	struct ground *ground = snapshot->ground;

	snapshot->portals = arena_alloc(
		&snapshot->arena, ground->portals.count + 1, sizeof(*snapshot->portals));
	for (size_t i = 0; i < ground->portals.count; i++) {
		const struct portal *portal = &ground->portals.items[i];
		char complaint[200];
		snapshot->portals[snapshot->portal_count++] =
			(struct page_portal){.name = portal->settings->name,
				.complete = portal->complete,
				.stale = portal_footing(portal, snapshot->now) == PORTAL_STALE,
				.doubtful = portal->doubtful != INSTANT_NONE,
				.complaint = arena_copy(&snapshot->arena,
					slice_of(portal_complaint(portal, complaint)))};
	}
}

void snapshot_take(struct snapshot *snapshot, struct ground *ground, struct roll_up *roll_up,
	struct trend *trend)
{
	*snapshot = (struct snapshot){
		.ground = ground, .roll_up = roll_up, .trend = trend, .now = clock_now()};
	join(snapshot);
	list_communes(snapshot);
	list_portals(snapshot);
}

static bool feeds(const struct snapshot *snapshot, const struct portal *portal,
	const uint32_t *units, size_t unit_count)
{
	size_t count;
	const struct store_unit *known = store_units(snapshot->ground->store, &count);

	if (!portal->settings->counted)
		return false;
	for (size_t i = 0; i < unit_count; i++)
		if (units[i] <= count && known[units[i] - 1].portal == portal->id)
			return true;
	return !units;
}

struct page_fresh snapshot_fresh(
	const struct snapshot *snapshot, const uint32_t *units, size_t unit_count)
{
	struct page_fresh fresh = {INT64_MAX, false};

	for (size_t i = 0; i < snapshot->ground->portals.count; i++) {
		const struct portal *portal = &snapshot->ground->portals.items[i];
		if (!feeds(snapshot, portal, units, unit_count))
			continue;
		/* NONE is the least of all */
		if (portal->complete < fresh.observed)
			fresh.observed = portal->complete;
		fresh.stale |= portal_footing(portal, snapshot->now) == PORTAL_STALE;
	}
	if (fresh.observed == INT64_MAX)
		fresh.observed = INSTANT_NONE;
	return fresh;
}

void snapshot_free(struct snapshot *snapshot)
{
	arena_free(&snapshot->arena);
}

/* --- alerts --------------------------------------------------------------------------------- */

const char *snapshot_subject(const struct snapshot *snapshot, enum scope scope, const char *subject)
{
	const struct directory *directory = snapshot->ground->site->directory;
	int line = -1;

	if (scope == SCOPE_COMMUNE)
		line = directory_of_code(directory, slice_of(subject),
			zone_day(ground_zone(snapshot->ground), snapshot->now));
	if (line >= 0)
		return directory_at(directory, (size_t)line)->name;
	if (scope == SCOPE_PROVINCE && ground_settings(snapshot->ground)->hentra.province_name[0])
		return ground_settings(snapshot->ground)->hentra.province_name;
	return subject;
}

void snapshot_alerts(const struct snapshot *snapshot, struct snapshot_alerts *ret_alerts)
{
	const struct settings *settings = ground_settings(snapshot->ground);
	const struct alerts *alerts = snapshot->ground->alerts;
	struct snapshot_alerts counted = {0};

	/* a rule that is quiet says so */
	for (size_t i = 0; i < settings->rule_count; i++)
		for (int state = ALERT_PENDING; state <= ALERT_FIRING; state++)
			meters_count(&counted.by_rule, settings->rules[i].rule.name,
				alert_state_name((enum alert_state)state), 0);
	for (size_t i = 0; i < alerts_count(alerts); i++) {
		const struct alert *alert = alerts_at(alerts, i);
		bool firing = alert->state == ALERT_FIRING;
		counted.firing += firing;
		counted.critical += firing && alert->severity == SEVERITY_CRITICAL;
		meters_count(&counted.by_rule, alert->rule, alert_state_name(alert->state), 1);
	}
	*ret_alerts = counted;
}

int snapshot_overview(struct snapshot *snapshot, struct overview *ret_overview, struct error *error)
{
	struct snapshot_alerts alerts;
	int64_t deliveries[6];
	instant armed = INSTANT_NONE;
	struct standing_list standings;
	int result = store_count_deliveries(snapshot->ground->store, deliveries, error);

	if (result == 0)
		result = store_armed(snapshot->ground->store, &armed, error);
	if (result == 0)
		result = standings_of_province(snapshot, &standings, error);
	if (result < 0)
		return result;
	snapshot_alerts(snapshot, &alerts);
	meters_free(&alerts.by_rule);
	*ret_overview = (struct overview){
		.total = &snapshot->total,
		.communes = snapshot->communes,
		.commune_count = snapshot->commune_count,
		.portals = snapshot->portals,
		.portal_count = snapshot->portal_count,
		.standings = standings.items,
		.standing_count = standings.count,
		.firing = alerts.firing,
		.critical = alerts.critical,
		.waiting = deliveries[DELIVERY_WAITING] + deliveries[DELIVERY_SENDING],
		.dead = deliveries[DELIVERY_DEAD],
		.trial = ground_settings(snapshot->ground)->hentra.trial && armed == INSTANT_NONE,
		.reload_refused =
			snapshot->ground->reload.refused ? snapshot->ground->reload.why : NULL,
		.trend = trend_of(snapshot->trend, snapshot->now, NULL, 0,
			snapshot->total.bucket[BUCKET_OVERDUE], &snapshot->arena),
	};
	return 0;
}

/* --- health --------------------------------------------------------------------------------- */

bool snapshot_healthy(const struct snapshot *snapshot, struct text *ret_trouble)
{
	const char *stuck =
		snapshot->ground->calls->stuck_job(snapshot->ground->user, clock_monotonic_ms());

	if (stuck) {
		text_printf(ret_trouble, "no progress: %s", stuck);
		return false;
	}
	for (size_t i = 0; i < snapshot->portal_count; i++) {
		const struct page_portal *portal = &snapshot->portals[i];
		char at[ZONE_TEXT_MAX];
		if (!portal->stale)
			continue;
		if (portal->complete == INSTANT_NONE)
			text_printf(
				ret_trouble, "portal %s was never read completely", portal->name);
		else
			text_printf(ret_trouble, "portal %s was not read completely since %s",
				portal->name,
				zone_format(ground_zone(snapshot->ground),
					portal->complete - portal->complete % SECOND_MS, at));
		return false;
	}
	return true;
}

int64_t snapshot_provisional(const struct snapshot *snapshot)
{
	int years[2];

	return calendar_missing_notices(snapshot->ground->judge.calendar,
		zone_day(ground_zone(snapshot->ground), snapshot->now), years);
}

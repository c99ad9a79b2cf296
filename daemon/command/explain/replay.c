#include "command/explain/replay.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/explain/replay_parts.h"
#include "store/store_past.h"

/* Facts are folded at midnight, when dates turn, and so often between. */
#define SLOT_MS (2 * HOUR_MS)
#define SLOTS_A_DAY (DAY_MS / SLOT_MS)
/* So many days in one walk: what is kept in memory does not grow with the period. */
#define DAYS_A_WALK 7

/* --- the subjects ---------------------------------------------------------------------------- */

static const struct portal_settings *portal_named(const struct replay *replay, uint32_t id)
{
	return settings_portal(replay->settings, store_portal_name(replay->tool->store, id));
}

struct footing {
	bool known, stale;
};

static int footing_of(struct replay *replay, uint32_t portal, struct footing *ret_footing)
{
	const struct portal_settings *settings = portal_named(replay, portal);
	instant ended = INSTANT_NONE;
	bool polled;
	*ret_footing = (struct footing){true, false};
	if (!settings || !settings->counted)
		return 0;
	int result = store_complete_by(
		replay->tool->store, portal, replay->now, &ended, &polled, replay->error);
	ret_footing->known = ended != INSTANT_NONE;
	ret_footing->stale = ret_footing->known &&
			     replay->now >= site_stale_at(replay->tool->site, settings, ended);
	return result;
}

static void measure(struct replay *replay, struct replay_subject *subject,
	const struct footing *footings, const struct store_unit *units)
{
	subject->known = true;
	subject->stale = false;
	for (size_t i = 0; i < subject->unit_count; i++) {
		const struct footing *footing = &footings[units[subject->units[i] - 1].portal];
		subject->known &= footing->known;
		subject->stale |= footing->stale;
	}
	subject->sum = fold_sum_of(
		&replay->fold, replay->slot, subject->units, subject->unit_count, subject->field);
	subject->input = fold_input(&replay->fold, replay->slot, &subject->sum);
}

static void see_communes(
	struct replay *replay, const struct footing *footings, const struct store_unit *units)
{
	const struct directory *directory = tool_directory(replay->tool);
	size_t count;
	cleanup(cleanup_free) const char **codes = xcalloc(replay->unit_count + 1, sizeof(*codes));
	for (size_t i = 0; i < replay->unit_count; i++)
		codes[i] = units[i].code;
	roll_up_join(replay->roll_up, directory, replay->fold.slots[replay->slot].today, codes,
		replay->unit_count);
	for (size_t i = 0; i < directory_count(directory); i++) {
		struct replay_subject *subject = &replay->subjects[SCOPE_COMMUNE][i];
		subject->commune = directory_at(directory, i);
		subject->code = subject->commune->code;
		subject->name = subject->commune->name;
		subject->units = roll_up_units(replay->roll_up, i, &count);
		subject->unit_count = count;
		measure(replay, subject, footings, units);
	}
}

static int see_portals(struct replay *replay)
{
	static const struct counts none;
	int result = 0;
	for (size_t i = 0; i < replay->settings->portal_count && result == 0; i++) {
		struct replay_subject *subject = &replay->subjects[SCOPE_PORTAL][i];
		struct footing footing;
		uint32_t id;
		instant ended = INSTANT_NONE;
		bool polled;
		subject->code = subject->name = replay->settings->portals[i].name;
		result = store_find_portal(replay->tool->store, subject->code, &id, replay->error);
		if (result == 0)
			result = footing_of(replay, id, &footing);
		if (result == 0)
			result = store_complete_by(replay->tool->store, id, replay->now, &ended,
				&polled, replay->error);
		if (result < 0)
			break;
		subject->known = ended != INSTANT_NONE;
		subject->input = (struct measure_input){.counts = &none};
		if (footing.stale)
			subject->input.stale_hours = (replay->now - ended) / HOUR_MS;
	}
	return result;
}

/* What is so at the slot, for every subject. */
static int see(struct replay *replay)
{
	size_t unit_count, field_count;
	const struct store_unit *units = store_units(replay->tool->store, &unit_count);
	const struct store_name *fields = store_fields(replay->tool->store, &field_count);
	uint32_t portals = 0;
	int result = 0;
	for (size_t i = 0; i < unit_count; i++)
		portals = units[i].portal > portals ? units[i].portal : portals;
	cleanup(cleanup_free) struct footing *footings =
		xcalloc((size_t)portals + 1, sizeof(*footings));
	for (uint32_t id = 1; id <= portals && result == 0; id++)
		result = footing_of(replay, id, &footings[id]);
	if (result == 0)
		result = see_portals(replay);
	if (result < 0)
		return result;
	see_communes(replay, footings, units);
	for (size_t i = 0; i < field_count; i++) {
		struct replay_subject *subject = &replay->subjects[SCOPE_FIELD][i];
		*subject = (struct replay_subject){.code = fields[i].code,
			.name = fields[i].name[0] ? fields[i].name : fields[i].code,
			.units = replay->units,
			.unit_count = unit_count,
			.field = fields[i].id};
		measure(replay, subject, footings, units);
	}
	struct replay_subject *province = &replay->subjects[SCOPE_PROVINCE][0];
	*province = (struct replay_subject){.code = replay->settings->hentra.province,
		.name = replay->settings->hentra.province_name,
		.units = replay->units,
		.unit_count = unit_count};
	measure(replay, province, footings, units);
	return 0;
}

/* --- the rules ------------------------------------------------------------------------------- */

static struct alert_input input_of(
	const struct replay *replay, const struct rule *rule, const struct replay_subject *subject)
{
	return (struct alert_input){
		.rule = rule,
		.calendar = replay->fold.judge.calendar,
		.now = replay->now,
		.stale = subject->stale || (subject->input.unknown & rule_needs(rule)),
		.measures = &subject->input,
	};
}

static void step(struct replay *replay, const struct rule_settings *rule,
	const struct replay_subject *subject, struct replay_alert *kept)
{
	struct alert_input input = input_of(replay, &rule->rule, subject);
	struct alert_news news;
	bool changed;
	if (!kept->alert.rule)
		alert_init(&kept->alert, rule->rule.name, rule->rule.scope, subject->code);
	bool told = alert_step(&kept->alert, &input, &news, &changed);
	if (told && news.episode == 0)
		news.episode = kept->alert.episode = ++replay->episodes;
	if (told || kept->telling_count > 0)
		replay_tell(replay, rule, subject, kept, told ? &news : NULL);
}

static void step_all(struct replay *replay)
{
	for (int narrow = 0; narrow < 2; narrow++) /* wider episodes cover others */
		for (size_t i = 0; i < replay->settings->rule_count; i++) {
			const struct rule_settings *rule = &replay->settings->rules[i];
			enum scope scope = rule->rule.scope;
			if (rule->warn_count > 0 || (scope <= SCOPE_FIELD) != narrow)
				continue;
			for (size_t s = 0; s < replay->subject_count[scope]; s++)
				if (replay->subjects[scope][s].known)
					step(replay, rule, &replay->subjects[scope][s],
						&replay->alerts[i][s]);
		}
}

static instant earlier(instant a, instant b)
{
	if (a == INSTANT_NONE || b == INSTANT_NONE)
		return a == INSTANT_NONE ? b : a;
	return a < b ? a : b;
}

/* The next instant at which time alone moves something. */
static instant next_instant(const struct replay *replay)
{
	instant next = INSTANT_NONE;
	for (size_t i = 0; i < replay->settings->rule_count; i++) {
		const struct rule_settings *rule = &replay->settings->rules[i];
		for (size_t s = 0; s < replay->subject_count[rule->rule.scope]; s++) {
			const struct replay_subject *subject =
				&replay->subjects[rule->rule.scope][s];
			const struct replay_alert *kept = &replay->alerts[i][s];
			struct alert_input input = input_of(replay, &rule->rule, subject);
			if (!kept->alert.rule || !subject->known || input.stale)
				continue;
			next = earlier(next, alert_next_at(&kept->alert, &input));
			next = earlier(next, replay_next_telling(kept));
		}
	}
	return next;
}

/* --- the days -------------------------------------------------------------------------------- */

static int run_slot(struct replay *replay, instant until)
{
	replay->now = replay->fold.slots[replay->slot].at;
	int result = see(replay);
	if (result < 0)
		return result;
	for (;;) {
		step_all(replay);
		instant next = next_instant(replay);
		if (next == INSTANT_NONE || next >= until)
			return 0;
		replay->now = next > replay->now ? next : replay->now + MINUTE_MS;
		if (replay->now >= until)
			return 0;
	}
}

/* The instants of some days, up to now; returns how many. */
static size_t instants_of(const struct tool *tool, day from, day to, instant *instants)
{
	size_t count = 0;
	for (day date = from; date <= to; date++)
		for (int i = 0; i < SLOTS_A_DAY; i++) {
			instant at = zone_instant(tool_zone(tool), date, i * SLOT_MS);
			if (at <= tool->now)
				instants[count++] = at;
		}
	return count;
}

static int walk(struct replay *replay, day from, day to)
{
	instant instants[DAYS_A_WALK * SLOTS_A_DAY];
	size_t count = instants_of(replay->tool, from, to, instants);
	int result = count > 0
			     ? fold_run(&replay->fold, replay->tool, instants, count, replay->error)
			     : 0;
	for (size_t i = 0; i < count && result == 0; i++) {
		replay->slot = i;
		result = run_slot(replay, i + 1 < count ? instants[i + 1] : instants[i] + SLOT_MS);
	}
	if (count > 0)
		fold_free(&replay->fold);
	return result;
}

static void make_room(struct replay *replay)
{
	size_t fields;
	store_units(replay->tool->store, &replay->unit_count);
	store_fields(replay->tool->store, &fields);
	const size_t counts[] = {[SCOPE_COMMUNE] = directory_count(tool_directory(replay->tool)),
		[SCOPE_FIELD] = fields,
		[SCOPE_PROVINCE] = 1,
		[SCOPE_PORTAL] = replay->settings->portal_count};
	replay->units = xcalloc(replay->unit_count + 1, sizeof(*replay->units));
	for (uint32_t i = 0; i < replay->unit_count; i++)
		replay->units[i] = i + 1;
	for (int scope = 0; scope < 4; scope++) {
		replay->subject_count[scope] = counts[scope];
		replay->subjects[scope] = xcalloc(counts[scope] + 1, sizeof(struct replay_subject));
	}
	replay->alerts = xcalloc(replay->settings->rule_count + 1, sizeof(*replay->alerts));
	for (size_t i = 0; i < replay->settings->rule_count; i++)
		replay->alerts[i] = xcalloc(counts[replay->settings->rules[i].rule.scope] + 1,
			sizeof(struct replay_alert));
}

static void give_back(struct replay *replay)
{
	for (size_t i = 0; i < replay->settings->rule_count; i++) {
		enum scope scope = replay->settings->rules[i].rule.scope;
		for (size_t s = 0; s < replay->subject_count[scope]; s++)
			free(replay->alerts[i][s].tellings);
		free(replay->alerts[i]);
	}
	free(replay->alerts);
	for (int scope = 0; scope < 4; scope++)
		free(replay->subjects[scope]);
	free(replay->units);
	recipients_free(&replay->recipients);
	roll_up_free(replay->roll_up);
}

int replay(
	struct tool *tool, day from, day to, replayed_fn *on_told, void *user, struct error *error)
{
	struct replay replay = {
		.tool = tool,
		.settings = tool_settings(tool),
		.roll_up = roll_up_new(),
		.on_told = on_told,
		.user = user,
		.error = error,
	};
	int result = 0;
	make_room(&replay);
	for (day date = from; date <= to && result == 0; date += DAYS_A_WALK) {
		day last = date + DAYS_A_WALK - 1;
		result = walk(&replay, date, last < to ? last : to);
	}
	give_back(&replay);
	return result;
}

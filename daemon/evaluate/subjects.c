#include "evaluate/subjects_parts.h"

#include "base/memory.h"
#include "evaluate/survey.h"
#include "ground/ground.h"

struct subjects *subjects_new(struct ground *ground)
{
	struct subjects *subjects = xcalloc(1, sizeof(*subjects));

	subjects->ground = ground;
	subjects->current_on = DAY_NONE;
	subjects->survey = survey_new(ground);
	return subjects;
}

void subjects_free(struct subjects *subjects)
{
	if (!subjects)
		return;
	roll_up_free(subjects->roll_up);
	survey_free(subjects->survey);
	free(subjects->codes);
	free(subjects->lines);
	free(subjects->oldest);
	free(subjects->current);
	free(subjects->fields);
	free(subjects->units);
	free(subjects);
}

/* --- the sum ------------------------------------------------------------------------------ */

static const struct backing firm = {PORTAL_SETTLED, INSTANT_NONE, INSTANT_NONE};

static void stand_on(struct backing *backing, const struct portal *portal, instant now)
{
	enum portal_footing footing = portal_footing(portal, now);
	instant complete = portal->complete, stale_at = portal_frozen_at(portal);

	if (footing > backing->footing)
		backing->footing = footing;
	if (footing == PORTAL_STALE &&
		(backing->stale_since == INSTANT_NONE || stale_at < backing->stale_since))
		backing->stale_since = stale_at;
	if (complete != INSTANT_NONE &&
		(backing->observed == INSTANT_NONE || complete < backing->observed))
		backing->observed = complete;
}

static void sum_grounds(struct subjects *subjects, const struct store_unit *units, size_t count)
{
	const struct ground *ground = subjects->ground;
	size_t lines = roll_up_lines(subjects->roll_up);

	array_reserve(subjects->lines, &subjects->lines_capacity, lines);
	array_reserve(subjects->oldest, &subjects->oldest_capacity, lines);
	for (size_t i = 0; i < lines; i++) {
		subjects->lines[i] = firm;
		subjects->oldest[i] = SUBJECTS_OLDEST_UNKNOWN;
	}
	for (size_t i = 0; i < count; i++) {
		const struct portal *portal = portals_find(&ground->portals, units[i].portal);
		if (portal && portal->settings->counted)
			stand_on(&subjects->lines[roll_up_line_of(subjects->roll_up, units[i].id)],
				portal, subjects->now);
	}
	subjects->all = firm;
	for (size_t i = 0; i < ground->portals.count; i++)
		if (ground->portals.items[i].settings->counted)
			stand_on(&subjects->all, &ground->portals.items[i], subjects->now);
}

static void sum_fields(struct subjects *subjects, const struct roll_up_range *range)
{
	store_fields(subjects->ground->store, &subjects->fields_count);
	size_t count = subjects->fields_count + 1;
	array_reserve(subjects->fields, &subjects->fields_capacity, count);
	roll_up_fields(&subjects->ground->tally, range, subjects->fields, count);
}

static void find_current(struct subjects *subjects, day today)
{
	size_t count = directory_count(subjects->directory);

	if (subjects->current_on == today)
		return;
	array_reserve(subjects->current, &subjects->current_capacity, count + 1);
	for (size_t i = 0; i < count; i++)
		subjects->current[i] = directory_of_code(subjects->directory,
					       slice_of(directory_at(subjects->directory, i)->code),
					       today) == (int)i;
	subjects->current_on = today;
}

void subjects_sum(struct subjects *subjects, instant now)
{
	struct ground *ground = subjects->ground;
	day today = zone_day(ground_zone(ground), now);
	struct roll_up_range range = roll_up_year(today);
	size_t count;
	const struct store_unit *units = store_units(ground->store, &count);

	subjects->now = now;
	subjects->cut = 0;
	survey_begin(subjects->survey);
	array_reserve(subjects->codes, &subjects->codes_capacity, count + 1);
	array_reserve(subjects->units, &subjects->units_capacity, count + 1);
	for (size_t i = 0; i < count; i++) {
		subjects->codes[i] = units[i].code;
		subjects->units[i] = units[i].id;
	}
	subjects->unit_count = count;
	if (subjects->directory != ground->site->directory) {
		roll_up_free(subjects->roll_up);
		subjects->roll_up = roll_up_new();
		subjects->directory = ground->site->directory;
		subjects->current_on = DAY_NONE;
	}
	find_current(subjects, today);
	roll_up_join(subjects->roll_up, subjects->directory, today, subjects->codes, count);
	roll_up_sum(subjects->roll_up, &ground->tally, &range);
	sum_fields(subjects, &range);
	sum_grounds(subjects, units, count);
}

/* --- one subject -------------------------------------------------------------------------- */

size_t subjects_count(const struct subjects *subjects, enum scope scope)
{
	switch (scope) {
	case SCOPE_COMMUNE:
		return directory_count(subjects->directory);
	case SCOPE_FIELD:
		return subjects->fields_count;
	case SCOPE_PROVINCE:
		return 1;
	case SCOPE_PORTAL:
		return subjects->ground->portals.count;
	}
	return 0;
}

static void set_backing(struct subject *subject, const struct backing *backing)
{
	subject->footing = backing->footing;
	subject->stale_since = backing->stale_since;
	subject->observed = backing->observed;
}

static void get_commune(struct subjects *subjects, struct subject *subject)
{
	size_t line = subject->index;

	subject->commune = directory_at(subjects->directory, line);
	subject->code = subject->commune->code;
	subject->name = subject->commune->name;
	subject->kind = subject->commune->kind;
	subject->counts = roll_up_counts(subjects->roll_up, line);
	subject->units = roll_up_units(subjects->roll_up, line, &subject->unit_count);
	set_backing(subject, &subjects->lines[line]);
}

/* A portal's own state is known whatever its footing. */
static void get_portal(const struct subjects *subjects, struct subject *subject)
{
	static const struct counts none;
	const struct portal *portal = &subjects->ground->portals.items[subject->index];

	subject->code = subject->name = portal->settings->name;
	subject->counts = &none;
	set_backing(subject, &firm);
	subject->observed = portal->complete;
}

void subjects_get(
	struct subjects *subjects, enum scope scope, size_t index, struct subject *ret_subject)
{
	const struct hentra_settings *hentra = &ground_settings(subjects->ground)->hentra;

	*ret_subject = (struct subject){.scope = scope, .index = index};
	if (scope == SCOPE_COMMUNE) {
		get_commune(subjects, ret_subject);
		return;
	}
	if (scope == SCOPE_PORTAL) {
		get_portal(subjects, ret_subject);
		return;
	}
	set_backing(ret_subject, &subjects->all);
	ret_subject->units = subjects->units;
	ret_subject->unit_count = subjects->unit_count;
	if (scope == SCOPE_FIELD) {
		size_t count;
		const struct store_name *field =
			&store_fields(subjects->ground->store, &count)[index];
		ret_subject->code = field->code;
		ret_subject->name = field->name[0] ? field->name : field->code;
		ret_subject->field = field->id;
		ret_subject->counts = &subjects->fields[field->id];
		return;
	}
	ret_subject->code = hentra->province;
	ret_subject->name = hentra->province_name;
	ret_subject->counts = roll_up_total(subjects->roll_up);
}

/* A commune may stand in several rows of the directory: the one of today, or the latest. */
static int find_index(const struct subjects *subjects, enum scope scope, const char *code)
{
	struct ground *ground = subjects->ground;

	if (scope == SCOPE_COMMUNE)
		return directory_of_code(subjects->directory, slice_of(code),
			zone_day(ground_zone(ground), subjects->now));
	if (scope == SCOPE_PROVINCE)
		return strcmp(code, ground_settings(ground)->hentra.province) == 0 ? 0 : -1;
	for (size_t i = 0; scope == SCOPE_PORTAL && i < ground->portals.count; i++)
		if (strcmp(ground->portals.items[i].settings->name, code) == 0)
			return (int)i;
	if (scope == SCOPE_FIELD) {
		size_t count;
		const struct store_name *fields = store_fields(ground->store, &count);
		for (size_t i = 0; i < subjects->fields_count; i++)
			if (strcmp(fields[i].code, code) == 0)
				return (int)i;
	}
	return -1;
}

bool subjects_current(const struct subjects *subjects, const struct subject *subject)
{
	return subject->scope != SCOPE_COMMUNE || subjects->current[subject->index];
}

bool subjects_find(
	struct subjects *subjects, enum scope scope, const char *code, struct subject *ret_subject)
{
	int index = find_index(subjects, scope, code);

	if (index < 0)
		return false;
	subjects_get(subjects, scope, (size_t)index, ret_subject);
	return true;
}

void subjects_former(const struct subjects *subjects, enum scope scope, const char *code,
	struct subject *ret_subject)
{
	static const struct counts none;
	const struct directory *directory = subjects->ground->site->directory;

	*ret_subject = (struct subject){
		.scope = scope,
		.code = code,
		.name = code,
		.counts = &none,
		.footing = PORTAL_SETTLED,
		.stale_since = INSTANT_NONE,
		.observed = INSTANT_NONE,
	};
	for (size_t i = 0; scope == SCOPE_COMMUNE && i < directory_count(directory); i++) {
		const struct commune *row = directory_at(directory, i);
		if (strcmp(row->code, code) != 0)
			continue;
		ret_subject->name = row->name;
		ret_subject->kind = row->kind;
	}
}

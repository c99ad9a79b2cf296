#include "web/standings.h"

#include "base/memory.h"
#include "ground/alerts.h"
#include "ground/ground.h"
#include "ground/readings.h"

/* What all standings of a snapshot rest on. */
struct basis {
	struct snapshot *snapshot;
	const struct settings *settings;
	const struct readings *readings;
	struct alerts *alerts;
	struct hold *holds;
	size_t hold_count;
	struct page_standing *items;
	size_t count;
};

/* --- holds ---------------------------------------------------------------------------------- */

struct hold_list {
	struct arena *arena;
	struct hold *items;
	size_t count, capacity;
};

static int take_hold(void *user, const struct hold *hold)
{
	struct hold_list *list = user;
	struct hold copy = *hold;

	copy.rule = arena_copy(list->arena, slice_of(hold->rule ? hold->rule : ""));
	copy.subject = arena_copy(list->arena, slice_of(hold->subject ? hold->subject : ""));
	copy.by = arena_copy(list->arena, slice_of(hold->by ? hold->by : ""));
	copy.why = copy.token = NULL;
	array_reserve(list->items, &list->capacity, list->count + 1);
	list->items[list->count++] = copy;
	return 0;
}

static int basis_begin(struct basis *basis, struct snapshot *snapshot, struct error *error)
{
	struct ground *ground = snapshot->ground;
	struct hold_list holds = {.arena = &snapshot->arena};

	*basis = (struct basis){.snapshot = snapshot,
		.settings = ground_settings(ground),
		.readings = ground->readings,
		.alerts = ground->alerts};
	int result = store_holds(ground->store, false, snapshot->now, take_hold, &holds, error);
	basis->holds = holds.items;
	basis->hold_count = holds.count;
	if (result < 0)
		free(holds.items);
	return result;
}

/* Sorts what was added from `first` on, and hands it over. */
static struct standing_list worst_first(const struct basis *basis, size_t first)
{
	struct standing_list list = {basis->items + first, basis->count - first};

	if (list.count > 0)
		qsort(list.items, list.count, sizeof(*list.items), page_standing_compare);
	return list;
}

static void make_room(struct basis *basis, size_t count)
{
	basis->items = arena_alloc(&basis->snapshot->arena, count + 1, sizeof(*basis->items));
}

/* --- one standing --------------------------------------------------------------------------- */

static void add_alert(struct page_standing *standing, const struct alert *alert)
{
	standing->state = alert->state;
	standing->severity = alert->severity;
	standing->episode = alert->episode;
	standing->since = alert->state == ALERT_FIRING ? alert->fired_at : alert->active_at;
	standing->frozen = alert->frozen_at != INSTANT_NONE;
}

/* The longest hold of each kind, as holds_effect() finds it, and whose word it is. */
static void add_holds(const struct basis *basis, struct page_standing *standing)
{
	struct hold_subject subject = {standing->episode, standing->name, standing->scope,
		standing->code, standing->severity};
	struct hold_effect effect =
		holds_effect(basis->holds, basis->hold_count, &subject, basis->snapshot->now);

	standing->silenced_until = effect.silenced_until;
	if (standing->state != ALERT_FIRING || effect.acknowledged_until == INSTANT_NONE)
		return;
	standing->acknowledged_until = effect.acknowledged_until;
	for (size_t i = 0; i < basis->hold_count; i++)
		if (basis->holds[i].kind == HOLD_ACKNOWLEDGEMENT &&
			basis->holds[i].until == effect.acknowledged_until &&
			hold_covers(&basis->holds[i], &subject))
			standing->acknowledged_by = basis->holds[i].by;
}

static void begin_standing(struct page_standing *standing, enum scope scope, const char *rule,
	const char *code, const char *name)
{
	*standing = (struct page_standing){
		.name = rule,
		.scope = scope,
		.code = code,
		.subject = name,
		.reading = {.at = INSTANT_NONE},
		.since = INSTANT_NONE,
		.acknowledged_until = INSTANT_NONE,
		.silenced_until = INSTANT_NONE,
	};
}

/* `index`: of the subject in its scope. Strings are borrowed from where the subject is kept. */
static struct page_standing *add_standing(
	struct basis *basis, size_t rule, size_t index, const char *code, const char *name)
{
	const struct rule_settings *settings = &basis->settings->rules[rule];
	struct page_standing *standing = &basis->items[basis->count++];
	const struct alert *alert =
		alerts_find(basis->alerts, settings->rule.name, settings->rule.scope, code);

	begin_standing(standing, settings->rule.scope, settings->rule.name, code, name);
	standing->warn = settings->warn;
	standing->warn_count = settings->warn_count;
	if (settings->warn_count == 0)
		standing->rule = &settings->rule;
	readings_get(basis->readings, rule, index, &standing->reading);
	if (alert)
		add_alert(standing, alert);
	add_holds(basis, standing);
	return standing;
}

/* --- subjects ------------------------------------------------------------------------------- */

static size_t subject_count(const struct snapshot *snapshot, enum scope scope)
{
	size_t count = 1;

	if (scope == SCOPE_COMMUNE)
		return directory_count(snapshot->ground->site->directory);
	if (scope == SCOPE_PORTAL)
		return snapshot->ground->portals.count;
	if (scope == SCOPE_FIELD)
		store_fields(snapshot->ground->store, &count);
	return count;
}

/* False: a row of the directory that is not today's. */
static bool subject_at(const struct snapshot *snapshot, enum scope scope, size_t index,
	const char **ret_code, const char **ret_name)
{
	const struct ground *ground = snapshot->ground;
	size_t count;

	if (scope == SCOPE_COMMUNE) {
		const struct commune *row = directory_at(ground->site->directory, index);
		*ret_code = row->code;
		*ret_name = row->name;
		return directory_of_code(ground->site->directory, slice_of(row->code),
			       zone_day(ground_zone(ground), snapshot->now)) == (int)index;
	}
	if (scope == SCOPE_FIELD) {
		const struct store_name *field = &store_fields(ground->store, &count)[index];
		*ret_code = field->code;
		*ret_name = field->name && field->name[0] ? field->name : field->code;
	} else if (scope == SCOPE_PORTAL) {
		*ret_code = *ret_name = ground->portals.items[index].settings->name;
	} else {
		*ret_code = ground_settings(ground)->hentra.province;
		*ret_name = snapshot_subject(snapshot, scope, *ret_code);
	}
	return true;
}

/* The index of a subject in its scope; -1: it is gone. */
static int index_of(
	const struct snapshot *snapshot, enum scope scope, const char *code, const char **ret_name)
{
	const struct ground *ground = snapshot->ground;
	const char *found;

	if (scope == SCOPE_COMMUNE) {
		int line = directory_of_code(ground->site->directory, slice_of(code),
			zone_day(ground_zone(ground), snapshot->now));
		if (line >= 0)
			*ret_name = directory_at(ground->site->directory, (size_t)line)->name;
		return line;
	}
	for (size_t i = 0; i < subject_count(snapshot, scope); i++) {
		if (subject_at(snapshot, scope, i, &found, ret_name) && strcmp(found, code) == 0)
			return (int)i;
	}
	return -1;
}

/* --- from outside --------------------------------------------------------------------------- */

static struct standing_list add_commune(struct basis *basis, const char *code, const char *name)
{
	const char *known = name;
	int index = index_of(basis->snapshot, SCOPE_COMMUNE, code, &known);
	size_t first = basis->count;

	for (size_t i = 0; i < basis->settings->rule_count && index >= 0; i++)
		if (basis->settings->rules[i].rule.scope == SCOPE_COMMUNE)
			add_standing(basis, i, (size_t)index, code, name);
	return worst_first(basis, first);
}

int standings_of_commune(struct snapshot *snapshot, const char *code, const char *name,
	struct standing_list *ret_list, struct error *error)
{
	struct basis basis;
	int result = basis_begin(&basis, snapshot, error);

	if (result < 0)
		return result;
	make_room(&basis, basis.settings->rule_count);
	*ret_list = add_commune(&basis, code, name);
	free(basis.holds);
	return 0;
}

int standings_of_communes(struct snapshot *snapshot, struct error *error)
{
	struct basis basis;
	int result = basis_begin(&basis, snapshot, error);

	if (result < 0)
		return result;
	make_room(&basis, basis.settings->rule_count * snapshot->commune_count);
	for (size_t i = 0; i < snapshot->commune_count; i++) {
		struct page_commune *commune = &snapshot->communes[i];
		struct standing_list list = add_commune(&basis, commune->code, commune->name);
		commune->standings = list.items;
		commune->standing_count = list.count;
	}
	free(basis.holds);
	return 0;
}

/* Those of one rule. `calm`: also where nothing is the matter; `most`: how many at most. */
static size_t add_rule(struct basis *basis, size_t rule, bool calm, size_t most)
{
	enum scope scope = basis->settings->rules[rule].rule.scope;
	size_t count = subject_count(basis->snapshot, scope), left_out = 0;
	const char *code, *name;

	for (size_t i = 0; i < count; i++) {
		if (!subject_at(basis->snapshot, scope, i, &code, &name))
			continue;
		if (basis->count == most) {
			left_out++;
			continue;
		}
		struct page_standing *added = add_standing(basis, rule, i, code, name);
		if (!calm && added->state == ALERT_INACTIVE)
			basis->count--;
	}
	return left_out;
}

static size_t add_scope(struct basis *basis, enum scope scope, bool calm, size_t most)
{
	size_t left_out = 0;

	for (size_t i = 0; i < basis->settings->rule_count; i++)
		if (basis->settings->rules[i].rule.scope == scope &&
			basis->settings->rules[i].warn_count == 0)
			left_out += add_rule(basis, i, calm, most);
	return left_out;
}

int standings_of_province(
	struct snapshot *snapshot, struct standing_list *ret_list, struct error *error)
{
	struct basis basis;
	int result = basis_begin(&basis, snapshot, error);

	if (result < 0)
		return result;
	make_room(&basis, SNAPSHOT_ROWS + 1); /* a quiet one is added for a moment */
	add_scope(&basis, SCOPE_PROVINCE, true, SNAPSHOT_ROWS);
	add_scope(&basis, SCOPE_PORTAL, true, SNAPSHOT_ROWS);
	add_scope(&basis, SCOPE_FIELD, false, SNAPSHOT_ROWS);
	*ret_list = (struct standing_list){basis.items, basis.count};
	free(basis.holds);
	return 0;
}

static void add_orphan(struct basis *basis, const struct alert *alert, const char *name)
{
	struct page_standing *standing = &basis->items[basis->count++];

	begin_standing(standing, alert->scope, alert->rule, alert->subject, name);
	add_alert(standing, alert);
	add_holds(basis, standing);
}

static void add_alerted(struct basis *basis, const struct alert *alert)
{
	const struct rule_settings *rule = settings_rule(basis->settings, alert->rule);
	const char *name = snapshot_subject(basis->snapshot, alert->scope, alert->subject);
	int index = rule && rule->rule.scope == alert->scope
			    ? index_of(basis->snapshot, alert->scope, alert->subject, &name)
			    : -1;

	if (index < 0)
		add_orphan(basis, alert, name);
	else
		add_standing(basis, (size_t)(rule - basis->settings->rules), (size_t)index,
			alert->subject, name)
			->has_page = alert->scope == SCOPE_COMMUNE;
}

static instant since(const struct alert *alert)
{
	return alert->state == ALERT_FIRING ? alert->fired_at : alert->active_at;
}

static int compare_alerts(const void *left, const void *right)
{
	const struct alert *a = *(const struct alert *const *)left,
			   *b = *(const struct alert *const *)right;

	if (a->state != b->state)
		return a->state > b->state ? -1 : 1;
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	return since(a) < since(b) ? -1 : since(a) > since(b);
}

/* Only what is shown is looked up: there may be many more. */
int standings_of_alerts(struct snapshot *snapshot, struct standing_list *ret_list, bool *ret_more,
	struct error *error)
{
	struct basis basis;
	int result = basis_begin(&basis, snapshot, error);

	if (result < 0)
		return result;
	size_t count = alerts_count(basis.alerts);
	size_t shown = count < SNAPSHOT_ROWS ? count : SNAPSHOT_ROWS;
	const struct alert **sorted = arena_alloc(&snapshot->arena, count + 1, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = alerts_at(basis.alerts, i);
	qsort(sorted, count, sizeof(*sorted), compare_alerts);
	make_room(&basis, shown);
	for (size_t i = 0; i < shown; i++)
		add_alerted(&basis, sorted[i]);
	*ret_list = worst_first(&basis, 0);
	*ret_more = shown < count;
	free(basis.holds);
	return 0;
}

int standings_of_all(struct snapshot *snapshot, struct standing_list *ret_list,
	int64_t *ret_left_out, struct error *error)
{
	static const enum scope order[] = {
		SCOPE_PROVINCE, SCOPE_PORTAL, SCOPE_COMMUNE, SCOPE_FIELD};
	struct basis basis;
	size_t room = 0, left_out = 0;
	int result = basis_begin(&basis, snapshot, error);

	if (result < 0)
		return result;
	for (size_t i = 0; i < basis.settings->rule_count; i++)
		room += subject_count(snapshot, basis.settings->rules[i].rule.scope);
	make_room(&basis, room < STANDINGS_MOST ? room : STANDINGS_MOST);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		left_out += add_scope(&basis, order[i], true, STANDINGS_MOST);
	*ret_list = (struct standing_list){basis.items, basis.count};
	free(basis.holds);
	*ret_left_out = (int64_t)left_out;
	return 0;
}

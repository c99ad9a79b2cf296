#include "app/standings.h"

#include "app/alerts.h"
#include "app/app.h"
#include "app/evaluator.h"
#include "app/readings.h"
#include "base/memory.h"

/* What all standings of a snapshot rest on. */
struct ground {
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

static int ground_begin(struct ground *ground, struct snapshot *snapshot, struct error *error)
{
	struct app *app = snapshot->app;
	struct hold_list holds = {.arena = &snapshot->arena};

	*ground = (struct ground){.snapshot = snapshot,
		.settings = app_settings(app),
		.readings = evaluator_readings(app->evaluator),
		.alerts = evaluator_alerts(app->evaluator)};
	int result = store_holds(app->store, false, snapshot->now, take_hold, &holds, error);
	ground->holds = holds.items;
	ground->hold_count = holds.count;
	if (result < 0)
		free(holds.items);
	return result;
}

/* Sorts what was added from `first` on, and hands it over. */
static struct standing_list worst_first(const struct ground *ground, size_t first)
{
	struct standing_list list = {ground->items + first, ground->count - first};

	if (list.count > 0)
		qsort(list.items, list.count, sizeof(*list.items), page_standing_compare);
	return list;
}

static void make_room(struct ground *ground, size_t count)
{
	ground->items = arena_alloc(&ground->snapshot->arena, count + 1, sizeof(*ground->items));
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
static void add_holds(const struct ground *ground, struct page_standing *standing)
{
	struct hold_subject subject = {standing->episode, standing->name, standing->scope,
		standing->code, standing->severity};
	struct hold_effect effect =
		holds_effect(ground->holds, ground->hold_count, &subject, ground->snapshot->now);

	standing->silenced_until = effect.silenced_until;
	if (standing->state != ALERT_FIRING || effect.acknowledged_until == INSTANT_NONE)
		return;
	standing->acknowledged_until = effect.acknowledged_until;
	for (size_t i = 0; i < ground->hold_count; i++)
		if (ground->holds[i].kind == HOLD_ACKNOWLEDGEMENT &&
			ground->holds[i].until == effect.acknowledged_until &&
			hold_covers(&ground->holds[i], &subject))
			standing->acknowledged_by = ground->holds[i].by;
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
	struct ground *ground, size_t rule, size_t index, const char *code, const char *name)
{
	const struct rule_settings *settings = &ground->settings->rules[rule];
	struct page_standing *standing = &ground->items[ground->count++];
	const struct alert *alert =
		alerts_find(ground->alerts, settings->rule.name, settings->rule.scope, code);

	begin_standing(standing, settings->rule.scope, settings->rule.name, code, name);
	standing->warn = settings->warn;
	standing->warn_count = settings->warn_count;
	if (settings->warn_count == 0)
		standing->rule = &settings->rule;
	readings_get(ground->readings, rule, index, &standing->reading);
	if (alert)
		add_alert(standing, alert);
	add_holds(ground, standing);
	return standing;
}

/* --- subjects ------------------------------------------------------------------------------- */

static size_t subject_count(const struct snapshot *snapshot, enum scope scope)
{
	size_t count = 1;

	if (scope == SCOPE_COMMUNE)
		return directory_count(snapshot->app->site->directory);
	if (scope == SCOPE_PORTAL)
		return snapshot->app->poller_count;
	if (scope == SCOPE_FIELD)
		store_fields(snapshot->app->store, &count);
	return count;
}

/* False: a row of the directory that is not today's. */
static bool subject_at(const struct snapshot *snapshot, enum scope scope, size_t index,
	const char **ret_code, const char **ret_name)
{
	const struct app *app = snapshot->app;
	size_t count;

	if (scope == SCOPE_COMMUNE) {
		const struct commune *row = directory_at(app->site->directory, index);
		*ret_code = row->code;
		*ret_name = row->name;
		return directory_of_code(app->site->directory, slice_of(row->code),
			       zone_day(app_zone(app), snapshot->now)) == (int)index;
	}
	if (scope == SCOPE_FIELD) {
		const struct store_name *field = &store_fields(app->store, &count)[index];
		*ret_code = field->code;
		*ret_name = field->name && field->name[0] ? field->name : field->code;
	} else if (scope == SCOPE_PORTAL) {
		*ret_code = *ret_name = poller_settings(app->pollers[index])->name;
	} else {
		*ret_code = app_settings(app)->hentra.province;
		*ret_name = snapshot_subject(snapshot, scope, *ret_code);
	}
	return true;
}

/* The index of a subject in its scope; -1: it is gone. */
static int index_of(
	const struct snapshot *snapshot, enum scope scope, const char *code, const char **ret_name)
{
	const struct app *app = snapshot->app;
	const char *found;

	if (scope == SCOPE_COMMUNE) {
		int line = directory_of_code(app->site->directory, slice_of(code),
			zone_day(app_zone(app), snapshot->now));
		if (line >= 0)
			*ret_name = directory_at(app->site->directory, (size_t)line)->name;
		return line;
	}
	for (size_t i = 0; i < subject_count(snapshot, scope); i++) {
		if (subject_at(snapshot, scope, i, &found, ret_name) && strcmp(found, code) == 0)
			return (int)i;
	}
	return -1;
}

/* --- from outside --------------------------------------------------------------------------- */

static struct standing_list add_commune(struct ground *ground, const char *code, const char *name)
{
	const char *known = name;
	int index = index_of(ground->snapshot, SCOPE_COMMUNE, code, &known);
	size_t first = ground->count;

	for (size_t i = 0; i < ground->settings->rule_count && index >= 0; i++)
		if (ground->settings->rules[i].rule.scope == SCOPE_COMMUNE)
			add_standing(ground, i, (size_t)index, code, name);
	return worst_first(ground, first);
}

int standings_of_commune(struct snapshot *snapshot, const char *code, const char *name,
	struct standing_list *ret_list, struct error *error)
{
	struct ground ground;
	int result = ground_begin(&ground, snapshot, error);

	if (result < 0)
		return result;
	make_room(&ground, ground.settings->rule_count);
	*ret_list = add_commune(&ground, code, name);
	free(ground.holds);
	return 0;
}

int standings_of_communes(struct snapshot *snapshot, struct error *error)
{
	struct ground ground;
	int result = ground_begin(&ground, snapshot, error);

	if (result < 0)
		return result;
	make_room(&ground, ground.settings->rule_count * snapshot->commune_count);
	for (size_t i = 0; i < snapshot->commune_count; i++) {
		struct page_commune *commune = &snapshot->communes[i];
		struct standing_list list = add_commune(&ground, commune->code, commune->name);
		commune->standings = list.items;
		commune->standing_count = list.count;
	}
	free(ground.holds);
	return 0;
}

/* Those of one rule. `calm`: also where nothing is the matter; `most`: how many at most. */
static size_t add_rule(struct ground *ground, size_t rule, bool calm, size_t most)
{
	enum scope scope = ground->settings->rules[rule].rule.scope;
	size_t count = subject_count(ground->snapshot, scope), left_out = 0;
	const char *code, *name;

	for (size_t i = 0; i < count; i++) {
		if (!subject_at(ground->snapshot, scope, i, &code, &name))
			continue;
		if (ground->count == most) {
			left_out++;
			continue;
		}
		struct page_standing *added = add_standing(ground, rule, i, code, name);
		if (!calm && added->state == ALERT_INACTIVE)
			ground->count--;
	}
	return left_out;
}

static size_t add_scope(struct ground *ground, enum scope scope, bool calm, size_t most)
{
	size_t left_out = 0;

	for (size_t i = 0; i < ground->settings->rule_count; i++)
		if (ground->settings->rules[i].rule.scope == scope &&
			ground->settings->rules[i].warn_count == 0)
			left_out += add_rule(ground, i, calm, most);
	return left_out;
}

int standings_of_province(
	struct snapshot *snapshot, struct standing_list *ret_list, struct error *error)
{
	struct ground ground;
	int result = ground_begin(&ground, snapshot, error);

	if (result < 0)
		return result;
	make_room(&ground, SNAPSHOT_ROWS + 1); /* a quiet one is added for a moment */
	add_scope(&ground, SCOPE_PROVINCE, true, SNAPSHOT_ROWS);
	add_scope(&ground, SCOPE_PORTAL, true, SNAPSHOT_ROWS);
	add_scope(&ground, SCOPE_FIELD, false, SNAPSHOT_ROWS);
	*ret_list = (struct standing_list){ground.items, ground.count};
	free(ground.holds);
	return 0;
}

static void add_orphan(struct ground *ground, const struct alert *alert, const char *name)
{
	struct page_standing *standing = &ground->items[ground->count++];

	begin_standing(standing, alert->scope, alert->rule, alert->subject, name);
	add_alert(standing, alert);
	add_holds(ground, standing);
}

static void add_alerted(struct ground *ground, const struct alert *alert)
{
	const struct rule_settings *rule = settings_rule(ground->settings, alert->rule);
	const char *name = snapshot_subject(ground->snapshot, alert->scope, alert->subject);
	int index = rule && rule->rule.scope == alert->scope
			    ? index_of(ground->snapshot, alert->scope, alert->subject, &name)
			    : -1;

	if (index < 0)
		add_orphan(ground, alert, name);
	else
		add_standing(ground, (size_t)(rule - ground->settings->rules), (size_t)index,
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
	struct ground ground;
	int result = ground_begin(&ground, snapshot, error);

	if (result < 0)
		return result;
	size_t count = alerts_count(ground.alerts);
	size_t shown = count < SNAPSHOT_ROWS ? count : SNAPSHOT_ROWS;
	const struct alert **sorted = arena_alloc(&snapshot->arena, count + 1, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = alerts_at(ground.alerts, i);
	qsort(sorted, count, sizeof(*sorted), compare_alerts);
	make_room(&ground, shown);
	for (size_t i = 0; i < shown; i++)
		add_alerted(&ground, sorted[i]);
	*ret_list = worst_first(&ground, 0);
	*ret_more = shown < count;
	free(ground.holds);
	return 0;
}

int standings_of_all(struct snapshot *snapshot, struct standing_list *ret_list,
	int64_t *ret_left_out, struct error *error)
{
	static const enum scope order[] = {
		SCOPE_PROVINCE, SCOPE_PORTAL, SCOPE_COMMUNE, SCOPE_FIELD};
	struct ground ground;
	size_t room = 0, left_out = 0;
	int result = ground_begin(&ground, snapshot, error);

	if (result < 0)
		return result;
	for (size_t i = 0; i < ground.settings->rule_count; i++)
		room += subject_count(snapshot, ground.settings->rules[i].rule.scope);
	make_room(&ground, room < STANDINGS_MOST ? room : STANDINGS_MOST);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		left_out += add_scope(&ground, order[i], true, STANDINGS_MOST);
	*ret_list = (struct standing_list){ground.items, ground.count};
	free(ground.holds);
	*ret_left_out = (int64_t)left_out;
	return 0;
}

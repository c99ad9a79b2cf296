/* What a pass rests on: holds, what is due, who knows of wider episodes. */
#include "app/tells_parts.h"

#include "base/hash.h"
#include "base/log.h"
#include "store/store_bounce.h"

struct tells *tells_new(struct app *app, struct subjects *subjects)
{
	struct tells *tells = xcalloc(1, sizeof(*tells));

	tells->app = app;
	tells->subjects = subjects;
	tells->warnings = warnings_new();
	return tells;
}

void tells_free(struct tells *tells)
{
	if (!tells)
		return;
	arena_free(&tells->arena);
	recipients_free(&tells->recipients);
	warnings_free(tells->warnings);
	free(tells->returned);
	free(tells->holds);
	free(tells->due);
	free(tells->seen);
	free(tells->wide);
	free(tells->known);
	free(tells->lines);
	free(tells);
}

/* --- what a pass rests on ----------------------------------------------------------------- */

const char *tells_keep(struct tells *tells, const char *text)
{
	return arena_copy(&tells->arena, slice_of(text));
}

static int on_hold(void *user, const struct hold *hold)
{
	struct tells *tells = user;
	struct hold copy = *hold;

	copy.rule = tells_keep(tells, hold->rule);
	copy.subject = tells_keep(tells, hold->subject);
	copy.by = copy.why = "";
	array_reserve(tells->holds, &tells->hold_capacity, tells->hold_count + 1);
	tells->holds[tells->hold_count++] = copy;
	return 0;
}

static int on_returned(void *user, const struct store_returned *returned)
{
	struct tells *tells = user;

	array_reserve(tells->returned, &tells->returned_capacity, tells->returned_count + 2);
	tells->returned[tells->returned_count++] = tells_keep(tells, returned->recipient);
	tells->returned[tells->returned_count] = NULL;
	return 0;
}

static int on_due(void *user, int64_t episode)
{
	struct tells *tells = user;

	array_reserve(tells->due, &tells->due_capacity, tells->due_count + 1);
	array_reserve(tells->seen, &tells->seen_capacity, tells->due_count + 1);
	tells->seen[tells->due_count] = false;
	tells->due[tells->due_count++] = episode;
	return 0;
}

void tells_add_wide(
	struct tells *tells, const char *channel, const char *recipient, enum measure about)
{
	array_reserve(tells->wide, &tells->wide_capacity, tells->wide_count + 1);
	tells->wide[tells->wide_count++] = (struct tells_wide){
		tells_keep(tells, channel), tells_keep(tells, recipient), about};
}

static int on_wide(void *user, const char *channel, const char *recipient, const char *name)
{
	struct tells *tells = user;
	const struct rule_settings *rule = settings_rule(app_settings(tells->app), name);

	if (rule && rule->rule.fire_count > 0)
		tells_add_wide(tells, channel, recipient, rule->rule.fire[0].measure);
	return 0;
}

/* Has an operator, the configuration or a wider episode changed what holds for all? */
static bool world_changed(struct tells *tells)
{
	const struct site *site = tells->app->site;
	uint64_t hash = hash_bytes(&site, sizeof(site), tells->trial);

	for (size_t i = 0; i < tells->hold_count; i++) {
		const struct hold *hold = &tells->holds[i];
		int64_t parts[] = {hold->id, hold->until, hold_stands(hold, tells->now)};
		hash = hash_bytes(parts, sizeof(parts), hash);
	}
	for (size_t i = 0; i < tells->wide_count; i++) {
		hash = hash_bytes(tells->wide[i].channel, strlen(tells->wide[i].channel), hash);
		hash = hash_bytes(tells->wide[i].recipient, strlen(tells->wide[i].recipient), hash);
	}
	for (size_t i = 0; i < tells->returned_count; i++)
		hash = hash_bytes(tells->returned[i], strlen(tells->returned[i]) + 1, hash);
	tells->world = hash;
	return hash != tells->world_before;
}

int tells_begin(struct tells *tells, instant now, struct error *error)
{
	struct store *store = tells->app->store;
	bool trial_before = tells->trial;
	instant armed = INSTANT_NONE, summarised = INSTANT_NONE;

	arena_free(&tells->arena);
	tells->arena = (struct arena){0};
	tells->now = now;
	tells->hold_count = tells->due_count = tells->wide_count = tells->line_count = 0;
	int result = store_holds(store, false, now, on_hold, tells, error);
	tells->returned_count = 0;
	if (result == 0)
		result = store_returned(store, on_returned, tells, error);
	tells->recipients.returned = tells->returned_count > 0 ? tells->returned : NULL;
	if (result == 0)
		result = store_armed(store, &armed, error);
	if (result == 0)
		result = store_summarised(store, &summarised, error);
	if (result == 0)
		result = store_tellings_wide(store, on_wide, tells, error);
	tells->summarised = summarised != INSTANT_NONE;
	tells->trial = app_settings(tells->app)->hentra.trial && armed == INSTANT_NONE;
	if (trial_before && armed != INSTANT_NONE)
		log_line(LOG_NOTABLE, NULL,
			"trial mode is over: an operator armed hentra, who is to be told is told");
	tells->all = world_changed(tells);
	if (result == 0)
		result = tells->all ? store_tellings_over(store, on_due, tells, error)
				    : store_tellings_due(store, now, on_due, tells, error);
	return result;
}

void tells_committed(struct tells *tells)
{
	tells->world_before = tells->world;
}

bool *tells_due_place(const struct tells *tells, int64_t episode)
{
	size_t low = 0, high = tells->due_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (tells->due[middle] < episode)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tells->due_count && tells->due[low] == episode ? &tells->seen[low] : NULL;
}

bool tells_wants(const struct tells *tells, int64_t episode)
{
	return episode != 0 && (tells->all || tells_due_place(tells, episode));
}

instant tells_next(struct tells *tells)
{
	instant next = INSTANT_NONE;
	struct error error;

	if (store_next_telling(tells->app->store, &next, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	return next;
}

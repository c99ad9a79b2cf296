/* What a pass rests on: holds, what is due, who knows of wider episodes. */
#include "evaluate/notify_parts.h"

#include "base/hash.h"
#include "base/log.h"
#include "store/store_bounce.h"

struct notify *notify_new(struct ground *ground, struct subjects *subjects)
{
	struct notify *notify = xcalloc(1, sizeof(*notify));

	notify->ground = ground;
	notify->subjects = subjects;
	notify->warnings = warnings_new();
	return notify;
}

void notify_free(struct notify *notify)
{
	if (!notify)
		return;
	arena_free(&notify->arena);
	recipients_free(&notify->recipients);
	warnings_free(notify->warnings);
	free(notify->returned);
	free(notify->holds);
	free(notify->due);
	free(notify->seen);
	free(notify->wide);
	free(notify->known);
	free(notify->lines);
	free(notify);
}

/* --- what a pass rests on ----------------------------------------------------------------- */

const char *notify_keep(struct notify *notify, const char *text)
{
	return arena_copy(&notify->arena, slice_of(text));
}

static int on_hold(void *user, const struct hold *hold)
{
	struct notify *notify = user;
	struct hold copy = *hold;

	copy.rule = notify_keep(notify, hold->rule);
	copy.subject = notify_keep(notify, hold->subject);
	copy.by = copy.why = "";
	array_reserve(notify->holds, &notify->hold_capacity, notify->hold_count + 1);
	notify->holds[notify->hold_count++] = copy;
	return 0;
}

static int on_returned(void *user, const struct store_returned *returned)
{
	struct notify *notify = user;

	array_reserve(notify->returned, &notify->returned_capacity, notify->returned_count + 2);
	notify->returned[notify->returned_count++] = notify_keep(notify, returned->recipient);
	notify->returned[notify->returned_count] = NULL;
	return 0;
}

static int on_due(void *user, int64_t episode)
{
	struct notify *notify = user;

	array_reserve(notify->due, &notify->due_capacity, notify->due_count + 1);
	array_reserve(notify->seen, &notify->seen_capacity, notify->due_count + 1);
	notify->seen[notify->due_count] = false;
	notify->due[notify->due_count++] = episode;
	return 0;
}

void notify_add_wide(
	struct notify *notify, const char *channel, const char *recipient, enum measure about)
{
	array_reserve(notify->wide, &notify->wide_capacity, notify->wide_count + 1);
	notify->wide[notify->wide_count++] = (struct notify_wide){
		notify_keep(notify, channel), notify_keep(notify, recipient), about};
}

static int on_wide(void *user, const char *channel, const char *recipient, const char *name)
{
	struct notify *notify = user;
	const struct rule_settings *rule = settings_rule(ground_settings(notify->ground), name);

	if (rule && rule->rule.fire_count > 0)
		notify_add_wide(notify, channel, recipient, rule->rule.fire[0].measure);
	return 0;
}

/* Has an operator, the configuration or a wider episode changed what holds for all? */
static bool world_changed(struct notify *notify)
{
	const struct site *site = notify->ground->site;
	uint64_t hash = hash_bytes(&site, sizeof(site), notify->trial);

	for (size_t i = 0; i < notify->hold_count; i++) {
		const struct hold *hold = &notify->holds[i];
		int64_t parts[] = {hold->id, hold->until, hold_stands(hold, notify->now)};
		hash = hash_bytes(parts, sizeof(parts), hash);
	}
	for (size_t i = 0; i < notify->wide_count; i++) {
		hash = hash_bytes(notify->wide[i].channel, strlen(notify->wide[i].channel), hash);
		hash = hash_bytes(
			notify->wide[i].recipient, strlen(notify->wide[i].recipient), hash);
	}
	for (size_t i = 0; i < notify->returned_count; i++)
		hash = hash_bytes(notify->returned[i], strlen(notify->returned[i]) + 1, hash);
	notify->world = hash;
	return hash != notify->world_before;
}

int notify_begin(struct notify *notify, instant now, struct error *error)
{
	struct store *store = notify->ground->store;
	bool trial_before = notify->trial;
	instant armed = INSTANT_NONE, summarised = INSTANT_NONE;

	arena_free(&notify->arena);
	notify->arena = (struct arena){0};
	notify->now = now;
	notify->hold_count = notify->due_count = notify->wide_count = notify->line_count = 0;
	int result = store_holds(store, false, now, on_hold, notify, error);
	notify->returned_count = 0;
	if (result == 0)
		result = store_returned(store, on_returned, notify, error);
	notify->recipients.returned = notify->returned_count > 0 ? notify->returned : NULL;
	if (result == 0)
		result = store_armed(store, &armed, error);
	if (result == 0)
		result = store_summarised(store, &summarised, error);
	if (result == 0)
		result = store_tellings_wide(store, on_wide, notify, error);
	notify->summarised = summarised != INSTANT_NONE;
	notify->trial = ground_settings(notify->ground)->hentra.trial && armed == INSTANT_NONE;
	if (trial_before && armed != INSTANT_NONE)
		log_line(LOG_NOTABLE, NULL,
			"trial mode is over: an operator armed hentra, who is to be told is told");
	notify->all = world_changed(notify);
	if (result == 0)
		result = notify->all ? store_tellings_over(store, on_due, notify, error)
				     : store_tellings_due(store, now, on_due, notify, error);
	return result;
}

void notify_committed(struct notify *notify)
{
	notify->world_before = notify->world;
}

bool *notify_due_place(const struct notify *notify, int64_t episode)
{
	size_t low = 0, high = notify->due_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (notify->due[middle] < episode)
			low = middle + 1;
		else
			high = middle;
	}
	return low < notify->due_count && notify->due[low] == episode ? &notify->seen[low] : NULL;
}

bool notify_wants(const struct notify *notify, int64_t episode)
{
	return episode != 0 && (notify->all || notify_due_place(notify, episode));
}

instant notify_next(struct notify *notify)
{
	instant next = INSTANT_NONE;
	struct error error;

	if (store_next_telling(notify->ground->store, &next, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	return next;
}

#include "app/tells.h"

#include <string.h>

#include "app/app.h"
#include "app/recipients.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"

/* Somebody who knows of an open episode of a province or portal. */
struct wide {
	const char *channel;
	const char *recipient;
	enum measure about;
};

/* A line of a letter about many, until the pass ends. */
struct line {
	struct news_view view;
	struct telling_change change; /* of the day's letter */
	bool written;
};

struct tells {
	struct app *app;
	struct subjects *subjects;
	instant now;
	struct arena arena; /* of the pass */
	bool all; /* every episode is to be looked at */
	/* A hash of holds, arming and the site, of this pass and of the last one that came to its
	 * end: another one, and all is looked at. */
	uint64_t world, world_before;
	bool trial;
	struct hold *holds;
	size_t hold_count, hold_capacity;
	int64_t *due; /* episodes, ascending */
	size_t due_count, due_capacity;
	bool *seen; /* of the due ones: looked at in this pass */
	size_t seen_capacity;
	struct wide *wide;
	size_t wide_count, wide_capacity;
	struct recipients recipients;
	struct telling *known; /* of the episode under way */
	size_t known_count, known_capacity;
	struct line *lines; /* of the day's letters, or of the summary of trial mode */
	size_t line_count, line_capacity;
	bool summarised;
};

struct tells *tells_new(struct app *app, struct subjects *subjects)
{
	struct tells *tells = xcalloc(1, sizeof(*tells));

	tells->app = app;
	tells->subjects = subjects;
	return tells;
}

void tells_free(struct tells *tells)
{
	if (!tells)
		return;
	arena_free(&tells->arena);
	recipients_free(&tells->recipients);
	free(tells->holds);
	free(tells->due);
	free(tells->seen);
	free(tells->wide);
	free(tells->known);
	free(tells->lines);
	free(tells);
}

/* --- tidings ------------------------------------------------------------------------------ */

void tidings_clear(struct tidings *tidings)
{
	tidings->news_count = tidings->telling_count = 0;
	tidings->summary = false;
	deliveries_clear(&tidings->deliveries);
}

void tidings_free(struct tidings *tidings)
{
	deliveries_free(&tidings->deliveries);
	free(tidings->news);
	free(tidings->tellings);
	*tidings = (struct tidings){0};
}

void tidings_add_news(struct tidings *tidings, const struct alert_news *news)
{
	array_reserve(tidings->news, &tidings->news_capacity, tidings->news_count + 1);
	tidings->news[tidings->news_count++] = *news;
}

/* --- what a pass rests on ----------------------------------------------------------------- */

static const char *keep(struct tells *tells, const char *text)
{
	return arena_copy(&tells->arena, slice_of(text));
}

static int on_hold(void *user, const struct hold *hold)
{
	struct tells *tells = user;
	struct hold copy = *hold;

	copy.rule = keep(tells, hold->rule);
	copy.subject = keep(tells, hold->subject);
	copy.by = copy.why = "";
	array_reserve(tells->holds, &tells->hold_capacity, tells->hold_count + 1);
	tells->holds[tells->hold_count++] = copy;
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

static void add_wide(
	struct tells *tells, const char *channel, const char *recipient, enum measure about)
{
	array_reserve(tells->wide, &tells->wide_capacity, tells->wide_count + 1);
	tells->wide[tells->wide_count++] =
		(struct wide){keep(tells, channel), keep(tells, recipient), about};
}

static int on_wide(void *user, const char *channel, const char *recipient, const char *name)
{
	struct tells *tells = user;
	const struct rule_settings *rule = settings_rule(app_settings(tells->app), name);

	if (rule && rule->rule.fire_count > 0)
		add_wide(tells, channel, recipient, rule->rule.fire[0].measure);
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
	tells->world = hash;
	return hash != tells->world_before;
}

int tells_begin(struct tells *tells, instant now, struct error *error)
{
	struct store *store = tells->app->store;
	instant armed = INSTANT_NONE, summarised = INSTANT_NONE;

	arena_free(&tells->arena);
	tells->arena = (struct arena){0};
	tells->now = now;
	tells->hold_count = tells->due_count = tells->wide_count = tells->line_count = 0;
	int result = store_holds(store, false, now, on_hold, tells, error);
	if (result == 0)
		result = store_armed(store, &armed, error);
	if (result == 0)
		result = store_summarised(store, &summarised, error);
	if (result == 0)
		result = store_tellings_wide(store, on_wide, tells, error);
	tells->summarised = summarised != INSTANT_NONE;
	tells->trial = app_settings(tells->app)->hentra.trial && armed == INSTANT_NONE;
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

static bool *due_place(const struct tells *tells, int64_t episode)
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
	return episode != 0 && (tells->all || due_place(tells, episode));
}

instant tells_next(struct tells *tells)
{
	instant next = INSTANT_NONE;
	struct error error;

	if (store_next_telling(tells->app->store, &next, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	return next;
}

/* --- one episode -------------------------------------------------------------------------- */

/* An episode being told. */
struct account {
	struct tells *tells;
	const struct rule_settings *rule;
	const struct subject *subject;
	struct alert *alert;
	bool open;
	struct alert_news sample; /* what all its news of this pass have in common */
	int sequences[NEWS_KINDS]; /* of this pass's news by kind; 0: none yet */
	struct news_draft draft;
	struct tidings *tidings;
};

static int on_telling(void *user, const struct telling *telling)
{
	struct tells *tells = user;
	struct telling copy = *telling;

	copy.channel = keep(tells, telling->channel);
	copy.recipient = keep(tells, telling->recipient);
	array_reserve(tells->known, &tells->known_capacity, tells->known_count + 1);
	tells->known[tells->known_count++] = copy;
	return 0;
}

static bool is_covered(const struct account *account, const struct telling *telling)
{
	const struct tells *tells = account->tells;
	const struct rule *rule = &account->rule->rule;

	if (account->alert->scope == SCOPE_PROVINCE || account->alert->scope == SCOPE_PORTAL)
		return false;
	for (size_t i = 0; i < tells->wide_count; i++) {
		const struct wide *wide = &tells->wide[i];
		if (wide->about == rule->fire[0].measure &&
			strcmp(wide->recipient, telling->recipient) == 0 &&
			strcmp(wide->channel, telling->channel) == 0)
			return true;
	}
	return false;
}

static struct telling_input input_of(const struct account *account, const struct telling *telling,
	const struct recipient *recipient)
{
	const struct tells *tells = account->tells;
	const struct alert *alert = account->alert;
	const struct rule *rule = &account->rule->rule;
	const struct channel_settings *channel =
		settings_channel(app_settings(tells->app), telling->channel);
	struct hold_subject held = {
		alert->episode, alert->rule, alert->scope, alert->subject, alert->severity};

	return (struct telling_input){
		.calendar = tells->app->judge.calendar,
		.now = tells->now,
		.open = account->open,
		.severity = account->sample.severity,
		.opened = account->sample.since,
		.stale = account->open && account->subject->footing != PORTAL_SETTLED,
		.holding = alert->keep_since != INSTANT_NONE,
		.addressed = recipient != NULL,
		.after = recipient ? recipient->after : (struct duration){0},
		.office_hours = channel && channel->working_hours_only,
		.digest_minute = account->rule->digest_minute,
		.repeat = rule->repeat,
		.repeat_count = rule->repeat_count,
		.held = holds_effect(tells->holds, tells->hold_count, &held, tells->now),
		.covered = is_covered(account, telling),
		.trial = tells->trial,
	};
}

/* The number of this pass's news of a kind; the first message of its kind makes it. */
static int sequence_of(struct account *account, enum news_kind kind)
{
	int *sequence = &account->sequences[kind];

	if (*sequence == 0) {
		struct alert_news news = account->sample;
		news.kind = kind;
		news.sequence = *sequence = ++account->alert->sequence;
		tidings_add_news(account->tidings, &news);
	}
	return *sequence;
}

/* Keeps the news of an episode as a line of a letter that is written when the pass ends. */
static struct line *add_line(struct account *account, const struct alert_news *news)
{
	struct tells *tells = account->tells;
	struct alert_news *copy = arena_alloc(&tells->arena, 1, sizeof(*copy));

	*copy = *news;
	copy->rule = keep(tells, news->rule);
	copy->subject = keep(tells, news->subject);
	array_reserve(tells->lines, &tells->line_capacity, tells->line_count + 1);
	struct line *line = &tells->lines[tells->line_count++];
	*line = (struct line){.view = account->draft.view, .change = {.delivery = -1}};
	line->view.news = copy;
	line->view.subject_name = keep(tells, account->subject->name);
	line->view.subject_code = copy->subject;
	return line;
}

static bool in_digest(const struct account *account, const struct channel_settings *channel)
{
	return account->rule->digest_minute >= 0 && channel && channel->type == CHANNEL_EMAIL;
}

/* The index of the delivery; -1: none was written, or it will be when the pass ends. */
static int write_message(struct account *account, struct telling *telling,
	const struct telling_input *input, enum news_kind kind, bool *ret_later,
	struct error *error)
{
	const struct channel_settings *channel =
		settings_channel(app_settings(account->tells->app), telling->channel);
	struct alert_news news = account->sample;

	news.kind = kind;
	news.sequence = sequence_of(account, kind);
	news.told_any = telling->accepted.sequence > 0;
	news.told_before = telling->accepted.counts;
	news.told_before_at = telling->accepted.at;
	news.reminders = telling->offered.reminders + 1;
	telling_offered(telling, input, kind, news.sequence, &news.counts);
	if (!channel) /* gone from the configuration: there is no way to tell */
		return -1;
	if (in_digest(account, channel)) {
		add_line(account, &news)->change.telling = *telling;
		*ret_later = true;
		return -1;
	}
	return news_write(&account->draft, &news, channel, telling->recipient,
		&account->tidings->deliveries, error);
}

static void keep_change(struct account *account, const struct telling_change *change)
{
	struct tidings *tidings = account->tidings;

	array_reserve(tidings->tellings, &tidings->telling_capacity, tidings->telling_count + 1);
	tidings->tellings[tidings->telling_count++] = *change;
}

static bool plans_alike(const struct telling *a, const struct telling *b)
{
	return a->next_at == b->next_at && a->owed_since == b->owed_since && a->wait == b->wait;
}

static int step_telling(struct account *account, const struct telling *before, bool new,
	const struct recipient *recipient, struct error *error)
{
	struct telling_change change = {.telling = *before, .delivery = -1};
	struct telling_input input = input_of(account, before, recipient);
	enum news_kind kind = NEWS_OPENED;
	enum telling_act act = telling_step(&change.telling, &input, &kind);

	bool later = false;

	if (act == TELL_NEWS) {
		int written = write_message(account, &change.telling, &input, kind, &later, error);
		if (written < -1)
			return written;
		change.delivery = written;
		if (account->alert->scope >= SCOPE_PROVINCE && account->open &&
			account->rule->rule.fire_count > 0)
			add_wide(account->tells, before->channel, before->recipient,
				account->rule->rule.fire[0].measure);
	}
	change.take_back = act == TELL_TAKE_BACK;
	change.over = !change.take_back && telling_over(&change.telling, &input);
	if (later)
		account->tells->lines[account->tells->line_count - 1].change.over = change.over;
	else if (new ? !change.over
		     : change.over || act != TELL_NOTHING || !plans_alike(before, &change.telling))
		keep_change(account, &change);
	return 0;
}

static const struct telling *known_telling(
	const struct tells *tells, const char *channel, const char *recipient)
{
	for (size_t i = 0; i < tells->known_count; i++)
		if (strcmp(tells->known[i].channel, channel) == 0 &&
			strcmp(tells->known[i].recipient, recipient) == 0)
			return &tells->known[i];
	return NULL;
}

static int step_all(struct account *account, struct error *error)
{
	struct tells *tells = account->tells;
	int result = 0;

	for (size_t i = 0; i < tells->known_count && result == 0; i++)
		result = step_telling(account, &tells->known[i], false,
			recipients_find(&tells->recipients, tells->known[i].channel,
				tells->known[i].recipient),
			error);
	for (size_t i = 0; account->open && i < tells->recipients.count && result == 0; i++) {
		const struct recipient *recipient = &tells->recipients.items[i];
		struct telling fresh;
		if (known_telling(tells, recipient->channel, recipient->address))
			continue;
		telling_init(&fresh, account->alert->episode, keep(tells, recipient->channel),
			keep(tells, recipient->address));
		result = step_telling(account, &fresh, true, recipient, error);
	}
	return result;
}

static int begin_account(struct account *account, struct error *error)
{
	struct tells *tells = account->tells;
	bool *seen = due_place(tells, account->alert->episode);
	int oldest_days = 0, result = 0;

	if (seen)
		*seen = true;
	tells->known_count = 0;
	recipients_clear(&tells->recipients);
	if (account->open)
		recipients_of(&tells->recipients, app_settings(tells->app), account->rule,
			account->subject->commune);
	if (account->open && account->subject->units)
		result = subjects_oldest_days(
			tells->subjects, account->subject, &oldest_days, error);
	if (result == 0)
		result = store_tellings(
			tells->app->store, account->alert->episode, on_telling, tells, error);
	news_draft_begin(&account->draft, tells->app, &account->rule->rule, account->subject,
		oldest_days, tells->now);
	return result;
}

static int tell(struct account *account, struct error *error)
{
	int result = begin_account(account, error);

	if (result == 0)
		result = step_all(account, error);
	if (result == 0 && account->tells->trial && account->open)
		add_line(account, &account->sample);
	news_draft_end(&account->draft);
	return result;
}

int tells_episode(struct tells *tells, const struct rule_settings *rule,
	const struct subject *subject, struct alert *alert, const struct alert_news *news,
	struct tidings *tidings, struct error *error)
{
	struct account account = {.tells = tells,
		.rule = rule,
		.subject = subject,
		.alert = alert,
		.open = alert->state == ALERT_FIRING,
		.tidings = tidings};

	if (news) {
		account.sample = *news;
		account.sequences[news->kind] = news->sequence;
		tidings_add_news(tidings, news);
	} else {
		account.sample = (struct alert_news){
			.episode = alert->episode,
			.rule = alert->rule,
			.scope = alert->scope,
			.subject = alert->subject,
			.severity = alert->severity,
			.since = alert->fired_at,
			.held_since = alert->active_at,
		};
		memcpy(account.sample.value, alert->value, sizeof(alert->value));
		account.sample.counts = *subject->counts;
	}
	account.sample.at = tells->now;
	account.sample.told_before_at = INSTANT_NONE;
	return tell(&account, error);
}

/* --- what ended --------------------------------------------------------------------------- */

/* What stands in for a rule that the configuration has no more. */
static const struct rule_settings *stand_in(struct rule_settings *bare, const char *name)
{
	*bare = (struct rule_settings){
		.rule = {.name = name, .fire = {{MEASURE_OVERDUE, AT_LEAST, 1}}, .fire_count = 1},
		.digest_minute = -1,
	};
	return bare;
}

/* `last` is the closing, or what was said last of an episode whose closing was counted before. */
static int tell_the_end(struct tells *tells, struct alert *alert, const struct alert_news *last,
	bool counted, struct tidings *tidings, struct error *error)
{
	const struct rule_settings *rule = settings_rule(app_settings(tells->app), alert->rule);
	struct rule_settings bare;
	struct subject subject;

	if (!subjects_find(tells->subjects, alert->scope, alert->subject, &subject))
		subjects_former(tells->subjects, alert->scope, alert->subject, &subject);
	struct account account = {.tells = tells,
		.rule = rule ? rule : stand_in(&bare, alert->rule),
		.subject = &subject,
		.alert = alert,
		.sample = *last,
		.tidings = tidings};
	account.sample.kind = NEWS_CLOSED;
	account.sample.at = tells->now;
	account.sequences[NEWS_CLOSED] = counted ? last->sequence : 0;
	if (subject.units)
		account.sample.counts = *subject.counts;
	return tell(&account, error);
}

int tells_orphan(
	struct tells *tells, struct alert *alert, struct tidings *tidings, struct error *error)
{
	struct alert_news last = {
		.kind = NEWS_CLOSED,
		.episode = alert->episode,
		.sequence = ++alert->sequence,
		.rule = alert->rule,
		.scope = alert->scope,
		.subject = alert->subject,
		.severity = alert->severity,
		.at = tells->now,
		.since = alert->fired_at,
		.held_since = alert->active_at,
		.told_before_at = INSTANT_NONE,
	};

	memcpy(last.value, alert->value, sizeof(alert->value));
	tidings_add_news(tidings, &last);
	return tell_the_end(tells, alert, &last, true, tidings, error);
}

int tells_ended(struct tells *tells, struct tidings *tidings, struct error *error)
{
	for (size_t i = 0; i < tells->due_count; i++) {
		struct store_episode episode;
		if (tells->seen[i])
			continue;
		tells->seen[i] = true;
		int result = store_episode(tells->app->store, tells->due[i], &episode, error);
		if (result < 0)
			return result;
		if (result == 0 || episode.closed == INSTANT_NONE)
			continue; /* an open one waits for its subject to settle */
		struct alert alert;
		alert_init(&alert, keep(tells, episode.rule), episode.scope,
			keep(tells, episode.subject));
		alert.episode = episode.id;
		alert.sequence = episode.last.sequence;
		alert.severity = episode.last.severity;
		struct alert_news last = episode.last;
		last.rule = alert.rule;
		last.subject = alert.subject;
		result = tell_the_end(tells, &alert, &last, false, tidings, error);
		if (result < 0)
			return result;
	}
	return 0;
}

/* --- letters about many ------------------------------------------------------------------- */

static bool same_letter(const struct line *a, const struct line *b)
{
	return strcmp(a->change.telling.channel, b->change.telling.channel) == 0 &&
	       strcmp(a->change.telling.recipient, b->change.telling.recipient) == 0 &&
	       a->view.rule == b->view.rule;
}

/* The day's letter to whom `first` is for: all lines with the same rule, channel and recipient. */
static void write_digest(struct tells *tells, size_t first, struct tidings *tidings)
{
	const struct telling *telling = &tells->lines[first].change.telling;
	const struct channel_settings *channel =
		settings_channel(app_settings(tells->app), telling->channel);
	struct news_view *views = arena_alloc(&tells->arena, tells->line_count, sizeof(*views));
	size_t count = 0;

	for (size_t i = first; i < tells->line_count; i++) {
		if (tells->lines[i].written || !same_letter(&tells->lines[first], &tells->lines[i]))
			continue;
		views[count] = tells->lines[i].view;
		views[count++].english = channel->language == LANGUAGE_EN;
	}
	int delivery = digest_write(
		DIGEST_DAY, views, count, channel, telling->recipient, &tidings->deliveries);
	for (size_t i = tells->line_count; i-- > first;) {
		struct line *line = &tells->lines[i];
		if (line->written || !same_letter(&tells->lines[first], line))
			continue;
		line->written = true;
		line->change.delivery = delivery;
		array_reserve(
			tidings->tellings, &tidings->telling_capacity, tidings->telling_count + 1);
		tidings->tellings[tidings->telling_count++] = line->change;
	}
}

/* The summary goes to who is named by an address, not by being a commune's chair. */
static void summarise(struct tells *tells, struct tidings *tidings)
{
	const struct settings *settings = app_settings(tells->app);
	struct news_view *views = arena_alloc(&tells->arena, tells->line_count, sizeof(*views));

	recipients_clear(&tells->recipients);
	for (size_t i = 0; i < settings->rule_count; i++)
		recipients_of(&tells->recipients, settings, &settings->rules[i], NULL);
	for (size_t i = 0; i < tells->recipients.count; i++) {
		const struct recipient *recipient = &tells->recipients.items[i];
		const struct channel_settings *channel =
			settings_channel(settings, recipient->channel);
		if (channel->type != CHANNEL_EMAIL)
			continue;
		for (size_t l = 0; l < tells->line_count; l++) {
			views[l] = tells->lines[l].view;
			views[l].english = channel->language == LANGUAGE_EN;
		}
		digest_write(DIGEST_TRIAL, views, tells->line_count, channel, recipient->address,
			&tidings->deliveries);
		tidings->summary = true;
	}
}

void tells_digests(struct tells *tells, struct tidings *tidings)
{
	if (tells->trial) {
		if (!tells->summarised && tells->line_count > 0)
			summarise(tells, tidings);
		return;
	}
	for (size_t i = 0; i < tells->line_count; i++)
		if (!tells->lines[i].written)
			write_digest(tells, i, tidings);
}

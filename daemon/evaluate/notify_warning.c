/* Warnings before due dates: one letter a working day to a commune, each case once a step.
 *
 * A commune is looked at once a day by each rule that warns, at the rule's moment or as soon after as
 * its numbers may be trusted and no silence hides them; that it was is kept with the letter, so that a
 * restart neither repeats nor loses one. What a missed day would have told is told on the next. */
#include "evaluate/notify_parts.h"

#include "evaluate/warnings.h"

/* When a rule says no other time. */
#define WARN_MINUTE (7 * 60 + 30)

struct warnings {
	struct map days; /* rule, 0, subject -> the day it was last looked at */
	bool loaded;
};

/* A warning under way. */
struct draft {
	struct notify *notify;
	const struct rule_settings *rule;
	const struct subject *subject;
	day today;
	struct warned_case *cases;
	struct letter_case *shown;
	size_t count, capacity, shown_capacity;
};

/* --- the moment --------------------------------------------------------------------------- */

static bool any_in_office_hours(const struct settings *settings, const struct rule_settings *rule)
{
	for (const char *const *name = rule->rule.notify; name && *name; name++) {
		const struct channel_settings *channel = settings_channel(settings, *name);
		if (channel && channel->working_hours_only)
			return true;
	}
	return false;
}

/* Of a working day; NONE: it is none, or the calendar does not know. */
static instant moment_of(const struct ground *ground, const struct rule_settings *rule, day date)
{
	const struct calendar *calendar = ground->judge.calendar;
	int minute = rule->digest_minute >= 0 ? rule->digest_minute : WARN_MINUTE;
	day worked;

	if (calendar_add_days(calendar, date, 0, &worked) < 0 || worked != date)
		return INSTANT_NONE;
	instant at = zone_instant(ground_zone(ground), date, minute * MINUTE_MS), open = at;
	if (any_in_office_hours(ground_settings(ground), rule) &&
		calendar_add_work(calendar, at, 0, &open) == 0 && open > at)
		at = open;
	return at;
}

instant warnings_next(const struct ground *ground, instant now)
{
	const struct settings *settings = ground_settings(ground);
	instant next = INSTANT_NONE;

	for (size_t i = 0; i < settings->rule_count; i++) {
		const struct rule_settings *rule = &settings->rules[i];
		day date = zone_day(ground_zone(ground), now);
		instant at = rule->warn_count > 0 ? moment_of(ground, rule, date) : now + 1;
		if (rule->warn_count == 0)
			continue;
		for (int tries = 0; tries < 15 && (at == INSTANT_NONE || at <= now); tries++)
			at = moment_of(ground, rule, ++date);
		if (at != INSTANT_NONE && at > now && (next == INSTANT_NONE || at < next))
			next = at;
	}
	return next;
}

/* --- what is to be told ------------------------------------------------------------------- */

/* The step that a case has reached: the nearest of the rule's that is not nearer than it; 0: none. */
static int step_of(const struct rule_settings *rule, int days_left)
{
	int step = 0;

	for (int i = 0; i < rule->warn_count; i++)
		if (rule->warn[i] >= days_left && rule->warn[i] > 0)
			step = rule->warn[i];
	return step;
}

/* A moved due date is warned of again, but only at a step that it reaches after the last warning. */
static bool is_owed(const struct draft *draft, const struct store_case *found,
	const struct store_warned *last, day due, int step)
{
	day reached;

	if (last->step == 0 || step < last->step)
		return true;
	if (last->due / SECOND_MS == found->facts.due / SECOND_MS)
		return false;
	return calendar_add_days(draft->notify->ground->judge.calendar, due, -step, &reached) ==
		       0 &&
	       reached > last->day;
}

static int on_case(void *user, const struct store_case *found, const struct store_warned *last)
{
	struct draft *draft = user;
	struct ground *ground = draft->notify->ground;
	day due = zone_day(ground_zone(ground), found->facts.due);
	int left = 0;

	if (due > draft->today &&
		calendar_count(ground->judge.calendar, draft->today, due, &left) < 0)
		return 0;
	int step = step_of(draft->rule, left);
	if (step == 0 || !is_owed(draft, found, last, due, step))
		return 0;
	array_reserve(draft->cases, &draft->capacity, draft->count + 1);
	array_reserve(draft->shown, &draft->shown_capacity, draft->count + 1);
	draft->cases[draft->count] = (struct warned_case){found->id, found->facts.due, step};
	struct letter_case *shown = &draft->shown[draft->count++];
	news_case(ground, found, draft->notify->now, shown);
	shown->code = arena_copy(&draft->notify->arena, slice_of(found->code));
	shown->story = STORY_WARNED;
	shown->days_left = left;
	return 0;
}

/* The nearest first, over all units: few, so by insertion. */
static void sort(struct draft *draft)
{
	for (size_t i = 1; i < draft->count; i++)
		for (size_t j = i; j > 0 && draft->cases[j].due < draft->cases[j - 1].due; j--) {
			struct warned_case told = draft->cases[j];
			struct letter_case shown = draft->shown[j];
			draft->cases[j] = draft->cases[j - 1];
			draft->shown[j] = draft->shown[j - 1];
			draft->cases[j - 1] = told;
			draft->shown[j - 1] = shown;
		}
}

static int find_cases(struct draft *draft, struct error *error)
{
	struct ground *ground = draft->notify->ground;
	day beyond;

	if (calendar_add_days(
		    ground->judge.calendar, draft->today, draft->rule->warn[0] + 1, &beyond) < 0)
		return 0; /* the calendar ends: check and status say so */
	int result = store_cases_to_warn(ground->store, draft->rule->rule.name,
		draft->subject->units, draft->subject->unit_count,
		zone_midnight(ground_zone(ground), draft->today),
		zone_midnight(ground_zone(ground), beyond), on_case, draft, error);
	sort(draft);
	return result;
}

/* --- the letters -------------------------------------------------------------------------- */

static int write_letters(struct draft *draft, struct findings *findings, struct error *error)
{
	struct notify *notify = draft->notify;
	const struct settings *settings = ground_settings(notify->ground);
	struct alert_news news = {
		.kind = NEWS_REMINDER,
		.rule = draft->rule->rule.name,
		.scope = SCOPE_COMMUNE,
		.subject = draft->subject->code,
		.at = notify->now,
		.since = notify->now,
		.held_since = notify->now,
		.counts = *draft->subject->counts,
		.told_before_at = INSTANT_NONE,
	};
	struct news_draft common;
	int result = 0;

	recipients_clear(&notify->recipients);
	recipients_of(&notify->recipients, settings, draft->rule, draft->subject->commune);
	news_draft_begin(&common, notify->ground, notify->subjects, &draft->rule->rule,
		draft->subject, 0, notify->now);
	common.view.news = &news;
	common.view.warning = true;
	for (size_t i = 0; i < notify->recipients.count && result == 0; i++) {
		const struct recipient *recipient = &notify->recipients.items[i];
		result = warning_write(&common, draft->shown, draft->count,
			settings_channel(settings, recipient->channel), recipient->address,
			&findings->deliveries, error);
	}
	news_draft_end(&common);
	return result;
}

/* Keeps the cases and the day until the turn is committed. */
static void note(struct draft *draft, struct findings *findings)
{
	struct notify *notify = draft->notify;
	struct warned_case *cases = arena_alloc(&notify->arena, draft->count + 1, sizeof(*cases));

	if (draft->count > 0)
		memcpy(cases, draft->cases, draft->count * sizeof(*cases));
	findings_add_warning(findings,
		&(struct warning){draft->rule->rule.name, notify_keep(notify, draft->subject->code),
			draft->today, cases, draft->count});
}

static bool is_silenced(const struct notify *notify, const struct rule_settings *rule,
	const struct subject *subject)
{
	struct hold_subject held = {
		0, rule->rule.name, SCOPE_COMMUNE, subject->code, SEVERITY_WARNING};

	return holds_effect(notify->holds, notify->hold_count, &held, notify->now).silenced_until !=
	       INSTANT_NONE;
}

/* --- the day ------------------------------------------------------------------------------ */

static void key_of(struct text *key, const char *rule, const char *subject)
{
	text_clear(key);
	text_append(key, rule, strlen(rule) + 1);
	text_add(key, subject);
}

static void set_day(struct warnings *warnings, const char *rule, const char *subject, day date)
{
	cleanup(text_free) struct text key = {0};

	key_of(&key, rule, subject);
	map_put(&warnings->days, text_slice(&key), (uint32_t)date);
}

static int on_warning(void *user, const char *rule, const char *subject, day date, int64_t cases)
{
	(void)cases;
	set_day(user, rule, subject, date);
	return 0;
}

static bool was_looked_at(const struct notify *notify, const char *rule, const char *subject,
	day date, struct text *key)
{
	key_of(key, rule, subject);
	const uint32_t *found = map_get(&notify->warnings->days, text_slice(key));
	return found && (day)*found >= date;
}

static int warn_commune(struct notify *notify, const struct rule_settings *rule,
	const struct subject *subject, day today, struct findings *findings, struct error *error)
{
	struct draft draft = {.notify = notify, .rule = rule, .subject = subject, .today = today};
	int result = find_cases(&draft, error);

	if (result == 0 && draft.count > 0)
		result = write_letters(&draft, findings, error);
	if (result == 0)
		note(&draft, findings);
	free(draft.cases);
	free(draft.shown);
	return result;
}

static int warn_all(struct notify *notify, const struct rule_settings *rule,
	struct findings *findings, struct error *error)
{
	day today = zone_day(ground_zone(notify->ground), notify->now);
	instant moment = moment_of(notify->ground, rule, today);
	cleanup(text_free) struct text key = {0};
	int result = 0;

	if (moment == INSTANT_NONE || notify->now < moment)
		return 0;
	for (size_t i = 0; i < subjects_count(notify->subjects, SCOPE_COMMUNE) && result == 0;
		i++) {
		struct subject subject;
		subjects_get(notify->subjects, SCOPE_COMMUNE, i, &subject);
		if (!subjects_current(notify->subjects, &subject) || subject.unit_count == 0 ||
			subject.footing != PORTAL_SETTLED ||
			was_looked_at(notify, rule->rule.name, subject.code, today, &key) ||
			is_silenced(notify, rule, &subject))
			continue;
		result = warn_commune(notify, rule, &subject, today, findings, error);
	}
	return result;
}

int notify_warnings(struct notify *notify, struct findings *findings, struct error *error)
{
	const struct settings *settings = ground_settings(notify->ground);
	struct warnings *warnings = notify->warnings;
	int result = 0;

	if (notify->trial)
		return 0;
	for (size_t i = 0; i < settings->rule_count && result == 0; i++) {
		if (settings->rules[i].warn_count == 0)
			continue;
		if (!warnings->loaded)
			result = store_warnings(notify->ground->store, on_warning, warnings, error);
		warnings->loaded = result == 0;
		if (result == 0)
			result = warn_all(notify, &settings->rules[i], findings, error);
	}
	return result;
}

void notify_warned(struct notify *notify, const struct findings *findings)
{
	for (size_t i = 0; i < findings->warning_count; i++)
		set_day(notify->warnings, findings->warnings[i].rule, findings->warnings[i].subject,
			findings->warnings[i].day);
}

struct warnings *warnings_new(void)
{
	return xcalloc(1, sizeof(struct warnings));
}

void warnings_free(struct warnings *warnings)
{
	map_free(&warnings->days);
	free(warnings);
}

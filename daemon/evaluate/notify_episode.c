/* One episode: what each of its recipients is owed, and the messages that say it. */
#include "evaluate/notify_parts.h"

#include <errno.h>

static int on_telling(void *user, const struct telling *telling)
{
	struct notify *notify = user;
	struct telling copy = *telling;

	copy.channel = notify_keep(notify, telling->channel);
	copy.recipient = notify_keep(notify, telling->recipient);
	array_reserve(notify->known, &notify->known_capacity, notify->known_count + 1);
	notify->known[notify->known_count++] = copy;
	return 0;
}

static bool is_covered(const struct notify_account *account, const struct telling *telling)
{
	const struct notify *notify = account->notify;
	const struct rule *rule = &account->rule->rule;

	if (account->alert->scope == SCOPE_PROVINCE || account->alert->scope == SCOPE_PORTAL)
		return false;
	for (size_t i = 0; i < notify->wide_count; i++) {
		const struct notify_wide *wide = &notify->wide[i];
		if (wide->about == rule->fire[0].measure &&
			strcmp(wide->recipient, telling->recipient) == 0 &&
			strcmp(wide->channel, telling->channel) == 0)
			return true;
	}
	return false;
}

static struct telling_input input_of(const struct notify_account *account,
	const struct telling *telling, const struct recipient *recipient)
{
	const struct notify *notify = account->notify;
	const struct alert *alert = account->alert;
	const struct rule *rule = &account->rule->rule;
	const struct channel_settings *channel =
		settings_channel(ground_settings(notify->ground), telling->channel);
	struct hold_subject held = {
		alert->episode, alert->rule, alert->scope, alert->subject, alert->severity};

	return (struct telling_input){
		.calendar = notify->ground->judge.calendar,
		.now = notify->now,
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
		.held = holds_effect(notify->holds, notify->hold_count, &held, notify->now),
		.covered = is_covered(account, telling),
		.trial = notify->trial,
	};
}

static int look_up_last(struct notify_account *account, struct error *error)
{
	struct store_episode episode;

	if (account->last_known)
		return 0;
	account->last_known = true;
	int result = store_episode(
		account->notify->ground->store, account->alert->episode, &episode, error);
	if (result > 0) {
		account->last_kind = episode.last.kind;
		account->last_sequence = episode.last.sequence;
	}
	return result < 0 ? result : 0;
}

/* Is it the last news of the episode that this letter tells, having waited for its time? An event is
 * given a number of its own: receivers know it by that, and its numbers are those of now. A rung of
 * the ladder is news of its own as well. */
static bool notify_last(const struct notify_account *account, enum news_kind kind,
	const struct telling *telling, const struct channel_settings *channel,
	const struct recipient *recipient)
{
	return channel && channel->type == CHANNEL_EMAIL &&
	       (!recipient || recipient->after.amount == 0) && kind == account->last_kind &&
	       account->last_sequence > telling->offered.sequence &&
	       account->last_sequence > telling->accepted.sequence;
}

/* The number of this pass's news of a kind; the first message of its kind makes it. */
static int sequence_of(struct notify_account *account, enum news_kind kind)
{
	int *sequence = &account->sequences[kind];

	if (*sequence == 0) {
		struct alert_news news = account->sample;
		news.kind = kind;
		news.sequence = *sequence = ++account->alert->sequence;
		findings_add_news(account->findings, &news);
	}
	return *sequence;
}

/* Keeps the news of an episode as a line of a letter that is written when the pass ends. */
static struct notify_line *add_line(struct notify_account *account, const struct alert_news *news)
{
	struct notify *notify = account->notify;
	struct alert_news *copy = arena_alloc(&notify->arena, 1, sizeof(*copy));

	*copy = *news;
	copy->rule = notify_keep(notify, news->rule);
	copy->subject = notify_keep(notify, news->subject);
	array_reserve(notify->lines, &notify->line_capacity, notify->line_count + 1);
	struct notify_line *line = &notify->lines[notify->line_count++];
	*line = (struct notify_line){.view = account->draft.view, .change = {.delivery = -1}};
	line->view.news = copy;
	line->view.subject_name = notify_keep(notify, account->subject->name);
	line->view.subject_code = copy->subject;
	line->view.cases = NULL; /* of the draft; they are read again where they are shown */
	line->view.case_count = 0;
	line->view.more = 0;
	return line;
}

static bool in_digest(const struct notify_account *account, const struct channel_settings *channel)
{
	return account->rule->digest_minute >= 0 && channel && channel->type == CHANNEL_EMAIL;
}

/* The index of the delivery; -1: none was written, or it will be when the pass ends. */
static int write_message(struct notify_account *account, struct telling *telling,
	const struct recipient *recipient, const struct telling_input *input, enum news_kind kind,
	bool *ret_later, struct error *error)
{
	const struct channel_settings *channel =
		settings_channel(ground_settings(account->notify->ground), telling->channel);
	struct alert_news news = account->sample;

	if (account->sequences[kind] == 0 && look_up_last(account, error) < 0)
		return -EIO;
	bool waited = account->sequences[kind] == 0 &&
		      notify_last(account, kind, telling, channel, recipient);
	news.kind = kind;
	news.sequence = waited ? account->last_sequence : sequence_of(account, kind);
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
		&account->findings->deliveries, error);
}

static bool plans_alike(const struct telling *a, const struct telling *b)
{
	return a->next_at == b->next_at && a->owed_since == b->owed_since && a->wait == b->wait;
}

static int step_telling(struct notify_account *account, const struct telling *before, bool new,
	const struct recipient *recipient, struct error *error)
{
	struct telling_change change = {.telling = *before, .delivery = -1};
	struct telling_input input = input_of(account, before, recipient);
	enum news_kind kind = NEWS_OPENED;
	enum telling_act act = telling_step(&change.telling, &input, &kind);

	bool later = false;

	if (act == TELL_NEWS) {
		int written = write_message(
			account, &change.telling, recipient, &input, kind, &later, error);
		if (written < -1)
			return written;
		change.delivery = written;
		if (account->alert->scope >= SCOPE_PROVINCE && account->open &&
			account->rule->rule.fire_count > 0)
			notify_add_wide(account->notify, before->channel, before->recipient,
				account->rule->rule.fire[0].measure);
	}
	change.take_back = act == TELL_TAKE_BACK;
	change.over = !change.take_back && telling_over(&change.telling, &input);
	if (later)
		account->notify->lines[account->notify->line_count - 1].change.over = change.over;
	else if (new ? !change.over
		     : change.over || act != TELL_NOTHING || !plans_alike(before, &change.telling))
		findings_add_telling(account->findings, &change);
	return 0;
}

static const struct telling *known_telling(
	const struct notify *notify, const char *channel, const char *recipient)
{
	for (size_t i = 0; i < notify->known_count; i++)
		if (strcmp(notify->known[i].channel, channel) == 0 &&
			strcmp(notify->known[i].recipient, recipient) == 0)
			return &notify->known[i];
	return NULL;
}

static int step_all(struct notify_account *account, struct error *error)
{
	struct notify *notify = account->notify;
	int result = 0;

	for (size_t i = 0; i < notify->known_count && result == 0; i++)
		result = step_telling(account, &notify->known[i], false,
			recipients_find(&notify->recipients, notify->known[i].channel,
				notify->known[i].recipient),
			error);
	for (size_t i = 0; account->open && i < notify->recipients.count && result == 0; i++) {
		const struct recipient *recipient = &notify->recipients.items[i];
		struct telling fresh;
		if (known_telling(notify, recipient->channel, recipient->address))
			continue;
		telling_init(&fresh, account->alert->episode,
			notify_keep(notify, recipient->channel),
			notify_keep(notify, recipient->address));
		result = step_telling(account, &fresh, true, recipient, error);
	}
	return result;
}

static int begin_account(struct notify_account *account, struct error *error)
{
	struct notify *notify = account->notify;
	bool *seen = notify_due_place(notify, account->alert->episode);
	int oldest_days = 0, result = 0;

	if (seen)
		*seen = true;
	notify->known_count = 0;
	recipients_clear(&notify->recipients);
	if (account->open)
		recipients_of(&notify->recipients, ground_settings(notify->ground), account->rule,
			account->subject->commune);
	if (account->open && account->subject->units)
		result = subjects_oldest_days(
			notify->subjects, account->subject, &oldest_days, error);
	if (result == 0)
		result = store_tellings(
			notify->ground->store, account->alert->episode, on_telling, notify, error);
	news_draft_begin(&account->draft, notify->ground, notify->subjects, &account->rule->rule,
		account->subject, oldest_days, notify->now);
	account->draft.view.retired = account->retired;
	return result;
}

int notify_tell(struct notify_account *account, struct error *error)
{
	int result = begin_account(account, error);

	if (result == 0)
		result = step_all(account, error);
	if (result == 0 && account->notify->trial && account->open)
		add_line(account, &account->sample);
	news_draft_end(&account->draft);
	return result;
}

int notify_episode(struct notify *notify, const struct rule_settings *rule,
	const struct subject *subject, struct alert *alert, const struct alert_news *news,
	struct findings *findings, struct error *error)
{
	struct notify_account account = {.notify = notify,
		.rule = rule,
		.subject = subject,
		.alert = alert,
		.open = alert->state == ALERT_FIRING,
		.findings = findings};

	if (news) {
		account.sample = *news;
		account.sequences[news->kind] = news->sequence;
		findings_add_news(findings, news);
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
	account.sample.at = notify->now;
	account.sample.told_before_at = INSTANT_NONE;
	return notify_tell(&account, error);
}

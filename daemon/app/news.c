#include "app/news.h"

#include <errno.h>
#include <stdio.h>

#include "app/app.h"
#include "app/random.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "message/event.h"
#include "message/letter.h"

/* --- the cases a message shows ------------------------------------------------------------ */

struct case_list {
	struct app *app;
	instant now;
	struct arena arena;
	struct letter_case cases[LETTER_CASES_MOST];
	size_t count;
};

static const struct store_name *name_at(const struct store_name *names, size_t count, uint32_t id)
{
	static const struct store_name none = {.code = "", .name = ""};

	return id > 0 && id <= count ? &names[id - 1] : &none;
}

static int on_case(void *user, const struct store_case *found)
{
	struct case_list *list = user;
	struct store *store = list->app->store;
	size_t procedures, fields, units;
	const struct store_name *all_procedures = store_procedures(store, &procedures);
	const struct store_name *all_fields = store_fields(store, &fields);
	const struct store_unit *all_units = store_units(store, &units);
	const struct store_name *procedure = name_at(all_procedures, procedures, found->procedure);
	const struct store_name *field = name_at(all_fields, fields, found->field);

	if (!found->counted)
		return 0;
	list->cases[list->count++] = (struct letter_case){
		.code = arena_copy(&list->arena, slice_of(found->code)),
		.procedure = procedure->code,
		.procedure_name = procedure->name,
		.field = field->code,
		.field_name = field->name[0] ? field->name : field->code,
		.unit = found->unit > 0 && found->unit <= units ? all_units[found->unit - 1].code
								: "",
		.due = found->facts.due,
		.overdue_working_days =
			verdict_overdue_days(&found->facts, &list->app->judge, list->now),
	};
	return list->count == LETTER_CASES_MOST;
}

/* The bucket a message about this rule lists: what its first condition counts. */
static enum bucket listed_bucket(const struct rule *rule)
{
	return rule->fire_count > 0 && rule->fire[0].measure == MEASURE_DUE_SOON ? BUCKET_DUE_SOON
										 : BUCKET_OVERDUE;
}

static int list_cases(struct case_list *list, const struct subject *subject, enum bucket bucket,
	struct error *error)
{
	struct case_filter filter = {
		.units = subject->units,
		.unit_count = subject->unit_count,
		.bucket = (int)bucket,
		.field = subject->field,
	};
	int result;

	if (subject->counts->bucket[bucket] == 0)
		return 0;
	result = store_cases(list->app->store, &filter, on_case, list, error);
	return result < 0 ? result : 0;
}

/* --- deliveries --------------------------------------------------------------------------- */

static void delivery_clear(struct delivery *delivery)
{
	free((char *)delivery->channel);
	free((char *)delivery->recipient);
	free((char *)delivery->subject);
	free((char *)delivery->body);
	free((char *)delivery->html);
	free((char *)delivery->headers);
}

void deliveries_clear(struct deliveries *deliveries)
{
	for (size_t i = 0; i < deliveries->count; i++)
		delivery_clear(&deliveries->items[i]);
	deliveries->count = 0;
}

void deliveries_free(struct deliveries *deliveries)
{
	deliveries_clear(deliveries);
	free(deliveries->items);
	*deliveries = (struct deliveries){0};
}

/* What is told outside office hours to a channel that keeps them waits for the next opening. */
static instant send_at(const struct app *app, const struct channel_settings *channel, instant now)
{
	instant opens;

	if (channel->working_hours_only &&
		calendar_add_work(app->judge.calendar, now, 0, &opens) == 0)
		return opens;
	return now;
}

static void add(struct app *app, const struct channel_settings *channel, const char *recipient,
	const struct news_view *view, struct deliveries *deliveries)
{
	struct delivery delivery = {
		.episode = view->news->episode,
		.sequence = view->news->sequence,
		.channel = xstrdup(channel->name),
		.recipient = xstrdup(recipient),
		.created = view->news->at,
		.next_at = send_at(app, channel, view->news->at),
		.settled_at = INSTANT_NONE,
		.answer = "",
	};

	random_hex(delivery.key);
	if (channel->type == CHANNEL_EMAIL) {
		struct letter letter;
		letter_render(view, delivery.key, &letter);
		delivery.type = "email";
		delivery.subject = letter.subject;
		delivery.body = letter.text;
		delivery.html = letter.html;
		delivery.headers = letter.headers;
	} else {
		struct text body = {0};
		event_render(view, &body);
		delivery.type = "webhook";
		delivery.subject = xstrdup(event_type(view->news->kind));
		delivery.body = text_take(&body);
		delivery.html = xstrdup("");
		delivery.headers = xstrdup("");
	}
	array_reserve(deliveries->items, &deliveries->capacity, deliveries->count + 1);
	deliveries->items[deliveries->count++] = delivery;
}

static void add_channel(struct app *app, const struct channel_settings *channel,
	const struct subject *subject, struct news_view *view, struct deliveries *deliveries)
{
	view->english = channel->language == LANGUAGE_EN;
	if (channel->type == CHANNEL_WEBHOOK) {
		add(app, channel, channel->url, view, deliveries);
		return;
	}
	for (const char *const *to = channel->to; to && *to; to++)
		add(app, channel, *to, view, deliveries);
	if (!channel->to_commune || !subject->commune)
		return;
	for (const char *const *to = subject->commune->emails; to && *to; to++)
		add(app, channel, *to, view, deliveries);
}

static struct news_view view_of(const struct app *app, const struct rule *rule,
	const struct subject *subject, const struct alert_news *news)
{
	const struct settings *settings = app_settings(app);
	day today = zone_day(app_zone(app), news->at);

	return (struct news_view){
		.news = news,
		.rule = rule,
		.province = settings->hentra.province,
		.province_name = settings->hentra.province_name,
		.subject_code = subject->code,
		.subject_name = subject->name,
		.subject_kind = subject->kind,
		.zone = app_zone(app),
		.judge = &app->judge,
		.period = period_year(period_year_of(today), false),
		.observed = subject->observed,
		.calendar_provisional =
			calendar_provisional(app->judge.calendar, civil_date(today).year),
		.contact = settings->mail.contact,
		.page_url = settings->page.url,
		.from = settings->mail.from,
	};
}

int news_deliveries(struct app *app, const struct rule_settings *rule,
	const struct subject *subject, const struct alert_news *news, int oldest_overdue_days,
	struct deliveries *deliveries, struct error *error)
{
	struct case_list list = {.app = app, .now = news->at};
	enum bucket bucket = listed_bucket(&rule->rule);
	struct news_view view = view_of(app, &rule->rule, subject, news);
	int result = list_cases(&list, subject, bucket, error);

	view.oldest_overdue_days = oldest_overdue_days;
	view.cases = list.cases;
	view.case_count = list.count;
	view.more = subject->counts->bucket[bucket] - (int64_t)list.count;
	for (const char *const *name = rule->rule.notify; result == 0 && name && *name; name++) {
		const struct channel_settings *channel = settings_channel(app_settings(app), *name);
		if (channel)
			add_channel(app, channel, subject, &view, deliveries);
	}
	arena_free(&list.arena);
	return result;
}

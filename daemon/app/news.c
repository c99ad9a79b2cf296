#include "app/news.h"

#include <errno.h>
#include <stdio.h>

#include "app/ack_link.h"
#include "app/app.h"
#include "app/random.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "message/event.h"
#include "message/letter.h"
#include "message/warning.h"

/* --- the cases a message shows ------------------------------------------------------------ */

static const struct store_name *name_at(const struct store_name *names, size_t count, uint32_t id)
{
	static const struct store_name none = {.code = "", .name = ""};

	return id > 0 && id <= count ? &names[id - 1] : &none;
}

void news_case(
	struct app *app, const struct store_case *found, instant now, struct letter_case *ret_case)
{
	size_t procedures, fields, units;
	const struct store_name *all_procedures = store_procedures(app->store, &procedures);
	const struct store_name *all_fields = store_fields(app->store, &fields);
	const struct store_unit *all_units = store_units(app->store, &units);
	const struct store_name *procedure = name_at(all_procedures, procedures, found->procedure);
	const struct store_name *field = name_at(all_fields, fields, found->field);
	const struct store_unit *unit =
		found->unit > 0 && found->unit <= units ? &all_units[found->unit - 1] : NULL;

	*ret_case = (struct letter_case){
		.code = found->code,
		.procedure = procedure->code,
		.procedure_name = procedure->name,
		.field = field->code,
		.field_name = field->name[0] ? field->name : field->code,
		.unit = unit ? unit->code : "",
		.unit_name = unit ? unit->name : "",
		.received = found->facts.received,
		.due = found->facts.due,
		.overdue_working_days = verdict_overdue_days(&found->facts, &app->judge, now),
	};
}

static int on_case(void *user, const struct store_case *found)
{
	struct news_draft *draft = user;
	struct letter_case *one = &draft->cases[draft->count];

	if (!found->counted)
		return 0;
	news_case(draft->app, found, draft->now, one);
	one->code = arena_copy(&draft->arena, slice_of(one->code));
	return ++draft->count == LETTER_CASES_MOST;
}

/* The bucket a message about this rule lists: what its first condition counts. */
static enum bucket listed_bucket(const struct rule *rule)
{
	return rule->fire_count > 0 ? measures[rule->fire[0].measure].lists : BUCKET_OVERDUE;
}

static int list_cases(struct news_draft *draft, const struct subject *subject, enum bucket bucket,
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
	result = store_cases(draft->app->store, &filter, on_case, draft, error);
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
	free((char *)delivery->attachment_name);
	free((char *)delivery->attachment.data);
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

/* --- one message -------------------------------------------------------------------------- */

void news_draft_begin(struct news_draft *draft, struct app *app, const struct rule *rule,
	const struct subject *subject, int oldest_overdue_days, instant now)
{
	const struct settings *settings = app_settings(app);
	day today = zone_day(app_zone(app), now);

	*draft = (struct news_draft){.app = app, .subject = subject, .now = now};
	draft->view = (struct news_view){
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
		.organisation = settings->hentra.organisation,
		.contact = settings->mail.contact,
		.page_url = settings->page.url,
		.from = settings->mail.from,
		.oldest_overdue_days = oldest_overdue_days,
	};
}

void news_draft_end(struct news_draft *draft)
{
	arena_free(&draft->arena);
	case_sheet_free(&draft->sheets[0]);
	case_sheet_free(&draft->sheets[1]);
}

/* The cases are read when the first message is written: most passes write none. */
static int list_once(struct news_draft *draft, struct error *error)
{
	enum bucket bucket = listed_bucket(draft->view.rule);
	int result = 0;

	if (draft->listed)
		return 0;
	draft->listed = true;
	if (draft->view.news->kind != NEWS_CLOSED)
		result = list_cases(draft, draft->subject, bucket, error);
	draft->view.cases = draft->cases;
	draft->view.case_count = draft->count;
	draft->view.more = draft->subject->counts->bucket[bucket] - (int64_t)draft->count;
	return result;
}

static void take_letter(struct letter *letter, struct delivery *delivery)
{
	delivery->type = "email";
	delivery->subject = letter->subject;
	delivery->body = letter->text;
	delivery->html = letter->html;
	delivery->headers = letter->headers;
}

/* A chair's letter of an open alert has the link to acknowledge it; a writer to many has none. */
static int add_link(struct news_draft *draft, const struct channel_settings *channel,
	const struct delivery *delivery, struct text *link, struct error *error)
{
	const struct alert_news *news = draft->view.news;

	if (!channel->to_commune || news->scope != SCOPE_COMMUNE || news->kind == NEWS_CLOSED)
		return 0;
	return ack_link_make(
		draft->app, news, delivery->recipient, link, &draft->view.ack_until, error);
}

/* The sheet of the letter's language; a closing lists nothing. */
static int attach(struct news_draft *draft, const struct channel_settings *channel,
	struct delivery *delivery, struct error *error)
{
	struct case_sheet *sheet = &draft->sheets[draft->view.english];

	if (channel->attach != ATTACH_XLSX || draft->view.news->kind == NEWS_CLOSED)
		return 0;
	int result = case_sheet_make(sheet, draft->app, &draft->view, draft->subject,
		listed_bucket(draft->view.rule), draft->now, error);
	if (result < 0 || !sheet->file)
		return result;
	char *copy = xmalloc(sheet->content.length);
	memcpy(copy, sheet->content.data, sheet->content.length);
	delivery->attachment_name = xstrdup(sheet->file);
	delivery->attachment = (struct slice){copy, sheet->content.length};
	return 0;
}

static int write_letter(struct news_draft *draft, const struct channel_settings *channel,
	struct delivery *delivery, struct error *error)
{
	cleanup(text_free) struct text link = {0};
	struct letter letter;
	int result = add_link(draft, channel, delivery, &link, error);

	if (result == 0)
		result = attach(draft, channel, delivery, error);
	draft->view.ack_url = link.data;
	draft->view.attachment = delivery->attachment_name;
	letter_render(&draft->view, delivery->key, &letter);
	draft->view.ack_url = draft->view.attachment = NULL;
	take_letter(&letter, delivery);
	return result;
}

static void write_event(struct news_draft *draft, struct delivery *delivery)
{
	struct text body = {0};

	event_render(&draft->view, &body);
	delivery->type = "webhook";
	delivery->subject = xstrdup(event_type(draft->view.news->kind));
	delivery->body = text_take(&body);
	delivery->html = xstrdup("");
	delivery->headers = xstrdup("");
}

static struct delivery new_delivery(const struct alert_news *news,
	const struct channel_settings *channel, const char *recipient, instant now)
{
	struct delivery delivery = {
		.channel = xstrdup(channel->name),
		.recipient = xstrdup(recipient),
		.created = now,
		.next_at = now,
		.settled_at = INSTANT_NONE,
		.answer = "",
	};

	if (news) {
		delivery.episode = news->episode;
		delivery.sequence = news->sequence;
	}
	random_hex(delivery.key);
	return delivery;
}

static int add(struct deliveries *deliveries, const struct delivery *delivery)
{
	array_reserve(deliveries->items, &deliveries->capacity, deliveries->count + 1);
	deliveries->items[deliveries->count++] = *delivery;
	return (int)deliveries->count - 1;
}

/* Whom a letter to one of the channel's own addresses greets; "": one of a commune's addresses, its
 * chair or head is greeted. */
static const char *addressee_of(const struct channel_settings *channel, const char *recipient)
{
	for (const char *const *to = channel->to; to && *to; to++)
		if (strcmp(*to, recipient) == 0)
			return channel->addressee[0] ? channel->addressee : recipient;
	return "";
}

int news_write(struct news_draft *draft, const struct alert_news *news,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries, struct error *error)
{
	struct delivery delivery = new_delivery(news, channel, recipient, draft->now);

	draft->view.news = news;
	draft->view.english = channel->language == LANGUAGE_EN;
	draft->view.addressee = addressee_of(channel, recipient);
	int listed = list_once(draft, error), written = 0;
	if (channel->type != CHANNEL_EMAIL)
		write_event(draft, &delivery);
	else
		written = write_letter(draft, channel, &delivery, error);
	int index = add(deliveries, &delivery);
	return listed < 0 ? listed : written < 0 ? written : index;
}

int digest_write(enum digest_kind kind, const struct news_view *lines, size_t count,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries)
{
	struct delivery delivery = new_delivery(NULL, channel, recipient, lines[0].news->at);
	struct letter letter;

	digest_render(kind, lines, count, delivery.key, &letter);
	take_letter(&letter, &delivery);
	return add(deliveries, &delivery);
}

void warning_write(struct news_draft *draft, const int *days_left,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries)
{
	struct delivery delivery = new_delivery(NULL, channel, recipient, draft->now);
	struct letter letter;

	draft->view.english = channel->language == LANGUAGE_EN;
	draft->view.addressee = addressee_of(channel, recipient);
	warning_render(&draft->view, days_left, delivery.key, &letter);
	take_letter(&letter, &delivery);
	add(deliveries, &delivery);
}

#include "evaluate/news.h"

#include <errno.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "evaluate/ack_link.h"
#include "ground/ground.h"
#include "ground/random.h"
#include "message/event.h"
#include "message/letter.h"
#include "message/warning.h"

/* --- one message -------------------------------------------------------------------------- */

void news_draft_begin(struct news_draft *draft, struct ground *ground, struct subjects *subjects,
	const struct rule *rule, const struct subject *subject, int oldest_overdue_days,
	instant now)
{
	const struct settings *settings = ground_settings(ground);
	day today = zone_day(ground_zone(ground), now);

	*draft = (struct news_draft){
		.ground = ground, .subjects = subjects, .subject = subject, .now = now};
	draft->view = (struct news_view){
		.rule = rule,
		.province = settings->hentra.province,
		.province_name = settings->hentra.province_name,
		.subject_code = subject->code,
		.subject_name = subject->name,
		.subject_kind = subject->kind,
		.zone = ground_zone(ground),
		.judge = &ground->judge,
		.period = period_year(period_year_of(today), false),
		.observed = subject->observed,
		.calendar_provisional =
			calendar_provisional(ground->judge.calendar, civil_date(today).year),
		.organisation = settings->hentra.organisation,
		.contact = settings->mail.contact,
		.guide = settings->mail.guide,
		.page_url = settings->page.url,
		.from = settings->mail.from,
		.oldest_overdue_days = oldest_overdue_days,
		.silent_since = subjects_last_received(subjects, subject),
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
	struct news_cases listed = {0};
	int result = 0;

	if (draft->listed)
		return 0;
	draft->listed = true;
	if (draft->view.news->kind != NEWS_CLOSED)
		result = news_cases_list(draft->ground, draft->subjects, draft->view.rule,
			draft->subject, draft->now, LETTER_CASES_MOST, &draft->arena, &listed,
			error);
	draft->view.cases = listed.items;
	draft->view.case_count = listed.count;
	draft->view.more = listed.more;
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
		draft->ground, news, delivery->recipient, link, &draft->view.ack_until, error);
}

static void attach_sheet(const struct case_sheet *sheet, struct delivery *delivery)
{
	if (!sheet->file)
		return;
	char *copy = xmalloc(sheet->content.length);
	memcpy(copy, sheet->content.data, sheet->content.length);
	delivery->attachment_name = xstrdup(sheet->file);
	delivery->attachment = (struct slice){copy, sheet->content.length};
}

/* The sheet of the letter's language; a closing lists nothing. */
static int attach(struct news_draft *draft, const struct channel_settings *channel,
	struct delivery *delivery, struct error *error)
{
	struct case_sheet *sheet = &draft->sheets[draft->view.english];

	if (channel->attach != ATTACH_XLSX || draft->view.news->kind == NEWS_CLOSED)
		return 0;
	int result = case_sheet_make(sheet, draft->ground, draft->subjects, &draft->view,
		draft->subject, draft->now, error);
	if (result == 0)
		attach_sheet(sheet, delivery);
	return result;
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
		delivery.closing = news->kind == NEWS_CLOSED;
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

/* Whom a letter to one of the channel's own addresses greets, never by the address itself; "": one of
 * a commune's addresses, its chair or head is greeted. */
static const char *addressee_of(const struct channel_settings *channel, const char *recipient)
{
	for (const char *const *to = channel->to; to && *to; to++)
		if (strcmp(*to, recipient) == 0)
			return channel->addressee[0]              ? channel->addressee
			       : channel->language == LANGUAGE_EN ? "whom it may concern"
								  : "Lãnh đạo phụ trách";
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

int digest_write(enum digest_kind kind, struct news_view *lines, size_t count,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries)
{
	struct delivery delivery = new_delivery(NULL, channel, recipient, lines[0].news->at);
	struct letter letter;

	lines[0].addressee = addressee_of(channel, recipient);
	digest_render(kind, lines, count, delivery.key, &letter);
	take_letter(&letter, &delivery);
	return add(deliveries, &delivery);
}

/* All cases that are warned of, though the letter shows fewer. */
static int attach_warned(struct news_draft *draft, const struct letter_case *cases, size_t count,
	const struct channel_settings *channel, struct delivery *delivery, struct error *error)
{
	struct case_sheet *sheet = &draft->sheets[draft->view.english];

	if (channel->attach != ATTACH_XLSX)
		return 0;
	int result = case_sheet_of(sheet, &draft->view, cases, count, error);
	if (result == 0)
		attach_sheet(sheet, delivery);
	return result;
}

int warning_write(struct news_draft *draft, const struct letter_case *cases, size_t count,
	const struct channel_settings *channel, const char *recipient,
	struct deliveries *deliveries, struct error *error)
{
	struct delivery delivery = new_delivery(NULL, channel, recipient, draft->now);
	struct letter letter;

	draft->view.english = channel->language == LANGUAGE_EN;
	draft->view.addressee = addressee_of(channel, recipient);
	draft->view.cases = cases;
	draft->view.case_count = count < LETTER_CASES_MOST ? count : LETTER_CASES_MOST;
	draft->view.more = (int64_t)(count - draft->view.case_count);
	int result = attach_warned(draft, cases, count, channel, &delivery, error);
	draft->view.attachment = delivery.attachment_name;
	warning_render(&draft->view, delivery.key, &letter);
	draft->view.attachment = NULL;
	take_letter(&letter, &delivery);
	add(deliveries, &delivery);
	return result;
}

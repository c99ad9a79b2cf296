#include "ground/notices.h"

#include "base/log.h"
#include "base/memory.h"
#include "conf/office.h"
#include "ground/deliveries.h"
#include "ground/doubts.h"
#include "ground/ground.h"
#include "ground/random.h"
#include "message/notice.h"
#include "site/clock.h"

struct writing {
	struct notice notice;
	struct deliveries deliveries;
};

static void on_office(void *user, const struct channel_settings *channel, const char *address)
{
	struct writing *writing = user;
	struct deliveries *deliveries = &writing->deliveries;
	struct letter letter;

	array_reserve(deliveries->items, &deliveries->capacity, deliveries->count + 1);
	struct delivery *delivery = &deliveries->items[deliveries->count++];
	*delivery = (struct delivery){.channel = xstrdup(channel->name),
		.recipient = xstrdup(address),
		.type = "email",
		.next_at = writing->notice.at,
		.settled_at = INSTANT_NONE,
		.answer = ""};
	random_hex(delivery->key);
	writing->notice.addressee = channel->addressee;
	writing->notice.english = channel->language == LANGUAGE_EN;
	notice_render(&writing->notice, delivery->key, &letter);
	delivery->subject = letter.subject;
	delivery->body = letter.text;
	delivery->html = letter.html;
	delivery->headers = letter.headers;
}

/* By letter to each office of the configuration; `subject` is for the log. */
static void tell_offices(struct ground *ground, struct notice notice, const char *subject)
{
	const struct settings *settings = ground_settings(ground);
	struct writing writing = {.notice = notice};
	struct error error;

	writing.notice.at = clock_now();
	writing.notice.zone = ground_zone(ground);
	writing.notice.province = settings->hentra.province;
	writing.notice.organisation = settings->hentra.organisation;
	writing.notice.contact = settings->mail.contact;
	writing.notice.from = settings->mail.from;
	office_each(settings, on_office, &writing);
	struct news_batch batch = {
		.deliveries = writing.deliveries.items, .delivery_count = writing.deliveries.count};
	if (batch.delivery_count > 0 &&
		store_commit_news(ground->store, &batch, writing.notice.at, &error) < 0)
		log_line(LOG_CAUTION, subject, "the office cannot be told: %s", error.text);
	deliveries_free(&writing.deliveries);
}

void notices_channel_off(struct ground *ground, const char *channel, const char *words)
{
	const struct channel_settings *off = settings_channel(ground_settings(ground), channel);

	tell_offices(ground,
		(struct notice){.kind = NOTICE_CHANNEL_OFF,
			.channel = channel,
			.recipient = off ? off->url : "",
			.words = words},
		channel);
}

void notices_portal_doubtful(struct ground *ground, const struct portal *portal)
{
	cleanup(text_free) struct text vi = {0}, en = {0};

	doubts_say(ground->store, portal->id, false, "; ", &vi);
	doubts_say(ground->store, portal->id, true, "; ", &en);
	tell_offices(ground,
		(struct notice){.kind = NOTICE_PORTAL_DOUBTFUL,
			.portal = portal->settings->name,
			.words = vi.data,
			.words_en = en.data},
		portal->subject);
}

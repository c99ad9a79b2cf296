#include "ground/notices.h"

#include "base/log.h"
#include "base/memory.h"
#include "conf/office.h"
#include "ground/deliveries.h"
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

void notices_channel_off(struct ground *ground, const char *channel, const char *words)
{
	const struct settings *settings = ground_settings(ground);
	const struct channel_settings *off = settings_channel(settings, channel);
	struct error error;
	struct writing writing = {.notice = {
					  .kind = NOTICE_CHANNEL_OFF,
					  .channel = channel,
					  .recipient = off ? off->url : "",
					  .words = words,
					  .at = clock_now(),
					  .zone = ground_zone(ground),
					  .province = settings->hentra.province,
					  .organisation = settings->hentra.organisation,
					  .contact = settings->mail.contact,
					  .from = settings->mail.from,
				  }};

	office_each(settings, on_office, &writing);
	struct news_batch batch = {
		.deliveries = writing.deliveries.items, .delivery_count = writing.deliveries.count};
	if (batch.delivery_count > 0 &&
		store_commit_news(ground->store, &batch, writing.notice.at, &error) < 0)
		log_line(LOG_CAUTION, channel, "the office cannot be told: %s", error.text);
	deliveries_free(&writing.deliveries);
}

#include "evaluate/ack_link.h"

#include <errno.h>

#include "ground/ground.h"
#include "ground/random.h"
#include "message/ack_token.h"
#include "store/store_acknowledge.h"

static int read_key(
	struct ground *ground, unsigned char ret_key[static LINK_KEY_BYTES], struct error *error)
{
	unsigned char fresh[LINK_KEY_BYTES];
	int result = store_read_link_key(ground->store, ret_key, error);

	if (result != -ENOENT)
		return result;
	random_bytes(fresh, sizeof(fresh));
	result = store_link_key(ground->store, fresh, ret_key, error);
	explicit_bzero(fresh, sizeof(fresh));
	return result;
}

/* Where the calendar ends, so many days of the week must do. */
static instant expires(const struct ground *ground, instant now)
{
	const struct zone *zone = ground_zone(ground);
	day last, today = zone_day(zone, now);

	if (calendar_add_days(ground->judge.calendar, today, ACK_LINK_DAYS, &last) < 0)
		last = today + ACK_LINK_DAYS + 2;
	return zone_midnight(zone, last + 1);
}

int ack_link_make(struct ground *ground, const struct alert_news *news, const char *recipient,
	struct text *out, instant *ret_until, struct error *error)
{
	const char *page = ground_settings(ground)->page.url;
	struct ack_token token = {.episode = news->episode, .severity = news->severity};
	unsigned char key[LINK_KEY_BYTES];

	if (!page[0] || strlen(recipient) > ACK_RECIPIENT_MOST)
		return 0;
	int result = read_key(ground, key, error);
	if (result < 0)
		return result;
	token.expires = expires(ground, news->at);
	memcpy(token.recipient, recipient, strlen(recipient) + 1);
	text_printf(out, "%s/ack/", page);
	result = ack_token_make(out, &token, (struct slice){(const char *)key, sizeof(key)}, error);
	explicit_bzero(key, sizeof(key));
	*ret_until = token.expires;
	return result;
}

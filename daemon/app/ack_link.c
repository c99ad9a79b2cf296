#include "app/ack_link.h"

#include <errno.h>

#include "app/app.h"
#include "app/random.h"
#include "message/ack_token.h"
#include "store/store_acknowledge.h"

static int read_key(
	struct app *app, unsigned char ret_key[static LINK_KEY_BYTES], struct error *error)
{
	unsigned char fresh[LINK_KEY_BYTES];
	int result = store_read_link_key(app->store, ret_key, error);

	if (result != -ENOENT)
		return result;
	random_bytes(fresh, sizeof(fresh));
	result = store_link_key(app->store, fresh, ret_key, error);
	explicit_bzero(fresh, sizeof(fresh));
	return result;
}

/* Where the calendar ends, so many days of the week must do. */
static instant expires(const struct app *app, instant now)
{
	const struct zone *zone = app_zone(app);
	day last, today = zone_day(zone, now);

	if (calendar_add_days(app->judge.calendar, today, ACK_LINK_DAYS, &last) < 0)
		last = today + ACK_LINK_DAYS + 2;
	return zone_midnight(zone, last + 1);
}

int ack_link_make(struct app *app, const struct alert_news *news, const char *recipient,
	struct text *out, instant *ret_until, struct error *error)
{
	const char *page = app_settings(app)->page.url;
	struct ack_token token = {.episode = news->episode, .severity = news->severity};
	unsigned char key[LINK_KEY_BYTES];

	if (!page[0] || strlen(recipient) > ACK_RECIPIENT_MOST)
		return 0;
	int result = read_key(app, key, error);
	if (result < 0)
		return result;
	token.expires = expires(app, news->at);
	memcpy(token.recipient, recipient, strlen(recipient) + 1);
	text_printf(out, "%s/ack/", page);
	result = ack_token_make(out, &token, (struct slice){(const char *)key, sizeof(key)}, error);
	explicit_bzero(key, sizeof(key));
	*ret_until = token.expires;
	return result;
}

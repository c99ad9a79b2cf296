#include "conf/office.h"

#include <string.h>

static bool named_before(const struct settings *settings, size_t channel, const char *const *place)
{
	for (size_t i = 0; i <= channel; i++)
		for (const char *const *to = settings->channels[i].to; to && *to; to++) {
			if (to == place)
				return false;
			if (strcmp(*to, *place) == 0)
				return true;
		}
	return false;
}

void office_each(const struct settings *settings, office_fn *on_address, void *user)
{
	for (size_t i = 0; i < settings->channel_count; i++) {
		const struct channel_settings *channel = &settings->channels[i];
		if (channel->type != CHANNEL_EMAIL)
			continue;
		for (const char *const *to = channel->to; to && *to; to++)
			if (!named_before(settings, i, to))
				on_address(user, channel, *to);
	}
}

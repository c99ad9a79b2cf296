#include "ground/ground.h"

#include <errno.h>
#include <stdio.h>

#include "site/clock.h"

#define PORTAL_REQUESTS 4 /* at once per host */
#define HOOK_REQUESTS 16
#define MAIL_WORKERS 4

bool ground_store_busy(const struct ground *ground, struct store_busy *busy, int result)
{
	int64_t now_ms = clock_monotonic_ms();

	if (result != -EBUSY) {
		busy->since_ms = 0;
		return false;
	}
	if (busy->since_ms == 0)
		busy->since_ms = now_ms;
	return !ground->once && now_ms - busy->since_ms < STORE_BUSY_MOST_MS;
}

void ground_make_transfers(struct ground *ground)
{
	const char *from = ground_settings(ground)->mail.from;
	char agent[200];
	struct transfers_options options = {.loop = ground->loop, .user_agent = agent};

	snprintf(agent, sizeof(agent), "hentra/%s%s%s%s", HENTRA_VERSION, from[0] ? " (" : "", from,
		from[0] ? ")" : "");
	options.most_per_host = PORTAL_REQUESTS;
	ground->portal_transfers = transfers_new(&options);
	options.most_per_host = HOOK_REQUESTS;
	ground->private_hooks = transfers_new(&options);
	options.refuse_private = true;
	ground->public_hooks = transfers_new(&options);
	options.refuse_private = false;
	options.most_per_host = MAIL_WORKERS;
	ground->mail_transfers = transfers_new(&options);
}

void ground_free_transfers(struct ground *ground)
{
	transfers_free(ground->portal_transfers);
	transfers_free(ground->public_hooks);
	transfers_free(ground->private_hooks);
	transfers_free(ground->mail_transfers);
}

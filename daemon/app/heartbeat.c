#include "app/heartbeat.h"

#include "base/log.h"
#include "base/memory.h"
#include "ground/ground.h"

#define TOTAL_MS (15 * 1000)

struct heartbeat {
	struct ground *ground;
	struct transfer *transfer;
	bool failing;
};

static void on_done(void *user, const struct transfer_result *result)
{
	struct heartbeat *heartbeat = user;
	bool fine = result->outcome == TRANSFER_ANSWERED && result->status / 100 == 2;

	heartbeat->transfer = NULL;
	if (!fine && !heartbeat->failing)
		log_line(LOG_CAUTION, "heartbeat", "not heard: %s", result->answer);
	heartbeat->failing = !fine;
}

void heartbeat_beat(struct heartbeat *heartbeat)
{
	struct ground *ground = heartbeat->ground;
	const struct heartbeat_settings *settings = &ground_settings(ground)->heartbeat;

	if (!settings->url[0] || heartbeat->transfer)
		return;
	heartbeat->transfer = transfer_http(
		settings->allow_private ? ground->private_hooks : ground->public_hooks,
		&(struct http_request){
			.method = "GET",
			.url = settings->url,
			.total_ms = TOTAL_MS,
			.on_done = on_done,
			.user = heartbeat,
		});
}

struct heartbeat *heartbeat_new(struct ground *ground)
{
	struct heartbeat *heartbeat = xcalloc(1, sizeof(*heartbeat));

	heartbeat->ground = ground;
	return heartbeat;
}

void heartbeat_free(struct heartbeat *heartbeat)
{
	if (!heartbeat)
		return;
	transfer_cancel(heartbeat->transfer);
	free(heartbeat);
}

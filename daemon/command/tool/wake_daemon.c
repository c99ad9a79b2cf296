#include "command/tool/wake_daemon.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "conf/settings.h"
#include "site/socket_path.h"

void wake_daemon(const struct tool *tool)
{
	char paths[2][SOCKET_PATH_MAX];
	int count = socket_paths_try(tool_settings(tool)->hentra.store, SOCKET_WAKE, paths);
	int wire = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (wire < 0)
		return;
	for (int i = 0; i < count; i++) {
		struct sockaddr_un address = {.sun_family = AF_UNIX};
		memcpy(address.sun_path, paths[i], sizeof(paths[i]));
		(void)sendto(wire, "wake", 4, MSG_NOSIGNAL, (const struct sockaddr *)&address,
			sizeof(address));
	}
	close(wire);
}

int wake_instant(const struct tool *tool, instant *ret_at, struct error *error)
{
	instant newest;
	int result = store_newest(tool->store, &newest, error);
	if (result == 0)
		*ret_at = newest != INSTANT_NONE && newest < tool->now ? newest : tool->now;
	return result;
}

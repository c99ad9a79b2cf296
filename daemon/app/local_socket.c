#include "app/local_socket.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

#define BACKLOG 8

static int open_at(const char *path, int type)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	memcpy(address.sun_path, path, strlen(path) + 1);
	unlink(path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		chmod(path, S_IRUSR | S_IWUSR) < 0 ||
		(type == SOCK_STREAM && listen(fd, BACKLOG) < 0)) {
		int result = -errno;
		close(fd);
		return result;
	}
	return fd;
}

int local_socket_listen(const struct ground *ground, const char *name, int type, const char *what,
	char ret_path[static SOCKET_PATH_MAX])
{
	int fd = -1;

	if (socket_path_listen(ground_settings(ground)->hentra.store, name, ret_path)) {
		fd = open_at(ret_path, type);
		if (fd < 0)
			log_line(LOG_CAUTION, NULL, "the daemon %s: %s: %s", what, ret_path,
				strerror(-fd));
	}
	if (fd < 0)
		ret_path[0] = '\0';
	return fd < 0 ? -1 : fd;
}

#include "command/operate/ask_daemon.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/json.h"
#include "conf/settings.h"
#include "site/clock.h"
#include "site/socket_path.h"

#define ANSWER_MOST (1 << 20)

/* --- the wire ------------------------------------------------------------------------------- */

static int connect_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int wire = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (wire < 0)
		return -errno;
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (connect(wire, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		int result = -errno;
		close(wire);
		return result;
	}
	return wire;
}

/* The first of the places where somebody listens. */
static int connect_daemon(const struct tool *tool)
{
	char paths[2][SOCKET_PATH_MAX];
	int count = socket_paths_try(tool_settings(tool)->hentra.store, SOCKET_CONTROL, paths);
	int wire = -ENOENT;

	for (int i = count; wire < 0 && i-- > 0;) {
		int result = connect_at(paths[i]);
		if (result >= 0 || result == -EACCES)
			wire = result;
	}
	return wire;
}

static int read_answer(int wire, int wait_ms, struct text *answer)
{
	int64_t until_ms = clock_monotonic_ms() + wait_ms;
	char chunk[4096];

	while (answer->length < ANSWER_MOST) {
		struct pollfd ready = {.fd = wire, .events = POLLIN};
		int64_t left_ms = until_ms - clock_monotonic_ms();
		if (left_ms <= 0 || poll(&ready, 1, (int)left_ms) == 0)
			return -ETIMEDOUT;
		ssize_t got = recv(wire, chunk, sizeof(chunk), 0);
		if (got == 0)
			return answer->length > 0 ? 0 : -ENOENT;
		if (got < 0 && errno != EINTR)
			return -errno;
		if (got > 0)
			text_add_slice(answer, (struct slice){chunk, (size_t)got});
	}
	return -EMSGSIZE;
}

int ask_daemon(const struct tool *tool, const char *word, int wait_ms, struct text *answer,
	struct error *error)
{
	char line[32];
	int wire = connect_daemon(tool);
	int result = wire < 0 ? wire : 0;
	int length = snprintf(line, sizeof(line), "%s\n", word);

	if (result == 0 && send(wire, line, (size_t)length, MSG_NOSIGNAL) < 0)
		result = -errno;
	if (result == 0)
		result = read_answer(wire, wait_ms, answer);
	if (wire >= 0)
		close(wire);
	if (result == -EACCES)
		return error_set(error, result,
			"hentrad may be asked by root and its own user alone: sudo -u hentra "
			"hentractl …");
	if (result == -ENOENT)
		return error_set(error, result,
			"no hentrad with this store answers: systemctl status hentra");
	if (result < 0)
		return error_set(error, result, "hentrad does not answer: %s", strerror(-result));
	return 0;
}

/* --- what is in an answer ------------------------------------------------------------------- */

struct reading {
	int depth;
	char key[64];
	bool inside; /* the object "configuration" */
	struct daemon_configuration *configuration;
	struct text *out;
};

static void keep(char *into, size_t size, struct slice text)
{
	snprintf(into, size, "%.*s", (int)text.length, text.data);
}

static int on_event(void *user, enum json_event event, struct slice text)
{
	struct reading *reading = user;
	struct daemon_configuration *found = reading->configuration;

	if (event == JSON_KEY)
		keep(reading->key, sizeof(reading->key), text);
	else if (event == JSON_OBJECT)
		reading->inside = strcmp(reading->key, "configuration") == 0;
	else if (event == JSON_OBJECT_END)
		reading->inside = false;
	else if (!reading->inside)
		return 0;
	else if (strcmp(reading->key, "last_reload_successful") == 0) {
		found->known = true;
		found->refused = event == JSON_FALSE;
	} else if (strcmp(reading->key, "in_force_since") == 0 && event == JSON_STRING)
		keep(found->since, sizeof(found->since), text);
	else if (strcmp(reading->key, "refused") == 0 && event == JSON_STRING)
		keep(found->why, sizeof(found->why), text);
	return 0;
}

static void read_json(const struct text *answer, json_event_fn *on, struct reading *reading)
{
	struct json_reader *reader = json_reader_new(&(struct json_limits){0}, on, reading);
	struct error error;

	if (json_feed(reader, answer->data, answer->length, &error) == 0)
		json_end(reader, &error);
	json_reader_free(reader);
}

void daemon_configuration_of(const struct text *answer, struct daemon_configuration *ret)
{
	*ret = (struct daemon_configuration){0};
	read_json(answer, on_event, &(struct reading){.configuration = ret});
}

static void begin_line(struct reading *reading)
{
	text_printf(reading->out, "%*s%s", 2 * (reading->depth > 0 ? reading->depth - 1 : 0), "",
		reading->key[0] ? reading->key : "-");
	reading->key[0] = '\0';
}

static int on_shown(void *user, enum json_event event, struct slice text)
{
	static const char *const words[] = {
		[JSON_NULL] = "–", [JSON_FALSE] = "no", [JSON_TRUE] = "yes"};
	struct reading *reading = user;

	if (event == JSON_KEY) {
		keep(reading->key, sizeof(reading->key), text);
	} else if (event == JSON_OBJECT || event == JSON_ARRAY) {
		if (reading->depth > 0) {
			begin_line(reading);
			text_add(reading->out, "\n");
		}
		reading->depth++;
	} else if (event == JSON_OBJECT_END || event == JSON_ARRAY_END) {
		reading->depth--;
	} else {
		begin_line(reading);
		text_add(reading->out, ": ");
		if (event <= JSON_TRUE)
			text_add(reading->out, words[event]);
		else
			text_add_slice(reading->out, text);
		text_add(reading->out, "\n");
	}
	return 0;
}

void daemon_answer_text(const struct text *answer, struct text *out)
{
	read_json(answer, on_shown, &(struct reading){.out = out});
}

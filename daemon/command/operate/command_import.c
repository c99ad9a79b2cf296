/* hentractl import: files with cases, each one poll of its portal.
 *
 * Only one program writes facts. When no daemon runs, that is the tool, through the same decoder and
 * the same store as the daemon; when one does, the file is put into the portal's drop folder under a
 * name of its own, and what became of it is waited for. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/operate/import.h"
#include "command/tool/wake_daemon.h"
#include "conf/settings.h"
#include "store/store_receipts.h"

#define WAIT_MS 120000 /* for the daemon */
#define LOOK_MS 100

static void cleanup_close(int *file)
{
	if (*file >= 0)
		close(*file);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* --- over to the daemon --------------------------------------------------------------------- */

static int copy_whole(int from, int to)
{
	char bytes[65536];
	ssize_t got;
	while ((got = read(from, bytes, sizeof(bytes))) > 0)
		for (ssize_t at = 0; at < got;) {
			ssize_t written = write(to, bytes + at, (size_t)(got - at));
			if (written < 0)
				return -errno;
			at += written;
		}
	explicit_bzero(bytes, sizeof(bytes)); /* citizens' names */
	return got < 0 || fsync(to) < 0 ? -errno : 0;
}

/* Into the folder under a name that is not taken up, then renamed: so it is whole when it is seen.
 * It belongs to whom the folder belongs to, that the daemon can read it, and to nobody else. */
static int put_into(const char *folder, const char *name, const char *file, struct error *error)
{
	char hidden[PATH_MAX], path[PATH_MAX];
	struct stat owner;
	cleanup(cleanup_close) int from = open(file, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return error_set(error, -errno, "cannot open the file: %s", strerror(errno));
	snprintf(hidden, sizeof(hidden), "%s/.%s", folder, name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	cleanup(cleanup_close) int to = open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	int result = to < 0 ? -errno : copy_whole(from, to);
	if (result == 0 && (stat(folder, &owner) < 0 ||
				   (geteuid() == 0 && fchown(to, owner.st_uid, owner.st_gid) < 0)))
		result = -errno;
	if (result == 0 && rename(hidden, path) < 0)
		result = -errno;
	if (result < 0) {
		if (to >= 0)
			unlink(hidden);
		return error_set(error, result, "cannot put the file into the drop folder: %s: %s",
			folder, strerror(-result));
	}
	return 0;
}

static bool exists(const char *folder, const char *kind, const char *name)
{
	char path[PATH_MAX];
	struct stat info;
	snprintf(path, sizeof(path), "%s/%s/%s", folder, kind, name);
	return stat(path, &info) == 0;
}

static int read_reason(const char *folder, const char *name, struct error *error)
{
	char path[PATH_MAX], line[sizeof(error->text)] = "";
	snprintf(path, sizeof(path), "%s/failed/%s.reason", folder, name);
	FILE *file = fopen(path, "re");
	if (file && !fgets(line, sizeof(line), file))
		line[0] = '\0';
	if (file)
		fclose(file);
	line[strcspn(line, "\n")] = '\0';
	const char *sentence = strstr(line, ": "); /* the time stands before it */
	return error_set(
		error, -EBADMSG, "%s", sentence ? sentence + 2 : "hentrad could not use the file");
}

/* The counts of the daemon's poll; left at 0 when the store cannot be asked. */
static void ask_counts(
	struct tool *tool, const struct portal_settings *portal, struct import_counts *ret_counts)
{
	struct store_poll complete, sweep, newest;
	struct store *store;
	uint32_t id;
	if (store_open(tool_settings(tool)->hentra.store, STORE_READ, &store, NULL) < 0)
		return;
	if (store_find_portal(store, portal->name, &id, NULL) == 0 &&
		store_last_polls(store, id, &complete, &sweep, &newest, NULL) == 0 && complete.id)
		*ret_counts = (struct import_counts){.records = complete.records,
			.changed = complete.changed,
			.set_aside = complete.set_aside};
	store_close(store);
}

static int wait_for(struct tool *tool, const struct portal_settings *portal, const char *name,
	struct import_counts *ret_counts, struct error *error)
{
	const struct timespec look = {0, LOOK_MS * 1000000};
	for (int waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
		if (exists(portal->path, "done", name)) {
			ask_counts(tool, portal, ret_counts);
			return 0;
		}
		if (exists(portal->path, "failed", name))
			return read_reason(portal->path, name, error);
		nanosleep(&look, NULL);
	}
	return error_set(error, -ETIMEDOUT,
		"hentrad has not taken it within two minutes; it stays in the drop folder: %s/%s",
		portal->path, name);
}

static int hand_over(struct tool *tool, const struct portal_settings *portal, const char *file,
	bool insisted, struct import_counts *ret_counts, struct error *error)
{
	char name[NAME_MAX];
	if (!portal->path[0])
		return error_set(error, -EBUSY,
			"hentrad runs, and this portal has no drop folder (path) to hand the file "
			"over: stop hentrad first");
	snprintf(name, sizeof(name), "%s%lld-%d-%.200s", insisted ? RECEIPTS_INSISTED : "import-",
		(long long)tool->now, (int)getpid(), base_name(file));
	int result = put_into(portal->path, name, file, error);
	if (result < 0)
		return result;
	wake_daemon(tool);
	return wait_for(tool, portal, name, ret_counts, error);
}

/* --- the command ---------------------------------------------------------------------------- */

static void file_text(struct tool *tool, const char *file, const struct import_counts *counts)
{
	plural_printf(&tool->out,
		say(tool, "%s: %lld bản ghi, %lld hồ sơ mới hoặc thay đổi, %lld để riêng\n",
			"%s: %lld record(s), %lld case(s) added or changed, %lld set aside\n"),
		file, (long long)counts->records, (long long)counts->changed,
		(long long)counts->set_aside);
}

static void file_json(struct json_writer *json, const char *file,
	const struct import_counts *counts, const struct error *error)
{
	json_object(json, NULL);
	json_string(json, "file", file);
	json_number(json, "records", counts->records);
	json_number(json, "changed", counts->changed);
	json_number(json, "set_aside", counts->set_aside);
	json_string(json, "error", error->text[0] ? error->text : NULL);
	json_object_end(json);
}

/* One file; what is wrong with it does not stop the others. */
static enum exit_code import_file(struct tool *tool, struct import *import,
	const struct portal_settings *portal, const char *file, bool insisted,
	struct json_writer *json)
{
	struct import_counts counts = {0};
	struct error error = {0};
	int result = import ? import_here(import, portal, file, insisted, &counts, &error)
			    : hand_over(tool, portal, file, insisted, &counts, &error);
	if (tool->json)
		file_json(json, file, &counts, &error);
	else if (result == 0)
		file_text(tool, file, &counts);
	if (result == 0)
		return EXIT_FINE;
	return tool_fail(
		result == -EBADMSG ? EXIT_NO : EXIT_ENVIRONMENT, "%s: %s", file, error.text);
}

enum exit_code command_import(struct tool *tool, const struct arguments *arguments)
{
	const char *name = argument(arguments, "--portal");
	struct import *import = NULL;
	struct error error = {0};
	if (!name)
		return tool_fail(EXIT_USAGE, "say whose cases these are: --portal NAME");
	enum exit_code exit = tool_site(tool);
	if (exit)
		return exit;
	const struct portal_settings *portal = settings_portal(tool_settings(tool), name);
	if (!portal)
		return tool_fail(
			EXIT_NO, "no portal has the name %s; see hentractl portal list", name);
	int result = import_begin(tool, &import, &error);
	if (result < 0 && result != -EBUSY)
		return tool_failed(&error);
	struct json_writer json = tool_json(tool);
	if (tool->json)
		json_array(&json, NULL);
	for (int i = 0; i < arguments->count; i++) {
		enum exit_code bad = import_file(tool, import, portal, arguments->positional[i],
			argument(arguments, "--yes") != NULL, &json);
		exit = bad > exit ? bad : exit;
	}
	if (tool->json) {
		json_array_end(&json);
		tool_json_end(tool, &json);
	}
	import_end(import);
	return exit;
}

#include "poll/drop_folder.h"

#include <errno.h>
#include <ev.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "ground/ground.h"
#include "poll/drop_candidates.h"
#include "poll/file_poll.h"
#include "site/clock.h"
#include "store/store_receipts.h"

#define LOOK_MS MINUTE_MS /* also without being told: some file systems do not tell */
#define RETRY_MS MINUTE_MS /* after the store failed */
#define READ_MOST_MS (30 * MINUTE_MS)
#define SLACK_MS MINUTE_MS

struct drop_folder {
	struct drop_folder_options options;
	struct ev_loop *loop;
	const char *path;
	struct drop_candidates candidates;
	ev_timer look;
	ev_io told; /* inotify */
	int inotify; /* -1: none */
	int watch; /* -1: the folder cannot be watched now */
	bool absent_said;
	bool once;
	/* the file being read */
	struct file_poll *poll;
	char *name;
	int descriptor;
	int64_t moves_by;
};

/* --- moving ------------------------------------------------------------------------------- */

/* FOLDER/KIND/NAME, or NAME.2, NAME.3 … when there is one of that name. */
static int move_to(struct drop_folder *folder, const char *kind, char ret_path[static PATH_MAX])
{
	char from[PATH_MAX];
	int length = snprintf(from, sizeof(from), "%s/%s", folder->path, folder->name);

	if (length >= (int)sizeof(from) - 32)
		return -ENAMETOOLONG;
	snprintf(ret_path, PATH_MAX, "%s/%s", folder->path, kind);
	if (mkdir(ret_path, 0750) < 0 && errno != EEXIST)
		return -errno;
	for (int number = 1; number < 10000; number++) {
		char suffix[16] = "";
		if (number > 1)
			snprintf(suffix, sizeof(suffix), ".%d", number);
		snprintf(
			ret_path, PATH_MAX, "%s/%s/%s%s", folder->path, kind, folder->name, suffix);
		if (renameat2(AT_FDCWD, from, AT_FDCWD, ret_path, RENAME_NOREPLACE) == 0)
			return 0;
		if (errno != EEXIST)
			return -errno;
	}
	return -EEXIST;
}

static void write_reason(struct drop_folder *folder, const char *path, const char *sentence)
{
	char name[PATH_MAX + 8], at[ZONE_TEXT_MAX];

	snprintf(name, sizeof(name), "%s.reason", path);
	FILE *file = fopen(name, "we");
	if (!file)
		return;
	fprintf(file, "%s: %s\n", zone_format(ground_zone(folder->options.ground), clock_now(), at),
		sentence);
	fclose(file);
}

/* A file that cannot be moved away must not be read again and again. */
static void move_away(struct drop_folder *folder, bool done, const char *sentence)
{
	char path[PATH_MAX];
	int result = move_to(folder, done ? "done" : "failed", path);

	if (result == 0 && !done)
		write_reason(folder, path, sentence);
	if (result == 0)
		return;
	log_line(LOG_FAILURE, folder->options.portal->settings->name,
		"was read, but cannot be moved away; not read again until it changes: %s/%s: %s",
		folder->path, folder->name, strerror(-result));
	for (size_t i = 0; i < folder->candidates.count; i++)
		if (strcmp(folder->candidates.items[i].name, folder->name) == 0)
			folder->candidates.items[i].stuck = true;
}

/* --- reading ------------------------------------------------------------------------------ */

static void plan_look(struct drop_folder *folder, int64_t wait_ms)
{
	folder->moves_by = clock_monotonic_ms() + (wait_ms > 0 ? wait_ms : 0) + SLACK_MS;
	ev_timer_stop(folder->loop, &folder->look);
	ev_timer_set(&folder->look, (double)(wait_ms > 0 ? wait_ms : 0) / 1000., 0.);
	ev_timer_start(folder->loop, &folder->look);
}

static void close_file(struct drop_folder *folder)
{
	if (folder->descriptor >= 0)
		close(folder->descriptor);
	free(folder->name);
	folder->descriptor = -1;
	folder->name = NULL;
	folder->poll = NULL;
	folder->options.portal->reading = false;
	folder->moves_by = INT64_MAX;
}

/* `again`: the fault is not the file's; it stays where it is. */
static void file_done(struct drop_folder *folder, const struct cycle_report *report, bool again)
{
	char trouble[sizeof(((struct error *)0)->text) + 300], doubts[64];
	struct cycle_report named = *report;
	bool done = report->result == POLL_COMPLETE;

	if (!again)
		move_away(folder, done, report->trouble);
	snprintf(trouble, sizeof(trouble), "%.255s: %s", folder->name, report->trouble);
	named.trouble = done ? "" : trouble;
	if (done)
		log_line(LOG_ROUTINE, folder->options.portal->settings->name,
			"%s taken: %lld record(s), %lld changed, %lld set aside%s", folder->name,
			(long long)report->records, (long long)report->changed,
			(long long)report->set_aside, cycle_report_doubts(report, doubts));
	close_file(folder);
	bool over = again && folder->once; /* it would wait for ever */
	if (!over)
		plan_look(folder, again ? RETRY_MS : 0);
	folder->options.on_file(folder->options.user, &named);
	if (over)
		folder->options.on_file(folder->options.user, NULL);
}

static void on_read(void *user, const struct cycle_report *report)
{
	struct drop_folder *folder = user;

	file_done(folder, report, file_poll_blameless(folder->poll));
}

/* The system knows who has a file open for writing, and tells its owner and root. */
static bool open_for_writing(int descriptor)
{
	if (fcntl(descriptor, F_SETLEASE, F_RDLCK) < 0)
		return errno == EAGAIN;
	fcntl(descriptor, F_SETLEASE, F_UNLCK);
	return false;
}

static int start_poll(struct drop_folder *folder, struct error *error)
{
	int result = file_poll_start(
		&(struct file_poll_options){
			.ground = folder->options.ground,
			.portal = folder->options.portal,
			.descriptor = folder->descriptor,
			.insisted = strncmp(folder->name, RECEIPTS_INSISTED,
					    strlen(RECEIPTS_INSISTED)) == 0,
			.on_done = on_read,
			.user = folder,
		},
		&folder->poll, error);
	folder->options.portal->reading = result == 0;
	return result;
}

static void take(struct drop_folder *folder, struct drop_candidate *candidate)
{
	char path[PATH_MAX];
	struct error error;
	struct cycle_report report = {.result = POLL_FAILED, .started = clock_now()};

	snprintf(path, sizeof(path), "%s/%s", folder->path, candidate->name);
	folder->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int failed = folder->descriptor < 0 ? errno : 0;
	if (!failed && open_for_writing(folder->descriptor)) {
		candidate->writing = true;
		candidate->quiet_since = clock_monotonic_ms();
		close_file(folder);
		plan_look(folder, 0);
		return;
	}
	folder->name = xstrdup(candidate->name);
	folder->moves_by = clock_monotonic_ms() + READ_MOST_MS;
	if (failed) {
		error_set(&error, -failed, "cannot open the file: %s", strerror(failed));
		report.trouble = error.text;
		file_done(folder, &report, false);
	} else if (start_poll(folder, &error) < 0) {
		report.trouble = error.text;
		file_done(folder, &report, true);
	}
}

/* --- looking ------------------------------------------------------------------------------ */

static void watch(struct drop_folder *folder)
{
	if (folder->inotify >= 0 && folder->watch < 0)
		folder->watch = inotify_add_watch(folder->inotify, folder->path,
			IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF |
				IN_MOVE_SELF | IN_ONLYDIR);
}

/* When to look again: the next one that becomes whole, and now and then without a reason. */
static void plan_next_look(struct drop_folder *folder)
{
	int64_t now_ms = clock_monotonic_ms(), at_ms = now_ms + LOOK_MS;
	bool soon = false;

	for (size_t i = 0; i < folder->candidates.count; i++) {
		int64_t whole_ms = drop_candidate_whole_at(&folder->candidates.items[i]);
		at_ms = whole_ms < at_ms ? whole_ms : at_ms;
		soon |= whole_ms <= now_ms + DROP_SETTLE_MS;
	}
	if (folder->once && !soon)
		folder->options.on_file(folder->options.user, NULL);
	else
		plan_look(folder, at_ms - now_ms + 1);
}

static void say_absent(struct drop_folder *folder, int result)
{
	if (result < 0 && !folder->absent_said)
		log_line(LOG_CAUTION, folder->options.portal->settings->name,
			"cannot look into the drop folder: %s: %s", folder->path,
			strerror(-result));
	folder->absent_said = result < 0;
}

static void on_look(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct drop_folder *folder = watcher->data;

	if (folder->poll)
		return;
	watch(folder);
	say_absent(folder, drop_candidates_look(&folder->candidates, folder->path));
	struct drop_candidate *candidate = drop_candidates_next(&folder->candidates);
	if (candidate)
		take(folder, candidate);
	else
		plan_next_look(folder);
}

/* At once for what was renamed in; what was closed may be opened again by the next step of a copy. */
static void look_within(struct drop_folder *folder, int64_t wait_ms)
{
	bool sooner = ev_is_active(&folder->look) &&
		      ev_timer_remaining(folder->loop, &folder->look) * 1000. <= (double)wait_ms;

	if (!folder->poll && !sooner)
		plan_look(folder, wait_ms);
}

static void note(struct drop_folder *folder, const struct inotify_event *event)
{
	drop_candidates_note(&folder->candidates, event);
	if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED))
		folder->watch = -1;
	else if (event->mask & (IN_MOVED_TO | IN_Q_OVERFLOW))
		look_within(folder, 0);
	else if (event->mask & IN_CLOSE_WRITE)
		look_within(folder, DROP_SETTLE_MS + 1);
}

static void on_told(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)loop, (void)events;
	struct drop_folder *folder = watcher->data;
	_Alignas(struct inotify_event) char buffer[4096];
	ssize_t got;

	while ((got = read(folder->inotify, buffer, sizeof(buffer))) > 0)
		for (ssize_t at = 0; at < got;) {
			const struct inotify_event *event = (const void *)(buffer + at);
			note(folder, event);
			at += (ssize_t)sizeof(*event) + event->len;
		}
}

/* --- from outside ------------------------------------------------------------------------- */

struct drop_folder *drop_folder_new(const struct drop_folder_options *options)
{
	struct drop_folder *folder = xcalloc(1, sizeof(*folder));

	folder->options = *options;
	folder->loop = options->ground->loop;
	folder->path = options->portal->settings->path;
	folder->descriptor = folder->watch = -1;
	folder->moves_by = INT64_MAX;
	folder->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	ev_init(&folder->look, on_look);
	folder->look.data = folder;
	return folder;
}

void drop_folder_free(struct drop_folder *folder)
{
	if (!folder)
		return;
	file_poll_stop(folder->poll);
	close_file(folder);
	ev_timer_stop(folder->loop, &folder->look);
	if (folder->told.data)
		ev_io_stop(folder->loop, &folder->told);
	if (folder->inotify >= 0)
		close(folder->inotify);
	drop_candidates_free(&folder->candidates);
	free(folder);
}

void drop_folder_start(struct drop_folder *folder)
{
	if (folder->inotify >= 0) {
		ev_io_init(&folder->told, on_told, folder->inotify, EV_READ);
		folder->told.data = folder;
		ev_io_start(folder->loop, &folder->told);
	}
	plan_look(folder, 0);
}

void drop_folder_run_once(struct drop_folder *folder)
{
	folder->once = true;
	plan_look(folder, 0);
}

int64_t drop_folder_moves_by(const struct drop_folder *folder)
{
	return folder->moves_by;
}

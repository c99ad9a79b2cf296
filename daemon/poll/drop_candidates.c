#include "poll/drop_candidates.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "poll/drop_folder.h"
#include "site/clock.h"

#define WRITING_MOST_MS (10 * MINUTE_MS) /* a close that nobody tells of is not waited for longer */

static bool ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), wanted = strlen(ending);

	return length >= wanted && strcmp(name + length - wanted, ending) == 0;
}

static bool is_taken_up(const char *name)
{
	static const char *const unfinished[] = {".part", ".tmp", ".crdownload", ".filepart", "~"};

	if (name[0] == '.' || name[0] == '~')
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(unfinished); i++)
		if (ends_with(name, unfinished[i]))
			return false;
	return true;
}

static struct drop_candidate *candidate_of(struct drop_candidates *candidates, const char *name)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (strcmp(candidates->items[i].name, name) == 0)
			return &candidates->items[i];
	array_reserve(candidates->items, &candidates->capacity, candidates->count + 1);
	struct drop_candidate *added = &candidates->items[candidates->count++];
	*added = (struct drop_candidate){.name = xstrdup(name), .size = -1};
	return added;
}

static void forget(struct drop_candidates *candidates, size_t index)
{
	free(candidates->items[index].name);
	candidates->items[index] = candidates->items[--candidates->count];
}

void drop_candidates_free(struct drop_candidates *candidates)
{
	while (candidates->count > 0)
		forget(candidates, candidates->count - 1);
	free(candidates->items);
	*candidates = (struct drop_candidates){0};
}

/* --- looking ------------------------------------------------------------------------------ */

/* Has it changed since the look before? */
static void observe(struct drop_candidates *candidates, const char *name, const struct stat *info)
{
	struct drop_candidate *candidate = candidate_of(candidates, name);
	int64_t changed_ms = (int64_t)info->st_mtim.tv_sec * 1000 + info->st_mtim.tv_nsec / 1000000;
	int64_t age_ms = clock_real() - changed_ms;
	bool first = candidate->size < 0;

	candidate->seen = true;
	if (!first && candidate->size == info->st_size && candidate->changed_ms == changed_ms)
		return;
	candidate->size = info->st_size;
	candidate->changed_ms = changed_ms;
	candidate->stuck = false;
	candidate->quiet_since = clock_monotonic_ms();
	/* What lay there before we looked has been quiet since it was written. */
	if (first && !candidate->writing && age_ms > 0)
		candidate->quiet_since -= age_ms < WRITING_MOST_MS ? age_ms : WRITING_MOST_MS;
}

int drop_candidates_look(struct drop_candidates *candidates, const char *path)
{
	DIR *folder = opendir(path);
	struct stat info;

	if (!folder)
		return -errno;
	for (size_t i = 0; i < candidates->count; i++)
		candidates->items[i].seen = false;
	for (struct dirent *entry; (entry = readdir(folder));) {
		int flags = AT_SYMLINK_NOFOLLOW;
		if (is_taken_up(entry->d_name) &&
			fstatat(dirfd(folder), entry->d_name, &info, flags) == 0 &&
			S_ISREG(info.st_mode))
			observe(candidates, entry->d_name, &info);
	}
	closedir(folder);
	for (size_t i = candidates->count; i-- > 0;)
		if (!candidates->items[i].seen)
			forget(candidates, i);
	return 0;
}

void drop_candidates_note(struct drop_candidates *candidates, const struct inotify_event *event)
{
	if (!event->len || event->mask & IN_ISDIR || !is_taken_up(event->name))
		return;
	struct drop_candidate *candidate = candidate_of(candidates, event->name);
	candidate->quiet_since = clock_monotonic_ms();
	candidate->writing = event->mask & (IN_CREATE | IN_MODIFY);
	candidate->renamed_in = event->mask & IN_MOVED_TO;
}

/* --- whole -------------------------------------------------------------------------------- */

/* An empty file is one that nobody has written to yet: some copy in two steps. */
int64_t drop_candidate_whole_at(const struct drop_candidate *candidate)
{
	if (candidate->stuck || candidate->size < 0)
		return INT64_MAX;
	if (candidate->writing || candidate->size == 0)
		return candidate->quiet_since + WRITING_MOST_MS;
	return candidate->quiet_since + (candidate->renamed_in ? 0 : DROP_SETTLE_MS);
}

static bool comes_before(const struct drop_candidate *a, const struct drop_candidate *b)
{
	if (a->changed_ms != b->changed_ms)
		return a->changed_ms < b->changed_ms;
	return strcmp(a->name, b->name) < 0;
}

struct drop_candidate *drop_candidates_next(struct drop_candidates *candidates)
{
	struct drop_candidate *next = NULL;
	int64_t now_ms = clock_monotonic_ms();

	for (size_t i = 0; i < candidates->count; i++) {
		struct drop_candidate *candidate = &candidates->items[i];
		if (drop_candidate_whole_at(candidate) <= now_ms &&
			(!next || comes_before(candidate, next)))
			next = candidate;
	}
	return next;
}

/* What lies in a drop folder, and whether it is whole: see drop_folder.h. Watched by inotify where
 * the file system tells of changes, and looked at now and then where it does not. */
#ifndef POLL_DROP_CANDIDATES_H
#define POLL_DROP_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct inotify_event;

struct drop_candidate {
	char *name;
	int64_t size, changed_ms; /* as last seen, by the wall clock; size -1: not looked at yet */
	int64_t quiet_since; /* monotonic, ms */
	bool renamed_in;
	bool writing; /* somebody writes it: seen, and not seen to close it */
	bool stuck; /* was read and could not be moved away: not again until it changes */
	bool seen; /* by the look under way */
};

/* Zero-initialised is empty. Pointers are good until the next call that is not const. */
struct drop_candidates {
	struct drop_candidate *items;
	size_t count, capacity;
};
void drop_candidates_free(struct drop_candidates *candidates);

/* Takes stock of the folder. A negative errno when it cannot be read. */
int drop_candidates_look(struct drop_candidates *candidates, const char *path);
/* What inotify tells of a name. */
void drop_candidates_note(struct drop_candidates *candidates, const struct inotify_event *event);
/* When it will be whole if nothing happens to it (monotonic, ms); INT64_MAX: never. */
int64_t drop_candidate_whole_at(const struct drop_candidate *candidate);
/* The oldest that is whole; NULL: none. */
struct drop_candidate *drop_candidates_next(struct drop_candidates *candidates);

#endif

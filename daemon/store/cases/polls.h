/* Polls under way, what could not be used of them, and the newest observation. */
#ifndef STORE_CASES_POLLS_H
#define STORE_CASES_POLLS_H

#include "store/cases/gate.h"
#include "store/cases/seen.h"
#include "store/witness/mass_changes.h"
#include "store/witness/status_words.h"

struct aside_entry {
	char *code;
	char *detail;
	enum record_problem problem;
	instant seen;
};

/* A poll under way: which cases it listed, and the asides not yet written. */
struct running_poll {
	int64_t id;
	uint32_t portal;
	bool sweep;
	instant reaches; /* store_poll_reaches(); NONE: all the way */
	instant started;
	int64_t changed;
	struct seen seen;
	int64_t distinct; /* how many are in it */
	int64_t vanished; /* found at its end */
	struct status_words unknown; /* statuses */
	int64_t timed, at_midnight; /* records with a due time, and those of them at 00:00 */
	struct gate gate;
	struct poll_changes changes;
	struct aside_entry *asides;
	size_t aside_count, aside_capacity;
};

struct running_poll *poll_running(struct store *store, int64_t poll);
void polls_free(struct store *store);
int poll_write_asides(struct store *store, struct running_poll *poll, struct error *error);
void poll_asides_written(struct running_poll *poll); /* after the commit */
/* The newest observation: written in the transaction, taken over after its commit. */
int newest_write(struct store *store, instant now, struct error *error);
void newest_take(struct store *store, instant now);

#endif

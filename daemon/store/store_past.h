/* Folds over all cases: as they are known now, or as they were known at an earlier instant. */
#ifndef STORE_STORE_PAST_H
#define STORE_STORE_PAST_H

#include "core/case/known.h"
#include "store/store.h"

/* A case as it was known then. Pointers are good during the call. */
struct store_past {
	/* its row of today: id, code, portal, procedure …; `changes` and `due_first_seen` are not filled */
	const struct store_case *found;
	struct known_case known; /* units and fields of then are known.state.unit, .field */
	const struct pause *pauses; /* as known then */
	size_t pause_count;
	int frozen; /* the bucket that froze, as far as it is known by which rules; -1: judge it */
};
typedef int store_past_case_fn(void *user, const struct store_past *past);

/* Every case that was known at `at` (NONE: now), in the store's own order and in one reading of the
 * store, so that a page which the daemon writes meanwhile tears nothing. The callback may call the
 * store only to read histories; its non-zero return stops and comes back. For now the cost is that of
 * reading the cases; for an earlier instant each changed case costs a look into its history. */
int store_walk_past(struct store *store, instant at, store_past_case_fn *on_case, void *user,
	struct error *error);

/* The same as things are now, in slices for a loop that must not be held: all steps see one snapshot. The
 * store is one opened for this (STORE_READ beside the owner's), and is used for nothing else until the
 * end. */
struct store_past_walk;
int store_past_begin(struct store *store, store_past_case_fn *on_case, void *user,
	struct store_past_walk **ret_walk, struct error *error);
/* Up to `most` more cases. */
int store_past_step(struct store_past_walk *walk, int most, bool *ret_done, struct error *error);
void store_past_end(struct store_past_walk *walk); /* may be NULL */

/* The bucket in force at an instant not later than the one it was known at: the path of the facts in
 * force, where what froze stays as it froze. -1: it did not exist yet. */
int store_past_bucket(const struct store_past *past, const struct judge *judge, instant at);
/* When the verdict in force closed it; NONE: it was open. No case is closed before it is received, so that
 * a report of any days counts both or neither. */
instant store_past_closed_at(const struct store_past *past, const struct judge *judge);

/* A case with all that was ever seen of it, for folds over many instants: store_past_of() gives each.
 * The same rules as above. */
struct store_history {
	const struct store_case *found;
	const struct change *changes; /* ascending by `by` */
	size_t change_count;
	const struct pause *pauses;
	size_t pause_count;
};
typedef int store_history_fn(void *user, const struct store_history *history);
int store_walk_histories(
	struct store *store, store_history_fn *on_case, void *user, struct error *error);
/* False: the case was not known yet. ret_pauses has room for history->pause_count, and lives as long as
 * the result is used. */
bool store_past_of(const struct store_history *history, instant at, struct pause *ret_pauses,
	struct store_past *ret_past);

/* When the portal's newest complete poll that had ended by `at` ended; NONE: there was none.
 * ret_polled: whether any poll of it had begun by then. Polls are kept as long as cases. */
int store_complete_by(struct store *store, uint32_t portal, instant at, instant *ret_ended,
	bool *ret_polled, struct error *error);

/* The first observation of any counted case that was purged; NONE: none was. */
int store_first_purged(struct store *store, instant *ret_at, struct error *error);

/* Purged cases, as store_walk_past() would tell of them on the evening of the day `known` (DAY_NONE: now), but
 * for those received and closed before the day `from`: `cases` of them, that are alike in all that the
 * national rule and the local verdict see on any evening. No code is known of them, and their instants may
 * have lost their hours. The callback must not use the store; its non-zero return stops and comes back. */
typedef int store_past_cases_fn(void *user, const struct store_past *past, int64_t cases);
int store_walk_purged(struct store *store, day from, day known, store_past_cases_fn *on_cases,
	void *user, struct error *error);

/* Sets *judge to that by which open cases were judged at `at`, as far as it is known; its calendar is
 * that of then and lives as long as the store (or it is the one given, which must live as long).
 * From then on walks as known at an instant also know by which rules verdicts froze that were opened
 * again since. */
int store_judge_at(struct store *store, instant at, struct judge *judge, struct error *error);

#endif

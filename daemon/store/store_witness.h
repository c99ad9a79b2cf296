/* The witness's part of the store: suspicions, marks, closing tallies of days, what is left of purged
 * cases, copies. Conventions as in store.h. */
#ifndef STORE_STORE_WITNESS_H
#define STORE_STORE_WITNESS_H

#include "core/case/suspicion.h"
#include "store/store.h"

/* --- suspicions ------------------------------------------------------------------------------ */

struct store_suspicion {
	struct finding finding;
	int64_t case_id; /* 0: of the unit itself */
	uint32_t portal;
	const char *code; /* of the case; "" for a unit, and for what is left of a purged case */
	int64_t subject; /* what marks name: the case_id, or of a unit's suspicion a number of its own */
	bool explained; /* by a mark that knew of all that was seen of it */
	instant explained_at; /* by the first one; NONE */
	instant found; /* when hentra found it first */
	bool ended; /* it was taken back: told of by nothing but `known` */
};
struct suspicion_filter {
	int kind; /* -1: all */
	int64_t case_id; /* 0: all */
	const uint32_t *units; /* NULL: all. As the unit was when it happened */
	size_t unit_count;
	uint32_t field; /* 0: all */
	instant since; /* those that arose at or after it; INSTANT_NONE: all */
	instant until; /* … and not later than it; 0: all */
	bool counted; /* only those without a doubt and not explained */
	instant known; /* those of units, and what is left of purged cases, as known then; 0: now */
	int limit; /* 0: no limit */
};
/* Newest first. Strings good during the call, which may not call the store. */
typedef int store_suspicion_fn(void *user, const struct store_suspicion *suspicion);
int store_suspicions(struct store *store, const struct suspicion_filter *filter,
	store_suspicion_fn *on_suspicion, void *user, struct error *error);
/* The same as it was known at an earlier instant: what is suspected of cases is found again in what was
 * known then, by the judge of then (store_judge_at); of cases that are purged by now it is what was known
 * at the end, as far as it had been found by then. Costs a walk over all cases. filter->limit and
 * filter->case_id are not heeded. */
int store_suspicions_at(struct store *store, const struct judge *judge, instant at,
	const struct suspicion_filter *filter, store_suspicion_fn *on_suspicion, void *user,
	struct error *error);
/* How many of a kind are counted (no doubt, not explained) that arose since an instant (NONE: ever)
 * in some units, in a field (0: all). By an index: the cost is that of what is counted. */
int store_count_suspicions(struct store *store, enum suspicion kind, const uint32_t *units,
	size_t unit_count, uint32_t field, instant since, int64_t *ret_count, struct error *error);

/* Looks at `most` more units by their closing tallies (core/case/detector_unit.h), as of the evening of each
 * closed day since the last one that was looked at, one transaction an evening. *cursor: not 0 while
 * anything is left. */
int store_look_at_units(struct store *store, const struct judge *judge, int most, uint32_t *cursor,
	struct error *error);

/* Looks at `most` more cases of the last weeks for gaps in the days' running numbers
 * (core/case/detector_numbers.h), as of the last closed day. The last step, *ret_done, writes what was found,
 * and takes back the gaps of these weeks that late cases closed. What was purged had been listed. */
int store_look_at_numbers(struct store *store, const struct judge *judge, int most, bool *ret_done,
	struct error *error);

/* --- the audit in steps ------------------------------------------------------------------------ */

/* store_audit() in slices, for a loop that must not be held: all steps see one snapshot. The store is
 * one opened for this (STORE_READ beside the owner's), and is used for nothing else until the end. */
struct store_audit;
int store_audit_begin(struct store *store, const struct judge *judge,
	audit_difference_fn *on_difference, void *user, struct store_audit **ret_audit,
	struct error *error);
/* Audits `most` more cases; the last step compares the tally. */
int store_audit_step(struct store_audit *audit, int most, bool *ret_done, struct error *error);
/* Frees it; the result may be NULL. */
void store_audit_end(struct store_audit *audit, struct audit_result *ret_result);

/* The outcome of an audit, for `status`; and the last one noted: -ENOENT when there is none. */
int store_note_audit(
	struct store *store, instant now, const struct audit_result *result, struct error *error);
int store_last_audit(
	struct store *store, instant *ret_at, struct audit_result *ret_result, struct error *error);

/* --- marks ------------------------------------------------------------------------------------ */

enum mark_kind { /* stored */
	MARK_EXPLAINED, /* a suspicion, with the reason */
	MARK_REASON, /* for lateness */
	MARK_APOLOGY, /* a letter: its date and the date it promises */
	MARK_KIND_COUNT
};
struct mark {
	int64_t id;
	int64_t case_id; /* or the subject of what is suspected of a unit */
	enum mark_kind kind;
	int suspicion; /* of MARK_EXPLAINED; -1 */
	instant at; /* when it was recorded */
	const char *by;
	const char *note;
	day letter, new_due; /* of MARK_APOLOGY; DAY_NONE */
	instant letter_ends; /* of MARK_APOLOGY: when the letter's day is over */
	instant covers; /* of MARK_EXPLAINED, by the store: when it had been seen last (finding.last) */
};
/* Adds a mark and gives it its number. Operator rows: any mode that writes. An explanation is of what was
 * seen by then: when the same is seen again without a doubt, it is open again. An apology explains the
 * suspicion "no-apology" too, when its letter is of a day before the due day: the latest that the decree
 * on one-stop shops allows. */
int store_add_mark(struct store *store, struct mark *mark, struct error *error);
/* Of a case (0: of all), oldest first. Strings good during the call. */
typedef int store_mark_fn(void *user, const struct mark *mark);
int store_marks(struct store *store, int64_t case_id, store_mark_fn *on_mark, void *user,
	struct error *error);

/* --- days ------------------------------------------------------------------------------------- */

/* Each day's tally as it stood when the day ended, per unit and per field. Open and uncounted buckets
 * are those of that evening; closed ones and receipts are running totals, so that two days' difference
 * is what was seen to come and go between them. Kept for ever: it outlives the cases. The first page
 * or pass after midnight closes the day before; days on which the daemon was down are closed then, by
 * what it had known: `observed` says how far that reached.
 *
 * Read by what asks how an evening stood: the page's trend (web/trend_history.c) and the detectors of whole units
 * (unit_looks.c). Reports fold the cases' paths instead (store_past.h, store_purged()): as known by a day,
 * and by whatever field and commune. */
enum day_scope { DAY_OF_UNIT, DAY_OF_FIELD };
struct store_day {
	day day;
	instant closed; /* when hentra closed it */
	instant observed; /* up to then every counted portal had been read; NONE: one never was */
};
/* Sums the closing tallies of some units (or fields) on a day; -ENOENT when hentra has not closed that
 * day (before its time, or not yet over). */
int store_day_counts(struct store *store, enum day_scope scope, const uint32_t *numbers,
	size_t count, day date, struct counts *ret_counts, struct error *error);
/* The closing tallies of the `most` units after *cursor on the evenings from..to, oldest first: those that
 * differ from the evening before, and what was so at first as one of `from`. *cursor: 0 when that was the
 * last unit. */
typedef void store_day_tally_fn(
	void *user, uint32_t unit, day evening, const struct counts *counts);
int store_day_tallies(struct store *store, day from, day to, int most, uint32_t *cursor,
	store_day_tally_fn *on_tally, void *user, struct error *error);
/* The closed days from..to (included), oldest first. */
typedef int store_day_fn(void *user, const struct store_day *day);
int store_days(struct store *store, day from, day to, store_day_fn *on_day, void *user,
	struct error *error);

/* --- retention --------------------------------------------------------------------------------- */

struct purge_result {
	int64_t cases; /* purged, or to be purged */
	int64_t kept_evidence; /* of these, with a suspicion that nobody explained: it stays */
	int64_t left; /* cases that stay */
};
/* Purges closed (and refused) cases whose closing was said and seen before `before`: their paths are
 * first added to what is left of the past (store_purged), their code is kept as a keyed hash, so that a
 * sweep does not count them again, and suspicions that are open keep their evidence. No report and no
 * tally changes. Looks at `most` cases from where it stood last, one transaction; adds to *result;
 * *ret_done when all were seen. `dry`: only counts, in any mode. */
int store_purge_step(struct store *store, const struct judge *judge, instant before, int most,
	bool dry, struct purge_result *result, bool *ret_done, struct error *error);
/* The same for the cases of one code at once, whatever their age, with all that is suspected and was
 * recorded of them. -ENOENT: no such case; -EINVAL: one of them is still open. */
int store_forget(
	struct store *store, const struct judge *judge, const char *code, struct error *error);
/* What the office says of a case that vanished: gone. It counts as withdrawn on the day of settling, until
 * it is listed again. -ENOENT: no such case; -EINVAL: it has not vanished. */
int store_settle_gone(struct store *store, const struct judge *judge, const char *code, instant now,
	struct tally *tally, struct error *error);

/* What purged cases were, as a fold of them for from..to (included) would count it: closed buckets and
 * receipts of these days, open ones as they stood on the evening of `to`. `column` as in tally.h.
 * `known`: as it was known on the evening of that day, which `to` does not lie behind; DAY_NONE: now. */
typedef int store_purged_fn(void *user, uint32_t unit, uint32_t field, uint32_t procedure, day date,
	int column, int64_t amount);
int store_purged(struct store *store, day from, day to, day known, store_purged_fn *on_past,
	void *user, struct error *error);

/* Of the purged cases that were overdue on the evening of `on`: how many of a unit and field, by the day of
 * their due date. */
typedef int store_purged_due_fn(
	void *user, uint32_t unit, uint32_t field, uint32_t procedure, day due, int64_t amount);
int store_purged_overdue(struct store *store, day on, day known, store_purged_due_fn *on_due,
	void *user, struct error *error);

/* A whole, consistent copy in a new file, while others read and write: its audit finds what this
 * store's finds. -EEXIST: the file is there. */
int store_backup(struct store *store, const char *file, struct error *error);

/* What the tool asks of the daemon, which owns the cases. */
enum wish_kind { WISH_PURGE, WISH_FORGET, WISH_SETTLE_GONE }; /* stored */
int store_wish(struct store *store, enum wish_kind kind, const char *code, instant now,
	int64_t *ret_id, struct error *error);
/* 1: the next one, `code` good until the next call; 0: none. */
int store_next_wish(struct store *store, int64_t *ret_id, enum wish_kind *ret_kind,
	const char **ret_code, struct error *error);
int store_answer_wish(struct store *store, int64_t id, const char *answer, struct error *error);
/* 1: answered; 0: not yet. Then it is forgotten, with those that were never asked for again. */
int store_wish_answer(
	struct store *store, int64_t id, char answer[static 512], struct error *error);

#endif

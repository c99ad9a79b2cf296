/* The SQLite backend's inside: the open store and what its files share. Nothing here leaves the
 * store layer. Files: sqlite_open (pragmas, migrations, lock), sqlite_statement (bind, step, errors,
 * transactions), sqlite_dictionary, sqlite_row (a case's row), sqlite_walk, sqlite_poll, sqlite_page,
 * sqlite_record, sqlite_judge, sqlite_audit, sqlite_case, sqlite_day, sqlite_suspicion, sqlite_alert,
 * sqlite_telling, sqlite_hold, sqlite_outbox. */
#ifndef STORE_SQLITE_STORE_H
#define STORE_SQLITE_STORE_H

#include <sqlite3.h>

#include "base/hash.h"
#include "base/text.h"
#include "core/detector_unit.h"
#include "store/packed.h"
#include "store/seen.h"
#include "store/store.h"
#include "store/store_witness.h"

enum sql {
#define X(name, text) SQL_##name,
#include "store/statements_sqlite.def"
#undef X
	SQL_COUNT
};

struct portal_entry {
	char *name;
	int place; /* in this run's configuration; -1: not registered in this run */
	bool counted;
	instant complete; /* when the last complete poll began; NONE: none */
	instant known; /* when the latest complete poll began, though the clock was set back since */
	instant sweep; /* when the last complete sweep began */
	instant sweep_before; /* and the one before it, as far as this run saw them */
	int64_t listed; /* how many of its cases have not vanished */
	bool returns; /* it ever said that a result was handed over */
};

/* A dictionary in memory: number = index + 1. `kind` says which statements serve it. */
struct dictionary {
	enum sql list, add, rename;
	struct store_name *entries;
	size_t count, capacity;
	struct map numbers; /* portal (4 bytes) + code -> number */
	bool shared; /* codes mean the same in all portals; else: */
	struct store_unit *units; /* the entries again, with their portals */
	size_t unit_capacity;
};

struct aside_entry {
	char *code;
	char *detail;
	enum record_problem problem;
	instant seen;
};

/* What a poll under way rewrote, a unit and in all (core/detector.h). */
struct turmoil {
	struct turmoil_unit {
		uint32_t unit;
		int64_t rewritten, gained;
		int64_t arrivals; /* new cases that were received long before */
		bool written; /* as an upheaval */
	} * units;
	struct map places; /* unit -> its place in units */
	size_t count, capacity;
	int64_t rewritten, gained;
	bool written;
};

/* A poll under way: which cases it listed, and the asides not yet written. */
struct running_poll {
	int64_t id;
	uint32_t portal;
	bool sweep;
	instant started;
	int64_t changed;
	struct seen seen;
	int64_t distinct; /* how many are in it */
	int64_t vanished; /* found at its end */
	struct turmoil turmoil;
	struct aside_entry *asides;
	size_t aside_count, aside_capacity;
};

/* The ruling of a judge, cached. */
struct ruling {
	int64_t id;
	int compare;
	bool due_moves;
	uint64_t calendar;
};

/* A walk over all cases in steps, in the order of their keys. What a step found is copied, so that
 * its cases may be written. Zero-initialised stands at the beginning. */
struct walk {
	struct text key; /* stands behind this case */
	int64_t portal;
	bool over;
	struct text keys; /* of the step's cases */
	struct walked {
		size_t begin, length; /* in keys */
		int64_t id;
		uint32_t portal;
		int traits;
		enum bucket bucket;
	} * cases;
	size_t count, capacity;
};

/* Counts by unit and by field: index = number. */
struct day_sums {
	struct counts *of[2]; /* by enum day_scope */
	size_t count[2];
};

/* A row of `cases`. `key` is good until the statement is stepped or reset. */
#define ABSENT_VANISHED 2
struct case_row {
	int64_t id;
	uint32_t portal;
	struct slice key;
	uint64_t hash;
	uint8_t absent; /* consecutive complete sweeps that did not list it, at most ABSENT_VANISHED */
	struct case_state state;
	struct case_life life;
	uint32_t officer;
	enum bucket bucket;
	instant closed_at; /* in force */
	instant next_change;
	bool uncertain;
	bool counted;
	bool frozen; /* the verdict in force stands whatever the portal says later */
	bool rewritten; /* facts changed since it froze */
	instant frozen_at; /* the observation it was frozen with */
	int64_t ruling;
	bool changed; /* it has a history */
	bool suspect; /* it has suspicions */
	instant look; /* when detectors look at it again; NONE: when it changes */
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[SQL_COUNT];
	enum store_mode mode;
	int lock; /* file descriptor of the one-writer lock; -1 */
	bool begun; /* a transaction is open */
	bool durable; /* … and wants synchronous FULL */

	struct portal_entry *portals;
	size_t portal_count, portal_capacity;
	int places; /* portals registered in this run */
	bool recount; /* the portals' order or `counted` changed: recount before the tally is used */

	struct dictionary units, fields, procedures, officers;
	struct running_poll *polls;
	size_t poll_count, poll_capacity;
	struct ruling ruling;

	struct case_row row; /* that case_row() gave last (sqlite_row.c) */
	struct meeting *meeting; /* the walk under way, innermost */
	struct ahead_block *reading_ahead; /* (sqlite_history.c) */
	uint8_t packed[PACKED_MOST]; /* the facts that a statement is bound to */
	struct bound_row {
		bool known;
		int64_t values[16];
	} bound[2]; /* what case_set and case_add are bound to */
	int64_t last_case; /* the highest id given */
	struct text code; /* of the case told of last */
	struct text suspect; /* and of the suspicion */
	struct walk judged; /* how far store_judge_all_open came */
	int64_t next_episode, next_delivery;
	struct text episode; /* the strings store_episode() lent last */
	instant newest; /* newest observation or pass */
	instant judged_at; /* last complete pass */
	struct walk purging; /* how far store_purge_step came */
	struct calendar **calendars; /* kept ones that were asked for */
	size_t calendar_count, calendar_capacity;
	struct judging *judgings; /* ascending by `since`; none before judgings_load() */
	size_t judging_count, judging_capacity;
	struct unit_looks *unit_looks; /* what store_look_at_units found; NULL: it looks at none */
	struct gaps *gaps; /* what store_look_at_numbers has read; NULL: nothing yet */
	bool has_purged; /* … anything, ever */
	uint64_t purge_key[2];
	struct upheaval *upheavals; /* by portal, then time */
	size_t upheaval_count, upheaval_capacity;
	instant day_ends; /* from then on the day before waits to be closed; at open: long ago */
	size_t journaled; /* cells in the tally's journal; at open: whether there are any */
	struct tally delta; /* of the transaction under way */
	/* What was counted since a day was closed in this opening, so that the next closing costs what
	 * changed; not known before the first. */
	struct day_sums since_day;
	bool since_day_known;
	char trouble[3][512]; /* of the polls last asked for */
};

/* --- sqlite_statement.c ------------------------------------------------------------------- */

/* Turns the last SQLite error into a negative errno and a sentence. */
int sql_error(struct store *store, const char *doing, struct error *error);
/* The statement, ready to be bound. */
sqlite3_stmt *sql_use(struct store *store, enum sql name);
/* 1: a row; 0: no more (and reset); negative: failed (and reset). */
int sql_step(struct store *store, sqlite3_stmt *statement, struct error *error);
/* Steps a statement that gives no rows. */
int sql_run(struct store *store, sqlite3_stmt *statement, struct error *error);
int sql_exec(struct store *store, const char *text, struct error *error);

void sql_bind_text(
	sqlite3_stmt *statement, int place, const char *text); /* NULL: "" ; not copied */
void sql_bind_slice(sqlite3_stmt *statement, int place, struct slice text);
void sql_bind_instant(sqlite3_stmt *statement, int place, instant at); /* NONE: NULL */
instant sql_instant(sqlite3_stmt *statement, int column);
const char *sql_text(
	sqlite3_stmt *statement, int column); /* never NULL; good until the next step */

/* One write transaction at a time. `durable`: synchronous FULL. */
int store_begin(struct store *store, bool durable, struct error *error);
/* For what only STORE_OWN may write: everything but operator rows. -EPERM otherwise. */
int store_begin_own(struct store *store, bool durable, struct error *error);
int store_commit(struct store *store, struct error *error);
/* Also brings what is kept in memory back to what the file says. Does nothing when none is open. */
void store_rollback(struct store *store);

int meta_get(struct store *store, const char *key, int64_t *ret_value, struct error *error);
int meta_put(struct store *store, const char *key, int64_t value, struct error *error);

/* --- sqlite_dictionary.c ------------------------------------------------------------------ */

int dictionaries_load(struct store *store, struct error *error);
void dictionaries_free(struct store *store);
/* The number of a code, new ones added and changed names written; 0 for an empty code. */
int dictionary_number(struct store *store, struct dictionary *dictionary, uint32_t portal,
	struct slice code, struct slice name, uint32_t *ret_number, struct error *error);
/* "" for a number that is not there (0, or added by the daemon after this store was opened). */
const char *dictionary_code(const struct dictionary *dictionary, uint32_t number);
/* The ruling of this judge, registered when new. */
int ruling_number(struct store *store, const struct judge *judge, instant now, int64_t *ret_id,
	struct error *error);
int portals_load(struct store *store, struct error *error);
/* What a transaction that was undone may have moved in memory. */
void portals_reread(struct store *store);
void portals_free(struct store *store);
int portal_write_listed(struct store *store, uint32_t portal, int64_t listed, struct error *error);

/* --- sqlite_row.c ------------------------------------------------------------------------- */

/* Once for a connection, before its statements are prepared. */
int rows_prepare(struct store *store, struct error *error);
/* The row that a statement of CASE_ROW stands on; nothing was stepped since. */
void row_read(sqlite3_stmt *statement, struct case_row *row);
/* 1: found, with `key` as given; 0: there is none. */
int row_get(struct store *store, uint32_t portal, struct slice key, struct case_row *ret_row,
	struct error *error);
/* case_add or case_set with the row bound. */
sqlite3_stmt *row_use(struct store *store, bool add, const struct case_row *row);
/* Writes the traits and the next look only. */
int row_write_traits(struct store *store, const struct case_row *row, struct error *error);
/* Single traits of the column `traits`. */
int traits_absent(int traits);
bool traits_frozen(int traits);
bool traits_witnessed(int traits); /* it has a history or suspicions */
/* Writes bucket, next_change, closed_at and the traits only. */
int row_write_verdict(struct store *store, const struct case_row *row, struct error *error);

/* --- sqlite_case.c ------------------------------------------------------------------------ */

/* The row for readers, but for what stands in its history: `changes`, and an earlier due. The code is
 * good until the next. */
struct store_case case_of_row(struct store *store, const struct case_row *row);

/* --- sqlite_judging.c --------------------------------------------------------------------- */

/* Open cases are judged by these settings, and this calendar, from `since` on. */
struct judging {
	instant since;
	struct judge judge;
	uint64_t calendar; /* its version */
};
int judging_keep(
	struct store *store, const struct judge *judge, instant since, struct error *error);
int calendar_keep(struct store *store, const struct calendar *calendar, struct error *error);
/* Reads all of them into the store. A calendar that is not kept, or was of another time zone, is
 * `usual`, which must live as long as they are used. */
int judgings_load(struct store *store, const struct calendar *usual, struct error *error);
/* The one in force at an instant, of those loaded last; NULL: none. */
const struct judge *judging_at(const struct store *store, instant at);
/* A kept calendar, which lives as long as the store; NULL: it is not kept. */
int calendar_kept(struct store *store, uint64_t version, const struct zone *zone,
	const struct calendar **ret_calendar, struct error *error);
void judgings_free(struct store *store);

/* --- sqlite_known.c ----------------------------------------------------------------------- */

/* A set of case numbers, which the store gives in order. */
struct id_set {
	uint64_t *words;
	size_t count;
};
static inline bool id_has(const struct id_set *set, int64_t id)
{
	size_t word = (size_t)id / 64;
	return word < set->count && set->words[word] >> (id % 64) & 1;
}
/* Reads what history_cases or pause_cases gives. The words are the caller's to free. */
int id_read(struct store *store, enum sql which, struct id_set *set, struct error *error);

/* --- sqlite_walk.c ------------------------------------------------------------------------ */

/* What a walk does with a row, which is good during the call. Non-zero ends the walk and comes back. It
 * may use other statements than the walk's. */
typedef int row_fn(void *user, const struct case_row *row);
struct meeting {
	row_fn *on_row;
	void *user;
	int left;
	int result;
};
/* Meets up to `most` more rows from within SQLite, where a row costs half of what it costs stepped to
 * from outside. `list` is cases_met or cases_audited, which stands where it is between the calls;
 * *ret_over: there was no more row. */
int rows_meet(struct store *store, sqlite3_stmt *list, int most, row_fn *on_row, void *user,
	bool *ret_over, struct error *error);
/* All of them. */
int rows_meet_all(struct store *store, row_fn *on_row, void *user, struct error *error);

/* Reads the next `most` cases. */
int walk_step(struct store *store, struct walk *walk, int most, struct error *error);
struct slice walk_key(const struct walk *walk, size_t i);
void walk_restart(struct walk *walk);
void walk_free(struct walk *walk);

/* --- sqlite_poll.c ------------------------------------------------------------------------ */

struct running_poll *poll_running(struct store *store, int64_t poll);
void polls_free(struct store *store);
int poll_write_asides(struct store *store, struct running_poll *poll, struct error *error);
void poll_asides_written(struct running_poll *poll); /* after the commit */
/* The newest observation: written in the transaction, taken over after its commit. */
int newest_write(struct store *store, instant now, struct error *error);
void newest_take(struct store *store, instant now);

/* --- sqlite_history.c --------------------------------------------------------------------- */

/* Between which two instants the case changed: *ret_by is `seen`, the observation under way, but always
 * later than the case's change before, though two come in one second or the clock is set back;
 * *ret_after is the last poll that can have seen the case as `row` still says. */
int history_bounds(struct store *store, const struct case_row *row, instant seen,
	instant *ret_after, instant *ret_by, struct error *error);
/* Keeps an earlier value. An `after` of NONE becomes first_seen. */
int history_add(struct store *store, const struct case_row *row, const struct change *change,
	struct error *error);
/* Once for a connection, before its statements are prepared. */
int history_prepare(struct store *store, struct error *error);
/* The histories that a walk asks for, read a block of cases at once: case numbers mostly follow the order
 * of the keys. Nothing is written meanwhile. Zero-initialised is at the beginning. */
#define AHEAD_BLOCKS 4 /* a day's cases came in several batches, and from several portals */
struct ahead {
	struct ahead_block {
		int64_t first, end; /* case numbers */
		int64_t *ids; /* of each change, ascending */
		struct change *changes;
		size_t count, id_capacity, capacity;
		size_t place; /* asked for last */
	} blocks[AHEAD_BLOCKS];
	unsigned next; /* to be read anew */
	int64_t span; /* of the next block */
	size_t read, asked; /* changes of late */
};
/* All changes of a case, as store_changes() tells them; good until the next call. */
int ahead_changes(struct store *store, struct ahead *ahead, int64_t id, struct change **ret_changes,
	size_t *ret_count, struct error *error);
void ahead_free(struct ahead *ahead);
/* Begins and ends pauses where the facts say so; before is NULL when the case is new. */
int pauses_follow(struct store *store, int64_t id, const struct case_facts *before,
	const struct case_facts *facts, instant after, instant by, struct error *error);

/* --- sqlite_tally.c ----------------------------------------------------------------------- */

/* Adds what is journaled to the rows of the kept tally; in a transaction. */
int tally_settle(struct store *store, struct error *error);
/* Adds the tally under way to the kept one (in the transaction) … */
int tally_write_delta(struct store *store, struct error *error);
/* … and, after the commit, to the caller's. */
void tally_take_delta(struct store *store, struct tally *tally);

/* --- sqlite_judge.c ----------------------------------------------------------------------- */

/* What the row does to the tally under way; uncounted rows do nothing. */
void row_tally(
	struct store *store, const struct case_row *row, const struct judge *judge, int sign);
/* Judges the row at `now`: a frozen verdict stands while the facts are closed; otherwise bucket,
 * closed_at and next_change are set, and the verdict freezes when the portal states the finish, with
 * `seen`, the observation that said so.
 * Called when facts changed, or for a verdict that is not frozen. */
int row_judge(struct store *store, struct case_row *row, const struct judge *judge, instant now,
	instant seen, struct error *error);
/* One transaction: judges again what time changed by `now`. */
int pass_due(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error);

/* --- sqlite_day.c ------------------------------------------------------------------------- */

/* Closes the days that ended before `now` and are not closed yet. Before anything of a new day is
 * written. */
/* What was counted: committed just now, or anything. */
void day_sums_add(struct day_sums *sums, const struct tally *tally);
void day_sums_free(struct day_sums *sums);
int days_follow(struct store *store, const struct judge *judge, instant now, struct tally *tally,
	struct error *error);

/* --- sqlite_detect.c ---------------------------------------------------------------------- */

/* A change of a known case in a poll under way, for its turmoil. */
void turmoil_count(struct running_poll *poll, const struct case_row *before,
	const struct case_row *after, const struct judge *judge, instant last_poll, instant now);
/* A new case. */
void turmoil_count_new(struct running_poll *poll, const struct case_row *row, instant last_poll);
/* A case that the sweep at its end found to be missing. */
void turmoil_missing(struct running_poll *poll, const struct case_row *row);
/* Writes which units (and whether the portal) are in an upheaval; in the transaction. */
int turmoil_write(struct store *store, struct running_poll *poll, instant now, struct error *error);
void turmoil_free(struct turmoil *turmoil);
int upheavals_load(struct store *store, struct error *error);
/* When detectors look at a case that is new at `seen`, first listed by a poll begun at `started`. */
instant first_look(struct store *store, const struct case_row *row, const struct judge *judge,
	instant started);
/* Looks at up to `most` cases whose look has come; one transaction. */
int pass_looks(struct store *store, const struct judge *judge, int most, bool *ret_more,
	struct error *error);
/* What the detectors find in a case as stored, by what complete polls saw up to `at`. */
struct evidence {
	struct change *changes;
	struct pause *pauses;
	size_t change_count, change_capacity, pause_count, pause_capacity;
};
void evidence_free(struct evidence *evidence);
/* Cases that changed, or pause now, are looked at with their pauses. */
bool evidence_has_pauses(const struct case_row *row);
int evidence_load(struct store *store, const struct case_row *row, struct evidence *evidence,
	struct error *error);
/* The same, with what evidence_load() would load. */
size_t detect_by(struct store *store, const struct case_row *row, const struct judge *judge,
	instant at, const struct evidence *evidence,
	struct finding ret_findings[static SUSPICION_COUNT], instant *ret_look);
int detect_in(struct store *store, const struct case_row *row, const struct judge *judge,
	instant at, struct evidence *evidence, struct finding ret_findings[static SUSPICION_COUNT],
	size_t *ret_count, instant *ret_look, struct error *error);

/* --- sqlite_audit_tally.c ------------------------------------------------------------------- */

/* Holds the kept tally against the folded one: a sentence a cell that differs. */
int audit_tally(struct store *store, const struct tally *folded, audit_difference_fn *on_difference,
	void *user, int64_t *differences, struct error *error);

/* --- sqlite_audit_suspicion.c --------------------------------------------------------------- */

struct kept_suspicions {
	struct kept_case *cases; /* ascending by id */
	size_t count, capacity;
};
int kept_suspicions_load(struct store *store, struct kept_suspicions *kept, struct error *error);
/* Are those of a case these, in any order? */
bool kept_suspicions_are(const struct kept_suspicions *kept, int64_t id,
	const struct finding *findings, size_t count);
void kept_suspicions_free(struct kept_suspicions *kept);

/* --- sqlite_warning.c --------------------------------------------------------------------- */

int warning_put(struct store *store, const struct warning *warning, struct error *error);

/* --- sqlite_suspicion.c ------------------------------------------------------------------- */

/* Writes a suspicion over what was kept of its kind. `row` NULL: of the finding's unit itself. */
int suspicion_put(struct store *store, const struct case_row *row, const struct finding *finding,
	struct error *error);
/* The number in place of a case's that a suspicion of a unit has: one a unit, fact and day of `after`,
 * negative, falling with the day. */
int64_t unit_suspicion_id(uint32_t unit, enum fact fact, instant after);
/* All that was ever suspected of units, also what was taken back; the call may not use the store. */
int suspicions_of_units(
	struct store *store, store_suspicion_fn *on_suspicion, void *user, struct error *error);
/* Makes a case's suspicions these and no others. */
int suspicions_set(struct store *store, const struct case_row *row, const struct finding *findings,
	size_t count, struct error *error);

/* --- sqlite_unit.c ------------------------------------------------------------------------- */

struct unit_looks;
void unit_looks_free(struct unit_looks *looks);
/* The upheavals are those loaded last. */
struct unit_place unit_place_of(const struct store *store, uint32_t unit);

/* --- sqlite_audit_unit.c ------------------------------------------------------------------- */

/* Finds what is suspected of units again, and says what is not as kept; adds to *ret_differences. */
int audit_units(struct store *store, const struct judge *judge, audit_difference_fn *on_difference,
	void *user, int64_t *ret_differences, struct error *error);
/* A sum of the suspicions of numbers left out. Whoever changes one adds the difference to what is kept of
 * it (meta gap_seal), in the same transaction. */
int gap_seal(struct store *store, int64_t *ret_seal, struct error *error);

/* --- sqlite_gaps.c --------------------------------------------------------------------------- */

struct gaps;
void gaps_free(struct gaps *gaps);

/* --- sqlite_purged.c ------------------------------------------------------------------------ */

/* Adds a case's path and receipt, before it is purged; `evidence`: its history and pauses. */
int past_add_case(struct store *store, const struct case_row *row, const struct judge *judge,
	const struct evidence *evidence, struct error *error);
/* Adds what purged cases still count in the kept tally. */
int past_add_tally(struct store *store, struct tally *tally, struct error *error);

/* --- sqlite_past_case.c ------------------------------------------------------------------- */

/* Adds what the national score needs of a case, before it is purged. */
int past_case_add(struct store *store, const struct case_row *row, const struct zone *zone,
	const struct evidence *evidence, struct error *error);

/* --- sqlite_audit_past.c -------------------------------------------------------------------- */

/* Holds what is left of purged cases for the score beside what is left for forms: they were received and
 * closed as often. */
int audit_past(struct store *store, const struct zone *zone, audit_difference_fn *on_difference,
	void *user, int64_t *ret_differences, struct error *error);

/* --- sqlite_purge.c ----------------------------------------------------------------------- */

/* 1: this case was purged. */
int was_purged(struct store *store, uint32_t portal, struct slice key, struct error *error);
int purge_load(struct store *store, struct error *error);

/* --- sqlite_outbox.c ---------------------------------------------------------------------- */

/* Does it tell of a closing in this batch? */
bool delivery_closes(const struct delivery *delivery, const struct news_batch *batch);
int delivery_add(struct store *store, struct delivery *delivery, bool closing, instant now,
	struct error *error);

/* --- sqlite_telling.c --------------------------------------------------------------------- */

/* Writes a telling, and what its delivery says. The deliveries of the batch have their ids. */
int telling_follow(struct store *store, const struct telling_change *change,
	const struct news_batch *batch, instant now, struct error *error);
/* A delivery was accepted: its recipient knows what it says. */
int tellings_accept(struct store *store, int64_t delivery, instant now, struct error *error);
/* 1: what a delivery says was taken back or is told otherwise by now. */
int telling_moved_on(struct store *store, int64_t delivery, struct error *error);

/* --- sqlite_hold.c ------------------------------------------------------------------------ */

/* Ends the holds that this news ends. */
int holds_follow(struct store *store, const struct alert_news *news, struct error *error);

/* Observations are kept to the second. */
static inline instant whole_second(instant at)
{
	instant rest = at % SECOND_MS;
	return at - (rest < 0 ? rest + SECOND_MS : rest);
}

/* Keeps PATH.before-MIGRATION, a whole copy of the store as it is. Nothing has changed on failure. */
int store_copy_before(
	struct store *store, const char *path, const char *migration, struct error *error);

#endif

/* The store: facts, history, tallies, alerts, outbox. Verbs are page-sized and synchronous; every
 * verb that writes is one transaction and returns 0 or a negative errno with a sentence. No SQL and
 * no SQLite type leaves the backend, so that another database can stand behind the same header.
 *
 * Durability: pages commit with synchronous NORMAL; transitions, outbox and settlements with FULL.
 * What is derived (bucket, next_change, tallies) can be refolded from facts: store_audit(). */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/error.h"
#include "core/alert/alert.h"
#include "core/alert/tally.h"
#include "core/alert/telling.h"
#include "core/case/case_record.h"
#include "core/case/path.h"
#include "core/case/verdict.h"
#include "core/case/witness.h"

struct store;

enum store_mode {
	STORE_READ, /* the tool: never writes, never migrates */
	STORE_OPERATE, /* the tool: operator rows only; polls, pages and passes are -EPERM */
	STORE_OWN /* the daemon: migrates, takes the one-writer lock */
};

/* `location` as in the configuration: "sqlite:/path". Creates the file in STORE_OWN. -EPROTO: a newer
 * schema than this program knows; -EBADMSG: not a hentra store or corrupt (left untouched);
 * -EBUSY: another daemon owns it; -ENOENT. */
int store_open(
	const char *location, enum store_mode mode, struct store **ret_store, struct error *error);
void store_close(struct store *store);
/* How long a verb waits when another process holds the store; then it is -EBUSY, and nothing was done. 5 s
 * from opening on: right for a tool. A loop that must not be held says less, and comes back by a timer. */
void store_set_patience(struct store *store, int ms);

/* Is a daemon at work on the store at `location`? Asked of the one-writer lock, which ends with the
 * process however that ends; the store need not be there. UNKNOWN: whoever asks may not see it. */
enum store_owner { STORE_OWNER_NONE, STORE_OWNER_RUNS, STORE_OWNER_UNKNOWN };
enum store_owner store_owner(const char *location);
/* When the last daemon ended as it was told to; NONE: it is at work, or ended otherwise. A daemon notes
 * NONE as it begins (no write where nothing was noted) and the instant as it ends. */
int store_stopped(struct store *store, instant *ret_at, struct error *error);
int store_note_stop(struct store *store, instant at, struct error *error);

/* --- dictionaries ------------------------------------------------------------------------- */

struct store_unit {
	uint32_t id;
	uint32_t portal;
	const char *code;
	const char *name;
	instant alive; /* when a poll last brought anything of it; NONE: not known */
};
struct store_name { /* a procedure or field: id, code, name as last said */
	uint32_t id;
	const char *code;
	const char *name;
};
/* Registers the configured portals, in their order, in one durable transaction: all or none, and what was
 * registered before and is not among them stands behind them from now on. Ids are for ever. `counted`
 * decides whether its cases move tallies; of a code that several counted portals list, the first portal's
 * case counts. Only STORE_OWN registers. Writes nothing when all is as it was. */
struct store_registration {
	const char *name;
	bool counted;
};
int store_register_portals(struct store *store, const struct store_registration *portals,
	size_t count, uint32_t *ret_ids, struct error *error);
/* The id of a portal that was ever registered; -ENOENT. */
int store_find_portal(struct store *store, const char *name, uint32_t *ret_id, struct error *error);
/* Views of the in-memory dictionaries (index = id - 1), grown by put_page. Good until the next write. */
const struct store_unit *store_units(struct store *store, size_t *ret_count);
const struct store_name *store_fields(struct store *store, size_t *ret_count);
const struct store_name *store_procedures(struct store *store, size_t *ret_count);
const char *store_portal_name(struct store *store, uint32_t id);

/* --- polls and pages ---------------------------------------------------------------------- */

enum poll_result {
	POLL_RUNNING,
	POLL_COMPLETE,
	POLL_INCOMPLETE,
	POLL_FAILED,
	POLL_CUT_SHORT,
	POLL_DOUBTFUL /* all came, and it cannot be (store_doubt.h) */
};

struct store_poll {
	int64_t id;
	uint32_t portal;
	bool sweep;
	instant started;
	instant ended; /* NONE while running */
	enum poll_result result;
	int64_t pages, records, changed, set_aside;
	const char *trouble; /* sentence, "" when fine */
};
int store_poll_begin(struct store *store, uint32_t portal, bool sweep, instant now,
	int64_t *ret_poll, struct error *error);
/* The sweep just begun asks only for cases that came (were submitted, or received) from then on: an older
 * one is not missing from it. INT64_MAX: none is. */
void store_poll_reaches(struct store *store, int64_t poll, instant from);

/* A batch of decoded records of one portal: strings are copied in, freed by batch_clear. */
struct batch;
struct batch *batch_new(void);
void batch_add(struct batch *batch, const struct case_record *record);
/* What is added from here on stands on another page of the portal's. */
void batch_next_page(struct batch *batch);
size_t batch_count(const struct batch *batch);
size_t batch_bytes(const struct batch *batch);
void batch_clear(struct batch *batch);
void batch_free(struct batch *batch);

struct put_result {
	int64_t added;
	int64_t changed; /* facts changed, history kept */
	int64_t unchanged; /* nothing written */
	int64_t repeated; /* the same code seen before in this cycle: the last one counts */
	/* Of these, with another content: the portal says two things of one case, which is set aside
	 * as RECORD_DUPLICATE with the facts that differ. A case that stands on two pages, the second
	 * time with another status, moved on while the portal was read: that is no conflict. */
	int64_t conflicting;
};
/* One transaction: facts, history of every earlier value, pauses, buckets, tallies. `*tally` is the
 * caller's live tally and is moved only after the commit. Records are put in the order of their
 * code. Every case of the batch is marked as seen in this poll (in memory). */
int store_put_page(struct store *store, int64_t poll, const struct batch *batch,
	const struct judge *judge, instant now, struct tally *tally, struct put_result *ret_result,
	struct error *error);
/* A record that could not be used: kept (bounded a portal, oldest out), counted, shown by status.
 * Written with the next page of the poll, or its end. `code` may be empty. A complete sweep forgets
 * what it did not meet again. */
int store_set_aside(struct store *store, int64_t poll, struct slice code,
	enum record_problem problem, const char *detail, instant now, struct error *error);
/* Ends a poll. A complete sweep also counts absences: what two complete sweeps did not list is
 * "vanished" (kept, shown, still counted). */
int store_poll_end(struct store *store, int64_t poll, enum poll_result result, int64_t pages,
	int64_t records, int64_t set_aside, const char *trouble, instant now, struct error *error);
/* The portal's newest complete poll, newest complete sweep and newest poll of any result; -ENOENT
 * when it was never polled. What there is none of has id 0 and NONE for its instants. The sentences
 * are good until the next call. */
int store_last_polls(struct store *store, uint32_t portal, struct store_poll *ret_complete,
	struct store_poll *ret_sweep, struct store_poll *ret_newest, struct error *error);

/* --- judging ------------------------------------------------------------------------------ */

/* Re-judges at most `most` open cases whose next_change has come, one transaction. Returns through
 * *ret_more whether others wait. */
int store_judge_due(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error);
/* Re-judges every open case (calendar or verdict settings changed), `most` at a time from *cursor
 * (start at 0; 0 again when done). Closed cases stay frozen. */
int store_judge_all_open(struct store *store, const struct judge *judge, instant now, int most,
	int64_t *cursor, struct tally *tally, struct error *error);
/* Were the open cases last judged under another calendar or other settings than judge's? Then
 * store_judge_all_open() is due: also after a restart, and when it was cut short. */
int store_judge_changed(
	struct store *store, const struct judge *judge, bool *ret_changed, struct error *error);
/* When the next bucket changes by time; NONE: never. */
int store_next_change(struct store *store, instant *ret_at, struct error *error);
/* The newest observation or pass in the store: --now earlier than this is refused. */
int store_newest(struct store *store, instant *ret_at, struct error *error);
/* The clock stands before the newest observation: it was ahead for a while (or is behind now). Time
 * goes by the clock again: newest is now, and every open case should be judged again. What was dated
 * then keeps its dates. The instant it had come to is kept, to be shown until it has passed. */
int store_clock_back(struct store *store, instant now, struct error *error);
/* How far ahead the clock once was; NONE: never. */
int store_clock_ahead(struct store *store, instant *ret_ahead, struct error *error);
/* The instant the open buckets are judged at (the last pass). */
int store_judged_at(struct store *store, instant *ret_at, struct error *error);

/* To be called when all portals are registered: when their order or `counted` is not what it was,
 * decides anew which cases count and moves kept tally and *tally by the difference (walks the whole
 * store). Otherwise does nothing. A page or pass before it does the same first. */
int store_recount(
	struct store *store, const struct judge *judge, struct tally *tally, struct error *error);
/* Loads the kept tally. */
int store_load_tally(struct store *store, struct tally *tally, struct error *error);
/* The same without the closed cases and receipts of reporting months before `month`, for a daemon that
 * shows the current year only: what it keeps in memory does not grow with the years. Counts of
 * earlier months are not to be read from such a tally. */
int store_load_tally_since(
	struct store *store, int32_t month, struct tally *tally, struct error *error);
struct audit_result {
	int64_t cases;
	int64_t differences; /* tally cells that differ */
	int64_t misjudged; /* cases whose stored bucket differs from their refold */
	int64_t suspicions; /* cases whose suspicions differ from what detectors find again */
};
typedef void audit_difference_fn(void *user, const char *sentence);
/* Folds every case's bucket again from facts and history, and the tally from the cases, in one
 * snapshot: open cases as of the newest observation, frozen ones as known when they froze, under the
 * ruling of that time (a ruling with due-on-day-off = next-working-day under another calendar than
 * judge's cannot be folded again and is left out). One sentence a difference. */
int store_audit(struct store *store, const struct judge *judge, audit_difference_fn *on_difference,
	void *user, struct audit_result *ret_result, struct error *error);

/* --- reading cases ------------------------------------------------------------------------ */

struct store_case {
	int64_t id;
	uint32_t portal, unit, procedure, field; /* 0: none said */
	const char *code;
	const char *officer; /* "" unless kept */
	struct case_facts facts;
	struct case_life life;
	enum bucket bucket;
	instant closed_at;
	bool uncertain;
	instant due_first_seen; /* the first due value seen (equal to facts.due when never changed) */
	uint32_t changes; /* how many history rows it has */
	uint32_t absent_sweeps; /* consecutive complete sweeps that did not list it */
	bool counted;
	instant frozen_at; /* the observation that froze the bucket; NONE: not frozen */
	instant next_change; /* when time alone changes the bucket; NONE: never */
	bool suspect; /* there are suspicions (store_witness.h) */
};
struct case_filter {
	const uint32_t *units; /* NULL: all */
	size_t unit_count;
	int bucket; /* -1: all open and overdue first */
	uint32_t field; /* 0: all */
	int limit; /* 0: no limit */
};
/* Worst first: overdue by due date, then due soon, then the rest by due (those without one last).
 * Open cases are found by an index, the others by a walk over the whole store. Pointers are good
 * during the callback, which may call the store only to read histories. Its non-zero return stops
 * and comes back. */
typedef int store_case_fn(void *user, const struct store_case *found);
int store_cases(struct store *store, const struct case_filter *filter, store_case_fn *on_case,
	void *user, struct error *error);
/* Every case once, in the store's own order, in one reading of the store: for folds, which a page
 * written meanwhile must not tear. The callback as above. */
int store_walk_cases(struct store *store, store_case_fn *on_case, void *user, struct error *error);
/* Every portal's case with this code. */
int store_case_by_code(struct store *store, const char *code, store_case_fn *on_case, void *user,
	struct error *error);
/* The earliest due (to the second) among the overdue cases of some units (limited to a field unless
 * 0); NONE: none. */
int store_oldest_overdue(struct store *store, const uint32_t *units, size_t unit_count,
	uint32_t field, instant *ret_due, struct error *error);

/* How many counted cases of some units (limited to a field unless 0) are older than `before`, to the
 * second: in time or due soon and due before it; paused by a pause seen before it; waiting for
 * acceptance since before it. By an index: the cost is that of what is counted. */
enum case_age { AGE_DUE, AGE_PAUSED, AGE_SUBMITTED };
int store_count_before(struct store *store, enum case_age age, const uint32_t *units,
	size_t unit_count, uint32_t field, instant before, int64_t *ret_count, struct error *error);

/* Words of a portal's statuses that no profile explains, the most frequent first: since when, and of how many
 * records of the last complete sweep. The text is good during the callback. */
typedef int store_status_word_fn(void *user, const char *word, instant since, int64_t cases);
int store_status_words(struct store *store, uint32_t portal, store_status_word_fn *on_word,
	void *user, struct error *error);

/* What is to be looked at on a portal: cases that two complete sweeps did not list (vanished: kept
 * and counted still), and open ones whose due date is said but cannot be read. By indexes. */
struct store_oddities {
	int64_t vanished;
	int64_t due_unreadable;
	int64_t odd[ODD_COUNT]; /* all of its cases, by the bits of enum odd that are dirty data */
	bool due_at_midnight; /* all due times of its last complete sweep were 00:00 */
};
int store_oddities(struct store *store, uint32_t portal, struct store_oddities *ret_oddities,
	struct error *error);

/* Every earlier value (core/case/witness.h) and every pause (core/case/path.h) of a case, oldest first. */
typedef int store_change_fn(void *user, const struct change *change);
typedef int store_pause_fn(void *user, const struct pause *pause);
int store_changes(struct store *store, int64_t case_id, store_change_fn *on_change, void *user,
	struct error *error);
int store_pauses(struct store *store, int64_t case_id, store_pause_fn *on_pause, void *user,
	struct error *error);
typedef int store_aside_fn(void *user, uint32_t portal, const char *code,
	enum record_problem problem, const char *detail, instant seen, int64_t count);
int store_asides(struct store *store, store_aside_fn *on_aside, void *user, struct error *error);

/* --- alerts and the outbox ---------------------------------------------------------------- */

/* Every alert that is not inactive, for the evaluator to start from. Strings good during the call. */
typedef int store_alert_fn(void *user, const struct alert *alert);
int store_load_alerts(
	struct store *store, store_alert_fn *on_alert, void *user, struct error *error);

enum delivery_state {
	DELIVERY_WAITING, /* to be sent at next_at */
	DELIVERY_SENDING, /* leased until next_at; a crash makes it waiting again, same id */
	DELIVERY_HANDED_OVER, /* accepted by the relay or receiver */
	DELIVERY_DEAD, /* refused or out of tries: kept for a person */
	DELIVERY_REPLACED, /* newer news of its episode took its place before it was accepted */
	DELIVERY_DROPPED /* by an operator */
};
struct delivery {
	int64_t id;
	char key[64]; /* the id receivers see (webhook-id, Message-ID's left side): for ever */
	int64_t episode;
	int sequence;
	bool closing; /* tells of the closing, though no news of the batch says so */
	const char *channel; /* name of the configuration's channel */
	const char *recipient; /* e-mail address or URL */
	const char *type; /* "email" | "webhook" */
	const char *subject; /* mail subject, or the event's type */
	const char *body; /* webhook: JSON; email: text part */
	const char *html; /* email: HTML part, "" otherwise */
	const char *headers; /* email: further header lines joined by \n, "" otherwise */
	/* email: the file that goes with it; NULL or "": none. Not read by store_deliveries(). */
	const char *attachment_name;
	struct slice attachment;
	/* email: the `headers` of the first letter of its episode that this recipient was handed; NULL:
	 * none was yet. Not read by store_deliveries(). */
	const char *root;
	enum delivery_state state;
	int attempts; /* made so far, the one under way included */
	instant created; /* not before the instant of its batch; an operator's sample: by the clock */
	instant next_at;
	instant settled_at; /* NONE until settled */
	const char *answer; /* the last answer's words, "" when none */
};
/* One transaction, durable (FULL): alert rows as they are now (inactive ones are deleted, closed
 * episodes kept), history of transitions, and the deliveries they cause. Fills the episode numbers
 * of alerts that fire with episode 0, and of their news; ids of the deliveries, and their keys
 * where empty. A delivery of an episode
 * - replaces those of the same episode, channel and recipient that still wait;
 * - is itself kept as REPLACED, never sent, when it tells of the closing (its sequence is that of a
 *   CLOSED news of the batch) and this recipient was told nothing of the episode before. */
/* What became of one recipient's telling. */
struct telling_change {
	struct telling telling; /* as it is now */
	int delivery; /* the delivery of the batch that says what is offered; -1: none was written */
	bool take_back; /* what waits of this episode, channel and recipient is not to be sent */
	bool over; /* the row may go */
};
/* A commune was looked at for a rule's warning (once a day), and what it was told of. */
struct warned_case {
	int64_t id;
	instant due;
	int step; /* working days before it */
};
struct warning {
	const char *rule;
	const char *subject;
	day day;
	const struct warned_case *cases;
	size_t count;
};
struct news_batch {
	struct alert *alerts; /* changed alerts */
	size_t alert_count;
	struct alert_news *news; /* transitions, for history */
	size_t news_count;
	struct delivery *deliveries;
	size_t delivery_count;
	struct telling_change *tellings;
	size_t telling_count;
	const struct warning *warnings;
	size_t warning_count;
	bool summary; /* the one summary of trial mode is among the deliveries */
};
int store_commit_news(
	struct store *store, struct news_batch *batch, instant now, struct error *error);
/* A channel whose receiver wants nothing more (410): noted until the daemon starts or reloads, when
 * every channel is tried again. */
int store_channel_off(struct store *store, const char *channel, const char *answer, instant now,
	struct error *error);
int store_channels_on(struct store *store, struct error *error);
typedef int store_channel_fn(void *user, const char *channel, instant at, const char *answer);
int store_channels_off(
	struct store *store, store_channel_fn *on_channel, void *user, struct error *error);
/* A new episode number, monotonic, reserved durably with the next commit. */
int store_next_episode(struct store *store, int64_t *ret_episode, struct error *error);

typedef int store_delivery_fn(void *user, const struct delivery *delivery);
/* Leases up to `most` deliveries that are due: marks them SENDING until now + lease and counts the
 * attempt, commits, then calls. Strings are good during the call, which may not call the store. Not of
 * busy channels, so that one slow receiver does not stand before all others: `busy` holds their names,
 * each between line feeds ("\nhotline\noffice\n"); "" for none. */
int store_take_deliveries(struct store *store, instant now, int64_t lease_ms, int most,
	const char *busy, store_delivery_fn *on_delivery, void *user, struct error *error);
/* Settles attempts, durably (FULL): HANDED_OVER, DEAD, or WAITING with next_at. What was to wait is
 * REPLACED when newer news of its episode, channel and recipient came meanwhile, and DROPPED when an
 * operator dropped it. Many in one call cost one sync of the disk. */
struct settlement {
	int64_t id;
	enum delivery_state state;
	instant next_at; /* for WAITING */
	const char *answer; /* NULL: "" */
};
int store_settle_deliveries(struct store *store, const struct settlement *settlements, size_t count,
	instant now, struct error *error);
/* When the next delivery is due; NONE: none. */
int store_next_delivery(struct store *store, instant *ret_at, struct error *error);
/* Which deliveries, and how much of each: zero-initialised is all of them, without what they say. */
enum delivery_part { DELIVERY_ROW, DELIVERY_SUBJECT, DELIVERY_WHOLE };
struct delivery_filter {
	int64_t id; /* 0: all */
	int64_t episode; /* 0: all; by an index */
	unsigned states; /* 1u << enum delivery_state, or-ed; 0: all */
	int limit; /* 0: none */
	enum delivery_part part; /* what is not read is "" */
};
/* Newest first. Strings are good during the call. */
int store_deliveries(struct store *store, const struct delivery_filter *filter,
	store_delivery_fn *on_delivery, void *user, struct error *error);
/* An operator's word: send again now (attempts begin anew; -EINVAL when it was handed over), or never
 * (-EINVAL when it is settled otherwise). -ENOENT: no such delivery. */
int store_retry_delivery(struct store *store, int64_t id, instant now, struct error *error);
int store_drop_delivery(struct store *store, int64_t id, instant now, struct error *error);
int store_count_deliveries(struct store *store, int64_t counts[static 6], struct error *error);

/* --- tellings and holds ------------------------------------------------------------------- */

/* What each recipient knows of an episode, by channel and recipient. Acceptance is followed by the
 * settlement of the deliveries. Strings good during the call, which may not call the store. */
typedef int store_telling_fn(void *user, const struct telling *telling);
int store_tellings(struct store *store, int64_t episode, store_telling_fn *on_telling, void *user,
	struct error *error);
/* The episodes with a telling whose moment has come; and those that are over but not told to the
 * end. */
typedef int store_episode_fn(void *user, int64_t episode);
int store_tellings_due(struct store *store, instant now, store_episode_fn *on_episode, void *user,
	struct error *error);
int store_tellings_over(
	struct store *store, store_episode_fn *on_episode, void *user, struct error *error);
/* When the next telling wants to be looked at; NONE: none. */
int store_next_telling(struct store *store, instant *ret_at, struct error *error);
/* Who has been told of an open episode of a province or portal, and by which rule. */
typedef int store_wide_fn(void *user, const char *channel, const char *recipient, const char *rule);
int store_tellings_wide(
	struct store *store, store_wide_fn *on_wide, void *user, struct error *error);

/* An episode as its last news left it; 1: there is one, 0: there is none. Strings are good until the
 * next call. */
struct store_episode {
	int64_t id;
	const char *rule;
	enum scope scope;
	const char *subject;
	instant opened;
	instant closed; /* NONE: it is open */
	struct alert_news last;
};
int store_episode(
	struct store *store, int64_t id, struct store_episode *ret_episode, struct error *error);

/* Adds a hold and gives it its number. Ends one now: -ENOENT when none is in force. */
int store_add_hold(struct store *store, struct hold *hold, struct error *error);
int store_end_hold(struct store *store, int64_t id, instant now, struct error *error);
/* In the order of their making. `all`: those that are over as well. Strings good during the call. */
typedef int store_hold_fn(void *user, const struct hold *hold);
int store_holds(struct store *store, bool all, instant now, store_hold_fn *on_hold, void *user,
	struct error *error);

/* When an operator armed hentra; NONE: never. Until then nobody is told (trial mode). */
int store_armed(struct store *store, instant *ret_at, struct error *error);
int store_arm(struct store *store, instant now, struct error *error);
/* When the one summary of trial mode was written; NONE: not yet. */
int store_summarised(struct store *store, instant *ret_at, struct error *error);

/* --- warnings before due dates ------------------------------------------------------------ */

/* The last warning of a case by this rule; step 0: there was none. */
struct store_warned {
	instant due; /* that it was of */
	int step;
	day day;
};
typedef int store_to_warn_fn(
	void *user, const struct store_case *found, const struct store_warned *last);
/* The counted cases of some units that are in time or due soon and due in [from, until), by unit and
 * due date. By an index. Pointers are good during the call, which may not call the store. */
int store_cases_to_warn(struct store *store, const char *rule, const uint32_t *units,
	size_t unit_count, instant from, instant until, store_to_warn_fn *on_case, void *user,
	struct error *error);
/* Each commune's last day of each rule, and how many cases it was told of then. */
typedef int store_warning_fn(
	void *user, const char *rule, const char *subject, day date, int64_t cases);
int store_warnings(
	struct store *store, store_warning_fn *on_warning, void *user, struct error *error);

/* The news of past and present episodes, newest first. episode 0: all. */
typedef int store_news_fn(void *user, const struct alert_news *news);
int store_news(struct store *store, int64_t episode, store_news_fn *on_news, void *user,
	struct error *error);

#endif

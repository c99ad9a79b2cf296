/* The audit: everything derived is folded again from facts and history. */
#include "store/audit/audit.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "base/memory.h"
#include "store/cases/case_key.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/histories.h"
#include "store/cases/history.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_past.h"
#include "store/store_witness.h"
#include "store/witness/detecting.h"
#include "store/witness/mass_changes.h"
#include "store/witness/purging.h"

/* The rulings of the store by number. */
struct rulings {
	struct ruling *entries;
	size_t count, capacity;
};

struct store_audit {
	struct store *store;
	struct judge judge;
	bool begun;
	/* between steps it stands on its row: nothing is written through this store */
	struct sql_row *list; /* its snapshot is open */
	bool looks; /* what is open was judged, and looked at, by this judge */
	instant *known; /* of each portal: up to then the detectors know */
	struct ahead ahead;
	struct id_set paused;
	struct kept_suspicions kept;
	struct evidence evidence; /* of the case under way: its changes are those of `ahead` */
	uint64_t calendar; /* the judge's version */
	instant newest;
	audit_difference_fn *on_difference;
	void *user;
	struct audit_result result;
	struct rulings rulings;
	struct tally tally; /* folded */
	struct error *error;
};

static int load_rulings(struct store_audit *audit)
{
	struct rulings *rulings = &audit->rulings;
	struct sql_row *list = sql_use(audit->store, SQL_rulings);
	int result = 0;
	while (sql_more(audit->store, list, &result, audit->error)) {
		array_reserve(rulings->entries, &rulings->capacity, rulings->count + 1);
		rulings->entries[rulings->count++] = (struct ruling){
			.id = sql_int64(list, 0),
			.compare = sql_int(list, 1),
			.due_moves = sql_int(list, 2) != 0,
			.calendar = (uint64_t)sql_int64(list, 3),
		};
	}
	return result;
}

static const struct ruling *ruling_of(const struct store_audit *audit, int64_t id)
{
	for (size_t i = 0; i < audit->rulings.count; i++)
		if (audit->rulings.entries[i].id == id)
			return &audit->rulings.entries[i];
	return NULL;
}

/* The facts as known when the verdict froze: those of today unless they changed since. */
static void facts_when_frozen(const struct store_audit *audit, const struct case_row *row,
	struct case_state *ret_state, struct case_life *ret_life)
{
	*ret_state = row->state;
	*ret_life = row->life;
	if (row->rewritten)
		witness_at(&row->state, &row->life, audit->evidence.changes,
			audit->evidence.change_count, row->frozen_at, ret_state, ret_life);
}

/* The frozen verdict again: from the facts known then, under the ruling of then. False: it cannot be
 * folded again. */
static bool refold_frozen(
	const struct store_audit *audit, const struct case_row *row, struct verdict *ret_verdict)
{
	const struct ruling *ruling = ruling_of(audit, row->ruling);
	struct judge judge = audit->judge;
	struct case_state state;
	struct case_life life;
	if (ruling && ruling->due_moves && ruling->calendar != audit->calendar)
		return false;
	*ret_verdict = (struct verdict){.bucket = BUCKET_INVALID};
	if (!ruling)
		return true;
	facts_when_frozen(audit, row, &state, &life);
	judge.compare = (enum compare)ruling->compare;
	judge.due_moves_off_day_off = ruling->due_moves;
	*ret_verdict = verdict_of(&state.facts, &life, &judge, row->frozen_at);
	return true;
}

/* A bucket that waits for the next pass is right as it was before its change. */
static instant open_judged_at(const struct store_audit *audit, const struct case_row *row)
{
	if (row->next_change != INSTANT_NONE && row->next_change <= audit->newest)
		return row->next_change - 1;
	return audit->newest;
}

static bool agrees(const struct case_row *row, const struct verdict *verdict)
{
	return row->bucket == verdict->bucket && row->closed_at == verdict->closed_at &&
	       row->next_change == verdict->next_change && row->uncertain == verdict->uncertain;
}

static void say_misjudged(
	struct store_audit *audit, const struct case_row *row, const struct verdict *verdict)
{
	char sentence[320];
	const char *frozen = row->frozen ? ", frozen" : "";
	const char *code = key_code(row->key, &audit->store->code);
	audit->result.misjudged++;
	if (row->bucket != verdict->bucket)
		snprintf(sentence, sizeof(sentence),
			"case %.128s: bucket is %s%s, refolded it is %s", code,
			bucket_name(row->bucket), frozen, bucket_name(verdict->bucket));
	else
		snprintf(sentence, sizeof(sentence),
			"case %.128s: bucket %s%s stands, but its instants are not as refolded",
			code, bucket_name(row->bucket), frozen);
	if (audit->on_difference)
		audit->on_difference(audit->user, sentence);
}

static void say_suspicions(struct store_audit *audit, const struct case_row *row)
{
	char sentence[320];
	audit->result.suspicions++;
	snprintf(sentence, sizeof(sentence), "case %.128s: its suspicions are not as refolded",
		key_code(row->key, &audit->store->code));
	if (audit->on_difference)
		audit->on_difference(audit->user, sentence);
}

/* What the detectors have not looked at yet, or cannot because its poll did not end well. */
static bool look_is_due(const struct store_audit *audit, const struct case_row *row)
{
	const struct evidence *evidence = &audit->evidence;
	instant known = audit->known[row->portal - 1], seen = row->life.first_seen;
	if (known == INSTANT_NONE || (row->look != INSTANT_NONE && row->look <= known))
		return true;
	if (evidence->change_count)
		seen = evidence->changes[evidence->change_count - 1].by;
	return row->look != INSTANT_NONE && seen >= row->look;
}

static void audit_suspicions(struct store_audit *audit, const struct case_row *row)
{
	struct finding findings[SUSPICION_COUNT];
	instant look;
	if (row->portal < 1 || row->portal > audit->store->portal_count) /* a damaged file */
		return;
	if (!audit->looks ||
		(row->frozen && !row->changed && !row->suspect && row->look == INSTANT_NONE))
		return;
	size_t count = detect_by(audit->store, row, &audit->judge, audit->known[row->portal - 1],
		&audit->evidence, findings, &look);
	if (look_is_due(audit, row))
		return;
	/* what is kept of a case that says it has none, audit_units() finds */
	bool same = !(row->suspect || count) ||
		    kept_suspicions_are(&audit->kept, row->id, findings, count);
	if (!same || look != row->look)
		say_suspicions(audit, row);
}

static int take_pause(void *user, const struct pause *pause)
{
	struct evidence *evidence = user;
	array_reserve(evidence->pauses, &evidence->pause_capacity, evidence->pause_count + 1);
	evidence->pauses[evidence->pause_count++] = *pause;
	return 0;
}

/* As evidence_load() loads it. */
static int load_evidence(struct store_audit *audit, const struct case_row *row)
{
	struct evidence *evidence = &audit->evidence;
	int result = 0;
	evidence->change_count = evidence->pause_count = 0;
	if (row->changed)
		result = ahead_changes(audit->store, &audit->ahead, row->id, &evidence->changes,
			&evidence->change_count, audit->error);
	if (result == 0 && evidence_has_pauses(row) && id_has(&audit->paused, row->id))
		result = store_pauses(audit->store, row->id, take_pause, evidence, audit->error);
	return result;
}

static int audit_case(void *user, const struct case_row *row)
{
	struct store_audit *audit = user;
	struct verdict verdict;
	struct case_state state;
	struct case_life life;
	bool folded = true;
	int result = load_evidence(audit, row);
	if (result < 0)
		return result;
	audit->result.cases++;
	if (row->frozen)
		folded = refold_frozen(audit, row, &verdict);
	else if (audit->looks)
		verdict = verdict_of(
			&row->state.facts, &row->life, &audit->judge, open_judged_at(audit, row));
	else
		folded = false;
	if (folded && !agrees(row, &verdict))
		say_misjudged(audit, row, &verdict);
	verdict = (struct verdict){.bucket = row->bucket, .closed_at = row->closed_at};
	facts_when_frozen(audit, row, &state, &life);
	if (row->counted)
		tally_case(&audit->tally, row->state.unit, row->state.field, &state.facts, &verdict,
			calendar_zone(audit->judge.calendar), 1);
	audit_suspicions(audit, row);
	return 0;
}

/* The newest instant of this snapshot: a daemon may have gone on since this store was opened. */
static int load_newest(struct store_audit *audit)
{
	int result = meta_get(audit->store, "newest", &audit->newest, audit->error);
	if (result == -ENOENT || audit->newest < audit->store->newest)
		audit->newest = audit->store->newest;
	return result == -ENOENT ? 0 : result;
}

static int load_known(struct store_audit *audit)
{
	struct store *store = audit->store;
	int result = 0;
	portals_reread(store);
	audit->known = xcalloc(store->portal_count + 1, sizeof(*audit->known));
	struct sql_row *list = sql_use(store, SQL_portals);
	while (sql_more(store, list, &result, audit->error)) {
		size_t id = (size_t)sql_int64(list, 0);
		if (id <= store->portal_count)
			audit->known[id - 1] = sql_instant(list, 6);
	}
	return result < 0 ? result : mass_changes_load(store, audit->error);
}

/* The settings may have changed since the last pass: what was judged is folded again by those of then.
 * When the calendar changed too, open cases cannot be; they are judged anew in the next pass. */
static int load_judge(struct store_audit *audit)
{
	int64_t version;
	int result = meta_get(audit->store, "judge", &version, audit->error);
	audit->looks = result == -ENOENT ||
		       (result == 0 && version == (int64_t)judge_version(&audit->judge));
	if (result < 0 || audit->looks)
		return result == -ENOENT ? 0 : result;
	const struct calendar *calendar = audit->judge.calendar;
	result = store_judge_at(audit->store, INT64_MAX, &audit->judge, audit->error);
	audit->judge.calendar = calendar;
	audit->looks = result == 0 && version == (int64_t)judge_version(&audit->judge);
	return result;
}

static int load_for_audit(struct store_audit *audit)
{
	int result = load_newest(audit);
	if (result == 0)
		result = load_rulings(audit);
	if (result == 0)
		result = load_known(audit);
	if (result == 0)
		result = load_judge(audit);
	if (result == 0)
		result = id_read(audit->store, SQL_pause_cases, &audit->paused, audit->error);
	if (result == 0)
		result = kept_suspicions_load(audit->store, &audit->kept, audit->error);
	return result;
}

int store_audit_begin(struct store *store, const struct judge *judge,
	audit_difference_fn *on_difference, void *user, struct store_audit **ret_audit,
	struct error *error)
{
	struct store_audit *audit = xcalloc(1, sizeof(*audit));
	*audit = (struct store_audit){
		.store = store,
		.judge = *judge,
		.calendar = calendar_version(judge->calendar),
		.on_difference = on_difference,
		.user = user,
		.error = error,
	};
	int result = sql_reading(store, &audit->begun, error); /* one snapshot for all of it */
	if (result == 0)
		audit->list = sql_use(store, SQL_cases_audited);
	if (result == 0)
		result = load_for_audit(audit);
	if (result < 0)
		store_audit_end(audit, NULL);
	else
		*ret_audit = audit;
	return result;
}

int store_audit_step(struct store_audit *audit, int most, bool *ret_done, struct error *error)
{
	bool over = false;
	audit->error = error;
	*ret_done = false;
	int result = rows_meet(audit->store, audit->list, most, audit_case, audit, &over, error);
	if (result < 0 || !over)
		return result;
	result = past_add_tally(audit->store, &audit->tally, error);
	if (result == 0)
		result = audit_tally(audit->store, &audit->tally, audit->on_difference, audit->user,
			&audit->result.differences, error);
	if (result == 0)
		result = audit_past(audit->store, calendar_zone(audit->judge.calendar),
			audit->on_difference, audit->user, &audit->result.differences, error);
	if (result == 0)
		result = audit_units(audit->store, &audit->judge, audit->on_difference, audit->user,
			&audit->result.suspicions, error);
	*ret_done = true;
	return result;
}

void store_audit_end(struct store_audit *audit, struct audit_result *ret_result)
{
	sql_end(audit->list);
	if (audit->begun)
		sql_reading_end(audit->store);
	if (ret_result)
		*ret_result = audit->result;
	free(audit->rulings.entries);
	free(audit->known);
	free(audit->paused.words);
	kept_suspicions_free(&audit->kept);
	ahead_free(&audit->ahead);
	free(audit->evidence.pauses);
	tally_free(&audit->tally);
	free(audit);
}

int store_audit(struct store *store, const struct judge *judge, audit_difference_fn *on_difference,
	void *user, struct audit_result *ret_result, struct error *error)
{
	struct store_audit *audit;
	bool done = false;
	int result = store_audit_begin(store, judge, on_difference, user, &audit, error);
	if (result < 0)
		return result;
	while (result == 0 && !done)
		result = store_audit_step(audit, INT_MAX, &done, error);
	store_audit_end(audit, result == 0 ? ret_result : NULL);
	return result;
}

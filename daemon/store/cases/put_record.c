/* What a record of a page does to its case: the one place where facts come into the store. Cases are changed
 * in memory and written later (store/writes.h). */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_key.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/history.h"
#include "store/cases/judge_rows.h"
#include "store/cases/packed.h"
#include "store/cases/put_page.h"
#include "store/cases/seen.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/detecting.h"
#include "store/witness/mass_changes.h"
#include "store/witness/purging.h"

int page_state_of(struct page *page, const struct batch_record *record,
	struct case_state *ret_state, uint32_t *ret_officer)
{
	struct store *store = page->store;
	const struct batch *batch = page->batch;
	uint32_t portal = page->poll->portal;
	struct {
		struct dictionary *dictionary;
		enum batch_text code, name;
		uint32_t *number;
	} names[] = {
		{&store->units, TEXT_UNIT, TEXT_UNIT_NAME, &ret_state->unit},
		{&store->procedures, TEXT_PROCEDURE, TEXT_PROCEDURE_NAME, &ret_state->procedure},
		{&store->fields, TEXT_FIELD, TEXT_FIELD_NAME, &ret_state->field},
		{&store->officers, TEXT_OFFICER, TEXT_OFFICER, ret_officer},
	};
	int result = 0;
	for (size_t i = 0; i < ARRAY_SIZE(names) && result == 0; i++)
		result = dictionary_number(store, names[i].dictionary, portal,
			batch_text(batch, record, names[i].code),
			batch_text(batch, record, names[i].name), names[i].number, page->error);
	ret_state->facts = record->facts;
	return result;
}

int page_keep_conflict(struct page *page, const struct batch_record *record,
	const struct case_state *before, const struct case_state *after, bool same_page)
{
	enum fact changed[FACT_COUNT];
	size_t count = state_diff(before, after, changed);
	if (!count || (!same_page && changed[0] == FACT_STATUS))
		return 0;
	cleanup(text_free) struct text code = {0}, names = {0};
	key_code(batch_text(page->batch, record, TEXT_KEY), &code);
	for (size_t i = 0; i < count; i++)
		text_printf(&names, "%s%s", i ? ", " : "", fact_name(changed[i]));
	page->result.conflicting++;
	return store_set_aside(page->store, page->poll->id, text_slice(&code), RECORD_DUPLICATE,
		names.data, page->now, page->error);
}

/* A case that a counted portal named earlier now lists too: it counts no more here. */
static int uncount(struct page *page, struct case_row *row)
{
	if (!row->counted)
		return 0;
	int result = row_tally(page->store, row, page->judge, -1, page->error);
	row->counted = false;
	row->look = 0; /* what is not counted is not suspected: at the next look that is seen */
	return result < 0 ? result : row_write_traits(page->store, row, page->error);
}

/* Does a new case count here? The first named counted portal that lists a code counts it. */
static int claim(struct page *page, const struct listed *listed, bool *ret_counted)
{
	struct store *store = page->store;
	uint32_t own = page->poll->portal;
	int result = 0;
	*ret_counted = store->portals[own - 1].counted;
	for (size_t i = 0; *ret_counted && i < listed->rival_count && result == 0; i++) {
		struct case_row *rival = &page->rivals[listed->rival + i];
		if (portal_precedes(store, rival->portal, own))
			*ret_counted = false;
		else
			result = uncount(page, rival);
	}
	return result;
}

/* Notes that this portal says when results are handed over: from then on their absence counts. */
static int heed_returns(struct page *page, const struct case_facts *facts)
{
	struct portal_entry *portal = &page->store->portals[page->poll->portal - 1];
	if (portal->returns ||
		(facts->returned == INSTANT_NONE && facts->status != STATUS_RETURNED))
		return 0;
	static const enum sql both[] = {SQL_portal_returns, SQL_cases_returns_told};
	int result = writes_flush(page->store, page->error);
	for (size_t i = 0; i < ARRAY_SIZE(both) && result == 0; i++)
		result = sql_run(page->store, page->error, both[i], as_number(page->poll->portal));
	for (size_t i = 0; i < page->row_count; i++) { /* and those that are at hand */
		struct case_row *row = &page->rows[i].row;
		if (row->state.facts.status == STATUS_PROCESSED &&
			row->state.facts.returned == INSTANT_NONE)
			row->look = 0;
	}
	portal->returns = true;
	return result;
}

/* A case that is not known: it is added, unless it was purged. */
static int add_case(struct page *page, const struct listed *listed)
{
	struct store *store = page->store;
	const struct batch_record *record = listed->record;
	struct case_row row = {
		.id = page->last_case + 1,
		.portal = page->poll->portal,
		.key = listed->key,
		.hash = record->hash,
		.life = {.first_seen = page->seen, .closed_seen = INSTANT_NONE},
		.look = INSTANT_NONE,
	};
	int result = was_purged(store, row.portal, row.key, page->error);
	if (result > 0)
		page->result.unchanged++;
	if (result == 0)
		result = page_state_of(page, record, &row.state, &row.officer);
	if (result != 0)
		return result < 0 ? result : 0;
	life_observe(&row.life, &row.state.facts, page->seen);
	result = row_judge(store, &row, page->judge, page->now, page->seen, page->error);
	if (result == 0)
		result = heed_returns(page, &row.state.facts);
	if (result == 0)
		result = claim(page, listed, &row.counted);
	if (result < 0)
		return result;
	row.look = first_look(store, &row, page->judge, page->poll->started);
	changes_count_new(page->poll, &row, unit_alive(store, row.state.unit),
		store->portals[row.portal - 1].complete);
	page->last_case = row.id;
	page->ids[page->id_count++] = row.id;
	page->result.added++;
	result = row_write(store, true, &row, page->error);
	if (result == 0)
		result = row_tally(store, &row, page->judge, 1, page->error);
	return result < 0 ? result
			  : pauses_follow(store, row.id, NULL, &row.state.facts, INSTANT_NONE,
				    page->seen, page->error);
}

/* Keeps every value that is about to be overwritten; `when` has the two bounds of the change. */
static int keep_history(struct page *page, const struct case_row *row,
	const struct case_state *state, const enum fact *changed, size_t count, struct change when)
{
	int result = 0;
	for (size_t i = 0; i < count && result == 0; i++) {
		when.fact = changed[i];
		when.value = state_value(&row->state, changed[i]);
		result = history_add(page->store, row, &when, page->error);
	}
	if (result == 0)
		result = pauses_follow(page->store, row->id, &row->state.facts, &state->facts,
			when.after, when.by, page->error);
	return result;
}

/* The case is listed again after two complete sweeps without it. */
static int keep_return(struct page *page, struct case_row *row, struct change when)
{
	when.fact = FACT_LISTED;
	when.value = row->life.settled ? LISTED_SETTLED_GONE : LISTED_NOT;
	when.after = page->store->portals[row->portal - 1].sweep;
	page->returned++;
	row->changed = true;
	row->look = page->poll->started;
	row->life.vanished = row->life.settled = 0;
	return history_add(page->store, row, &when, page->error);
}

/* Facts differ, or an open case is listed again: history, a new verdict unless frozen, and the tally moved
 * by the difference. */
static int change_facts(struct page *page, struct case_row *row, const struct case_state *state,
	const enum fact *changed, size_t count, struct change when)
{
	const struct case_row before = *row;
	int result = row_tally(page->store, row, page->judge, -1, page->error);
	if (result == 0)
		result = keep_history(page, row, state, changed, count, when);
	if (result == 0)
		result = heed_returns(page, &state->facts);
	if (result < 0)
		return result;
	row->changed = true;
	row->look = page->poll->started;
	row->state = *state;
	life_observe(&row->life, &row->state.facts, when.by);
	changes_count(page->poll, &before, row, page->judge,
		page->store->portals[row->portal - 1].complete, page->now);
	result = row_judge(page->store, row, page->judge, page->now, when.by, page->error);
	return result < 0 ? result : row_tally(page->store, row, page->judge, 1, page->error);
}

/* What a record brings to a case that is known: the row is changed, and written by the caller; 1: nothing is
 * done, the record is held back. */
static int change_row(struct page *page, const struct batch_record *record, struct known_row *known)
{
	struct case_row *row = &known->row;
	struct case_state state = {0};
	struct change when = {0};
	enum fact changed[FACT_COUNT];
	int result = page_state_of(page, record, &state, &row->officer);
	if (result < 0)
		return result;
	history_bounds(page->store, row, known->changed, page->seen, &when.after, &when.by);
	state_keep_readable(&row->state, &state);
	size_t count = state_diff(&row->state, &state, changed);
	if (count && gate_holds(&page->poll->gate, page->batch, record,
			     &(struct held_case){&row->state, &row->life, row->bucket}, &state,
			     page->seen))
		return 1;
	if (page->repeating)
		result = page_keep_conflict(page, record, &row->state, &state, false);
	bool back = row->absent >= ABSENT_VANISHED;
	if (result == 0 && back)
		result = keep_return(page, row, when);
	if (result == 0 && (count || (back && !row->frozen)))
		result = change_facts(page, row, &state, changed, count, when);
	page->result.changed += count > 0;
	page->result.unchanged += count == 0;
	return result;
}

static int change_case(struct page *page, const struct listed *listed)
{
	struct known_row *known = &page->rows[listed->row];
	int result = change_row(page, listed->record, known);
	if (result != 0)
		return result < 0 ? result : 0;
	known->row.hash = listed->record->hash;
	known->row.absent = 0;
	return row_write(page->store, false, &known->row, page->error);
}

/* A case that got its code when it was accepted is the one that waited under its former code. */
static int adopt(struct page *page, struct listed *listed)
{
	struct slice former = batch_text(page->batch, listed->record, TEXT_FORMER_KEY);
	bool counted = false;
	int result = writes_flush(page->store, page->error);
	if (result == 0)
		result = sql_run(page->store, page->error, SQL_case_rename, as_key(former),
			as_number(page->poll->portal), as_key(listed->key));
	if (result < 0 || !sql_changed(page->store))
		return result;
	struct listed *left = page_find(page, former);
	if (left) { /* whoever is listed under that code from now on is another case */
		left->id = 0;
		left->differs = false;
	}
	result = page_read_again(page, listed);
	if (result == 0)
		result = claim(page, listed, &counted);
	if (result < 0 || counted || !listed->rival_count)
		return result;
	return uncount(page, &page->rows[listed->row].row);
}

/* A new case of a poll that is weighed. */
static int meet_stranger(struct page *page, const struct batch_record *record)
{
	int result = was_purged(page->store, page->poll->portal,
		batch_text(page->batch, record, TEXT_KEY), page->error);
	if (result == 0)
		gate_hold_new(&page->poll->gate, page->batch, record,
			page->store->portals[page->poll->portal - 1].complete, page->seen);
	else
		page->result.unchanged++;
	return result < 0 ? result : 0;
}

static void count_due_time(struct running_poll *poll, const struct case_facts *facts)
{
	if (facts->due == INSTANT_NONE || facts->odd & ODD_DATE_ONLY_DUE)
		return;
	poll->timed++;
	poll->at_midnight += (facts->odd & ODD_DUE_AT_MIDNIGHT) != 0;
}

int page_put_record(struct page *page, struct listed *listed)
{
	count_due_time(page->poll, &listed->record->facts);
	int result = !listed->id && listed->may_adopt ? adopt(page, listed) : 0;
	if (result == 0 && !listed->id && page->poll->gate.on)
		return meet_stranger(page, listed->record);
	if (result < 0 || !listed->id)
		return result < 0 ? result : add_case(page, listed);
	page->ids[page->id_count++] = listed->id;
	page->repeating = !page->poll->gate.letting_go && seen_has(&page->poll->seen, listed->id);
	page->result.repeated += page->repeating;
	if (listed->differs)
		return change_case(page, listed);
	page->result.unchanged++;
	return 0;
}

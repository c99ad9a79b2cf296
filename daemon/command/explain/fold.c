#include "command/explain/fold.h"

#include <stdlib.h>

#include "base/memory.h"
#include "core/time/period.h"
#include "store/store_past.h"
#include "store/store_witness.h"

#define ALL_NEEDS (~0u)

/* --- one case at one instant ----------------------------------------------------------------- */

static void note_open(struct fold_sum *sum, const struct store_past *past, enum bucket bucket,
	const struct cutoffs *cutoffs)
{
	const struct case_facts *facts = &past->known.judged.facts;
	if (bucket == BUCKET_OVERDUE && (sum->oldest == INSTANT_NONE || facts->due < sum->oldest))
		sum->oldest = facts->due;
	if (bucket == BUCKET_IN_TIME || bucket == BUCKET_DUE_SOON)
		sum->forecast += facts->due < cutoffs->forecast;
	if (bucket == BUCKET_UNACCEPTED)
		sum->late_acceptance +=
			facts->submitted != INSTANT_NONE && facts->submitted < cutoffs->submitted;
	if (bucket != BUCKET_PAUSED)
		return;
	bool parked = false;
	for (size_t i = 0; i < past->pause_count; i++)
		parked |= past->pauses[i].ended_by == INSTANT_NONE &&
			  past->pauses[i].began_by < cutoffs->parked;
	sum->parked += parked;
}

static void note_closed(struct fold_sum *sum, enum bucket bucket, instant closed_at,
	const struct fold_slot *slot, const struct zone *zone)
{
	if (zone_day(zone, closed_at) >= slot->year_from)
		sum->counts.bucket[bucket]++;
	if (bucket > BUCKET_LATE || closed_at < slot->cutoffs.recent)
		return;
	sum->recent_closed++;
	sum->recent_late += bucket == BUCKET_LATE;
}

static void note(struct fold *fold, const struct fold_slot *slot, struct fold_sum *sum,
	const struct store_past *past, enum bucket bucket, bool overdue_before)
{
	const struct zone *zone = tool_zone(fold->tool);
	const struct case_facts *facts = &past->known.judged.facts;
	sum->overdue_before += overdue_before;
	if (bucket_closed(bucket)) {
		note_closed(sum, bucket, store_past_closed_at(past, &fold->judge), slot, zone);
	} else {
		sum->counts.bucket[bucket]++;
		note_open(sum, past, bucket, &slot->cutoffs);
	}
	if (bucket >= BUCKET_COUNTED || facts->received == INSTANT_NONE)
		return;
	day received = zone_day(zone, facts->received);
	sum->counts.received += received >= slot->year_from;
	if (sum->received == DAY_NONE || received > sum->received)
		sum->received = received;
}

static void note_case(struct fold *fold, struct fold_slot *slot, const struct store_past *past)
{
	int bucket = store_past_bucket(past, &fold->judge, slot->at);
	uint32_t unit = past->known.state.unit, field = past->known.state.field;
	if (bucket < 0)
		return;
	bool before = slot->cutoffs.before != INSTANT_NONE &&
		      store_past_bucket(past, &fold->judge, slot->cutoffs.before) == BUCKET_OVERDUE;
	if (unit <= fold->unit_count)
		note(fold, slot, &slot->units[unit], past, (enum bucket)bucket, before);
	if (field <= fold->field_count)
		note(fold, slot, &slot->fields[field], past, (enum bucket)bucket, before);
}

static int on_case(void *user, const struct store_history *history)
{
	struct fold *fold = user;
	if (!history->found->counted)
		return 0;
	array_reserve(fold->pauses, &fold->pause_capacity, history->pause_count + 1);
	for (size_t i = 0; i < fold->slot_count; i++) {
		struct store_past past;
		if (store_past_of(history, fold->slots[i].at, fold->pauses, &past))
			note_case(fold, &fold->slots[i], &past);
	}
	return 0;
}

static int on_suspicion(void *user, const struct store_suspicion *suspicion)
{
	struct fold *fold = user;
	const struct finding *finding = &suspicion->finding;
	for (size_t i = 0; i < fold->slot_count; i++) {
		struct fold_slot *slot = &fold->slots[i];
		if (finding->at > slot->at || finding->at < slot->cutoffs.recent ||
			finding->unit > fold->unit_count || finding->field > fold->field_count)
			continue;
		int64_t one = finding->kind == SUSPICION_MOVED_DUE;
		slot->units[finding->unit].moved_due += one;
		slot->fields[finding->field].moved_due += one;
		slot->units[finding->unit].back_dated += !one;
		slot->fields[finding->field].back_dated += !one;
	}
	return 0;
}

/* --- all ------------------------------------------------------------------------------------- */

static struct fold_sum *empty_sums(size_t count)
{
	struct fold_sum *sums = xcalloc(count, sizeof(*sums));
	for (size_t i = 0; i < count; i++)
		sums[i] = (struct fold_sum){.oldest = INSTANT_NONE, .received = DAY_NONE};
	return sums;
}

static void begin(struct fold *fold, struct tool *tool, const instant *instants, size_t count)
{
	*fold = (struct fold){.tool = tool, .judge = tool_judge(tool), .slot_count = count};
	store_units(tool->store, &fold->unit_count);
	store_fields(tool->store, &fold->field_count);
	fold->slots = xcalloc(count, sizeof(*fold->slots));
	for (size_t i = 0; i < count; i++) {
		day today = zone_day(tool_zone(tool), instants[i]);
		fold->slots[i] = (struct fold_slot){
			.at = instants[i],
			.today = today,
			.year_from = period_year(period_year_of(today), false).from,
			.cutoffs = cutoffs_at(&fold->judge, ALL_NEEDS, instants[i]),
			.units = empty_sums(fold->unit_count + 1),
			.fields = empty_sums(fold->field_count + 1),
		};
	}
}

int fold_run(struct fold *fold, struct tool *tool, const instant *instants, size_t count,
	struct error *error)
{
	static const enum suspicion kinds[] = {SUSPICION_MOVED_DUE, SUSPICION_BACK_DATED};
	begin(fold, tool, instants, count);
	int result = store_walk_histories(tool->store, on_case, fold, error);
	for (size_t i = 0; i < ARRAY_SIZE(kinds) && result == 0; i++) {
		struct suspicion_filter filter = {
			.kind = (int)kinds[i], .since = INSTANT_NONE, .counted = true};
		result = store_suspicions(tool->store, &filter, on_suspicion, fold, error);
	}
	return result;
}

void fold_free(struct fold *fold)
{
	for (size_t i = 0; i < fold->slot_count; i++) {
		free(fold->slots[i].units);
		free(fold->slots[i].fields);
	}
	free(fold->slots);
	free(fold->pauses);
}

/* --- one subject ----------------------------------------------------------------------------- */

static void add(struct fold_sum *sum, const struct fold_sum *more)
{
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		sum->counts.bucket[bucket] += more->counts.bucket[bucket];
	sum->counts.received += more->counts.received;
	if (more->oldest != INSTANT_NONE &&
		(sum->oldest == INSTANT_NONE || more->oldest < sum->oldest))
		sum->oldest = more->oldest;
	sum->forecast += more->forecast;
	sum->parked += more->parked;
	sum->late_acceptance += more->late_acceptance;
	sum->recent_late += more->recent_late;
	sum->recent_closed += more->recent_closed;
	sum->overdue_before += more->overdue_before;
	sum->moved_due += more->moved_due;
	sum->back_dated += more->back_dated;
	if (more->received != DAY_NONE &&
		(sum->received == DAY_NONE || more->received > sum->received))
		sum->received = more->received;
}

struct fold_sum fold_sum_of(const struct fold *fold, size_t slot, const uint32_t *units,
	size_t unit_count, uint32_t field)
{
	struct fold_sum sum = {.oldest = INSTANT_NONE, .received = DAY_NONE};
	if (field)
		return fold->slots[slot].fields[field];
	for (size_t i = 0; i < unit_count; i++)
		if (units[i] <= fold->unit_count)
			add(&sum, &fold->slots[slot].units[units[i]]);
	return sum;
}

struct measure_input fold_input(const struct fold *fold, size_t number, const struct fold_sum *sum)
{
	const struct fold_slot *slot = &fold->slots[number];
	int silent = 0;
	struct measure_input input = {
		.counts = &sum->counts,
		.forecast = sum->forecast,
		.parked = sum->parked,
		.late_acceptance = sum->late_acceptance,
		.recent_late = sum->recent_late,
		.recent_closed = sum->recent_closed,
		.overdue_before = sum->overdue_before,
		.moved_due = sum->moved_due,
		.back_dated = sum->back_dated,
		.unknown = slot->cutoffs.unknown,
	};
	if (sum->oldest != INSTANT_NONE)
		input.oldest_overdue_days = verdict_days_late(sum->oldest, &fold->judge, slot->at);
	if (sum->received == DAY_NONE || (sum->received < slot->today - 1 &&
						 calendar_count(fold->judge.calendar, sum->received,
							 slot->today - 1, &silent) < 0))
		input.unknown |= NEED_RECEIPTS;
	input.silent_days = silent;
	return input;
}

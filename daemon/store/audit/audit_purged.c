/* The audit of what purged cases left: what the score is told of them, beside what forms are. Both were
 * written from the same case; how it was judged forms alone know for certain, since settings may have
 * changed since, but when it was received and when it was closed they must both say. */
#include <stdio.h>

#include "core/time/period.h"
#include "store/audit/audit.h"
#include "store/cases/dictionary.h"
#include "store/inside.h"
#include "store/store_witness.h"
#include "store/witness/purged_case.h"

#define CLOSED 0 /* the column of all closed buckets */

struct folding {
	const struct zone *zone;
	struct tally tally;
};

static int add_sum(void *user, uint32_t unit, uint32_t field, uint32_t procedure, day date,
	int column, int64_t amount)
{
	(void)procedure;
	struct tally_key key = {unit, field, period_month_of(date)};
	if (column == TALLY_RECEIVED)
		tally_add(user, key, TALLY_RECEIVED, amount);
	else if (column < BUCKET_COUNT && bucket_closed((enum bucket)column))
		tally_add(user, key, CLOSED, amount);
	return 0;
}

static int add_cases(void *user, const struct store_past *past, int64_t cases)
{
	struct folding *folding = user;
	const struct case_state *state = &past->known.state;
	instant received = state->facts.received, closed = past->found->closed_at;
	struct tally_key key = {state->unit, state->field, 0};
	if (state->facts.status == STATUS_REGISTERED)
		return 0;
	key.month = period_month_of(zone_day(folding->zone, received));
	tally_add(&folding->tally, key, TALLY_RECEIVED, cases);
	if (closed == INSTANT_NONE)
		return 0;
	key.month = period_month_of(zone_day(folding->zone, closed > received ? closed : received));
	tally_add(&folding->tally, key, CLOSED, cases);
	return 0;
}

static bool say_difference(struct store *store, struct tally_key key, const struct tally_cell *is,
	const struct tally_cell *should, audit_difference_fn *on_difference, void *user)
{
	char sentence[400];
	int received[2] = {
		is ? is->count[TALLY_RECEIVED] : 0, should ? should->count[TALLY_RECEIVED] : 0};
	int closed[2] = {is ? is->count[CLOSED] : 0, should ? should->count[CLOSED] : 0};
	if (received[0] == received[1] && closed[0] == closed[1])
		return false;
	snprintf(sentence, sizeof(sentence),
		"purged cases of unit '%.80s', field '%.80s', month %d-%02d: the score knows %d "
		"received and %d closed, forms %d and %d",
		dictionary_code(&store->units, key.unit),
		dictionary_code(&store->fields, key.field), key.month / 12, key.month % 12 + 1,
		received[0], closed[0], received[1], closed[1]);
	if (on_difference)
		on_difference(user, sentence);
	return true;
}

int audit_past(struct store *store, const struct zone *zone, audit_difference_fn *on_difference,
	void *user, int64_t *ret_differences, struct error *error)
{
	struct tally forms = {0};
	struct folding score = {.zone = zone};
	int result = store_purged(store, DAY_NONE, INT32_MAX, DAY_NONE, add_sum, &forms, error);
	if (result == 0)
		result = store_walk_purged(store, DAY_NONE, DAY_NONE, add_cases, &score, error);
	for (size_t i = 0; i < forms.used && result == 0; i++)
		*ret_differences += say_difference(store, forms.cells[i].key,
			tally_find(&score.tally, forms.cells[i].key), &forms.cells[i],
			on_difference, user);
	for (size_t i = 0; i < score.tally.used && result == 0; i++)
		if (!tally_find(&forms, score.tally.cells[i].key))
			*ret_differences += say_difference(store, score.tally.cells[i].key,
				&score.tally.cells[i], NULL, on_difference, user);
	tally_free(&forms);
	tally_free(&score.tally);
	return result;
}

#include "evaluate/survey.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"
#include "core/alert/cutoff.h"
#include "ground/ground.h"
#include "site/clock.h"
#include "store/store_past.h"

/* More closed since the walk, of all cases, cannot all be new: a portal was read for the first time. */
#define CLOSED_MOST 1000
#define AT_ONCE 200 /* cases, between looks at the clock */

/* What the walk found in a unit, or in a field. */
struct found {
	int64_t late, closed; /* finished in the last RECENT_DAYS days */
	int64_t overdue_before;
	day received; /* the latest; DAY_NONE: none ever */
	/* all that was counted, whenever: what came since is the difference */
	int64_t all_late, all_closed, all_received;
};

struct founds {
	struct found *items; /* by number */
	size_t count, capacity;
};

struct survey {
	struct ground *ground;
	day on; /* of the last walk; DAY_NONE: never */
	int64_t closed; /* in the tally of that walk */
	struct founds units, fields;
	struct survey_late *late;
	size_t late_count, late_capacity;
	struct arena codes; /* of the late ones */
	/* under way */
	struct store *reader; /* its own */
	struct store_past_walk *walk;
	int64_t closed_then;
	day today;
	instant looked_at; /* the pass that is done with walking */
	/* of the walk */
	instant recent_from; /* the first instant of the last RECENT_DAYS days */
	instant before; /* the end of the last working day before today; NONE: nobody knows */
	/* of the pass: the tally's numbers of now, by unit and by field */
	bool summed;
	struct founds units_now, fields_now;
};

struct survey *survey_new(struct ground *ground)
{
	struct survey *survey = xcalloc(1, sizeof(*survey));

	survey->ground = ground;
	survey->on = DAY_NONE;
	survey->looked_at = INSTANT_NONE;
	return survey;
}

static void stop(struct survey *survey)
{
	store_past_end(survey->walk);
	store_close(survey->reader);
	survey->walk = NULL;
	survey->reader = NULL;
}

void survey_free(struct survey *survey)
{
	if (!survey)
		return;
	stop(survey);
	free(survey->late);
	arena_free(&survey->codes);
	free(survey->units.items);
	free(survey->fields.items);
	free(survey->units_now.items);
	free(survey->fields_now.items);
	free(survey);
}

static struct found *at(struct founds *founds, uint32_t number)
{
	array_reserve(founds->items, &founds->capacity, (size_t)number + 1);
	for (; founds->count <= number; founds->count++)
		founds->items[founds->count] = (struct found){.received = DAY_NONE};
	return &founds->items[number];
}

/* --- the tally ---------------------------------------------------------------------------- */

static void add_counts(struct found *found, const struct tally_cell *cell)
{
	found->all_late += cell->count[BUCKET_LATE];
	found->all_closed +=
		cell->count[BUCKET_EARLY] + cell->count[BUCKET_ON_TIME] + cell->count[BUCKET_LATE];
	found->all_received += cell->count[TALLY_RECEIVED];
}

/* Once a pass: what the tally says now. */
static int64_t sum_tally(struct survey *survey)
{
	const struct tally *tally = &survey->ground->tally;
	int64_t closed = 0;

	survey->units_now.count = survey->fields_now.count = 0;
	for (size_t i = 0; i < tally->used; i++) {
		const struct tally_cell *cell = &tally->cells[i];
		struct found *unit = at(&survey->units_now, cell->key.unit);
		closed -= unit->all_closed;
		add_counts(unit, cell);
		closed += unit->all_closed;
		add_counts(at(&survey->fields_now, cell->key.field), cell);
	}
	return closed;
}

/* --- the walk ----------------------------------------------------------------------------- */

static void count_case(struct survey *survey, struct found *found, const struct store_past *past,
	bool overdue_before)
{
	const struct store_case *now = past->found;
	day received = now->facts.received == INSTANT_NONE
			       ? DAY_NONE
			       : zone_day(ground_zone(survey->ground), now->facts.received);

	if (now->bucket <= BUCKET_LATE && now->closed_at >= survey->recent_from) {
		found->closed++;
		found->late += now->bucket == BUCKET_LATE;
	}
	found->overdue_before += overdue_before;
	if (received != DAY_NONE && now->bucket < BUCKET_COUNTED &&
		(found->received == DAY_NONE || received > found->received))
		found->received = received;
}

static void keep_late(struct survey *survey, const struct store_case *found)
{
	if (found->bucket != BUCKET_LATE || found->closed_at < survey->recent_from)
		return;
	array_reserve(survey->late, &survey->late_capacity, survey->late_count + 1);
	survey->late[survey->late_count++] = (struct survey_late){
		.code = arena_copy(&survey->codes, slice_of(found->code)),
		.unit = found->unit,
		.field = found->field,
		.procedure = found->procedure,
		.received = found->facts.received,
		.due = found->facts.due,
		.finished = found->closed_at,
		.days = verdict_days_late(
			found->facts.due, &survey->ground->judge, found->closed_at),
	};
}

static int on_case(void *user, const struct store_past *past)
{
	struct survey *survey = user;
	const struct store_case *now = past->found;
	bool overdue_before = false;

	if (!now->counted)
		return 0;
	/* only what is overdue or closed now can have been overdue then, or what was paused or moved */
	if (survey->before != INSTANT_NONE && now->facts.due != INSTANT_NONE &&
		!(bucket_closed(now->bucket) && now->closed_at <= survey->before))
		overdue_before = store_past_bucket(past, &survey->ground->judge, survey->before) ==
				 BUCKET_OVERDUE;
	count_case(survey, at(&survey->units, now->unit), past, overdue_before);
	count_case(survey, at(&survey->fields, now->field), past, overdue_before);
	keep_late(survey, now);
	return 0;
}

/* The numbers of the walk lie beside the tally's of the same moment. */
static void note_totals(struct founds *walked, const struct founds *now)
{
	for (uint32_t i = 0; i < now->count; i++) {
		struct found *found = at(walked, i);
		found->all_late = now->items[i].all_late;
		found->all_closed = now->items[i].all_closed;
		found->all_received = now->items[i].all_received;
	}
}

static int latest_first(const void *a, const void *b)
{
	const struct survey_late *left = a, *right = b;

	if (left->days != right->days)
		return left->days < right->days ? 1 : -1;
	return strcmp(left->code, right->code);
}

/* The totals are noted before the first page that is written meanwhile: they are of the snapshot. */
static int begin_walk(
	struct survey *survey, instant now, day today, int64_t closed, struct error *error)
{
	struct ground *ground = survey->ground;
	struct cutoffs cutoffs = cutoffs_at(&ground->judge, NEED_BEFORE, now);
	int result = store_open(
		ground_settings(ground)->hentra.store, STORE_READ, &survey->reader, error);

	survey->recent_from = cutoffs.recent;
	survey->before = cutoffs.before;
	survey->units.count = survey->fields.count = survey->late_count = 0;
	arena_free(&survey->codes);
	survey->codes = (struct arena){0};
	survey->on = DAY_NONE;
	survey->today = today;
	survey->closed_then = closed;
	note_totals(&survey->units, &survey->units_now);
	note_totals(&survey->fields, &survey->fields_now);
	if (result == 0)
		result = store_past_begin(survey->reader, on_case, survey, &survey->walk, error);
	return result;
}

static void end_walk(struct survey *survey)
{
	stop(survey);
	if (survey->late_count > 0)
		qsort(survey->late, survey->late_count, sizeof(*survey->late), latest_first);
	survey->on = survey->today;
	survey->closed = survey->closed_then;
	survey->summed = false;
}

static bool must_walk(const struct survey *survey, day today, int64_t closed)
{
	return survey->on != today || closed > survey->closed + CLOSED_MOST;
}

int survey_walk(struct survey *survey, unsigned needs, instant now, int64_t until_ms,
	bool *ret_done, struct error *error)
{
	day today = zone_day(ground_zone(survey->ground), now);
	bool over = false;
	int result = 0;

	*ret_done = true;
	if (!(needs & SURVEY_NEEDS))
		return 0;
	if (!survey->walk) {
		int64_t closed = sum_tally(survey);
		if (must_walk(survey, today, closed))
			result = begin_walk(survey, now, today, closed, error);
	}
	while (survey->walk && result == 0 && !over) {
		result = store_past_step(survey->walk, AT_ONCE, &over, error);
		if (!over && clock_monotonic_ms() >= until_ms)
			break;
	}
	if (result < 0)
		stop(survey);
	else if (over)
		end_walk(survey);
	*ret_done = !survey->walk;
	survey->looked_at = now;
	return result;
}

static int follow(struct survey *survey, instant now, struct error *error)
{
	bool done;
	int result = 0;

	if (survey->summed)
		return 0;
	if (survey->looked_at != now) /* nobody walked before this pass */
		result = survey_walk(survey, SURVEY_NEEDS, now, INT64_MAX, &done, error);
	if (result < 0)
		return result;
	sum_tally(survey);
	survey->summed = true;
	return 0;
}

void survey_begin(struct survey *survey)
{
	survey->summed = false;
}

/* --- one subject -------------------------------------------------------------------------- */

static void add(
	struct found *sum, struct founds *walked, struct founds *now, uint32_t number, day today)
{
	const struct found then = *at(walked, number), is = *at(now, number);
	day received = is.all_received > then.all_received ? today : then.received;

	sum->late += then.late + is.all_late - then.all_late;
	sum->closed += then.closed + is.all_closed - then.all_closed;
	sum->overdue_before += then.overdue_before;
	if (received != DAY_NONE && (sum->received == DAY_NONE || received > sum->received))
		sum->received = received;
}

static void silent_days(const struct survey *survey, const struct found *sum, day today,
	struct measure_input *input)
{
	int days = 0;

	if (sum->received == DAY_NONE) {
		input->unknown |= NEED_RECEIPTS;
		return;
	}
	/* today is not over: it may bring one yet */
	if (sum->received < today - 1 &&
		calendar_count(survey->ground->judge.calendar, sum->received, today - 1, &days) < 0)
		input->unknown |= NEED_RECEIPTS;
	input->silent_days = days;
}

static struct found sum_up(struct survey *survey, const struct subject *subject, day today)
{
	struct found sum = {.received = DAY_NONE};

	if (subject->field)
		add(&sum, &survey->fields, &survey->fields_now, subject->field, today);
	for (size_t i = 0; !subject->field && i < subject->unit_count; i++)
		add(&sum, &survey->units, &survey->units_now, subject->units[i], today);
	return sum;
}

day survey_last_received(struct survey *survey, const struct subject *subject, day today)
{
	return survey->summed ? sum_up(survey, subject, today).received : DAY_NONE;
}

int survey_measure(struct survey *survey, const struct subject *subject, instant now,
	struct measure_input *input, struct error *error)
{
	day today = zone_day(ground_zone(survey->ground), now);
	int result = follow(survey, now, error);

	if (result < 0)
		return result;
	struct found sum = sum_up(survey, subject, today);
	input->recent_late = sum.late > 0 ? sum.late : 0;
	input->recent_closed = sum.closed > 0 ? sum.closed : 0;
	input->overdue_before = sum.overdue_before;
	if (survey->before == INSTANT_NONE)
		input->unknown |= NEED_BEFORE;
	silent_days(survey, &sum, today, input);
	return 0;
}

static bool is_of(const struct survey_late *late, const struct subject *subject)
{
	if (subject->field)
		return late->field == subject->field;
	for (size_t i = 0; i < subject->unit_count; i++)
		if (subject->units[i] == late->unit)
			return true;
	return false;
}

int survey_late(
	struct survey *survey, const struct subject *subject, survey_late_fn *on_late, void *user)
{
	int result = 0;

	for (size_t i = 0; i < survey->late_count && result == 0; i++)
		if (is_of(&survey->late[i], subject))
			result = on_late(user, &survey->late[i]);
	return result;
}

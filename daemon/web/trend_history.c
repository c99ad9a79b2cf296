#include "web/trend_history.h"

#include <ev.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "ground/ground.h"
#include "site/clock.h"
#include "store/store_witness.h"

#define SLICE_MS 5
#define PAUSE_S 0.01 /* between slices: others go first */
#define UNITS_AT_ONCE 20
#define MONTHS_EVERY_MS 10000

struct evenings {
	day first;
	bool known[TREND_EVENINGS];
	bool ended; /* the last one is closed */
	int32_t (*overdue)[TREND_EVENINGS]; /* by unit number */
	size_t units;
};

struct months {
	int32_t first;
	struct month {
		int32_t in_time, closed;
	} (*of)[TREND_MONTHS]; /* by unit number */
	size_t units;
	int64_t summed_ms; /* monotonic; 0: never */
	bool passed; /* a pass was over since */
};

struct trend {
	struct ground *ground;
	ev_timer slice;
	struct evenings evenings; /* as shown */
	day today; /* it is the evenings before this day */
	struct evenings reading;
	uint32_t cursor;
	struct months months;
};

/* --- the evenings ----------------------------------------------------------------------------- */

static void on_evening(void *user, uint32_t unit, day evening, const struct counts *counts)
{
	struct evenings *reading = user;

	if (unit >= reading->units)
		return;
	for (int i = evening - reading->first; i < TREND_EVENINGS; i++)
		reading->overdue[unit][i] = (int32_t)counts->bucket[BUCKET_OVERDUE];
}

/* Of an evening without a reading that day nobody knows how it was. */
static int on_day(void *user, const struct store_day *found)
{
	struct trend *trend = user;
	int evening = found->day - trend->reading.first;

	trend->reading.ended |= evening == TREND_EVENINGS - 1;
	trend->reading.known[evening] =
		found->observed != INSTANT_NONE &&
		found->observed >= zone_midnight(ground_zone(trend->ground), found->day);
	return 0;
}

static void end_reading(struct trend *trend)
{
	free(trend->evenings.overdue);
	trend->evenings = trend->reading;
	trend->reading = (struct evenings){0};
	trend->today = trend->evenings.first + TREND_EVENINGS;
}

static void give_up(struct trend *trend, const struct error *error)
{
	log_line(LOG_CAUTION, NULL, "the page's trend could not be read: %s", error->text);
	free(trend->reading.overdue);
	trend->reading = (struct evenings){0};
}

static void run_soon(struct trend *trend)
{
	ev_timer_set(&trend->slice, PAUSE_S, 0.);
	ev_timer_start(trend->ground->loop, &trend->slice);
}

static void on_slice(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct trend *trend = watcher->data;
	struct evenings *reading = &trend->reading;
	int64_t until_ms = clock_monotonic_ms() + SLICE_MS;
	struct error error;
	int result;

	do {
		result = store_day_tallies(trend->ground->store, reading->first,
			reading->first + TREND_EVENINGS - 1, UNITS_AT_ONCE, &trend->cursor,
			on_evening, reading, &error);
	} while (result == 0 && trend->cursor != 0 && clock_monotonic_ms() < until_ms);
	if (result < 0)
		give_up(trend, &error);
	else if (trend->cursor != 0)
		run_soon(trend);
	else
		end_reading(trend);
}

static void begin_reading(struct trend *trend, day today)
{
	struct evenings *reading = &trend->reading;
	struct error error;
	size_t units;

	store_units(trend->ground->store, &units);
	*reading = (struct evenings){.first = today - TREND_EVENINGS, .units = units + 1};
	reading->overdue = xcalloc(reading->units, sizeof(*reading->overdue));
	trend->cursor = 0;
	if (store_days(trend->ground->store, reading->first, today - 1, on_day, trend, &error) < 0)
		give_up(trend, &error);
	else
		run_soon(trend);
}

static int on_closed(void *user, const struct store_day *found)
{
	(void)found;
	*(bool *)user = true;
	return 0;
}

/* A day is closed by the first pass that begins after it: one that began before midnight and is over now
 * has not closed it. */
static bool has_ended(struct trend *trend, day today)
{
	struct error error;
	bool closed = false;

	if (trend->today != today)
		return true;
	return !trend->evenings.ended &&
	       store_days(trend->ground->store, today - 1, today - 1, on_closed, &closed, &error) ==
		       0 &&
	       closed;
}

/* --- the months ------------------------------------------------------------------------------- */

static void sum_months(struct months *months, const struct tally *tally, size_t units)
{
	if (months->units != units) {
		free(months->of);
		months->of = xcalloc(units, sizeof(*months->of));
		months->units = units;
	} else {
		memset(months->of, 0, units * sizeof(*months->of));
	}
	for (size_t i = 0; i < tally->used; i++) {
		const struct tally_cell *cell = &tally->cells[i];
		int32_t month = cell->key.month - months->first;
		if (month < 0 || month >= TREND_MONTHS || cell->key.unit >= units)
			continue;
		struct month *one = &months->of[cell->key.unit][month];
		int32_t in_time = cell->count[BUCKET_EARLY] + cell->count[BUCKET_ON_TIME];
		one->in_time += in_time;
		one->closed += in_time + cell->count[BUCKET_LATE];
	}
}

static void follow_months(struct trend *trend, instant now)
{
	struct months *months = &trend->months;
	int32_t first =
		period_month_of(zone_day(ground_zone(trend->ground), now)) - TREND_MONTHS + 1;
	int64_t now_ms = clock_monotonic_ms();
	size_t units;

	if (months->of && first == months->first &&
		(!months->passed || now_ms < months->summed_ms + MONTHS_EVERY_MS))
		return;
	store_units(trend->ground->store, &units);
	months->first = first;
	sum_months(months, &trend->ground->tally, units + 1);
	months->summed_ms = now_ms;
	months->passed = false;
}

/* --- from outside ----------------------------------------------------------------------------- */

struct trend *trend_new(struct ground *ground)
{
	struct trend *trend = xcalloc(1, sizeof(*trend));

	trend->ground = ground;
	trend->today = DAY_NONE;
	ev_init(&trend->slice, on_slice);
	trend->slice.data = trend;
	return trend;
}

void trend_free(struct trend *trend)
{
	if (!trend)
		return;
	ev_timer_stop(trend->ground->loop, &trend->slice);
	free(trend->evenings.overdue);
	free(trend->reading.overdue);
	free(trend->months.of);
	free(trend);
}

void trend_follow(struct trend *trend)
{
	day today = zone_day(ground_zone(trend->ground), clock_now());

	trend->months.passed = true;
	if (!ev_is_active(&trend->slice) && has_ended(trend, today))
		begin_reading(trend, today);
}

static void add_unit(const struct trend *trend, size_t unit, struct page_trend *answer)
{
	for (int i = 0; unit < trend->evenings.units && i < TREND_EVENINGS; i++)
		answer->overdue[i] += trend->evenings.overdue[unit][i];
	for (int i = 0; unit < trend->months.units && i < TREND_MONTHS; i++) {
		answer->in_time[i] += trend->months.of[unit][i].in_time;
		answer->closed[i] += trend->months.of[unit][i].closed;
	}
}

const struct page_trend *trend_of(struct trend *trend, instant now, const uint32_t *units,
	size_t unit_count, int64_t overdue_now, struct arena *arena)
{
	if (trend->today == DAY_NONE)
		return NULL;
	follow_months(trend, now);
	struct page_trend *answer = arena_alloc(arena, 1, sizeof(*answer));
	answer->first = trend->evenings.first;
	answer->overdue_now = overdue_now;
	answer->month = trend->months.first;
	for (size_t i = 0; i < unit_count; i++)
		add_unit(trend, units[i], answer);
	for (size_t unit = 0; !units && unit < trend->months.units; unit++)
		add_unit(trend, unit, answer);
	for (int i = 0; i < TREND_EVENINGS; i++)
		if (!trend->evenings.known[i])
			answer->overdue[i] = -1;
	return answer;
}

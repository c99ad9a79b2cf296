/* The oracle: random calendars, and arithmetic over them as a person would do it, one day after the
 * other, straight from the plan. Nothing of calendar.c is used. */
#ifndef TESTS_WALKER_H
#define TESTS_WALKER_H

#include "core/time/holiday_rules.h"
#include "unit/core/tzif_fixture.h"

/* Tuples each law is held against; HENTRA_TUPLES asks for more or fewer. The nine laws of the two
 * test programs together see nine million in a plain build and, where the sanitizers make each one
 * ten times as dear, still more than two. */
#ifdef __SANITIZE_ADDRESS__
#define USUAL_TUPLES 250000
#else
#define USUAL_TUPLES 1000000
#endif
#define TUPLES_A_CALENDAR 4000

#define WALKER_FIRST_YEAR 2024
#define WALKER_LAST_YEAR 2028
#define WALKER_DAYS 1827
#define WALKER_OVERRIDES 60

struct walker {
	struct zone *zone;
	struct calendar *calendar; /* the thing under test */
	struct calendar_plan plan;
	struct calendar_year year;
	struct calendar_override override[WALKER_OVERRIDES];
	day first;
	struct hours hours[WALKER_DAYS]; /* of each day, by the plan */
};

UNUSED static int tuples(void)
{
	const char *asked = getenv("HENTRA_TUPLES");
	return asked ? atoi(asked) : USUAL_TUPLES;
}

/* One to three spans of a day, in order. */
UNUSED static struct hours random_hours(void)
{
	struct hours hours = {.count = (int)random_between(1, 3)};
	int64_t minute = random_between(0, 400);
	for (int i = 0; i < hours.count; i++) {
		hours.span[i].from = (int16_t)minute;
		minute += random_between(30, 270);
		hours.span[i].to = (int16_t)minute;
		minute += random_between(0, 90); /* 0: two spans may touch */
	}
	if (random_between(0, 9) == 0)
		hours.span[hours.count - 1].to = 1440;
	return hours;
}

UNUSED static void random_week(struct calendar_plan *plan)
{
	struct hours usual = random_between(0, 1) ? OFFICE_HOURS : random_hours();
	for (enum weekday weekday = MONDAY; weekday <= SUNDAY; weekday++) {
		bool worked =
			weekday <= FRIDAY ? random_between(0, 19) > 0 : random_between(0, 9) == 0;
		if (worked || weekday == WEDNESDAY)
			plan->week[weekday] = random_between(0, 3) ? usual : random_hours();
	}
}

UNUSED static void random_overrides(struct walker *walker)
{
	day date = walker->first + (day)random_between(0, 20);
	size_t count = 0;
	for (; count < WALKER_OVERRIDES && date < walker->first + WALKER_DAYS; count++) {
		struct calendar_override *override = &walker->override[count];
		static const enum day_kind kinds[] = {DAY_OFF, DAY_OFF, DAY_WORKED_EXTRA, DAY_HALF};
		*override = (struct calendar_override){
			.date = date, .kind = kinds[random_between(0, 3)], .reason = "ngẫu nhiên"};
		if (override->kind == DAY_HALF || random_between(0, 3) == 0)
			override->hours = random_hours();
		date += (day)random_between(1, 2 * WALKER_DAYS / WALKER_OVERRIDES);
	}
	walker->plan.overrides = walker->override;
	walker->plan.override_count = count;
}

/* Week, rules in years without a notice, explicit dates: each over the one before. */
UNUSED static void walk_the_plan(struct walker *walker)
{
	const struct calendar_plan *plan = &walker->plan;
	bool rests[7];
	for (int weekday = 0; weekday < 7; weekday++)
		rests[weekday] = plan->week[weekday].count == 0;
	for (int i = 0; i < WALKER_DAYS; i++)
		walker->hours[i] = plan->week[civil_weekday(walker->first + i)];
	for (int year = WALKER_FIRST_YEAR; year <= WALKER_LAST_YEAR; year++) {
		struct holiday holidays[HOLIDAYS_MAX];
		size_t count;
		if (plan->year_count && plan->years[0].year == year)
			continue;
		assert_int_equal(holiday_rules(year, rests, holidays, &count), 0);
		while (count-- > 0)
			walker->hours[holidays[count].date - walker->first].count = 0;
	}
	for (size_t i = 0; i < plan->override_count; i++) {
		const struct calendar_override *override = &plan->overrides[i];
		struct hours *hours = &walker->hours[override->date - walker->first];
		int weekday = (int)civil_weekday(override->date);
		*hours = override->hours;
		for (int j = 0; override->kind != DAY_OFF && hours->count == 0; j++) {
			*hours = plan->week[weekday];
			weekday = j; /* a rest day has Monday's hours, or the first there are */
		}
		if (override->kind == DAY_OFF)
			hours->count = 0;
	}
}

/* Hours that a change of the clock skips are no hours. */
UNUSED static void drop_skipped_hours(struct walker *walker, day date)
{
	struct hours *hours = &walker->hours[date - walker->first];
	int kept = 0;
	for (int i = 0; i < hours->count; i++)
		if (zone_instant(walker->zone, date, hours->span[i].from * MINUTE_MS) <
			zone_instant(walker->zone, date, hours->span[i].to * MINUTE_MS))
			hours->span[kept++] = hours->span[i];
	hours->count = kept;
}

UNUSED static void open_walker(struct walker *walker)
{
	static const char *const rules[] = {
		"<+07>-7", NETHERLANDS, "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1"};
	*walker = (struct walker){
		.plan = {.first_year = WALKER_FIRST_YEAR, .last_year = WALKER_LAST_YEAR}};
	walker->zone = zone_of_rule(rules[random_between(0, 3) % 3]);
	walker->first = civil_day(WALKER_FIRST_YEAR, 1, 1);
	random_week(&walker->plan);
	random_overrides(walker);
	if (random_between(0, 1)) {
		walker->year = (struct calendar_year){2026, "Thông báo"};
		walker->plan.years = &walker->year;
		walker->plan.year_count = 1;
	}
	walk_the_plan(walker);
	for (int i = 0; i < WALKER_DAYS; i++)
		drop_skipped_hours(walker, walker->first + i);
	walker->calendar = build_calendar(&walker->plan, walker->zone);
}

UNUSED static void close_walker(struct walker *walker)
{
	calendar_free(walker->calendar);
	zone_free(walker->zone);
}

UNUSED static bool walker_worked(const struct walker *walker, day date)
{
	return walker->hours[date - walker->first].count > 0;
}

UNUSED static int walker_count(const struct walker *walker, day after, day upto)
{
	int count = 0;
	for (day date = after + 1; date <= upto; date++)
		count += walker_worked(walker, date);
	return count;
}

/* Work of one local day that lies in [a, b). */
UNUSED static int64_t walker_work_of_day(
	const struct walker *walker, day date, instant a, instant b)
{
	const struct hours *hours = &walker->hours[date - walker->first];
	int64_t sum = 0;
	for (int i = 0; i < hours->count; i++) {
		instant from = zone_instant(walker->zone, date, hours->span[i].from * MINUTE_MS);
		instant to = zone_instant(walker->zone, date, hours->span[i].to * MINUTE_MS);
		from = from > a ? from : a;
		to = to < b ? to : b;
		sum += to > from ? to - from : 0;
	}
	return sum;
}

UNUSED static int64_t walker_work(const struct walker *walker, instant a, instant b)
{
	int64_t sum = 0;
	for (day date = zone_day(walker->zone, a); date <= zone_day(walker->zone, b - (b > a));
		date++)
		sum += walker_work_of_day(walker, date, a, b);
	return sum;
}

/* A random day, and a random instant, that leave `margin` days at both ends. */
UNUSED static day random_day(const struct walker *walker, int margin)
{
	return walker->first + (day)random_between(margin, WALKER_DAYS - 1 - margin);
}

UNUSED static instant random_instant(const struct walker *walker, int margin)
{
	day date = random_day(walker, margin);
	int64_t ms = random_between(0, DAY_MS - 1);
	const struct hours *hours = &walker->hours[date - walker->first];
	if (hours->count && random_between(0, 2) == 0) { /* often exactly on an edge */
		const struct hours_span *span = &hours->span[random_between(0, hours->count - 1)];
		ms = (random_between(0, 1) ? span->from : span->to) * MINUTE_MS;
	}
	return zone_instant(walker->zone, date, ms);
}

#endif

/* What only the whole of a calendar file tells: dates against the week, against each other, against
 * the known range and against the holidays fixed by law. */
#include "base/memory.h"
#include "conf/calendar_entry.h"
#include "core/time/holiday_rules.h"

#define NOON 720

static bool is_rest(const struct calendar_plan *plan, day date)
{
	return plan->week[civil_weekday(date)].count == 0;
}

static const struct calendar_section *section_of(const struct calendar_reading *reading, day date)
{
	int year = civil_date(date).year;
	for (size_t i = 0; i < reading->section_count; i++)
		if (reading->section[i].year == year)
			return &reading->section[i];
	return NULL;
}

static size_t holidays_of(const struct calendar_plan *plan, int year, struct holiday *ret_holidays)
{
	bool rests[7];
	size_t count = 0;
	for (int weekday = MONDAY; weekday <= SUNDAY; weekday++)
		rests[weekday] = plan->week[weekday].count == 0;
	return holiday_rules(year, rests, ret_holidays, &count) < 0 ? 0 : count;
}

static bool is_holiday_by_rule(const struct calendar_reading *reading, day date)
{
	const struct calendar_section *section = section_of(reading, date);
	struct holiday holidays[HOLIDAYS_MAX];
	if (!section || section->notice)
		return false;
	size_t count = holidays_of(&reading->text->plan, section->year, holidays);
	while (count-- > 0)
		if (holidays[count].date == date)
			return true;
	return false;
}

/* A worked day's usual hours. One of the weekend, be it open for a morning every week, is worked in
 * exchange for a day of the week: with Monday's hours, or the first there are. */
static struct hours usual_hours(const struct calendar_plan *plan, day date)
{
	enum weekday weekday = civil_weekday(date);
	if (weekday >= SATURDAY)
		weekday = MONDAY;
	for (int i = MONDAY; plan->week[weekday].count == 0; i++)
		weekday = (enum weekday)i;
	return plan->week[weekday];
}

/* Says what is wrong with an entry in the week it falls into. */
static bool fits_the_week(struct calendar_reading *reading, const struct calendar_entry *entry)
{
	bool rest = is_rest(&reading->text->plan, entry->date);
	const char *wrong = NULL;
	if (rest && entry->off)
		wrong = "and off anyway";
	else if (rest && !entry->worked)
		wrong = "a rest day: to have it worked, say worked before the hours";
	else if (!rest && entry->worked && entry->part == PART_ALL &&
		 civil_weekday(entry->date) < SATURDAY && !is_holiday_by_rule(reading, entry->date))
		wrong = "and worked anyway";
	char date[11];
	if (wrong)
		calendar_problem(reading, PROBLEM_ERROR, entry->line, "%s is a %s, %s",
			civil_format_date(entry->date, date),
			civil_weekday_name(civil_weekday(entry->date)), wrong);
	return !wrong;
}

/* The spans of the usual hours that begin before noon, or the others. */
static struct hours half_of(struct hours usual, bool morning)
{
	struct hours half = {0};
	for (int i = 0; i < usual.count; i++)
		if ((usual.span[i].from < NOON) == morning)
			half.span[half.count++] = usual.span[i];
	return half;
}

static void keep_entry(struct calendar_reading *reading, const struct calendar_entry *entry)
{
	struct calendar_plan *plan = &reading->text->plan;
	struct calendar_override override = {.date = entry->date,
		.kind = DAY_OFF,
		.hours = entry->hours,
		.reason = entry->reason};
	if (!entry->off) {
		bool rest = is_rest(plan, entry->date);
		override.kind = rest                      ? DAY_WORKED_EXTRA
				: entry->part == PART_ALL ? DAY_WORKED
							  : DAY_HALF;
		struct hours usual = usual_hours(plan, entry->date);
		if (entry->part == PART_ALL)
			override.hours = usual;
		else if (entry->part != PART_HOURS)
			override.hours = half_of(usual, entry->part == PART_MORNING);
		if (override.hours.count == 0) {
			calendar_problem(reading, PROBLEM_ERROR, entry->line,
				"the day has no such half: its hours are all on the other side of "
				"noon");
			return;
		}
	}
	plan->overrides[plan->override_count++] = override;
}

static int compare_entries(const void *a, const void *b)
{
	const struct calendar_entry *left = a, *right = b;
	if (left->date != right->date)
		return left->date < right->date ? -1 : 1;
	return (left->line > right->line) - (left->line < right->line);
}

/* Of "from Saturday to Monday week" the rest days are no news: they are dropped, but not all of a
 * line's days may be. Entries stand in the order of their lines here. */
static void drop_rest_days(struct calendar_reading *reading)
{
	size_t kept = 0;
	for (size_t i = 0; i < reading->entry_count; i++) {
		const struct calendar_entry *entry = &reading->entry[i];
		bool passed = entry->in_range && !entry->worked &&
			      is_rest(&reading->text->plan, entry->date);
		if (!passed)
			reading->entry[kept++] = *entry;
		bool ends = i + 1 == reading->entry_count || entry[1].line != entry->line;
		if (passed && ends && (kept == 0 || reading->entry[kept - 1].line != entry->line))
			calendar_problem(reading, PROBLEM_ERROR, entry->line,
				"these days are all rest days, and off anyway");
	}
	reading->entry_count = kept;
}

static void check_entries(struct calendar_reading *reading)
{
	struct calendar_plan *plan = &reading->text->plan;
	drop_rest_days(reading);
	if (reading->entry_count)
		qsort(reading->entry, reading->entry_count, sizeof(*reading->entry),
			compare_entries);
	plan->overrides =
		arena_alloc(&reading->text->arena, reading->entry_count, sizeof(*plan->overrides));
	for (size_t i = 0; i < reading->entry_count; i++) {
		const struct calendar_entry *entry = &reading->entry[i],
					    *before = i ? entry - 1 : NULL;
		char date[11];
		if (before && before->date == entry->date)
			calendar_problem(reading, PROBLEM_ERROR, entry->line,
				"%s is %s: see line %d", civil_format_date(entry->date, date),
				before->off != entry->off ? "both off and worked" : "said twice",
				before->line);
		else if (fits_the_week(reading, entry))
			keep_entry(reading, entry);
	}
}

static bool is_worked(const struct calendar_reading *reading, day date)
{
	for (size_t i = 0; i < reading->entry_count; i++)
		if (reading->entry[i].date == date)
			return !reading->entry[i].off;
	return !is_rest(&reading->text->plan, date);
}

/* The days that a notice takes off from the week, less the rest days it has worked for them. What is
 * worked about New Year may make up for a day off of the other year: it is not counted. */
static int days_given(const struct calendar_reading *reading, int year)
{
	int given = 0;
	for (size_t i = 0; i < reading->entry_count; i++) {
		const struct calendar_entry *entry = &reading->entry[i];
		struct civil_date date = civil_date(entry->date);
		bool inside = date.month > 1 && date.month < 12;
		if (date.year != year)
			continue;
		if (entry->off)
			given++;
		else if (inside && is_rest(&reading->text->plan, entry->date))
			given--;
	}
	return given;
}

/* One closing after a storm is nobody's mistake; a second Tết is. */
#define DAYS_OF_TET 5

/* Dates that are off whatever the notice says, and the number of days the law gives: a notice that
 * knows other ones was copied wrongly. */
static void warn_of_impossible_notice(
	struct calendar_reading *reading, const struct calendar_section *section)
{
	struct holiday holidays[HOLIDAYS_MAX];
	size_t count = holidays_of(&reading->text->plan, section->year, holidays);
	int legal = 0, named = 0, given = days_given(reading, section->year);
	for (size_t i = 0; i < count; i++) {
		char date[11];
		day day_off = holidays[i].date;
		legal += !is_rest(&reading->text->plan, day_off);
		if (!holidays[i].certain || !is_worked(reading, day_off))
			continue;
		named++;
		calendar_problem(reading, PROBLEM_WARNING, section->line,
			"year %d: %s (%s) is worked, though the law has it off", section->year,
			civil_format_date(day_off, date), holidays[i].name);
	}
	if (given + named < legal || (count && given >= legal + DAYS_OF_TET))
		calendar_problem(reading, PROBLEM_WARNING, section->line,
			"year %d: %d days off, less the rest days worked for them, are %s than the "
			"%d the law gives",
			section->year, given, given < legal ? "fewer" : "many more", legal);
}

static void warn_of_notice_twice(
	struct calendar_reading *reading, const struct calendar_section *section)
{
	for (const struct calendar_section *other = reading->section; other < section; other++)
		if (other->notice && strcmp(other->notice, section->notice) == 0)
			calendar_problem(reading, PROBLEM_WARNING, section->line,
				"year %d: it has the notice of %d", section->year, other->year);
}

static void check_years(struct calendar_reading *reading)
{
	struct calendar_plan *plan = &reading->text->plan;
	plan->years =
		arena_alloc(&reading->text->arena, reading->section_count, sizeof(*plan->years));
	for (size_t i = 0; i < reading->section_count; i++) {
		const struct calendar_section *section = &reading->section[i];
		if (section->year < plan->first_year || section->year > plan->last_year)
			calendar_problem(reading, PROBLEM_ERROR, section->line,
				"year %d: outside the known years %d to %d", section->year,
				plan->first_year, plan->last_year);
		if (!section->notice == !section->provisional)
			calendar_problem(reading, PROBLEM_ERROR, section->line,
				section->notice ? "year %d: with a notice it is not provisional"
						: "year %d: neither notice nor provisional = yes",
				section->year);
		if (section->notice) {
			warn_of_impossible_notice(reading, section);
			warn_of_notice_twice(reading, section);
		}
		plan->years[plan->year_count++] =
			(struct calendar_year){section->year, section->notice};
	}
}

void calendar_check(struct calendar_reading *reading)
{
	struct calendar_plan *plan = &reading->text->plan;
	bool works = false;
	for (int weekday = MONDAY; weekday <= SUNDAY; weekday++)
		works |= plan->week[weekday].count > 0;
	if (!plan->first_year && !reading->known_line)
		calendar_problem(reading, PROBLEM_ERROR, 0,
			"calendar: known is missing: the range of years, such as 2015..2040");
	if (!works)
		calendar_problem(reading, PROBLEM_ERROR, reading->hours_line,
			"hours: no day of the week is worked");
	if (!works || !plan->first_year)
		return; /* nothing more can be said */
	check_entries(reading);
	check_years(reading);
}

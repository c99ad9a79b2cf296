#include "core/time/calendar_kept.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/time/calendar_table.h"

/* Lines: "FIRST_YEAR LAST_YEAR", seven of hours from Monday on, then "DAY HOURS" for each day that is
 * worked otherwise than its weekday; HOURS: " FROM-TO" in minutes for each span. */

static void write_hours(struct text *out, const struct hours *hours)
{
	for (int i = 0; i < hours->count; i++)
		text_printf(out, " %d-%d", hours->span[i].from, hours->span[i].to);
	text_add_char(out, '\n');
}

/* How most days of a weekday are worked. */
static uint32_t usual_shape(const struct calendar *calendar, enum weekday weekday)
{
	cleanup(cleanup_free) int *times = xcalloc(calendar->shape_count, sizeof(*times));
	uint32_t most = 0;
	for (int i = 0; i < calendar->days; i++)
		if (civil_weekday(calendar->first + i) == weekday)
			times[calendar->edge[i].shape]++;
	for (uint32_t shape = 1; shape < calendar->shape_count; shape++)
		if (times[shape] > times[most])
			most = shape;
	return most;
}

void calendar_write(const struct calendar *calendar, struct text *out)
{
	uint32_t usual[7];
	text_printf(out, "%d %d\n", calendar->first_year, calendar->last_year);
	for (int i = 0; i < 7; i++) {
		usual[i] = usual_shape(calendar, (enum weekday)i);
		write_hours(out, &calendar->shape[usual[i]].hours);
	}
	for (int i = 0; i < calendar->days; i++) {
		uint32_t shape = calendar->edge[i].shape;
		if (shape == usual[civil_weekday(calendar->first + i)])
			continue;
		text_printf(out, "%d", (int)calendar->first + i);
		write_hours(out, &calendar->shape[shape].hours);
	}
}

/* A number that ends at one of the characters of `ends`; the text goes on behind it. */
static bool read_number(const char **text, const char *ends, long *ret_number)
{
	char *end;
	*ret_number = strtol(*text, &end, 10);
	if (end == *text || !*end || !strchr(ends, *end))
		return false;
	*text = end;
	return true;
}

static bool read_hours(const char **text, struct hours *hours)
{
	hours->count = 0;
	while (**text == ' ') {
		long from, to;
		++*text;
		if (hours->count == HOURS_MAX || !read_number(text, "-", &from))
			return false;
		++*text;
		if (!read_number(text, " \n", &to) || from < 0 || to > 24 * 60)
			return false;
		hours->span[hours->count++] = (struct hours_span){(int16_t)from, (int16_t)to};
	}
	return *(*text)++ == '\n';
}

static bool read_years(const char **text, struct calendar_plan *plan)
{
	long first, last;
	if (!read_number(text, " ", &first) || !read_number(text, "\n", &last) || first < 1900 ||
		last > 2100 || last < first)
		return false;
	++*text;
	plan->first_year = (int)first;
	plan->last_year = (int)last;
	plan->years = xcalloc((size_t)(last - first + 1), sizeof(*plan->years));
	for (int year = plan->first_year; year <= plan->last_year; year++)
		plan->years[plan->year_count++] = (struct calendar_year){year, "kept"};
	return true;
}

static bool read_days(const char **text, struct calendar_plan *plan, size_t *capacity)
{
	while (**text) {
		long date;
		array_reserve(plan->overrides, capacity, plan->override_count + 1);
		struct calendar_override *override = &plan->overrides[plan->override_count++];
		*override = (struct calendar_override){.kind = DAY_OFF};
		if (!read_number(text, " \n", &date) || !read_hours(text, &override->hours))
			return false;
		override->date = (int32_t)date;
		if (override->hours.count)
			override->kind = DAY_HALF;
	}
	return true;
}

int calendar_read(const char *text, const struct zone *zone, struct calendar **ret_calendar,
	struct error *error)
{
	struct calendar_plan plan = {0};
	size_t capacity = 0;
	bool fine = read_years(&text, &plan);
	for (int i = 0; i < 7 && fine; i++)
		fine = read_hours(&text, &plan.week[i]);
	fine = fine && read_days(&text, &plan, &capacity);
	int result = fine ? calendar_new(&plan, zone, ret_calendar, error)
			  : error_set(error, -EINVAL, "a kept calendar is damaged");
	free(plan.years);
	free(plan.overrides);
	return result;
}

/* Building a calendar: weekly pattern, then the rules for years without a notice, then the explicit
 * dates, each winning over what stood before; then everything is summed up once. */
#include <errno.h>

#include "base/hash.h"
#include "base/memory.h"
#include "core/time/calendar_table.h"
#include "core/time/holiday_rules.h"
#include "core/time/lunar.h"

#define MINUTES_PER_DAY 1440

static int check_hours(const struct hours *hours, const char *whose, struct error *error)
{
	if (hours->count < 0 || hours->count > HOURS_MAX)
		return error_set(error, -EINVAL,
			"the calendar's hours of %s have %d spans, at most %d fit", whose,
			hours->count, HOURS_MAX);
	int before = 0;
	for (int i = 0; i < hours->count; i++) {
		const struct hours_span *span = &hours->span[i];
		if (span->from < before || span->to <= span->from || span->to > MINUTES_PER_DAY)
			return error_set(error, -EINVAL,
				"the calendar's hours of %s overlap or are not in order", whose);
		before = span->to;
	}
	return 0;
}

static int check_plan(const struct calendar_plan *plan, struct error *error)
{
	bool works = false;
	if (plan->first_year > plan->last_year || plan->first_year < LUNAR_FIRST_YEAR ||
		plan->last_year > LUNAR_LAST_YEAR)
		return error_set(error, -EINVAL,
			"a calendar of the years %d to %d: they must lie in %d to %d",
			plan->first_year, plan->last_year, LUNAR_FIRST_YEAR, LUNAR_LAST_YEAR);
	for (enum weekday weekday = MONDAY; weekday <= SUNDAY; weekday++) {
		int r = check_hours(&plan->week[weekday], civil_weekday_name(weekday), error);
		if (r < 0)
			return r;
		works |= plan->week[weekday].count > 0;
	}
	if (!works)
		return error_set(error, -EINVAL, "the calendar's week has no working day");
	for (size_t i = 0; i < plan->year_count; i++)
		if (plan->years[i].year < plan->first_year || plan->years[i].year > plan->last_year)
			return error_set(error, -EINVAL,
				"the calendar has an entry for %d, outside %d to %d",
				plan->years[i].year, plan->first_year, plan->last_year);
	for (size_t i = 0; i < plan->override_count; i++) {
		char date[11];
		int r = check_hours(&plan->overrides[i].hours,
			civil_format_date(plan->overrides[i].date, date), error);
		if (r < 0)
			return r;
	}
	return 0;
}

static uint16_t keep_reason(struct calendar *calendar, const char *reason)
{
	if (!reason)
		return 0;
	/* one holiday fills several days running, so its reason is mostly the last one kept */
	size_t last = calendar->reason_count - 1;
	if (strcmp(calendar->reason[last], reason) == 0)
		return (uint16_t)last;
	if (calendar->reason_count > UINT16_MAX)
		return 0;
	array_reserve(calendar->reason, &calendar->reason_capacity, calendar->reason_count + 1);
	calendar->reason[calendar->reason_count] = xstrdup(reason);
	return (uint16_t)calendar->reason_count++;
}

/* The work of a day's hours as ms since midnight. `even`: the day has 24 hours and no change of the
 * clock, so that the wall tells elapsed time. A span that a change of the clock skips is no work. */
static struct shape shape_of(
	const struct calendar *calendar, int index, const struct hours *hours, bool even)
{
	struct shape shape = {.count = 0};
	instant midnight = calendar->edge[index].midnight;
	int32_t before = 0;
	for (int i = 0; i < hours->count; i++) {
		int64_t from = hours->span[i].from * MINUTE_MS, to = hours->span[i].to * MINUTE_MS;
		if (!even) {
			from = zone_instant(calendar->zone, calendar->first + index, from) -
			       midnight;
			to = zone_instant(calendar->zone, calendar->first + index, to) - midnight;
		}
		if (to <= from)
			continue;
		shape.span[shape.count] = (struct shape_span){(int32_t)from, (int32_t)to, before};
		shape.hours.span[shape.count++] = hours->span[i];
		before += (int32_t)(to - from);
	}
	shape.hours.count = shape.count;
	return shape;
}

static bool same_shape(const struct shape *a, const struct shape *b)
{
	if (a->count != b->count)
		return false;
	for (int i = 0; i < a->count; i++)
		if (a->span[i].from != b->span[i].from || a->span[i].to != b->span[i].to ||
			a->hours.span[i].from != b->hours.span[i].from ||
			a->hours.span[i].to != b->hours.span[i].to)
			return false;
	return true;
}

static void set_day(struct calendar *calendar, int index, enum day_kind kind,
	const struct hours *hours, uint16_t reason)
{
	struct edge *edge = &calendar->edge[index];
	bool even = edge[1].midnight - edge->midnight == DAY_MS &&
		    zone_offset(calendar->zone, edge->midnight) ==
			    zone_offset(calendar->zone, edge[1].midnight - 1);
	struct shape shape = shape_of(calendar, index, hours, even);
	size_t i = 0;
	while (i < calendar->shape_count && !same_shape(&calendar->shape[i], &shape))
		i++;
	if (i == calendar->shape_count) {
		array_reserve(calendar->shape, &calendar->shape_capacity, i + 1);
		calendar->shape[calendar->shape_count++] = shape;
	}
	edge->shape = (uint32_t)i;
	edge->kind = (uint8_t)kind;
	edge->reason = reason;
}

static const struct hours closed;

static void lay_week(struct calendar *calendar, const struct calendar_plan *plan)
{
	for (int i = 0; i <= calendar->days; i++)
		calendar->edge[i].midnight = zone_midnight(calendar->zone, calendar->first + i);
	for (int i = 0; i < calendar->days; i++) {
		const struct hours *hours = &plan->week[civil_weekday(calendar->first + i)];
		set_day(calendar, i, hours->count ? DAY_WORKED : DAY_WEEKLY_REST, hours, 0);
	}
}

static int lay_rules(
	struct calendar *calendar, const struct calendar_plan *plan, int year, struct error *error)
{
	bool rests[7];
	for (enum weekday weekday = MONDAY; weekday <= SUNDAY; weekday++)
		rests[weekday] = plan->week[weekday].count == 0;
	struct holiday holidays[HOLIDAYS_MAX];
	size_t count;
	int r = holiday_rules(year, rests, holidays, &count);
	if (r < 0)
		return error_set(error, r, "no holiday rules for the year %d", year);
	for (size_t i = 0; i < count; i++) {
		int index = holidays[i].date - calendar->first;
		if (index < 0 || index >= calendar->days || !calendar->edge[index].shape)
			continue; /* a holiday on a rest day stays what it is: a rest day */
		set_day(calendar, index, DAY_OFF, &closed, keep_reason(calendar, holidays[i].name));
	}
	return 0;
}

/* A worked day without hours of its own: the weekday's, on a rest day Monday's. */
static const struct hours *usual_hours(const struct calendar_plan *plan, enum weekday weekday)
{
	for (int i = 0; plan->week[weekday].count == 0; i++)
		weekday = (enum weekday)i;
	return &plan->week[weekday];
}

static int lay_override(struct calendar *calendar, const struct calendar_plan *plan,
	const struct calendar_override *override, struct error *error)
{
	int64_t index = (int64_t) override->date - calendar->first;
	char date[11];
	civil_format_date(override->date, date);
	if (index < 0 || index >= calendar->days)
		return error_set(error, -EINVAL,
			"the calendar has an entry for %s, outside %d to %d", date,
			calendar->first_year, calendar->last_year);
	const struct hours *hours = &closed;
	if (override->kind != DAY_OFF && override->kind != DAY_WEEKLY_REST)
		hours = override->hours.count ? &override->hours
					      : usual_hours(plan, civil_weekday(override->date));
	set_day(calendar, (int)index, override->kind, hours,
		keep_reason(calendar, override->reason));
	return 0;
}

static int compare_overrides(const void *a, const void *b)
{
	const struct calendar_override *const *left = a, *const *right = b;
	return ((*left)->date > (*right)->date) - ((*left)->date < (*right)->date);
}

static int lay_overrides(
	struct calendar *calendar, const struct calendar_plan *plan, struct error *error)
{
	cleanup(cleanup_free) const struct calendar_override **sorted =
		xcalloc(plan->override_count, sizeof(*sorted));
	for (size_t i = 0; i < plan->override_count; i++)
		sorted[i] = &plan->overrides[i];
	if (plan->override_count)
		qsort(sorted, plan->override_count, sizeof(*sorted), compare_overrides);
	for (size_t i = 0; i < plan->override_count; i++) {
		char date[11];
		if (i > 0 && sorted[i]->date == sorted[i - 1]->date)
			return error_set(error, -EINVAL, "the calendar has two entries for %s",
				civil_format_date(sorted[i]->date, date));
		int r = lay_override(calendar, plan, sorted[i], error);
		if (r < 0)
			return r;
	}
	return 0;
}

static uint64_t hash_shape(const struct shape *shape)
{
	uint64_t hash = hash_mix(0, (uint64_t)shape->count);
	for (int i = 0; i < shape->count; i++)
		hash = hash_mix(
			hash_mix(hash, (uint64_t)shape->span[i].from), (uint64_t)shape->span[i].to);
	return hash;
}

/* The prefix sums that make every answer a subtraction, and the version. */
static void sum_up(struct calendar *calendar)
{
	uint64_t hash = hash_mix((uint64_t)calendar->first_year, (uint64_t)calendar->last_year);
	int32_t worked = 0;
	int64_t work = 0;
	for (int i = 0; i <= calendar->days; i++) {
		struct edge *edge = &calendar->edge[i];
		const struct shape *shape = &calendar->shape[edge->shape];
		calendar->worked_before[i] = worked;
		edge->work_before = work;
		if (shape->count)
			calendar->worked[worked++] = calendar->first + i;
		for (int j = 0; j < shape->count; j++)
			work += shape->span[j].to - shape->span[j].from;
		hash = hash_mix(hash_mix(hash, (uint64_t)edge->midnight), hash_shape(shape));
	}
	calendar->version = hash;
	calendar->usual_days = work ? (double)worked / (double)work : 0;
}

static struct calendar *blank(const struct calendar_plan *plan, const struct zone *zone)
{
	struct calendar *calendar = xcalloc(1, sizeof(*calendar));
	calendar->zone = zone;
	calendar->first_year = plan->first_year;
	calendar->last_year = plan->last_year;
	calendar->first = civil_day(plan->first_year, 1, 1);
	calendar->days = civil_day(plan->last_year + 1, 1, 1) - calendar->first;
	size_t days = (size_t)calendar->days;
	calendar->worked_before = xcalloc(days + 1, sizeof(*calendar->worked_before));
	calendar->worked = xcalloc(days, sizeof(*calendar->worked));
	calendar->edge = xcalloc(days + 1, sizeof(*calendar->edge));
	calendar->notice =
		xcalloc((size_t)(plan->last_year - plan->first_year + 1), sizeof(char *));
	array_reserve(calendar->shape, &calendar->shape_capacity, 1);
	calendar->shape[calendar->shape_count++] = (struct shape){.count = 0};
	array_reserve(calendar->reason, &calendar->reason_capacity, 1);
	calendar->reason[calendar->reason_count++] = xstrdup("");
	return calendar;
}

static void keep_notices(struct calendar *calendar, const struct calendar_plan *plan)
{
	for (size_t i = 0; i < plan->year_count; i++) {
		char **notice = &calendar->notice[plan->years[i].year - plan->first_year];
		if (plan->years[i].notice && !*notice)
			*notice = xstrdup(plan->years[i].notice);
	}
}

int calendar_new(const struct calendar_plan *plan, const struct zone *zone,
	struct calendar **ret_calendar, struct error *error)
{
	int r = check_plan(plan, error);
	if (r < 0)
		return r;
	struct calendar *calendar = blank(plan, zone);
	keep_notices(calendar, plan);
	lay_week(calendar, plan);
	for (int year = plan->first_year; year <= plan->last_year && r == 0; year++)
		if (!calendar_notice(calendar, year))
			r = lay_rules(calendar, plan, year, error);
	if (r == 0)
		r = lay_overrides(calendar, plan, error);
	if (r < 0) {
		calendar_free(calendar);
		return r;
	}
	sum_up(calendar);
	*ret_calendar = calendar;
	return 0;
}

void calendar_free(struct calendar *calendar)
{
	if (!calendar)
		return;
	for (int i = 0; i <= calendar->last_year - calendar->first_year; i++)
		free(calendar->notice[i]);
	for (size_t i = 0; i < calendar->reason_count; i++)
		free(calendar->reason[i]);
	free(calendar->notice);
	free(calendar->reason);
	free(calendar->shape);
	free(calendar->edge);
	free(calendar->worked);
	free(calendar->worked_before);
	free(calendar);
}

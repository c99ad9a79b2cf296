/* Questions to a calendar. Every sum was made when it was built: an answer is two look-ups, or a
 * search over days that doubles its stride, never a walk. */
#include "core/time/calendar.h"

#include <errno.h>

#include "core/time/calendar_table.h"
#include "core/time/zone_table.h"

const struct zone *calendar_zone(const struct calendar *calendar)
{
	return calendar->zone;
}

uint64_t calendar_version(const struct calendar *calendar)
{
	return calendar->version;
}

bool calendar_knows(const struct calendar *calendar, day date)
{
	return date >= calendar->first && date < calendar->first + calendar->days;
}

int calendar_first_year(const struct calendar *calendar)
{
	return calendar->first_year;
}

int calendar_last_year(const struct calendar *calendar)
{
	return calendar->last_year;
}

const char *calendar_notice(const struct calendar *calendar, int year)
{
	if (year < calendar->first_year || year > calendar->last_year)
		return NULL;
	return calendar->notice[year - calendar->first_year];
}

bool calendar_provisional(const struct calendar *calendar, int year)
{
	return year >= calendar->first_year && year <= calendar->last_year &&
	       !calendar_notice(calendar, year);
}

int calendar_missing_notices(const struct calendar *calendar, day today, int ret_years[static 2])
{
	struct civil_date date = civil_date(today);
	int count = 0;
	for (int year = date.year; year <= date.year + (date.month >= 10); year++)
		if (!calendar_notice(calendar, year))
			ret_years[count++] = year;
	return count;
}

enum day_kind calendar_kind(const struct calendar *calendar, day date)
{
	if (!calendar_knows(calendar, date))
		return DAY_WEEKLY_REST;
	return (enum day_kind)calendar->edge[date - calendar->first].kind;
}

const char *calendar_reason(const struct calendar *calendar, day date)
{
	if (!calendar_knows(calendar, date))
		return "";
	return calendar->reason[calendar->edge[date - calendar->first].reason];
}

struct hours calendar_hours(const struct calendar *calendar, day date)
{
	if (!calendar_knows(calendar, date))
		return (struct hours){0};
	return calendar->shape[calendar->edge[date - calendar->first].shape].hours;
}

bool calendar_worked(const struct calendar *calendar, day date)
{
	return calendar_knows(calendar, date) && calendar->edge[date - calendar->first].shape != 0;
}

/* Worked days up to and with `date`; the day before the range is good too. -1 outside. */
static int32_t worked_upto(const struct calendar *calendar, day date)
{
	uint32_t index = (uint32_t)date + 1 - (uint32_t)calendar->first;
	return index <= (uint32_t)calendar->days ? calendar->worked_before[index] : -1;
}

int calendar_count(const struct calendar *calendar, day after, day upto, int *ret_days)
{
	int32_t before = worked_upto(calendar, after), all = worked_upto(calendar, upto);
	if ((before | all) < 0)
		return -ERANGE;
	*ret_days = all - before;
	return 0;
}

int calendar_add_days(const struct calendar *calendar, day date, int n, day *ret_date)
{
	if (!calendar_knows(calendar, date))
		return -ERANGE;
	/* worked[before] is `date` if it is worked, else the next worked day */
	int64_t before = calendar->worked_before[date - calendar->first];
	bool here = n > 0 && calendar_worked(calendar, date);
	int64_t index = before + n - (n > 0) + here;
	if (index < 0 || index >= calendar->worked_before[calendar->days])
		return -ERANGE;
	*ret_date = calendar->worked[index];
	return 0;
}

static day working_day_before(const struct calendar *calendar, day date, int back)
{
	day begin;
	if (back == 0)
		return date;
	return calendar_add_days(calendar, date, -back, &begin) < 0 ? DAY_NONE : begin;
}

void calendar_midnights(const struct calendar *calendar, instant at, int back, instant *ret_begin,
	instant *ret_after)
{
	const struct zone *zone = calendar->zone;
	day date = zone_plain(zone, at) ? zone_plain_day(zone, at) : zone_day(zone, at);
	day begin = working_day_before(calendar, date, back);
	*ret_after = zone_near_midnight(zone, date + 1);
	*ret_begin = begin == DAY_NONE ? INSTANT_NONE : zone_near_midnight(zone, begin);
}

/* The day an instant lies in, as an index; the end of the range is `days`. -1 outside. Midnights are
 * 24 h apart but for changes of the clock, which a step or two make up for. */
static int day_at(const struct calendar *calendar, instant at)
{
	const struct edge *edge = calendar->edge;
	if (at < edge[0].midnight || at > edge[calendar->days].midnight)
		return -1;
	int64_t guess = (at - edge[0].midnight) / DAY_MS;
	int index = guess > calendar->days ? calendar->days : (int)guess;
	while (edge[index].midnight > at)
		index--;
	while (index < calendar->days && edge[index + 1].midnight <= at)
		index++;
	return index;
}

/* Work since the beginning of the range, up to an instant of day `index`. Where in a day an instant
 * lies is anybody's guess, so nothing here branches on it. */
static int64_t work_upto(const struct calendar *calendar, int index, instant at)
{
	const struct edge *edge = &calendar->edge[index];
	const struct shape *shape = &calendar->shape[edge->shape];
	int64_t elapsed = at - edge->midnight, work = edge->work_before;
	for (int i = 0; i < shape->count; i++) {
		int64_t from = shape->span[i].from, to = shape->span[i].to;
		int64_t upto = elapsed < to ? elapsed : to;
		work += upto > from ? upto - from : 0;
	}
	return work;
}

int calendar_work(const struct calendar *calendar, instant a, instant b, int64_t *ret_ms)
{
	if (b < a)
		return -EINVAL;
	int first = day_at(calendar, a), last = day_at(calendar, b);
	if (first < 0 || last < 0)
		return -ERANGE;
	*ret_ms = work_upto(calendar, last, b) - work_upto(calendar, first, a);
	return 0;
}

bool calendar_open(const struct calendar *calendar, instant at)
{
	int index = day_at(calendar, at);
	if (index < 0 || index == calendar->days)
		return false;
	const struct shape *shape = &calendar->shape[calendar->edge[index].shape];
	int64_t elapsed = at - calendar->edge[index].midnight;
	for (int i = 0; i < shape->count; i++)
		if (elapsed >= shape->span[i].from && elapsed < shape->span[i].to)
			return true;
	return false;
}

/* The first day from `low` on at whose end at least `work` has been done; -1 when the range ends
 * before. The stride is twice what days of 8 hours would need, which rest days seldom exceed; then it
 * doubles, then halves (without a branch that could be guessed wrong). */
static int search_day(const struct calendar *calendar, int64_t low, int64_t work)
{
	const struct edge *edge = calendar->edge;
	int64_t stride = 2 + (work - edge[low].work_before) / (WORKING_DAY_MS / 2);
	while (low + stride < calendar->days && edge[low + stride].work_before < work) {
		low += stride;
		stride *= 2;
	}
	if (low + stride >= calendar->days)
		stride = calendar->days - low;
	if (edge[low + stride].work_before < work)
		return -1;
	while (stride > 1) {
		int64_t half = stride / 2;
		low = edge[low + half].work_before < work ? low + half : low;
		stride -= half;
	}
	return (int)low;
}

/* The same. Where days are alike the day can be named at once, and looked at; else it is searched. */
static int day_reaching(const struct calendar *calendar, int index, int64_t work)
{
	const struct edge *edge = calendar->edge;
	double days = (double)(work - edge[index].work_before - 1) * calendar->usual_days;
	int64_t rank = calendar->worked_before[index] + (days < calendar->days ? (int64_t)days : 0);
	if (rank < calendar->worked_before[calendar->days]) {
		int guess = calendar->worked[rank] - calendar->first;
		if (edge[guess].work_before < work && edge[guess + 1].work_before >= work)
			return guess;
	}
	return search_day(calendar, index, work);
}

/* The first working instant at or after `at`. */
static int next_open(const struct calendar *calendar, instant at, instant *ret_at)
{
	if (calendar_open(calendar, at)) {
		*ret_at = at;
		return 0;
	}
	instant first_ms;
	int r = calendar_add_work(calendar, at, 1, &first_ms);
	if (r < 0)
		return r;
	*ret_at = first_ms - 1;
	return 0;
}

int calendar_add_work(const struct calendar *calendar, instant at, int64_t ms, instant *ret_at)
{
	int index = day_at(calendar, at);
	if (index < 0)
		return -ERANGE;
	if (ms <= 0)
		return ms < 0 ? -EINVAL : next_open(calendar, at, ret_at);
	int64_t work;
	if (__builtin_add_overflow(work_upto(calendar, index, at), ms, &work))
		return -ERANGE;
	index = day_reaching(calendar, index, work);
	if (index < 0)
		return -ERANGE;
	const struct edge *edge = &calendar->edge[index];
	const struct shape *shape = &calendar->shape[edge->shape];
	int64_t rest = work - edge->work_before;
	int i = 0;
	for (int later = 1; later < shape->count; later++)
		i += shape->span[later].before < rest;
	*ret_at = edge->midnight + shape->span[i].from + (rest - shape->span[i].before);
	return 0;
}

static int worked_shape(const struct calendar *calendar, day date, const struct shape **ret_shape)
{
	if (!calendar_knows(calendar, date))
		return -ERANGE;
	*ret_shape = &calendar->shape[calendar->edge[date - calendar->first].shape];
	return (*ret_shape)->count ? 0 : -EINVAL;
}

int calendar_opening(const struct calendar *calendar, day date, instant *ret_at)
{
	const struct shape *shape;
	int r = worked_shape(calendar, date, &shape);
	if (r < 0)
		return r;
	*ret_at = calendar->edge[date - calendar->first].midnight + shape->span[0].from;
	return 0;
}

int calendar_closing(const struct calendar *calendar, day date, instant *ret_at)
{
	const struct shape *shape;
	int r = worked_shape(calendar, date, &shape);
	if (r < 0)
		return r;
	*ret_at =
		calendar->edge[date - calendar->first].midnight + shape->span[shape->count - 1].to;
	return 0;
}

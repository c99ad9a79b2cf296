#include "core/time/duration.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/suggest.h"

struct unit {
	const char *one, *many;
	enum duration_kind kind;
	int64_t worth; /* of one, in what `amount` counts */
};

/* From small to large within a kind: for writing, the last that divides the amount is taken. */
static const struct unit units[] = {
	{"ms", "ms", DURATION_WALL, 1},
	{"s", "s", DURATION_WALL, SECOND_MS},
	{"min", "min", DURATION_WALL, MINUTE_MS},
	{"h", "h", DURATION_WALL, HOUR_MS},
	{"d", "d", DURATION_WALL, DAY_MS},
	{"working minute", "working minutes", DURATION_WORKING_HOURS, MINUTE_MS},
	{"working hour", "working hours", DURATION_WORKING_HOURS, HOUR_MS},
	{"working day", "working days", DURATION_WORKING_DAYS, 1},
};

int duration_after(
	struct duration duration, const struct calendar *calendar, instant start, instant *ret_at)
{
	if (duration.amount < 0)
		return -EINVAL;
	switch (duration.kind) {
	case DURATION_WALL:
		if (start > INT64_MAX - duration.amount)
			return -ERANGE;
		*ret_at = start + duration.amount;
		return 0;
	case DURATION_WORKING_HOURS:
		return calendar_add_work(calendar, start, duration.amount, ret_at);
	case DURATION_WORKING_DAYS:
		break;
	}
	const struct zone *zone = calendar_zone(calendar);
	day date = zone_day(zone, start);
	if (duration.amount > INT32_MAX)
		return -ERANGE;
	int r = duration.amount == 0
			? 0
			: calendar_add_days(calendar, date, (int)duration.amount, &date);
	if (r < 0)
		return r;
	*ret_at = zone_instant(zone, date, zone_ms_of_day(zone, start));
	return 0;
}

static const struct unit *unit_of(struct slice spelling)
{
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (slice_is(spelling, units[i].one) || slice_is(spelling, units[i].many))
			return &units[i];
	return NULL;
}

int duration_parse(struct slice text, struct duration *ret_duration)
{
	struct slice rest = slice_trim(text);
	int64_t amount = 0;
	int digit, digits = 0;
	for (; rest.length && civil_parse_digits(rest.data, 1, &digit); digits++) {
		if (__builtin_mul_overflow(amount, 10, &amount) ||
			__builtin_add_overflow(amount, digit, &amount))
			return -EINVAL;
		rest = (struct slice){rest.data + 1, rest.length - 1};
	}
	const struct unit *unit = unit_of(slice_trim(rest));
	if (digits == 0 || !unit || __builtin_mul_overflow(amount, unit->worth, &amount))
		return -EINVAL;
	*ret_duration = (struct duration){unit->kind, amount};
	return 0;
}

const char *duration_near(struct slice text, char buffer[static 64])
{
	const char *names[2 * ARRAY_SIZE(units)];
	struct slice rest = slice_trim(text);
	int digits = 0, digit;
	for (; rest.length && civil_parse_digits(rest.data, 1, &digit); digits++)
		rest = (struct slice){rest.data + 1, rest.length - 1};
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		names[2 * i] = units[i].many;
		names[2 * i + 1] = units[i].one;
	}
	const char *near = suggest_word(slice_trim(rest), names, ARRAY_SIZE(names));
	buffer[0] = '\0';
	if (near && digits && digits < 10)
		snprintf(buffer, 64, ": did you mean %.*s%s%s?", digits, slice_trim(text).data,
			strchr(near, ' ') ? " " : "", near);
	return buffer;
}

const char *duration_format(struct duration duration, char buffer[static 40])
{
	const struct unit *best = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (units[i].kind == duration.kind && duration.amount % units[i].worth == 0)
			best = &units[i];
	if (!best) { /* working time of broken minutes: nothing the configuration can spell */
		snprintf(buffer, 40, "%lld working ms", (long long)duration.amount);
		return buffer;
	}
	long long amount = duration.amount / best->worth;
	snprintf(buffer, 40, "%lld%s%s", amount, duration.kind == DURATION_WALL ? "" : " ",
		amount == 1 ? best->one : best->many);
	return buffer;
}

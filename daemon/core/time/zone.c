#include "core/time/zone.h"

#include <stdio.h>

#include "base/memory.h"
#include "core/time/zone_table.h"

struct zone *zone_table_new(int first_offset)
{
	struct zone *zone = xcalloc(1, sizeof(*zone));
	zone->cycle = INT64_MAX;
	zone->settled = INT64_MIN;
	zone_table_add(zone, INT64_MIN, first_offset);
	return zone;
}

void zone_table_add(struct zone *zone, instant from, int offset)
{
	if (zone->count && zone->from[zone->count - 1] == from)
		zone->count--;
	/* many files mark the end of their 32-bit years by a change to the same offset */
	if (!zone->count || zone->offset[zone->count - 1] != offset) {
		if ((zone->count & (zone->count - 1)) == 0) { /* full at each power of two */
			size_t capacity = zone->count ? zone->count * 2 : 1;
			zone->from = xrealloc(zone->from, capacity * sizeof(*zone->from));
			zone->offset = xrealloc(zone->offset, capacity * sizeof(*zone->offset));
		}
		zone->from[zone->count] = from;
		zone->offset[zone->count++] = offset;
	}
	zone->settled = zone->from[zone->count - 1];
	zone->settled_ms = zone->offset[zone->count - 1] * SECOND_MS;
}

struct zone *zone_fixed(int offset_seconds)
{
	return zone_table_new(offset_seconds);
}

void zone_free(struct zone *zone)
{
	if (!zone)
		return;
	free(zone->from);
	free(zone->offset);
	free(zone);
}

/* The same point of the 400 years that the table holds; *ret_shift is what was taken away. */
static instant into_table(const struct zone *zone, instant at, int64_t *ret_shift)
{
	*ret_shift = 0;
	if (at < zone->cycle)
		return at;
	*ret_shift = (at - zone->cycle) / ZONE_CYCLE_MS * ZONE_CYCLE_MS;
	return at - *ret_shift;
}

/* The last segment that begins at or before `at`. */
static size_t segment_at(const struct zone *zone, instant at)
{
	size_t low = 0, high = zone->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (zone->from[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

int zone_offset(const struct zone *zone, instant at)
{
	if (at >= zone->settled)
		return zone->offset[zone->count - 1];
	int64_t shift;
	return zone->offset[segment_at(zone, into_table(zone, at, &shift))];
}

/* Local wall clock as ms since 1970-01-01 00:00 local. Saturates, so that INSTANT_NONE and other
 * ends of the range are no trap. */
static int64_t local_ms(const struct zone *zone, instant at)
{
	int64_t local;
	if (__builtin_add_overflow(at, zone_offset(zone, at) * SECOND_MS, &local))
		return at < 0 ? INT64_MIN : INT64_MAX;
	return local;
}

static int64_t floor_days(int64_t ms)
{
	int64_t days = ms / DAY_MS;
	return ms % DAY_MS < 0 ? days - 1 : days;
}

day zone_day(const struct zone *zone, instant at)
{
	if (zone_plain(zone, at))
		return zone_plain_day(zone, at);
	int64_t days = floor_days(local_ms(zone, at));
	if (days <= INT32_MIN)
		return INT32_MIN + 1; /* DAY_NONE is no date */
	return days > INT32_MAX ? INT32_MAX : (day)days;
}

int64_t zone_ms_of_day(const struct zone *zone, instant at)
{
	int64_t of_day = local_ms(zone, at) % DAY_MS;
	return of_day < 0 ? of_day + DAY_MS : of_day;
}

/* Does segment i show this clock time, and when? */
static bool shown_in(const struct zone *zone, size_t i, int64_t local, instant *ret_at)
{
	*ret_at = local - zone->offset[i] * SECOND_MS;
	return *ret_at >= zone->from[i] && (i + 1 == zone->count || *ret_at < zone->from[i + 1]);
}

/* The first instant that shows the clock time (in a fold the first of two). If none does, the clock
 * jumped over it: the beginning of the segment behind that gap. */
static instant search_instant(const struct zone *zone, int64_t local)
{
	int64_t shift;
	instant at, gap = INSTANT_NONE;
	int64_t in_table =
		into_table(zone, local - ZONE_MAX_OFFSET_MS, &shift) + ZONE_MAX_OFFSET_MS;
	size_t i = segment_at(zone, in_table - ZONE_MAX_OFFSET_MS);
	for (; i < zone->count && zone->from[i] <= in_table + ZONE_MAX_OFFSET_MS; i++) {
		if (shown_in(zone, i, in_table, &at))
			return at + shift;
		if (at < zone->from[i] && gap == INSTANT_NONE)
			gap = zone->from[i];
	}
	return gap + shift;
}

instant zone_instant(const struct zone *zone, day date, int64_t ms)
{
	int64_t local = date * DAY_MS + ms;
	if (local - ZONE_MAX_OFFSET_MS >= zone->settled)
		return local - zone->settled_ms;
	return search_instant(zone, local);
}

const char *zone_format(const struct zone *zone, instant at, char buffer[static ZONE_TEXT_MAX])
{
	/* RFC 3339 has no seconds in an offset: an old local mean time (+07:06:30) is shown by its
	 * minutes, with the clock shifted so that the text names the same instant. */
	int minutes = zone_offset(zone, at) / 60;
	int64_t local;
	if (__builtin_add_overflow(at, minutes * MINUTE_MS, &local))
		return memcpy(buffer, "-", 2);
	int64_t days = floor_days(local);
	if (days < civil_day(0, 1, 1) || days > civil_day(CIVIL_YEAR_MAX, 12, 31))
		return memcpy(buffer, "-", 2);
	unsigned of_day = (unsigned)(local - days * DAY_MS), seconds = of_day / 1000;
	char date[11], fraction[8] = "";
	if (of_day % 1000)
		snprintf(fraction, sizeof(fraction), ".%03u", of_day % 1000);
	unsigned east = (unsigned)(minutes < 0 ? -minutes : minutes);
	snprintf(buffer, ZONE_TEXT_MAX, "%sT%02u:%02u:%02u%s%c%02u:%02u",
		civil_format_date((day)days, date), seconds / 3600, seconds / 60 % 60, seconds % 60,
		fraction, minutes < 0 ? '-' : '+', east / 60, east % 60);
	return buffer;
}

const char *zone_format_vi(const struct zone *zone, instant at, char buffer[static ZONE_TEXT_MAX])
{
	char date[11];
	unsigned minutes = (unsigned)(zone_ms_of_day(zone, at) / MINUTE_MS);
	civil_format_date_vi(zone_day(zone, at), date);
	if (date[0] == '-')
		return memcpy(buffer, "-", 2);
	snprintf(buffer, ZONE_TEXT_MAX, "%02u:%02u %s", minutes / 60, minutes % 60, date);
	return buffer;
}

const char *zone_format_en(const struct zone *zone, instant at, char buffer[static ZONE_TEXT_MAX])
{
	char date[11];
	unsigned minutes = (unsigned)(zone_ms_of_day(zone, at) / MINUTE_MS);
	snprintf(buffer, ZONE_TEXT_MAX, "%s %02u:%02u", civil_format_date(zone_day(zone, at), date),
		minutes / 60, minutes % 60);
	return buffer;
}

/* A fraction of a second ".123456", cut to whole ms; moves *text behind it. */
static bool take_fraction(struct slice *text, int64_t *ret_ms)
{
	int64_t ms = 0, worth = 100;
	size_t length = 1;
	for (; length < text->length; length++, worth /= 10) {
		int digit;
		if (!civil_parse_digits(text->data + length, 1, &digit))
			break;
		ms += digit * worth;
	}
	*text = (struct slice){text->data + length, text->length - length};
	*ret_ms = ms;
	return length > 1;
}

/* "Z", "+07:00", "-05:30"; the whole of `text`. */
static bool parse_offset(struct slice text, int64_t *ret_ms)
{
	int hours, minutes;
	*ret_ms = 0;
	if (text.length == 1)
		return text.data[0] == 'Z' || text.data[0] == 'z';
	if (text.length != 6 || (text.data[0] != '+' && text.data[0] != '-') ||
		text.data[3] != ':' || !civil_parse_digits(text.data + 1, 2, &hours) ||
		!civil_parse_digits(text.data + 4, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*ret_ms = (hours * HOUR_MS + minutes * MINUTE_MS) * (text.data[0] == '-' ? -1 : 1);
	return true;
}

bool zone_parse_rfc3339(struct slice text, instant *ret_at)
{
	day date;
	int hour, minute, second;
	int64_t fraction = 0, offset;
	if (text.length < 20 || !civil_parse_date((struct slice){text.data, 10}, &date) ||
		(text.data[10] != 'T' && text.data[10] != 't' && text.data[10] != ' ') ||
		!civil_parse_digits(text.data + 11, 2, &hour) || text.data[13] != ':' ||
		!civil_parse_digits(text.data + 14, 2, &minute) || text.data[16] != ':' ||
		!civil_parse_digits(text.data + 17, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 60) /* 60: a leap second, the next second here */
		return false;
	struct slice rest = {text.data + 19, text.length - 19};
	if (rest.data[0] == '.' && !take_fraction(&rest, &fraction))
		return false;
	if (!parse_offset(rest, &offset))
		return false;
	*ret_at = date * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS +
		  fraction - offset;
	return true;
}

/* TZif files (RFC 8536) and the POSIX rule in their footer. */
#include <errno.h>

#include "base/memory.h"
#include "core/time/zone_table.h"

#define HEADER_LENGTH 44
#define SECONDS_LIMIT INT64_C(1000000000000) /* year 33 658: later transitions are nonsense */

struct header {
	int version;
	size_t utc_count, std_count, leap_count, transition_count, type_count, name_length;
};

/* "M3.5.0/2", "J60", "59": when in a year the clocks change, by local time before the change. */
struct change {
	char form; /* 'M', 'J' or 'N' */
	int month, week, weekday, yearday;
	int seconds;
};

struct rule {
	int offset, summer_offset; /* seconds east of UTC */
	bool has_summer;
	struct change begin, end;
};

static int64_t big_endian(const char *data, int bytes)
{
	uint64_t number = (data[0] & 0x80) ? UINT64_MAX : 0; /* two's complement */
	for (int i = 0; i < bytes; i++)
		number = (number << 8) | (uint8_t)data[i];
	return (int64_t)number;
}

static int broken(struct error *error, const char *what)
{
	return error_set(error, -EBADMSG, "not usable as time zone data (TZif): %s", what);
}

static bool read_header(struct slice *rest, struct header *ret)
{
	if (rest->length < HEADER_LENGTH || memcmp(rest->data, "TZif", 4) != 0)
		return false;
	size_t *const field[] = {&ret->utc_count, &ret->std_count, &ret->leap_count,
		&ret->transition_count, &ret->type_count, &ret->name_length};
	for (size_t i = 0; i < ARRAY_SIZE(field); i++)
		*field[i] = (size_t)(big_endian(rest->data + 20 + 4 * i, 4) & 0xffffffff);
	ret->version = rest->data[4] == '\0' ? 1 : rest->data[4] - '0';
	*rest = (struct slice){rest->data + HEADER_LENGTH, rest->length - HEADER_LENGTH};
	return true;
}

/* The length of a data block whose times have `width` bytes. Counts have 32 bits: no overflow. */
static size_t block_length(const struct header *header, size_t width)
{
	return header->transition_count * (width + 1) + header->type_count * 6 +
	       header->name_length + header->leap_count * (width + 4) + header->std_count +
	       header->utc_count;
}

/* `ret_known`: the last transition, after which the footer's rule holds; INT64_MIN when there is none. */
static int read_block(struct slice block, const struct header *header, size_t width,
	struct zone **ret_zone, instant *ret_known, struct error *error)
{
	const char *times = block.data;
	const char *indexes = times + header->transition_count * width;
	const char *types = indexes + header->transition_count;
	for (size_t i = 0; i < header->type_count; i++) {
		int64_t offset = big_endian(types + i * 6, 4);
		if (offset < -25 * 3600 || offset > 26 * 3600)
			return broken(error, "an offset of more than 26 hours");
	}
	struct zone *zone = zone_table_new((int)big_endian(types, 4));
	int64_t before = INT64_MIN;
	*ret_known = INT64_MIN;
	for (size_t i = 0; i < header->transition_count; i++) {
		int64_t seconds = big_endian(times + i * width, (int)width);
		size_t type = (uint8_t)indexes[i];
		if ((i > 0 && seconds <= before) || type >= header->type_count ||
			seconds > SECONDS_LIMIT) {
			zone_free(zone);
			return broken(error, "its transitions are not in order");
		}
		before = seconds;
		if (seconds < -SECONDS_LIMIT) /* some writers begin at the Big Bang */
			seconds = -SECONDS_LIMIT;
		*ret_known = seconds * SECOND_MS;
		zone_table_add(zone, *ret_known, (int)big_endian(types + type * 6, 4));
	}
	*ret_zone = zone;
	return 0;
}

/* The parsers of the footer eat from *text and answer false when something else stands there. */
static bool take_char(struct slice *text, char byte)
{
	if (!text->length || text->data[0] != byte)
		return false;
	*text = (struct slice){text->data + 1, text->length - 1};
	return true;
}

static bool take_number(struct slice *text, int max, int *ret_number)
{
	int number = 0, digit, digits = 0;
	for (; text->length && civil_parse_digits(text->data, 1, &digit); digits++) {
		number = number * 10 + digit;
		if (number > max)
			return false;
		*text = (struct slice){text->data + 1, text->length - 1};
	}
	*ret_number = number;
	return digits > 0;
}

/* [+-]h[h[h]][:mm[:ss]] in seconds. */
static bool take_time(struct slice *text, int *ret_seconds)
{
	bool minus = take_char(text, '-');
	if (!minus)
		take_char(text, '+');
	int hours, minutes = 0, seconds = 0;
	if (!take_number(text, 167, &hours))
		return false;
	if (take_char(text, ':') && !take_number(text, 59, &minutes))
		return false;
	if (take_char(text, ':') && !take_number(text, 59, &seconds))
		return false;
	*ret_seconds = (hours * 3600 + minutes * 60 + seconds) * (minus ? -1 : 1);
	return true;
}

static bool take_name(struct slice *text)
{
	size_t length = 0;
	bool quoted = take_char(text, '<');
	while (length < text->length) {
		char byte = text->data[length];
		bool letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
		bool sign_or_digit = (byte >= '0' && byte <= '9') || byte == '+' || byte == '-';
		if (!letter && !(quoted && sign_or_digit))
			break;
		length++;
	}
	*text = (struct slice){text->data + length, text->length - length};
	return length > 0 && (!quoted || take_char(text, '>'));
}

static bool take_change(struct slice *text, struct change *ret)
{
	struct change change = {.form = 'N', .seconds = 2 * 3600};
	if (take_char(text, 'M')) {
		change.form = 'M';
		if (!take_number(text, 12, &change.month) || change.month < 1 ||
			!take_char(text, '.') || !take_number(text, 5, &change.week) ||
			change.week < 1 || !take_char(text, '.') ||
			!take_number(text, 6, &change.weekday))
			return false;
	} else {
		bool julian = take_char(text, 'J');
		if (julian)
			change.form = 'J';
		if (!take_number(text, 365, &change.yearday) || (julian && change.yearday < 1))
			return false;
	}
	if (take_char(text, '/') && !take_time(text, &change.seconds))
		return false;
	*ret = change;
	return true;
}

/* std offset [dst [offset] , begin , end] */
static bool read_rule(struct slice text, struct rule *ret)
{
	struct rule rule = {0};
	int west;
	if (!take_name(&text) || !take_time(&text, &west) || west < -25 * 3600 || west > 25 * 3600)
		return false;
	rule.offset = -west;
	rule.has_summer = text.length > 0;
	if (rule.has_summer) {
		if (!take_name(&text))
			return false;
		rule.summer_offset = rule.offset + 3600;
		if (text.length && text.data[0] != ',') {
			if (!take_time(&text, &west) || west < -26 * 3600 || west > 25 * 3600)
				return false;
			rule.summer_offset = -west;
		}
		if (!take_char(&text, ',') || !take_change(&text, &rule.begin) ||
			!take_char(&text, ',') || !take_change(&text, &rule.end))
			return false;
	}
	*ret = rule;
	return text.length == 0;
}

static day change_day(const struct change *change, int year)
{
	day new_year = civil_day(year, 1, 1);
	if (change->form == 'N') /* counted from 0, 29 February included */
		return new_year + change->yearday;
	if (change->form == 'J') /* counted from 1, 29 February never counted */
		return new_year + change->yearday - 1 +
		       (civil_exists(year, 2, 29) && change->yearday >= 60);
	day first = civil_day(year, change->month, 1);
	int posix_weekday = ((int)civil_weekday(first) + 1) % 7; /* POSIX weeks begin on Sunday */
	day date = first + (change->weekday - posix_weekday + 7) % 7 + (change->week - 1) * 7;
	day next_month = change->month == 12 ? civil_day(year + 1, 1, 1)
					     : civil_day(year, change->month + 1, 1);
	return date >= next_month ? date - 7 : date; /* week 5 is the last one */
}

static instant change_instant(const struct change *change, int year, int offset_before)
{
	return change_day(change, year) * DAY_MS + (change->seconds - offset_before) * SECOND_MS;
}

/* Writes the rule's changes of one year, those after `known`, the earlier first. */
static void add_year(struct zone *zone, const struct rule *rule, int year, instant known)
{
	instant begin = change_instant(&rule->begin, year, rule->offset);
	instant end = change_instant(&rule->end, year, rule->summer_offset);
	bool begin_first = begin < end;
	instant at[2] = {begin_first ? begin : end, begin_first ? end : begin};
	for (int i = 0; i < 2; i++)
		if (at[i] > known && at[i] >= zone->from[zone->count - 1])
			zone_table_add(zone, at[i],
				(i == 0) == begin_first ? rule->summer_offset : rule->offset);
}

/* Unrolls the rule from the last known transition on (INT64_MIN: there is none, it holds always): the
 * rest of that year, then 400 years to repeat. */
static void follow_rule(struct zone *zone, const struct rule *rule, instant known)
{
	bool alone = known == INT64_MIN;
	if (alone || !rule->has_summer)
		zone_table_add(zone, known, rule->offset);
	if (!rule->has_summer)
		return;
	int year = alone ? 1900 : civil_date((day)(known / DAY_MS)).year;
	for (int i = 0; i <= 402; i++)
		add_year(zone, rule, year + i, known);
	zone->cycle =
		civil_day(year + 1, 1, 1) * DAY_MS + DAY_MS * 2; /* clear of New Year's changes */
	zone->settled = INT64_MAX;
}

/* The text between the two newlines after the second block; data NULL when they are not there. */
static struct slice footer_of(struct slice rest)
{
	if (rest.length < 2 || rest.data[0] != '\n')
		return (struct slice){NULL, 0};
	const char *end = memchr(rest.data + 1, '\n', rest.length - 1);
	if (!end)
		return (struct slice){NULL, 0};
	return (struct slice){rest.data + 1, (size_t)(end - rest.data - 1)};
}

int zone_parse(struct slice tzif, struct zone **ret_zone, struct error *error)
{
	struct header header;
	size_t width = 4;
	if (!read_header(&tzif, &header))
		return broken(error, "it does not begin with TZif");
	if (header.version >= 2) { /* skip the block for readers of version 1 */
		size_t skipped = block_length(&header, 4);
		if (skipped > tzif.length)
			return broken(error, "it is cut short");
		tzif = (struct slice){tzif.data + skipped, tzif.length - skipped};
		if (!read_header(&tzif, &header))
			return broken(error, "its second header is missing");
		width = 8;
	}
	size_t length = block_length(&header, width);
	if (length > tzif.length)
		return broken(error, "it is cut short");
	if (header.type_count == 0 || header.leap_count != 0)
		return broken(
			error, header.leap_count ? "it counts leap seconds" : "it has no offsets");
	struct rule rule;
	struct slice footer = {"", 0};
	if (width == 8)
		footer = footer_of((struct slice){tzif.data + length, tzif.length - length});
	if (!footer.data || (footer.length && !read_rule(footer, &rule)))
		return broken(error, "its last rule cannot be read");
	struct zone *zone = NULL;
	instant known = INT64_MIN;
	int r = read_block(tzif, &header, width, &zone, &known, error);
	if (r < 0)
		return r;
	if (footer.length)
		follow_rule(zone, &rule, known);
	*ret_zone = zone;
	return 0;
}

/* Reading dates: patterns tried in order, then the question whether such a moment exists. */
#include "portal/date_format.h"

/* What a text said, before it is known whether such a moment exists. */
struct said {
	int part[STEP_SECOND + 1]; /* by enum date_step */
	int ms;
	int offset; /* seconds east */
	bool has_time, has_offset;
	enum { HALF_NONE, HALF_MORNING, HALF_AFTERNOON } half;
	bool is_instant;
	instant at;
};

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly `count` digits, or false. */
static inline bool take_digits(struct slice *rest, int count, int *ret_number)
{
	int number = 0;
	if (rest->length < (size_t)count)
		return false;
	for (int i = 0; i < count; i++) {
		if (!is_digit(rest->data[i]))
			return false;
		number = number * 10 + (rest->data[i] - '0');
	}
	rest->data += count;
	rest->length -= (size_t)count;
	*ret_number = number;
	return true;
}

static inline bool take_loose(struct slice *rest, int *ret_number)
{
	return take_digits(rest, rest->length > 1 && is_digit(rest->data[1]) ? 2 : 1, ret_number);
}

static inline bool take_char(struct slice *rest, char c)
{
	if (!rest->length || rest->data[0] != c)
		return false;
	rest->data++;
	rest->length--;
	return true;
}

/* One digit or more; what is finer than a millisecond is cut, not rounded. */
static bool take_fraction(struct slice *rest, int *ret_ms)
{
	int ms = 0, weight = 100;
	if (!rest->length || !is_digit(rest->data[0]))
		return false;
	while (rest->length && is_digit(rest->data[0])) {
		ms += (rest->data[0] - '0') * weight;
		weight /= 10;
		rest->data++;
		rest->length--;
	}
	*ret_ms = ms;
	return true;
}

/* Z, +07, +0700 or +07:00, whatever the pattern's own spelling. */
static bool take_offset(struct slice *rest, struct said *said)
{
	int hours, minutes = 0;
	said->has_offset = true;
	said->offset = 0;
	if (take_char(rest, 'Z') || take_char(rest, 'z'))
		return true;
	bool east = take_char(rest, '+');
	if (!east && !take_char(rest, '-'))
		return false;
	if (!take_digits(rest, 2, &hours))
		return false;
	if ((take_char(rest, ':') || rest->length) && !take_digits(rest, 2, &minutes))
		return false;
	if (hours > 18 || minutes > 59)
		return false;
	said->offset = (hours * 3600 + minutes * 60) * (east ? 1 : -1);
	return true;
}

static bool take_iso(struct slice *rest, struct said *said)
{
	if (!take_digits(rest, 4, &said->part[STEP_YEAR]) || !take_char(rest, '-') ||
		!take_digits(rest, 2, &said->part[STEP_MONTH]) || !take_char(rest, '-') ||
		!take_digits(rest, 2, &said->part[STEP_DAY]))
		return false;
	if (!rest->length)
		return true;
	said->has_time = true;
	if (!take_char(rest, 'T') && !take_char(rest, ' ') && !take_char(rest, 't'))
		return false;
	if (!take_digits(rest, 2, &said->part[STEP_HOUR]) || !take_char(rest, ':') ||
		!take_digits(rest, 2, &said->part[STEP_MINUTE]))
		return false;
	if (take_char(rest, ':') && !take_digits(rest, 2, &said->part[STEP_SECOND]))
		return false;
	if ((take_char(rest, '.') || take_char(rest, ',')) && !take_fraction(rest, &said->ms))
		return false;
	take_char(rest, ' ');
	return !rest->length || take_offset(rest, said);
}

/* 9 to 13 digits, so that a short number or a packed yyyyMMddHHmmss is not taken for an epoch. */
static bool take_epoch(struct slice *rest, int64_t unit, struct said *said)
{
	int64_t number = 0;
	if (rest->length < 9 || rest->length > 13)
		return false;
	while (rest->length && is_digit(rest->data[0])) {
		number = number * 10 + (rest->data[0] - '0');
		rest->data++;
		rest->length--;
	}
	said->is_instant = true;
	said->at = number * unit;
	return true;
}

/* Days since 30 December 1899 and a fraction of a day, from 1996 to 2119: no other number is taken for
 * one. To the second, as spreadsheets show it. */
static bool take_serial(struct slice *rest, struct said *said)
{
	int whole, digits = 0;
	int64_t part = 0, weight = 1;
	if (!take_digits(rest, 5, &whole) || whole < 35065 || whole > 80000)
		return false;
	bool fraction = take_char(rest, '.') || take_char(rest, ',');
	for (; fraction && rest->length && is_digit(rest->data[0]); digits++) {
		if (digits < 9) {
			part = part * 10 + (rest->data[0] - '0');
			weight *= 10;
		}
		rest->data++;
		rest->length--;
	}
	int64_t seconds = (part * (DAY_MS / SECOND_MS) + weight / 2) / weight;
	day at = civil_day(1899, 12, 30) + whole + (day)(seconds / (DAY_MS / SECOND_MS));
	struct civil_date date = civil_date(at);
	seconds %= DAY_MS / SECOND_MS;
	said->part[STEP_YEAR] = date.year;
	said->part[STEP_MONTH] = date.month;
	said->part[STEP_DAY] = date.mday;
	said->part[STEP_HOUR] = (int)(seconds / 3600);
	said->part[STEP_MINUTE] = (int)(seconds / 60 % 60);
	said->part[STEP_SECOND] = (int)(seconds % 60);
	said->has_time = seconds > 0;
	return true;
}

/* [2026,10,1], [2026,10,1,8,0], with seconds and nanoseconds: how Jackson writes dates of Java. */
static bool take_json_array(struct slice *rest, struct said *said)
{
	static const enum date_step order[] = {
		STEP_YEAR, STEP_MONTH, STEP_DAY, STEP_HOUR, STEP_MINUTE, STEP_SECOND};
	int count = 0, number;
	char next = '[';
	while (take_char(rest, next)) {
		size_t digits = 0;
		while (digits < rest->length && digits < 9 && is_digit(rest->data[digits]))
			digits++;
		if (!digits || count == 7 || !take_digits(rest, (int)digits, &number))
			return false;
		if (count < 6)
			said->part[order[count]] = number;
		else
			said->ms = number / 1000000;
		count++;
		next = ',';
	}
	said->has_time = count > 3;
	return count >= 3 && count != 4 && take_char(rest, ']');
}

/* /Date(1790816400000)/ or with an offset, which says nothing of the moment: how .NET wrote JSON. */
static bool take_dotnet(struct slice *rest, struct said *said)
{
	int64_t number = 0;
	size_t digits = 0;
	if (rest->length < 9 || memcmp(rest->data, "/Date(", 6) != 0)
		return false;
	*rest = (struct slice){rest->data + 6, rest->length - 6};
	bool before = take_char(rest, '-');
	for (; rest->length && is_digit(rest->data[0]) && digits < 15; digits++) {
		number = number * 10 + (rest->data[0] - '0');
		rest->data++;
		rest->length--;
	}
	while (rest->length && rest->data[0] != ')')
		*rest = (struct slice){rest->data + 1, rest->length - 1};
	said->is_instant = true;
	said->at = before ? -number : number;
	return digits > 0 && take_char(rest, ')') && take_char(rest, '/');
}

/* AM and PM, and SA (sáng) and CH (chiều) as Vietnamese systems write them, with points or without. */
static bool take_half_day(struct slice *rest, struct said *said)
{
	static const struct {
		char letters[2];
		int half;
	} halves[] = {{"AM", HALF_MORNING}, {"PM", HALF_AFTERNOON}, {"SA", HALF_MORNING},
		{"CH", HALF_AFTERNOON}};
	char met[2] = {0};
	for (int i = 0; i < 2; i++) {
		if (!rest->length)
			return false;
		met[i] = (char)(rest->data[0] & ~0x20);
		*rest = (struct slice){rest->data + 1, rest->length - 1};
		take_char(rest, '.');
	}
	for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++)
		if (memcmp(halves[i].letters, met, sizeof(met)) == 0)
			said->half = halves[i].half;
	return said->half != HALF_NONE;
}

static bool take_step(struct slice *rest, enum date_step step, char literal, struct said *said)
{
	switch (step) {
	case STEP_LITERAL:
		return take_char(rest, literal);
	case STEP_YEAR:
		return take_digits(rest, 4, &said->part[step]);
	case STEP_MONTH:
	case STEP_DAY:
	case STEP_HOUR:
	case STEP_MINUTE:
	case STEP_SECOND:
		return take_digits(rest, 2, &said->part[step]);
	case STEP_MONTH_LOOSE:
		return take_loose(rest, &said->part[STEP_MONTH]);
	case STEP_DAY_LOOSE:
		return take_loose(rest, &said->part[STEP_DAY]);
	case STEP_HOUR_LOOSE:
		return take_loose(rest, &said->part[STEP_HOUR]);
	case STEP_FRACTION:
		return take_fraction(rest, &said->ms);
	case STEP_OFFSET_COLON:
	case STEP_OFFSET:
		return take_offset(rest, said);
	case STEP_YEAR_SHORT:
		if (!take_digits(rest, 2, &said->part[STEP_YEAR]))
			return false;
		said->part[STEP_YEAR] += 2000;
		return true;
	case STEP_HALF_DAY:
		return take_half_day(rest, said);
	case STEP_ISO:
		return take_iso(rest, said);
	case STEP_SERIAL:
		return take_serial(rest, said);
	case STEP_JSON_ARRAY:
		return take_json_array(rest, said);
	case STEP_DOTNET:
		return take_dotnet(rest, said);
	case STEP_EPOCH_MS:
		return take_epoch(rest, 1, said);
	case STEP_EPOCH_S:
		return take_epoch(rest, SECOND_MS, said);
	}
	return false;
}

static inline int two_digits(const uint8_t *digits, uint8_t place)
{
	return place == 0xFF ? 0 : digits[place] * 10 + digits[place + 1];
}

/* The same for a format of fixed places, eight bytes at a time: most dates of most portals come
 * this way, several in each record. Against '0' a digit's difference is the number itself, so one
 * comparison tells digits from the rest, and the literals must not differ at all. */
static bool match_fixed(const struct date_format *format, const char *text, struct said *said)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint8_t digits[DATE_WIDTH_MAX];
	uint64_t wrong = 0;
	memcpy(digits, format->shape, sizeof(digits));
	memcpy(digits, text, format->width);
	for (size_t at = 0; at < DATE_WIDTH_MAX; at += sizeof(uint64_t)) {
		uint64_t bytes, shape, literals;
		memcpy(&bytes, digits + at, sizeof(bytes));
		memcpy(&shape, format->shape + at, sizeof(shape));
		memcpy(&literals, format->literals + at, sizeof(literals));
		bytes ^= shape;
		wrong |= (bytes & literals) | ((bytes | (bytes + each * 0x76)) & each * 0x80);
		memcpy(digits + at, &bytes, sizeof(bytes));
	}
	if (wrong)
		return false;
	const uint8_t *place = format->place;
	said->part[STEP_YEAR] = two_digits(digits, place[STEP_YEAR]) * 100 +
				two_digits(digits, (uint8_t)(place[STEP_YEAR] + 2));
	for (int step = STEP_MONTH; step <= STEP_SECOND; step++)
		said->part[step] = two_digits(digits, place[step]);
	return true;
}

static bool match(const struct date_format *format, struct slice text, struct said *said)
{
	*said = (struct said){.has_time = format->timed};
	if (format->width)
		return text.length == format->width && match_fixed(format, text.data, said);
	for (int i = 0; i < format->count; i++)
		if (!take_step(&text, (enum date_step)format->step[i], format->literal[i], said))
			return false;
	return text.length == 0;
}

/* 12 AM is the beginning of the day and 12 PM its middle; an hour above 12 has said it already. */
static bool settle_half_day(struct said *said)
{
	int hour = said->part[STEP_HOUR];
	if (said->half == HALF_MORNING && hour == 12)
		said->part[STEP_HOUR] = 0;
	else if (said->half == HALF_AFTERNOON && hour < 12)
		said->part[STEP_HOUR] = hour + 12;
	return said->half != HALF_MORNING || hour <= 12;
}

static bool time_exists(const struct said *said)
{
	if (said->part[STEP_HOUR] == 24)
		return said->part[STEP_MINUTE] == 0 && said->part[STEP_SECOND] == 0 &&
		       said->ms == 0;
	return said->part[STEP_HOUR] < 24 && said->part[STEP_MINUTE] < 60 &&
	       said->part[STEP_SECOND] < 60;
}

static instant instant_of(const struct date_rule *rule, const struct zone *zone,
	const struct said *said, day date, int64_t ms)
{
	if (rule->local && zone && !said->has_offset)
		return zone_instant(zone, date, ms);
	int offset = said->has_offset ? said->offset : rule->offset_seconds;
	return date * DAY_MS + ms - offset * SECOND_MS;
}

/* The last ms of a local day; a day of a zone with daylight saving is not always 24 hours. */
static instant end_of_day(
	const struct date_rule *rule, const struct zone *zone, const struct said *said, day date)
{
	return instant_of(rule, zone, said, date + 1, 0) - 1;
}

/* Nothing of an electronic one-stop shop is older: 1753, 1900 and 1970 are empty dates in disguise. */
#define YEAR_LEAST 1971

/* The last ms of the day that a midnight begins: the day as written, also before a foreign offset, else
 * the local one; NONE: it is no midnight. */
static instant midnight_ends(const struct date_rule *rule, const struct zone *zone,
	const struct said *said, day date, instant at)
{
	static const struct said here;
	int64_t offset = rule->offset_seconds * SECOND_MS;
	bool local = rule->local && zone;
	if ((local ? zone_ms_of_day(zone, at) : (at + offset) % DAY_MS) == 0)
		date = local ? zone_day(zone, at) : (day)((at + offset) / DAY_MS);
	else if (said->is_instant || said->part[STEP_HOUR] || said->part[STEP_MINUTE] ||
		 said->part[STEP_SECOND] || said->ms)
		return INSTANT_NONE;
	return end_of_day(rule, zone, &here, date);
}

/* A date alone, or 24:00, is its day; so is 00:00 where the rule says so. */
static struct date_reading reading_at(const struct date_rule *rule, const struct zone *zone,
	const struct said *said, day date, instant at)
{
	struct date_reading reading = {.at = at};
	if (!said->is_instant && (!said->has_time || said->part[STEP_HOUR] == 24)) {
		reading.date_only = true;
		reading.day_end = end_of_day(rule, zone, said, date);
		if (said->has_time)
			reading.at = reading.day_end;
		return reading;
	}
	reading.day_end = midnight_ends(rule, zone, said, date, at);
	reading.midnight = reading.day_end != INSTANT_NONE;
	reading.date_only = reading.midnight && rule->midnight_is_day;
	return reading;
}

static enum date_result reading_of(const struct date_rule *rule, const struct zone *zone,
	const struct said *said, struct date_reading *ret_reading)
{
	const int *part = said->part;
	if (said->is_instant) {
		if (said->at < civil_day(2, 1, 1) * DAY_MS)
			return DATE_YEAR_ONE;
		if (said->at < civil_day(YEAR_LEAST, 1, 1) * DAY_MS)
			return DATE_UNUSABLE;
		*ret_reading = reading_at(rule, zone, said, 0, said->at);
		return DATE_USABLE;
	}
	if (part[STEP_YEAR] == 1)
		return DATE_YEAR_ONE;
	if (part[STEP_YEAR] < YEAR_LEAST ||
		!civil_exists(part[STEP_YEAR], part[STEP_MONTH], part[STEP_DAY]) ||
		!time_exists(said))
		return DATE_UNUSABLE;
	day date = civil_day(part[STEP_YEAR], part[STEP_MONTH], part[STEP_DAY]);
	int64_t ms = part[STEP_HOUR] * HOUR_MS + part[STEP_MINUTE] * MINUTE_MS +
		     part[STEP_SECOND] * SECOND_MS + said->ms;
	*ret_reading = reading_at(rule, zone, said, date, instant_of(rule, zone, said, date, ms));
	return DATE_USABLE;
}

/* Would such a day exist if the pattern's day and month stood the other way round? */
__attribute__((cold)) static bool exists_turned(
	const struct date_rule *rule, const struct zone *zone, const struct said *said)
{
	struct said turned = *said;
	struct date_reading reading;
	turned.part[STEP_MONTH] = said->part[STEP_DAY];
	turned.part[STEP_DAY] = said->part[STEP_MONTH];
	return reading_of(rule, zone, &turned, &reading) == DATE_USABLE;
}

/* What no pattern but its own reads, and needs none to be known. */
static const struct date_format *own_format(struct slice text)
{
	static const struct date_format array = {.count = 1, .step = {STEP_JSON_ARRAY}},
					dotnet = {.count = 1, .step = {STEP_DOTNET}};
	char first = text.length ? text.data[0] : 0;
	return first == '[' ? &array : first == '/' ? &dotnet : NULL;
}

static inline enum date_result read_by(const struct date_format *format,
	const struct date_rule *rule, const struct zone *zone, struct slice text,
	struct date_reading *ret_reading)
{
	struct said said;
	if (!match(format, text, &said) || !settle_half_day(&said))
		return DATE_UNUSABLE;
	enum date_result result = reading_of(rule, zone, &said, ret_reading);
	if (result == DATE_USABLE)
		ret_reading->order_shown = format->year_last && said.part[STEP_DAY] > 12;
	else if (result == DATE_UNUSABLE && format->year_last && exists_turned(rule, zone, &said))
		result = DATE_OTHER_ORDER;
	return result;
}

enum date_result date_read(const struct date_rule *rule, const struct zone *zone, struct slice text,
	struct date_reading *ret_reading)
{
	enum date_result worst = DATE_UNUSABLE;
	const struct date_format *own = own_format(text);
	if (own)
		return read_by(own, rule, zone, text, ret_reading);
	for (int i = 0; i < rule->count; i++) {
		enum date_result result = read_by(&rule->format[i], rule, zone, text, ret_reading);
		if (result == DATE_USABLE)
			return result;
		if (result != DATE_UNUSABLE)
			worst = result;
	}
	return worst;
}

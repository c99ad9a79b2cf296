/* Dates as portals write them: patterns compiled once, read without strptime, and written for the
 * {from} and {to} of requests.
 *
 * A pattern is `iso` (ISO 8601: date, optional time, fraction, offset with or without colon, Z),
 * `epoch-ms`, `epoch-s`, `serial` (days since 30 December 1899, as spreadsheets count), `json-array`
 * ([2026,10,1,8,0]), `dotnet` (/Date(1790816400000)/), or letters as Java's SimpleDateFormat has
 * them: yyyy or yy (20yy), MM or M, dd or d, HH or H, mm, ss, SSS (a fraction of any length), a (AM,
 * PM, SA, CH; the hour may then be hh or h), XXX (+07:00), XX (+0700); T and everything that is no
 * letter stand for themselves, other letters between '…'. HH is 0 to 24, so 12:30 is after noon. Two
 * letters read exactly two digits, one letter one or two.
 *
 * `json-array` and `dotnet` can be nothing else and are read whether a rule names them or not. */
#ifndef PORTAL_DATE_FORMAT_H
#define PORTAL_DATE_FORMAT_H

#include "base/error.h"
#include "base/text.h"
#include "core/time/zone.h"

enum date_step {
	STEP_LITERAL,
	STEP_YEAR, /* to STEP_SECOND: as many digits as the pattern has letters */
	STEP_MONTH,
	STEP_DAY,
	STEP_HOUR,
	STEP_MINUTE,
	STEP_SECOND,
	STEP_MONTH_LOOSE, /* one digit or two */
	STEP_DAY_LOOSE,
	STEP_HOUR_LOOSE,
	STEP_FRACTION,
	STEP_OFFSET_COLON,
	STEP_OFFSET,
	STEP_YEAR_SHORT,
	STEP_HALF_DAY,
	STEP_ISO,
	STEP_EPOCH_MS,
	STEP_EPOCH_S,
	STEP_SERIAL,
	STEP_JSON_ARRAY,
	STEP_DOTNET
};

#define DATE_STEPS_MAX 40
#define DATE_WIDTH_MAX 24 /* of a format of fixed places */
struct date_format {
	uint8_t count;
	bool timed; /* has an hour; for STEP_ISO the text decides */
	bool year_last; /* behind day and month: their order is a matter of custom */
	bool month_first;
	uint8_t width; /* bytes of a text of this format if they never vary; else 0 */
	uint8_t place[STEP_SECOND + 1]; /* with a width: where each number stands, 0xFF nowhere */
	uint8_t shape[DATE_WIDTH_MAX]; /* with a width: its literals, '0' for a digit */
	uint8_t literals[DATE_WIDTH_MAX]; /* with a width: 0xFF where a literal stands */
	uint8_t step[DATE_STEPS_MAX]; /* enum date_step */
	char literal[DATE_STEPS_MAX];
};

/* -EINVAL with a sentence naming the wrong letter. */
int date_format_compile(struct slice pattern, struct date_format *ret_format, struct error *error);

#define DATE_FORMATS_MAX 32
struct date_rule {
	struct date_format format[DATE_FORMATS_MAX]; /* tried in order */
	int count;
	bool local; /* dates without an offset are in the zone given, else in `offset` */
	int offset_seconds; /* for dates without an offset */
	bool midnight_is_day; /* 00:00:00 promises the day, as a date alone does */
};

enum date_result {
	DATE_USABLE,
	DATE_YEAR_ONE, /* 0001-01-01, the empty date of .NET and Java, at any hour */
	DATE_OTHER_ORDER, /* such a day exists only with month and day the other way round */
	DATE_UNUSABLE /* no pattern fits, the day does not exist, or it is before 1971 */
};
struct date_reading {
	instant at; /* a date alone is 00:00 of its day; 24:00 the last ms of its day */
	instant day_end; /* the last ms of its local day, of a date alone or a midnight; else NONE */
	bool date_only; /* no time of day was written, or 24:00; 00:00 where the rule says so */
	bool midnight; /* 00:00 of its day was written, or is meant by an epoch */
	bool order_shown; /* its day cannot be a month: the order of the two is the pattern's */
};
/* `zone` is used by local rules only; NULL: the rule's offset. */
enum date_result date_read(const struct date_rule *rule, const struct zone *zone, struct slice text,
	struct date_reading *ret_reading);

/* Appends `at` as the wall clock of the rule's (or the given) zone. */
void date_write(const struct date_format *format, const struct date_rule *rule,
	const struct zone *zone, instant at, struct text *out);

#endif

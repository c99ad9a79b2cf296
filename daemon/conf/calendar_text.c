#include "conf/calendar_text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/ini.h"
#include "base/memory.h"
#include "conf/calendar_entry.h"
#include "core/time/lunar.h"

void calendar_problem(struct calendar_reading *reading, enum problem_level level, int line,
	const char *format, ...)
{
	struct error sentence;
	va_list args;
	va_start(args, format);
	vsnprintf(sentence.text, sizeof(sentence.text), format, args);
	va_end(args);
	reading->errors += level == PROBLEM_ERROR;
	if (reading->on_problem)
		reading->on_problem(reading->user, level, reading->file, line, sentence.text);
}

#define ENTRIES_MAX 100000 /* more than the days of the longest range */

#define REFUSE(line, ...) calendar_problem(reading, PROBLEM_ERROR, line, __VA_ARGS__)
/* For "%.*s" of what a person wrote, however long that is. */
#define SHORT(slice)                                                                               \
	(int)((slice).length > 60 ? 60 : (slice).length), (slice).data ? (slice).data : ""

static bool parse_year(struct slice text, int *ret_year)
{
	return text.length == 4 && civil_parse_digits(text.data, 4, ret_year);
}

static void begin_year(struct calendar_reading *reading, const struct ini_line *line)
{
	int year;
	reading->at = AT_UNKNOWN;
	if (!parse_year(line->name, &year) || year < LUNAR_FIRST_YEAR || year > LUNAR_LAST_YEAR) {
		REFUSE(line->line, "year \"%.*s\": not a year from %d to %d", SHORT(line->name),
			LUNAR_FIRST_YEAR, LUNAR_LAST_YEAR);
		return;
	}
	for (size_t i = 0; i < reading->section_count; i++)
		if (reading->section[i].year == year) {
			REFUSE(line->line, "year %d: already begun in line %d", year,
				reading->section[i].line);
			return;
		}
	array_reserve(reading->section, &reading->section_capacity, reading->section_count + 1);
	reading->section[reading->section_count++] =
		(struct calendar_section){.year = year, .line = line->line};
	reading->at = AT_YEAR;
}

static void begin_section(struct calendar_reading *reading, const struct ini_line *line)
{
	reading->at = AT_UNKNOWN;
	if (slice_is(line->kind, "year")) {
		begin_year(reading, line);
	} else if (line->name.length == 0 && slice_is(line->kind, "calendar")) {
		reading->at = AT_CALENDAR;
	} else if (line->name.length == 0 && slice_is(line->kind, "hours")) {
		reading->at = AT_HOURS;
		reading->hours_line = line->line;
	} else {
		REFUSE(line->line,
			"unknown section [%.*s]: known are [calendar], [hours] and [year 2026]",
			SHORT(line->kind));
	}
}

/* "2015..2040" */
static void read_known(struct calendar_reading *reading, const struct ini_line *line)
{
	struct calendar_plan *plan = &reading->text->plan;
	struct slice value = line->value;
	int first, last;
	if (!slice_is(line->key, "known")) {
		REFUSE(line->line, "calendar: unknown key \"%.*s\": only known is one",
			SHORT(line->key));
		return;
	}
	if (reading->known_line) {
		REFUSE(line->line, "calendar: known: already said in line %d", reading->known_line);
		return;
	}
	reading->known_line = line->line;
	bool shaped = value.length == 10 && memcmp(value.data + 4, "..", 2) == 0 &&
		      parse_year((struct slice){value.data, 4}, &first) &&
		      parse_year((struct slice){value.data + 6, 4}, &last);
	if (!shaped || first > last || first < LUNAR_FIRST_YEAR || last > LUNAR_LAST_YEAR) {
		REFUSE(line->line,
			"calendar: known: \"%.*s\" is not a range of years from %d to %d such as "
			"2015..2040",
			SHORT(value), LUNAR_FIRST_YEAR, LUNAR_LAST_YEAR);
		return;
	}
	plan->first_year = first;
	plan->last_year = last;
}

/* The weekday a key names, 7 for "weekdays", -1 for neither. */
static int weekday_of_key(struct slice key)
{
	static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday", "weekdays"};
	for (int i = 0; i < (int)ARRAY_SIZE(names); i++)
		if (slice_is(key, names[i]))
			return i;
	return -1;
}

static void read_hours(struct calendar_reading *reading, const struct ini_line *line)
{
	int weekday = weekday_of_key(line->key);
	struct hours *week = reading->text->plan.week, hours;
	struct error error;
	if (weekday < 0) {
		REFUSE(line->line,
			"hours: unknown key \"%.*s\": known are monday … sunday and weekdays",
			SHORT(line->key));
		return;
	}
	int *said = weekday == 7 ? &reading->weekdays_line : &reading->day_line[weekday];
	if (*said) {
		REFUSE(line->line, "hours: %.*s: already said in line %d", SHORT(line->key), *said);
		return;
	}
	*said = line->line;
	if (!calendar_hours_parse(line->value, &hours, &error)) {
		REFUSE(line->line, "hours: %.*s: %s", SHORT(line->key), error.text);
		return;
	}
	if (weekday < 7)
		week[weekday] = hours;
	for (int i = MONDAY; weekday == 7 && i <= FRIDAY; i++)
		if (!reading->day_line[i])
			week[i] = hours;
}

static void add_entries(
	struct calendar_reading *reading, const struct calendar_entry *entry, day from, day to)
{
	size_t count = (size_t)(to - from + 1);
	if (reading->entry_count + count > ENTRIES_MAX) {
		REFUSE(entry->line, "more than %d dates in one calendar", ENTRIES_MAX);
		return;
	}
	array_reserve(reading->entry, &reading->entry_capacity, reading->entry_count + count);
	for (day date = from; date <= to; date++) {
		struct calendar_entry *added = &reading->entry[reading->entry_count++];
		*added = *entry;
		added->date = date;
		added->in_range = to > from;
	}
}

/* "02-16" of a year. */
static bool parse_date(struct slice text, int year, day *ret_date)
{
	int month, mday;
	if (text.length != 5 || text.data[2] != '-' || !civil_parse_digits(text.data, 2, &month) ||
		!civil_parse_digits(text.data + 3, 2, &mday) || !civil_exists(year, month, mday))
		return false;
	*ret_date = civil_day(year, month, mday);
	return true;
}

static void read_date(struct calendar_reading *reading, const struct ini_line *line, int year)
{
	struct slice key = line->key;
	bool range = key.length == 12 && memcmp(key.data + 5, "..", 2) == 0;
	struct slice first = {key.data, range ? 5 : key.length}, last = first;
	struct calendar_entry entry;
	struct error error;
	day from, to;
	if (range)
		last = (struct slice){key.data + 7, 5};
	if (!parse_date(first, year, &from) || !parse_date(last, year, &to) || to < from) {
		REFUSE(line->line,
			"year %d: \"%.*s\" is neither notice, provisional nor a date of that year "
			"such as 02-16 or 02-16..02-20",
			year, SHORT(key));
		return;
	}
	if (!calendar_entry_parse(line->value, &reading->text->arena, &entry, &error)) {
		REFUSE(line->line, "year %d: %.*s: %s", year, SHORT(key), error.text);
		return;
	}
	entry.line = line->line;
	add_entries(reading, &entry, from, to);
}

static void read_year(struct calendar_reading *reading, const struct ini_line *line)
{
	struct calendar_section *section = &reading->section[reading->section_count - 1];
	if (slice_is(line->key, "notice")) {
		if (section->notice)
			REFUSE(line->line, "year %d: notice: already said", section->year);
		else if (line->value.length == 0)
			REFUSE(line->line,
				"year %d: notice: its name is missing; without a notice say "
				"provisional = yes",
				section->year);
		section->notice = arena_copy(&reading->text->arena, line->value);
		return;
	}
	if (slice_is(line->key, "provisional")) {
		section->provisional = slice_is(line->value, "yes");
		if (!section->provisional && !slice_is(line->value, "no"))
			REFUSE(line->line, "year %d: provisional: \"%.*s\" is neither yes nor no",
				section->year, SHORT(line->value));
		return;
	}
	read_date(reading, line, section->year);
}

static void on_line(void *user, const struct ini_line *line)
{
	struct calendar_reading *reading = user;
	if (line->key.length == 0) {
		begin_section(reading, line);
		return;
	}
	switch (reading->at) {
	case AT_NOTHING:
		REFUSE(line->line, "\"%.*s\" stands before the first section", SHORT(line->key));
		break;
	case AT_CALENDAR:
		read_known(reading, line);
		break;
	case AT_HOURS:
		read_hours(reading, line);
		break;
	case AT_YEAR:
		read_year(reading, line);
		break;
	case AT_UNKNOWN:
		break; /* its section was refused already */
	}
}

static void on_ini_problem(void *user, const char *file, int line, const char *sentence)
{
	struct calendar_reading *reading = user;
	(void)file;
	REFUSE(line, "%s", sentence);
}

int calendar_text_parse(const char *file, struct slice content, settings_problem_fn *on_problem,
	void *user, struct calendar_text *ret_text)
{
	struct calendar_text text = {0};
	struct calendar_reading reading = {
		.text = &text, .file = file, .on_problem = on_problem, .user = user};
	ini_read(file, content, on_line, on_ini_problem, &reading);
	calendar_check(&reading);
	free(reading.section);
	free(reading.entry);
	if (reading.errors) {
		calendar_text_free(&text);
		return -EINVAL;
	}
	*ret_text = text;
	return 0;
}

void calendar_text_free(struct calendar_text *text)
{
	arena_free(&text->arena);
}

int calendar_parse(const char *file, struct slice content, const struct zone *zone,
	settings_problem_fn *on_problem, void *user, struct calendar **ret_calendar)
{
	struct calendar_text text;
	struct error error;
	int r = calendar_text_parse(file, content, on_problem, user, &text);
	if (r < 0)
		return r;
	r = calendar_new(&text.plan, zone, ret_calendar, &error);
	if (r < 0 && on_problem) /* the checks let nothing through that it refuses */
		on_problem(user, PROBLEM_ERROR, file, 0, error.text);
	calendar_text_free(&text);
	return r;
}

/* Between reading a calendar file (calendar_text.c) and checking it as a whole (calendar_check.c). */
#ifndef CONF_CALENDAR_ENTRY_H
#define CONF_CALENDAR_ENTRY_H

#include "conf/calendar_text.h"

/* What one line says of one date. */
struct calendar_entry {
	day date;
	int line;
	bool off;
	bool worked; /* the word was said */
	bool in_range; /* one of several: a rest day is passed over */
	enum { PART_ALL, PART_MORNING, PART_AFTERNOON, PART_HOURS } part;
	struct hours hours; /* PART_HOURS */
	const char *reason;
};

struct calendar_section {
	int year;
	int line;
	const char *notice;
	bool provisional;
};

struct calendar_reading {
	struct calendar_text *text;
	const char *file;
	settings_problem_fn *on_problem;
	void *user;
	int errors;
	/* while reading */
	enum { AT_NOTHING, AT_CALENDAR, AT_HOURS, AT_YEAR, AT_UNKNOWN } at;
	int known_line, hours_line; /* 0: not said */
	int day_line[7];
	int weekdays_line;
	struct calendar_section *section; /* the last one is being read */
	size_t section_count, section_capacity;
	struct calendar_entry *entry;
	size_t entry_count, entry_capacity;
};

__attribute__((format(printf, 4, 5))) void calendar_problem(struct calendar_reading *reading,
	enum problem_level level, int line, const char *format, ...);

/* "07:00-11:30, 13:30-17:00"; "off" has no span. False with a sentence. */
bool calendar_hours_parse(struct slice text, struct hours *ret_hours, struct error *error);
/* "off (Tết)", "worked", "worked morning", "07:30-11:00 (…)": all of an entry but date and line. */
bool calendar_entry_parse(struct slice text, struct arena *arena, struct calendar_entry *ret_entry,
	struct error *error);

/* Checks what only the whole file tells and fills the plan's overrides and years. */
void calendar_check(struct calendar_reading *reading);

#endif

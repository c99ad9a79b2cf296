/* What the tests of time share: Viet Nam's zone, the five official years, dates as text. */
#ifndef TESTS_TIME_FIXTURE_H
#define TESTS_TIME_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "core/time/calendar.h"
#include "unit/seeded.h"

#define UNUSED __attribute__((unused))

UNUSED static day date_of(const char *text)
{
	day date;
	if (!civil_parse_date(slice_of(text), &date))
		fail_msg("not a date: %s", text);
	return date;
}

UNUSED static instant instant_of(const char *text)
{
	instant at;
	if (!zone_parse_rfc3339(slice_of(text), &at))
		fail_msg("not an instant: %s", text);
	return at;
}

#define assert_date(date, text)                                                                    \
	do {                                                                                       \
		char buffer_[11];                                                                  \
		assert_string_equal(civil_format_date(date, buffer_), text);                       \
	} while (0)

#define assert_instant(zone, at, text)                                                             \
	do {                                                                                       \
		char buffer_[ZONE_TEXT_MAX];                                                       \
		assert_string_equal(zone_format(zone, at, buffer_), text);                         \
	} while (0)

/* The weekdays off and the worked Saturdays of the notices for civil servants (domain §4), and
 * which of them are swaps, decided that year: no rule gives these. */
struct official_year {
	int year;
	const char *off[20];
	const char *worked[4];
	const char *swapped[4]; /* of `off`: taken in exchange for a worked Saturday */
};

UNUSED static const struct official_year official_years[] = {
	{2022,
		{"2022-01-03", "2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04",
			"2022-04-11", "2022-05-02", "2022-05-03", "2022-09-01", "2022-09-02"},
		{NULL}, {NULL}},
	{2023,
		{"2023-01-02", "2023-01-20", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26",
			"2023-05-01", "2023-05-02", "2023-05-03", "2023-09-01", "2023-09-04"},
		{NULL}, {NULL}},
	{2024,
		{"2024-01-01", "2024-02-08", "2024-02-09", "2024-02-12", "2024-02-13", "2024-02-14",
			"2024-04-18", "2024-04-29", "2024-04-30", "2024-05-01", "2024-09-02",
			"2024-09-03"},
		{"2024-05-04"}, {"2024-04-29"}},
	{2025,
		{"2025-01-01", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31",
			"2025-04-07", "2025-04-30", "2025-05-01", "2025-05-02", "2025-09-01",
			"2025-09-02"},
		{"2025-04-26"}, {"2025-05-02"}},
	{2026,
		{"2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19",
			"2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01", "2026-08-31",
			"2026-09-01", "2026-09-02", "2026-11-24"},
		{"2026-01-10", "2026-08-22"}, {"2026-01-02", "2026-08-31"}},
};
#define OFFICIAL_YEARS (sizeof(official_years) / sizeof(official_years[0]))

UNUSED static struct zone *vietnam(void)
{
	return zone_fixed(7 * 3600);
}

/* 07:00–11:30 and 13:30–17:00, Monday to Friday. */
#define OFFICE_HOURS ((struct hours){2, {{420, 690}, {810, 1020}}})

UNUSED static struct calendar_plan office_plan(int first_year, int last_year)
{
	struct calendar_plan plan = {.first_year = first_year, .last_year = last_year};
	for (enum weekday weekday = MONDAY; weekday <= FRIDAY; weekday++)
		plan.week[weekday] = OFFICE_HOURS;
	return plan;
}

UNUSED static struct calendar *build_calendar(
	const struct calendar_plan *plan, const struct zone *zone)
{
	struct calendar *calendar = NULL;
	struct error error = {""};
	if (calendar_new(plan, zone, &calendar, &error) < 0)
		fail_msg("%s", error.text);
	return calendar;
}

/* 2022 to 2026. With notices: exactly the tables above. Without: the built-in rules and the swaps. */
UNUSED static struct calendar *official_calendar(const struct zone *zone, bool notices)
{
	struct calendar_override overrides[128];
	struct calendar_year years[OFFICIAL_YEARS];
	struct calendar_plan plan = office_plan(2022, 2026);
	plan.overrides = overrides;
	plan.years = years;
	for (size_t i = 0; i < OFFICIAL_YEARS; i++) {
		const struct official_year *year = &official_years[i];
		years[i] = (struct calendar_year){year->year, notices ? "Thông báo" : NULL};
		for (const char *const *off = notices ? year->off : year->swapped; *off; off++)
			overrides[plan.override_count++] = (struct calendar_override){
				.date = date_of(*off), .kind = DAY_OFF, .reason = "Nghỉ lễ"};
		for (const char *const *worked = year->worked; *worked; worked++)
			overrides[plan.override_count++] =
				(struct calendar_override){.date = date_of(*worked),
					.kind = DAY_WORKED_EXTRA,
					.reason = "Làm bù"};
	}
	plan.year_count = OFFICIAL_YEARS;
	return build_calendar(&plan, zone);
}

#endif

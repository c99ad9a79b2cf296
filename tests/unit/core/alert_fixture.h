/* A commune whose overdue count the tests turn by hand, one rule, and a clock. */
#ifndef TESTS_ALERT_FIXTURE_H
#define TESTS_ALERT_FIXTURE_H

#include "core/alert/alert.h"
#include "unit/core/time_fixture.h"

struct stage {
	struct zone *zone;
	struct calendar *calendar;
	struct rule rule;
	struct alert alert;
	struct alert_news news; /* of the last step */
	bool changed;
};

UNUSED static int open_stage(void **state)
{
	struct stage *stage = xcalloc(1, sizeof(*stage));
	stage->zone = vietnam();
	stage->calendar = official_calendar(stage->zone, true);
	*state = stage;
	return 0;
}

UNUSED static int close_stage(void **state)
{
	struct stage *stage = *state;
	calendar_free(stage->calendar);
	zone_free(stage->zone);
	free(stage);
	return 0;
}

UNUSED static struct duration duration_of(const char *text)
{
	struct duration duration = {DURATION_WALL, 0};
	if (text && duration_parse(slice_of(text), &duration) < 0)
		fail_msg("not a duration: %s", text);
	return duration;
}

/* fire = overdue >= 10, clear = overdue < 6, critical = overdue >= 30 */
UNUSED static void set_stage(
	struct stage *stage, const char *hold, const char *keep, const char *repeat)
{
	stage->rule = (struct rule){
		.name = "pile-up",
		.fire = {{MEASURE_OVERDUE, AT_LEAST, 10}},
		.fire_count = 1,
		.clear = {{MEASURE_OVERDUE, LESS_THAN, 6}},
		.clear_count = 1,
		.critical = {{MEASURE_OVERDUE, AT_LEAST, 30}},
		.critical_count = 1,
		.hold = duration_of(hold),
		.keep_firing = duration_of(keep),
	};
	if (repeat) {
		struct slice rest = slice_of(repeat), piece;
		while (slice_split(&rest, ',', &piece))
			assert_int_equal(duration_parse(slice_trim(piece),
						 &stage->rule.repeat[stage->rule.repeat_count++]),
				0);
	}
	alert_init(&stage->alert, "pile-up", SCOPE_COMMUNE, "22954");
}

/* One step at an instant with so many overdue cases; -1: the data is stale. Returns the kind of
 * news, or NO_NEWS. A new episode gets the number 7. */
#define NO_NEWS -1
#define STALE -1
UNUSED static int step_at(struct stage *stage, instant now, int64_t overdue)
{
	struct counts counts = {0};
	struct measure_input measured = {&counts, 1};
	struct alert_input input = {.rule = &stage->rule,
		.calendar = stage->calendar,
		.now = now,
		.stale = overdue == STALE,
		.measures = overdue == STALE ? NULL : &measured};
	counts.bucket[BUCKET_OVERDUE] = overdue;
	counts.bucket[BUCKET_IN_TIME] = 20;
	if (!alert_step(&stage->alert, &input, &stage->news, &stage->changed))
		return NO_NEWS;
	if (stage->news.episode == 0)
		stage->news.episode = stage->alert.episode = 7;
	return (int)stage->news.kind;
}

/* "11-20 08:05" of 2026, Viet Nam's time. */
UNUSED static instant moment(const char *text)
{
	char rfc3339[] = "2026-MM-DDTHH:MM:00+07:00";
	memcpy(rfc3339 + 5, text, 5);
	memcpy(rfc3339 + 11, text + 6, 5);
	return instant_of(rfc3339);
}

UNUSED static int step(struct stage *stage, const char *at, int64_t overdue)
{
	return step_at(stage, moment(at), overdue);
}

UNUSED static instant next_at(const struct stage *stage)
{
	struct alert_input input = {.rule = &stage->rule, .calendar = stage->calendar};
	return alert_next_at(&stage->alert, &input);
}

#define assert_next_at(stage, text) assert_int_equal(next_at(stage), moment(text))

#endif
